/**
 * The soft value of the reparameterization and its derivative (docs/science.md, section 3):
 * s = x̂ε/D, ∂s/∂x̂ = ε(1−ε)/D², D = x̂ε + (1−x̂)(1−ε). No logarithm; at x̂ = 0 or 1 both are the limits.
 */
const TWO_MINUS_32 = 2 ** -32;

/** The uniform number of a 32-bit word, in (0, 1). */
export function uniformOfWord(word: number): number {
  return ((word >>> 0) + 0.5) * TWO_MINUS_32;
}

export function softSlope(xHat: number, epsilon: number): number {
  const down = xHat * epsilon + (1 - xHat) * (1 - epsilon);
  return (epsilon * (1 - epsilon)) / (down * down);
}
