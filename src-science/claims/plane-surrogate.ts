/**
 * Claims about the surrogate and the interchange field of S26's row of two variables (S26 §3; docs/science.md,
 * sections 7 and 9): a step of its derivation that counts b twice, the surrogate's minimizer, which moves
 * inside as b grows, and the field, which comes as near to 0 as one likes.
 */
import { toyLosses, type ToyPlane } from '../field/plane-field.ts';
import { tensorValue } from '../field/tensor-function.ts';
import { ClaimParameterError, type ClaimTemplate } from './claim.ts';
import { exactPlanOf, oneRowForm } from './claim-programs.ts';
import { marginalParameter, samplesParameter, SEED, TOY_PLANE, toyPlaneOf, toyPlaneParameters } from './common-parameters.ts';
import { beyond, sameMean, sameNumber, shownNumber, type Evidence } from './evidence.ts';
import { sampledMeans } from './sampled-means.ts';
import { leastPoint, planeSurrogateByQuadrature, softSlopeWhenOne, softWhenOne } from './soft-integrals.ts';

interface ChainFormulas {
  readonly printed: (toy: ToyPlane, x1: number, x2: number) => number;
  readonly right: (toy: ToyPlane, x1: number, x2: number) => number;
}

const surrogateOf = (toy: ToyPlane, x1: number, x2: number): number => tensorValue(toyLosses(toy).surrogate, x1, x2);

export const surrogateChain: ClaimTemplate<ChainFormulas> = {
  id: 's26-2d-chain',
  title: 'The expected surrogate of two variables, as two lines of its derivation have it',
  source: 'S26, section 3 (chain for E[φ], lines 5 and 6)',
  formula: String.raw`\mathbb E[\varphi]=\hat x_2a_1f_1(\hat x_1)+\hat x_1a_2f_1(\hat x_2)+(a_1+a_2-2b)\hat x_1\hat x_2`,
  parameters: [
    SEED, samplesParameter(131_072), ...toyPlaneParameters(0.9, 0.6, 1), marginalParameter('x1', 'x̂₁', 0.3),
    marginalParameter('x2', 'x̂₂', 0.6),
  ],
  formulas: { printed: (toy, x1, x2) => surrogateOf(toy, x1, x2) - toy.b * x1 * x2, right: surrogateOf },
  settle({ printed, right }, parameter) {
    const toy = toyPlaneOf(parameter);
    const [x1, x2] = [Math.min(parameter('x1'), 0.99), Math.min(parameter('x2'), 0.99)];
    const integral = planeSurrogateByQuadrature(toy.a1, toy.a2, toy.b, x1, x2);
    const soft = (xHat: number, epsilon: number): number => (xHat * epsilon) / (xHat * epsilon + (1 - xHat) * (1 - epsilon));
    const found = sampledMeans({
      seed: parameter('seed'),
      part: 0,
      samples: parameter('samples'),
      variables: 2,
      quantities: 1,
      visit(epsilon, out) {
        const [e1, e2] = [epsilon[0]!, epsilon[1]!];
        const violated = toy.a1 * Number(e1 > 1 - x1) + toy.a2 * Number(e2 > 1 - x2) > toy.b;
        out[0] = violated ? toy.a1 * soft(x1, e1) + toy.a2 * soft(x2, e2) - toy.b : 0;
      },
    });
    const rows = (role: 'claim' | 'right', name: string, value: number): Evidence[] => [
      sameNumber(role, `∫ φ dε, against ${name}`, integral, value, 1e-12 * (toy.a1 + toy.b)),
      sameMean(role, `mean φ, against ${name}`, found.mean[0]!, found.standardError[0]!, value),
    ];
    return {
      rows: [...rows('claim', 'lines 5 and 6', printed(toy, x1, x2)), ...rows('right', 'the last line', right(toy, x1, x2))],
      explanation: 'The surrogate integrated over the rectangle of ε on which the row is violated, and averaged over samples. Lines 5 and 6 subtract b x̂₁x̂₂ twice; the line that the chain ends with is right.',
      rightFormula: String.raw`\mathbb E[\varphi]=\hat x_2a_1f_1(\hat x_1)+\hat x_1a_2f_1(\hat x_2)+(a_1+a_2-b)\hat x_1\hat x_2`,
    };
  },
};

/** Quadrature of the soft value ends here. */
const LAST = 0.99;

/** E[φ] from the integrals of the soft value, each by quadrature; the row is violated on x̂₁x̂₂ of all draws. */
function surrogateFrom({ a1, a2, b }: ToyPlane, x1: number, x2: number): number {
  return x2 * a1 * softWhenOne(x1) + x1 * a2 * softWhenOne(x2) - b * x1 * x2;
}

/** Where `surrogate` is least over [0, 0.99]²: on a grid, then along one coordinate after the other, in each of which it is convex. */
function leastOverPlane(
  surrogate: (x1: number, x2: number) => number,
): { readonly x1: number; readonly x2: number; readonly value: number } {
  const cells = 30;
  let [x1, x2, value] = [0, 0, surrogate(0, 0)];
  for (let i = 0; i <= cells; i++) {
    for (let j = 0; j <= cells; j++) {
      const here = surrogate((LAST * i) / cells, (LAST * j) / cells);
      if (here < value) [x1, x2, value] = [(LAST * i) / cells, (LAST * j) / cells, here];
    }
  }
  for (let round = 0; round < 40; round++) {
    const [fixed1, fixed2] = [x1, x2];
    x1 = leastPoint((x) => surrogate(x, fixed2), 0, LAST);
    x2 = leastPoint((x) => surrogate(x1, x), 0, LAST);
    if (Math.abs(x1 - fixed1) + Math.abs(x2 - fixed2) < 1e-8) break;
  }
  return { x1, x2, value: surrogate(x1, x2) };
}

interface MinimizerFormulas {
  readonly surrogate: (toy: ToyPlane, x1: number, x2: number) => number;
  /** The minimizer at a = (0.9, 0.6), b = 1.49. */
  readonly example: readonly [x1: number, x2: number];
}

export const minimizerInside2d: ClaimTemplate<MinimizerFormulas> = {
  id: 's26-2d-minimizer-interior',
  title: 'As b approaches a₁ + a₂, the surrogate of two variables is least inside the square',
  source: 'S26, section 3',
  formula: String.raw`b\to a_1+a_2:\qquad\operatorname*{argmin}_{\hat x\in[0,1]^2}\mathbb E[\varphi]\subset(0,1)^2`,
  parameters: toyPlaneParameters(0.9, 0.6, 1.49).slice(0, 2),
  formulas: { surrogate: surrogateFrom, example: [0.779, 0.851] },
  settle({ surrogate, example }, parameter) {
    const [a1, a2] = [parameter('a1'), parameter('a2')];
    if (a2 > a1) throw new ClaimParameterError(`a₂ = ${String(a2)} is larger than a₁ = ${String(a1)}.`, 'Exchange the two.', 'a2');
    if (a2 < a1 / 4) throw new ClaimParameterError(
      `a₂ = ${String(a2)} is below a quarter of a₁ = ${String(a1)}.`, 'The minimizer then lies beyond 0.99, where the quadrature ends.',
      'a2',
    );
    const stated = { a1: 0.9, a2: 0.6, b: 1.49 };
    const at = leastOverPlane((x1, x2) => surrogate(stated, x1, x2));
    const rows: Evidence[] = [
      sameNumber('claim', 'x̂₁ of the minimizer at a = (0.9, 0.6), b = 1.49', at.x1, example[0], 5e-4),
      sameNumber('claim', 'x̂₂ of it', at.x2, example[1], 5e-4),
    ];
    for (const share of [0.1, 0.03, 0.01, 0.001]) {
      const toy = { a1, a2, b: a1 + a2 - share * a2 };
      const { x1, x2, value } = leastOverPlane((p, q) => surrogate(toy, p, q));
      // The edges: 0 on two of them, a convex function of one variable on the others.
      const edges = Math.min(
        0, ...[(x: number) => surrogate(toy, 1, x), (x: number) => surrogate(toy, x, 1)].map((edge) => edge(leastPoint(edge, 0, LAST))),
      );
      rows.push(beyond(
        'claim', `its distance from the edges at b = a₁ + a₂ − ${String(share)} a₂`, Math.min(x1, x2, LAST - x1, LAST - x2), 'above', 0,
        1e-3,
      ));
      rows.push(beyond('claim', `its value, against the least on the edges`, value, 'below', edges, 1e-9 * a1));
    }
    rows.push(shownNumber('expected true violation at the example, least where x̂₁x̂₂ = 0', (0.9 + 0.6 - 1.49) * at.x1 * at.x2, 0));
    return {
      rows,
      explanation: 'The surrogate from quadratures of the soft value, over a grid of the square and then along one coordinate after the other, for five right-hand sides; and along the four edges.',
    };
  },
};

interface VanishingFormulas {
  /** The interchange field at a point. */
  readonly field: (toy: ToyPlane, x1: number, x2: number) => readonly [number, number];
}

export const fieldVanishes2d: ClaimTemplate<VanishingFormulas> = {
  id: 's26-2d-field-vanishes',
  title: 'With two variables the interchange field is not bounded away from 0',
  source: 'S26, section 3',
  formula:
    String.raw`\inf_{\hat x\in(0,1)^2}\lVert\hat g(\hat x)\rVert=0,\qquad\text{with one variable }\hat g\ge a\bigl(\ln2-\tfrac12\bigr)`,
  parameters: TOY_PLANE,
  formulas: {
    field({ a1, a2, b }, x1, x2) {
      const gradient = new Float64Array(2);
      exactPlanOf(oneRowForm([a1, a2], b)).interchangeField(Float64Array.of(x1, x2), gradient);
      return [gradient[0]!, gradient[1]!];
    },
  },
  settle({ field }, parameter) {
    const toy = toyPlaneOf(parameter);
    const { a1, a2 } = toy;
    const rows: Evidence[] = [];
    for (const t of [0.1, 0.01, 1e-4, 1e-6]) {
      const norm = Math.hypot(...field(toy, t, t));
      rows.push(beyond('claim', `‖ĝ‖ at (${String(t)}, ${String(t)})`, norm, 'below', t * (a1 + a2)));
      rows.push(sameNumber('claim', 'the same by quadrature of ∂s', norm, t * softSlopeWhenOne(t) * Math.hypot(a1, a2), 1e-12 * t * a1));
    }
    rows.push(sameNumber('claim', '‖ĝ‖ at (0, 0)', Math.hypot(...field(toy, 0, 0)), 0, 0));
    rows.push(shownNumber(
      'the bound that holds with the first variable alone, a₁(ln 2 − ½)', a1 * softSlopeWhenOne(0), a1 * (Math.LN2 - 0.5),
    ));
    return {
      rows,
      explanation: 'The exact field towards the corner (0, 0): each component carries the other marginal as a factor, so it falls in proportion to the distance, while the field of one variable stays above a(ln 2 − ½).',
    };
  },
};
