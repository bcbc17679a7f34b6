/**
 * The series an exact run leaves (seconds, incumbent, bound, nodes): a point whenever the best objective or the
 * bound changed. Points are sent in chunks, at most ten a second; what is unknown is NaN.
 */
import type { JobContext } from '../job-context.ts';

const SEND_INTERVAL_SECONDS = 0.1;

export interface SolverLog {
  note(incumbent: number | null, bound: number | null, nodes: number): void;
  /** Sends what is left. */
  close(): void;
}

export function createSolverLog(context: JobContext): SolverLog {
  let points: { seconds: number; incumbent: number; bound: number; nodes: number }[] = [];
  let last: { incumbent: number | null; bound: number | null } | null = null;
  let lastSent = -Infinity;
  const send = (): void => {
    if (points.length === 0) return;
    const columns = {
      seconds: Float64Array.from(points, (point) => point.seconds),
      incumbent: Float64Array.from(points, (point) => point.incumbent),
      bound: Float64Array.from(points, (point) => point.bound),
      nodes: Float64Array.from(points, (point) => point.nodes),
    };
    context.emit({ type: 'series', chunk: { length: points.length, columns } }, Object.values(columns).map((column) => column.buffer));
    points = [];
    lastSent = context.now();
  };
  return {
    note(incumbent, bound, nodes) {
      if (last !== null && last.incumbent === incumbent && last.bound === bound) return;
      last = { incumbent, bound };
      points.push({ seconds: context.elapsed(), incumbent: incumbent ?? Number.NaN, bound: bound ?? Number.NaN, nodes });
      if (context.now() - lastSent >= SEND_INTERVAL_SECONDS) send();
    },
    close: send,
  };
}
