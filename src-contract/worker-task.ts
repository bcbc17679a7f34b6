/**
 * The one message that starts a job in a worker: the spec, the encoded program (shared bytes, decoded
 * once per worker and kept by hash), a port for events and a shared flag that asks it to stop. A claim's
 * job has no program.
 */
import type { DescentCheckpoint } from '../src-science/descent/descent-spec.ts';
import type { ClaimOutcome, ClaimSpec } from './claim.ts';
import type { JobSpec } from './job-spec.ts';
import type { JobEvent, JobOutcome } from './job-event.ts';

/**
 * Everything a job says, on its one port and in this order: that it has begun, its events, how it ended.
 * One channel, so that no event can overtake or be overtaken by the outcome.
 */
export type WorkerMessage<Outcome = JobOutcome | ClaimOutcome> = { readonly type: 'started' } | JobEvent | { readonly type: 'ended'; readonly outcome: Outcome };

/** The least of a MessagePort that both the DOM's and Node's offer. */
export interface EventPort {
  postMessage(message: WorkerMessage, transfer?: readonly ArrayBuffer[]): void;
  close(): void;
}

interface Task<Port extends EventPort> {
  readonly jobId: string;
  /** One Int32; non-zero asks the job to stop at its next iteration. */
  readonly cancelFlag: SharedArrayBuffer;
  readonly port: Port;
}

/** A run's job: something is computed of a program. */
export interface ProgramTask<Port extends EventPort = EventPort> extends Task<Port> {
  readonly spec: JobSpec;
  /** SHA-256 of `program`, hexadecimal. */
  readonly programHash: string;
  /** `encodeProgram` bytes in shared memory, so that a job costs no copy. */
  readonly program: SharedArrayBuffer;
  readonly resumeFrom: DescentCheckpoint | null;
}

export interface ClaimTask<Port extends EventPort = EventPort> extends Task<Port> {
  readonly spec: ClaimSpec;
}

export type WorkerTask<Port extends EventPort = EventPort> = ProgramTask<Port> | ClaimTask<Port>;
