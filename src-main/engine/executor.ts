/**
 * Where jobs run. The scheduler knows only this interface; the local piscina pool
 * (`piscina-executor.ts`) is its first implementation, a distributed queue may be its second.
 */
import type { DescentCheckpoint } from '../../src-science/descent/descent-spec.ts';
import type { ClaimOutcome, ClaimSpec } from '../../src-contract/claim.ts';
import type { JobEvent, JobOutcome } from '../../src-contract/job-event.ts';
import type { JobSpec } from '../../src-contract/job-spec.ts';

/** A program ready to be sent to any number of workers without a copy. */
export interface EncodedProgram {
  /** SHA-256 of the bytes, hexadecimal. */
  readonly hash: string;
  readonly bytes: SharedArrayBuffer;
}

export interface Job {
  readonly id: string;
  readonly spec: JobSpec;
  readonly program: EncodedProgram;
  readonly resumeFrom: DescentCheckpoint | null;
}

/** A job without a program: it settles a claim. */
export interface ClaimJob {
  readonly id: string;
  readonly spec: ClaimSpec;
}

export interface RunningJob<Outcome = JobOutcome> {
  /** Resolves when the job has ended and all of its events have been delivered; never rejects. */
  readonly outcome: Promise<Outcome>;
  /**
   * Asks the job to stop at its next iteration, keeping its partial result. What does not answer within
   * two seconds (or at once, for a solver known to be uninterruptible) is ended by replacing its worker.
   * Calling it again does nothing.
   */
  cancel(): void;
}

export interface Executor {
  /** Number of workers. */
  readonly size: number;
  /** Starts a job at once, or as soon as a worker is free. Events arrive in order. */
  start(job: Job, onEvent: (event: JobEvent) => void, onStarted?: () => void): RunningJob;
  /** The same for a claim, which has nothing to say before its end. */
  startClaim(job: ClaimJob, onStarted?: () => void): RunningJob<ClaimOutcome>;
  /**
   * Calls back whenever `size` has changed; absent where it never does.
   * @returns ends the calling back
   */
  onResized?(listener: () => void): () => void;
  /** Ends all jobs and all workers. */
  close(): Promise<void>;
}
