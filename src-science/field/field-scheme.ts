/**
 * Which gradient schemes have a closed expectation, and that expectation at a point (docs/science.md,
 * sections 4 and 5): the vector fields of the field lab, of circulations and of Jacobians. `concrete` has
 * none, and that of `finite-difference` is the true penalty's up to O(h²).
 */
import type { SchemeName } from '../gradients/scheme.ts';
import type { ExactPlan } from '../relaxation/exact-plan.ts';
import { CONSTANT, INTERCHANGE, LINEAR, SURROGATE, SURROGATE_SLOPE, type Basis } from './tensor-function.ts';

export const FIELD_SCHEMES = [
  'true-penalty',
  'surrogate-interchange',
  'surrogate-corrected',
  'score-function',
  'straight-through',
  'naive-pathwise',
] as const satisfies readonly SchemeName[];
export type FieldScheme = (typeof FIELD_SCHEMES)[number];

/** How the component of a coordinate depends on that coordinate itself, and on any other. */
export function fieldBases(scheme: FieldScheme): { readonly own: Basis; readonly other: Basis } {
  switch (scheme) {
    case 'true-penalty':
    case 'score-function':
    case 'naive-pathwise':
      return { own: CONSTANT, other: LINEAR };
    case 'straight-through':
      return { own: LINEAR, other: LINEAR };
    case 'surrogate-interchange':
      return { own: INTERCHANGE, other: LINEAR };
    case 'surrogate-corrected':
      return { own: SURROGATE_SLOPE, other: SURROGATE };
  }
}

/**
 * The expectation of the scheme's estimate at x̂, penalty part only. Of the score function it is the one
 * at inner marginals: at 0 and 1 the samples have no score.
 * @param xHat length d, in [0, 1]
 * @param field length d, overwritten
 * Cost: one evaluation of the plan.
 */
export function expectedField(plan: ExactPlan, scheme: FieldScheme, xHat: Float64Array, field: Float64Array): void {
  switch (scheme) {
    case 'true-penalty':
    case 'score-function':
      plan.penaltyGradient(xHat, field);
      return;
    case 'surrogate-interchange':
      plan.interchangeField(xHat, field);
      return;
    case 'surrogate-corrected':
      plan.surrogateGradient(xHat, field);
      return;
    case 'naive-pathwise':
      field.fill(0);
      return;
    case 'straight-through': {
      plan.penalty(xHat);
      const { form, rowViolation } = plan;
      field.fill(0);
      for (let i = 0; i < form.rowCount; i++) {
        for (let k = form.start[i]!; k < form.start[i + 1]!; k++) field[form.column[k]!]! += form.value[k]! * rowViolation[i]!;
      }
    }
  }
}
