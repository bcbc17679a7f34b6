/** Setup file of the survey: notes for every test which marked blocks it reached, in the test's meta. */
import { afterEach, beforeEach } from 'vitest';
import { REACHED } from './blocks.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** Bytes set while the test ran, and those set before it since the test before. */
    reached?: readonly number[];
    reachedBefore?: readonly number[];
  }
}

const reached = new Uint8Array(1 << 16);
Object.assign(globalThis, { [REACHED]: reached });

function collect(): number[] {
  const found: number[] = [];
  for (let n = 0; n < reached.length; n++) if (reached[n] === 1) found.push(n);
  reached.fill(0);
  return found;
}

beforeEach(({ task }) => {
  task.meta.reachedBefore = collect();
});
afterEach(({ task }) => {
  task.meta.reached = collect();
});
