/**
 * The one message that starts a job in a worker: the spec, the encoded program (shared bytes, decoded
 * once per worker and kept by hash), a port for events and a shared flag that asks it to stop. A claim's
 * job has no program. A job whose work can be
 * divided is led by its worker, and others assist it.
 */
import type { BytesInFlight } from './bytes-in-flight.ts';
import type { DescentCheckpoint } from '../src-science/descent/descent-control.ts';
import type { ClaimOutcome, ClaimSpec } from './claim.ts';
import type { LeibnizErrorValue } from './error.ts';
import type { JobSpec } from './job-spec.ts';
import type { JobEvent, JobOutcome } from './job-event.ts';

/**
 * Everything a job says, on its one port and in this order: that it has begun, its events, how it ended.
 * One channel, so that no event can overtake or be overtaken by the outcome.
 */
export type WorkerMessage<Outcome = JobOutcome | ClaimOutcome> =
  { readonly type: 'started' } | JobEvent | { readonly type: 'ended'; readonly outcome: Outcome };

/** The least of a MessagePort that both the DOM's and Node's offer. */
export interface EventPort {
  postMessage(message: WorkerMessage, transfer?: readonly ArrayBuffer[]): void;
  close(): void;
}

/** What a job works with besides its program, in shared memory. */
export interface Attachment {
  /** Bytes of the model that its spec names. */
  readonly model?: SharedArrayBuffer;
  /** Encoded programs that a network is trained on, in the order of the spec. */
  readonly programs?: readonly SharedArrayBuffer[];
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
  readonly attached?: Attachment;
  /** Left out where nobody stores what the job says. */
  readonly flight?: BytesInFlight;
  /** Where the next part of the work is taken from, if other workers may take parts too; then `LeadNotice`s may come over the port. */
  readonly share?: SharedArrayBuffer;
}

/** Memory that the workers of a shared job share: the next unit, the work beside the units, a bell, nothing; a kind's own follows. */
export const SHARE_BYTES = 4 * Int32Array.BYTES_PER_ELEMENT;

/**
 * Takes part in a job that another worker leads. The port goes to that worker, and what the parts come to
 * is said over it, never to the engine.
 */
export interface AssistTask<Port extends EventPort = EventPort> extends Omit<ProgramTask<Port>, 'resumeFrom' | 'share' | 'flight'> {
  readonly share: SharedArrayBuffer;
  /** One Int32; non-zero asks for this worker back: it hands in the part it is at and leaves. */
  readonly leaveFlag: SharedArrayBuffer;
}

/** What the engine tells the worker that leads a shared job. */
export type LeadNotice<Port = unknown> =
  /** One more worker takes part; it talks over this port. */
  | { readonly type: 'assistant'; readonly id: number; readonly port: Port }
  /** That one is gone, with or without a word; what it had taken and not handed in is nobody's now. */
  | { readonly type: 'assistant-gone'; readonly id: number };

/** Consecutive units of a shared job's work and what they came to. */
export interface HandedPart<Part = unknown> {
  readonly first: number;
  readonly count: number;
  readonly part: Part;
}

/** What an assistant tells the lead; `joined` comes before it takes anything. */
export type AssistantMessage<Part = unknown, Aside = unknown> =
  | { readonly type: 'joined' }
  | ({ readonly type: 'part' } & HandedPart<Part>)
  | { readonly type: 'aside'; readonly aside: Aside }
  | { readonly type: 'left' }
  | { readonly type: 'failed'; readonly error: LeibnizErrorValue };

export interface ClaimTask<Port extends EventPort = EventPort> extends Task<Port> {
  readonly spec: ClaimSpec;
}

export type WorkerTask<Port extends EventPort = EventPort> = ProgramTask<Port> | AssistTask<Port> | ClaimTask<Port>;

/** What every worker of a pool is started with (piscina's `workerData`). */
export interface WorkerSettings {
  /** Folder of the compiled kernels, or null to work without them. */
  readonly kernels: string | null;
  /** Whether its jobs give way to a window. */
  readonly besideWindow: boolean;
}
