/**
 * A solver's thread while it loads: its event loop must not run empty, since Node then waits, with the
 * thread blocked, for V8's background tasks, and one of those may wait for the thread (nodejs/node#54918).
 * GLPK compiles in the foreground.
 */
import { once } from 'node:events';
import { BroadcastChannel, Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import type { SolverMessage, SolverThreadData } from '../../../src-workers/exact/solver-message.ts';
import { LOADING_CHANNEL } from './loading-watch.ts';

it('keeps its event loop going while HiGHS is compiled in the background', async () => {
  const channel = new BroadcastChannel(LOADING_CHANNEL);
  const seen: boolean[] = [];
  channel.onmessage = ({ data }: { readonly data: unknown }): void => void seen.push(data === true);
  const worker = new Worker(new URL('../../../src-workers/exact/solver-thread.ts', import.meta.url), {
    workerData: { solver: 'highs' } satisfies SolverThreadData,
    execArgv: ['--import', new URL('loading-watch.ts', import.meta.url).href],
  });
  const [message] = (await once(worker, 'message')) as [SolverMessage];
  await expect.poll(() => seen.length).toBeGreaterThan(0);
  await worker.terminate();
  channel.close();
  expect(message.type).toBe('ready');
  expect(seen.every(Boolean)).toBe(true);
});
