/** A solver's thread that calls every program infeasible, after a while. */
import { parentPort } from 'node:worker_threads';

parentPort?.postMessage({ type: 'ready', version: '0' });
parentPort?.on('message', () => {
  setTimeout(
    () =>
      parentPort?.postMessage({
        type: 'answer',
        answer: { claim: 'infeasible', says: 'proved that no assignment satisfies every row', values: null, bound: null, nodes: 1 },
      }),
    300,
  );
});
