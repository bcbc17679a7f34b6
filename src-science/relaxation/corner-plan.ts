/**
 * Cover, packing and edge rows, laid out for their closed forms (`corner-rows.ts`): pairs apart from the
 * rest, and the others' entries both by row and by literal, so that an evaluation goes once along the rows
 * and once along the literals, each time reading at random and writing in order.
 */
import type { NormalForm } from '../program/normal-form.ts';
import { createCornerLoops, type CornerLayout, type CornerLoops, type CreateCornerLoops } from './corner-loops.ts';
import { COVER, type CornerRows } from './row-split.ts';

export interface CornerPlan {
  readonly rows: CornerRows;
  readonly layout: CornerLayout;
  readonly loops: CornerLoops;
  /** Indices into `rows` of those that are no pairs. */
  readonly long: Int32Array;
  /** Length of `long`: |a_ij| of cover rows where it is the same throughout the row, else 0. */
  readonly size: Float64Array;
  /** Scratch, length 2d: odds against a literal. */
  readonly odds: Float64Array;
  /** Length 2 · longest row: prefix products and prefix sums of "exactly one". */
  readonly prefix: Float64Array;
  readonly prefixOne: Float64Array;
  /** Length d: Σ a_ij over packing rows, whose linear part is aᵀx̂ − b. */
  readonly linear: Float64Array;
  /** Whether any row is a packing row. */
  readonly hasPacking: boolean;
  /** Sizes of `rows`, and the bounds this was made with, have been written anew (`row-weights.ts`). Cost: O(nnz). */
  readonly reweigh: () => void;
}

/**
 * @param rows of `form`
 * @param compiled loops to the same bits
 * Cost: O(nnz).
 */
export function createCornerPlan(
  rows: CornerRows, { variableCount, rowCount, rhs }: Pick<NormalForm, 'variableCount' | 'rowCount' | 'rhs'>, compiled?: CreateCornerLoops,
): CornerPlan {
  const pairs: number[] = [];
  const long: number[] = [];
  const linear = new Float64Array(variableCount);
  let longest = 0;
  for (let r = 0; r < rows.count; r++) {
    const length = rows.start[r + 1]! - rows.start[r]!;
    longest = Math.max(longest, length);
    if (rows.kind[r] === COVER && length === 2) pairs.push(r);
    else long.push(r);
  }
  addPackings(rows, linear);
  const layout: CornerLayout = {
    variableCount, rowCount, ...layOutPairs(rows, pairs, rhs), ...layOutLong(rows, long), ...indexLong(rows, long, 2 * variableCount),
  };
  const loops = compiled?.(layout) ?? createCornerLoops(layout);
  const size = Float64Array.from(long, (r) => commonSize(rows, r));
  return {
    rows,
    layout,
    loops,
    long: Int32Array.from(long),
    size,
    odds: new Float64Array(2 * variableCount),
    prefix: new Float64Array(longest),
    prefixOne: new Float64Array(longest),
    linear,
    hasPacking: rows.kind.some((kind) => kind !== COVER),
    reweigh() {
      addPackings(rows, linear);
      long.forEach((r, n) => (size[n] = commonSize(rows, r)));
      writePairSizes(rows, pairs, rhs, layout);
      loops.reweigh();
    },
  };
}

/** Writes Σ a_ij over packing rows. */
function addPackings(rows: CornerRows, linear: Float64Array): void {
  linear.fill(0);
  for (let r = 0; r < rows.count; r++) {
    if (rows.kind[r] === COVER) continue;
    for (let k = rows.start[r]!; k < rows.start[r + 1]!; k++) linear[rows.literal[k]! >> 1]! += rows.coefficient[k]!;
  }
}

function layOutPairs(
  rows: CornerRows, pairs: readonly number[], rhs: Float64Array,
): Pick<CornerLayout, 'pairLiteral' | 'pairAmount' | 'pairBound' | 'pairCoefficient' | 'pairRow'> {
  const pairLiteral = new Int32Array(2 * pairs.length);
  pairs.forEach((r, p) => pairLiteral.set(rows.literal.subarray(rows.start[r], rows.start[r]! + 2), 2 * p));
  const sizes = {
    pairAmount: new Float64Array(pairs.length), pairBound: new Float64Array(pairs.length),
    pairCoefficient: new Float64Array(2 * pairs.length),
  };
  writePairSizes(rows, pairs, rhs, sizes);
  return { pairLiteral, ...sizes, pairRow: Int32Array.from(pairs, (r) => rows.row[r]!) };
}

function writePairSizes(
  rows: CornerRows, pairs: readonly number[], rhs: Float64Array,
  { pairAmount, pairBound, pairCoefficient }: Pick<CornerLayout, 'pairAmount' | 'pairBound' | 'pairCoefficient'>,
): void {
  pairs.forEach((r, p) => {
    const from = rows.start[r]!;
    pairAmount[p] = rows.amount[r]!;
    pairBound[p] = rhs[rows.row[r]!]!;
    pairCoefficient[2 * p] = rows.coefficient[from]!;
    pairCoefficient[2 * p + 1] = rows.coefficient[from + 1]!;
  });
}

function layOutLong(rows: CornerRows, long: readonly number[]): Pick<CornerLayout, 'longStart' | 'longLiteral'> {
  if (long.length === rows.count) return { longStart: rows.start.slice(0, rows.count + 1), longLiteral: rows.literal };
  const longStart = new Int32Array(long.length + 1);
  long.forEach((r, n) => {
    longStart[n + 1] = longStart[n]! + rows.start[r + 1]! - rows.start[r]!;
  });
  const longLiteral = new Int32Array(longStart[long.length]!);
  long.forEach((r, n) => {
    longLiteral.set(rows.literal.subarray(rows.start[r], rows.start[r + 1]), longStart[n]);
  });
  return { longStart, longLiteral };
}

function indexLong(rows: CornerRows, long: readonly number[], literalCount: number): Pick<CornerLayout, 'literal' | 'start' | 'entry'> {
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
