/**
 * Programs as plain arrays and what a flip does to them, each time from the whole vector: the truth that
 * the searches' choices are compared with. Coefficients are powers of two, so that scales and gains are
 * exact in doubles and ties are ties.
 */
import fc from 'fast-check';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { denseForm } from '../descent/small-program.ts';

/** A program as plain arrays, and a 0/1 start that keeps its fixed variables. */
export interface Dense {
  readonly objective: readonly number[];
  readonly rows: readonly (readonly number[])[];
  readonly rhs: readonly number[];
  readonly fixed: readonly number[];
  readonly start: readonly number[];
}

const coefficient = fc.constantFrom(0, 0, 1, -1, 2, -2, 4);
export const dense: fc.Arbitrary<Dense> = fc.record({ d: fc.integer({ min: 2, max: 7 }), m: fc.integer({ min: 1, max: 5 }) }).chain((
  { d, m },
) =>
  fc
    .record({
      objective: fc.array(fc.integer({ min: -3, max: 9 }), { minLength: d, maxLength: d }),
      rows: fc.array(fc.array(coefficient, { minLength: d, maxLength: d }), { minLength: m, maxLength: m }),
      rhs: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: m, maxLength: m }),
      fixed: fc.array(fc.constantFrom(-1, -1, -1, -1, -1, 0, 1), { minLength: d, maxLength: d }),
      bits: fc.array(fc.constantFrom(0, 1), { minLength: d, maxLength: d }),
    })
    .map(({ bits, ...program }) => ({
      ...program,
      start: bits.map((bit, j) => ((program.fixed[j] ?? -1) >= 0 ? (program.fixed[j] ?? 0) : bit)),
    }))
);

/** Programs of equalities, each a pair of rows, around a planted vector: single flips seldom lead there. */
export const planted: fc.Arbitrary<Dense> = fc.record({ d: fc.integer({ min: 5, max: 9 }), m: fc.integer({ min: 2, max: 4 }) }).chain((
  { d, m },
) =>
  fc
    .record({
      objective: fc.array(fc.integer({ min: -3, max: 9 }), { minLength: d, maxLength: d }),
      equalities: fc.array(fc.array(coefficient, { minLength: d, maxLength: d }), { minLength: m, maxLength: m }),
      plant: fc.array(fc.constantFrom(0, 1), { minLength: d, maxLength: d }),
      start: fc.array(fc.constantFrom(0, 1), { minLength: d, maxLength: d }),
    })
    .map(({ objective, equalities, plant, start }) => {
      const sides = equalities.map((row) => sum(row.map((a, j) => a * (plant[j] ?? 0))));
      return {
        objective,
        rows: equalities.flatMap((row) => [row, row.map((a) => (a === 0 ? 0 : -a))]),
        rhs: sides.flatMap((side) => [side, -side]),
        fixed: objective.map(() => -1),
        start,
      };
    }),
);

export const formOf = ({ objective, rows, rhs, fixed }: Dense): NormalForm => denseForm(objective, rows, rhs, { fixed });
export const flipped = (x: readonly number[], j: number): number[] => x.map((v, k) => (k === j ? 1 - v : v));
export const excessOf = ({ rows, rhs }: Dense, i: number, x: readonly number[]): number =>
  (rows[i] ?? []).reduce((total, a, j) => total + a * (x[j] ?? 0), 0) - (rhs[i] ?? 0);
const largestIn = ({ rows }: Dense, i: number): number => Math.max(...(rows[i] ?? []).map(Math.abs)) || 1;
export const violatedRows = (program: Dense, x: readonly number[]): number[] =>
  program.rows.map((_, i) => i).filter((i) => excessOf(program, i, x) > 0);
export const costOf = (
  { objective }: Dense,
  x: readonly number[],
  j: number,
): number => ((x[j] ?? 0) === 1 ? -(objective[j] ?? 0) : (objective[j] ?? 0));
export const relieving = (program: Dense, x: readonly number[], i: number): number[] =>
  x.map((_, j) => j).filter((j) => (program.fixed[j] ?? -1) < 0 && excessOf(program, i, flipped(x, j)) < excessOf(program, i, x));
export const sum = (values: readonly number[]): number => values.reduce((total, v) => total + v, 0);

/** Σ weight_i (1 + e_i/largest_i) over violated rows. */
export const weighted = (program: Dense, weight: readonly number[], x: readonly number[]): number =>
  sum(violatedRows(program, x).map((i) => (weight[i] ?? 0) * (1 + excessOf(program, i, x) / largestIn(program, i))));
/** Σ e_i/largest_i over violated rows. */
export const scaled = (program: Dense, x: readonly number[]): number =>
  sum(violatedRows(program, x).map((i) => excessOf(program, i, x) / largestIn(program, i)));

/** Of the candidates the one that comes first in `order`; a stable sort leaves equals by index. */
export const firstBy = (candidates: readonly number[], ...order: readonly ((j: number) => number)[]): number => {
  const compared = (j: number, k: number): number => {
    for (const key of order) if (key(j) !== key(k)) return key(j) - key(k);
    return j - k;
  };
  return [...candidates].sort(compared)[0] ?? -1;
};
