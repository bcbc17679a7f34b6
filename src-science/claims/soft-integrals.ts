/**
 * K1, h1 and f₁ by quadrature from the definition of the soft value s, without their closed forms: what
 * the claims about f₁ and the interchange field measure with. With ε = 1 − x̂t the integrals over
 * [1 − x̂, 1] become integrals over [0, 1] of
 *   s = ε/(ε + (1−x̂)t) times x̂,   ∂s dε = ε t/(ε + (1−x̂)t)² dt,
 * which are smooth down to x̂ = 0 and, up to 0.99, analytic enough for 96 Gauss–Legendre nodes.
 */
import { integrate } from '../field/gauss-legendre.ts';

const NODES = 96;

/** The soft value at ε = 1 − x̂t, t in [0, 1]. */
function softAlong(xHat: number, t: number): number {
  const up = 1 - xHat * t;
  return up / (up + (1 - xHat) * t);
}

/** ∫_{1−x̂}^1 s dε for x̂ in [0, 0.99]. */
export function softWhenOne(xHat: number): number {
  return xHat * integrate((t) => softAlong(xHat, t), 0, 1, NODES);
}

/** ∫_{1−x̂}^1 ∂s dε for x̂ in [0, 0.99]. */
export function softSlopeWhenOne(xHat: number): number {
  return integrate(
    (t) => {
      const epsilon = 1 - xHat * t;
      const down = epsilon + (1 - xHat) * t;
      return (epsilon * t) / (down * down);
    },
    0,
    1,
    NODES,
  );
}

/** f₁ = ∫_{1−x̂}^1 s dε − x̂. */
export function softExcess(xHat: number): number {
  return softWhenOne(xHat) - xHat;
}

/** The surrogate's expectation of the row a·x ≤ b, 0 ≤ b < a, from its definition: a ∫ s dε − b x̂. */
export function surrogateByQuadrature(a: number, b: number, xHat: number): number {
  return a * softWhenOne(xHat) - b * xHat;
}

/**
 * The surrogate's expectation of the row a₁x₁ + a₂x₂ ≤ b that only x = (1, 1) violates, from its definition:
 * the integral of a₁s₁ + a₂s₂ − b over the rectangle of (ε₁, ε₂) where both are 1, marginals in [0, 0.99].
 */
export function planeSurrogateByQuadrature(a1: number, a2: number, b: number, x1: number, x2: number): number {
  return x1 * x2 * integrate((t) => integrate((u) => a1 * softAlong(x1, t) + a2 * softAlong(x2, u) - b, 0, 1, NODES), 0, 1, NODES);
}

/**
 * Where a unimodal function is least in [low, high], by golden section.
 * Cost: about 80 evaluations; the place is good to the root of the function's precision.
 */
export function leastPoint(f: (x: number) => number, low: number, high: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [a, b] = [low, high];
  let p = b - ratio * (b - a);
  let q = a + ratio * (b - a);
  let [fp, fq] = [f(p), f(q)];
  for (let round = 0; round < 80; round++) {
    if (fp <= fq) {
      [b, q, fq] = [q, p, fp];
      p = b - ratio * (b - a);
      fp = f(p);
    } else {
      [a, p, fp] = [p, q, fq];
      q = a + ratio * (b - a);
      fq = f(q);
    }
  }
  return (a + b) / 2;
}
