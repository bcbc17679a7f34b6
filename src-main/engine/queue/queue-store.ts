/**
 * What a queue keeps beside its jobs, and how its machines talk: programs by their hashes, each job's task, what the
 * job says, its checkpoint, who is there, and messages. One interface, behind it Redis (`redis-store.ts`) or PostgreSQL
 * (`postgres-store.ts`).
 *
 * A job may be begun more than once, when a worker is lost. Each beginning is an attempt with a number, and only the
 * newest may write: whoever was thought lost and still computes is told `stale` and stops. What an attempt says are
 * records 0, 1, 2, …; each is written once, however often it is sent.
 */
export interface RecordPlace {
  readonly attempt: number;
  readonly index: number;
}

export interface JobRecord extends RecordPlace {
  readonly bytes: Uint8Array;
}

export interface BegunJob {
  readonly attempt: number;
  /** The coordinator that wants it. */
  readonly owner: string;
  /** Attempts that were lost since the job last left a checkpoint or was given back. */
  readonly lost: number;
  readonly task: Uint8Array;
  /** The last one that an attempt left. */
  readonly checkpoint: Uint8Array | null;
  /** Its user has asked it to stop. */
  readonly cancelled: boolean;
}

export interface AppendedRecord extends RecordPlace {
  readonly bytes: Uint8Array;
  /** Kept for the next attempt, in place of the one before; null: as it was. */
  readonly checkpoint: Uint8Array | null;
  /** It is the job's last word. */
  readonly isEnd: boolean;
  /** The coordinator that is told. */
  readonly owner: string;
}

export type Present = 'worker' | 'coordinator';

export interface QueueStore {
  /** Keeps a program for an hour from now; does nothing but that where it is there. */
  putProgram(hash: string, bytes: Uint8Array): Promise<void>;
  /** Null where it is not there (any more). */
  program(hash: string): Promise<SharedArrayBuffer | null>;
  /** Keeps what a job is asked to do until it is dropped. */
  createJob(id: string, owner: string, task: Uint8Array): Promise<void>;
  /** Begins the next attempt; `over` where the job has ended, was dropped, or never was. */
  beginJob(id: string): Promise<BegunJob | 'over'>;
  /** An attempt ends before its job does, not by a loss: its worker goes home. */
  giveBackJob(id: string, attempt: number): Promise<void>;
  /** Writes a record, and tells the job's coordinator. @returns the last record that the coordinator has taken */
  append(id: string, record: AppendedRecord): Promise<RecordPlace | 'stale'>;
  /** The last record that the coordinator has taken; null where the job is gone. */
  taken(id: string): Promise<RecordPlace | null>;
  /** Records behind one, in their order. */
  read(id: string, after: RecordPlace, most: number): Promise<readonly JobRecord[]>;
  /** They are not wanted any more, up to this one. */
  take(id: string, upTo: RecordPlace): Promise<void>;
  /** Asks whoever has a job, or will have it, to stop it. */
  cancelJob(id: string): Promise<void>;
  /** Nothing of these is wanted any more. */
  dropJobs(ids: readonly string[]): Promise<void>;
  /** Says that somebody is there, for so many milliseconds from now; 0: gone. */
  announce(kind: Present, id: string, text: string, milliseconds: number): Promise<void>;
  present(kind: Present): Promise<ReadonlyMap<string, string>>;
  /** Calls back with the id of a job of this coordinator that has said something. Some may go unsaid, so look now and then. */
  onSaid(owner: string, heard: (id: string) => void): Promise<void>;
  /** Calls back with the id of a job that is to be stopped. */
  onCancelled(heard: (id: string) => void): Promise<void>;
  close(): Promise<void>;
}

/** Before the first record. */
export const NOTHING_TAKEN: RecordPlace = { attempt: 0, index: 0 };

/** A program is kept so long after it was last wanted. */
export const PROGRAM_SECONDS = 3600;
/** What a job leaves is removed after so long if nobody does. */
export const JOB_SECONDS = 7 * 24 * 3600;
/** Large values are stored in pieces of so many bytes. */
const PIECE_BYTES = 8 * 2 ** 20;

export function piecesOf(bytes: Uint8Array): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let from = 0; from < bytes.length || from === 0; from += PIECE_BYTES) pieces.push(bytes.subarray(from, from + PIECE_BYTES));
  return pieces;
}

export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const [only] = pieces;
  if (pieces.length === 1 && only !== undefined) return only;
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

export function sharedBytes(pieces: readonly Uint8Array[]): SharedArrayBuffer {
  const shared = new SharedArrayBuffer(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    new Uint8Array(shared, at, piece.length).set(piece);
    at += piece.length;
  }
  return shared;
}
