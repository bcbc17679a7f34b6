/**
 * Weighted rows whose sums 32-bit integers cannot hold finely enough for the samples to be drawn: coefficients
 * far apart, such as 0.001 beside 10⁶, or so many samples that the rounding of a row would show. Such a row is
 * laid out as whole numbers of two or more words, each a double whose sums are exact.
 */
import { farRow, type FarRow } from '../relaxation/far-row.ts';
import type { WeightedRows } from '../relaxation/row-split.ts';

export interface WideLayout {
  readonly count: number;
  /** Length count: index of the normal row. */
  readonly row: Int32Array;
  /** Length count + 1. */
  readonly start: Int32Array;
  readonly column: Int32Array;
  /** a_ij of each nonzero. */
  readonly coefficient: Float64Array;
  readonly rows: readonly WideRow[];
}

/** aᵀx − b as Σ_w unit_w · (Σ_k part_wk x_k − bound_w), the largest unit first. */
export interface WideRow {
  readonly words: number;
  /** 2^bits is the ratio of one word's unit to the next. */
  readonly base: number;
  /** By word. */
  readonly unit: Float64Array;
  readonly bound: Float64Array;
  /** Entry word · k + n: of the n-th nonzero. */
  readonly part: Float64Array;
}

/** Standard errors that a row's rounding may take of a coordinate. */
const MOST_BIAS = 0.01;
/** So many different coefficients of one size fill the gaps between their sums. */
const FILLING = 20;
/** A chain of coefficients goes on up to this many times their sum. */
const CHAIN = 4;

/**
 * Whether a row on a grid is too coarse for so many samples. What a flip of w changes is off by the rounding of the
 * row's value, δ, where that value lies within w of 0; against its standard error, w √(p(1 − p)/n), that is
 * δ √n over the width on which the value's distribution is smooth: w itself where few coefficients make up
 * the row, the spread of a chain of many different ones where there is one whose sums are finer than w.
 * @param size |weights| in units of the grid
 * @param rounded how many of them are not whole there
 */
export function isTooCoarse(size: Float64Array, rounded: number, samples: number): boolean {
  if (rounded === 0) return false;
  const ascending = size.toSorted();
  const needed = (0.8 * (0.3 * Math.sqrt(rounded) + 0.5) * Math.sqrt(samples)) / MOST_BIAS;
  let least = ascending[0]!;
  if (least >= needed) return false;
  for (let from = 0; from < ascending.length; ) {
    let to = from;
    let sum = 0;
    let squares = 0;
    let different = 0;
    while (to < ascending.length && (to === from || ascending[to]! <= CHAIN * sum)) {
      const w = ascending[to]!;
      if (to === from || w > ascending[to - 1]!) different++;
      sum += w;
      squares += w * w;
      to++;
    }
    if (different >= FILLING && Math.sqrt(squares) / 2 >= needed && sum / 2 ** Math.min(different - 4, 50) <= least) return false;
    from = to;
    least = Math.min(least, ascending[from] ?? least);
  }
  return true;
}

/** @param chosen indices of weighted rows. Cost: whole numbers of any length, once a row. */
export function layOutWide(weighted: WeightedRows, chosen: readonly number[]): WideLayout {
  const start = [0];
  const column: number[] = [];
  const coefficient: number[] = [];
  const rows = chosen.map((r) => {
    const from = weighted.start[r]!;
    const to = weighted.start[r + 1]!;
    for (let k = from; k < to; k++) {
      column.push(weighted.column[k]!);
      coefficient.push(weighted.unit[r]! * weighted.weight[k]!);
    }
    start.push(column.length);
    const weight = weighted.weight.slice(from, to);
    // A row of doubles has the rounding of its sums in its bound already: whole numbers keep that.
    const far = weighted.far[r] ?? farRow(weight, weighted.bound[r]!, Infinity);
    if (far === null) throw new Error('a row has no whole numbers');
    return wideRow(far, weighted.far[r] === null ? weighted.unit[r]! : 1);
  });
  return {
    count: rows.length, row: Int32Array.from(chosen, (r) => weighted.row[r]!), start: Int32Array.from(start),
    column: Int32Array.from(column), coefficient: Float64Array.from(coefficient), rows,
  };
}

function wideRow({ weight, bound, places }: FarRow, unit: number): WideRow {
  const size = (w: bigint): bigint => (w < 0n ? -w : w);
  const reach = weight.reduce((sum, w) => sum + size(w), size(bound)) + 1n;
  // A word's sum over the row, and what it carries, stay below 2⁵³.
  const bits = 51 - Math.ceil(Math.log2(weight.length + 2));
  const words = Math.max(1, Math.ceil(reach.toString(2).length / bits));
  const mask = 2n ** BigInt(bits) - 1n;
  const word = (value: bigint, n: number): number => {
    const cut = size(value) >> BigInt(bits * (words - 1 - n));
    const part = Number(n === 0 ? cut : cut & mask);
    return value < 0n ? -part : part;
  };
  const k = weight.length;
  const part = new Float64Array(words * k);
  const bounds = new Float64Array(words);
  const units = new Float64Array(words);
  for (let n = 0; n < words; n++) {
    weight.forEach((w, at) => {
      part[n * k + at] = word(w, n);
    });
    bounds[n] = word(bound, n);
    units[n] = unit * Number(`${String(2n ** BigInt(bits * (words - 1 - n)))}e-${String(places)}`);
  }
  return { words, base: 2 ** bits, unit: units, bound: bounds, part };
}
