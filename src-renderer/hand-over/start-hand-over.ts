/** Starts the solves of a hand-over and names each by what it is, so that table, charts and run list agree. */
import { request } from '../api/request.ts';
import type { PlannedSolve } from './hand-over-plan.ts';

/** @returns the runs' ids, in the order of the plan */
export async function startHandOver(problemId: number, solves: readonly PlannedSolve[]): Promise<number[]> {
  const ids: number[] = [];
  for (const { exact, label, origin } of solves) {
    const [run] = await request({
      type: 'run.start', problemId, seeds: 1, label,
      spec: { version: 1, kind: 'exact', exact, ...(origin === undefined ? {} : { origin }) },
    });
    if (run === undefined) continue;
    ids.push(run.id);
  }
  return ids;
}
