/**
 * GWL25's Theorem 5, that the expectation of the surrogate may be differentiated inside: the mean of ∂φ
 * is not ∇E[φ], because φ jumps where a flip changes the indicator (S26 §1 to §3; docs/science.md,
 * section 4). In one dimension, two, and on a dense row with real weights; sampled by the program's own
 * `surrogate-interchange`, against exact gradients.
 */
import { surrogateSlope, type OneRow } from '../field/one-dimension.ts';
import { firstComponent, secondComponent, toyField, type ToyPlane } from '../field/plane-field.ts';
import { integerParameter } from '../program/generators/family.ts';
import type { NormalForm } from '../program/normal-form.ts';
import type { ClaimTemplate } from './claim.ts';
import { denseRealRow, exactPlanOf, gradientAt, innerMarginals, oneRowForm } from './claim-programs.ts';
import { marginalParameter, ONE_ROW, oneRowOf, samplesParameter, SEED, TOY_PLANE, toyPlaneOf } from './common-parameters.ts';
import { sameMean } from './evidence.ts';
import { schemeMean } from './scheme-means.ts';

const THEOREM_5 = String.raw`\nabla_{\hat x}\,\mathbb E_\varepsilon[\varphi_i(\hat x,\varepsilon)]=\mathbb E_\varepsilon[\nabla_{\hat x}\varphi_i(\hat x,\varepsilon)]`;
const EXPLANATION = 'The mean of the interchanged derivative by sampling, against the gradient of the surrogate’s expectation';

interface OneFormulas {
  readonly gradient: (row: OneRow, xHat: number) => number;
}

export const theorem5In1d: ClaimTemplate<OneFormulas> = {
  id: 'gwl25-theorem-5-1d',
  title: 'Derivative and expectation of the surrogate may be interchanged: one variable',
  source: 'GWL25, Theorem 5, on the row of S26, section 2',
  formula: THEOREM_5,
  parameters: [SEED, samplesParameter(2_097_152), ...ONE_ROW, marginalParameter('xHat', 'x̂', 0.4)],
  formulas: { gradient: surrogateSlope },
  settle({ gradient }, parameter, control) {
    const row = oneRowOf(parameter);
    const xHat = parameter('xHat');
    const { mean, standardError } = schemeMean(
      oneRowForm([row.a], row.b), 'surrogate-interchange', [xHat], parameter('samples'), parameter('seed'), control,
    );
    return {
      rows: [sameMean('claim', 'mean ∂φ, against dE[φ]/dx̂', mean[0]!, standardError[0]!, gradient(row, xHat))],
      explanation: `${EXPLANATION} in closed form: they differ by b − a/2, here even in sign.`,
    };
  },
};

interface TwoFormulas {
  readonly gradient: (toy: ToyPlane, x1: number, x2: number) => readonly [number, number];
}

export const theorem5In2d: ClaimTemplate<TwoFormulas> = {
  id: 'gwl25-theorem-5-2d',
  title: 'Derivative and expectation of the surrogate may be interchanged: two variables',
  source: 'GWL25, Theorem 5, on the row of S26, section 3',
  formula: THEOREM_5,
  parameters: [SEED, samplesParameter(2_097_152), ...TOY_PLANE, marginalParameter('x1', 'x̂₁', 0.3), marginalParameter('x2', 'x̂₂', 0.6)],
  formulas: {
    gradient(toy, x1, x2) {
      const field = toyField(toy, 'surrogate-corrected');
      return [firstComponent(field, x1, x2), secondComponent(field, x1, x2)];
    },
  },
  settle({ gradient }, parameter, control) {
    const toy = toyPlaneOf(parameter);
    const xHat = [parameter('x1'), parameter('x2')] as const;
    const { mean, standardError } = schemeMean(
      oneRowForm([toy.a1, toy.a2], toy.b), 'surrogate-interchange', xHat, parameter('samples'), parameter('seed'), control,
    );
    return {
      rows: gradient(toy, ...xHat).map(
        (g, j) => sameMean('claim', `mean ∂φ/∂x̂${String(j + 1)}, against ∂E[φ]/∂x̂${String(j + 1)}`, mean[j]!, standardError[j]!, g),
      ),
      explanation: `${EXPLANATION} of S26’s two-dimensional row in closed form.`,
    };
  },
};

interface DenseFormulas {
  readonly gradient: (form: NormalForm, xHat: Float64Array) => Float64Array;
}

export const theorem5OnDenseRow: ClaimTemplate<DenseFormulas> = {
  id: 'gwl25-theorem-5-dense',
  title: 'Derivative and expectation of the surrogate may be interchanged: a dense row with real weights',
  source: 'GWL25, Theorem 5, on a dense real row',
  formula: THEOREM_5,
  parameters: [SEED, samplesParameter(524_288), integerParameter('variables', 'Variables', 'Length of the row.', 14, 1, 24)],
  formulas: { gradient: (form, xHat) => gradientAt(exactPlanOf(form).surrogateGradient, xHat) },
  settle({ gradient }, parameter, control) {
    const seed = parameter('seed');
    const d = parameter('variables');
    const form = denseRealRow(d, seed);
    const xHat = innerMarginals(d, seed);
    const { mean, standardError } = schemeMean(form, 'surrogate-interchange', xHat, parameter('samples'), seed, control);
    return {
      rows: Array.from(
        gradient(form, xHat),
        (g, j) => sameMean('claim', `mean ∂φ/∂x̂${String(j + 1)}, against ∂E[φ]/∂x̂${String(j + 1)}`, mean[j]!, standardError[j]!, g),
      ),
      explanation: `${EXPLANATION}, exact by meeting in the middle over all its vertices. No case is special: no weight is an integer, none is repeated.`,
    };
  },
};
