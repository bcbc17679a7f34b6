/**
 * The soft value of the reparameterization and its derivative (science notes, section 3):
 * s = x̂ε/D, ∂s/∂x̂ = ε(1−ε)/D², D = x̂ε + (1−x̂)(1−ε). No logarithm; at x̂ = 0 or 1 both are the limits.
 */
import { LANES, uniformWords, type RandomStream } from '../random/bit-planes.ts';

const TWO_MINUS_32 = 2 ** -32;

/** The uniform number of a 32-bit word, in (0, 1). */
export function uniformOfWord(word: number): number {
  return ((word >>> 0) + 0.5) * TWO_MINUS_32;
}

export function softSlope(xHat: number, epsilon: number): number {
  const down = xHat * epsilon + (1 - xHat) * (1 - epsilon);
  return (epsilon * (1 - epsilon)) / (down * down);
}

/**
 * s and ∂s of the 32 samples of a block and one variable.
 * @param words scratch, length 32
 * @param value, slope written at [offset, offset + 32)
 */
export function softLanes(
  stream: RandomStream,
  block: number,
  variable: number,
  xHat: number,
  words: Int32Array,
  value: Float64Array,
  slope: Float64Array,
  offset: number,
): void {
  uniformWords(stream, block, variable, words);
  for (let l = 0; l < LANES; l++) {
    const epsilon = uniformOfWord(words[l]!);
    const rest = 1 - epsilon;
    const up = xHat * epsilon;
    const inverse = 1 / (up + (1 - xHat) * rest);
    value[offset + l] = up * inverse;
    slope[offset + l] = epsilon * rest * inverse * inverse;
  }
}
