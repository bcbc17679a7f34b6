/** The memory that an event of a job carries, to be handed on instead of copied. */
import { arraysOf } from '../../../src-contract/bytes-in-flight.ts';
import type { JobEvent } from '../../../src-contract/job-event.ts';

/** Each buffer once: naming one twice is an error. */
export function buffersOfEvent(event: JobEvent): ArrayBuffer[] {
  return [...new Set(arraysOf(event).map((array) => array.buffer))];
}
