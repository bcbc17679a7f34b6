/**
 * Where jobs run. The scheduler knows only this interface; the local piscina pool (`piscina-executor.ts`) is one
 * implementation, a queue that many machines share (`queue/queue-executor.ts`) another.
 */
import type { MessagePort } from 'node:worker_threads';
import type { DescentCheckpoint } from '../../../src-science/descent/descent-control.ts';
import type { BytesInFlight } from '../../../src-contract/bytes-in-flight.ts';
import type { ClaimOutcome, ClaimSpec } from '../../../src-contract/claim.ts';
import type { JobEvent, JobOutcome } from '../../../src-contract/job-event.ts';
import type { RunPlace } from '../../../src-contract/queue-state.ts';
import type { JobSpec } from '../../../src-contract/job-spec.ts';
import type { AssistTask, Attachment } from '../../../src-contract/worker-task.ts';

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
  /** What it works with besides its program. */
  readonly attached?: Attachment;
  /** What of the job's events is not stored yet; its worker waits for it. Left out where nobody stores them. */
  readonly flight?: BytesInFlight;
}

/** A job without a program: it settles a claim. */
export interface ClaimJob {
  readonly id: string;
  readonly spec: ClaimSpec;
}

/**
 * Called when a worker has taken a job up, and again when another one has, since the first was lost.
 * @param place where, if that is another machine
 */
export type OnStarted = (place?: RunPlace) => void;

export interface RunningJob<Outcome = JobOutcome> {
  /** Resolves when the job has ended and all of its events have been delivered; never rejects. */
  readonly outcome: Promise<Outcome>;
  /**
   * Asks the job to stop at its next iteration, keeping its partial result. What does not answer within
   * two seconds is ended by replacing its worker.
   * Calling it again does nothing.
   */
  cancel(): void;
  /** Its work, where more workers can take part in it (`splitVerdict`); how many do does not touch its outcome. */
  readonly shared?: SharedWork;
}

/**
 * Work of a running job that more workers can take part in. They take their parts from shared memory and
 * hand what they find to the worker that has the job; nothing of it passes the thread that calls here.
 */
export interface SharedWork {
  /** How many workers can have a part of it, the one that has the job among them. */
  readonly most: number;
  /** What one more worker is told, but for its own flag and port. */
  readonly task: Omit<AssistTask, 'leaveFlag' | 'port'>;
  /** Tells the job's worker of one more, which talks over the other end of this port. @returns tells it that this one is gone */
  introduce(port: MessagePort): () => void;
}

/** A worker that takes part in another one's job. */
export interface Assistance {
  /** Resolves when the worker is free again; never rejects. */
  readonly ended: Promise<void>;
  /** Asks for the worker: it hands in the part it is at, some hundredths of a second, and is free. */
  leave(): void;
}

export interface Executor {
  /** Number of workers, or of jobs that it is worth having at once. */
  readonly size: number;
  /** Bytes of memory that jobs may need together; by default what this machine has. */
  readonly memory?: number;
  /** Starts a job at once, or as soon as a worker is free. Events arrive in order. */
  start(job: Job, onEvent: (event: JobEvent) => void, onStarted?: OnStarted): RunningJob;
  /** The same for a claim, which has nothing to say before its end. */
  startClaim(job: ClaimJob, onStarted?: () => void): RunningJob<ClaimOutcome>;
  /** Puts one more worker on a running job's work; absent where jobs cannot be shared. */
  assist?(work: SharedWork): Assistance;
  /**
   * Calls back whenever `size` has changed; absent where it never does.
   * @returns ends the calling back
   */
  onResized?(listener: () => void): () => void;
  /** Ends all jobs and all workers. */
  close(): Promise<void>;
}
