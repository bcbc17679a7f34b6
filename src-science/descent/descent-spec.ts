/**
 * What a descent of the penalty relaxation is asked to do, what it reports on the way and what it
 * returns. Pure data: a spec, a seed and a version give the same bits on any machine with any number
 * of workers. The loop itself is `descend.ts`; loss and penalty are those of the normal form
 * (minimization), `L(x̂) = cᵀx̂ + c₀ + μ Σ_i E[max(a_iᵀx − b_i, 0)]` (GWL25 problem 3).
 */
import type { CompiledKernels } from '../compiled.ts';
import type { DecoderName } from '../decoding/decoder.ts';
import type { EvaluationName, ResolvedEvaluation, SchemeName } from '../gradients/scheme.ts';
import type { SchemeTuning } from '../gradients/scheme-tuning.ts';
import type { Settling } from './settling.ts';

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
  | { readonly kind: 'adaptive'; readonly start: number; readonly min: number; readonly max: number; readonly step: number };

export type DescentStart =
  | { readonly kind: 'uniform'; readonly value: number }
  /** each free marginal uniform in [center − spread, center + spread] ∩ (0, 1), from the seed */
  | { readonly kind: 'random'; readonly center: number; readonly spread: number }
  | { readonly kind: 'given'; readonly xHat: readonly number[] }
  /**
   * The solution of the linear relaxation, drawn in to [margin, 1 − margin]: a marginal of 0 or 1 could not
   * move. Whoever has a linear solver puts a `given` start in its place before `descend` is called.
   */
  | { readonly kind: 'lp-relaxation'; readonly margin: number };

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

/** Columns of a trajectory, in the order they are stored. One value a recorded point each. */
export const TRAJECTORY_COLUMNS = [
  'iteration',
  'seconds',
  /** cumulative samples drawn */
  'samples',
  'mu',
  'loss',
  'objective',
  /** Σ_i E[max(a_iᵀx − b_i, 0)], without μ */
  'penalty',
  /** Euclidean norm over free coordinates of the gradient of L in x̂ */
  'gradientNorm',
  /** share of the step's samples that are feasible; where evaluation is exact, a lower bound on P(feasible) is not claimed: NaN */
  'feasibleShare',
] as const;
export type TrajectoryColumn = (typeof TRAJECTORY_COLUMNS)[number];

/** A run of consecutive recorded points, column by column, all of one length. */
export interface TrajectoryChunk {
  readonly length: number;
  readonly columns: Readonly<Record<TrajectoryColumn, Float64Array>>;
}

export interface Snapshot {
  readonly iteration: number;
  /** Length d. */
  readonly xHat: Float64Array;
}

/** Everything the loop needs to go on as if it had never stopped. */
export interface DescentCheckpoint {
  readonly version: 1;
  /** Iterations already done. */
  readonly iteration: number;
  readonly seconds: number;
  readonly samples: number;
  readonly mu: number;
  /** The optimized parameters: logits or marginals, length d. */
  readonly parameters: Float64Array;
  /** Optimizer state vectors, each of length d (`momentCount`); after a restart, also the best end so far (`vectorsOfEnd`). */
  readonly moments: readonly Float64Array[];
}

/** How the loop talks to its surroundings; all optional members may be left out. */
export interface DescentControl {
  readonly onTrajectory?: (chunk: TrajectoryChunk) => void;
  readonly onSnapshot?: (snapshot: Snapshot) => void;
  readonly onCheckpoint?: (checkpoint: DescentCheckpoint) => void;
  /** Fraction done in [0, 1]; called at most about once every 50 ms of `now`. */
  readonly onProgress?: (fraction: number, iteration: number) => void;
  /** Asked every iteration; true makes the loop stop and return its partial result. */
  readonly cancelled?: () => boolean;
  /** Seconds on a monotonic clock; only reported, never part of a decision about numbers. */
  readonly now: () => number;
  readonly resumeFrom?: DescentCheckpoint;
  /** Stand-ins for the hot loops; the same bits without. */
  readonly compiled?: CompiledKernels;
}

export interface DecodedSolution {
  readonly decoder: DecoderName;
  /** Length d, 0/1. */
  readonly x: Uint8Array;
  /** In the user's sense, recomputed from x. */
  readonly objective: number;
  /** viol(x) = Σ_i max(a_iᵀx − b_i, 0) over normal rows. */
  readonly violation: number;
  readonly feasible: boolean;
  readonly seconds: number;
  /** Of conditional expectation: what was kept, and what it rests on. */
  readonly rounding?: RoundingNote | undefined;
}

export interface RoundingNote {
  /** Rounding each marginal by itself is kept where its loss is lower. */
  readonly kept: 'conditional-expectation' | 'threshold';
  /** Weight of the penalty that both were judged by. */
  readonly mu: number;
  /** L(x) of the kept vector, computed from it; normal form. */
  readonly loss: number;
  /** The user's rows, from 0, whose expectations were approximate on the way; empty where all were exact and L never rose. */
  readonly approximateRows: readonly number[];
  /** Largest possible error of the penalty at any step. */
  readonly errorBound: number;
}

export interface DescentResult {
  readonly stopped: 'iterations' | 'gradient-norm' | 'cancelled';
  readonly evaluation: ResolvedEvaluation;
  /** One sentence: why this evaluation. */
  readonly evaluationReason: string;
  readonly iterations: number;
  readonly seconds: number;
  readonly samples: number;
  /** In the normal form's (minimizing) sense; `uncertainty` is the standard error of loss and penalty, 0 where exact. */
  readonly final: {
    readonly loss: number;
    readonly objective: number;
    readonly penalty: number;
    readonly mu: number;
    readonly gradientNorm: number;
    readonly lossStandardError: number;
    readonly penaltyStandardError: number;
    /** Whether loss and penalty are exact, also where steps were sampled. */
    readonly exact: boolean;
  };
  /** Length d. */
  readonly xHat: Float64Array;
  readonly decoded: readonly DecodedSolution[];
  /** Whether it came to rest where it ended. */
  readonly settling: Settling;
  /** One or two sentences: whether it came to rest, and where no decoded vector is feasible. */
  readonly endingText: string;
  readonly checkpoint: DescentCheckpoint;
}
