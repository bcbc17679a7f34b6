/**
 * Gauss–Legendre quadrature on [0, 1]: nodes are the roots of the Legendre polynomial P_n, found by
 * Newton's method from Tricomi's first guess, weights 2/((1−t²)P_n′(t)²) (Abramowitz & Stegun, 25.4.29).
 * For the field's line and area integrals and for claims that need an integral by a second method.
 */

export interface QuadratureRule {
  /** Length n, in (0, 1), ascending. */
  readonly node: Float64Array;
  /** Length n, positive, sum 1. */
  readonly weight: Float64Array;
}

const RULES = new Map<number, QuadratureRule>();

/**
 * The rule of n nodes, exact for polynomials of degree 2n − 1; made once and kept.
 * @param n from 1 to 512
 * @throws RangeError for another n
 * Cost: O(n²) the first time.
 */
export function gaussLegendre(n: number): QuadratureRule {
  if (!Number.isInteger(n) || n < 1 || n > 512) throw new RangeError(`A quadrature rule has 1 to 512 nodes, not ${String(n)}`);
  const known = RULES.get(n);
  if (known !== undefined) return known;
  const node = new Float64Array(n);
  const weight = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let t = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let round = 0; round < 100; round++) {
      // P_n by its three-term recurrence, P_n′ from P_n and P_{n−1}.
      let before = 1;
      let value = t;
      for (let k = 2; k <= n; k++) [before, value] = [value, ((2 * k - 1) * t * value - (k - 1) * before) / k];
      slope = (n * (t * value - before)) / (t * t - 1);
      const step = value / slope;
      t -= step;
      if (Math.abs(step) < 1e-15) break;
    }
    node[n - 1 - i] = (1 + t) / 2;
    weight[n - 1 - i] = 1 / ((1 - t * t) * slope * slope);
  }
  const rule = { node, weight };
  RULES.set(n, rule);
  return rule;
}

/**
 * ∫_from^to f dt.
 * @param nodes of the rule
 * Cost: `nodes` evaluations.
 */
export function integrate(f: (t: number) => number, from: number, to: number, nodes: number): number {
  const { node, weight } = gaussLegendre(nodes);
  let sum = 0;
  for (let i = 0; i < node.length; i++) sum += weight[i]! * f(from + (to - from) * node[i]!);
  return sum * (to - from);
}
