/** Cache keys of what the window has asked for; everything of one run starts with `['run', id]`. */
import type { SeriesColumn } from '../../src-contract/job-event.ts';
import type { Smoothing } from '../../src-science/series/smoothing.ts';

export interface SeriesRange {
  readonly maxPoints: number;
  /** Range of the first column's values (iteration, or seconds for exact runs); null is open. */
  readonly from: number | null;
  readonly to: number | null;
  /** Averages wanted beside the points. */
  readonly smoothing?: Smoothing;
}

export const keys = {
  appInfo: ['app-info'],
  settings: ['settings'],
  recovery: ['recovery'],
  session: ['session'],
  problems: ['problems'],
  opening: ['opening'],
  examples: ['examples'],
  pool: ['pool'],
  claims: ['claims'],
  runs: ['runs'],
  studies: ['studies'],
  study: (id: number) => ['studies', id],
  problem: (id: number) => ['problem', id],
  facts: (id: number) => ['problem', id, 'facts'],
  variables: (id: number) => ['problem', id, 'variables'],
  program: (id: number) => ['problem', id, 'program'],
  sparsity: (id: number, ...of: readonly number[]) => ['problem', id, 'sparsity', ...of],
  reference: (id: number) => ['problem', id, 'reference'],
  defaults: (id: number) => ['problem', id, 'defaults'],
  run: (id: number) => ['run', id],
  /** @param trainings that they are of, with what became of each */
  models: (trainings: string) => ['run', 'models', trainings],
  detail: (id: number) => ['run', id, 'detail'],
  series: (id: number, columns: readonly SeriesColumn[], range: SeriesRange) => [
    'run', id, 'series', columns.join(','), range.maxPoints, range.from, range.to, range.smoothing?.method ?? null,
    range.smoothing?.points ?? null,
  ],
  allSeries: (id: number) => ['run', id, 'series'],
  snapshot: (id: number, iteration: number) => ['run', id, 'snapshot', iteration],
  solutions: (id: number) => ['run', id, 'solutions'],
} as const;
