import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assess } from '../../../src-science/decoding/assessment.ts';
import { normalForm } from '../../../src-science/program/normal-form.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { solutionReport } from '../../../src-science/program/solution-report.ts';

/** Coefficients that make ties: small whole numbers, tenths, and reals that nearly add up. */
const coefficient = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.integer({ min: -9, max: 9 }).map((v) => v / 10),
  fc.constantFrom(Math.SQRT2, -Math.SQRT2, Math.PI, 2 * Math.SQRT2),
);

/** Programs of two-sided, one-sided and equality rows, either sense, with fixed variables. */
const programs: fc.Arbitrary<Program> = fc
  .record({ d: fc.integer({ min: 1, max: 6 }), m: fc.integer({ min: 0, max: 4 }) })
  .chain(({ d, m }) =>
    fc.record({
      sense: fc.constantFrom('min' as const, 'max' as const),
      objective: fc.array(coefficient, { minLength: d, maxLength: d }),
      constant: coefficient,
      rows: fc.array(
        fc.record({
          values: fc.array(coefficient, { minLength: d, maxLength: d }),
          bound: coefficient,
          kind: fc.constantFrom('le', 'ge', 'eq', 'range'),
        }),
        { minLength: m, maxLength: m },
      ),
      fixed: fc.array(fc.constantFrom(-1, -1, -1, 0, 1), { minLength: d, maxLength: d }),
    }),
  )
  .map(({ sense, objective, constant, rows, fixed }) => {
    const start = [0];
    const column: number[] = [];
    const value: number[] = [];
    for (const row of rows) {
      row.values.forEach((a, j) => {
        if (a === 0) return;
        column.push(j);
        value.push(a);
      });
      start.push(column.length);
    }
    return {
      name: '',
      sense,
      objectiveName: 'cost',
      objective: Float64Array.from(objective),
      objectiveConstant: constant,
      variableNames: objective.map((_, j) => `x${j}`),
      fixed: Int8Array.from(fixed),
      rowNames: rows.map((_, i) => `r${i}`),
      rows: { start: Int32Array.from(start), column: Int32Array.from(column), value: Float64Array.from(value) },
      rowLower: Float64Array.from(rows, ({ kind, bound }) => (kind === 'le' ? -Infinity : bound)),
      rowUpper: Float64Array.from(rows, ({ kind, bound }) => (kind === 'ge' ? Infinity : kind === 'range' ? bound + 1 : bound)),
    };
  });

test('a decoded vector is judged on the normal form as the report judges it on the user’s program', () => {
  let feasible = 0;
  fc.assert(
    fc.property(programs, fc.nat(), (program, bits) => {
      const x = Uint8Array.from(program.objective, (_, j) => (bits >> j) & 1);
      const truth = solutionReport(program, x);
      const verdict = assess(normalForm(program), x);
      expect(verdict.feasible).toBe(truth.feasible);
      expect(verdict.violation).toBeCloseTo(truth.violation, 9);
      expect(verdict.objective).toBe(truth.objective === 0 ? 0 : truth.objective);
      if (truth.feasible) feasible++;
    }),
    { numRuns: 1000, seed: 17 },
  );
  expect(feasible).toBeGreaterThan(100);
});

test('rows of whole numbers are judged exactly, however large, and rows of decimals by what they say', () => {
  const program = (values: readonly number[], bound: number): Program => ({
    name: '',
    sense: 'min',
    objectiveName: 'cost',
    objective: new Float64Array(values.length),
    objectiveConstant: 0,
    variableNames: values.map((_, j) => `x${j}`),
    fixed: new Int8Array(values.length).fill(-1),
    rowNames: ['r'],
    rows: { start: Int32Array.of(0, values.length), column: Int32Array.from(values.keys()), value: Float64Array.from(values) },
    rowLower: Float64Array.of(-Infinity),
    rowUpper: Float64Array.of(bound),
  });
  const judged = (values: readonly number[], bound: number): { feasible: boolean; violation: number } =>
    assess(normalForm(program(values, bound)), Uint8Array.from(values, () => 1));
  expect(judged([2 ** 50, 2 ** 50, 1], 2 ** 51)).toMatchObject({ feasible: false, violation: 1 });
  expect(judged([2 ** 50, 2 ** 50], 2 ** 51)).toMatchObject({ feasible: true, violation: 0 });
  expect(judged([0.1, 0.2], 0.3)).toMatchObject({ feasible: true, violation: 0 });
  expect(judged([0.1, 0.2], 0.2999999999)).toMatchObject({ feasible: false });
  // Reals are given a billionth of their size.
  expect(judged([Math.SQRT2, Math.PI], (Math.SQRT2 + Math.PI) * (1 - 1e-10))).toMatchObject({ feasible: true, violation: 0 });
  expect(judged([Math.SQRT2, Math.PI], (Math.SQRT2 + Math.PI) * (1 - 1e-8))).toMatchObject({ feasible: false });
  expect(judged([-Math.SQRT2, -Math.PI], -(Math.SQRT2 + Math.PI) * (1 + 1e-10))).toMatchObject({ feasible: true, violation: 0 });
  expect(judged([-Math.SQRT2, -Math.PI], -(Math.SQRT2 + Math.PI) * (1 + 1e-8))).toMatchObject({ feasible: false });
});
