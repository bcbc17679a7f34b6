/**
 * What made a curve, in a line for the caption of an exported figure: problem, method, what sets it apart
 * from the others shown, then the rest of what is usually asked for, and the seeds. Runs that differ in
 * nothing but their seed share a line.
 */
import type { RunSummary } from '../../src-contract/session.ts';
import { settingWords } from '../../src-contract/setting-words.ts';
import { grouped, groupKey, groupNames } from '../parts/run-groups.ts';

const MOST_LINES = 12;

/** "1, 2, 3, 7" as "1–3, 7". */
export function seedRanges(seeds: readonly number[]): string {
  const sorted = [...new Set(seeds)].sort((a, b) => a - b);
  const parts: string[] = [];
  for (let i = 0; i < sorted.length; ) {
    let j = i;
    while (j + 1 < sorted.length && sorted[j + 1] === (sorted[j] ?? 0) + 1) j++;
    parts.push(j - i >= 2 ? `${sorted[i]}–${sorted[j]}` : sorted.slice(i, j + 1).join(', '));
    i = j + 1;
  }
  return parts.join(', ');
}

/** Settings that a reader of a figure looks for, whether or not they differ. */
const USUAL: readonly string[] = [
  'evaluation', 'loss', 'optimizer', 'step', 'stepSchedule', 'parametrization', 'mu', 'samples', 'iterations', 'restarts', 'start',
  'timeLimitSeconds', 'ball',
];
/** What means that nothing was asked for is not said. */
const UNSAID: ReadonlySet<string> = new Set(['plain loss', 'constant step', 'one descent', 'no ball']);

function describe(runs: readonly RunSummary[], name: string): string {
  const run = runs[0];
  if (run === undefined) return '';
  const parts = name.split(' · ');
  const said = new Set([
    ...(parts.some((part) => part.startsWith(run.method) || part === run.methodName || part === run.label) ? [] : [run.method]), ...parts,
  ]);
  const settings = { ...run.configuration.settings, ...(run.evaluation === null ? {} : { evaluation: run.evaluation }) };
  const usual = settingWords(settings, USUAL.filter((path) => path !== 'samples' || run.evaluation !== 'exact')).filter(
    (words) => !said.has(words) && !UNSAID.has(words),
  );
  const seeds = runs.flatMap((one) => (one.seed === null ? [] : [one.seed]));
  return [
    `${run.problemName}: ${[...said].filter((part) => part !== run.problemName).join(', ')}`, ...usual,
    ...(seeds.length === 0 ? [] : [`${seeds.length === 1 ? 'seed' : 'seeds'} ${seedRanges(seeds)}`]),
  ].join(', ');
}

/** The caption's lines for the runs shown. */
export function runCaption(runs: readonly RunSummary[]): string[] {
  const names = groupNames(runs);
  const lines = [...grouped(runs, groupKey)].map(([key, members]) => describe(members, names.get(key) ?? ''));
  return lines.length <= MOST_LINES
    ? lines
    : [...lines.slice(0, MOST_LINES - 1), `and ${lines.length - MOST_LINES + 1} more configurations`];
}
