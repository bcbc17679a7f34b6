/**
 * A gradient estimate coordinate by coordinate: the estimate with its standard error, the expectation
 * of the scheme where known, and the true penalty's gradient, which is where the scheme should have
 * pointed. Only the penalty part, without μ: the objective's part is the same for every scheme. Pure.
 */
import type { EstimateResultValue } from '../../src-contract/job-event.ts';

export type GradientEstimateValue = Extract<EstimateResultValue['estimate'], { quantity: 'gradient' }>;

export interface GradientRow {
  readonly index: number;
  readonly name: string;
  readonly estimate: number;
  readonly standardError: number;
  /** False where the estimate is the scheme's exact expectation. */
  readonly sampled: boolean;
  /** Expectation of the scheme. */
  readonly exact: number | null;
  /** (estimate − exact) / standard error; null where either is missing or there is no spread. */
  readonly z: number | null;
  readonly truth: number | null;
  /** estimate − truth: the bias of the scheme with the noise of the estimate. */
  readonly deviation: number | null;
  readonly objective: number;
}

const entry = (values: ArrayLike<number> | null, index: number): number | null => {
  const value = values?.[index];
  return value === undefined || Number.isNaN(value) ? null : value;
};

export function gradientRows(estimate: GradientEstimateValue, names: readonly string[]): GradientRow[] {
  return Array.from(estimate.penaltyGradient, (value, index): GradientRow => {
    const standardError = entry(estimate.standardError, index) ?? 0;
    const exact = entry(estimate.exact, index);
    const truth = entry(estimate.trueGradient, index);
    return {
      index,
      name: names[index] ?? `#${index + 1}`,
      estimate: value,
      standardError,
      sampled: estimate.evaluation === 'sampled',
      exact,
      z: exact === null || !(standardError > 0) ? null : (value - exact) / standardError,
      truth,
      deviation: truth === null ? null : value - truth,
      objective: entry(estimate.objectiveGradient, index) ?? 0,
    };
  });
}

export type CoordinateOrder = 'index' | 'size' | 'deviation';

/** Rows in the order charted; ties keep the order of the program. */
export function orderCoordinates(rows: readonly GradientRow[], order: CoordinateOrder): readonly GradientRow[] {
  if (order === 'index') return rows;
  const key =
    (row: GradientRow): number => (order === 'size' ? Math.abs(row.truth ?? row.estimate) : Math.abs(row.deviation ?? row.z ?? 0));
  return rows.toSorted((a, b) => key(b) - key(a) || a.index - b.index);
}

/** Coordinates that a chart of this width can show one by one. */
export function coordinatesThatFit(width: number): number {
  return Math.max(10, Math.floor(width / 5));
}
