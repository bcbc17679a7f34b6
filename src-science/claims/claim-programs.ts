/**
 * The programs on which claims are settled: the papers' toys as normal forms, dense rows with real
 * weights, and small random programs with rows of every sense. Each is a pure function of its numbers.
 */
import { GeneratedRows } from '../program/generators/assemble.ts';
import { Draws } from '../program/generators/draws.ts';
import { normalForm, type NormalForm } from '../program/normal-form.ts';
import { createExactPlan, type ExactPlan } from '../relaxation/exact-plan.ts';

export interface ClaimRow {
  /** Length d; zeros are left out. */
  readonly weight: readonly number[];
  readonly lower: number;
  readonly upper: number;
}

/** A minimization program over d variables from dense rows. */
export function formOfRows(objective: readonly number[], rows: readonly ClaimRow[]): NormalForm {
  const generated = new GeneratedRows();
  rows.forEach((row, i) => {
    generated.begin(`row${String(i + 1)}`, row.lower, row.upper);
    row.weight.forEach((w, j) => generated.entry(j, w));
  });
  return normalForm(
    generated.program({ name: 'claim', sense: 'min', objectiveName: 'objective', objective: Float64Array.from(objective), prefix: 'x' }),
  );
}

/** One row Σ a_j x_j ≤ b without objective. */
export function oneRowForm(weight: readonly number[], b: number): NormalForm {
  return formOfRows(weight.map(() => 0), [{ weight, lower: Number.NEGATIVE_INFINITY, upper: b }]);
}

/**
 * One dense row with real weights of 53 random bits each, positive and some negative, whose bound lies
 * where about half of the vertices violate it.
 */
export function denseRealRow(d: number, seed: number): NormalForm {
  const draws = new Draws(seed);
  const weight = Array.from({ length: d }, () => (draws.uniform() < 0.25 ? -1 : 1) * (0.1 + draws.uniform()));
  const middle = weight.reduce((sum, w) => sum + w, 0) / 2;
  return oneRowForm(weight, middle + 0.01 * draws.uniform());
}

/** Marginals uniform in [0.1, 0.9]. */
export function innerMarginals(d: number, seed: number): Float64Array {
  const draws = new Draws(seed);
  return Float64Array.from({ length: d }, () => 0.1 + 0.8 * draws.uniform());
}

/** Rows of integers divided by one of these: their smallest violations are as small, their decimals exact. */
const DIVISORS = [1, 4, 20] as const;

/**
 * A small feasible program: m rows of small integers over a divisor, of every sense, around a hidden
 * solution; costs are integers, some 0.
 */
export function smallProgram(d: number, m: number, seed: number): NormalForm {
  const draws = new Draws(seed);
  const planted = Array.from({ length: d }, () => draws.integer(0, 1));
  const rows = Array.from({ length: m }, (): ClaimRow => {
    const integers = planted.map(() => (draws.uniform() < 0.7 ? draws.integer(-4, 4) : 0));
    const divisor = DIVISORS[draws.integer(0, DIVISORS.length - 1)] ?? 1;
    const activity = integers.reduce((sum, a, j) => sum + a * planted[j]!, 0);
    const slack = draws.integer(0, 2);
    const sense = draws.uniform();
    const lower = sense < 0.4 ? Number.NEGATIVE_INFINITY : activity - (sense < 0.8 ? slack : 0);
    const upper = sense >= 0.4 && sense < 0.8 ? Number.POSITIVE_INFINITY : activity + (sense < 0.4 ? slack : 0);
    return { weight: integers.map((a) => a / divisor), lower: lower / divisor, upper: upper / divisor };
  });
  return formOfRows(Array.from({ length: d }, () => draws.integer(-3, 3)), rows);
}

/** The exact plan of a form that is known to have one. */
export function exactPlanOf(form: NormalForm): ExactPlan {
  const outcome = createExactPlan(form);
  if (outcome.plan === null) throw new RangeError(outcome.refusal);
  return outcome.plan;
}

/** The same expectations by a gradient-like call that returns its array. */
export function gradientAt(evaluate: (xHat: Float64Array, into: Float64Array) => number, xHat: Float64Array): Float64Array {
  const into = new Float64Array(xHat.length);
  evaluate(xHat, into);
  return into;
}
