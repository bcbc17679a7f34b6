/**
 * The one interface between a gradient scheme and whoever wants its numbers (descent, estimation,
 * field plots): given x̂, write the penalty part of the scheme's gradient and say what was learned of
 * the penalty on the way. Made by `createEvaluator` in `registry.ts`; buffers are allocated once, at
 * creation, so that a step leaves nothing to collect: garbage of every step would stop the loop now and then,
 * and two runs of one spec would take different times.
 */
import type { ResolvedEvaluation, SchemeName } from './scheme.ts';
import type { SchemeTuning } from './scheme-settings.ts';

/**
 * Where in the random stream a step stands (docs/science.md, section 11). The random number of sample s
 * and variable j is a pure function of (seed, stream, iteration, s, j): the same whatever the batch
 * size, the number of workers or a resume.
 */
export interface StreamPosition {
  readonly seed: number;
  /** Separates uses of one seed: 0 descent, 1 estimation, 2 decoding, 3 starts; more as they come. */
  readonly stream: number;
  readonly iteration: number;
  /** First sample's number; the step uses `firstSample … firstSample + samples − 1`. */
  readonly firstSample: number;
}

/** What one evaluation found besides the gradient. Penalty means Σ_i E[max(a_iᵀx − b_i, 0)], without μ. */
export interface EvaluationOutcome {
  penalty: number;
  /** Standard error of `penalty`; 0 where exact. */
  penaltyStandardError: number;
  /** Σ_i E[max(a_iᵀx − b_i, 0)] of the surrogate φ is not reported here; only the true penalty is. */
  /** Share of samples with no violated row; NaN where exact. */
  feasibleShare: number;
  /** Samples drawn; 0 where exact. */
  samples: number;
  /**
   * Mean over violated rows of the mean violation; 0 where no row is violated. Of DiffILO's normalized loss Σ_i
   * E[max(a_iᵀx − b_i, 0)], rows as they are.
   */
  meanViolation: number;
}

/** Weights of rows, Σ_i w_i E[max(a_iᵀx − b_i, 0)] in place of the plain sum; all 1 until they are set. */
export interface EvaluatorWeights {
  /**
   * Penalty and gradient of every later evaluation are of rows with these weights; who violates a row stays the same.
   * @param weight length m, each finite and > 0; not kept
   * Cost: O(nnz) at most, without a program laid out anew.
   */
  readonly set: (weight: Float64Array) => void;
  /** After an evaluation: P(row i violated), length m, where sampled the share of its samples. */
  readonly rowShare: Float64Array;
}

export interface GradientEvaluator {
  readonly scheme: SchemeName;
  readonly evaluation: ResolvedEvaluation;
  /** One sentence saying why the evaluation is what it is, for the result and the inspector. */
  readonly reason: string;
  /** Multiply-adds of an evaluation, about: the measure of counted work. */
  readonly work?: number;
  /** P(row i violated) after an evaluation, by normal row; absent where it is sampled. */
  readonly rowViolation?: Float64Array;
  /** Where rows were to have weights (`EvaluatorSpec.weighable`), else absent. */
  readonly weights?: EvaluatorWeights;
  /**
   * Evaluates at x̂.
   * @param xHat marginals, length d, each in [0, 1]
   * @param at position in the random stream; ignored where exact
   * @param penaltyGradient length d, overwritten; carries no μ; entries of fixed variables are computed like any other
   * @param outcome overwritten
   */
  evaluate(xHat: Float64Array, at: StreamPosition, penaltyGradient: Float64Array, outcome: EvaluationOutcome): void;
}

/** What `createEvaluator` is given besides the normal form. */
export interface EvaluatorSpec {
  readonly scheme: SchemeName;
  readonly evaluation: 'sampled' | 'exact' | 'auto';
  /** K ≥ 1 samples an evaluation, where sampled (score-function: ≥ 2). */
  readonly samples: number;
  /** Settings of single schemes; left out, their defaults hold. */
  readonly tuning?: SchemeTuning | undefined;
  /** Whether rows are to have weights. What is sampled then adds rows up one by one: the same numbers but for rounding. */
  readonly weighable?: boolean | undefined;
}
