/**
 * What the program knows of a gradient scheme, in one record: its words, what its estimates mean, how they are
 * summed, what of them is known exactly, what they cost. A record is light: the page, the contract and the command
 * line read it, and it imports nothing but types. The kernel that draws the samples is listed in `registry.ts`.
 */
import type { ExactPlan } from '../relaxation/exact-plan.ts';
import type { TotalSums } from './sample-totals.ts';
import type { SchemeTuning } from './scheme-settings.ts';

/** What the mean of a scheme's estimates is. */
type SchemeTarget =
  /** ∇E[φ̃], the gradient of the true penalty */
  | 'true-gradient'
  /** ∇E[φ], the gradient of the surrogate's expectation */
  | 'surrogate-gradient'
  /** ĝ, which is the gradient of nothing when d ≥ 2 */
  | 'interchange-field'
  /** 0, whatever the sample */
  | 'zero'
  /** ∇E[φ̃] up to a bias that a setting controls */
  | 'biased-true-gradient'
  /** none of these */
  | 'own';

/** What Σ_i a_ij 1[v_i > 0] is multiplied with in a sample: 1, the mean of ∂s given x, ∂s given x; or the true penalty's gradient. */
export type SampleForm = 'straight-through' | 'averaged' | 'drawn' | 'true-penalty';

/** Spaces in which the component of a field lies along one coordinate: the bases of field/tensor-function.ts. */
export type BasisName = 'constant' | 'linear' | 'interchange' | 'surrogate' | 'surrogate-slope';

/** The expectation of a scheme's estimate in closed form. */
export interface SchemeExpectation {
  /**
   * Writes the expectation at x̂, the penalty part only, at inner marginals.
   * @param xHat length d, in [0, 1]
   * @param field length d, overwritten
   * @returns E[φ̃] where it was found on the way, else null
   * Cost: at most one evaluation of the plan.
   */
  readonly write: (plan: ExactPlan, xHat: Float64Array, field: Float64Array) => number | null;
  /** True where the samples say nothing of a marginal of exactly 0 or 1, so that their mean is 0 there and not the field. */
  readonly silentAtBorders: boolean;
  /** True where `exact` and `auto` evaluate it in place of samples; else it is only compared with and drawn. */
  readonly inPlaceOfSamples: boolean;
  /** How the component of a coordinate depends on that coordinate itself, and on any other. */
  readonly own: BasisName;
  readonly other: BasisName;
  /**
   * A component on S26's toy a x + a′ x′ ≤ b, both of which violate it only together.
   * @param a, other coefficients of the component's coordinate and of the other one
   * @param slack a + a′ − b
   * @returns coefficients in own ⊗ other; rows that are left out are 0
   */
  readonly toy: (a: number, other: number, slack: number) => readonly (readonly number[])[];
  /** Subject of a sentence about it, for example “The interchange field”. */
  readonly subject: string;
}

/** What a sample does with one row. */
export interface RowState {
  /** v_i > 0 */
  readonly violated: boolean;
  /** Some flip of one variable changes whether the row is violated. */
  readonly pivotal: boolean;
  /** a_iᵀx_τ > b_i, x_τ the relaxed sample; false where no record asked for it. */
  readonly relaxedViolated: boolean;
}

/** What one sample's estimate costs, counted instead of timed. */
export interface SchemeCost {
  /** How many times the printed form reads the row's nonzeros for one sample. */
  readonly reads: (row: RowState) => number;
  /** True where `reads` asks for `relaxedViolated`. */
  readonly relaxed: boolean;
}

export interface SchemeRecord {
  /** In specs, at the command line, and wherever a list shows it. */
  readonly name: string;
  /** For headings. */
  readonly label: string;
  /** What it is, in a sentence or two. */
  readonly help: string;
  /** The per-sample estimate for row i and coordinate j, as KaTeX source. */
  readonly formula: string;
  readonly target: SchemeTarget;
  /** The expectation, as KaTeX source. */
  readonly targetFormula: string;
  /** True where the mean is exactly the gradient of the function that the scheme is meant for. */
  readonly unbiased: boolean;
  /** Fewest samples that an estimate is defined for. */
  readonly leastSamples: number;
  /** Settings that it reads, by their names in `scheme-settings.ts`. */
  readonly settings: readonly (keyof SchemeTuning)[];
  /** `apart`: each sample has an estimate of its own. `together`: an estimate needs the others of its batch. */
  readonly samples: 'apart' | 'together';
  /** The integer totals from which a sum over samples is put together; null where it needs them one by one. */
  readonly totals: (tuning: SchemeTuning | undefined) => TotalSums | null;
  /** The compiled form of a single sample's gradient; null where there is none. */
  readonly compiled: (tuning: SchemeTuning | undefined) => SampleForm | null;
  /** Null where none is known: then nothing can evaluate the scheme but samples. */
  readonly expectation: SchemeExpectation | null;
  /**
   * How far projected marginals stay from 0 and 1: above 0 where the direction is infinite or undefined there (the
   * surrogates' E[∂s] grows like −ln x̂, the score divides by x̂(1−x̂), the concrete relaxation needs logits).
   */
  readonly projectionMargin: number;
  readonly cost: SchemeCost;
}
