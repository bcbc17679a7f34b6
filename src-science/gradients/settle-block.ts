/**
 * What the two ways to settle samples have in common (`sample-block.ts`, a block for a scheme's own loops, and
 * `sample-totals.ts`, totals over many): how x is drawn, when a row of literals is violated, and the linear part.
 */
import { bernoulliBits, LANES, type RandomStream } from '../random/bit-planes.ts';
import { COVER, TIED_PACKING } from '../relaxation/row-split.ts';
import type { LinearLayout } from './sampling-layout.ts';

/**
 * Draws x of a block of 32 samples.
 * @param thresholds of `loadThresholds`, length d
 * @param block its number: samples 32·block …
 * @param valid lanes that are wanted
 * @param literalBits length 2d, overwritten: x_j at 2j, 1 − x_j at 2j + 1; the other lanes 0
 * Cost: about two generator calls a variable.
 */
export function drawLiterals(stream: RandomStream, thresholds: Float64Array, block: number, valid: number, literalBits: Int32Array): void {
  for (let j = 0; 2 * j < literalBits.length; j++) {
    const bits = bernoulliBits(stream, block, j, thresholds[j]!, valid);
    literalBits[2 * j] = bits;
    literalBits[2 * j + 1] = ~bits & valid;
  }
}

/**
 * The lanes in which a row of literals is violated. A cover is violated where all its literals are true, since they are
 * those that miss it; a packing row where one literal is false, or, where one is still within its bound, two.
 * @param kind of the row (`row-split.ts`)
 * @param all, any, two lanes in which all literals are true, and at least one or two are false
 */
export function violatedLanes(kind: number, all: number, any: number, two: number): number {
  return kind === COVER ? all : kind === TIED_PACKING ? two : any;
}

/** Writes constant + Σ coefficient · x of the samples of a block to `out` from `at`, in lanes that are no sample the constant. */
export function writeLinear(
  { constant, variables, coefficient }: LinearLayout, literalBits: Int32Array, out: Float64Array, at: number,
): void {
  out.fill(constant, at, at + LANES);
  for (let n = 0; n < variables.length; n++) {
    const c = coefficient[n]!;
    for (let bits = literalBits[2 * variables[n]!]!; bits !== 0; bits &= bits - 1) out[at + 31 - Math.clz32(bits & -bits)]! += c;
  }
}
