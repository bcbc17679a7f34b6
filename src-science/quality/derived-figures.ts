/**
 * Figures that follow from the stored ones by a formula: what charts, tables and the command line all
 * show, so that they show the same. Norms are relative to the true gradient's, ‖∇E[φ̃]‖; where that is
 * zero there is nothing to be relative to and they are NaN.
 */
import { SCHEMES } from '../gradients/scheme.ts';
import type { PointQuality, SchemeQuality } from './quality-spec.ts';

/** A figure with its standard error; NaN where there is none. */
export interface Figure {
  readonly value: number;
  readonly standardError: number;
  /** Not sampled: an error of 0 is a proof. */
  readonly exact: boolean;
}

/** Everything that is shown of one scheme at one sample count. */
export interface CellFigures {
  /** ‖E[estimate] − true‖/‖true‖: without sampling where the expectation is exact, else from the estimates, at least 0. */
  readonly bias: Figure;
  /** The same from the estimates alone. */
  readonly measuredBias: Figure;
  /** √variance/‖true‖. */
  readonly deviation: Figure;
  readonly rmse: Figure;
  readonly cosine: Figure;
  /** Nonzeros read for the estimate. */
  readonly nonzeros: number;
  /** Variance times cost: what an estimator of the same cost budget is left with; in nonzeros, and in seconds of this machine. */
  readonly workVariance: number;
  readonly timeVariance: number;
}

/** √ of an estimate that may be negative: at least 0, with the half width of the band ± one standard error. */
function rootOf(squared: number, standardError: number): Figure {
  const root = (value: number): number => Math.sqrt(Math.max(0, value));
  return {
    value: Number.isNaN(squared) ? Number.NaN : root(squared),
    standardError: (root(squared + standardError) - root(squared - standardError)) / 2, exact: false,
  };
}

/**
 * @param level index into the sample counts
 * Cost: O(1).
 */
export function cellFigures(quality: PointQuality, scheme: SchemeQuality, level: number): CellFigures {
  const at = (values: Float64Array): number => values[level] ?? Number.NaN;
  const samples = quality.samples[level] ?? Number.NaN;
  const scale = quality.trueGradient.norm > 0 ? 1 / quality.trueGradient.norm : Number.NaN;
  // Every sample of it is 0, whatever x is.
  const isZero = SCHEMES[scheme.scheme].target === 'zero';
  const scaled = (
    { value, standardError, exact }: Figure,
  ): Figure => ({ value: value * scale, standardError: standardError * scale, exact: exact || isZero });
  const nonzeros = samples * scheme.nonzerosPerSample;
  const variance = at(scheme.variance);
  const measured = rootOf(at(scheme.squaredBias), at(scheme.squaredBiasStandardError));
  const exact = scheme.exactBias;
  return {
    bias: scaled(exact === null ? measured : { value: exact, standardError: 0, exact: true }),
    measuredBias: scaled(measured),
    deviation: scaled(rootOf(variance, at(scheme.varianceStandardError))),
    rmse: scaled({ value: at(scheme.rmse), standardError: at(scheme.rmseStandardError), exact: false }),
    cosine: { value: at(scheme.cosine), standardError: at(scheme.cosineStandardError), exact: isZero },
    nonzeros,
    workVariance: variance * nonzeros * scale * scale,
    timeVariance: variance * at(scheme.secondsPerEstimate) * scale * scale,
  };
}
