/**
 * The normal form `min cᵀx + c₀, A x ≤ b` on which the relaxation works (docs/science.md, section 1):
 * `≥` rows are negated, `=` and range rows give two rows, maximization is negated. Rows without any
 * finite bound disappear; a row without nonzeros stays (its violation is the constant max(−b, 0)).
 * Variables keep their places, so a vector of length d means the same in both forms; fixed variables
 * stay in as coordinates whose marginal never leaves its value.
 */
import type { Program } from './program.ts';

export interface NormalForm {
  /** d */
  readonly variableCount: number;
  /** Number of normal rows. */
  readonly rowCount: number;
  /** Length d, for minimization. */
  readonly objective: Float64Array;
  /** c₀ for minimization. */
  readonly objectiveConstant: number;
  /** Length rowCount + 1. */
  readonly start: Int32Array;
  /** Length nnz; ascending inside a row. */
  readonly column: Int32Array;
  /** Length nnz. */
  readonly value: Float64Array;
  /** b, length rowCount, finite. */
  readonly rhs: Float64Array;
  /** Length rowCount: index of the user's row each normal row came from. */
  readonly sourceRow: Int32Array;
  /** Length rowCount: +1 where the row was taken as it stands (its upper bound), −1 where negated. */
  readonly sourceSign: Int8Array;
  /** Length d: −1 free, else the fixed value. */
  readonly fixed: Int8Array;
  /** +1 if the user minimizes, −1 if the user maximizes: user objective = objectiveSign · normal objective. */
  readonly objectiveSign: 1 | -1;
}

/**
 * Normal form of a program.
 * @param program d variables, m rows
 * @returns rows in the user's order; a row with two finite bounds gives its upper row, then its negated lower row
 * Cost: O(nnz).
 */
export function normalForm(program: Program): NormalForm {
  const { rows, rowLower, rowUpper } = program;
  const m = rowLower.length;
  let rowCount = 0;
  let nnz = 0;
  for (let i = 0; i < m; i++) {
    const length = rows.start[i + 1]! - rows.start[i]!;
    const sides = (Number.isFinite(rowUpper[i]!) ? 1 : 0) + (Number.isFinite(rowLower[i]!) ? 1 : 0);
    rowCount += sides;
    nnz += sides * length;
  }
  const start = new Int32Array(rowCount + 1);
  const column = new Int32Array(nnz);
  const value = new Float64Array(nnz);
  const rhs = new Float64Array(rowCount);
  const sourceRow = new Int32Array(rowCount);
  const sourceSign = new Int8Array(rowCount);
  let row = 0;
  let cursor = 0;
  const push = (source: number, sign: 1 | -1, bound: number): void => {
    for (let k = rows.start[source]!; k < rows.start[source + 1]!; k++) {
      column[cursor] = rows.column[k]!;
      value[cursor] = sign * rows.value[k]!;
      cursor++;
    }
    rhs[row] = sign * bound;
    sourceRow[row] = source;
    sourceSign[row] = sign;
    row++;
    start[row] = cursor;
  };
  for (let i = 0; i < m; i++) {
    if (Number.isFinite(rowUpper[i]!)) push(i, 1, rowUpper[i]!);
    if (Number.isFinite(rowLower[i]!)) push(i, -1, rowLower[i]!);
  }
  const objectiveSign = program.sense === 'min' ? 1 : -1;
  return {
    variableCount: program.objective.length,
    rowCount,
    objective: program.objective.map((c) => (c === 0 ? 0 : objectiveSign * c)),
    objectiveConstant: program.objectiveConstant === 0 ? 0 : objectiveSign * program.objectiveConstant,
    start,
    column,
    value,
    rhs,
    sourceRow,
    sourceSign,
    fixed: program.fixed,
    objectiveSign,
  };
}
