/**
 * The functions of one marginal in which every surrogate expectation is written (docs/science.md,
 * sections 5 and 6; S26 §2): with s(x̂, ε) = x̂ε / (x̂ε + (1−x̂)(1−ε)) and x = 1[ε > 1 − x̂],
 *   K1 = E[s·x],  K0 = E[s·(1−x)],  T = E[s],  h1 = E[∂s·x],  h0 = E[∂s·(1−x)],  T′ = h0 + h1,
 *   f₁ = K1 − x̂, the surrogate's excess over the true value in one dimension.
 * All follow from f₁ by the symmetry s(1−x̂, 1−ε) = 1 − s(x̂, ε): K0(x) = −f₁(1−x), h0(x) = h1(1−x).
 * Each function takes x̂ in [0, 1] and costs at most one logarithm or a 25-term series.
 */

/** Below this |2x−1| the closed form loses digits and the series has converged. */
const SERIES_RADIUS = 0.2;
/** Terms of the even and of the odd part of a series. */
const SERIES_TERMS = 13;
/** 1/n, n up to 30: a product is sooner done than a quotient. */
const RECIPROCAL = Float64Array.from({ length: 2 * SERIES_TERMS + 4 }, (_, n) => 1 / n);

/*
 * Every function below goes by g(u) = (ln(1−u) + u)/u² = −½ − u/3 − u²/4 − …, u = p − q with p + q = 1, and
 * f₁′ = −(g + ½ + u/2)/u = −1/6 + u/4 + u²/5 + … . Series are summed in even and odd powers apart: two chains
 * of operations instead of one of double length, and the same two sums serve p and q, for which u changes
 * its sign. The loops further down repeat the scalar functions operation for operation.
 */

/** @param q 1 − p, given apart so that a q near 0 keeps its digits; > 0 */
function logarithmicPart(p: number, q: number): number {
  const u = p - q;
  if (Math.abs(u) < SERIES_RADIUS) {
    const w = u * u;
    let even = 0;
    let odd = 0;
    for (let n = SERIES_TERMS - 1; n >= 0; n--) {
      even = even * w + RECIPROCAL[2 * n + 2]!;
      odd = odd * w + RECIPROCAL[2 * n + 3]!;
    }
    return -(even + u * odd);
  }
  const r = 1 / u;
  return (Math.log(2 * q) + u) * r * r;
}

function f1Of(p: number, q: number): number {
  if (p <= 0 || q <= 0) return 0;
  return p * q * logarithmicPart(p, q);
}

function f1PrimeOf(p: number, q: number): number {
  if (q <= 0) return Infinity;
  const u = p - q;
  if (Math.abs(u) < SERIES_RADIUS) {
    const w = u * u;
    let even = 0;
    let odd = 0;
    for (let n = SERIES_TERMS - 1; n >= 0; n--) {
      odd = odd * w + RECIPROCAL[2 * n + 4]!;
      even = even * w + RECIPROCAL[2 * n + 5]!;
    }
    return w * even - 1 / 6 + u * odd;
  }
  const r = 1 / u;
  return -((Math.log(2 * q) + u) * r * r + 0.5 + u / 2) * r;
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
  for (let l = 0; l < slope.length; l += 2) {
    const p = probability[l]!;
    const q = probability[l + 1]!;
    const u = p - q;
    if (Math.abs(u) < SERIES_RADIUS) {
      const w = u * u;
      let even = 0;
      let odd = 0;
      for (let n = SERIES_TERMS - 1; n >= 0; n--) {
        odd = odd * w + RECIPROCAL[2 * n + 4]!;
        even = even * w + RECIPROCAL[2 * n + 5]!;
      }
      const middle = w * even - 1 / 6;
      slope[l] = middle + u * odd + 0.5;
      slope[l + 1] = middle - u * odd + 0.5;
    } else {
      const r = 1 / u;
      slope[l] = -((Math.log(2 * q) + u) * r * r + 0.5 + u / 2) * r + 0.5;
      slope[l + 1] = -((Math.log(2 * p) - u) * r * r + 0.5 - u / 2) * -r + 0.5;
      // Written again rather than chosen: a choice between doubles is boxed.
      if (q <= 0) slope[l] = Infinity;
      if (p <= 0) slope[l + 1] = Infinity;
    }
  }
}

/**
 * E[s·literal] of many marginals at once, K1 and K0 by turns, and what `writeLiteralSlopes` writes, whose
 * logarithms they share; the bits of the functions above.
 * @param probability P(literal), length 2d: x̂ and 1 − x̂ by turns
 * @param surrogate, slope overwritten, length 2d
 */
export function writeLiteralSurrogates(probability: Float64Array, surrogate: Float64Array, slope: Float64Array): void {
  for (let l = 0; l < slope.length; l += 2) {
    const p = probability[l]!;
    const q = probability[l + 1]!;
    const u = p - q;
    if (Math.abs(u) < SERIES_RADIUS) {
      const w = u * u;
      let even = 0;
      let odd = 0;
      let slopeEven = 0;
      let slopeOdd = 0;
      for (let n = SERIES_TERMS - 1; n >= 0; n--) {
        even = even * w + RECIPROCAL[2 * n + 2]!;
        odd = odd * w + RECIPROCAL[2 * n + 3]!;
        slopeOdd = slopeOdd * w + RECIPROCAL[2 * n + 4]!;
        slopeEven = slopeEven * w + RECIPROCAL[2 * n + 5]!;
      }
      surrogate[l] = p * q * -(even + u * odd) + p;
      surrogate[l + 1] = -(p * q * -(even - u * odd));
      const middle = w * slopeEven - 1 / 6;
      slope[l] = middle + u * slopeOdd + 0.5;
      slope[l + 1] = middle - u * slopeOdd + 0.5;
    } else {
      const r = 1 / u;
      const up = (Math.log(2 * q) + u) * r * r;
      const down = (Math.log(2 * p) - u) * r * r;
      surrogate[l] = p * q * up + p;
      surrogate[l + 1] = -(p * q * down);
      slope[l] = -(up + 0.5 + u / 2) * r + 0.5;
      slope[l + 1] = -(down + 0.5 - u / 2) * -r + 0.5;
      if (q <= 0) slope[l] = Infinity;
      if (p <= 0) slope[l + 1] = Infinity;
    }
    if (p <= 0 || q <= 0) {
      surrogate[l] = p;
      surrogate[l + 1] = 0;
    }
  }
}
