/** What of a spec its records refuse: numbers out of their limits, names that there are none of. */
import { isWithin, limitsInWords } from './number-limits.ts';
import type { Setting, Settings, Values } from './setting.ts';

export interface SettingComplaint {
  /** Path into the spec, e.g. `optimizer.beta1`. */
  readonly field: string;
  /** A full sentence. */
  readonly message: string;
}

/**
 * Every complaint that the records have by themselves; what depends on the program or on another setting is its kind's.
 * @param values of the settings, as a spec has them; may hold anything
 * @param path of the settings in the spec, empty at its root
 * Cost: O(entries).
 */
export function recordComplaints(settings: Settings, values: Values, path = ''): SettingComplaint[] {
  return Object.entries(settings).flatMap(([name, setting]) => complaintsOf(setting, values[name], path === '' ? name : `${path}.${name}`));
}

const listed = (names: readonly string[]): string => (
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`
);

function complaintsOf(setting: Setting, value: unknown, path: string): SettingComplaint[] {
  if (value === undefined && setting.optional === true) return [];
  if (value === null && mayBeNull(setting)) return [];
  const say = (message: string): SettingComplaint[] => [{ field: path, message }];
  switch (setting.kind) {
    case 'number':
      return typeof value === 'number' && isWithin(value, setting.limits) ? [] : say(`${setting.subject} must be ${limitsInWords(setting.limits)}, not ${String(value)}.`);
    case 'choice':
      return typeof value === 'string' && value in setting.choices ? [] : say(`${setting.subject} must be ${listed(Object.keys(setting.choices))}, not “${String(value)}”.`);
    case 'flag':
      return typeof value === 'boolean' ? [] : say(`${setting.label} must be true or false.`);
    case 'names': {
      const names = Array.isArray(value) ? value.map(String) : [];
      if (names.length < setting.least) return say(`Choose at least ${setting.least === 1 ? 'one' : setting.least} ${setting.one}.`);
      return names.flatMap((name, k) => [
        ...(name in setting.choices ? [] : say(`There is no ${setting.one} “${name}”.`)),
        ...(names.indexOf(name) === k ? [] : say(`The ${setting.one} ${name} is named twice.`)),
      ]);
    }
    case 'counts': {
      const counts: readonly unknown[] = Array.isArray(value) ? value : [];
      if (counts.length === 0 || counts.length > setting.most) return say(`${setting.subject}: give one to ${setting.most} of them.`);
      const odd = counts.find((count) => typeof count !== 'number' || !isWithin(count, setting.limits));
      if (odd !== undefined) return say(`${setting.subject} must each be ${limitsInWords(setting.limits)}, not ${typeof odd === 'number' ? odd : 'that'}.`);
      return counts.some(
        (count, n) => n > 0 && Number(count) <= Number(counts[n - 1]),
      ) ? say(`${setting.subject} must ascend, each once.`) : [];
    }
    case 'vector': {
      const entries: readonly unknown[] = Array.isArray(value) ? value : [];
      const outside = entries.findIndex(
        (x) => typeof x !== 'number' || !(setting.entries === 'zero-one' ? x === 0 || x === 1 : x >= 0 && x <= 1),
      );
      return outside < 0 ? [] : say(`Value ${outside + 1} of ${setting.subject} is ${String(entries[outside])}, not ${setting.entries === 'zero-one' ? '0 or 1' : 'a number from 0 to 1'}.`);
    }
    case 'data':
      return [];
    case 'group':
      return recordComplaints(setting.settings, isRecord(value) ? value : {}, path);
    case 'variant': {
      const values = isRecord(value) ? value : {};
      const chosen = setting.variants[String(values[setting.tag])];
      return chosen === undefined ? say(`${setting.subject} must be ${listed(Object.keys(setting.variants))}, not “${String(values[setting.tag])}”.`) : recordComplaints(chosen.settings, values, path);
    }
  }
}

/** A number that may be left out is left out where it is none. */
export function mayBeNull(setting: Setting): boolean {
  return 'none' in setting && setting.none !== undefined && setting.kind !== 'names' && !(
    setting.kind === 'number' && setting.optional === true
  );
}

function isRecord(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
