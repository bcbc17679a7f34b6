/** The memory that an event of a job carries, to be handed on instead of copied. */
import type { JobEvent } from '../../../src-contract/job-event.ts';

/** Each buffer once: naming one twice is an error. */
export function buffersOfEvent(event: JobEvent): ArrayBuffer[] {
  return [...new Set(arraysOf(event).map((array) => array.buffer))];
}

function arraysOf(event: JobEvent): Float64Array<ArrayBuffer>[] {
  switch (event.type) {
    case 'progress':
      return [];
    case 'series':
      return Object.values(event.chunk.columns);
    case 'snapshot':
      return [event.xHat];
    case 'checkpoint':
      return [event.checkpoint.parameters, ...event.checkpoint.moments];
  }
}
