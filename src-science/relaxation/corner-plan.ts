/**
 * Cover, packing and edge rows, laid out for their closed forms (`corner-rows.ts`): pairs apart from the
 * rest, and the others' entries both by row and by literal, so that an evaluation goes once along the rows
 * and once along the literals, each time reading at random and writing in order.
 */
import { COVER, type CornerRows } from './row-split.ts';

/** Long rows by literal: those with `literal[n]` are `entry[start[n]]` … `entry[start[n + 1] − 1]`, places among the long ones. */
interface LiteralIndex {
  /** The literals that occur, ascending. */
  readonly literal: Int32Array;
  readonly start: Int32Array;
  readonly entry: Int32Array;
}

export interface CornerPlan {
  readonly rows: CornerRows;
  /** Cover rows of two literals: literals 2p and 2p+1 of `pairLiteral`. */
  readonly pairCount: number;
  readonly pairLiteral: Int32Array;
  readonly pairAmount: Float64Array;
  /** a_ij of both literals. */
  readonly pairCoefficient: Float64Array;
  readonly pairRow: Int32Array;
  /** Indices into `rows` of the others. */
  readonly long: Int32Array;
  readonly longs: LiteralIndex;
  /** Length of `long`: |a_ij| of cover rows where it is the same throughout the row, else 0. */
  readonly size: Float64Array;
  /** Scratch, length of `long`: Π P(literal), NaN where a factor is nearly 0; and what the literals gather. */
  readonly product: Float64Array;
  readonly share: Float64Array;
  /** Scratch, length 2d. */
  readonly factor: Float64Array;
  readonly odds: Float64Array;
  /** Length 2 · longest row: prefix products and prefix sums of "exactly one". */
  readonly prefix: Float64Array;
  readonly prefixOne: Float64Array;
  /** Length d: Σ a_ij over packing rows, whose linear part is aᵀx̂ − b. */
  readonly linear: Float64Array;
  /** Whether any row is a packing row. */
  readonly hasPacking: boolean;
}

/** Cost: O(nnz). */
export function createCornerPlan(rows: CornerRows, variableCount: number): CornerPlan {
  const pairs: number[] = [];
  const long: number[] = [];
  const linear = new Float64Array(variableCount);
  let longest = 0;
  for (let r = 0; r < rows.count; r++) {
    const from = rows.start[r]!;
    const to = rows.start[r + 1]!;
    longest = Math.max(longest, to - from);
    if (rows.kind[r] === COVER && to - from === 2) pairs.push(r);
    else long.push(r);
    if (rows.kind[r] !== COVER) {
      for (let k = from; k < to; k++) linear[rows.literal[k]! >> 1]! += rows.coefficient[k]!;
    }
  }
  const pairLiteral = new Int32Array(2 * pairs.length);
  const pairAmount = new Float64Array(pairs.length);
  const pairCoefficient = new Float64Array(2 * pairs.length);
  const pairRow = new Int32Array(pairs.length);
  pairs.forEach((r, p) => {
    const from = rows.start[r]!;
    pairLiteral[2 * p] = rows.literal[from]!;
    pairLiteral[2 * p + 1] = rows.literal[from + 1]!;
    pairAmount[p] = rows.amount[r]!;
    pairCoefficient[2 * p] = rows.coefficient[from]!;
    pairCoefficient[2 * p + 1] = rows.coefficient[from + 1]!;
    pairRow[p] = rows.row[r]!;
  });
  const literalCount = 2 * variableCount;
  return {
    rows,
    pairCount: pairs.length,
    pairLiteral,
    pairAmount,
    pairCoefficient,
    pairRow,
    long: Int32Array.from(long),
    longs: indexLong(rows, long, literalCount),
    size: Float64Array.from(long, (r) => commonSize(rows, r)),
    product: new Float64Array(long.length),
    share: new Float64Array(long.length),
    factor: new Float64Array(literalCount),
    odds: new Float64Array(literalCount),
    prefix: new Float64Array(longest),
    prefixOne: new Float64Array(longest),
    linear,
    hasPacking: rows.kind.some((kind) => kind !== COVER),
  };
}

function indexLong(rows: CornerRows, long: readonly number[], literalCount: number): LiteralIndex {
  const count = new Int32Array(literalCount);
  for (const r of long) for (let k = rows.start[r]!; k < rows.start[r + 1]!; k++) count[rows.literal[k]!]!++;
  const literal = Int32Array.from(count.keys()).filter((l) => count[l]! > 0);
  const start = new Int32Array(literal.length + 1);
  const next = new Int32Array(literalCount);
  literal.forEach((l, n) => {
    next[l] = start[n]!;
    start[n + 1] = start[n]! + count[l]!;
  });
  const entry = new Int32Array(start[literal.length]!);
  long.forEach((r, n) => {
    for (let k = rows.start[r]!; k < rows.start[r + 1]!; k++) entry[next[rows.literal[k]!]!++] = n;
  });
  return { literal, start, entry };
}

/** |a_ij| of a cover row if all are equal, else 0. */
function commonSize(rows: CornerRows, r: number): number {
  const from = rows.start[r]!;
  const to = rows.start[r + 1]!;
  if (rows.kind[r] !== COVER || from === to) return 0;
  const size = Math.abs(rows.coefficient[from]!);
  for (let k = from; k < to; k++) if (Math.abs(rows.coefficient[k]!) !== size) return 0;
  return size;
}
