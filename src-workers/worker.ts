/**
 * The entry of every worker of the pool: takes one job at a time, or a part in another worker's, finds
 * its program if its kind has one, runs the job of its kind and says how it ended. It knows how jobs talk,
 * not what they compute; each kind has a file of its own, imported when first asked for so that a worker
 * starts fast.
 */
import type { MessagePort } from 'node:worker_threads';
import type { ClaimOutcome } from '../src-contract/claim.ts';
import type { JobOutcome } from '../src-contract/job-event.ts';
import type { JobSpec } from '../src-contract/job-spec.ts';
import type { AssistTask, ClaimTask, ProgramTask, WorkerTask } from '../src-contract/worker-task.ts';
import type { Program } from '../src-science/program/program.ts';
import type { DividedWork } from './divided-work.ts';
import { createJobContext } from './job-context.ts';
import type { JobContext } from './job-context.ts';
import { jobErrorValue } from './job-error.ts';
import { programOf } from './program-cache.ts';

export default async function work(task: WorkerTask<MessagePort>): Promise<void> {
  if (isAssistTask(task)) return assist(task);
  const { port } = task;
  port.postMessage({ type: 'started' });
  let outcome: JobOutcome | ClaimOutcome;
  try {
    outcome = await runTask(task);
  } catch (error) {
    outcome = { status: 'failed', error: jobErrorValue(error) };
  }
  port.postMessage({ type: 'ended', outcome });
  port.close();
}

async function runTask(task: Exclude<WorkerTask<MessagePort>, AssistTask<MessagePort>>): Promise<JobOutcome | ClaimOutcome> {
  if (isProgramTask(task)) return runJob(createJobContext(programOf(task.programHash, task.program), task.programHash, task.port, task.cancelFlag, task.flight), task);
  return (await import('./claim-job.ts')).runClaim(task.spec, task.cancelFlag);
}

function isAssistTask(task: WorkerTask<MessagePort>): task is AssistTask<MessagePort> {
  return 'leaveFlag' in task;
}

function isProgramTask(task: ProgramTask<MessagePort> | ClaimTask<MessagePort>): task is ProgramTask<MessagePort> {
  return task.spec.kind !== 'claim';
}

/** Its ends, its errors too, are told to the lead; this worker's pool only hears that it is free again. */
async function assist(task: AssistTask<MessagePort>): Promise<void> {
  const { assistWork } = await import('./assist-work.ts');
  const [asked, over] = [new Int32Array(task.leaveFlag), new Int32Array(task.cancelFlag)];
  const divide = await divisionOf(task.spec);
  assistWork(() => divide(programOf(task.programHash, task.program)), {
    share: task.share,
    port: task.port,
    leave: () => Atomics.load(asked, 0) !== 0 || Atomics.load(over, 0) !== 0,
    now: () => performance.now() / 1000,
  });
  task.port.close();
}

/** How the work of this kind of job is divided. */
async function divisionOf(spec: JobSpec): Promise<(program: Program) => DividedWork<unknown, unknown> | null> {
  switch (spec.kind) {
    case 'estimate': {
      const { estimateWork } = await import('./estimate-job.ts');
      return (program) => estimateWork(program, spec.estimate);
    }
    case 'decode': {
      const { decodeWork } = await import('./decode-job.ts');
      return (program) => decodeWork(program, spec.decode);
    }
    case 'exact':
    case 'descent':
    case 'quality':
      return () => null;
  }
}

async function runJob(context: JobContext, task: ProgramTask<MessagePort>): Promise<JobOutcome> {
  const { spec, share, port } = task;
  const assistance = share === undefined ? null : { share, port };
  switch (spec.kind) {
    case 'exact':
      return (await import('./exact-job.ts')).runExact(context, spec.exact);
    case 'descent':
      return (await import('./descent-job.ts')).runDescent(context, spec.descent, task.resumeFrom);
    case 'estimate':
      return (await import('./estimate-job.ts')).runEstimate(context, spec.estimate, assistance);
    case 'decode':
      return (await import('./decode-job.ts')).runDecode(context, spec.decode, assistance);
    case 'quality':
      return (await import('./quality-job.ts')).runQuality(context, spec.quality);
  }
}
