/**
 * f₁″, the only second derivative that a Jacobian of the interchange field needs: with u = 2x − 1 and
 * g(u) = (ln(1−u) + u)/u², differentiating f₁′ = −(g + ½ + u/2)/u (relaxation/one-variable.ts) gives
 *   f₁″ = (2/u²) · [3g + ½ + 1/(1−u)] = 2 Σ_{n≥2} (n−1)/(n+2) · u^{n−2},
 * positive on [0, 1): f₁ is strictly convex (S26 §2; docs/science.md, section 6).
 */

/** Where the closed form loses digits; the series has converged to 1e−16 in 25 terms. */
const SERIES_RADIUS = 0.2;
const SERIES_TERMS = 25;

/** f₁″(x) for x in [0, 1]; ½ at ½, 2(3 ln 2 − 2) at 0, +∞ at 1. */
export function f1Second(x: number): number {
  if (x >= 1) return Infinity;
  const u = 2 * x - 1;
  if (Math.abs(u) < SERIES_RADIUS) {
    let sum = 0;
    for (let n = SERIES_TERMS + 1; n >= 2; n--) sum = sum * u + (n - 1) / (n + 2);
    return 2 * sum;
  }
  const rest = 2 * (1 - x);
  const g = (Math.log(rest) + u) / (u * u);
  return (2 / (u * u)) * (3 * g + 0.5 + 1 / rest);
}
