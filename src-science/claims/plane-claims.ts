/**
 * Claims about two and more variables (S26 §3; docs/science.md, section 7): the closed forms of the toy,
 * its minimizers, the curl of the interchange field, its circulation against the integral of the curl,
 * and the asymmetry of its Jacobian in a program of many variables.
 */
import { circulation, curlIntegral } from '../field/circulation.ts';
import type { Rectangle } from '../field/field-grid.ts';
import { gaussLegendre } from '../field/gauss-legendre.ts';
import { asymmetry, fieldJacobian } from '../field/jacobian.ts';
import {
  curl, firstComponent, programField, secondComponent, toyField, toyLosses, type PlaneField, type ToyPlane,
} from '../field/plane-field.ts';
import { tensorValue } from '../field/tensor-function.ts';
import type { FieldScheme } from '../gradients/scheme.ts';
import { integerParameter, realParameter } from '../program/generators/family.ts';
import { generate } from '../program/generate.ts';
import { normalForm } from '../program/normal-form.ts';
import type { ExactPlan } from '../relaxation/exact-plan.ts';
import { slopeWhenOne } from '../relaxation/one-variable.ts';
import { ClaimParameterError, stopIfCancelled, type ClaimParameter, type ClaimParameterOf, type ClaimTemplate } from './claim.ts';
import { exactPlanOf, innerMarginals, oneRowForm } from './claim-programs.ts';
import { marginalParameter, samplesParameter, SEED, TOY_PLANE, toyPlaneOf } from './common-parameters.ts';
import { beyond, otherMean, sameMean, sameNumber, shownNumber, type Evidence } from './evidence.ts';
import { sampledMeans } from './sampled-means.ts';
import { schemeMean } from './scheme-means.ts';

interface ToyFormulas {
  readonly surrogate: (toy: ToyPlane, x1: number, x2: number) => number;
  readonly penalty: (toy: ToyPlane, x1: number, x2: number) => number;
  readonly field: (toy: ToyPlane) => PlaneField;
}

/** s = σ(σ⁻¹(x̂) + σ⁻¹(ε)) from its definition. */
function softValue(xHat: number, epsilon: number): number {
  const up = xHat * epsilon;
  return up / (up + (1 - xHat) * (1 - epsilon));
}

export const toyClosedForm: ClaimTemplate<ToyFormulas> = {
  id: 's26-2d-closed-form',
  title: 'Surrogate, interchange field and true loss of the two-dimensional row',
  source: 'S26, section 3',
  formula: String.raw`\mathbb E[\varphi]=\hat x_2a_1f_1(\hat x_1)+\hat x_1a_2f_1(\hat x_2)+(a_1+a_2-b)\hat x_1\hat x_2,\quad\hat g=\bigl(\hat x_2a_1h_1(\hat x_1),\,\hat x_1a_2h_1(\hat x_2)\bigr)`,
  parameters: [SEED, samplesParameter(524_288), ...TOY_PLANE, marginalParameter('x1', 'x̂₁', 0.3), marginalParameter('x2', 'x̂₂', 0.6)],
  formulas: {
    surrogate: (toy, x1, x2) => tensorValue(toyLosses(toy).surrogate, x1, x2),
    penalty: (toy, x1, x2) => tensorValue(toyLosses(toy).penalty, x1, x2),
    field: (toy) => toyField(toy, 'surrogate-interchange'),
  },
  settle({ surrogate, penalty, field }, parameter, control) {
    const toy = toyPlaneOf(parameter);
    const [x1, x2] = [parameter('x1'), parameter('x2')];
    const [samples, seed] = [parameter('samples'), parameter('seed')];
    const losses = sampledMeans({
      seed,
      part: 0,
      samples,
      variables: 2,
      quantities: 2,
      visit(epsilon, out) {
        const [e1, e2] = [epsilon[0]!, epsilon[1]!];
        const v = toy.a1 * Number(e1 > 1 - x1) + toy.a2 * Number(e2 > 1 - x2) - toy.b;
        out[0] = v > 0 ? toy.a1 * softValue(x1, e1) + toy.a2 * softValue(x2, e2) - toy.b : 0;
        out[1] = Math.max(v, 0);
      },
    });
    const form = oneRowForm([toy.a1, toy.a2], toy.b);
    const directions = schemeMean(form, 'surrogate-interchange', [x1, x2], samples, seed, control);
    const g = field(toy);
    const xHat = Float64Array.of(x1, x2);
    const plan = exactPlanOf(form);
    return {
      rows: [
        sameMean('claim', 'mean surrogate φ', losses.mean[0]!, losses.standardError[0]!, surrogate(toy, x1, x2)),
        sameMean('claim', 'mean violation φ̃', losses.mean[1]!, losses.standardError[1]!, penalty(toy, x1, x2)),
        sameMean('claim', 'mean ∂φ/∂x̂₁', directions.mean[0]!, directions.standardError[0]!, firstComponent(g, x1, x2)),
        sameMean('claim', 'mean ∂φ/∂x̂₂', directions.mean[1]!, directions.standardError[1]!, secondComponent(g, x1, x2)),
        sameNumber('claim', 'exact recursion of the surrogate', plan.surrogate(xHat), surrogate(toy, x1, x2), 1e-12 * (toy.a1 + toy.b)),
        sameNumber('claim', 'exact recursion of the violation', plan.penalty(xHat), penalty(toy, x1, x2), 1e-12 * (toy.a1 + toy.b)),
      ],
      explanation: 'Means of φ and φ̃ sample by sample from their definitions, of ∂φ by the sampled scheme, and the exact recursions for any row, against the closed forms.',
    };
  },
};

interface SetFormulas {
  /** Whether a point minimizes (3) with c = 0. */
  readonly isMinimizer: (x1: number, x2: number) => boolean;
}

export const minimizersAreL: ClaimTemplate<SetFormulas> = {
  id: 's26-2d-minimizers',
  title: 'The minimizers of the penalized toy are two edges of the square',
  source: 'S26, section 3',
  formula: String.raw`\operatorname*{argmin}_{\hat x\in[0,1]^2}\mathbb E[\tilde\varphi]=\{\hat x:\hat x_1\hat x_2=0\}`,
  parameters: [...TOY_PLANE, integerParameter('points', 'Points', 'Grid points along a side, ends included.', 41, 2, 1001)],
  formulas: { isMinimizer: (x1, x2) => x1 * x2 === 0 },
  settle({ isMinimizer }, parameter) {
    const toy = toyPlaneOf(parameter);
    const points = parameter('points');
    const plan = exactPlanOf(oneRowForm([toy.a1, toy.a2], toy.b));
    const at = new Float64Array(2);
    let [least, wrong] = [Number.POSITIVE_INFINITY, 0];
    const values = Float64Array.from({ length: points * points }, (_, cell) => {
      at[0] = (cell % points) / (points - 1);
      at[1] = Math.floor(cell / points) / (points - 1);
      const value = plan.penalty(at);
      least = Math.min(least, value);
      return value;
    });
    values.forEach((value, cell) => {
      const minimal = value <= least + 1e-12;
      if (minimal !== isMinimizer((cell % points) / (points - 1), Math.floor(cell / points) / (points - 1))) wrong++;
    });
    return {
      rows: [
        sameNumber('claim', 'grid points on which the two sets differ', wrong, 0, 0),
        sameNumber('claim', 'least expected violation', least, 0, 1e-12),
      ],
      explanation: 'The exact expected violation over a grid of the closed square, with its edges and corners.',
    };
  },
};

interface CurlFormulas {
  readonly curl: (toy: ToyPlane, x1: number, x2: number) => number;
}

export const curlClosedForm: ClaimTemplate<CurlFormulas> = {
  id: 's26-2d-curl',
  title: 'The curl of the interchange field is not 0, even for equal coefficients',
  source: 'S26, section 3 (there in the other orientation)',
  formula: String.raw`\partial_1\hat g_2-\partial_2\hat g_1=a_2h_1(\hat x_2)-a_1h_1(\hat x_1)`,
  parameters: TOY_PLANE,
  formulas: { curl: ({ a1, a2 }, x1, x2) => a2 * slopeWhenOne(x2) - a1 * slopeWhenOne(x1) },
  settle({ curl: closed }, parameter) {
    const toy = toyPlaneOf(parameter);
    const rows: Evidence[] = [];
    const points = [[0.3, 0.6], [0.6, 0.3], [0.5, 0.5], [0.1, 0.9], [0.9, 0.2]] as const;
    for (const [name, { a1, a2, b }] of [['', toy], [' for equal coefficients', { a1: toy.a1, a2: toy.a1, b: toy.b }]] as const) {
      // Not the closed form: the field of any program, interpolated from exact evaluations.
      const plan = exactPlanOf(oneRowForm([a1, a2], b));
      const field = programField(plan, 'surrogate-interchange', { first: 0, second: 1, xHat: Float64Array.of(0.5, 0.5) });
      for (const [x1, x2] of points) {
        rows.push(sameNumber(
          'claim', `curl at (${String(x1)}, ${String(x2)})${name}`, curl(field, x1, x2), closed({ a1, a2, b }, x1, x2), 1e-12 * a1,
        ));
      }
      rows.push(beyond('claim', `|curl| at (0.3, 0.6)${name}`, Math.abs(curl(field, 0.3, 0.6)), 'above', 0, 1e-6 * a1));
    }
    return {
      rows,
      explanation: 'Curl of the field of the exact recursion, which knows nothing of the toy, at five points for the given and for equal coefficients; it vanishes only on a curve, for equal coefficients on the diagonal.',
    };
  },
};

const RECTANGLE: readonly ClaimParameter[] = [
  realParameter('left', 'Left', 'Least x̂₁ of the rectangle.', 0.2, 0.01, 0.98),
  realParameter('right', 'Right', 'Largest x̂₁.', 0.7, 0.02, 0.99),
  realParameter('bottom', 'Bottom', 'Least x̂₂.', 0.1, 0.01, 0.98),
  realParameter('top', 'Top', 'Largest x̂₂.', 0.4, 0.02, 0.99),
];

function rectangleOf(parameter: ClaimParameterOf): Rectangle {
  for (const [low, high] of [['left', 'right'], ['bottom', 'top']] as const) {
    if (parameter(low) >= parameter(high)) throw new ClaimParameterError(
      `${low} = ${String(parameter(low))} is not below ${high} = ${String(parameter(high))}.`, 'Choose a rectangle with an inside.', high,
    );
  }
  return { x1: [parameter('left'), parameter('right')], x2: [parameter('bottom'), parameter('top')] };
}

/** Nodes an edge of the sampled line integral. */
const SAMPLED_NODES = 8;

interface StokesFormulas {
  readonly field: (toy: ToyPlane, scheme: FieldScheme) => PlaneField;
}

export const stokes: ClaimTemplate<StokesFormulas> = {
  id: 's26-circulation',
  title: 'The interchange field turns in a circle: its circulation is the integral of its curl, and not 0',
  source: 'S26, section 3, by Stokes’ theorem',
  formula: String.raw`\oint_{\partial R}\hat g\cdot d\hat x=\iint_R(\partial_1\hat g_2-\partial_2\hat g_1)\,d\hat x\neq0`,
  parameters: [SEED, samplesParameter(65_536), ...TOY_PLANE, ...RECTANGLE],
  formulas: { field: (toy, scheme) => toyField(toy, scheme) },
  settle({ field }, parameter, control) {
    const toy = toyPlaneOf(parameter);
    const rectangle = rectangleOf(parameter);
    const g = field(toy, 'surrogate-interchange');
    const round = circulation(g, rectangle);
    const inside = curlIntegral(g, rectangle);
    const form = oneRowForm([toy.a1, toy.a2], toy.b);
    // The line integral of the sampled direction: every node has samples of its own.
    const { node, weight } = gaussLegendre(SAMPLED_NODES);
    const { x1, x2 } = rectangle;
    const [width, height] = [x1[1] - x1[0], x2[1] - x2[0]];
    let [sampled, variance, seed] = [0, 0, parameter('seed')];
    for (let n = 0; n < SAMPLED_NODES; n++) {
      stopIfCancelled(control);
      const [x, y] = [x1[0] + width * node[n]!, x2[0] + height * node[n]!];
      for (const [at, j, factor] of [
        [[x, x2[0]], 0, width], [[x1[1], y], 1, height], [[x, x2[1]], 0, -width], [[x1[0], y], 1, -height],
      ] as const) {
        const { mean, standardError } = schemeMean(form, 'surrogate-interchange', at, parameter('samples'), seed, control);
        seed = (seed + 1) % Number.MAX_SAFE_INTEGER;
        sampled += factor * weight[n]! * mean[j]!;
        variance += (factor * weight[n]! * standardError[j]!) ** 2;
      }
    }
    const scale = 1e-10 * (toy.a1 + toy.b);
    return {
      rows: [
        sameNumber('claim', 'circulation, against the integral of the curl inside', round, inside, scale),
        otherMean('claim', 'sampled circulation, against 0', sampled, Math.sqrt(variance), 0),
        sameMean('claim', 'sampled circulation, against the integral of the curl', sampled, Math.sqrt(variance), inside),
        sameNumber('claim', 'circulation of the true gradient', circulation(field(toy, 'true-penalty'), rectangle), 0, scale),
        sameNumber('claim', 'circulation of the corrected direction', circulation(field(toy, 'surrogate-corrected'), rectangle), 0, scale),
      ],
      explanation: 'Line integral over the four edges and area integral by Gauss–Legendre quadrature with 48 nodes a direction; the line integral once more with the sampled direction at eight nodes an edge. The gradients of true penalty and surrogate have no circulation.',
    };
  },
};

interface JacobianFormulas {
  readonly jacobian: (plan: ExactPlan, scheme: FieldScheme, xHat: Float64Array) => Float64Array;
}

export const jacobianAsymmetry: ClaimTemplate<JacobianFormulas> = {
  id: 's26-jacobian-asymmetry',
  title: 'With many variables the interchange field is the gradient of nothing',
  source: 'S26, section 3, in d dimensions',
  formula: String.raw`\frac{\lVert J-J^\top\rVert_F}{\lVert J\rVert_F}\neq0\ \text{for}\ \hat g,\qquad=0\ \text{for}\ \nabla\mathbb E[\tilde\varphi]\ \text{and}\ \nabla\mathbb E[\varphi]`,
  parameters: [
    SEED, integerParameter('columns', 'Columns', 'Variables of the set cover.', 20, 4, 60),
    integerParameter('rows', 'Rows', 'Rows of the set cover.', 10, 2, 60),
  ],
  formulas: { jacobian: fieldJacobian },
  settle({ jacobian }, parameter) {
    const seed = parameter('seed');
    const rows: Evidence[] = [];
    const programs = [
      ['set cover', normalForm(generate('set-cover', { rows: parameter('rows'), columns: parameter('columns'), density: 0.3 }, seed))],
      ['random rows', normalForm(generate('random', { rows: 6, variables: 12 }, seed))],
    ] as const;
    for (const [name, form] of programs) {
      const plan = exactPlanOf(form);
      const xHat = innerMarginals(form.variableCount, seed);
      const of = (scheme: FieldScheme): number => asymmetry(jacobian(plan, scheme, xHat));
      rows.push(beyond('claim', `asymmetry of the interchange field, ${name}`, of('surrogate-interchange'), 'above', 0, 1e-3));
      rows.push(sameNumber('claim', `asymmetry of the true gradient, ${name}`, of('true-penalty'), 0, 1e-10));
      rows.push(sameNumber('claim', `asymmetry of the corrected direction, ${name}`, of('surrogate-corrected'), 0, 1e-10));
      rows.push(shownNumber(`asymmetry of straight-through, ${name}`, of('straight-through'), 0));
    }
    return {
      rows,
      explanation: 'Exact Jacobians of expected fields at an inner point of a set cover and of a program with rows of all senses: a gradient has a symmetric one.',
    };
  },
};
