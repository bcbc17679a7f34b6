/**
 * Partial 0/1 assignments under rows `aᵀx ≤ b`: fixing one variable fixes others that no completion could
 * give the other value, until a row is violated whatever follows or nothing more is forced. By one row and
 * the least activity that its free variables leave, x_j is forced away from its costly value where that alone
 * would exceed the room left (Savelsbergh 1994, section 1.1; on a packing row, all others of the clique).
 * Everything is taken back in the order it was done. Work is counted in nonzeros touched.
 *
 * Rows with bounds that fall may be added, Σ cost_j x_j ≤ bound, so that a search looks only at what is better
 * than its best.
 */
import { rowTolerance } from '../decoding/assessment.ts';
import type { ColumnIndex } from '../decoding/column-index.ts';
import type { NormalForm } from '../program/normal-form.ts';

export interface Propagator {
  /** Length d: −1 where free, else 0 or 1. Only `fix` and `undo` change it. */
  readonly value: Int8Array;
  /** Variables in the order they were fixed; the first `fixedCount()` entries. */
  readonly trail: Int32Array;
  /** Length m: the least a_iᵀx − b_i over completions. */
  readonly least: Float64Array;
  readonly fixedCount: () => number;
  /**
   * Fixes a free variable and all that follows. @returns false where no completion keeps all rows; what was
   * fixed until then stays, for `undo`. Cost: nonzeros of the fixed columns and of rows that force something.
   */
  readonly fix: (j: number, value: 0 | 1) => boolean;
  /** Frees all but the first `count` of the trail. */
  readonly undo: (count: number) => void;
  /** Fixes what rows alone force. @returns false where one cannot be kept. Cost: O(nnz). */
  readonly settle: () => boolean;
  /** Row of the last conflict; −1 where it was a cutoff or a value already fixed. */
  readonly conflictRow: () => number;
  /** Sets the bound of added row n and fixes what follows. @returns false where that is a conflict */
  readonly setCutoff: (n: number, bound: number) => boolean;
  /** Nonzeros touched so far. */
  readonly work: () => number;
}

/** A row Σ cost_j x_j ≤ bound whose bound falls. */
interface Cutoff {
  /** Length d. */
  readonly cost: Float64Array;
  /** Variables with a cost, by falling |cost|. */
  readonly order: Int32Array;
  /** Least Σ cost_j x_j over completions of nothing. */
  readonly first: number;
  bound: number;
  /** Least over completions of what is fixed. */
  least: number;
  /** Place in `order` before which all variables are fixed. */
  at: number;
  /** Length d + 1: `at` when that many were fixed. */
  readonly placeAt: Int32Array;
}

function createCutoff(cost: Float64Array): Cutoff {
  const order =
    Int32Array.from(Array.from(cost.keys()).filter((j) => cost[j] !== 0).sort((a, b) => Math.abs(cost[b]!) - Math.abs(cost[a]!) || a - b));
  const first = cost.reduce((sum, c) => sum + Math.min(c, 0), 0);
  return { cost, order, first, bound: Infinity, least: first, at: 0, placeAt: new Int32Array(cost.length + 1) };
}

/**
 * @param costs of the rows whose bounds fall, each of length d
 * Cost: O(nnz log of the longest row).
 */
export function createPropagator(form: NormalForm, columns: ColumnIndex, costs: readonly Float64Array[] = []): Propagator {
  const { variableCount: d, rowCount: m, start, column, value: coefficient } = form;
  const nnz = column.length;
  const value = new Int8Array(d).fill(-1);
  const trail = new Int32Array(d);
  let fixedCount = 0;
  let work = 0;
  let conflictRow = -1;

  // Rows with their entries by falling size: a scan ends at the first that the room allows.
  const entryColumn = new Int32Array(nnz);
  const entrySize = new Float64Array(nnz);
  const entryCostly = new Uint8Array(nnz);
  const least = new Float64Array(m);
  const reach = new Float64Array(m);
  const tolerance = rowTolerance(form);
  for (let i = 0; i < m; i++) {
    const from = start[i]!;
    const to = start[i + 1]!;
    let sum = -form.rhs[i]!;
    let uniform = true;
    for (let k = from; k < to; k++) {
      sum += Math.min(coefficient[k]!, 0);
      reach[i] = Math.max(reach[i]!, Math.abs(coefficient[k]!));
      uniform &&= Math.abs(coefficient[k]!) === Math.abs(coefficient[from]!);
    }
    least[i] = sum;
    const order = Array.from({ length: to - from }, (_, n) => from + n);
    if (!uniform) order.sort((a, b) => Math.abs(coefficient[b]!) - Math.abs(coefficient[a]!) || a - b);
    order.forEach((k, n) => {
      entryColumn[from + n] = column[k]!;
      entrySize[from + n] = Math.abs(coefficient[k]!);
      entryCostly[from + n] = coefficient[k]! > 0 ? 1 : 0;
    });
  }
  const startLeast = least.slice();

  const cutoffs = costs.map(createCutoff);
  // A ring: no row stands in it twice.
  const queue = new Int32Array(m + 1);
  const queued = new Uint8Array(m);
  let head = 0;
  let tail = 0;
  const push = (i: number): void => {
    if (queued[i] === 1) return;
    queued[i] = 1;
    queue[tail] = i;
    tail = tail === m ? 0 : tail + 1;
  };
  const pop = (): number => {
    const i = queue[head]!;
    queued[i] = 0;
    head = head === m ? 0 : head + 1;
    return i;
  };
  const stop = (): false => {
    while (head !== tail) pop();
    return false;
  };

  /** @returns false on a conflict; queues the rows that may force something */
  const assign = (j: number, v: number): boolean => {
    value[j] = v;
    trail[fixedCount++] = j;
    for (const cutoff of cutoffs) {
      const c = cutoff.cost[j]!;
      if (c > 0 === (v === 1)) cutoff.least += Math.abs(c);
    }
    const to = columns.start[j + 1]!;
    let kept = true;
    for (let k = columns.start[j]!; k < to; k++) {
      const a = columns.value[k]!;
      if (a > 0 !== (v === 1)) continue;
      const i = columns.row[k]!;
      const now = least[i]! + Math.abs(a);
      least[i] = now;
      if (now > tolerance[i]!) {
        if (kept) conflictRow = i;
        kept = false;
      }
      if (now + reach[i]! > tolerance[i]!) push(i);
    }
    work += to - columns.start[j]! + 1;
    return kept;
  };

  const keepCutoff = (cutoff: Cutoff): boolean => {
    const { order, cost } = cutoff;
    const room = cutoff.bound - cutoff.least;
    if (room < 0) {
      conflictRow = -1;
      return false;
    }
    // What is fixed to the cheap side leaves the room as it is.
    for (; cutoff.at < order.length; cutoff.at++) {
      const j = order[cutoff.at]!;
      if (Math.abs(cost[j]!) <= room) break;
      work++;
      if (value[j]! < 0 && !assign(j, cost[j]! > 0 ? 0 : 1)) return false;
    }
    return true;
  };

  const keepRow = (i: number): boolean => {
    const room = tolerance[i]! - least[i]!;
    const from = start[i]!;
    const to = start[i + 1]!;
    let k = from;
    let kept = true;
    for (; kept && k < to && entrySize[k]! > room; k++) {
      const j = entryColumn[k]!;
      if (value[j]! < 0) kept = assign(j, 1 - entryCostly[k]!);
    }
    work += k - from + 1;
    return kept;
  };

  const propagate = (): boolean => {
    for (;;) {
      while (head !== tail) if (!keepRow(pop())) return stop();
      const before = fixedCount;
      for (const cutoff of cutoffs) if (!keepCutoff(cutoff)) return stop();
      if (fixedCount === before) return true;
    }
  };

  return {
    value,
    trail,
    least,
    fixedCount: () => fixedCount,
    fix(j, v) {
      if (value[j]! >= 0) {
        conflictRow = -1;
        return value[j] === v;
      }
      for (const cutoff of cutoffs) cutoff.placeAt[fixedCount] = cutoff.at;
      if (!assign(j, v)) return stop();
      return propagate();
    },
    undo(count) {
      if (count >= fixedCount) return;
      for (const cutoff of cutoffs) cutoff.at = cutoff.placeAt[count]!;
      while (fixedCount > count) {
        const j = trail[--fixedCount]!;
        const v = value[j]!;
        value[j] = -1;
        for (const cutoff of cutoffs) {
          const c = cutoff.cost[j]!;
          if (c > 0 === (v === 1)) cutoff.least -= Math.abs(c);
        }
        const to = columns.start[j + 1]!;
        for (let k = columns.start[j]!; k < to; k++) {
          const a = columns.value[k]!;
          if (a > 0 === (v === 1)) least[columns.row[k]!] = least[columns.row[k]!]! - Math.abs(a);
        }
        work += to - columns.start[j]!;
      }
      if (fixedCount === 0) {
        // Free of what rounding has piled up.
        least.set(startLeast);
        for (const cutoff of cutoffs) cutoff.least = cutoff.first;
      }
    },
    settle() {
      for (let i = 0; i < m; i++) {
        if (least[i]! > tolerance[i]!) {
          conflictRow = i;
          return stop();
        }
        if (least[i]! + reach[i]! > tolerance[i]!) push(i);
      }
      for (let j = 0; j < d; j++) {
        const at = form.fixed[j]!;
        if (at < 0) continue;
        if (value[j]! >= 0 ? value[j] !== at : !assign(j, at)) return stop();
      }
      return propagate();
    },
    conflictRow: () => conflictRow,
    setCutoff(n, bound) {
      const cutoff = cutoffs[n];
      if (cutoff === undefined) throw new RangeError(`there is no row ${n} whose bound falls`);
      cutoff.bound = bound;
      cutoff.at = 0;
      return propagate();
    },
    work: () => work,
  };
}
