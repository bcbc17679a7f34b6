/**
 * Claims about f₁ and the surrogate of one row (S26 §2 and Figure 1; docs/science.md, section 6): its
 * closed form, that it is strictly convex, where it is least, and when the surrogate's own minimizer lies
 * inside and beyond ½. Measured by quadrature from the definition of the soft value.
 */
import { f1, f1Prime } from '../relaxation/one-variable.ts';
import { surrogateMinimizer, f1Minimum } from '../field/one-dimension.ts';
import { integerParameter, realParameter } from '../program/generators/family.ts';
import type { ClaimTemplate } from './claim.ts';
import { beyond, sameNumber, shownNumber, type Evidence } from './evidence.ts';
import { leastPoint, softExcess, surrogateByQuadrature } from './soft-integrals.ts';

/** Marginals away from 1, where the integrand's pole spoils quadrature, and on both sides of ½ and of the series' edge. */
const POINTS = [0, 1e-9, 0.001, 0.05, 0.1, 0.2, 0.3, 0.399, 0.401, 0.49, 0.5, 0.51, 0.599, 0.601, 0.7, 0.8, 0.9, 0.95, 0.98] as const;

interface F1Formulas {
  readonly f1: (x: number) => number;
}

export const f1ClosedForm: ClaimTemplate<F1Formulas> = {
  id: 's26-f1-closed-form',
  title: 'The surrogate’s excess f₁ has a closed form',
  source: 'S26, section 2',
  formula: String.raw`\int_{1-x}^1 s\,d\varepsilon-x=f_1(x)=\frac{x(1-x)}{(2x-1)^2}\bigl[\ln(2-2x)+2x-1\bigr]`,
  parameters: [],
  formulas: { f1 },
  settle({ f1: closed }) {
    return {
      rows: [
        ...POINTS.map((x) => sameNumber('claim', `f₁ at ${String(x)}`, softExcess(x), closed(x), 1e-13)),
        sameNumber('claim', 'f₁ at 1', 0, closed(1), 0),
      ],
      explanation: 'The integral of the soft value over [1 − x̂, 1] by Gauss–Legendre quadrature with 96 nodes, against the closed form at twenty points, ½ among them, where the formula is 0/0 and its series is used.',
    };
  },
};

interface ConvexityFormulas {
  readonly curve: (x: number) => number;
}

export const f1Convexity: ClaimTemplate<ConvexityFormulas> = {
  id: 's26-f1-convexity',
  title: 'f₁ is strictly convex',
  source: 'S26, section 2',
  formula: String.raw`f_1''(x)=2\sum_{n\ge2}\tfrac{n-1}{n+2}(2x-1)^{n-2}>0`,
  parameters: [integerParameter('points', 'Points', 'Number of intervals of the grid on [0, 0.99].', 198, 10, 2000)],
  formulas: { curve: softExcess },
  settle({ curve }, parameter) {
    const points = parameter('points');
    const h = 0.99 / points;
    const values = Float64Array.from({ length: points + 1 }, (_, i) => curve(i * h));
    let least = Number.POSITIVE_INFINITY;
    for (let i = 1; i < points; i++) least = Math.min(least, (values[i - 1]! - 2 * values[i]! + values[i + 1]!) / (h * h));
    return {
      rows: [
        // A second difference carries four roundings of values below 0.15.
        beyond('claim', 'least second difference over h² on [0, 0.99]', least, 'above', 0, (8 * 2 ** -53) / (h * h)),
        shownNumber('f₁″(0) = 2(3 ln 2 − 2), its least value', least, 2 * (3 * Math.LN2 - 2)),
      ],
      explanation: 'Second differences of the quadrature of f₁ over an even grid: each is positive by more than its rounding.',
    };
  },
};

interface MinimumFormulas {
  readonly minimum: { readonly xHat: number; readonly value: number };
  readonly slopeAtZero: number;
  readonly slopeAtHalf: number;
  readonly valueAtHalf: number;
}

export const f1MinimumClaim: ClaimTemplate<MinimumFormulas> = {
  id: 's26-f1-minimum',
  title: 'f₁ is least at 0.7158859, and falls at both 0 and ½',
  source: 'S26, section 2',
  formula:
    String.raw`\min f_1=-0.1456064\text{ at }0.7158859,\quad f_1(\tfrac12)=-\tfrac18,\quad f_1'(0)=\ln2-1,\quad f_1'(\tfrac12)=-\tfrac16`,
  parameters: [],
  formulas: { minimum: { xHat: 0.7158859, value: -0.1456064 }, slopeAtZero: Math.LN2 - 1, slopeAtHalf: -1 / 6, valueAtHalf: -1 / 8 },
  settle({ minimum, slopeAtZero, slopeAtHalf, valueAtHalf }) {
    // Places come from slopes, which are well conditioned; f₁ itself is flat to rounding over 10⁻⁸.
    const place = leastPoint(softExcess, 0.01, 0.99);
    const exact = f1Minimum();
    const slope = (x: number, h: number): number => {
      const central = (step: number): number => (softExcess(x + step) - softExcess(x - step)) / (2 * step);
      return (4 * central(h / 2) - central(h)) / 3;
    };
    const h = 1e-4;
    const forward = (4 * softExcess(h) - softExcess(2 * h) - 3 * softExcess(0)) / (2 * h);
    return {
      rows: [
        sameNumber('claim', 'least value of f₁', softExcess(place), minimum.value, 5e-8),
        sameNumber('claim', 'where f₁ is least', place, minimum.xHat, 1e-7 + 3e-8),
        sameNumber('claim', 'f₁(½)', softExcess(0.5), valueAtHalf, 1e-13),
        sameNumber('claim', 'f₁′(0)', forward, slopeAtZero, 1e-7),
        sameNumber('claim', 'f₁′(½)', slope(0.5, 0.002), slopeAtHalf, 1e-10),
        shownNumber('root of the closed f₁′', exact.xHat, minimum.xHat),
        shownNumber('closed f₁′ there', f1Prime(exact.xHat), 0),
      ],
      explanation:
        'Golden-section search on the quadrature of f₁, and its slopes by extrapolated differences; the formula states seven digits.',
    };
  },
};

/** The surrogate's minimizer by golden section on its quadrature, on [0, 0.99]. */
function measuredMinimizer(a: number, b: number): number {
  return leastPoint((x) => surrogateByQuadrature(a, b, x), 0, 0.99);
}

/** The least b, to 10⁻⁶, at which a property of the minimizer that grows with b holds. */
function thresholdOf(a: number, property: (xHat: number) => boolean): number {
  let [low, high] = [0, 0.999 * a];
  while (high - low > 1e-7 * a) {
    const middle = (low + high) / 2;
    if (property(measuredMinimizer(a, middle))) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}

const A = realParameter('a', 'a', 'Coefficient of the row.', 1, 1e-3, 1e3);

interface InteriorFormulas {
  /** b/a above which the surrogate's minimizer is interior. */
  readonly threshold: number;
  /** The minimizer at b = 0.95a. */
  readonly example: number;
}

export const minimizerInterior: ClaimTemplate<InteriorFormulas> = {
  id: 's26-minimizer-interior',
  title: 'The surrogate’s minimizer is interior exactly when b > a ln 2, though the actual loss is least at 0',
  source: 'S26, section 2 and Figure 1',
  formula: String.raw`\operatorname*{argmin}_{\hat x}\mathbb E[\varphi]>0\iff b>a\ln2`,
  parameters: [A],
  formulas: { threshold: Math.LN2, example: 0.66924 },
  settle({ threshold, example }, parameter) {
    const a = parameter('a');
    // The minimizer leaves 0 with a finite slope in b, so a place of 10⁻⁴ dates the threshold to 10⁻⁵.
    const found = thresholdOf(a, (x) => x > 1e-4);
    return {
      rows: [
        sameNumber('claim', 'b/a from which on the measured minimizer is inside', found / a, threshold, 1e-4),
        sameNumber('claim', 'minimizer at b = 0.95a', measuredMinimizer(a, 0.95 * a), example, 5e-6 + 3e-8),
        beyond('claim', 'minimizer at b = 0.65a', measuredMinimizer(a, 0.65 * a), 'below', 1e-6),
        shownNumber('root of the closed slope at b = 0.95a', surrogateMinimizer({ a, b: 0.95 * a }) ?? Number.NaN, example),
      ],
      explanation: 'Golden-section search for the minimizer of E[φ] by quadrature, and bisection on b for where it leaves 0.',
    };
  },
};

interface BeyondFormulas {
  /** The ratio that the source says must be small. */
  readonly printedRatio: (a: number, b: number) => number;
  /** The right condition: the ratio that must be small, and how small exactly. */
  readonly rightRatio: (a: number, b: number) => number;
  readonly rightLimit: number;
}

export const minimizerBeyondHalf: ClaimTemplate<BeyondFormulas> = {
  id: 's26-minimizer-beyond-half',
  title: 'When the surrogate’s minimizer exceeds ½',
  source: 'S26, section 2 and Figure 1',
  formula: String.raw`\operatorname*{argmin}_{\hat x}\mathbb E[\varphi]>\tfrac12\quad\text{when}\quad\frac{b}{a-b}\text{ is small}`,
  parameters: [A],
  formulas: { printedRatio: (a, b) => b / (a - b), rightRatio: (a, b) => (a - b) / b, rightLimit: 1 / 5 },
  settle({ printedRatio, rightRatio, rightLimit }, parameter) {
    const a = parameter('a');
    const shares = [0.05, 0.2, 0.4, 0.6, 0.7, 0.75, 0.8, 0.82, 0.83, 0.84, 0.85, 0.9, 0.95, 0.98];
    const measured = shares.map((share) => ({ b: share * a, xHat: measuredMinimizer(a, share * a) }));
    // Whatever “small” means, the smaller the ratio, the sooner it is: order the rows by it.
    const inversions = (ratio: (a: number, b: number) => number): number => {
      const byRatio = measured.toSorted((p, q) => ratio(a, p.b) - ratio(a, q.b));
      const beyondHalf = byRatio.filter(({ xHat }) => xHat > 0.5).length;
      return byRatio.slice(0, beyondHalf).filter(({ xHat }) => xHat <= 0.5).length;
    };
    const threshold = thresholdOf(a, (x) => x > 0.5);
    const rows: Evidence[] = [
      sameNumber('claim', 'rows among those of smallest b/(a−b) whose minimizer is not beyond ½', inversions(printedRatio), 0, 0),
      sameNumber('right', 'the same for smallest (a−b)/b', inversions(rightRatio), 0, 0),
      sameNumber('right', '(a−b)/b below which the minimizer is beyond ½', rightRatio(a, threshold), rightLimit, 1e-5),
      shownNumber('b/a from which on it is: 5/6', threshold / a, 5 / 6),
    ];
    return {
      rows,
      explanation: 'Minimizers of E[φ] by quadrature for fourteen right-hand sides, ordered by the ratio in question; and bisection on b for where the minimizer crosses ½.',
      rightFormula: String.raw`\operatorname*{argmin}_{\hat x}\mathbb E[\varphi]>\tfrac12\iff\frac{a-b}{b}<\tfrac15\iff b>\tfrac56a`,
    };
  },
};

