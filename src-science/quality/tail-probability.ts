/**
 * Tail probabilities of the tests of gradient quality and of comparisons: Fisher's F and Student's t by the regularized
 * incomplete beta function (Abramowitz & Stegun 26.5 and 26.6), χ² by the incomplete gamma function, and the normal
 * quantile of a tail (bisection on erfc's continued fraction). About 1e-12 relative; degrees of freedom need not be whole.
 */
import { incompleteBeta, logGamma } from './incomplete-beta.ts';

/** Tails below this are given as this quantile: a double holds no smaller probability. */
const LARGEST_QUANTILE = 38;

/** P(F > f) of Fisher's F with `above` and `below` degrees of freedom. */
export function fisherTail(f: number, above: number, below: number): number {
  return f <= 0 ? 1 : incompleteBeta(below / (below + above * f), below / 2, above / 2);
}

/** P(|T| > |t|) of Student's t. */
export function studentTail(t: number, freedom: number): number {
  return incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5);
}

/**
 * P(X > x) of χ² with `freedom` degrees: the series of the incomplete gamma function below its mean, its continued fraction
 * (A&S 6.5.29, 6.5.31) above.
 */
export function chiSquareTail(x: number, freedom: number): number {
  if (!(x > 0)) return 1;
  if (x === Infinity) return 0;
  const a = freedom / 2;
  const y = x / 2;
  const front = Math.exp(a * Math.log(y) - y - logGamma(a));
  if (y < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let k = 1; term > 1e-17 * sum; k++) {
      term *= y / (a + k);
      sum += term;
    }
    return Math.max(0, 1 - front * sum);
  }
  let b = y + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let k = 1; k <= 10_000; k++) {
    const factor = -k * (k - a);
    b += 2;
    d = 1 / (factor * d + b);
    c = b + factor / c;
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return front * fraction;
}

/**
 * P(Z > z) of a standard normal Z: by the series for small |z|, by the continued fraction of Mills' ratio beyond (A&S
 * 26.2.10, 26.2.14).
 */
export function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z);
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z < 3) {
    let term = z;
    let sum = z;
    for (let k = 1; Math.abs(term) > 1e-17 * sum; k++) {
      term *= (z * z) / (2 * k + 1);
      sum += term;
    }
    return 0.5 - density * sum;
  }
  let ratio = z;
  for (let k = 200; k >= 1; k--) ratio = z + k / ratio;
  return density / ratio;
}

/**
 * The z with P(Z > z) = p, at most 38.
 * @param p in [0, 1]
 */
export function normalQuantileOfTail(p: number): number {
  if (p > 0.5) return -normalQuantileOfTail(1 - p);
  if (p <= normalTail(LARGEST_QUANTILE)) return LARGEST_QUANTILE;
  let low = 0;
  let high = LARGEST_QUANTILE;
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2;
    if (normalTail(middle) > p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
