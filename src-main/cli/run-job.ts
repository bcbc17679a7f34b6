/**
 * One job of the command line: a worker for it, and as many more as there are cores where its work can be
 * shared; progress on the terminal; Ctrl-C asks the job to stop and keeps what it has.
 */
import type { JobEvent, JobOutcome } from '../../src-contract/job-event.ts';
import type { Attachment } from '../../src-contract/worker-task.ts';
import type { JobSpec } from '../../src-contract/job-spec.ts';
import type { Program } from '../../src-science/program/program.ts';
import { createPiscinaExecutor } from '../engine/execution/piscina-executor.ts';
import { encodeForJobs } from '../engine/problems/program-encoding.ts';
import { createSharingExecutor } from '../engine/execution/sharing-executor.ts';
import { onInterrupt, wasInterrupted } from './interrupts.ts';
import { createProgressBar } from './progress-bar.ts';

/** @param attached what the job works with besides its program */
export async function runJob(
  program: Program, spec: JobSpec, onEvent: (event: JobEvent) => void = () => undefined, attached: Attachment = {},
): Promise<JobOutcome> {
  // A command of several jobs begins no more of them.
  if (wasInterrupted()) return { status: 'cancelled', result: null };
  const executor = createSharingExecutor(createPiscinaExecutor({ size: 0, warm: 1 }));
  const bar = createProgressBar(process.stderr);
  const job = { id: 'cli', spec, program: encodeForJobs(program), resumeFrom: null, attached };
  const running = executor.start(job, (event) => {
    if (event.type === 'progress') bar.show(event);
    onEvent(event);
  });
  const release = onInterrupt(() => running.cancel());
  try {
    return await running.outcome;
  } finally {
    release();
    bar.clear();
    await executor.close();
  }
}
