/** Ways through the records: what a setting begins with, the record at a path, where it applies. */
import { plainText } from './setting.ts';
import type { PlacedSettings, Setting, Settings, SpecSettings, Values, Where } from './setting.ts';

/** What a form begins with and what leaving it out means; null where nothing is the default. */
export function defaultOf(setting: Setting): unknown {
  switch (setting.kind) {
    case 'number':
    case 'choice':
    case 'flag':
    case 'names':
    case 'counts':
      return setting.default;
    case 'vector':
    case 'data':
      return null;
    case 'group':
      return setting.none === undefined ? requiredOf(setting.settings) : null;
    case 'variant':
      return { [setting.tag]: setting.default, ...requiredOf(setting.variants[setting.default]?.settings ?? {}) };
  }
}

function requiredOf(settings: Settings): Values {
  return Object.fromEntries(
    Object.entries(settings).flatMap(([name, setting]) => (setting.optional === true ? [] : [[name, defaultOf(setting)]])),
  );
}

/** The settings inside a setting: those of a group, or of the chosen variant; of every variant where `chosen` is null. */
export function settingsWithin(setting: Setting, chosen: string | null): Settings {
  if (setting.kind === 'group') return setting.settings;
  if (setting.kind !== 'variant') return {};
  if (chosen !== null) return setting.variants[chosen]?.settings ?? {};
  return Object.assign({}, ...Object.values(setting.variants).toReversed().map(({ settings }) => settings)) as Settings;
}

/** The variant that is a vector, and the vector's name in it: where one is given, beside what the other variants make; or null. */
export function givenVariant(setting: Setting): { readonly variant: string; readonly vector: string } | null {
  if (setting.kind !== 'variant') return null;
  for (const [variant, { settings }] of Object.entries(setting.variants)) {
    const vector = Object.keys(settings).find((name) => settings[name]?.kind === 'vector');
    if (vector !== undefined) return { variant, vector };
  }
  return null;
}

export interface Found {
  /** In the body of the spec. */
  readonly path: string;
  readonly setting: Setting;
}

/** Every setting with its path, those inside others after them. @param chosen the variant at a path, null for all of them */
export function everySetting(settings: Settings, chosen: (path: string, tag: string) => string | null = () => null, path = ''): Found[] {
  return Object.entries(settings).flatMap(([name, setting]) => {
    const at = path === '' ? name : `${path}.${name}`;
    const inside = settingsWithin(setting, setting.kind === 'variant' ? chosen(at, setting.tag) : null);
    return [{ path: at, setting }, ...everySetting(inside, chosen, at)];
  });
}

/**
 * Whether a setting means anything.
 * @param at the values at a path, as texts: the entries of a list, one of anything else
 */
export function appliesWhere(where: Where | undefined, at: (path: string) => readonly string[]): boolean {
  return Object.entries(where ?? {}).every(([path, wanted]) => {
    const values = at(path);
    return 'is' in wanted ? values.some((value) => wanted.is.includes(value)) : !values.some((value) => wanted.isNot.includes(value));
  });
}

/** The value of a spec at a path, its default where it is left out. */
function valueAt(settings: Settings, body: Values, path: string): unknown {
  const [name = '', ...rest] = path.split('.');
  const setting = settings[name];
  const value = body[name] ?? (setting === undefined ? undefined : defaultOf(setting));
  if (rest.length === 0 || typeof value !== 'object' || value === null) return value;
  const tag = setting?.kind === 'variant' ? setting.tag : null;
  const within = setting === undefined ? {} : settingsWithin(setting, tag === null ? null : String((value as Values)[tag]));
  return valueAt(within, value as Values, rest.join('.'));
}

/** As `appliesWhere` asks for it. */
export function textsAt(settings: Settings, body: Values): (path: string) => readonly string[] {
  return (path) => {
    const value = valueAt(settings, body, path);
    return Array.isArray(value) ? value.map(String) : [plainText(value)];
  };
}

/** `scheme is concrete; evaluation is not exact`, in words for a page. */
export function whereInWords(where: Where): string {
  const listed = (names: readonly string[]): string => (
    names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`
  );
  if (Object.values(where).some((wanted) => 'is' in wanted && wanted.is.length === 0)) return 'nowhere here';
  return Object.entries(where).map(([path, wanted]) => ('is' in wanted ? `\`${path}\` is ${listed(wanted.is)}` : `\`${path}\` is not ${listed(wanted.isNot)}`)).join(', ');
}

/** The settings of a kind of run, in the case that is chosen; the choice itself is one of them. */
export function settingsOfCase(kind: SpecSettings, chosen: (tag: string) => string): PlacedSettings<string> {
  return 'tag' in kind ? { [kind.tag]: kind.choice, ...kind.cases[chosen(kind.tag)] } : kind.settings;
}
