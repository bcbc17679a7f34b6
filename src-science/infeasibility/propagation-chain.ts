/**
 * A proof without search that a program has no solution: rows and fixings force one variable after the other, until a
 * row cannot be kept. What forced what is read off the propagator's trail backwards (conflict analysis, as in
 * Marques-Silva and Sakallah 1999), so that only the steps remain that the conflict needs, and every step that remains
 * is checked again in the row's whole numbers where it has them.
 */
import { rowTolerance } from '../decoding/assessment.ts';
import { indexColumns } from '../decoding/column-index.ts';
import type { ColumnIndex } from '../decoding/column-index.ts';
import { normalForm } from '../program/normal-form.ts';
import type { Program } from '../program/program.ts';
import { createPropagator } from '../propagation/propagator.ts';
import { scaleRow } from '../relaxation/integral-row.ts';
import { LOWER, UPPER } from './constraint-set.ts';

/** A row, by one of its bounds, and the values it was judged under. */
export interface Reason {
  /** Row of the program. */
  readonly row: number;
  /** `UPPER` or `LOWER`. */
  readonly side: number;
  /** Variables whose values leave too little room; all of them are fixed by the program or by a step before. */
  readonly given: readonly number[];
}

export interface ChainStep extends Reason {
  /** What it forces. */
  readonly variable: number;
  readonly value: 0 | 1;
}

export interface PropagationChain {
  /** Each rests on fixings and on steps before it. */
  readonly steps: readonly ChainStep[];
  /** The row that cannot be kept then. */
  readonly conflict: Reason;
  /** Fixed variables that it rests on, ascending. */
  readonly fixings: readonly number[];
  /** Length d: the values at the end of the steps, −1 where there is none. */
  readonly value: Int8Array;
}

/** @returns null where propagation proves nothing. Cost: of the propagation, and O(nnz of the columns and rows of the steps). */
export function propagationChain(program: Program): PropagationChain | null {
  const form = normalForm(program);
  const columns = indexColumns(form);
  const propagator = createPropagator(form, columns);
  if (propagator.settle() || propagator.conflictRow() < 0) return null;
  const { value, trail } = propagator;
  const tolerance = rowTolerance(form);
  const place = new Int32Array(form.variableCount).fill(-1);
  for (let n = 0; n < propagator.fixedCount(); n++) place[trail[n]!] = n;

  /** The row's excess over its bound at the cheapest values of all but what was fixed before `before`, if that is too much. */
  const reasonOf = (i: number, before: number, forced: number): Reason | null => {
    const from = form.start[i]!;
    const to = form.start[i + 1]!;
    const { integral, weight, bound } = scaleRow(form.value, from, to, form.rhs[i]!);
    const allowed = integral ? 0 : tolerance[i]!;
    let least = -(integral ? bound : form.rhs[i]!);
    const costly: { readonly j: number; readonly size: number; readonly at: number }[] = [];
    for (let k = from; k < to; k++) {
      const j = form.column[k]!;
      const a = integral ? weight[k - from]! : form.value[k]!;
      least += Math.min(a, 0);
      const at = place[j]!;
      if (j === forced) least += Math.abs(a);
      else if (at >= 0 && at < before && (value[j] === 1) === a > 0) costly.push({ j, size: Math.abs(a), at });
    }
    // Few and large, of equal ones the earlier: fewer steps are needed then.
    costly.sort((one, other) => other.size - one.size || one.at - other.at);
    const given: number[] = [];
    for (const { j, size } of costly) {
      if (least > allowed) break;
      least += size;
      given.push(j);
    }
    return least > allowed ? { row: form.sourceRow[i]!, side: form.sourceSign[i] === 1 ? UPPER : LOWER, given } : null;
  };

  const conflict = reasonOf(propagator.conflictRow(), propagator.fixedCount(), -1);
  if (conflict === null) return null;
  const steps: ChainStep[] = [];
  const fixings: number[] = [];
  const needed = new Set(conflict.given);
  // Backwards: what a step rests on was fixed before it.
  for (let n = propagator.fixedCount() - 1; n >= 0; n--) {
    const j = trail[n]!;
    if (!needed.has(j)) continue;
    if (form.fixed[j]! >= 0) {
      fixings.push(j);
      continue;
    }
    const reason = shortestReason(columns, j, value[j]! === 1, (i) => reasonOf(i, n, j));
    // Less than rounding beyond what a row allows: nothing that could be shown.
    if (reason === null) return null;
    for (const given of reason.given) needed.add(given);
    steps.push({ ...reason, variable: j, value: value[j] === 1 ? 1 : 0 });
  }
  return { steps: steps.toReversed(), conflict, fixings: fixings.toSorted((a, b) => a - b), value };
}

/** Of the rows that force x_j, the one that rests on the fewest values. */
function shortestReason(
  columns: ColumnIndex, j: number, isOne: boolean, reasonOf: (i: number) => Reason | null,
): Reason | null {
  let best: Reason | null = null;
  for (let k = columns.start[j]!; k < columns.start[j + 1]!; k++) {
    // A row forces the value that is cheap for it.
    if (columns.value[k]! > 0 === isOne) continue;
    const reason = reasonOf(columns.row[k]!);
    if (reason !== null && (best === null || reason.given.length < best.given.length)) best = reason;
  }
  return best;
}
