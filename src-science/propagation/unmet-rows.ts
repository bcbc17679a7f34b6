/**
 * A partial assignment completed by default values: which rows that completion violates, and how many free
 * variables could still relieve each. It follows a propagator's trail, so a dive sees after every fixing
 * what is left to do: nothing, once no row is violated.
 */
import { rowTolerance } from '../decoding/assessment.ts';
import type { ColumnIndex } from '../decoding/column-index.ts';
import type { NormalForm } from '../program/normal-form.ts';
import type { Propagator } from './propagator.ts';

export interface UnmetRows {
  /** Length d, 0/1: what a free variable counts as. */
  readonly defaults: Uint8Array;
  /** Rows that the completion violates, in no particular order; the first `count()` entries. */
  readonly rows: Int32Array;
  readonly count: () => number;
  /** Length m: free variables whose other value relieves the row. */
  readonly candidates: Int32Array;
  /** Begins anew with these defaults. Cost: O(nnz). */
  readonly begin: (defaults: Uint8Array) => void;
  /** Takes in what was fixed since. */
  readonly follow: () => void;
  /** Frees all but the first `count` of the propagator's trail. */
  readonly undo: (count: number) => void;
  /** @returns length d, 0/1 */
  readonly completion: () => Uint8Array;
  /** Nonzeros touched, without the propagator's. */
  readonly work: () => number;
}

/** Cost: O(nnz + d). */
export function createUnmetRows(form: NormalForm, columns: ColumnIndex, propagator: Propagator): UnmetRows {
  const { variableCount: d, rowCount: m } = form;
  const { value, trail } = propagator;
  const defaults = new Uint8Array(d);
  const excess = new Float64Array(m);
  const candidates = new Int32Array(m);
  const tolerance = rowTolerance(form);
  const rows = new Int32Array(m);
  const place = new Int32Array(m).fill(-1);
  let count = 0;
  let seen = 0;
  let work = 0;

  const judge = (i: number): void => {
    if (excess[i]! > tolerance[i]!) {
      if (place[i]! >= 0) return;
      place[i] = count;
      rows[count++] = i;
    } else if (place[i]! >= 0) {
      const hole = place[i]!;
      const last = rows[--count]!;
      rows[hole] = last;
      place[last] = hole;
      place[i] = -1;
    }
  };

  /** @param sign +1 where x_j has been fixed, −1 where it is freed; its value is still at hand */
  const account = (j: number, sign: 1 | -1): void => {
    const up = defaults[j] === 0;
    const moved = value[j] !== defaults[j];
    const to = columns.start[j + 1]!;
    for (let k = columns.start[j]!; k < to; k++) {
      const i = columns.row[k]!;
      const a = columns.value[k]!;
      if (a > 0 !== up) candidates[i] = candidates[i]! - sign;
      if (!moved) continue;
      excess[i] = excess[i]! + (up ? sign * a : -sign * a);
      judge(i);
    }
    work += to - columns.start[j]!;
  };

  const follow = (): void => {
    const fixed = propagator.fixedCount();
    while (seen < fixed) account(trail[seen++]!, 1);
  };

  return {
    defaults,
    rows,
    candidates,
    count: () => count,
    begin(with01) {
      defaults.set(with01);
      count = 0;
      seen = 0;
      place.fill(-1);
      candidates.fill(0);
      for (let i = 0; i < m; i++) {
        let sum = -form.rhs[i]!;
        for (let k = form.start[i]!; k < form.start[i + 1]!; k++) {
          const a = form.value[k]!;
          const up = defaults[form.column[k]!] === 0;
          if (!up) sum += a;
          if (a > 0 !== up) candidates[i] = candidates[i]! + 1;
        }
        excess[i] = sum;
        judge(i);
      }
      work += form.column.length;
      follow();
    },
    follow,
    undo(to) {
      while (seen > to) account(trail[--seen]!, -1);
      propagator.undo(to);
    },
    completion: () => defaults.map((at, j) => (value[j]! >= 0 ? value[j]! : at)),
    work: () => work,
  };
}
