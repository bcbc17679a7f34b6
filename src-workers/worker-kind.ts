/** What a worker does for a kind of job, as one record: `kinds/KIND.ts` exports it as `job`, `worker.ts` lists it. */
import type { JobOutcome } from '../src-contract/job-event.ts';
import type { JobKind } from '../src-contract/job-kinds.ts';
import type { BodyOf } from '../src-contract/job-spec.ts';
import type { Attachment } from '../src-contract/worker-task.ts';
import type { DescentCheckpoint } from '../src-science/descent/descent-control.ts';
import type { Program } from '../src-science/program/program.ts';
import type { DividedWork } from './divided-work.ts';
import type { JobContext } from './job-context.ts';
import type { Assistance } from './lead-work.ts';

export interface JobSurroundings {
  /** Where further workers come from; null where there are none. */
  readonly assistance: Assistance | null;
  /** Where it goes on; null where it begins. */
  readonly resumeFrom: DescentCheckpoint | null;
  /** The file whose solution it is (`fileOfSolution`); null where it is computed. */
  readonly fromFile: string | null;
  readonly attached: Attachment;
}

/** What of a job every worker that takes part has. */
export interface DivisionSurroundings {
  /** The kind's own memory stands behind the first `SHARE_BYTES`. */
  readonly share: SharedArrayBuffer;
  readonly attached: Attachment;
}

export interface WorkerKind<K extends JobKind> {
  run(context: JobContext, body: BodyOf<K>, surroundings: JobSurroundings): JobOutcome | Promise<JobOutcome>;
  /** What an assistant does of it, or null where this spec is not divided; absent for a kind that never is. */
  readonly divide?: (program: Program, body: BodyOf<K>, surroundings: DivisionSurroundings) => DividedWork<unknown, unknown> | null;
}
