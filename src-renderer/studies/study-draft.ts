/**
 * The form of a study without its looks: seeds from a text, methods with settings that vary, and the study that they make.
 * Pure.
 */
import { bodyOf, specOf } from '../../src-contract/job-body.ts';
import { JOB_KINDS } from '../../src-contract/job-kinds.ts';
import type { JobKind } from '../../src-contract/job-kinds.ts';
import type { JobSpec } from '../../src-contract/job-spec.ts';
import type { SessionStudy } from '../../src-contract/session-study.ts';
import { settingWords } from '../../src-contract/setting-words.ts';
import type { StudyMethod } from '../../src-contract/study.ts';
import { isWithin, limitsInWords } from '../../src-science/settings/number-limits.ts';
import type { Setting } from '../../src-science/settings/setting.ts';
import { settingsOfCase } from '../../src-science/settings/walk.ts';
import { recordsOf } from '../../src-contract/configuration.ts';
import { parseNumber } from '../form/parse-number.ts';

const MOST_SEEDS = 10_000;
const MOST_METHODS = 1000;

/** A count (5: from 1 to 5), or a list of seeds and ranges (3, 7, 11-15). */
export function parseSeeds(text: string): { readonly seeds: readonly number[] } | { readonly complaint: string } {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '');
  const [only] = words;
  if (only === undefined) return { complaint: 'Say how many seeds, or which: 5, or 3, 7, 11-15' };
  if (words.length === 1 && /^\d+$/.test(only)) {
    const count = Number(only);
    return count >= 1 && count <= MOST_SEEDS
      ? { seeds: Array.from({ length: count }, (_, k) => k + 1) }
      : { complaint: `From 1 to ${MOST_SEEDS} seeds; a single seed is written as a range, ${only}-${only}` };
  }
  const seeds: number[] = [];
  for (const word of words) {
    const { from, to } = /^(?<from>\d+)(?:[-–](?<to>\d+))?$/.exec(word)?.groups ?? {};
    const first = Number(from);
    const last = to === undefined ? first : Number(to);
    if (from === undefined || !Number.isSafeInteger(last) || last < first) {
      return { complaint: `“${word}” is no seed and no range of seeds` };
    }
    if (last - first >= MOST_SEEDS) return { complaint: `At most ${MOST_SEEDS} seeds` };
    for (let seed = first; seed <= last; seed++) seeds.push(seed);
  }
  if (seeds.length > MOST_SEEDS) return { complaint: `At most ${MOST_SEEDS} seeds` };
  const twice = seeds.find((seed, k) => seeds.indexOf(seed) !== k);
  return twice === undefined ? { seeds } : { complaint: `Seed ${twice} is named twice` };
}

/** A list of seeds as it is typed: a count where they are 1, 2, …, n. */
export function seedsText(seeds: readonly number[]): string {
  if (seeds.every((seed, k) => seed === k + 1)) return String(seeds.length);
  const parts: string[] = [];
  for (let at = 0; at < seeds.length;) {
    const from = seeds[at] ?? 0;
    let end = at;
    while (seeds[end + 1] === from + (end + 1 - at)) end++;
    parts.push(end === at && seeds.length > 1 ? String(from) : `${from}-${seeds[end] ?? from}`);
    at = end + 1;
  }
  return parts.join(', ');
}

/** A setting that varies: its name at the root of the spec, and its values as they are typed. */
export interface Varied {
  readonly name: string;
  readonly values: string;
}

export interface MethodDraft {
  /** Tells rows of the form apart. */
  readonly key: string;
  readonly name: string;
  /** Without its name. */
  readonly method: StudyMethod;
  readonly varied: readonly Varied[];
}

function kindOf(method: StudyMethod): JobKind {
  return 'spec' in method ? method.spec.kind : 'descent';
}

/** The settings of a method that can vary: numbers, choices, yes or no, at the root of its spec, but its seed. */
export function variable(method: StudyMethod): readonly (readonly [name: string, setting: Setting])[] {
  const settings = 'spec' in method ? recordsOf(method.spec) : settingsOfCase(JOB_KINDS.descent.asks, () => '');
  return Object.entries(settings).filter(
    ([name, { kind }]) => name !== 'seed' && (kind === 'number' || kind === 'choice' || kind === 'flag'),
  );
}

type Values = { readonly values: readonly (string | number | boolean)[] } | { readonly complaint: string };

/** What is typed as the values of a setting, judged by its record. */
export function valuesOfVaried(method: StudyMethod, { name, values: text }: Varied): Values {
  const setting = variable(method).find(([each]) => each === name)?.[1];
  const words = text.split(/[\s,;]+/).filter((word) => word !== '');
  if (setting === undefined) return { complaint: 'This method has no such setting' };
  if (words.length === 0) return { complaint: 'Give values, set apart by commas' };
  const values: (string | number | boolean)[] = [];
  for (const word of words) {
    if (setting.kind === 'number') {
      const value = parseNumber(word);
      if (value === null || !isWithin(value, setting.limits)) return { complaint: `“${word}”: ${limitsInWords(setting.limits)}` };
      values.push(value);
    } else if (setting.kind === 'flag') {
      if (word !== 'yes' && word !== 'no') return { complaint: `“${word}”: yes or no` };
      values.push(word === 'yes');
    } else if (setting.kind === 'choice') {
      if (!(word in setting.choices)) return { complaint: `“${word}” is none of ${Object.keys(setting.choices).join(', ')}` };
      values.push(word);
    }
  }
  return new Set(values).size === values.length ? { values } : { complaint: 'A value is named twice' };
}

/** The methods that a row of the form stands for: itself, or one for each combination of what varies. */
export function expanded({ name, method, varied }: MethodDraft): readonly StudyMethod[] | null {
  let found: readonly { readonly words: readonly string[]; readonly changes: Readonly<Record<string, string | number | boolean>> }[] =
    [{ words: [], changes: {} }];
  for (const each of varied) {
    const judged = valuesOfVaried(method, each);
    if ('complaint' in judged) return null;
    found = found.flatMap(({ words, changes }) => judged.values.map((value) => ({
      words: [...words, wordsOf(method, each.name, value)], changes: { ...changes, [each.name]: value },
    })));
    if (found.length > MOST_METHODS) return null;
  }
  return found.map(({ words, changes }) => withChanges({ ...method, name: [name.trim(), ...words].join(', ') }, changes));
}

function wordsOf(method: StudyMethod, name: string, value: string | number | boolean): string {
  return settingWords({ kind: kindOf(method), [name]: value }, [name])[0] ?? `${name} ${value}`;
}

function withChanges(method: StudyMethod, changes: Readonly<Record<string, string | number | boolean>>): StudyMethod {
  if (Object.keys(changes).length === 0) return method;
  if ('spec' in method) return { ...method, spec: changedSpec(method.spec, changes) };
  return { ...method, descent: { ...method.descent, ...changes } } as StudyMethod;
}

function changedSpec(spec: JobSpec, changes: object): JobSpec {
  return { ...spec, ...specOf(spec.kind, { ...bodyOf(spec), ...changes }) };
}

export interface StudyDraft {
  readonly title: string;
  readonly problems: readonly number[];
  readonly methods: readonly MethodDraft[];
  readonly seeds: string;
}

/** The study that a form says, or what is wrong first and where. */
export function studyOf({ title, problems, methods, seeds }: StudyDraft):
  | { readonly spec: SessionStudy; readonly complaint: null }
  | { readonly spec: null; readonly complaint: { readonly field: 'title' | 'problems' | 'methods' | 'seeds'; readonly message: string } } {
  const wrong = (field: 'title' | 'problems' | 'methods' | 'seeds', message: string) => ({ spec: null, complaint: { field, message } });
  if (title.trim() === '') return wrong('title', 'A study needs a title');
  if (problems.length === 0) return wrong('problems', 'Choose at least one problem');
  if (methods.length === 0) return wrong('methods', 'Add at least one method');
  if (methods.some(({ name }) => name.trim() === '')) return wrong('methods', 'Every method needs a name');
  const all: StudyMethod[] = [];
  for (const method of methods) {
    const made = expanded(method);
    if (made === null) return wrong('methods', `What varies in “${method.name}” cannot be read yet`);
    all.push(...made);
  }
  if (all.length > MOST_METHODS) return wrong('methods', `At most ${MOST_METHODS} methods; these are ${all.length}`);
  const names = all.map(({ name }) => name);
  const twice = names.find((name, k) => names.indexOf(name) !== k);
  if (twice !== undefined) return wrong('methods', `Two methods are called “${twice}”`);
  const parsed = parseSeeds(seeds);
  if ('complaint' in parsed) return wrong('seeds', parsed.complaint);
  return { spec: { version: 1, problems: [...problems], methods: all, seeds: [...parsed.seeds] }, complaint: null };
}

/** A name that no other method has. */
export function freeName(name: string, methods: readonly Pick<MethodDraft, 'name'>[]): string {
  const taken = new Set(methods.map((method) => method.name));
  let free = name;
  for (let k = 2; taken.has(free); k++) free = `${name} (${k})`;
  return free;
}
