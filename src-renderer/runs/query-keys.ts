/**
 * What a filter of the run table can name: every column, every other fact of a run and every setting of the specs, each under
 * the names that a person may give it. Made of the records that the table itself is made of.
 */
import type { RunSummary } from '../../src-contract/session.ts';
import { SETTING_PATHS, settingLabel } from '../../src-contract/setting-words.ts';
import { RUN_FACT_NAMES } from '../../src-contract/tables/run-facts.ts';
import { column, RUN_COLUMNS } from './run-columns.ts';
import type { CellValue, RunColumn } from './run-columns.ts';

export interface QueryKey {
  /** As completion writes it. */
  readonly name: string;
  readonly label: string;
  readonly help: string;
  /** `any`: a setting, whose value is a number for some runs and a word for others. */
  readonly kind: 'number' | 'words' | 'date' | 'any';
  /** A percentage is written as the table shows it: 5 for 0.05. */
  readonly unit?: 's' | '%';
  /** What a run has of it; none where it has nothing. */
  readonly cells: (run: RunSummary) => readonly (string | number)[];
}

/** `samplesPerStep`, `Samples a step`, `samples-per-step` and `samples_per_step` are written alike. */
export const plainName = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]/g, '');
const dashed = (key: string): string => key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function present(value: CellValue): readonly (string | number)[] {
  return value === null || value === '' || (typeof value === 'number' && Number.isNaN(value)) ? [] : [value];
}

/** Local time, so that it sorts and begins as a date is written: 2026-12-01T14:02. */
function localTime(at: number): string {
  const offset = new Date(at).getTimezoneOffset() * 60_000;
  return new Date(at - offset).toISOString().slice(0, 19);
}

function keyOfColumn(of: RunColumn): QueryKey {
  const { label, help, unit, numeric, value, words } = of;
  const common = { name: dashed(of.key), label, help, ...(unit === undefined ? {} : { unit }) };
  if (of.key === 'created') return { ...common, kind: 'date', cells: (run) => [localTime(run.createdAt)] };
  if (numeric) return { ...common, kind: 'number', cells: (run) => present(value(run)) };
  return { ...common, kind: 'words', cells: words ?? ((run) => present(value(run))) };
}

function keyOfSetting(path: string): QueryKey {
  return {
    name: path, label: settingLabel(path), help: 'A setting, as asked for in the spec', kind: 'any',
    cells(run) {
      const value = run.configuration.settings[path];
      return value === undefined || value === null ? [] : [typeof value === 'number' ? value : String(value)];
    },
  };
}

/** Facts that depend on more than their run, or say nothing to a person. */
const NOT_ASKED = new Set(['apart', 'group']);
const shown = new Set(RUN_COLUMNS.map(({ fact }) => fact));
const ofFacts = RUN_FACT_NAMES.filter((name) => !shown.has(name) && !NOT_ASKED.has(name)).map(
  (name) => keyOfColumn(column(name, { help: 'A fact of the run, as in its exports', width: 0 })),
);

export const QUERY_KEYS: readonly QueryKey[] = [
  ...RUN_COLUMNS.map(keyOfColumn), ...ofFacts, ...SETTING_PATHS.map(keyOfSetting),
].filter((key, k, all) => all.findIndex((other) => plainName(other.name) === plainName(key.name)) === k);

/** By every name; of two that share one, the first has it: a column before a fact before a setting, its own name before its label. */
const BY_NAME: ReadonlyMap<string, QueryKey> = new Map([
  ...QUERY_KEYS.map((key) => [plainName(key.label), key] as const).toReversed(),
  ...RUN_COLUMNS.flatMap(({ fact }, k) => (fact === undefined ? [] : [[plainName(fact), QUERY_KEYS[k]] as const])).toReversed(),
  ...QUERY_KEYS.map((key) => [plainName(key.name), key] as const).toReversed(),
].flatMap(([name, key]) => (key === undefined ? [] : [[name, key] as const])));

export function queryKey(name: string): QueryKey | null {
  return BY_NAME.get(plainName(name)) ?? null;
}

/** The name that is most like a mistyped one, or null where none is near. */
export function nearestName(typed: string): string | null {
  const plain = plainName(typed);
  const ranked = QUERY_KEYS.map(({ name }) => ({ name, distance: distance(plain, plainName(name)) }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  return best !== undefined && best.distance <= Math.max(1, Math.floor(plain.length / 3)) ? best.name : null;
}

/** Levenshtein's: letters to be changed, left out or put in. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
