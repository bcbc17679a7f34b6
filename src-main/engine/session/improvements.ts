/**
 * When a run found better solutions, from its record: what comparisons of gaps over time are made of. A few points of a long
 * series are enough for it, so that the page is given those and not the series.
 */
import type { SessionAnswer } from '../../../src-contract/session-request.ts';
import type { SeriesColumn } from '../../../src-contract/job-event.ts';
import { EngineError } from '../error-value.ts';
import type { SeriesStore } from './series-store.ts';

const COLUMNS: readonly SeriesColumn[] = ['seconds', 'iteration', 'incumbent', 'missed'];
/** Points read at once: half a MiB of four columns. */
const STRETCH = 16_384;

type Improvements = SessionAnswer<'run.improvements'>[number];
type Points = Omit<Improvements, 'runId' | 'complaint'>;

/**
 * The points of a run's series at which its best feasible vector changes; none where it recorded none. A damaged record gives what
 * it complains of, and no points.
 * Cost: O(points of the series).
 */
export function improvements(series: SeriesStore, runId: number): Improvements {
  try {
    return { runId, ...improvingPoints(series, runId), complaint: null };
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'row-damaged') throw error;
    return { runId, ...asArrays([], [], []), complaint: error.message };
  }
}

function improvingPoints(series: SeriesStore, runId: number): Points {
  const seconds: number[] = [];
  const iteration: number[] = [];
  const objective: number[] = [];
  const total = series.length(runId);
  for (let first = 0; first < total; first += STRETCH) {
    const columns = series.read(runId, COLUMNS, first, Math.min(total, first + STRETCH));
    if (columns.seconds === undefined || columns.incumbent === undefined) break;
    for (let k = 0; k < columns.incumbent.length; k++) {
      const value = columns.incumbent[k] ?? Number.NaN;
      // What meets the rows only within a tolerance is no solution.
      if (Number.isNaN(value) || value === objective.at(-1) || (columns.missed?.[k] ?? 0) > 0) continue;
      seconds.push(columns.seconds[k] ?? Number.NaN);
      iteration.push(columns.iteration?.[k] ?? Number.NaN);
      objective.push(value);
    }
  }
  return asArrays(seconds, iteration, objective);
}

function asArrays(seconds: readonly number[], iteration: readonly number[], objective: readonly number[]): Points {
  return { seconds: Float64Array.from(seconds), iteration: Float64Array.from(iteration), objective: Float64Array.from(objective) };
}
