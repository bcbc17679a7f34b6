/**
 * The gradient schemes whose expectation is known in closed form, and that expectation at a point (docs/science.md,
 * sections 4 and 5): the vector fields of the field lab, of circulations and of Jacobians.
 */
import { SCHEME_NAMES, SCHEMES, type FieldScheme, type SchemeName } from '../gradients/scheme.ts';
import type { BasisName } from '../gradients/scheme-record.ts';
import type { ExactPlan } from '../relaxation/exact-plan.ts';
import { CONSTANT, INTERCHANGE, LINEAR, SURROGATE, SURROGATE_SLOPE, type Basis } from './tensor-function.ts';

const BASES: Readonly<Record<BasisName, Basis>> = {
  constant: CONSTANT, linear: LINEAR, interchange: INTERCHANGE, surrogate: SURROGATE, 'surrogate-slope': SURROGATE_SLOPE,
};

function hasField(scheme: SchemeName): scheme is FieldScheme {
  return SCHEMES[scheme].expectation !== null;
}

export const FIELD_SCHEMES: readonly FieldScheme[] = SCHEME_NAMES.filter(hasField);

/** How the component of a coordinate depends on that coordinate itself, and on any other. */
export function fieldBases(scheme: FieldScheme): { readonly own: Basis; readonly other: Basis } {
  const { own, other } = SCHEMES[scheme].expectation;
  return { own: BASES[own], other: BASES[other] };
}

/**
 * The expectation of the scheme's estimate at x̂, penalty part only. Of the score function it is the one
 * at inner marginals: at 0 and 1 the samples have no score.
 * @param xHat length d, in [0, 1]
 * @param field length d, overwritten
 * Cost: one evaluation of the plan.
 */
export function expectedField(plan: ExactPlan, scheme: FieldScheme, xHat: Float64Array, field: Float64Array): void {
  SCHEMES[scheme].expectation.write(plan, xHat, field);
}
