/** What a descent returns. */
import type { DecodedSolution } from '../decoding/decoded-solution.ts';
import type { ResolvedEvaluation } from '../gradients/scheme.ts';
import type { DescentCheckpoint } from './descent-control.ts';
import type { Incumbent } from './findings.ts';
import type { Settling } from './settling.ts';

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
  /** Multipliers of the normal rows, length m, each ≥ 0; null where one μ weighs all rows. */
  readonly multipliers: Float64Array | null;
  readonly decoded: readonly DecodedSolution[];
  /** Whether it came to rest where it ended. */
  readonly settling: Settling;
  /** One or two sentences: whether it came to rest, and where no decoded vector is feasible. */
  readonly endingText: string;
  /** Best feasible vector that x̂ decoded to on the way; null for none. */
  readonly incumbent: Incumbent | null;
  /** Proven: no feasible vector has a better objective. In the user's sense; null where nothing was proven. */
  readonly bound: number | null;
  /** |objective − bound| / max(1, |objective|) of the best feasible vector found; null without one or without a bound. */
  readonly provenGap: number | null;
  /** Free variables that the bound had fixed for the last search, of so many; null where none was asked for, or nothing feasible known. */
  readonly fixing: { readonly count: number; readonly free: number } | null;
  /** Nonzeros touched on the way by decoding and by bounding. */
  readonly findingWork: { readonly decoding: number; readonly bounding: number };
  /** Nonzeros of all of it, as they are counted: steps, what was found on the way, decoders. */
  readonly work: number;
  /**
   * Of the final x̂: P(every row kept) is at least this (Harris' inequality); null where rows are not monotone or their
   * probabilities sampled.
   */
  readonly feasibleAtLeast: number | null;
  readonly checkpoint: DescentCheckpoint;
}
