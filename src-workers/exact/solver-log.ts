/**
 * The series an exact run leaves (seconds, incumbent, bound, nodes; with a feasibility tolerance also by how much the
 * incumbent misses a row): a point whenever one but the nodes changed. Points are sent in chunks, at most ten a second;
 * what is unknown is NaN.
 */
import type { JobContext } from '../job-context.ts';

const SEND_INTERVAL_SECONDS = 0.1;

export interface SolverLog {
  /** @param missed by how much the incumbent misses the row it misses most; null where its vector is not known */
  note(incumbent: number | null, bound: number | null, nodes: number, missed: number | null): void;
  /** Sends what is left. */
  close(): void;
}

/** @param inTolerance whether rows may be missed, so that there is something to say of it */
export function createSolverLog(context: JobContext, inTolerance: boolean): SolverLog {
  let points: { seconds: number; incumbent: number; bound: number; nodes: number; missed: number }[] = [];
  let last: { incumbent: number | null; bound: number | null; missed: number | null } | null = null;
  let lastSent = -Infinity;
  const send = (): void => {
    if (points.length === 0) return;
    const columns = {
      seconds: Float64Array.from(points, (point) => point.seconds),
      incumbent: Float64Array.from(points, (point) => point.incumbent),
      bound: Float64Array.from(points, (point) => point.bound),
      nodes: Float64Array.from(points, (point) => point.nodes),
      ...(inTolerance ? { missed: Float64Array.from(points, (point) => point.missed) } : {}),
    };
    context.emit({ type: 'series', chunk: { length: points.length, columns } }, Object.values(columns).map((column) => column.buffer));
    points = [];
    lastSent = context.now();
  };
  return {
    note(incumbent, bound, nodes, missed) {
      if (last !== null && last.incumbent === incumbent && last.bound === bound && (!inTolerance || last.missed === missed)) return;
      last = { incumbent, bound, missed };
      points.push({
        seconds: context.elapsed(), incumbent: incumbent ?? Number.NaN, bound: bound ?? Number.NaN, nodes, missed: missed ?? Number.NaN,
      });
      if (context.now() - lastSent >= SEND_INTERVAL_SECONDS) send();
    },
    close: send,
  };
}
