/**
 * What the feasible set of problem (2) looks like (S26 §0). It is a union of faces of the cube: the expected
 * violation is multilinear and not negative, so it is 0 all over a face as soon as it is 0 at the center.
 * Two of its corners are connected where a path of feasible edges leads from one to the other.
 */
import type { NormalForm } from '../program/normal-form.ts';
import { integerParameter } from '../program/generators/family.ts';
import { stopIfCancelled, type ClaimTemplate } from './claim.ts';
import { exactPlanOf, formOfRows, smallProgram } from './claim-programs.ts';
import { SEED } from './common-parameters.ts';
import { beyond, sameNumber } from './evidence.ts';
import { faceCenter, faceCount, NO_PENALTY, type PenaltyAt } from './minimizers.ts';

interface Shape {
  /** Connected components of the set. */
  readonly components: number;
  /** Whether every two feasible corners have the middle between them in the set. */
  readonly midpointConvex: boolean;
}

/**
 * The feasible set of (2), by the centers of all faces.
 * Cost: 3^d penalties, and 4^d steps for the middles.
 */
export function feasibleSetShape(form: NormalForm, penalty: PenaltyAt): Shape {
  const d = form.variableCount;
  const center = new Float64Array(d);
  const power = Float64Array.from({ length: d }, (_, j) => 3 ** j);
  const feasible = Array.from({ length: faceCount(d) }, (_, face) => {
    faceCenter(d, face, center);
    return penalty(center) <= NO_PENALTY;
  });
  const digit = (vertex: number, j: number): number => (vertex >> j) & 1;
  /** Number of the face whose center lies midway between two corners. */
  const between =
    (u: number, v: number): number => power.reduce((sum, p, j) => sum + p * (digit(u, j) === digit(v, j) ? digit(u, j) : 2), 0);
  const corners = Array.from({ length: 2 ** d }, (_, vertex) => vertex).filter((vertex) => feasible[between(vertex, vertex)]);
  const seen = new Set<number>();
  let components = 0;
  for (const corner of corners) {
    if (seen.has(corner)) continue;
    components++;
    const open = [corner];
    seen.add(corner);
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (let j = 0; j < d; j++) {
        const next = at ^ (1 << j);
        if (seen.has(next) || feasible[between(at, next)] !== true) continue;
        seen.add(next);
        open.push(next);
      }
    }
  }
  return { components, midpointConvex: corners.every((u) => corners.every((v) => feasible[between(u, v)])) };
}

interface PenaltyFormulas {
  /** The constraint function of (2). */
  readonly penalty: (form: NormalForm) => PenaltyAt;
}

export const feasibleSet: ClaimTemplate<PenaltyFormulas> = {
  id: 's26-feasible-set',
  title: 'The feasible set of (2) is in general neither convex nor connected',
  source: 'S26, section 0',
  formula: String.raw`\Bigl\{\hat x\in[0,1]^d:\ \sum_i\mathbb E[\max(a_i^\top x-b_i,0)]=0\Bigr\}`,
  parameters: [
    SEED, integerParameter('programs', 'Programs', 'Number of random programs that are counted besides.', 60, 1, 10_000),
    integerParameter('variables', 'Variables', 'Number of variables of each; all 3ⁿ faces of the cube are looked at.', 5, 1, 8),
  ],
  formulas: { penalty: (form) => exactPlanOf(form).penalty },
  settle({ penalty }, parameter, control) {
    const packing = penalty(formOfRows([0, 0], [{ weight: [1, 1], lower: Number.NEGATIVE_INFINITY, upper: 1 }]));
    const partition = formOfRows([0, 0], [{ weight: [1, 1], lower: 1, upper: 1 }]);
    const count = parameter('programs');
    let [bent, apart] = [0, 0];
    for (let n = 0; n < count; n++) {
      stopIfCancelled(control);
      const form = smallProgram(parameter('variables'), 1 + (n % 4), (parameter('seed') + n) % Number.MAX_SAFE_INTEGER);
      const shape = feasibleSetShape(form, penalty(form));
      if (!shape.midpointConvex) bent++;
      if (shape.components > 1) apart++;
    }
    return {
      rows: [
        sameNumber('claim', 'expected violation of x₁ + x₂ ≤ 1 at (1, 0)', packing(Float64Array.of(1, 0)), 0, 0),
        sameNumber('claim', 'and at (0, 1)', packing(Float64Array.of(0, 1)), 0, 0),
        beyond('claim', 'and midway between the two', packing(Float64Array.of(0.5, 0.5)), 'above', 0, 1e-9),
        sameNumber('claim', 'pieces of the feasible set of x₁ + x₂ = 1', feasibleSetShape(partition, penalty(partition)).components, 2, 0),
        beyond('shown', `share of ${String(count)} random feasible programs whose set is not convex`, bent / count, 'above', 0),
        beyond('shown', `share of ${String(count)} random feasible programs whose set is in several pieces`, apart / count, 'above', 0),
      ],
      explanation: 'The row x₁ + x₂ ≤ 1 allows two edges of the square and nothing between them; x₁ + x₂ = 1 allows two corners and no path from one to the other. Counted besides: random feasible programs with rows of every sense.',
    };
  },
};
