/**
 * Trying mutants: which tests can notice one (those that the survey saw reach its block), in which order
 * (its own folder's first, then the quickest), and how long to wait for them.
 */
import { applyMutant, type Mutant } from './mutants.ts';
import { blocksOf, innermostBlock } from './blocks.ts';
import type { Selection, SurveyedTest } from './messages.ts';
import type { Tester } from './tester-process.ts';

/** `unreached`: no test runs through it, which counts as survived. */
export type Outcome = 'killed' | 'timed-out' | 'survived' | 'unreached';

/** A source with its place in the survey. */
export interface Source {
  readonly file: string;
  readonly text: string;
  /** Byte that its loading sets; block n sets base + 1 + n. */
  readonly base: number;
}

/** Bytes given out one source after the other. */
export function placeSources(sources: readonly { readonly file: string; readonly text: string }[]): Source[] {
  let base = 0;
  return sources.map((source) => {
    const placed = { ...source, base };
    base += 1 + blocksOf(source.file, source.text).length;
    return placed;
  });
}

export interface Batch {
  readonly selections: readonly Selection[];
  readonly milliseconds: number;
}

/**
 * Ends of the first batches by the time their tests take together; what is slower runs file by file. A
 * change that never ends is waited for in proportion to its batch, so batches start small.
 */
const BATCH_ENDS = [400, 3000];

/** The tests that reach a mutant, cut into batches that are run until one fails. */
export function batchesFor(mutant: Mutant, source: Source, tests: readonly SurveyedTest[]): Batch[] {
  const byte = source.base + 1 + innermostBlock(blocksOf(source.file, source.text), mutant.start);
  const byFile = new Map<string, { ids: string[]; milliseconds: number }>();
  for (const { testFile, id, milliseconds, reached } of tests) {
    if (!reached.includes(byte)) continue;
    const entry = byFile.get(testFile) ?? { ids: [], milliseconds: 0 };
    entry.ids.push(id);
    entry.milliseconds += milliseconds;
    byFile.set(testFile, entry);
  }
  const folder = mutant.file.split('/')[1] ?? '';
  const far = (testFile: string): number => (testFile.startsWith(`test/unit/${folder}/`) ? 0 : 1);
  const ordered = [...byFile].sort(([a, x], [b, y]) => far(a) - far(b) || x.milliseconds - y.milliseconds || (a < b ? -1 : 1));
  const batches: { selections: Selection[]; milliseconds: number; end: number }[] = [];
  let spent = 0;
  for (const [testFile, { ids, milliseconds }] of ordered) {
    spent += milliseconds;
    const end = BATCH_ENDS.findIndex((limit) => spent <= limit);
    const last = batches.at(-1);
    if (last !== undefined && end >= 0 && last.end === end) {
      last.selections.push({ testFile, ids });
      last.milliseconds += milliseconds;
    } else {
      batches.push({ selections: [{ testFile, ids }], milliseconds, end });
    }
  }
  return batches;
}

/** The survey's times come from one run on a machine that may since have become busy. */
const PATIENCE = 5;
const LEAST_WAIT_MILLISECONDS = 8000;

/** Runs the tests that reach a mutant until one notices it. */
export async function tryMutant(tester: Tester, mutant: Mutant, source: Source, tests: readonly SurveyedTest[]): Promise<Outcome> {
  const batches = batchesFor(mutant, source, tests);
  if (batches.length === 0) return 'unreached';
  const changed = applyMutant(source.text, mutant);
  for (const { selections, milliseconds } of batches) {
    const limit = LEAST_WAIT_MILLISECONDS + PATIENCE * milliseconds;
    const answer = await tester.ask({ kind: 'trial', file: mutant.file, source: changed, selections }, limit);
    if (answer === null) return 'timed-out';
    if (answer.kind === 'trial' && answer.killer !== null) return 'killed';
  }
  return 'survived';
}
