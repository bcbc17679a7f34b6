/** What a run is called, where it begins, and what is said of its solution, in every panel. */
import type { RunSummary } from '../../src-contract/session.ts';
import { formatCount } from '../format/index.ts';

/** What a run is called: the person's label, else its method's name. */
export function methodOf(run: RunSummary): string {
  return run.label === '' ? run.methodName : run.label;
}

/** `run 3, iteration 1 000`; `run 3, threshold`; null where no run is known. */
export function originWords(origin: RunSummary['origin']): string | null {
  if (origin === null) return null;
  const { runId, iteration, solution } = origin;
  return `run ${runId}${iteration === null ? '' : `, iteration ${formatCount(iteration)}`}${solution === undefined ? '' : `, ${solution}`}`;
}
