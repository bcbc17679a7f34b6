/**
 * A program with a session open and a descent going in a real pool, to be killed: says `ready` once
 * three checkpoints are stored, and then goes on. Arguments: data folder, spec as JSON.
 */
import { join } from 'node:path';
import { JobSpec } from '../../../../src-contract/job-spec.ts';
import { examplesFolder } from '../../../../src-main/engine/entry-points.ts';
import { createPiscinaExecutor } from '../../../../src-main/engine/execution/piscina-executor.ts';
import { openWorkspace } from '../../../../src-main/engine/workspace/workspace.ts';

const [dataFolder = '', spec = ''] = process.argv.slice(2);
const executor = createPiscinaExecutor({ size: 1 });
let checkpoints = 0;
const workspace = await openWorkspace(
  { kind: 'new' },
  {
    dataFolder,
    executor,
    manifest: { application: 'Leibniz test', runtime: 'Node' },
    onEvent: (event) => {
      if (event.type === 'run.event' && event.event.type === 'checkpoint' && ++checkpoints === 3) void sayReady();
      if (event.type === 'error') process.stdout.write(`error ${event.error.message}\n`);
    },
  },
);
/** Asking for the run writes what is waiting: the third checkpoint is then in the file. */
async function sayReady(): Promise<void> {
  const { hasCheckpoint } = await workspace.answer({ type: 'run.detail', id: 1 });
  process.stdout.write(hasCheckpoint ? 'ready\n' : 'no checkpoint\n');
}
const problem = await workspace.addProblemFile(join(examplesFolder(), 'problems', 'p0033.mps.gz'));
await workspace.answer({ type: 'run.start', problemId: problem.id, spec: JobSpec.parse(JSON.parse(spec)), seeds: 1 });
// A second one that waits for the only worker.
await workspace.answer({ type: 'run.start', problemId: problem.id, spec: JobSpec.parse(JSON.parse(spec)), seeds: 1 });
await workspace.idle();
process.stdout.write('finished\n');
