/**
 * Tanh-sinh quadrature over [a, b], for integrands that may be singular at the ends. `integrand` gets
 * the point and its distances to both ends, which stay accurate where the point itself has rounded.
 */
export function integrate(
  integrand: (t: number, fromA: number, fromB: number) => number,
  a: number,
  b: number,
  step = 1 / 64,
): number {
  const half = (b - a) / 2;
  let sum = 0;
  for (let n = Math.ceil(-6.5 / step); n <= 6.5 / step; n++) {
    const u = n * step;
    const e = (Math.PI / 2) * Math.sinh(u);
    // Distance to the nearer end without cancellation.
    const near = half * (Math.exp(-Math.abs(e)) / Math.cosh(e));
    const weight = (half * (Math.PI / 2) * Math.cosh(u)) / Math.cosh(e) ** 2;
    if (!(weight > 0) || near === 0) continue;
    const fromA = e < 0 ? near : b - a - near;
    const fromB = e < 0 ? b - a - near : near;
    const value = integrand(e < 0 ? a + near : b - near, fromA, fromB);
    sum += weight * value;
  }
  return sum * step;
}
