/** The threshold of μ by HiGHS, for `leibniz info --tight-mu`: the optimum first, then the penalty problems. */
import type { Program } from '../../../src-science/program/program.ts';
import { normalForm } from '../../../src-science/program/normal-form.ts';
import { tightMuBySolving } from '../../../src-science/relaxation/tight-mu.ts';
import { onInterrupt } from '../interrupts.ts';
import { runJob } from '../run-job.ts';

/**
 * @param limitSeconds for all solves together
 * @returns null where a proof was missing or the rows allow none
 */
export async function solvedTightMu(program: Program, limitSeconds: number): Promise<number | null> {
  // Between two solves too, the first Ctrl-C is heard.
  const release = onInterrupt(() => undefined);
  try {
    return await climbed(program, limitSeconds);
  } finally {
    release();
  }
}

async function climbed(program: Program, limitSeconds: number): Promise<number | null> {
  const end = performance.now() + 1000 * limitSeconds;
  const proven = async (asked: Program): Promise<{ x: Uint8Array; objective: number } | null> => {
    const timeLimitSeconds = (end - performance.now()) / 1000;
    if (timeLimitSeconds <= 0) return null;
    const outcome =
      await runJob(asked, { version: 1, kind: 'exact', exact: { solver: 'highs', timeLimitSeconds, relativeGap: 0, start: null } });
    const result =
      outcome.status === 'done' && outcome.result.kind === 'exact' && outcome.result.status === 'optimal' ? outcome.result : null;
    return result?.solution === null || result === null ? null : { x: result.solution.x, objective: result.solution.objective };
  };
  const best = await proven(program);
  if (best === null) return null;
  const normal = normalForm(program);
  return tightMuBySolving(normal, normal.objectiveSign * best.objective, async (penalty) => (await proven(penalty))?.x ?? null);
}
