/** A run that stores every step of many variables: far more than a disk writes. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { MOST_IN_FLIGHT } from '../../../src-contract/bytes-in-flight.ts';
import { createPiscinaExecutor } from '../../../src-main/engine/execution/piscina-executor.ts';
import { openWorkspace } from '../../../src-main/engine/workspace/workspace.ts';
import type { Attack } from '../attack.ts';
import { pause } from '../process.ts';
import { everyStep } from '../whole-session.ts';

/** What the process may grow by: what is in flight, the batch being written, SQLite's caches, and garbage not yet collected. */
const MOST_GROWTH = MOST_IN_FLIGHT + 256 * 2 ** 20;

export const attack: Attack = {
  name: 'dense-snapshots',
  summary: 'A descent keeps a snapshot of every step of many variables; the process grows by no more than a fixed amount, and a cancel is answered soon.',
  async run({ form, folder, say }) {
    const [variables, seconds] = form === 'short' ? [20_000, 4] : [50_000, 60];
    const dataFolder = join(folder, 'data');
    mkdirSync(dataFolder);
    const executor = createPiscinaExecutor({ size: 1 });
    const workspace = await openWorkspace({ kind: 'new' }, {
      dataFolder,
      executor,
      manifest: { application: 'attack', runtime: 'Node' },
      onEvent: () => undefined,
    });
    const failed: string[] = [];
    let most = 0;
    let stored = 0;
    try {
      const problem = await workspace.answer({
        type: 'problem.generate',
        family: 'independent-set',
        parameters: { nodes: variables, affinity: 2 },
        seed: 1,
        name: '',
      });
      // Once to load everything that a run needs.
      await workspace.answer({ type: 'run.start', problemId: problem.id, spec: everyStep(2), seeds: 1 });
      await workspace.idle();
      const before = process.memoryUsage.rss();
      const [run] = await workspace.answer({ type: 'run.start', problemId: problem.id, spec: everyStep(1_000_000), seeds: 1 });
      const id = run?.id ?? 0;
      for (const until = Date.now() + 1000 * seconds; Date.now() < until; await pause(50)) {
        most = Math.max(most, process.memoryUsage.rss() - before);
      }
      const asked = Date.now();
      await workspace.answer({ type: 'run.cancel', ids: [id] });
      await workspace.idle();
      const answered = Date.now() - asked;
      const { summary, snapshotIterations } = await workspace.answer({ type: 'run.detail', id });
      stored = snapshotIterations.length * 8 * variables;
      if (most > MOST_GROWTH) failed.push(`the process grew by ${(most / 2 ** 20).toFixed(0)} MiB`);
      if (answered > 5000) failed.push(`a cancel was answered after ${answered} ms`);
      if (summary.status !== 'cancelled') failed.push(`the run is ${summary.status}`);
      if (snapshotIterations.some((iteration, k) => k < snapshotIterations.length - 1 && iteration !== k))
        failed.push('snapshots are missing');
      say(`${(stored / 1e6 / seconds).toFixed(0)} MB a second were stored, the process grew by ${
        (most / 2 ** 20).toFixed(0)
      } MiB, a cancel took ${answered} ms`);
    } finally {
      await workspace.close({ keepWorkingCopy: false });
      await executor.close();
    }
    return { tried: 1, failed, counts: { 'MB stored': Math.round(stored / 1e6), 'MiB grown by': Math.round(most / 2 ** 20) } };
  },
};
