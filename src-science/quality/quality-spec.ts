/**
 * What gradient quality answers: how far the estimates of the schemes lie from
 * their own expectation and from the true gradient ∇E[φ̃], how much they spread, which way they point and
 * what they cost, at one x̂ against the sample count, or along the points of a trajectory. Pure data.
 *
 * Every figure is about the free coordinates only: a fixed variable is not descended. NaN in an array
 * means that there is no such number (no exact expectation, no spread, cancelled before it was reached).
 */
import type { CompiledKernels } from '../compiled.ts';
import type { SchemeName } from '../gradients/scheme.ts';

/** Values that the replications of one figure may take together, R · d (80 MB). */
export const MOST_REPLICATED_VALUES = 1e7;

/** What estimates are compared with. */
export interface TrueGradient {
  readonly basis: 'exact' | 'sampled';
  /** One sentence: why it is not exact, or what made it so. */
  readonly reason: string;
  /** Samples of the true-penalty scheme behind it; 0 where exact. */
  readonly samples: number;
  /** Length d. */
  readonly gradient: Float64Array;
  /** Length d; zeros where exact. */
  readonly standardError: Float64Array;
  /** ‖∇E[φ̃]‖₂ over free coordinates. */
  readonly norm: number;
}

/** One scheme at one x̂. Arrays are as long as the list of sample counts unless said otherwise. */
export interface SchemeQuality {
  readonly scheme: SchemeName;
  /** The scheme's own exact expectation, length d; null where none is at hand. */
  readonly expectation: Float64Array | null;
  /** One sentence where `expectation` is null. */
  readonly expectationNote: string | null;
  /** ‖expectation − true gradient‖ and the cosine between them, without sampling; null where not known. */
  readonly exactBias: number | null;
  readonly exactCosine: number | null;
  /** Trace of the covariance of one sample's estimate; null for a scheme whose samples are coupled. */
  readonly sampleVariance: number | null;
  /** Nonzeros of the rows read for one sample's estimate, counted over 256 samples; no clock is involved. */
  readonly nonzerosPerSample: number;
  /**
   * Omnibus test of the mean of R estimates against `expectation`: the upper tail probability, and the
   * normal quantile of it, which is near N(0, 1) for an unbiased scheme and large for a biased one.
   */
  readonly biasP: Float64Array;
  readonly biasZ: Float64Array;
  /** Largest |t| of a coordinate, and its probability corrected for the number of coordinates (Šidák). */
  readonly largestT: Float64Array;
  readonly coordinateP: Float64Array;
  /** Coordinates that the tests look at: those in which the estimates differ. */
  readonly testedCoordinates: Float64Array;
  /** ‖E[estimate] − true gradient‖² estimated without its own bias (so it can be negative), and its standard error. */
  readonly squaredBias: Float64Array;
  readonly squaredBiasStandardError: Float64Array;
  /** Trace of the covariance of the K-sample estimate. */
  readonly variance: Float64Array;
  readonly varianceStandardError: Float64Array;
  /** Expected cosine of a K-sample estimate to the true gradient; an estimate of zero counts as 0. */
  readonly cosine: Float64Array;
  readonly cosineStandardError: Float64Array;
  /** √E‖estimate − true gradient‖². */
  readonly rmse: Float64Array;
  readonly rmseStandardError: Float64Array;
  /** Share of estimates that were zero in every coordinate. */
  readonly zeroShare: Float64Array;
  /** Seconds of one K-sample estimate; of this machine, at this time. */
  readonly secondsPerEstimate: Float64Array;
}

export interface PointQuality {
  readonly shape: 'point';
  readonly trueGradient: TrueGradient;
  readonly freeVariables: number;
  readonly samples: readonly number[];
  readonly replications: number;
  readonly schemes: readonly SchemeQuality[];
  readonly seconds: number;
}

/**
 * One scheme along a path; arrays have one entry a point. `penalty` figures compare the penalty parts,
 * `loss` figures c + μ · penalty part: what is descended.
 */
export interface SchemePath {
  readonly scheme: SchemeName;
  /** Between the scheme's exact expectation and the true gradient; NaN where it has none. */
  readonly penaltyCosine: Float64Array;
  readonly penaltyNormRatio: Float64Array;
  readonly lossCosine: Float64Array;
  readonly lossNormRatio: Float64Array;
  /** Between a K-sample estimate and the true gradient: mean over the replications and standard error. */
  readonly sampledPenaltyCosine: Float64Array;
  readonly sampledPenaltyCosineStandardError: Float64Array;
  readonly sampledPenaltyNormRatio: Float64Array;
  readonly sampledLossCosine: Float64Array;
  readonly sampledLossCosineStandardError: Float64Array;
  readonly sampledLossNormRatio: Float64Array;
}

export interface PathQuality {
  readonly shape: 'path';
  /** How the true gradient was had, the same at all points. */
  readonly basis: 'exact' | 'sampled';
  readonly reason: string;
  /** Samples behind the true gradient of each point; 0 where exact. */
  readonly referenceSamples: number;
  readonly samples: number;
  readonly replications: number;
  /** Points settled: all, unless cancelled. */
  readonly points: number;
  readonly iteration: Float64Array;
  readonly mu: Float64Array;
  /** ‖∇E[φ̃]‖ and ‖c + μ∇E[φ̃]‖ at the points. */
  readonly truePenaltyNorm: Float64Array;
  readonly trueLossNorm: Float64Array;
  readonly schemes: readonly SchemePath[];
  readonly seconds: number;
}

export type QualityResult = PointQuality | PathQuality;

export interface QualityControl {
  readonly onProgress?: (fraction: number) => void;
  readonly cancelled?: () => boolean;
  readonly now: () => number;
  /** Names the user's rows in reasons; numbers from 1 where left out. */
  readonly nameRow?: (sourceRow: number) => string;
  /** Stand-ins for the hot loops; the same bits without. */
  readonly compiled?: CompiledKernels;
}
