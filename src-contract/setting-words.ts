/**
 * What sets runs apart, in a few words: which settings differ among several, and each setting as a legend,
 * a table or a caption names it: the words of its record. A setting without a record is named by its path.
 */
import { plainText } from '../src-science/settings/setting.ts';
import type { Say, Setting, VariantSetting } from '../src-science/settings/setting.ts';
import { everySetting, settingsOfCase } from '../src-science/settings/walk.ts';
import type { Found } from '../src-science/settings/walk.ts';
import type { RunSettings, SettingValue } from './configuration.ts';
import { casesOf, JOB_KIND_NAMES, JOB_KINDS } from './job-kinds.ts';
import type { JobKind } from './job-kinds.ts';

const isKind = (kind: unknown): kind is JobKind => JOB_KIND_NAMES.some((each) => each === kind);

/** What sets runs apart and is no setting of a spec. */
const ASIDE: Readonly<Record<string, string>> = {
  'programs.family': 'Family', 'programs.count': 'Programs', 'programs.seed': 'First seed', 'programs.hashes': 'Programs',
  numerics: 'Numerics', kind: 'Kind',
};

/** Every record of every kind. */
const EVERYWHERE: readonly Found[] = JOB_KIND_NAMES.flatMap((kind) => casesOf(kind).flatMap((settings) => everySetting(settings)));
/** Every setting there is, by its path in a spec. */
export const SETTING_PATHS: readonly string[] = [
  ...new Set(EVERYWHERE.map(({ path, setting }) => (setting.kind === 'variant' ? `${path}.${setting.tag}` : path))),
];
/** The paths of each kind in the order in which they are named. */
const ORDER: ReadonlyMap<unknown, readonly string[]> = new Map(
  JOB_KIND_NAMES.map((kind) => [kind, casesOf(kind).flatMap((settings) => everySetting(settings).map(({ path }) => path))]),
);
function rank(kind: unknown, path: string): number {
  if (ASIDE[path] !== undefined) return -1;
  const order = ORDER.get(kind) ?? [];
  return order.includes(path) ? order.indexOf(path) : order.length;
}

/** Choices whose parts mean nothing under another choice, by their path: where the choice differs, all of it is named. */
const CHOICES = new Map(
  EVERYWHERE.flatMap(({ path, setting }) => (setting.kind === 'variant' ? [[path, `${path}.${setting.tag}`] as const] : [])),
);

/** The records of the run that has these settings. */
function recordsFor(settings: RunSettings): readonly Found[] {
  const { kind } = settings;
  if (!isKind(kind)) return EVERYWHERE;
  return everySetting(
    settingsOfCase(JOB_KINDS[kind].asks, (tag) => String(settings[tag])),
    (path, tag) => String(settings[`${path}.${tag}`]),
  );
}

/**
 * Paths in which the settings are not all alike, in the order of the paths; a choice that differs stands
 * alone for its parts, as `mu`. Settings of different kinds of run are not compared path by path.
 */
export function differingSettings(all: readonly RunSettings[]): readonly string[] {
  const byKind = new Map<SettingValue | undefined, RunSettings[]>();
  for (const settings of all) byKind.set(settings.kind, [...(byKind.get(settings.kind) ?? []), settings]);
  /** With the place that the kind's records give them. */
  const found = new Map<string, number>(byKind.size > 1 ? [['kind', -1]] : []);
  for (const [kind, alike] of byKind) {
    const first = alike[0];
    if (first === undefined || alike.length < 2) continue;
    const paths = new Set(alike.flatMap((settings) => Object.keys(settings)));
    const differs = (path: string): boolean => alike.some((settings) => settings[path] !== first[path]);
    for (const path of paths) {
      if (!differs(path)) continue;
      const root = path.split('.')[0] ?? path;
      const tag = CHOICES.get(root);
      const named = tag !== undefined && paths.has(tag) && differs(tag) ? root : path;
      if (!found.has(named)) found.set(named, rank(kind, named));
    }
  }
  return [...found].toSorted(([a, place], [b, other]) => place - other || (a < b ? -1 : 1)).map(([path]) => path);
}

/** The words of some settings of a run; a path the run does not have says nothing. */
export function settingWords(settings: RunSettings, paths: readonly string[]): readonly string[] {
  const records = recordsFor(settings);
  return paths.map((path) => wordsOf(settings, records, path)).filter((words) => words !== '');
}

const FAMILY_PARAMETERS = 'programs.parameters.';

/** A setting's name as a column's header. */
export function settingLabel(path: string): string {
  const label = ASIDE[path];
  if (label !== undefined) return label;
  // Of a family, by the family's own names.
  if (path.startsWith(FAMILY_PARAMETERS)) return path.slice(FAMILY_PARAMETERS.length);
  const setting = EVERYWHERE.find((found) => found.path === path)?.setting;
  return setting === undefined ? path : (setting.column ?? setting.label);
}

const amount = (value: unknown): string => (typeof value === 'number' ? String(Number(value.toPrecision(6))) : plainText(value));
const SAY: Say = {
  amount,
  count: amount,
  share: (value) => (typeof value === 'number' ? `${amount(100 * value)} %` : ''),
  /** `33 values #0f3a12…` by eight digits of its digest. */
  vector: (value) => plainText(value).replace(/(#[0-9a-f]{8})[0-9a-f]+/, '$1'),
};

function wordsOf(settings: RunSettings, records: readonly Found[], path: string): string {
  if (path === 'kind') return String(settings.kind);
  const setting = (records.find((found) => found.path === path) ?? EVERYWHERE.find((found) => found.path === path))?.setting;
  if (setting?.kind === 'variant') return variantWords(setting, settings, path);
  const value = settings[path];
  if (value === undefined) return '';
  if (setting !== undefined) return valueWords(setting, value);
  const label = settingLabel(path);
  return `${label === path ? path : label.toLowerCase()} ${amount(value)}`;
}

function variantWords(setting: VariantSetting, settings: RunSettings, path: string): string {
  const chosen = setting.variants[String(settings[`${path}.${setting.tag}`])];
  if (chosen === undefined) return '';
  return chosen.brief(Object.fromEntries(Object.keys(chosen.settings).map((name) => [name, settings[`${path}.${name}`]])), SAY);
}

function valueWords(setting: Exclude<Setting, VariantSetting>, value: SettingValue): string {
  if (value === null && 'none' in setting && setting.none !== undefined) return setting.none.brief;
  switch (setting.kind) {
    case 'number':
      return typeof setting.brief === 'string' ? `${setting.brief} ${amount(value)}` : setting.brief(value, SAY);
    case 'choice': {
      const name = setting.choices[String(value)]?.brief ?? String(value);
      return setting.brief === undefined ? name : `${setting.brief} ${name}`;
    }
    case 'flag':
      return (value === true ? setting.on : setting.off).brief ?? String(value);
    case 'names':
      return value === 'none' ? setting.none.brief : setting.brief(String(value));
    case 'counts':
    case 'data':
      return setting.brief(value, SAY);
    case 'vector':
      return `${setting.brief} ${SAY.vector(value)}`;
    case 'group':
      return '';
  }
}
