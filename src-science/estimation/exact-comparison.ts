/**
 * What an estimate is compared with: the exact value of a scalar, or the expectation of a gradient scheme
 * and the true gradient beside it (docs/science.md, section 5), where they can be had within about a second.
 * It needs no sample, so it is made beside the sampling where there are workers for both.
 */
import type { CompiledKernels } from '../compiled.ts';
import { feasibleBetween } from '../bounds/feasible-at-least.ts';
import { SCHEMES, type SchemeName } from '../gradients/scheme.ts';
import type { NormalForm } from '../program/normal-form.ts';
import { createExactPlan, surveyExact, type ExactPlan } from '../relaxation/exact-plan.ts';
import { feasibleProbability } from '../relaxation/feasibility.ts';
import { penaltyBracket } from '../relaxation/penalty-bracket.ts';
import type { ExactValue } from './estimate-spec.ts';
import type { EstimateSpec, ScalarEstimateSpec } from './estimate-settings.ts';

/** Exact values are computed for comparison up to this many cells (about a second). */
const COMPARISON_CELLS = 2e8;

/** Plain data that survives structured cloning. */
export type ExactComparison =
  | { readonly quantity: 'scalar'; readonly value: ExactValue | null }
  | {
      readonly quantity: 'gradient';
      /** The expectation of the scheme; length d. */
      readonly expectation: Float64Array | null;
      /** ∇E[φ̃]; length d. */
      readonly trueGradient: Float64Array | null;
    };

/** @param compiled stand-ins for the hot loops; the same bits without. Cost: a few exact evaluations, at most about a second. */
export function compareExactly(form: NormalForm, spec: EstimateSpec, compiled?: CompiledKernels): ExactComparison {
  if (spec.quantity !== 'gradient') return { quantity: 'scalar', value: exactScalar(form, spec, compiled) };
  const plan = comparisonPlan(form, compiled);
  const trueGradient = plan === null ? null : trueGradientOf(plan, spec);
  return { quantity: 'gradient', expectation: exactExpectation(spec, plan, trueGradient), trueGradient };
}

/** True where exact values of this program are cheap enough to be computed for comparison. Cost: O(nnz). */
export function isComparable(form: NormalForm): boolean {
  const survey = surveyExact(form);
  return survey.refusal === null && survey.cells <= COMPARISON_CELLS;
}

/** An exact plan to compare with, where there is one of bearable cost. */
export function comparisonPlan(form: NormalForm, compiled?: CompiledKernels): ExactPlan | null {
  return isComparable(form) ? createExactPlan(form, undefined, compiled).plan : null;
}

function objectiveAt(form: NormalForm, xHat: Float64Array): number {
  let sum = form.objectiveConstant;
  for (let j = 0; j < xHat.length; j++) sum += form.objective[j]! * xHat[j]!;
  return sum;
}

/** The exact value of a scalar, or a bracket of it, or null. */
function exactScalar(form: NormalForm, spec: ScalarEstimateSpec, compiled: CompiledKernels | undefined): ExactValue | null {
  const xHat = Float64Array.from(spec.xHat);
  const plan = comparisonPlan(form, compiled);
  if (spec.quantity === 'feasibility') {
    const value = feasibleProbability(form, plan, xHat);
    if (value !== null) return { value, lower: value, upper: value };
    // Left by the evaluation of the plan.
    return plan === null ? null : { value: null, ...feasibleBetween(form, xHat, plan.rowViolation) };
  }
  let lower: number;
  let upper: number;
  if (plan !== null) {
    lower = upper = plan.penalty(xHat);
  } else if (surveyExact(form).refusal !== null) {
    ({ lower, upper } = penaltyBracket(form, xHat, compiled));
  } else {
    return null;
  }
  if (spec.quantity === 'loss') {
    const base = objectiveAt(form, xHat);
    const ends = [base + spec.mu * lower, base + spec.mu * upper] as const;
    lower = Math.min(...ends);
    upper = Math.max(...ends);
  }
  return { value: lower === upper ? lower : null, lower, upper };
}

/** A scheme at a point x̂, length d. */
interface SchemePoint {
  readonly scheme: SchemeName;
  readonly xHat: ArrayLike<number>;
}

/**
 * What the scheme's mean should be (docs/science.md, section 4), where its record says so and a plan is at hand; length d.
 * @param trueGradient by the same plan, where there is one; given back where it is the answer
 */
export function exactExpectation(
  spec: SchemePoint,
  plan: ExactPlan | null,
  trueGradient: Float64Array | null,
): Float64Array | null {
  const { expectation, target } = SCHEMES[spec.scheme];
  if (expectation === null) return null;
  if (target === 'zero') return new Float64Array(spec.xHat.length);
  if (target === 'true-gradient') return expectation.silentAtBorders ? silencedAtBorders(trueGradient, spec.xHat) : trueGradient;
  if (plan === null) return null;
  const out = new Float64Array(spec.xHat.length);
  expectation.write(plan, Float64Array.from(spec.xHat), out);
  return out;
}

function silencedAtBorders(field: Float64Array | null, xHat: ArrayLike<number>): Float64Array | null {
  return field?.map((g, j) => (xHat[j]! > 0 && xHat[j]! < 1 ? g : 0)) ?? null;
}

/** ∇E[φ̃] at the point; length d. Cost: one exact evaluation. */
export function trueGradientOf(plan: ExactPlan, spec: Pick<SchemePoint, 'xHat'>): Float64Array {
  const out = new Float64Array(spec.xHat.length);
  plan.penaltyGradient(Float64Array.from(spec.xHat), out);
  return out;
}
