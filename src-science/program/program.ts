/**
 * A binary linear program as the user wrote it: `min (or max) cᵀx + c₀`, rows with a lower and an
 * upper bound, `x ∈ {0,1}^d`, some variables possibly fixed. This is what the formats read and write,
 * what is stored and hashed, and what results are shown in. It is not what the relaxation works on:
 * that is the normal form `A x ≤ b` of `normal-form.ts` (docs/science.md, section 1).
 *
 * Programs are plain, immutable by convention and survive structured cloning.
 */

export type ObjectiveSense = 'min' | 'max';

/** Value of `Program.fixed` for a variable that is free to be 0 or 1. */
export const FREE = -1;

/** Rows of a sparse matrix in compressed form; columns strictly ascending inside a row, no zeros. */
export interface SparseRows {
  /** Length m + 1; row i occupies `[start[i], start[i+1])` of `column` and `value`. */
  readonly start: Int32Array;
  /** Length nnz, each in `[0, d)`. */
  readonly column: Int32Array;
  /** Length nnz, finite and non-zero. */
  readonly value: Float64Array;
}

/** Two whole numbers, the lower one first. */
export interface IntegerRange {
  readonly lower: number;
  readonly upper: number;
}

/** An integer variable of the user and where its bits stand (`integers.ts`). */
export interface IntegerVariable extends IntegerRange {
  readonly name: string;
  /** The first of its bits; the others follow. */
  readonly bit: number;
  /** The first of its rows, −1 where it needs none; the others follow. */
  readonly row: number;
}

export interface Program {
  /** The name given in the file, or one derived from it; may be empty. */
  readonly name: string;
  readonly sense: ObjectiveSense;
  readonly objectiveName: string;
  /** Length d, finite. */
  readonly objective: Float64Array;
  /** The constant c₀ added to the objective. */
  readonly objectiveConstant: number;
  /** Length d, unique, non-empty. */
  readonly variableNames: readonly string[];
  /** Length d: `FREE`, or 0 or 1 where the bounds leave one value. */
  readonly fixed: Int8Array;
  /** Length m, unique, non-empty. */
  readonly rowNames: readonly string[];
  readonly rows: SparseRows;
  /** Length m; −∞ where the row has no lower bound. `rowLower ≤ rowUpper` holds. */
  readonly rowLower: Float64Array;
  /** Length m; +∞ where the row has no upper bound. */
  readonly rowUpper: Float64Array;
  /** Integer variables of the user that are written in bits, by ascending bit; left out where there are none. */
  readonly integers?: readonly IntegerVariable[];
}
