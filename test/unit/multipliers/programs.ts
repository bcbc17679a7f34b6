/** Small programs with rows of both sides, and the truth about them by enumeration. */
import fc from 'fast-check';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';

/** `lower ≤ aᵀx ≤ upper`; −∞ and ∞ where a side is missing. */
export interface Row {
  readonly weights: readonly number[];
  readonly lower: number;
  readonly upper: number;
}

export interface Small {
  readonly objective: readonly number[];
  readonly rows: readonly Row[];
  /** −1 free, else the value. */
  readonly fixed: readonly number[];
}

/** The normal form, as `normalForm` makes it: a row of two sides is two, the lower one negated. */
export function formOf({ objective, rows, fixed }: Small): NormalForm {
  const start = [0];
  const column: number[] = [];
  const value: number[] = [];
  const rhs: number[] = [];
  const sourceRow: number[] = [];
  const sourceSign: number[] = [];
  rows.forEach(({ weights, lower, upper }, source) => {
    for (const [sign, bound] of [[1, upper], [-1, lower]] as const) {
      if (!Number.isFinite(bound)) continue;
      weights.forEach((a, j) => {
        if (a === 0) return;
        column.push(j);
        value.push(sign * a);
      });
      start.push(column.length);
      rhs.push(sign * bound);
      sourceRow.push(source);
      sourceSign.push(sign);
    }
  });
  return {
    variableCount: objective.length,
    rowCount: rhs.length,
    objective: Float64Array.from(objective),
    objectiveConstant: 0,
    start: Int32Array.from(start),
    column: Int32Array.from(column),
    value: Float64Array.from(value),
    rhs: Float64Array.from(rhs),
    sourceRow: Int32Array.from(sourceRow),
    sourceSign: Int8Array.from(sourceSign),
    fixed: Int8Array.from(fixed),
    objectiveSign: 1,
  };
}

export const dot = (a: readonly number[], x: ArrayLike<number>): number => a.reduce((sum, v, j) => sum + v * (x[j] ?? 0), 0);

export const keeps = ({ rows }: Pick<Small, 'rows'>, x: ArrayLike<number>): boolean =>
  rows.every(({ weights, lower, upper }) => dot(weights, x) >= lower && dot(weights, x) <= upper);

/** All 0/1 vectors that agree with the fixings. */
export function vectors({ objective, fixed }: Small): Uint8Array[] {
  const all: Uint8Array[] = [];
  for (let mask = 0; mask < 2 ** objective.length; mask++) {
    const x = Uint8Array.from(objective, (_, j) => (mask >> j) & 1);
    if (x.every((v, j) => (fixed[j] ?? -1) < 0 || fixed[j] === v)) all.push(x);
  }
  return all;
}

/** The least objective of all vectors that keep the rows; Infinity where none does. */
export const optimum = (p: Small): number =>
  vectors(p).filter((x) => keeps(p, x)).reduce((least, x) => Math.min(least, dot(p.objective, x)), Infinity);

const weights = fc.array(fc.constantFrom(-3, -2, -1, -1, 0, 0, 0, 1, 1, 1, 1, 2, 5), { minLength: 6, maxLength: 6 });
const side = fc.integer({ min: -4, max: 6 });

const row: fc.Arbitrary<Row> = fc.tuple(weights, side, fc.constantFrom('upper', 'lower', 'equal', 'range'), fc.integer({ min: 1, max: 3 }))
  .map(([w, b, kind, width]) => ({
    weights: w,
    lower: kind === 'upper' ? -Infinity : b,
    upper: kind === 'lower' ? Infinity : kind === 'range' ? b + width : b,
  }));

/** Six variables, up to five rows of any kind; some have no vector that keeps all of them. */
export const anyProgram: fc.Arbitrary<Small> = fc.record({
  objective: fc.array(fc.integer({ min: -6, max: 9 }), { minLength: 6, maxLength: 6 }),
  rows: fc.array(row, { minLength: 1, maxLength: 5 }),
  fixed: fc.array(fc.constantFrom(-1, -1, -1, -1, 0, 1), { minLength: 6, maxLength: 6 }),
});

/**
 * Who does what at which cost: n² variables, every row and every column of the square exactly one. Its relaxation has
 * integral vertices.
 */
export function assignment(costs: readonly (readonly number[])[]): Small {
  const n = costs.length;
  const pick = (holds: (row: number, column: number) => boolean): number[] =>
    Array.from({ length: n * n }, (_, k) => Number(holds(Math.floor(k / n), k % n)));
  const rows = Array.from({ length: n }, (_, i) => [pick((r) => r === i), pick((_r, c) => c === i)]).flat();
  return { objective: costs.flat(), rows: rows.map((w) => ({ weights: w, lower: 1, upper: 1 })), fixed: costs.flat().map(() => -1) };
}

/** The least cost of giving the rows from `row` on columns that are not taken. */
export function cheapest(costs: readonly (readonly number[])[], row = 0, taken = 0): number {
  if (row === costs.length) return 0;
  return Math
    .min(...costs.map((_, c) => ((taken >> c) & 1) === 1 ? Infinity : (costs[row]?.[c] ?? 0) + cheapest(costs, row + 1, taken | (1 << c))));
}

export const anyCosts = (n: number): fc.Arbitrary<number[][]> =>
  fc.array(fc.array(fc.integer({ min: 1, max: 50 }), { minLength: n, maxLength: n }), { minLength: n, maxLength: n });

export const anyAssignment = (n: number): fc.Arbitrary<Small> => anyCosts(n).map(assignment);
