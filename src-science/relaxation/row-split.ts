/**
 * Splits the rows of a normal form by what can be said of their violation (docs/science.md, section 5).
 * With a_j x_j written as |a_j| y_j, y_j = x_j or 1 − x_j, a row is violated at no vertex (`never`), at
 * all (`always`), only where every y_j = 1 (`cover`: Σx ≥ 1, edges), everywhere but where every y_j = 0
 * and possibly exactly one is 1 (`packing`: Σx ≤ 1), or it needs the distribution of its sum
 * (`weighted`). Nothing is evaluated here: the split is made once and read by exact plans and samplers.
 *
 * A row of reals whose bound is one of its sums up to rounding is tight there, not violated: else the
 * last bit of a sum, and with it the order of adding, would decide an indicator and so ĝ. `classifyRow`
 * and the bound of weighted rows allow for that; amounts are those of the bound as written. A row whose
 * coefficients lie far apart is decided in whole numbers and allows for nothing.
 *
 * A literal is a number: 2j means x_j, 2j+1 means 1 − x_j.
 */
import type { NormalForm } from '../program/normal-form.ts';
import { farAmount, type FarRow } from './far-row.ts';
import { roundingOfSums, type ScaledRow } from './integral-row.ts';
import { scaledRow } from './scaled-rows.ts';

export type RowClass = 'never' | 'always' | 'cover' | 'packing' | 'weighted';

export interface RowVerdict {
  readonly kind: RowClass;
  /** cover: violation at its one corner; packing: what the corner where all y = 0 would lack; in scaled units. */
  readonly amount: number;
  /** packing only: one y_j = 1 meets the bound exactly, so the row is violated from two on. */
  readonly tied: boolean;
}

/**
 * Decides the class of a row.
 * @param row scaled coefficients, all non-zero
 * Cost: O(k).
 */
export function classifyRow(row: ScaledRow): RowVerdict {
  if (row.far !== null) return classifyFarRow(row.far);
  const { weight, bound } = row;
  let low = 0;
  let high = 0;
  let least = Infinity;
  let most = 0;
  for (const w of weight) {
    if (w < 0) low += w;
    else high += w;
    const size = Math.abs(w);
    if (size < least) least = size;
    if (size > most) most = size;
  }
  const rounding = roundingOfSums(row);
  if (high <= bound + rounding) return { kind: 'never', amount: 0, tied: false };
  if (low > bound + rounding) return { kind: 'always', amount: 0, tied: false };
  if (high - bound <= least + rounding) return { kind: 'cover', amount: high - bound, tied: false };
  const slack = Math.max(0, bound - low);
  if (slack + rounding < least) return { kind: 'packing', amount: slack, tied: false };
  if (slack === least && least === most) return { kind: 'packing', amount: slack, tied: true };
  return { kind: 'weighted', amount: 0, tied: false };
}

function classifyFarRow({ weight, bound, places }: FarRow): RowVerdict {
  let low = 0n;
  let high = 0n;
  let least: bigint | null = null;
  let most = 0n;
  for (const w of weight) {
    if (w < 0n) low += w;
    else high += w;
    const size = w < 0n ? -w : w;
    if (least === null || size < least) least = size;
    if (size > most) most = size;
  }
  if (least === null) least = 0n;
  if (high <= bound) return { kind: 'never', amount: 0, tied: false };
  if (low > bound) return { kind: 'always', amount: 0, tied: false };
  if (high - bound <= least) return { kind: 'cover', amount: farAmount(high - bound, places), tied: false };
  const slack = bound - low;
  if (slack < least) return { kind: 'packing', amount: farAmount(slack, places), tied: false };
  if (slack === least && least === most) return { kind: 'packing', amount: farAmount(slack, places), tied: true };
  return { kind: 'weighted', amount: 0, tied: false };
}

/** Kinds of `CornerRows.kind`. */
export const COVER = 0;
export const PACKING = 1;
export const TIED_PACKING = 2;

/** Cover and packing rows: a linear part and one corner. */
export interface CornerRows {
  readonly count: number;
  /** Length count: index of the normal row. */
  readonly row: Int32Array;
  /** Length count: COVER, PACKING or TIED_PACKING. */
  readonly kind: Uint8Array;
  /** Length count, > 0 (packing: ≥ 0): E[max(aᵀx − b, 0)] = linear part + amount · P(corner), in the row's own units. */
  readonly amount: Float64Array;
  /** Length count + 1. */
  readonly start: Int32Array;
  /** Length of the corner nonzeros: the literals that are all true at the corner. */
  readonly literal: Int32Array;
  /** The row's own coefficient a_ij of each. */
  readonly coefficient: Float64Array;
}

/** Rows that need the distribution of their sum. `unit · (Σ weight x − bound)` is aᵀx − b. */
export interface WeightedRows {
  readonly count: number;
  readonly row: Int32Array;
  readonly start: Int32Array;
  readonly column: Int32Array;
  /** Signed, scaled. */
  readonly weight: Float64Array;
  readonly unit: Float64Array;
  /** Scaled; for reals with the rounding of their sums on top, so that a plain comparison decides. */
  readonly bound: Float64Array;
  /** 1 where weights are integers. */
  readonly integral: Uint8Array;
  /** Length count: the row in whole numbers where sums of its doubles lose coefficients. */
  readonly far: readonly (FarRow | null)[];
}

export interface RowSplit {
  readonly variableCount: number;
  readonly rowCount: number;
  /** Length rowCount. */
  readonly rowClass: readonly RowClass[];
  /** Rows violated at every vertex. */
  readonly always: Int32Array;
  /** Length d: Σ a_ij over `always` rows. */
  readonly alwaysLinear: Float64Array;
  /** −Σ b_i over `always` rows; written where rows are weighed (`row-weights.ts`), as the arrays are. */
  alwaysConstant: number;
  readonly corner: CornerRows;
  readonly weighted: WeightedRows;
}

export interface SplitOptions {
  /**
   * Put corner rows among the weighted ones, for samplers that need their values: `all` of them, or only
   * the `tied` packing rows, whose violation changes between one and two variables and not at the corner.
   */
  readonly cornersAsWeighted?: 'all' | 'tied';
}

/**
 * Splits the rows of `form`.
 * Cost: O(nnz).
 */
export function splitRows(form: NormalForm, options: SplitOptions = {}): RowSplit {
  const { variableCount, rowCount, start, column, value, rhs } = form;
  const alwaysLinear = new Float64Array(variableCount);
  let alwaysConstant = 0;
  const rowClass: RowClass[] = [];
  const always: number[] = [];
  const cornerRow: number[] = [];
  const cornerKind: number[] = [];
  const cornerAmount: number[] = [];
  const cornerStart: number[] = [0];
  const cornerLiteral: number[] = [];
  const cornerCoefficient: number[] = [];
  const weightedRow: number[] = [];
  const weightedStart: number[] = [0];
  const weightedColumn: number[] = [];
  const weightedWeight: number[] = [];
  const weightedUnit: number[] = [];
  const weightedBound: number[] = [];
  const weightedIntegral: number[] = [];
  const weightedFar: (FarRow | null)[] = [];

  for (let i = 0; i < rowCount; i++) {
    const from = start[i]!;
    const to = start[i + 1]!;
    const scaled = scaledRow(form, i);
    const verdict = classifyRow(scaled);
    rowClass.push(verdict.kind);
    const moved = options.cornersAsWeighted === 'all' || (options.cornersAsWeighted === 'tied' && verdict.tied);
    const isCorner = (verdict.kind === 'cover' || verdict.kind === 'packing') && !moved;
    if (verdict.kind === 'always') {
      always.push(i);
      alwaysConstant -= rhs[i]!;
      for (let k = from; k < to; k++) alwaysLinear[column[k]!]! += value[k]!;
    } else if (isCorner) {
      const cover = verdict.kind === 'cover';
      cornerRow.push(i);
      cornerKind.push(cover ? COVER : verdict.tied ? TIED_PACKING : PACKING);
      cornerAmount.push(scaled.unit * verdict.amount);
      for (let k = from; k < to; k++) {
        cornerLiteral.push(2 * column[k]! + (value[k]! > 0 === cover ? 0 : 1));
        cornerCoefficient.push(value[k]!);
      }
      cornerStart.push(cornerLiteral.length);
    } else if (verdict.kind !== 'never') {
      weightedRow.push(i);
      weightedUnit.push(scaled.unit);
      weightedBound.push(scaled.bound + roundingOfSums(scaled));
      weightedIntegral.push(scaled.integral ? 1 : 0);
      weightedFar.push(scaled.far);
      for (let k = from; k < to; k++) {
        weightedColumn.push(column[k]!);
        weightedWeight.push(scaled.weight[k - from]!);
      }
      weightedStart.push(weightedColumn.length);
    }
  }
  return {
    variableCount,
    rowCount,
    rowClass,
    always: Int32Array.from(always),
    alwaysLinear,
    alwaysConstant,
    corner: {
      count: cornerRow.length,
      row: Int32Array.from(cornerRow),
      kind: Uint8Array.from(cornerKind),
      amount: Float64Array.from(cornerAmount),
      start: Int32Array.from(cornerStart),
      literal: Int32Array.from(cornerLiteral),
      coefficient: Float64Array.from(cornerCoefficient),
    },
    weighted: {
      count: weightedRow.length,
      row: Int32Array.from(weightedRow),
      start: Int32Array.from(weightedStart),
      column: Int32Array.from(weightedColumn),
      weight: Float64Array.from(weightedWeight),
      unit: Float64Array.from(weightedUnit),
      bound: Float64Array.from(weightedBound),
      integral: Uint8Array.from(weightedIntegral),
      far: weightedFar,
    },
  };
}
