/** An executor for tests whose jobs end when the test says so. */
import type { ClaimOutcome } from '../../../src-contract/claim.ts';
import type { JobOutcome } from '../../../src-contract/job-event.ts';
import type { Executor, Job } from '../../../src-main/engine/execution/executor.ts';

const done: JobOutcome = {
  status: 'done',
  result: {
    kind: 'decode',
    decoder: 'threshold',
    solution: { source: 'threshold', x: new Uint8Array(1), objective: 0, violation: 0, feasible: true, seconds: 0 },
  },
};
export const job = (id: string): Job => ({
  id,
  spec: { version: 1, kind: 'decode', decode: { decoder: 'threshold', xHat: [0], mu: null, samples: 1, seed: 0 } },
  program: { hash: '', bytes: new SharedArrayBuffer(0) },
  resumeFrom: null,
});

/** An executor that ends a job when told to, and remembers what it was given. */
export function handExecutor(size: number) {
  let closed = false;
  const started: string[] = [];
  const ends = new Map<string, (outcome: JobOutcome) => void>();
  const executor: Executor = {
    size,
    start(given, _onEvent, onStarted) {
      started.push(given.id);
      onStarted?.();
      const outcome = new Promise<JobOutcome>((resolve) => ends.set(given.id, resolve));
      return { outcome, cancel: () => ends.get(given.id)?.({ status: 'cancelled', result: null }) };
    },
    startClaim(given, onStarted) {
      started.push(given.id);
      onStarted?.();
      const outcome = new Promise<ClaimOutcome>((resolve) => ends.set(given.id, () => resolve({ status: 'cancelled', result: null })));
      return { outcome, cancel: () => ends.get(given.id)?.({ status: 'cancelled', result: null }) };
    },
    close: () => {
      closed = true;
      return Promise.resolve();
    },
  };
  const end = async (id: string): Promise<void> => {
    ends.get(id)?.(done);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { executor, started, end, closed: () => closed };
}

