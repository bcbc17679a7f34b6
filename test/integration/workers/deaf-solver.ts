/**
 * A solver's thread that reports one solution, all zeros, and, of what it minimizes, a bound of −10⁶, and then computes
 * for ever without looking up.
 */
import { parentPort } from 'node:worker_threads';
import type { SolveOrder } from '../../../src-workers/exact/solver-message.ts';

parentPort?.postMessage({ type: 'ready', version: '0' });
parentPort?.on('message', ({ program }: SolveOrder) => {
  parentPort?.postMessage({ type: 'incumbent', values: new Float64Array(program.objective.length) });
  parentPort?.postMessage({ type: 'state', state: { incumbent: 0, bound: -1e6, nodes: 3, fraction: null } });
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
});
