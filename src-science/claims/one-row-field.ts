/**
 * Claims about the interchange field of one row (S26 §2.1 and §2.2, Figure 2; docs/science.md, sections 6 and
 * 9): its formula and potential, both printed wrong by the constant that sits behind the indicator, its
 * lower bound, printed without its −½, what one sample's surrogate converges to, and the cases in which
 * interchange is exact.
 */
import { integrate } from '../field/gauss-legendre.ts';
import {
  interchangeField, interchangePotential, printedField, printedPotential, surrogateSlope, type OneRow,
} from '../field/one-dimension.ts';
import type { ClaimTemplate } from './claim.ts';
import { oneRowForm } from './claim-programs.ts';
import { marginalParameter, ONE_ROW, oneRowOf, samplesParameter, SEED } from './common-parameters.ts';
import { beyond, sameMean, sameNumber, type Evidence } from './evidence.ts';
import { schemeMean } from './scheme-means.ts';
import { softSlopeWhenOne } from './soft-integrals.ts';

interface FieldFormulas {
  readonly printed: (row: OneRow, xHat: number) => number;
  readonly right: (row: OneRow, xHat: number) => number;
}

export const interchangeField1d: ClaimTemplate<FieldFormulas> = {
  id: 's26-interchange-field-1d',
  title: 'The interchange field of one row',
  source: 'S26, section 2.1',
  formula: String.raw`\hat g=\tfrac a2+\tfrac{d}{d\hat x}\mathbb E[\varphi]=a\bigl(f_1'+\tfrac12\bigr)+(a-b)`,
  parameters: [SEED, samplesParameter(4_194_304), ...ONE_ROW, marginalParameter('xHat', 'x̂', 0.4)],
  formulas: { printed: printedField, right: interchangeField },
  settle({ printed, right }, parameter, control) {
    const row = oneRowOf(parameter);
    const xHat = parameter('xHat');
    const { mean, standardError } = schemeMean(
      oneRowForm([row.a], row.b), 'surrogate-interchange', [xHat], parameter('samples'), parameter('seed'), control,
    );
    return {
      rows: [
        sameMean('claim', 'mean of 1[v > 0] a ∂s, against the printed formula', mean[0]!, standardError[0]!, printed(row, xHat)),
        sameMean('right', 'the same, against a(f₁′ + ½)', mean[0]!, standardError[0]!, right(row, xHat)),
      ],
      explanation: 'The sampled direction of one row. The printed formula adds (a−b): that constant stands behind the indicator and reaches the derivative of E[φ] only through the boundary, which the interchange drops.',
      rightFormula: String.raw`\hat g=a\bigl(f_1'+\tfrac12\bigr)=\tfrac{d}{d\hat x}\mathbb E[\varphi]+\bigl(b-\tfrac a2\bigr)`,
    };
  },
};

export const potential1d: ClaimTemplate<FieldFormulas> = {
  id: 's26-potential-1d',
  title: 'The potential that the interchange dynamics descends in one dimension',
  source: 'S26, section 2.1 (the caption of Figure 2b has it right)',
  formula: String.raw`\hat g=\tfrac{d}{d\hat x}\Bigl[\mathbb E[\varphi]+\tfrac a2\hat x\Bigr]`,
  parameters: ONE_ROW,
  formulas: { printed: printedPotential, right: interchangePotential },
  settle({ printed, right }, parameter) {
    const row = oneRowOf(parameter);
    const ends = [0, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9, 0.95];
    const rows = (role: 'claim' | 'right', name: string, potential: FieldFormulas['right']): Evidence[] =>
      ends.slice(1).map((to, i) => {
        const from = ends[i]!;
        // The field itself is integrated twice: over ε inside, over x̂ here.
        const work = row.a * integrate(softSlopeWhenOne, from, to, 24);
        return sameNumber(
          role, `∫ ĝ from ${String(from)} to ${String(to)}, against the rise of ${name}`, work, potential(row, to) - potential(row, from),
          1e-11 * row.a,
        );
      });
    return {
      rows: [...rows('claim', 'E[φ] + a x̂/2', printed), ...rows('right', 'a(f₁ + x̂/2)', right)],
      explanation: 'The interchange field, by quadrature over ε from its definition, integrated between nine marginals, against the rise of either potential.',
      rightFormula: String.raw`\hat g=\tfrac{d}{d\hat x}\Bigl[\mathbb E[\varphi]+\bigl(b-\tfrac a2\bigr)\hat x\Bigr]=\tfrac{d}{d\hat x}\,a\bigl(f_1+\tfrac{\hat x}2\bigr)`,
    };
  },
};

interface BoundFormulas {
  readonly printed: number;
  readonly right: number;
}

export const lowerBound: ClaimTemplate<BoundFormulas> = {
  id: 's26-interchange-lower-bound',
  title: 'The interchange field is bounded below by a positive number, so it always moves to 0',
  source: 'S26, section 2.1',
  formula: String.raw`\min_{\hat x}\bigl(f_1'+\tfrac12\bigr)=\ln2`,
  parameters: [],
  formulas: { printed: Math.LN2, right: Math.LN2 - 0.5 },
  settle({ printed, right }) {
    let least = Number.POSITIVE_INFINITY;
    let falls = 0;
    let before = Number.NEGATIVE_INFINITY;
    for (let i = 0; i <= 99; i++) {
      const value = softSlopeWhenOne(i / 100);
      if (value <= before) falls++;
      before = value;
      least = Math.min(least, value);
    }
    return {
      rows: [
        sameNumber('claim', 'least ∫ ∂s dε over [1 − x̂, 1], against ln 2', least, printed, 1e-12),
        sameNumber('right', 'the same, against ln 2 − ½', least, right, 1e-12),
        beyond('right', 'the same is positive', least, 'above', 0, 1e-12),
        sameNumber('right', 'grid points at which it does not rise', falls, 0, 0),
      ],
      explanation: 'The integral by quadrature at x̂ = 0, 0.01, …, 0.99: it rises throughout, so its least value is that at 0. The conclusion drawn from it, that the field is positive, stands.',
      rightFormula: String.raw`\min_{\hat x}\bigl(f_1'+\tfrac12\bigr)=\ln2-\tfrac12\approx0.193`,
    };
  },
};

interface LimitFormulas {
  /** What the surrogate of one sample tends to as z grows. */
  readonly printed: (row: OneRow) => number;
  readonly right: (row: OneRow) => number;
}

export const figure2aLimit: ClaimTemplate<LimitFormulas> = {
  id: 's26-figure-2a-limit',
  title: 'What the surrogate of one sample converges to over z = σ⁻¹(x̂) + σ⁻¹(ε)',
  source: 'S26, caption of Figure 2(a)',
  formula: String.raw`\lim_{z\to\infty}\mathbf 1[z\ge0]\,\bigl(a\,\sigma(z)-b\bigr)=1`,
  parameters: ONE_ROW,
  formulas: { printed: () => 1, right: ({ a, b }) => a - b },
  settle({ printed, right }, parameter) {
    const row = oneRowOf(parameter);
    // From the definitions in ε and x̂, by the distance of ε from 1, which keeps its digits.
    const surrogate = (xHat: number, rest: number): number => {
      const x = Number(rest < xHat);
      const soft = (xHat * (1 - rest)) / (xHat * (1 - rest) + (1 - xHat) * rest);
      return row.a * x > row.b ? row.a * soft - row.b : 0;
    };
    const farOut = 2 ** -44;
    const rows: Evidence[] = [];
    for (const xHat of [0.1, 0.5, 0.9]) {
      const far = surrogate(xHat, farOut);
      rows.push(sameNumber('claim', `φ at x̂ = ${String(xHat)} and ε = 1 − 2⁻⁴⁴, against the caption`, far, printed(row), 1e-9 * row.a));
      rows.push(sameNumber('right', `the same at x̂ = ${String(xHat)}, against a − b`, far, right(row), 1e-9 * row.a));
      rows.push(sameNumber(
        'right', `φ just beyond the step z = 0 at x̂ = ${String(xHat)}, against a/2 − b`, surrogate(xHat, xHat * (1 - 2 ** -40)),
        row.a / 2 - row.b, 1e-9 * row.a,
      ));
      rows.push(sameNumber('right', `φ just before it at x̂ = ${String(xHat)}`, surrogate(xHat, xHat * (1 + 2 ** -40)), 0, 0));
    }
    return {
      rows,
      explanation: 'The surrogate φ of single samples from its definition: at the step z = 0 it jumps from 0 to a/2 − b, and then rises to a − b, which at a = 1, b = 0.95 is 0.05.',
      rightFormula: String.raw`\lim_{z\to\infty}\mathbf 1[z\ge0]\,\bigl(a\,\sigma(z)-b\bigr)=a-b`,
    };
  },
};

interface CaseFormulas {
  /** dE[φ]/dx̂ for any right-hand side. */
  readonly surrogateSlope: (row: OneRow, xHat: number) => number;
  /** dE[φ̃]/dx̂ where b ≥ a and where b < 0. */
  readonly trueSlope: (row: OneRow) => number;
}

export const caseSplit: ClaimTemplate<CaseFormulas> = {
  id: 's26-case-split',
  title: 'Where the indicator never changes, b ≥ a or b < 0, interchange is exact',
  source: 'S26, section 2.2 (cases)',
  formula: String.raw`b\ge a\ \text{or}\ b<0:\qquad\mathbb E[\partial\varphi]=\tfrac{d}{d\hat x}\mathbb E[\varphi],\qquad\mathbb E[\tilde\varphi]=\begin{cases}0&b\ge a\\a\hat x-b&b<0\end{cases}`,
  parameters: [SEED, samplesParameter(524_288), marginalParameter('xHat', 'x̂', 0.4)],
  formulas: { surrogateSlope, trueSlope: ({ a, b }) => (b < 0 ? a : 0) },
  settle({ surrogateSlope: slope, trueSlope }, parameter, control) {
    const xHat = parameter('xHat');
    const [samples, seed] = [parameter('samples'), parameter('seed')];
    const rows: Evidence[] = [];
    for (const row of [{ a: 1, b: 1 }, { a: 1, b: 1.2 }, { a: 1, b: -0.3 }, { a: 2.5, b: -4 }]) {
      const form = oneRowForm([row.a], row.b);
      const name = `a = ${String(row.a)}, b = ${String(row.b)}`;
      const interchange = schemeMean(form, 'surrogate-interchange', [xHat], samples, seed, control);
      const local = schemeMean(form, 'true-penalty', [xHat], samples, seed, control);
      rows.push(sameMean('claim', `mean ∂φ, ${name}`, interchange.mean[0]!, interchange.standardError[0]!, slope(row, xHat)));
      rows.push(sameMean('claim', `mean change of φ̃, ${name}`, local.mean[0]!, local.standardError[0]!, trueSlope(row)));
    }
    return {
      rows,
      explanation: 'Two rows that are never violated and two that always are: the sampled interchange direction against dE[φ]/dx̂, and the sampled change of the true penalty against its slope, 0 or a.',
    };
  },
};
