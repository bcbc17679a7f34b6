/**
 * The Jacobian of a scheme's expected field in all d coordinates, and how far it is from symmetric,
 * ‖J − Jᵀ‖_F/‖J‖_F: 0 for a gradient, 2 for a pure rotation (docs/science.md, section 7).
 * No difference quotients: along one coordinate every entry lies in a known space of at most four
 * functions, so that a few exact evaluations give its derivative exactly (see `tensor-function.ts`).
 */
import type { ExactPlan } from '../relaxation/exact-plan.ts';
import { expectedField, fieldBases } from './field-scheme.ts';
import type { FieldScheme } from '../gradients/scheme.ts';
import { nodeInverse, type Basis } from './tensor-function.ts';

/** Weights w with f′(x) = Σ w_i f(node_i) for every f of the basis. */
function slopeWeights(basis: Basis, x: number): Float64Array {
  const inverse = nodeInverse(basis);
  const slope = basis.slopes.map((f) => f(x));
  return Float64Array.from(basis.nodes, (_, i) => {
    let sum = 0;
    slope.forEach((s, p) => {
      if (s !== 0) sum += s * inverse[p]![i]!;
    });
    return sum;
  });
}

/**
 * J[j · d + k] = ∂g_j/∂x̂_k of the penalty part at x̂; pauses after each evaluation of the plan, so that
 * a window stays live between them.
 * @param xHat length d, strictly inside (0, 1)
 * @throws RangeError where x̂ has the wrong length or touches the border, where derivatives are infinite
 * Cost: at most 4d evaluations of the plan and d² numbers.
 */
export function* fieldJacobianSteps(plan: ExactPlan, scheme: FieldScheme, xHat: Float64Array): Generator<void, Float64Array> {
  const d = plan.form.variableCount;
  if (xHat.length !== d) throw new RangeError(`xHat has ${String(xHat.length)} entries, the program ${String(d)} variables`);
  xHat.forEach((x, j) => {
    if (!(x > 0 && x < 1)) throw new RangeError(`xHat[${String(j)}] is ${String(x)}, not strictly between 0 and 1`);
  });
  const { own, other } = fieldBases(scheme);
  const at = xHat.slice();
  const field = new Float64Array(d);
  const jacobian = new Float64Array(d * d);
  for (let k = 0; k < d; k++) {
    const alongOwn = slopeWeights(own, xHat[k]!);
    const alongOther = slopeWeights(other, xHat[k]!);
    for (const node of new Set([...own.nodes, ...other.nodes])) {
      at[k] = node;
      expectedField(plan, scheme, at, field);
      // A node that a basis lacks has no weight in it.
      const ownWeight = alongOwn[own.nodes.indexOf(node)] ?? 0;
      const otherWeight = alongOther[other.nodes.indexOf(node)] ?? 0;
      for (let j = 0; j < d; j++) {
        const weight = j === k ? ownWeight : otherWeight;
        if (weight !== 0) jacobian[j * d + k]! += weight * field[j]!;
      }
      yield;
    }
    at[k] = xHat[k]!;
  }
  return jacobian;
}

/**
 * The same without pauses.
 * @throws RangeError where x̂ has the wrong length or touches the border
 */
export function fieldJacobian(plan: ExactPlan, scheme: FieldScheme, xHat: Float64Array): Float64Array {
  const steps = fieldJacobianSteps(plan, scheme, xHat);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/**
 * ‖J − Jᵀ‖_F/‖J‖_F of a square matrix; 0 for the zero matrix.
 * @param jacobian length d², by rows
 */
export function asymmetry(jacobian: Float64Array): number {
  const d = Math.round(Math.sqrt(jacobian.length));
  if (d * d !== jacobian.length) throw new RangeError(`${String(jacobian.length)} numbers are no square matrix`);
  let skew = 0;
  let all = 0;
  for (let j = 0; j < d; j++) {
    for (let k = 0; k < d; k++) {
      const entry = jacobian[j * d + k]!;
      skew += (entry - jacobian[k * d + j]!) ** 2;
      all += entry * entry;
    }
  }
  return all === 0 ? 0 : Math.sqrt(skew / all);
}
