/** Cancels that cross the end of a run: an end that came is kept, with its result, here and after reopening. */
import { join } from 'node:path';
import type { JobSpec } from '../../../src-contract/job-spec.ts';
import type { Executor } from '../../../src-main/engine/execution/executor.ts';
import { createPiscinaExecutor } from '../../../src-main/engine/execution/piscina-executor.ts';
import { openWorkspace } from '../../../src-main/engine/workspace/workspace.ts';
import type { Workspace, WorkspaceSource } from '../../../src-main/engine/workspace/workspace-api.ts';
import type { Attack } from '../attack.ts';
import { pause } from '../process.ts';

const SOLVE: JobSpec = { version: 1, kind: 'exact', exact: { solver: 'enumerate', timeLimitSeconds: null, relativeGap: 0, start: null } };

export const attack: Attack = {
  name: 'cancelled-ends',
  summary: 'Runs are cancelled within milliseconds of their ends; none stays “cancelling”, and what has a result that ended by itself is done, also after reopening.',
  async run({ form, random, folder, say }) {
    const runs = form === 'short' ? 24 : 400;
    const executor = createPiscinaExecutor({ size: 2 });
    try {
      const workspace = await open({ kind: 'new' }, folder, executor);
      const { id: problemId } = await workspace.answer({
        type: 'problem.generate',
        family: 'set-cover',
        parameters: { rows: 6, columns: 12, density: 0.4 },
        seed: 1,
        name: 'small',
      });
      const cancelled: Promise<unknown>[] = [];
      for (let k = 0; k < runs; k++) {
        const [run] = await workspace.answer({ type: 'run.start', problemId, spec: SOLVE, seeds: 1 });
        const cancelIt = async (): Promise<void> => {
          await pause(4 * random());
          await workspace.answer({ type: 'run.cancel', ids: [run?.id ?? 0] });
        };
        cancelled.push(cancelIt());
        if (k % 3 === 2) await Promise.all(cancelled.splice(0));
        if (k % 100 === 99) say(`${k + 1} runs`);
      }
      await Promise.all(cancelled);
      await workspace.idle();
      const failed = await complaints(workspace, 'here');
      const path = join(folder, 'cancelled.leibniz');
      await workspace.save(path);
      await workspace.close({ keepWorkingCopy: false });
      const again = await open({ kind: 'file', path }, folder, executor);
      failed.push(...(await complaints(again, 'after reopening')));
      const done = (await again.answer({ type: 'run.list' })).filter((run) => run.status === 'done').length;
      await again.close({ keepWorkingCopy: false });
      return { tried: runs, failed, counts: { 'of these done': done, 'of these cancelled': runs - done } };
    } finally {
      await executor.close();
    }
  },
};

function open(source: WorkspaceSource, folder: string, executor: Executor): Promise<Workspace> {
  return openWorkspace(source, {
    dataFolder: join(folder, 'data'),
    executor,
    manifest: { application: 'Leibniz test', runtime: 'Node' },
    onEvent: () => undefined,
  });
}

async function complaints(workspace: Workspace, where: string): Promise<string[]> {
  const found: string[] = [];
  for (const { id, status } of await workspace.answer({ type: 'run.list' })) {
    const { result } = await workspace.answer({ type: 'run.detail', id });
    const proven = result?.kind === 'exact' && (result.status === 'optimal' || result.status === 'infeasible');
    if (status !== (proven ? 'done' : 'cancelled')) found.push(`run ${id} ${where}: it is ${status}, its result ${result?.kind === 'exact' ? result.status : 'none'}`);
  }
  return found;
}
