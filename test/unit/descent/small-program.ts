/**
 * Small programs and the truth about them by enumeration: the tests of descents and decoders compare
 * with these, which share no code with what is tested.
 */
import fc from 'fast-check';
import type { EvaluationOutcome, GradientEvaluator } from '../../../src-science/gradients/evaluator.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';

/** A normal form from dense rows. */
export function denseForm(
  objective: readonly number[],
  rows: readonly (readonly number[])[],
  rhs: readonly number[],
  options: { fixed?: readonly number[]; objectiveConstant?: number; objectiveSign?: 1 | -1 } = {},
): NormalForm {
  const start = [0];
  const column: number[] = [];
  const value: number[] = [];
  for (const row of rows) {
    row.forEach((a, j) => {
      if (a === 0) return;
      column.push(j);
      value.push(a);
    });
    start.push(column.length);
  }
  return {
    variableCount: objective.length,
    rowCount: rows.length,
    objective: Float64Array.from(objective),
    objectiveConstant: options.objectiveConstant ?? 0,
    start: Int32Array.from(start),
    column: Int32Array.from(column),
    value: Float64Array.from(value),
    rhs: Float64Array.from(rhs),
    sourceRow: Int32Array.from(rows.map((_, i) => i)),
    sourceSign: Int8Array.from(rows.map(() => 1)),
    fixed: Int8Array.from(options.fixed ?? objective.map(() => -1)),
    objectiveSign: options.objectiveSign ?? 1,
  };
}

/** viol(x) for a bit mask. */
export function violationOf(form: NormalForm, mask: number): number {
  let violation = 0;
  for (let i = 0; i < form.rowCount; i++) {
    let activity = 0;
    for (let k = form.start[i] ?? 0; k < (form.start[i + 1] ?? 0); k++) {
      if (((mask >> (form.column[k] ?? 0)) & 1) === 1) activity += form.value[k] ?? 0;
    }
    violation += Math.max(activity - (form.rhs[i] ?? 0), 0);
  }
  return violation;
}

/** cᵀx + c₀ in the normal sense for a bit mask. */
export function objectiveOf(form: NormalForm, mask: number): number {
  return form.objective.reduce((sum, c, j) => sum + (((mask >> j) & 1) === 1 ? c : 0), form.objectiveConstant);
}

/** Σ_i E[max(a_iᵀx − b_i, 0)] at marginals, over all 2^d outcomes. */
export function enumeratedPenalty(form: NormalForm, xHat: ArrayLike<number>): number {
  let total = 0;
  for (let mask = 0; mask < 2 ** form.variableCount; mask++) {
    let probability = 1;
    for (let j = 0; j < form.variableCount; j++) probability *= ((mask >> j) & 1) === 1 ? (xHat[j] ?? 0) : 1 - (xHat[j] ?? 0);
    if (probability > 0) total += probability * violationOf(form, mask);
  }
  return total;
}

/** L(x̂) by enumeration. */
export function enumeratedLoss(form: NormalForm, xHat: ArrayLike<number>, mu: number): number {
  let linear = form.objectiveConstant;
  for (let j = 0; j < form.variableCount; j++) linear += (form.objective[j] ?? 0) * (xHat[j] ?? 0);
  return linear + mu * enumeratedPenalty(form, xHat);
}

/** The exact true-penalty evaluator by enumeration: slow, and independent of `src-science/relaxation`. */
export function enumeratedEvaluator(form: NormalForm): GradientEvaluator {
  return {
    scheme: 'true-penalty',
    evaluation: 'exact',
    reason: 'enumerated',
    evaluate(xHat, _at, gradient, outcome: EvaluationOutcome) {
      const at = Float64Array.from(xHat);
      for (let j = 0; j < at.length; j++) {
        const kept = at[j] ?? 0;
        at[j] = 1;
        const one = enumeratedPenalty(form, at);
        at[j] = 0;
        gradient[j] = one - enumeratedPenalty(form, at);
        at[j] = kept;
      }
      outcome.penalty = enumeratedPenalty(form, at);
      outcome.penaltyStandardError = 0;
      outcome.feasibleShare = Number.NaN;
      outcome.samples = 0;
      outcome.meanViolation = outcome.penalty;
    },
  };
}

const coefficient = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: -5, max: 5 }) },
  { weight: 1, arbitrary: fc.integer({ min: -3000, max: 3000 }).map((v) => v / 977) },
);

/** Programs of up to 7 variables and 4 rows: whole and real weights, both signs, some fixed variables. */
export const smallForm: fc.Arbitrary<NormalForm> = fc
  .record({ d: fc.integer({ min: 1, max: 7 }), m: fc.integer({ min: 0, max: 4 }) })
  .chain(({ d, m }) =>
    fc.record({
      objective: fc.array(fc.integer({ min: -9, max: 9 }), { minLength: d, maxLength: d }),
      rows: fc.array(fc.array(coefficient, { minLength: d, maxLength: d }), { minLength: m, maxLength: m }),
      rhs: fc.array(coefficient, { minLength: m, maxLength: m }),
      fixed: fc.array(fc.constantFrom(-1, -1, -1, -1, 0, 1), { minLength: d, maxLength: d }),
      objectiveSign: fc.constantFrom<1 | -1>(1, -1),
    }),
  )
  .map(({ objective, rows, rhs, fixed, objectiveSign }) => denseForm(objective, rows, rhs, { fixed, objectiveSign }));

/** A form and marginals for it, edges included; fixed variables have their value. */
export const formAndMarginals: fc.Arbitrary<{ form: NormalForm; xHat: Float64Array }> = smallForm.chain((form) =>
  fc
    .array(
      fc.oneof({ weight: 4, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) }, {
        weight: 1,
        arbitrary: fc.constantFrom(0, 1, 0.5, 1e-12),
      }),
      {
        minLength: form.variableCount,
        maxLength: form.variableCount,
      },
    )
    .map((values) => ({ form, xHat: Float64Array.from(values, (x, j) => ((form.fixed[j] ?? -1) >= 0 ? (form.fixed[j] ?? 0) : x)) }))
);
