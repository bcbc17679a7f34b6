/**
 * The functions of one marginal in which every surrogate expectation is written (science notes,
 * sections 5 and 6; S26 §2.1): with s(x̂, ε) = x̂ε / (x̂ε + (1−x̂)(1−ε)) and x = 1[ε > 1 − x̂],
 *   K1 = E[s·x],  K0 = E[s·(1−x)],  T = E[s],  h1 = E[∂s·x],  h0 = E[∂s·(1−x)],  T′ = h0 + h1,
 *   f₁ = K1 − x̂, the surrogate's excess over the true value in one dimension.
 * All follow from f₁ by the symmetry s(1−x̂, 1−ε) = 1 − s(x̂, ε): K0(x) = −f₁(1−x), h0(x) = h1(1−x).
 * Each function takes x̂ in [0, 1] and costs at most one logarithm or a 25-term series.
 */

/** Below this |2x−1| the closed form loses digits and the series has converged. */
const SERIES_RADIUS = 0.2;
const SERIES_TERMS = 25;
/** 1/n, n up to 27: a product is sooner done than a quotient. */
const RECIPROCAL = Float64Array.from({ length: SERIES_TERMS + 3 }, (_, n) => 1 / n);

/**
 * g(u) = (ln(1−u) + u)/u² with u = p − q, p + q = 1, that is −½ − u/3 − u²/4 − …
 * @param q 1 − p, given apart so that a q near 0 keeps its digits; > 0
 */
function logarithmicPart(p: number, q: number): number {
  const u = p - q;
  if (Math.abs(u) < SERIES_RADIUS) {
    let sum = 0;
    for (let n = SERIES_TERMS - 1; n >= 0; n--) sum = sum * u - RECIPROCAL[n + 2]!;
    return sum;
  }
  return (Math.log(2 * q) + u) / (u * u);
}

function f1Of(p: number, q: number): number {
  if (p <= 0 || q <= 0) return 0;
  return p * q * logarithmicPart(p, q);
}

function f1PrimeOf(p: number, q: number): number {
  if (q <= 0) return Infinity;
  const u = p - q;
  if (Math.abs(u) < SERIES_RADIUS) {
    // −(g + ½ + u/2)/u without the terms that cancel: −1/6 + u/4 + u²/5 + …
    let sum = 0;
    for (let n = SERIES_TERMS - 1; n >= 1; n--) sum = sum * u + RECIPROCAL[n + 3]!;
    return sum * u - 1 / 6;
  }
  return -(logarithmicPart(p, q) + 0.5 + u / 2) / u;
}

/** f₁(x) = x(1−x)/(2x−1)² · [ln(2−2x) + 2x − 1]; f₁(½) = −1/8, f₁(0) = f₁(1) = 0. */
export function f1(x: number): number {
  return f1Of(x, 1 - x);
}

/** f₁′; f₁′(0) = ln 2 − 1, f₁′(½) = −1/6, and +∞ at 1, where it diverges like −ln(1−x). */
export function f1Prime(x: number): number {
  return f1PrimeOf(x, 1 - x);
}

/** K1(x) = ∫_{1−x}^{1} s dε = f₁(x) + x. */
export function surrogateWhenOne(x: number): number {
  return f1Of(x, 1 - x) + x;
}

/** K0(x) = ∫_0^{1−x} s dε = −f₁(1−x). */
export function surrogateWhenZero(x: number): number {
  return -f1Of(1 - x, x);
}

/** T(x) = ∫_0^1 s dε = K0 + K1; T(½) = ½. */
export function surrogateMean(x: number): number {
  return surrogateWhenOne(x) + surrogateWhenZero(x);
}

/** h1(x) = ∫_{1−x}^{1} ∂s/∂x̂ dε = f₁′(x) + ½; at least ln 2 − ½, +∞ at x = 1. */
export function slopeWhenOne(x: number): number {
  return f1PrimeOf(x, 1 - x) + 0.5;
}

/** h0(x) = ∫_0^{1−x} ∂s/∂x̂ dε = h1(1−x); +∞ at x = 0. */
export function slopeWhenZero(x: number): number {
  return f1PrimeOf(1 - x, x) + 0.5;
}

/**
 * h1(x) at one[j] and h0(x) at zero[j], the same bits as the functions above. Hot: where every variable's
 * are needed at each step, numbers that a function returns are put on the heap, 32 bytes a variable.
 * @param x in (0, 1)
 */
export function writeSlopes(x: number, j: number, one: Float64Array, zero: Float64Array): void {
  const rest = 1 - x;
  const u = x - rest;
  if (Math.abs(u) < SERIES_RADIUS) {
    let up = 0;
    let down = 0;
    for (let n = SERIES_TERMS - 1; n >= 1; n--) {
      up = up * u + RECIPROCAL[n + 3]!;
      down = down * -u + RECIPROCAL[n + 3]!;
    }
    one[j] = up * u - 1 / 6 + 0.5;
    zero[j] = down * -u - 1 / 6 + 0.5;
  } else {
    one[j] = -((Math.log(2 * rest) + u) / (u * u) + 0.5 + u / 2) / u + 0.5;
    zero[j] = -((Math.log(2 * x) - u) / (u * u) + 0.5 - u / 2) / -u + 0.5;
  }
}

/** T′(x) = h0 + h1. */
export function surrogateMeanSlope(x: number): number {
  return slopeWhenOne(x) + slopeWhenZero(x);
}

/**
 * h1 and h0 of many marginals at once, the bits of `slopeWhenOne` and `slopeWhenZero`: one loop, because
 * what a call takes and returns is boxed.
 * @param probability P(literal), length 2d: x̂ and 1 − x̂ by turns
 * @param slope overwritten, length 2d: h1 and h0 by turns
 */
export function writeLiteralSlopes(probability: Float64Array, slope: Float64Array): void {
  for (let l = 0; l < slope.length; l++) {
    const p = probability[l]!;
    const q = probability[l ^ 1]!;
    const u = p - q;
    if (q <= 0) {
      slope[l] = Infinity;
    } else if (Math.abs(u) < SERIES_RADIUS) {
      let sum = 0;
      for (let n = SERIES_TERMS - 1; n >= 1; n--) sum = sum * u + RECIPROCAL[n + 3]!;
      slope[l] = sum * u - 1 / 6 + 0.5;
    } else {
      slope[l] = -((Math.log(2 * q) + u) / (u * u) + 0.5 + u / 2) / u + 0.5;
    }
  }
}

/**
 * E[s·literal] and h1, h0 of many marginals at once: K1 and K0 by turns, and `writeLiteralSlopes`, with one
 * logarithm for both; the bits of the functions above.
 * @param probability P(literal), length 2d: x̂ and 1 − x̂ by turns
 * @param surrogate, slope overwritten, length 2d
 */
export function writeLiteralSurrogates(probability: Float64Array, surrogate: Float64Array, slope: Float64Array): void {
  for (let l = 0; l < slope.length; l++) {
    const p = probability[l]!;
    const q = probability[l ^ 1]!;
    const u = p - q;
    let part = 0;
    if (q <= 0) {
      slope[l] = Infinity;
    } else if (Math.abs(u) < SERIES_RADIUS) {
      let sum = 0;
      for (let n = SERIES_TERMS - 1; n >= 1; n--) sum = sum * u + RECIPROCAL[n + 3]!;
      slope[l] = sum * u - 1 / 6 + 0.5;
      for (let n = SERIES_TERMS - 1; n >= 0; n--) part = part * u - RECIPROCAL[n + 2]!;
    } else {
      part = (Math.log(2 * q) + u) / (u * u);
      slope[l] = -(part + 0.5 + u / 2) / u + 0.5;
    }
    const excess = p <= 0 || q <= 0 ? 0 : p * q * part;
    surrogate[l] = (l & 1) === 0 ? excess + p : -excess;
  }
}
