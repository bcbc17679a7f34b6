/** What of runs can stand on an axis: figures of the run table, and settings in which the runs differ. Pure. */
import type { RunSummary } from '../../src-contract/session.ts';
import { differingSettings, settingLabel, settingWords } from '../../src-contract/setting-words.ts';
import { RUN_FACTS } from '../../src-contract/tables/run-facts.ts';
import type { RunFact, RunFactName } from '../../src-contract/tables/run-facts.ts';
import { figureColumn, textColumn } from './picture.ts';
import type { PictureData } from './picture.ts';

/** A quantity of runs. */
export interface RunValues {
  readonly key: string;
  readonly label: string;
  readonly isSetting: boolean;
  /** By run: a number, or a word's place among `words`; NaN where it has none. */
  readonly of: (run: RunSummary) => number;
  /** Of a setting in words, each once; null of numbers. */
  readonly words: readonly string[] | null;
}

/** Figures of a run that are numbers of its own; the number of a run and of its seed are none. */
const FACTS: readonly RunFactName[] = [
  'gap', 'objective', 'seconds', 'iterations', 'violation', 'loss', 'penalty', 'bound', 'provenGap', 'muFinal', 'step',
  'samplesPerStep', 'seed',
];
const NO_OTHERS = { apart: new Map<number, string>(), ids: new Set<number>() };
/** What a method's name says already. */
const NAMED: ReadonlySet<string> = new Set(['kind']);
/** Settings of more words than these are no axis. */
const MOST_WORDS = 24;

/** The quantities in which these runs differ, settings first; a figure that no run has is left out. */
export function valuesOfRuns(runs: readonly RunSummary[]): readonly RunValues[] {
  const distinct = [...new Map(runs.map((run) => [run.configuration.key, run.configuration.settings])).values()];
  const settings = differingSettings(distinct).filter((path) => !NAMED.has(path)).flatMap((path) => settingValues(path, runs) ?? []);
  const facts = FACTS.flatMap((name): RunValues[] => {
    const { label, unit, value }: RunFact = RUN_FACTS[name];
    const scale = unit === '%' ? 100 : 1;
    const of = (run: RunSummary): number => {
      const found = value(run, NO_OTHERS);
      // The objective of an infeasible solution is no result.
      return typeof found === 'number' && (name !== 'objective' || run.feasible === true) ? scale * found : Number.NaN;
    };
    if (!runs.some((run) => Number.isFinite(of(run)))) return [];
    const named = label.length === 1 ? label : `${label.charAt(0).toUpperCase()}${label.slice(1)}`;
    return [{ key: name, label: unit === undefined ? named : `${named}, ${unit}`, isSetting: false, of, words: null }];
  });
  // Step and samples are facts too; where they are settings that differ, once is enough.
  const said = new Set(settings.map(({ label }) => label));
  return [...settings, ...facts.filter(({ label }) => !said.has(label))];
}

function settingValues(path: string, runs: readonly RunSummary[]): RunValues | null {
  const key = `setting:${path}`;
  const label = settingLabel(path);
  const own = (run: RunSummary): unknown => run.configuration.settings[path];
  if (runs.every((run) => own(run) === undefined || typeof own(run) === 'number') && runs.some((run) => typeof own(run) === 'number')) {
    return { key, label, isSetting: true, of: (run) => (typeof own(run) === 'number' ? Number(own(run)) : Number.NaN), words: null };
  }
  const byConfiguration = new Map<string, string>();
  const wordOf = (run: RunSummary): string => {
    let word = byConfiguration.get(run.configuration.key);
    if (word === undefined) {
      word = settingWords(run.configuration.settings, [path])[0] ?? '';
      byConfiguration.set(run.configuration.key, word);
    }
    return word;
  };
  const words = [...new Set(runs.map(wordOf))].filter((word) => word !== '').sort();
  if (words.length < 2 || words.length > MOST_WORDS) return null;
  const places = new Map(words.map((word, place) => [word, place]));
  return { key, label, isSetting: true, of: (run) => places.get(wordOf(run)) ?? Number.NaN, words };
}

/** The runs with these quantities of theirs, as a table. */
export function valuesAsData(
  runs: readonly { readonly run: RunSummary; readonly method: { readonly name: string } }[], shown: readonly RunValues[],
): PictureData {
  return {
    columns: [
      figureColumn('run', 'run'), textColumn('method', 'method'), textColumn('problem', 'problem'),
      ...shown.map(({ key, label, words }) => (words === null ? figureColumn(key, label) : textColumn(key, label))),
    ],
    rows: runs.map(({ run, method }) => [
      run.id, method.name, run.problemName,
      ...shown.map(({ of, words }) => {
        const value = of(run);
        return Number.isNaN(value) ? null : words === null ? value : (words[value] ?? null);
      }),
    ]),
  };
}
