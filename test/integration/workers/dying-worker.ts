/** A worker that says one thing and dies when its job is called "exit" or "throw"; otherwise it ends it at once. */
import type { MessagePort } from 'node:worker_threads';
import type { WorkerTask } from '../../../src-contract/worker-task.ts';

export default async function work(task: WorkerTask<MessagePort>): Promise<void> {
  task.port.postMessage({ type: 'started' });
  task.port.postMessage({ type: 'snapshot', iteration: 0, xHat: new Float64Array(1) });
  if (task.jobId === 'exit') process.exit(3);
  if (task.jobId === 'throw') {
    setImmediate(() => {
      throw new Error('thrown outside of the job');
    });
    await new Promise(() => undefined);
  }
  task.port.postMessage({
    type: 'ended',
    outcome: {
      status: 'done',
      result: {
        kind: 'decode',
        decoder: 'threshold',
        solution: { source: 'threshold', x: new Uint8Array(1), objective: 0, violation: 0, feasible: true, seconds: 0 },
      },
    },
  });
}
