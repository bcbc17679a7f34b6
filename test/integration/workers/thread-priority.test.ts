/** Jobs give way to a window: their threads have a lower priority in the system, those of this process keep theirs. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createPiscinaExecutor } from '../../../src-main/engine/execution/piscina-executor.ts';
import type { Job } from '../../../src-main/engine/execution/executor.ts';
import { encodeForJobs } from '../../../src-main/engine/problems/program-encoding.ts';
import { generate } from '../../../src-science/program/generate.ts';
import { BESIDE_WINDOW } from '../../../src-workers/thread-priority.ts';

/** The nice values of this process's threads, by thread. */
function niceValues(): ReadonlyMap<string, number> {
  // The name of a thread stands in brackets and may hold blanks; the nice value is the 17th word after it.
  const niceOf = (id: string): number => Number(readFileSync(`/proc/self/task/${id}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[16]);
  return new Map(readdirSync('/proc/self/task').map((id) => [id, niceOf(id)]));
}

describe.skipIf(process.platform !== 'linux')('the threads of a pool', () => {
  const lowered = async (besideWindow: boolean): Promise<number> => {
    const before = niceValues();
    const executor = createPiscinaExecutor({ size: 2, besideWindow });
    try {
      const program = encodeForJobs(generate('set-cover', { rows: 6, columns: 12, density: 0.4 }, 1));
      const decode = { decoder: 'threshold', xHat: new Array<number>(12).fill(0.5), mu: null, samples: 1, seed: 1 } as const;
      const job: Job = { id: 'a', spec: { version: 1, kind: 'decode', decode }, program, resumeFrom: null };
      expect((await executor.start(job, () => undefined).outcome).status).toBe('done');
      const now = niceValues();
      for (const [id, nice] of before) if (now.has(id)) expect(now.get(id)).toBe(nice);
      return [...now].filter(([id, nice]) => !before.has(id) && nice > Math.max(...before.values()) && nice === BESIDE_WINDOW).length;
    } finally {
      await executor.close();
    }
  };

  it('are lowered beside a window, and no other thread is', async () => {
    expect(await lowered(true)).toBeGreaterThanOrEqual(1);
  });
  it('are left as they are without one', async () => {
    expect(await lowered(false)).toBe(0);
  });
});
