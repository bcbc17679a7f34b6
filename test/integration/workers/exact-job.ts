/** An exact job in this process, with solver threads of its own that are closed when the file's tests are over. */
import { afterAll } from 'vitest';
import type { ExactResult, JobEvent } from '../../../src-contract/job-event.ts';
import type { ExactSpec } from '../../../src-science/exact/exact-settings.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { createSolverThreads } from '../../../src-workers/exact/solver-threads.ts';
import { createJobContext } from '../../../src-workers/job-context.ts';
import type { JobContext } from '../../../src-workers/job-context.ts';
import { runExact } from '../../../src-workers/kinds/exact.ts';

export const threads = createSolverThreads();
afterAll(() => threads.close());

export function contextOf(
  program: Program,
  flag = new SharedArrayBuffer(4),
): { readonly context: JobContext; readonly events: readonly JobEvent[] } {
  const events: JobEvent[] = [];
  return {
    context: createJobContext(program, 'hash', {
      postMessage: (message: unknown) => void events.push(message as JobEvent),
      close: () => undefined,
    }, flag),
    events,
  };
}

export async function solve(program: Program, spec: Partial<ExactSpec>, flag?: SharedArrayBuffer): Promise<ExactResult> {
  const { context } = contextOf(program, flag);
  const outcome = await runExact(context, { solver: 'highs', timeLimitSeconds: 60, relativeGap: 0, start: null, ...spec }, threads);
  if (outcome.status === 'failed' || outcome.result?.kind !== 'exact') throw new Error(`the solve ended ${outcome.status}`);
  return outcome.result;
}
