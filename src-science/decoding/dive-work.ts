/** The work of dives, apart from the dives, for those who only propose settings. */
import type { NormalForm } from '../program/normal-form.ts';

/** Work where nothing else is said: enough for small programs that are hard, and two to five seconds at most. */
const DEFAULT_WORK = 600_000_000;
const LEAST_WORK = 100_000_000;
const DEFAULT_WORK_PER_NONZERO = 20_000;

/** Nonzeros that the decoder may touch where nothing else is said. */
export function diveWork(form: NormalForm): number {
  return Math.min(DEFAULT_WORK, Math.max(LEAST_WORK, DEFAULT_WORK_PER_NONZERO * form.column.length));
}
