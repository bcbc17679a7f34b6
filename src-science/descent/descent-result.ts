/** What a descent returns. */
import type { DecodedSolution } from '../decoding/decoded-solution.ts';
import type { ResolvedEvaluation } from '../gradients/scheme.ts';
import type { DescentCheckpoint } from './descent-control.ts';
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
  readonly decoded: readonly DecodedSolution[];
  /** Whether it came to rest where it ended. */
  readonly settling: Settling;
  /** One or two sentences: whether it came to rest, and where no decoded vector is feasible. */
  readonly endingText: string;
  readonly checkpoint: DescentCheckpoint;
}
