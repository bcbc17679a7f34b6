/** Small programs for tests of exact solving: built by hand in a line, or drawn at random, and judged by plain brute force. */
import fc from 'fast-check';
import { FREE } from '../../../src-science/program/program.ts';
import type { Program } from '../../../src-science/program/program.ts';

interface Row {
  readonly coefficients: readonly number[];
  readonly lower?: number;
  readonly upper?: number;
}

export interface SmallProgram {
  readonly sense?: 'min' | 'max';
  readonly objective: readonly number[];
  readonly constant?: number;
  readonly rows: readonly Row[];
  /** −1 free; all free where left out. */
  readonly fixed?: readonly number[];
}

export function programOf(small: SmallProgram): Program {
  const start = [0];
  const column: number[] = [];
  const value: number[] = [];
  for (const row of small.rows) {
    row.coefficients.forEach((a, j) => {
      if (a === 0) return;
      column.push(j);
      value.push(a);
    });
    start.push(column.length);
  }
  return {
    name: 'small',
    sense: small.sense ?? 'min',
    objectiveName: 'cost',
    objective: Float64Array.from(small.objective),
    objectiveConstant: small.constant ?? 0,
    variableNames: small.objective.map((_, j) => `v${j + 1}`),
    fixed: Int8Array.from(small.fixed ?? small.objective.map(() => FREE)),
    rowNames: small.rows.map((_, i) => `row${i + 1}`),
    rows: { start: Int32Array.from(start), column: Int32Array.from(column), value: Float64Array.from(value) },
    rowLower: Float64Array.from(small.rows, (row) => row.lower ?? -Infinity),
    rowUpper: Float64Array.from(small.rows, (row) => row.upper ?? Infinity),
  };
}

/** The best objective over all assignments, by the definition and nothing else; null if none is feasible. */
export function bruteForceOptimum(small: SmallProgram): number | null {
  const d = small.objective.length;
  let best: number | null = null;
  for (let code = 0; code < 2 ** d; code++) {
    const x = Array.from({ length: d }, (_, j) => (code >> j) & 1);
    if ((small.fixed ?? []).some((value, j) => value >= 0 && value !== x[j])) continue;
    const dot = (a: readonly number[]): number => a.reduce((sum, value, j) => sum + value * (x[j] ?? 0), 0);
    if (small.rows.some((row) => dot(row.coefficients) < (row.lower ?? -Infinity) || dot(row.coefficients) > (row.upper ?? Infinity)))
      continue;
    const objective = dot(small.objective) + (small.constant ?? 0);
    if (best === null || (small.sense === 'max' ? objective > best : objective < best)) best = objective;
  }
  return best;
}

/** Random programs in integers and halves (so that sums are exact), of every kind of row, feasible or not. */
export function smallPrograms(mostVariables = 9, mostRows = 6): fc.Arbitrary<SmallProgram> {
  const coefficient = fc.integer({ min: -12, max: 12 }).map((n) => n / 2);
  const bound = fc.integer({ min: -16, max: 24 }).map((n) => n / 2);
  return fc.integer({ min: 1, max: mostVariables }).chain((d) => {
    const vector = fc.array(fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: coefficient }), {
      minLength: d,
      maxLength: d,
    });
    const row = fc.tuple(vector, bound, bound, fc.constantFrom('le', 'ge', 'eq', 'range')).map(([coefficients, a, b, kind]): Row => {
      switch (kind) {
        case 'le':
          return { coefficients, upper: a };
        case 'ge':
          return { coefficients, lower: a };
        case 'eq':
          return { coefficients, lower: a, upper: a };
        case 'range':
          return { coefficients, lower: Math.min(a, b), upper: Math.max(a, b) };
      }
    });
    return fc.record({
      sense: fc.constantFrom('min' as const, 'max' as const),
      objective: vector,
      constant: fc.constantFrom(0, -3.5, 1000),
      rows: fc.array(row, { maxLength: mostRows }),
      fixed: fc.array(fc.constantFrom(-1, -1, -1, -1, 0, 1), { minLength: d, maxLength: d }),
    });
  });
}
