/** A spec as lines a reader takes in at once: what was asked for, in the words of its settings' records. */
import { recordsOf, valuesOf } from '../../src-contract/configuration.ts';
import { fileOfSolution } from '../../src-contract/job-body.ts';
import type { JobSpec } from '../../src-contract/job-spec.ts';
import { plainText } from '../../src-science/settings/setting.ts';
import type { Say, Setting, Settings, Values } from '../../src-science/settings/setting.ts';
import { appliesWhere, defaultOf, textsAt } from '../../src-science/settings/walk.ts';
import { formatCount, formatNumber } from '../format/index.ts';
import type { Line } from '../kinds/page-kind.ts';

const plain = (value: unknown): string => (typeof value === 'number' ? formatNumber(value, { digits: 6 }) : plainText(value));
const SAY: Say = {
  amount: plain,
  count: (value) => (typeof value === 'number' ? formatCount(value) : plain(value)),
  share: (value) => (typeof value === 'number' ? `${plain(100 * value)} %` : ''),
  vector: (value) => (Array.isArray(value) ? marginalsWords(value.map(Number)) : ''),
};

/** "0.5 for all 33", "33 values". */
export function marginalsWords(xHat: readonly number[]): string {
  const first = xHat[0];
  if (first === undefined) return 'no variables';
  return xHat.every((value) => value === first)
    ? `${plain(first)} for all ${formatCount(xHat.length)}`
    : `${formatCount(xHat.length)} values`;
}

/**
 * Every setting that means something in the spec; of those that mean something everywhere and may be left out, what
 * departs from the default.
 */
export function describeSpec(spec: JobSpec): readonly Line[] {
  const file = fileOfSolution(spec);
  if (file !== null) return [{ label: 'Read from', value: file, help: 'The file that the solution was read from; nothing was computed' }];
  const settings = recordsOf(spec);
  const body = valuesOf(spec);
  return linesOf(settings, body, textsAt(settings, body));
}

function linesOf(settings: Settings, values: Values, at: (path: string) => readonly string[]): Line[] {
  return Object.entries(settings).flatMap(([name, setting]): Line[] => {
    if (!appliesWhere(setting.where, at)) return [];
    const value = values[name] ?? defaultOf(setting);
    const isDefault = JSON.stringify(value) === JSON.stringify(defaultOf(setting));
    if (setting.optional === true && setting.where === undefined && isDefault && (
      setting.kind !== 'group' || setting.none !== undefined
    )) return [];
    if (setting.kind === 'group' && setting.none === undefined && setting.row === undefined) return linesOf(
      setting.settings,
      value as Values,
      at,
    );
    if (setting.kind === 'data' && setting.row === undefined) return [];
    return [{ label: setting.label, value: valueWords(setting, value, values), help: setting.help }];
  });
}

function valueWords(setting: Setting, value: unknown, beside: Values): string {
  if (value === null && 'none' in setting && setting.none !== undefined) return setting.none.word;
  switch (setting.kind) {
    case 'number':
      if (typeof value === 'number' && setting.row !== undefined) return setting.row(value, SAY);
      return `${setting.limits.whole === true ? SAY.count(value) : plain(value)}${setting.unit === undefined ? '' : ` ${setting.unit}`}`;
    case 'choice':
      return setting.look === 'names' ? String(value) : (setting.choices[String(value)]?.label ?? String(value));
    case 'flag':
      return (value === true ? setting.on : setting.off).label;
    case 'names': {
      const names = Array.isArray(value) ? value.map(String) : [];
      return names.length === 0 ? setting.none.word : names.map(
        (name) => (setting.look === 'names' ? name : (setting.choices[name]?.label ?? name)),
      ).join(', ');
    }
    case 'counts':
      return Array.isArray(value) ? value.map((count) => SAY.count(count)).join(', ') : '';
    case 'vector':
      return setting.entries === 'zero-one' ? 'given' : SAY.vector(value);
    case 'group':
      return setting.row?.(value as Values, SAY, beside) ?? '';
    case 'variant': {
      const values = value as Values;
      return setting.variants[String(values[setting.tag])]?.row(values, SAY) ?? '';
    }
    case 'data':
      return setting.row?.(value, SAY, beside) ?? '';
  }
}
