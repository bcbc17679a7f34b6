/**
 * Collects recorded points column by column and hands them over in chunks: when a chunk is full, or
 * when `flushSeconds` have gone by since the last hand-over, so that a live view keeps up with a slow
 * run. Each chunk owns its buffers and is never touched again, so a worker may transfer them. Where
 * the chunks are cut never changes the points in them.
 */
import { TRAJECTORY_COLUMNS } from './descent-control.ts';
import type { TrajectoryChunk, TrajectoryColumn } from './descent-control.ts';

const CHUNK_POINTS = 512;
const FLUSH_SECONDS = 0.1;

/** One recorded point, reused by the loop. */
export type TrajectoryPoint = Record<TrajectoryColumn, number>;

export interface TrajectoryRecorder {
  /** Copies the point's values; may hand over a chunk. */
  push(point: Readonly<TrajectoryPoint>): void;
  /** Hands over what is left. */
  flush(): void;
}

/**
 * @param onChunk receives each chunk once; without it points are dropped
 * @param now seconds on a monotonic clock
 */
export function createTrajectoryRecorder(
  onChunk: ((chunk: TrajectoryChunk) => void) | undefined,
  now: () => number,
  chunkPoints = CHUNK_POINTS,
  flushSeconds = FLUSH_SECONDS,
): TrajectoryRecorder {
  if (onChunk === undefined) return { push: () => undefined, flush: () => undefined };
  let columns = emptyColumns(chunkPoints);
  let length = 0;
  let lastFlush = now();

  const flush = (): void => {
    if (length === 0) return;
    const full = length === chunkPoints;
    const chunk = {} as Record<TrajectoryColumn, Float64Array>;
    for (const name of TRAJECTORY_COLUMNS) chunk[name] = full ? columns[name] : columns[name].slice(0, length);
    onChunk({ length, columns: chunk });
    if (full) columns = emptyColumns(chunkPoints);
    length = 0;
    lastFlush = now();
  };

  return {
    push(point) {
      for (const name of TRAJECTORY_COLUMNS) columns[name][length] = point[name];
      length++;
      if (length === chunkPoints || now() - lastFlush >= flushSeconds) flush();
    },
    flush,
  };
}

function emptyColumns(points: number): Record<TrajectoryColumn, Float64Array> {
  const columns = {} as Record<TrajectoryColumn, Float64Array>;
  for (const name of TRAJECTORY_COLUMNS) columns[name] = new Float64Array(points);
  return columns;
}
