/**
 * A program laid out for sampling its penalty: what the loops of `sample-totals.ts`, and the compiled
 * kernels that give the same bits, walk over. Cover and packing rows stand in groups of one kind and one
 * amount, so that a sample's penalty is Σ amount · (rows of the group at their corner): counts in place of
 * additions, exact in any order. Weighted rows are integers, so that their sums are too.
 *
 * A row of reals is rounded to multiples of 2⁻²⁸ of its reach Σ|w| + |b|, or finer: its values are then
 * off by at most k/2 such multiples (typically √k/4). Where that would be seen against the standard error of
 * some coordinate at the number of samples asked for, as where coefficients lie far apart, the row is laid
 * out by itself in whole numbers of several words (`wide-layout.ts`). What a flip changes at most is the
 * coefficient itself, not its rounding (`factor`). Whether a sample violates the row is not left to the
 * rounding: values within the bound of it are decided by the row's doubles.
 */
import type { NormalForm } from '../program/normal-form.ts';
import { isTooCoarse, layOutWide, type WideLayout } from './wide-layout.ts';
import { COVER, splitRows, type CornerRows, type RowSplit, type WeightedRows } from '../relaxation/row-split.ts';
import { weighArray, weighBounds, weighSplit, type Reweigh } from '../relaxation/row-weights.ts';

/** Bound of Σ|w| + |b| in a weighted row's integers: eight changes of that size still fit 32 bits. */
const REACH = 2 ** 29;
/** A power of two that is still far from the largest double. */
const MOST_DOUBLINGS = 900;

export interface CornerLayout {
  /** Rows, group by group; covers first. */
  readonly count: number;
  /** Length count: index of the normal row. */
  readonly row: Int32Array;
  readonly coverCount: number;
  readonly groupCount: number;
  /** Length groupCount + 1, of rows. */
  readonly groupStart: Int32Array;
  /** By group: COVER, PACKING or TIED_PACKING. */
  readonly groupKind: Int32Array;
  readonly groupAmount: Float64Array;
  /** Length count + 1, of nonzeros. */
  readonly start: Int32Array;
  readonly literal: Int32Array;
  /** a_ij of each nonzero. */
  readonly coefficient: Float64Array;
  /** Some row has two literals. */
  readonly hasPairs: boolean;
}

export interface WeightedLayout {
  readonly count: number;
  /** Length count: index of the normal row. */
  readonly row: Int32Array;
  /** Length count + 1. */
  readonly start: Int32Array;
  /** Length count: positive weights stand before it, negative ones from it on. */
  readonly middle: Int32Array;
  readonly column: Int32Array;
  /** |w|, ≥ 0 (a real weight may round to 0). */
  readonly size: Int32Array;
  readonly bound: Int32Array;
  /** Largest |w| of the row: how far one flip can carry its value. */
  readonly reach: Int32Array;
  /** 0 where the integers are the row exactly; else a value this close to 0 is decided by the doubles. */
  readonly doubt: Int32Array;
  /** unit · (Σ w x − bound) is aᵀx − b. */
  readonly unit: Float64Array;
  /** By nonzero: factor · size is |a_ij|; the row's unit where the integers are the row exactly. */
  readonly factor: Float64Array;
  readonly realWeight: Float64Array;
  readonly realBound: Float64Array;
  /** a_ij of each nonzero. */
  readonly coefficient: Float64Array;
  /** Variables that occur, ascending. */
  readonly variables: Int32Array;
}

/** constant + Σ coefficient · x over variables in ascending order. */
export interface LinearLayout {
  /** Written where rows are weighed, as the coefficients are. */
  constant: number;
  readonly variables: Int32Array;
  readonly coefficient: Float64Array;
}

export interface SamplingLayout {
  readonly variableCount: number;
  readonly corner: CornerLayout;
  readonly weighted: WeightedLayout;
  /** Weighted rows that are too coarse on a grid of 32 bits. */
  readonly wide: WideLayout;
  /** The linear part of the penalty: of packing rows and of rows that are always violated. */
  readonly linear: LinearLayout;
  readonly objective: LinearLayout;
  /** Rows violated at every vertex, and their Σ a_ij by variable. */
  readonly alwaysCount: number;
  readonly alwaysRows: Int32Array;
  readonly alwaysLinear: Float64Array;
  /** Variables that may have one, ascending. */
  readonly alwaysVariables: Int32Array;
  /**
   * Where it was laid out to be weighed, else null: from now on every row times its weight, in the arrays above. Whole
   * numbers and who violates a row stay what they are.
   */
  readonly reweigh: Reweigh | null;
}

/** Samples that a layout is made for where nobody says: the most that one step of a descent draws. */
const USUAL_SAMPLES = 1e6;

/**
 * @param samples that are drawn of it, in all
 * @param weighable whether rows are to have weights: then every corner row is a group of its own
 * Cost: O(nnz), and sorting the groups.
 */
export function layOutSamples(form: NormalForm, samples: number = USUAL_SAMPLES, weighable = false): SamplingLayout {
  const split = splitRows(form);
  const narrow: number[] = [];
  const wide: number[] = [];
  for (let r = 0; r < split.weighted.count; r++) (isWide(split.weighted, r, samples) ? wide : narrow).push(r);
  const layout = {
    variableCount: form.variableCount,
    corner: layOutCorners(split.corner, weighable),
    weighted: layOutWeighted(split.weighted, narrow),
    wide: layOutWide(split.weighted, wide),
    linear: linearPart(form, split, weighable),
    objective: linearLayout(form.objective, form.objectiveConstant),
    alwaysCount: split.always.length,
    alwaysRows: split.always,
    alwaysLinear: split.alwaysLinear,
    alwaysVariables: weighable ? variablesOf(form, split.always) : nonzeros(split.alwaysLinear),
  };
  return { ...layout, reweigh: weighable ? weighLayout(form, split, layout) : null };
}

function weighLayout(form: NormalForm, split: RowSplit, layout: Omit<SamplingLayout, 'reweigh'>): Reweigh {
  const { corner, weighted, wide } = layout;
  const parts = [
    weighLinear(form, split, layout.linear),
    weighArray(corner.groupAmount, corner.row),
    weighArray(corner.coefficient, corner.row, corner.start),
    weighArray(weighted.unit, weighted.row),
    weighArray(weighted.factor, weighted.row, weighted.start),
    weighArray(weighted.coefficient, weighted.row, weighted.start),
    weighWide(wide),
  ];
  return (weight) => {
    for (const part of parts) part(weight);
  };
}

/** Weights for the words of wide rows. */
export function weighWide(wide: WideLayout): Reweigh {
  const coefficients = weighArray(wide.coefficient, wide.row, wide.start);
  const units = wide.rows.map(({ unit }, r) => weighArray(unit, new Int32Array(unit.length).fill(wide.row[r]!)));
  return (weight) => {
    coefficients(weight);
    for (const unit of units) unit(weight);
  };
}

/** Weights for the split itself and for its linear part. @param linear of `linearPart`, weighable */
export function weighLinear(form: NormalForm, split: RowSplit, linear: LinearLayout): Reweigh {
  const rhs = form.rhs.slice();
  const parts = [weighBounds(rhs), weighSplit(form, split)];
  return (weight) => {
    for (const part of parts) part(weight);
    const { dense, constant } = linearSums(rhs, split);
    linear.constant = constant + 0;
    linear.variables.forEach((j, n) => (linear.coefficient[n] = dense[j]!));
  };
}

/** The linear part of the penalty: of packing rows and of rows that are always violated. */
export function linearPart(form: NormalForm, split: RowSplit, weighable = false): LinearLayout {
  const { dense, constant } = linearSums(form.rhs, split);
  if (!weighable) return linearLayout(dense, constant);
  const { corner, always } = split;
  const packings = corner.row.filter((_, r) => corner.kind[r] !== COVER);
  return linearLayout(dense, constant, variablesOf(form, Int32Array.of(...always, ...packings)));
}

function linearSums(
  rhs: Float64Array, { corner, alwaysLinear, alwaysConstant }: RowSplit,
): { readonly dense: Float64Array; readonly constant: number } {
  const dense = alwaysLinear.slice();
  let constant = alwaysConstant;
  for (let r = 0; r < corner.count; r++) {
    if (corner.kind[r] === COVER) continue;
    constant -= rhs[corner.row[r]!]!;
    for (let k = corner.start[r]!; k < corner.start[r + 1]!; k++) dense[corner.literal[k]! >> 1]! += corner.coefficient[k]!;
  }
  return { dense, constant };
}

/** A constant of −0 becomes 0, which adding nothing to it leaves alone. */
function linearLayout(dense: Float64Array, constant: number, variables = nonzeros(dense)): LinearLayout {
  return { constant: constant + 0, variables, coefficient: Float64Array.from(variables, (j) => dense[j]!) };
}

function nonzeros(dense: Float64Array): Int32Array {
  return Int32Array.from(dense.keys()).filter((j) => dense[j] !== 0);
}

/** Variables of some normal rows, ascending: sums over these rows may be 0 with some weights and not with others. */
function variablesOf({ start, column }: NormalForm, rows: Int32Array): Int32Array {
  const found = new Set<number>();
  for (const i of rows) for (let k = start[i]!; k < start[i + 1]!; k++) found.add(column[k]!);
  return Int32Array.from(found).sort();
}

/** @param apart whether every row is a group of its own */
function layOutCorners(corner: CornerRows, apart: boolean): CornerLayout {
  const { count, kind, amount } = corner;
  const order = Int32Array.from({ length: count }, (_, r) => r).sort((a, b) => kind[a]! - kind[b]! || amount[a]! - amount[b]! || a - b);
  const start = new Int32Array(count + 1);
  const literal = new Int32Array(corner.literal.length);
  const coefficient = new Float64Array(corner.literal.length);
  const groupStart: number[] = [];
  const groupKind: number[] = [];
  const groupAmount: number[] = [];
  let hasPairs = false;
  order.forEach((r, n) => {
    if (apart || kind[r] !== groupKind.at(-1) || amount[r] !== groupAmount.at(-1)) {
      groupStart.push(n);
      groupKind.push(kind[r]!);
      groupAmount.push(amount[r]!);
    }
    const from = corner.start[r]!;
    const to = corner.start[r + 1]!;
    literal.set(corner.literal.subarray(from, to), start[n]);
    coefficient.set(corner.coefficient.subarray(from, to), start[n]);
    start[n + 1] = start[n]! + to - from;
    hasPairs ||= to - from === 2;
  });
  return {
    count,
    row: order.map((r) => corner.row[r]!),
    coverCount: kind.filter((k) => k === COVER).length,
    groupCount: groupKind.length,
    groupStart: Int32Array.from([...groupStart, count]),
    groupKind: Int32Array.from(groupKind),
    groupAmount: Float64Array.from(groupAmount),
    start,
    literal,
    coefficient,
    hasPairs,
  };
}

/** Whether a row's rounding would be seen, or its sums in doubles are not right in the first place. */
function isWide(weighted: WeightedRows, r: number, samples: number): boolean {
  if (weighted.far[r] !== null) return true;
  const weight = weighted.weight.subarray(weighted.start[r], weighted.start[r + 1]);
  const scale = gridOf(weight, weighted.bound[r]!);
  if (scale === 1) return false;
  const size = weight.map((w) => Math.abs(w) * scale);
  return isTooCoarse(
    size, size.reduce((count, w) => count + (Number.isInteger(w) ? 0 : 1), Number.isInteger(weighted.bound[r]! * scale) ? 0 : 1), samples,
  );
}

/** Steps of the row's grid to its unit: 1 where its integers fit as they are. */
function gridOf(weight: Float64Array, bound: number): number {
  let reach = Math.abs(bound);
  for (const w of weight) reach += Math.abs(w);
  const isExact = reach < REACH && Number.isInteger(bound) && weight.every(Number.isInteger);
  return isExact ? 1 : 2 ** Math.min(MOST_DOUBLINGS, Math.floor(Math.log2((REACH - weight.length - 2) / reach)));
}

/** @param rows indices of those that fit 32 bits */
function layOutWeighted(weighted: WeightedRows, rows: readonly number[]): WeightedLayout {
  const count = rows.length;
  const start = new Int32Array(count + 1);
  rows.forEach((r, n) => {
    start[n + 1] = start[n]! + weighted.start[r + 1]! - weighted.start[r]!;
  });
  const nonzeros = start[count]!;
  const columns = new Set<number>();
  for (const r of rows) for (let k = weighted.start[r]!; k < weighted.start[r + 1]!; k++) columns.add(weighted.column[k]!);
  const layout = {
    count,
    row: Int32Array.from(rows, (r) => weighted.row[r]!),
    start,
    middle: new Int32Array(count),
    column: new Int32Array(nonzeros),
    size: new Int32Array(nonzeros),
    bound: new Int32Array(count),
    reach: new Int32Array(count),
    doubt: new Int32Array(count),
    unit: new Float64Array(count),
    factor: new Float64Array(nonzeros),
    realWeight: new Float64Array(nonzeros),
    realBound: Float64Array.from(rows, (r) => weighted.bound[r]!),
    coefficient: new Float64Array(nonzeros),
    variables: Int32Array.from(columns).sort(),
  };
  rows.forEach((source, r) => {
    const from = weighted.start[source]!;
    const to = weighted.start[source + 1]!;
    let k = start[r]!;
    for (const positive of [true, false]) {
      for (let old = from; old < to; old++) {
        if (weighted.weight[old]! > 0 !== positive) continue;
        layout.column[k] = weighted.column[old]!;
        layout.realWeight[k] = weighted.weight[old]!;
        layout.coefficient[k] = weighted.unit[source]! * weighted.weight[old]!;
        k++;
      }
      if (positive) layout.middle[r] = k;
    }
    roundRow(layout, r, weighted.bound[source]!, weighted.unit[source]!);
  });
  return layout;
}

/** Writes a row's integers: the row itself where its weights and bound are integers that fit. */
function roundRow(layout: WeightedLayout, r: number, bound: number, unit: number): void {
  const from = layout.start[r]!;
  const to = layout.start[r + 1]!;
  const weight = layout.realWeight.subarray(from, to);
  const scale = gridOf(weight, bound);
  let rounded = Number.isInteger(bound * scale) ? 0 : 1;
  layout.bound[r] = Math.round(bound * scale);
  layout.unit[r] = unit / scale;
  for (let k = from; k < to; k++) {
    const scaled = Math.abs(layout.realWeight[k]!) * scale;
    const size = Math.round(scaled);
    if (size !== scaled) rounded++;
    layout.size[k] = size;
    // A power of two apart from the row's unit where the size is no rounding, so that products stay as they are.
    if (size !== 0) layout.factor[k] = size === scaled ? unit / scale : Math.abs(layout.coefficient[k]!) / size;
    layout.reach[r] = Math.max(layout.reach[r]!, size);
  }
  // Half a unit for each rounding, and one for that of the doubles' own sum.
  layout.doubt[r] = rounded === 0 ? 0 : Math.ceil(rounded / 2) + 1;
}
