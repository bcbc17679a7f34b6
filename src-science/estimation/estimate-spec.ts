/**
 * What an estimate at a point x̂ answers (docs/science.md, section 11): every
 * Monte Carlo figure carries its standard error and sample count, and its z against the exact value
 * where that is known. Pure data.
 */
import type { CompiledKernels } from '../compiled.ts';
import type { ResolvedEvaluation, SchemeName } from '../gradients/scheme.ts';
import type { EstimateInterval } from './mean-interval.ts';

/** A value known without sampling: exact, or only certified to lie in [lower, upper]. */
export interface ExactValue {
  /** null where no more than the bracket is known. */
  readonly value: number | null;
  readonly lower: number;
  readonly upper: number;
}

export interface ScalarEstimate {
  readonly quantity: 'loss' | 'penalty' | 'feasibility';
  readonly samples: number;
  /** In the normal form's (minimizing) sense. */
  readonly mean: number;
  readonly standardError: number;
  /** Holds the true value with a probability of 95 %; good also where the standard error is 0. */
  readonly interval: EstimateInterval;
  /** Of a loss or penalty: samples that violate some row. */
  readonly violatedSamples: number | null;
  readonly exact: ExactValue | null;
  /**
   * (mean − exact)/standardError; of a probability (share − p)/√(p(1 − p)/n). null where no exact value or
   * no spread.
   */
  readonly z: number | null;
  readonly seconds: number;
}

export interface GradientEstimate {
  readonly quantity: 'gradient';
  readonly scheme: SchemeName;
  readonly evaluation: ResolvedEvaluation;
  readonly evaluationReason: string;
  readonly samples: number;
  /** Length d; the penalty part, carries no μ. */
  readonly penaltyGradient: Float64Array;
  /** Length d; zeros where exact. */
  readonly standardError: Float64Array;
  /** Length d; the c of the normal form (minimizing sense). */
  readonly objectiveGradient: Float64Array;
  /** The expectation of the scheme, where a closed form is at hand; length d. */
  readonly exact: Float64Array | null;
  /** max over coordinates of |mean − exact|/standardError, where both are known. */
  readonly maxAbsZ: number | null;
  /** The exact true-penalty gradient, where at hand: what the scheme should have pointed to. */
  readonly trueGradient: Float64Array | null;
  /** Cosine between `penaltyGradient` and `trueGradient`; null where unknown or a zero vector. */
  readonly cosineToTrue: number | null;
  readonly seconds: number;
}

export type EstimateResult = ScalarEstimate | GradientEstimate;

export interface EstimateControl {
  readonly onProgress?: (fraction: number) => void;
  readonly cancelled?: () => boolean;
  readonly now: () => number;
  /** Names the user's rows in refusals and reasons; numbers from 1 where left out. */
  readonly nameRow?: (sourceRow: number) => string;
  /** Stand-ins for the hot loops; the same bits without. */
  readonly compiled?: CompiledKernels;
}
