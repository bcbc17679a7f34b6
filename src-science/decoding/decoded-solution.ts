/** A 0/1 vector that a decoder found, with what is known of it. */
import type { DecoderName } from './decoders.ts';

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
  /** Nonzeros it took, counted; also where a decoder before it had done a part of them. */
  readonly work: number;
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
