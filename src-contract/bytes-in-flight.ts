/**
 * How much of what a running job said is on its way to the disk: a count in memory that its worker and the
 * session thread share. The worker adds what it says and waits where that would be too much; the thread
 * takes off what it has written. So a run that records faster than the disk writes goes as fast as the
 * disk, and memory holds `MOST_IN_FLIGHT` of it at most, or a single larger piece.
 */
import type { JobEvent } from './job-event.ts';

/** Of one running job; counted in KiB, so that it fits an Int32. */
export const MOST_IN_FLIGHT = 32 * 2 ** 20;
/** How often a worker that waits looks whether it was asked to stop. */
const LOOK_MILLISECONDS = 50;

/** One Int32: KiB in flight. */
export type BytesInFlight = SharedArrayBuffer;

export function noBytesInFlight(): BytesInFlight {
  return new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
}

/** KiB that an event takes; 0 for one without arrays. */
export function weightOf(event: JobEvent): number {
  const arrays = arraysOf(event);
  return arrays.length === 0 ? 0 : Math.ceil(arrays.reduce((sum, array) => sum + array.byteLength, 0) / 1024);
}

/** The arrays that an event carries. */
export function arraysOf(event: JobEvent): readonly Float64Array<ArrayBuffer>[] {
  switch (event.type) {
    case 'progress':
    case 'restarted':
      return [];
    case 'series':
      return Object.values(event.chunk.columns);
    case 'snapshot':
      return [event.xHat];
    case 'checkpoint':
      return [event.checkpoint.parameters, ...event.checkpoint.moments];
  }
}

/**
 * Waits until there is room, and takes it. Blocks the thread: for workers only.
 * @param stopped ends the waiting, not the taking
 */
export function takeRoom(flight: BytesInFlight, kib: number, stopped: () => boolean): void {
  const count = new Int32Array(flight);
  for (;;) {
    const now = Atomics.load(count, 0);
    if (now <= 0 || now + kib <= MOST_IN_FLIGHT / 1024 || stopped()) break;
    Atomics.wait(count, 0, now, LOOK_MILLISECONDS);
  }
  Atomics.add(count, 0, kib);
}

/** Gives room back, and wakes whoever waits for it. */
export function giveRoom(flight: BytesInFlight, kib: number): void {
  const count = new Int32Array(flight);
  Atomics.sub(count, 0, kib);
  Atomics.notify(count, 0);
}
