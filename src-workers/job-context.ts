/**
 * What a job in a worker is given: its program, a way to say something, and a way to be stopped. The
 * rate of progress and its order are kept here, once for every kind of job (docs/architecture.md, “Jobs”):
 * at most ten reports a second, and a fraction that never goes back.
 */
import { takeRoom, weightOf } from '../src-contract/bytes-in-flight.ts';
import type { BytesInFlight } from '../src-contract/bytes-in-flight.ts';
import type { Program } from '../src-science/program/program.ts';
import type { JobEvent } from '../src-contract/job-event.ts';
import type { EventPort } from '../src-contract/worker-task.ts';

const PROGRESS_INTERVAL_SECONDS = 0.1;

type Progress = Extract<JobEvent, { type: 'progress' }>;

export interface JobContext {
  readonly program: Program;
  readonly programHash: string;
  /**
   * Sends an event, once there is room for it where it is to be stored; the buffers of its arrays named in `transfer`
   * are given away, not copied.
   */
  emit(event: JobEvent, transfer?: readonly ArrayBuffer[]): void;
  /** Sends a progress report if one is due. Seconds are filled in. */
  progress(report: Omit<Progress, 'type' | 'seconds'>): void;
  /** True once the job has been asked to stop. Reads shared memory, so it works inside a synchronous solve. */
  cancelled(): boolean;
  /** Seconds on a monotonic clock, which stands while the job waits for the disk. */
  now(): number;
  /** Seconds since the job began. */
  elapsed(): number;
}

export function createJobContext(
  program: Program, programHash: string, port: EventPort, cancelFlag: SharedArrayBuffer, flight?: BytesInFlight,
): JobContext {
  const flag = new Int32Array(cancelFlag);
  // Time a run waited for the disk is none that its method took.
  let waited = 0;
  const clockNow = (): number => performance.now() / 1000;
  const now = (): number => clockNow() - waited;
  const cancelled = (): boolean => Atomics.load(flag, 0) !== 0;
  const began = now();
  let lastReport = -Infinity;
  let lastFraction = 0;
  const emit = (event: JobEvent, transfer: readonly ArrayBuffer[] = []): void => {
    const kib = flight === undefined ? 0 : weightOf(event);
    if (flight !== undefined && kib > 0) {
      const from = clockNow();
      takeRoom(flight, kib, cancelled);
      waited += clockNow() - from;
    }
    port.postMessage(event, transfer);
  };
  return {
    program,
    programHash,
    emit,
    progress(report) {
      const clock = now();
      if (clock - lastReport < PROGRESS_INTERVAL_SECONDS) return;
      lastReport = clock;
      if (report.fraction !== null) lastFraction = Math.min(1, Math.max(lastFraction, report.fraction));
      emit({ type: 'progress', ...report, fraction: report.fraction === null ? null : lastFraction, seconds: clock - began });
    },
    cancelled,
    now,
    elapsed: () => now() - began,
  };
}

/**
 * An array that may be handed over whole: itself where it owns all of its memory, else a copy. A view
 * into a larger buffer would drag the whole buffer across.
 */
export function owned(array: Float64Array): Float64Array<ArrayBuffer> {
  return ownsItsMemory(array) ? array : new Float64Array(array);
}

function ownsItsMemory(array: Float64Array): array is Float64Array<ArrayBuffer> {
  return array.buffer instanceof ArrayBuffer && array.byteLength === array.buffer.byteLength;
}

/** A 0/1 vector that may be handed over, by the same rule. */
export function ownedBytes(array: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(array);
}
