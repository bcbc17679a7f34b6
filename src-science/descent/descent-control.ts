/** What a descent reports on the way, what it goes on from, and how it talks to its surroundings. */
import type { Guide } from '../decoding/pool.ts';
import type { CompiledKernels } from '../compiled.ts';

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
  /** Objective of the best feasible vector found so far, in the user's sense; NaN before any (`findings.ts`) */
  'incumbent',
  /** Best proven bound so far: no feasible vector is better, in the user's sense; NaN before any */
  'bound',
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
  /** What was found on the way, packed (`findings.ts`); absent in checkpoints of before that was kept. */
  readonly findings?: Float64Array | undefined;
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
  /** What is known of the program beside the descent, for decoders that search: the linear relaxation's solution. */
  readonly guides?: readonly Guide[];
}
