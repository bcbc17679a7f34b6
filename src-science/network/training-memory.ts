/**
 * What the threads of a training share: the parameters of the round that is going, which round that is, and a place for the
 * gradient of each program of a batch. Whoever leads writes the parameters and then the round; a round is never taken back.
 */
import type { NetworkLayout } from './network-shape.ts';

export interface TrainingMemory {
  /** Rounds that may be worked on: those below. One word. */
  readonly open: Int32Array;
  /** μ, and the epoch that units are counted from. */
  readonly numbers: Float64Array;
  readonly parameters: Float32Array;
  /** By place in the batch. */
  readonly gradients: readonly Float32Array[];
}

const HEADER = 32;

export function trainingMemoryBytes({ count }: Pick<NetworkLayout, 'count'>, batch: number): number {
  return HEADER + 4 * count * (1 + batch);
}

/** @param from where it begins in `memory`, a multiple of 8 */
export function trainingMemory(
  memory: ArrayBufferLike, from: number, { count }: Pick<NetworkLayout, 'count'>, batch: number,
): TrainingMemory {
  const vector = (k: number): Float32Array => new Float32Array(memory, from + HEADER + 4 * count * k, count);
  return {
    open: new Int32Array(memory, from, 1),
    numbers: new Float64Array(memory, from + 8, 2),
    parameters: vector(0),
    gradients: Array.from({ length: batch }, (_, k) => vector(k + 1)),
  };
}
