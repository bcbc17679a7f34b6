/**
 * The entry of every worker of the pool: takes one job at a time, or a part in another worker's, finds
 * its program if its kind has one, runs the job of its kind and says how it ended. It knows how jobs talk,
 * not what they compute; each kind has a file of its own, imported when first asked for so that a worker
 * starts fast.
 */
import { workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type { ClaimOutcome } from '../src-contract/claim.ts';
import type { JobOutcome } from '../src-contract/job-event.ts';
import type { JobKind } from '../src-contract/job-kinds.ts';
import { bodyOf, fileOfSolution } from '../src-contract/job-body.ts';
import type { JobSpec } from '../src-contract/job-spec.ts';
import type { AssistTask, ClaimTask, ProgramTask, WorkerTask } from '../src-contract/worker-task.ts';
import { createJobContext } from './job-context.ts';
import type { JobContext } from './job-context.ts';
import { jobErrorValue } from './job-error.ts';
import { programOf } from './decoded-programs.ts';
import { BESIDE_WINDOW, lowerPriority } from './thread-priority.ts';
import type { WorkerKind } from './worker-kind.ts';

if (isBesideWindow(workerData)) lowerPriority(BESIDE_WINDOW);

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
  if (isProgramTask(task)) return runJob(
    createJobContext(programOf(task.programHash, task.program), task.programHash, task.port, task.cancelFlag, task.flight), task,
  );
  return (await import('./claim-job.ts')).runClaim(task.spec, task.cancelFlag);
}

/** What the pool was given; a worker started by something else competes for its core. */
function isBesideWindow(given: unknown): boolean {
  return typeof given === 'object' && given !== null && 'besideWindow' in given && given.besideWindow === true;
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
  const job = await jobOf(task.spec);
  const surroundings = { share: task.share, attached: task.attached ?? {} };
  assistWork(() => job.divide?.(programOf(task.programHash, task.program), bodyOf(task.spec), surroundings) ?? null, {
    share: task.share,
    port: task.port,
    leave: () => Atomics.load(asked, 0) !== 0 || Atomics.load(over, 0) !== 0,
    now: () => performance.now() / 1000,
  });
  task.port.close();
}

async function runJob(
  context: JobContext, { spec, share, port, resumeFrom, attached = {} }: ProgramTask<MessagePort>,
): Promise<JobOutcome> {
  const job = await jobOf(spec);
  const assistance = share === undefined ? null : { share, port };
  return job.run(context, bodyOf(spec), { assistance, resumeFrom, fromFile: fileOfSolution(spec), attached });
}

/** Each is loaded when its kind is first asked for. */
const JOBS: { readonly [K in JobKind]: () => Promise<{ readonly job: WorkerKind<K> }> } = {
  exact: () => import('./kinds/exact.ts'),
  descent: () => import('./kinds/descent.ts'),
  estimate: () => import('./kinds/estimate.ts'),
  decode: () => import('./kinds/decode.ts'),
  quality: () => import('./kinds/quality.ts'),
  train: () => import('./kinds/train.ts'),
  predict: () => import('./kinds/predict.ts'),
};

/** That the job of a spec's kind is given what that spec asks of it is what TypeScript cannot follow. */
async function jobOf(spec: JobSpec): Promise<WorkerKind<JobKind>> {
  return (await JOBS[spec.kind]()).job;
}
