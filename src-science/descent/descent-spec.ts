/**
 * What a descent of the penalty relaxation is asked to do. Pure data: a spec, a seed and a version give the
 * same bits on any machine with any number of workers. The loop itself is `descend.ts`; loss and penalty are those of the normal form
 * (minimization), `L(x̂) = cᵀx̂ + c₀ + μ Σ_i E[max(a_iᵀx − b_i, 0)]` (GWL25 problem 3).
 */
import type { DecoderName } from '../decoding/decoder.ts';
import type { EvaluationName, SchemeName } from '../gradients/scheme.ts';
import type { SchemeTuning } from '../gradients/scheme-tuning.ts';

export type OptimizerSpec =
  | { readonly name: 'sgd' }
  | { readonly name: 'momentum'; readonly momentum: number }
  | { readonly name: 'adam'; readonly beta1: number; readonly beta2: number; readonly epsilon: number }
  /**
   * Mean-field annealing: damped iteration of x̂ = σ(−∇L/T), the stationary points of the free energy
   * L(x̂) − T·H(x̂), while T falls geometrically from `temperature` to `finalTemperature` (units of the
   * objective). `step` is the damping, in (0, 1]: the largest there is; it is less while steps turn back.
   */
  | { readonly name: 'mean-field'; readonly temperature: number; readonly finalTemperature: number };

export const OPTIMIZER_NAMES = ['sgd', 'momentum', 'adam', 'mean-field'] as const satisfies readonly OptimizerSpec['name'][];

/** Step length over iterations t = 0…T−1, from `step`. */
export type StepSchedule =
  | { readonly kind: 'constant' }
  /** step · (final + (1 − final) · (1 + cos(π t/T))/2) */
  | { readonly kind: 'cosine'; readonly final: number }
  /** step / (1 + t/halfLife) */
  | { readonly kind: 'inverse'; readonly halfLife: number };

/** The weight μ over iterations. */
export type MuSchedule =
  | { readonly kind: 'fixed'; readonly value: number }
  /**
   * geometric (if both ends are > 0 and `shape` says so) or linear from `from`, held until `hold`·T (0 where
   * left out), to `to`, reached at `until`·T
   */
  | {
      readonly kind: 'ramp';
      readonly from: number;
      readonly to: number;
      readonly shape: 'linear' | 'geometric';
      readonly until: number;
      readonly hold?: number | undefined;
    }
  /** GWL25's rule: μ ← clip(μ + step·(Σ_i E[max(a_iᵀx − b_i, 0)] − 1), min, max), rows as they are under either loss */
  | { readonly kind: 'adaptive'; readonly start: number; readonly min: number; readonly max: number; readonly step: number }
  /**
   * A multiplier for each row in place of one μ, moved one row after the other until the row holds in expectation at the
   * temperature of mean-field annealing, at most `sweeps` times through all rows an iteration (`multipliers/`). It is the
   * direction as well: the scheme only says what loss, penalty and gradient are where it leads. μ is the largest of them.
   */
  | { readonly kind: 'sequential'; readonly sweeps: number };

export type DescentStart =
  | { readonly kind: 'uniform'; readonly value: number }
  /** each free marginal uniform in [center − spread, center + spread] ∩ (0, 1), from the seed */
  | { readonly kind: 'random'; readonly center: number; readonly spread: number }
  | { readonly kind: 'given'; readonly xHat: readonly number[] }
  /**
   * The solution of the linear relaxation, drawn in to [margin, 1 − margin]: a marginal of 0 or 1 could not
   * move. Whoever has a linear solver puts a `given` start in its place before `descend` is called. With
   * `otherwise` the solver has a budget of iterations, and where it does not suffice, or the program is beyond
   * the solver, that marginal is the start of all.
   */
  | { readonly kind: 'lp-relaxation'; readonly margin: number; readonly otherwise?: number | undefined };

export type Parametrization = 'logit' | 'projected';

/**
 * `plain`: cᵀx̂ + c₀ + μ Σ_i E[max(a_iᵀx − b_i, 0)]. `diffilo`: rows divided by their norms and averaged over
 * the violated ones, objective by ‖c‖₂ (`diffilo-loss.ts`); loss and penalty are then reported times ‖c‖₂.
 */
export const LOSS_NAMES = ['plain', 'diffilo'] as const;
export type LossName = (typeof LOSS_NAMES)[number];

export interface DescentSpec {
  readonly scheme: SchemeName;
  readonly evaluation: EvaluationName;
  /** Samples a step, K ≥ 1; not used where the evaluation is exact. */
  readonly samples: number;
  readonly parametrization: Parametrization;
  readonly optimizer: OptimizerSpec;
  readonly step: number;
  readonly stepSchedule: StepSchedule;
  readonly mu: MuSchedule;
  readonly iterations: number;
  readonly seed: number;
  readonly start: DescentStart;
  /** Stop once the gradient's norm (in x̂) is at most this; null never stops early. */
  readonly stopAtGradientNorm: number | null;
  /** A trajectory point every so many iterations (≥ 1). The first and the last are always recorded. */
  readonly recordEvery: number;
  /** A snapshot of x̂ every so many iterations; 0 keeps only the first and the last. */
  readonly snapshotEvery: number;
  /** A checkpoint every so many iterations; 0 never. */
  readonly checkpointEvery: number;
  /** Decoders run on the final x̂, in order; the best feasible becomes the run's solution. */
  readonly decoders: readonly DecoderName[];
  /** `plain` where left out. */
  readonly loss?: LossName | undefined;
  /**
   * Descents made one after the other, each of `iterations` steps from a start of its own; the end that
   * decodes best is kept (`ends.ts`). 1 where left out.
   */
  readonly restarts?: number | undefined;
  /**
   * Of several descents in a row, the last has `restartSpread` times the first μ and the temperatures of the
   * first, those between in geometric steps. 1 where left out: all the same.
   */
  readonly restartSpread?: number | undefined;
  /** Nonzeros that the decoder `local-search` may touch; its own default where left out. */
  readonly searchWork?: number | undefined;
  /** Settings of single schemes; their defaults where left out. */
  readonly tuning?: SchemeTuning | undefined;
}
