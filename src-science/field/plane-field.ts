/**
 * The exact expected field of a scheme in a plane: two coordinates of a program with all others held at
 * given marginals, or S26's 2-D toy in closed form (docs/science.md, section 7; S26 §3). In the plane
 * g = (c₁, c₂) + μ · penalty part; its curl ∂₁g₂ − ∂₂g₁ is 0 for a gradient.
 */
import { SCHEMES, type FieldScheme } from '../gradients/scheme.ts';
import type { ExactPlan } from '../relaxation/exact-plan.ts';
import { expectedField, fieldBases } from './field-scheme.ts';
import {
  fitTensor,
  LINEAR,
  SURROGATE,
  tensorFunction,
  tensorOtherSlope,
  tensorOwnSlope,
  tensorValue,
  type Basis,
  type TensorFunction,
} from './tensor-function.ts';

export interface PlaneField {
  readonly scheme: FieldScheme;
  /** Penalty part of g₁ as a function of (x̂₁; x̂₂), and of g₂ as a function of (x̂₂; x̂₁). */
  readonly first: TensorFunction;
  readonly second: TensorFunction;
  /** Weight of the penalty part. */
  readonly mu: number;
  /** Objective coefficients of the two coordinates, for minimization. */
  readonly cost: readonly [number, number];
}

/** Weight and objective of a plane; left out: μ = 1, c = 0, the penalty alone. */
export interface PlaneWeights {
  readonly mu?: number;
  readonly cost?: readonly [number, number];
}

/** S26's toy a₁x₁ + a₂x₂ ≤ b with a₁ + a₂ > b ≥ a₁ ≥ a₂ > 0: violated where both are 1. */
export interface ToyPlane {
  readonly a1: number;
  readonly a2: number;
  readonly b: number;
}

/** @throws RangeError where the numbers are no such toy */
function requireToy({ a1, a2, b }: ToyPlane): void {
  if (a1 + a2 > b && b >= a1 && a1 >= a2 && a2 > 0 && Number.isFinite(a1 + a2)) return;
  throw new RangeError(`The toy needs a1 + a2 > b ≥ a1 ≥ a2 > 0, not a1 = ${String(a1)}, a2 = ${String(a2)}, b = ${String(b)}`);
}

/**
 * The field of the 2-D toy in closed form.
 * @throws RangeError where the numbers are no toy
 * Cost: O(1).
 */
export function toyField(toy: ToyPlane, scheme: FieldScheme, weights: PlaneWeights = {}): PlaneField {
  requireToy(toy);
  const { a1, a2, b } = toy;
  const slack = a1 + a2 - b;
  const bases = fieldBases(scheme);
  const { toy: coefficients } = SCHEMES[scheme].expectation;
  const component = (a: number, other: number): TensorFunction => tensorFunction(bases.own, bases.other, coefficients(a, other, slack));
  return { scheme, first: component(a1, a2), second: component(a2, a1), mu: weights.mu ?? 1, cost: weights.cost ?? [0, 0] };
}

/** The losses of the 2-D toy: (a₁+a₂−b)x̂₁x̂₂ and x̂₂a₁f₁(x̂₁) + x̂₁a₂f₁(x̂₂) + (a₁+a₂−b)x̂₁x̂₂. */
export function toyLosses(toy: ToyPlane): PlaneLosses {
  requireToy(toy);
  const slack = toy.a1 + toy.a2 - toy.b;
  return {
    penalty: tensorFunction(LINEAR, LINEAR, [[0, 0], [0, slack]]),
    surrogate: tensorFunction(SURROGATE, SURROGATE, [[0, 0, 0, 0], [0, slack, toy.a2, 0], [0, toy.a1, 0, 0], [0, 0, 0, 0]]),
  };
}

/** True penalty and surrogate over a plane, without c and μ. */
export interface PlaneLosses {
  readonly penalty: TensorFunction;
  readonly surrogate: TensorFunction;
}

/** Two different coordinates of a program. */
export interface PlaneCoordinates {
  readonly first: number;
  readonly second: number;
  /** Length d, in [0, 1]: where the other coordinates are held; those of the plane are not read. */
  readonly xHat: Float64Array;
}

/** @throws RangeError where the coordinates are no plane of the plan */
function requirePlane(plan: ExactPlan, { first, second, xHat }: PlaneCoordinates): void {
  const d = plan.form.variableCount;
  if (xHat.length !== d) throw new RangeError(`xHat has ${String(xHat.length)} entries, the program ${String(d)} variables`);
  for (const j of [first, second]) {
    if (!Number.isSafeInteger(j) || j < 0 || j >= d) throw new RangeError(`There is no coordinate ${String(j)} among ${String(d)}`);
  }
  if (first === second) throw new RangeError(`A plane needs two different coordinates, not ${String(first)} twice`);
  xHat.forEach((x, j) => {
    if (!(x >= 0 && x <= 1)) throw new RangeError(`xHat[${String(j)}] is ${String(x)}, not a number from 0 to 1`);
  });
}

/** Fits a tensor function and pauses after each value, so that a window stays live between them. */
function* fitSteps(own: Basis, other: Basis, valueAt: (x: number, y: number) => number): Generator<void, TensorFunction> {
  const values = new Map<number, Map<number, number>>();
  for (const x of own.nodes) {
    const along = new Map<number, number>();
    values.set(x, along);
    for (const y of other.nodes) {
      along.set(y, valueAt(x, y));
      yield;
    }
  }
  return fitTensor(own, other, (x, y) => values.get(x)?.get(y) ?? Number.NaN);
}

/** The end of a computation that pauses. */
function finish<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/**
 * The field of a scheme in a plane of a program, from a handful of exact evaluations; pauses after each.
 * @throws RangeError where the coordinates are no plane of the plan
 * Cost: 3 to 15 evaluations of the plan, whatever is asked of the plane afterwards.
 */
export function* programFieldSteps(
  plan: ExactPlan, scheme: FieldScheme, plane: PlaneCoordinates, weights: PlaneWeights = {},
): Generator<void, PlaneField> {
  requirePlane(plan, plane);
  const at = plane.xHat.slice();
  const field = new Float64Array(at.length);
  const { own, other } = fieldBases(scheme);
  // Both components come from one evaluation where they need the same point.
  const seen = new Map<string, readonly [number, number]>();
  const evaluated = (x1: number, x2: number): readonly [number, number] => {
    const key = `${String(x1)} ${String(x2)}`;
    let components = seen.get(key);
    if (components === undefined) {
      at[plane.first] = x1;
      at[plane.second] = x2;
      expectedField(plan, scheme, at, field);
      components = [field[plane.first]!, field[plane.second]!];
      seen.set(key, components);
    }
    return components;
  };
  return {
    scheme,
    first: yield* fitSteps(own, other, (x1, x2) => evaluated(x1, x2)[0]),
    second: yield* fitSteps(own, other, (x2, x1) => evaluated(x1, x2)[1]),
    mu: weights.mu ?? 1,
    cost: weights.cost ?? [0, 0],
  };
}

/**
 * The same without pauses.
 * @throws RangeError where the coordinates are no plane of the plan
 */
export function programField(plan: ExactPlan, scheme: FieldScheme, plane: PlaneCoordinates, weights: PlaneWeights = {}): PlaneField {
  return finish(programFieldSteps(plan, scheme, plane, weights));
}

/**
 * Penalty and surrogate over a plane of a program; pauses after each evaluation.
 * @throws RangeError where the coordinates are no plane of the plan
 * Cost: 20 evaluations of the plan.
 */
export function* programLossesSteps(plan: ExactPlan, plane: PlaneCoordinates): Generator<void, PlaneLosses> {
  requirePlane(plan, plane);
  const at = plane.xHat.slice();
  const along = (value: (xHat: Float64Array) => number) => (x: number, y: number) => {
    at[plane.first] = x;
    at[plane.second] = y;
    return value(at);
  };
  return {
    penalty: yield* fitSteps(LINEAR, LINEAR, along(plan.penalty)),
    surrogate: yield* fitSteps(SURROGATE, SURROGATE, along(plan.surrogate)),
  };
}

/**
 * The same without pauses.
 * @throws RangeError where the coordinates are no plane of the plan
 */
export function programLosses(plan: ExactPlan, plane: PlaneCoordinates): PlaneLosses {
  return finish(programLossesSteps(plan, plane));
}

/** g₁ at (x̂₁, x̂₂). */
export function firstComponent(field: PlaneField, x1: number, x2: number): number {
  return field.cost[0] + field.mu * tensorValue(field.first, x1, x2);
}

/** g₂ at (x̂₁, x̂₂). */
export function secondComponent(field: PlaneField, x1: number, x2: number): number {
  return field.cost[1] + field.mu * tensorValue(field.second, x2, x1);
}

/** ∂₁g₂ − ∂₂g₁ at (x̂₁, x̂₂). */
export function curl(field: PlaneField, x1: number, x2: number): number {
  return field.mu * (tensorOtherSlope(field.second, x2, x1) - tensorOtherSlope(field.first, x1, x2));
}

/** The Jacobian [∂₁g₁, ∂₂g₁, ∂₁g₂, ∂₂g₂] at (x̂₁, x̂₂). */
export function planeJacobian(field: PlaneField, x1: number, x2: number): readonly [number, number, number, number] {
  return [
    field.mu * tensorOwnSlope(field.first, x1, x2),
    field.mu * tensorOtherSlope(field.first, x1, x2),
    field.mu * tensorOtherSlope(field.second, x2, x1),
    field.mu * tensorOwnSlope(field.second, x2, x1),
  ];
}
