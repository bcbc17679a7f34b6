/**
 * Coordinate ascent on a Lagrangian bound: row by row, the multiplier is moved to where the bound is highest along it,
 * the middle where that is an interval, as in Wedelin (1995) without his push apart. The bound never falls. It gets
 * near the linear relaxation in a few rounds where rows share little, and stops short of it in general, because a
 * concave function with edges can be highest along every axis and not highest; the volume algorithm goes on from there.
 */
import type { LagrangianBound } from './lagrangian-bound.ts';

/**
 * One round over all rows.
 * @param y length m, ≥ 0; updated
 * @param reduced c + Aᵀy, length d; updated
 * Cost: O(nnz) expected.
 */
export function ascendRows({ form, rhs }: LagrangianBound, y: Float64Array, reduced: Float64Array): void {
  const { rowCount: m, start, column, value, fixed } = form;
  let longest = 0;
  for (let i = 0; i < m; i++) longest = Math.max(longest, start[i + 1]! - start[i]!);
  const place = new Float64Array(longest);
  const drop = new Float64Array(longest);
  for (let i = 0; i < m; i++) {
    const from = start[i]!;
    const to = start[i + 1]!;
    // The slope along y_i far to the left: every entry whose variable is then 1 counts.
    let slope = -rhs[i]!;
    let count = 0;
    for (let k = from; k < to; k++) {
      const j = column[k]!;
      const a = value[k]!;
      if (fixed[j]! >= 0) {
        if (fixed[j] === 1) slope += a;
        continue;
      }
      if (a > 0) slope += a;
      place[count] = -reduced[j]! / a;
      drop[count++] = Math.abs(a);
    }
    const move = Math.max(highestAt(place, drop, count, slope), -y[i]!);
    if (move === 0 || !Number.isFinite(move)) continue;
    y[i] = y[i]! + move;
    for (let k = from; k < to; k++) reduced[column[k]!]! += move * value[k]!;
  }
}

/**
 * Where a slope that starts at `slope` and falls by `drop[n]` at `place[n]` passes 0: the middle of where it is 0.
 * @param count entries that count; their order is lost
 * @returns −∞ where it is at most 0 everywhere, +∞ where above
 */
function highestAt(place: Float64Array, drop: Float64Array, count: number, slope: number): number {
  if (slope <= 0) return -Infinity;
  let low = 0;
  let high = count;
  let left = slope;
  // Invariant: entries before `low` have fallen, `left` is what remains; those from `high` on lie beyond the crossing.
  while (low < high) {
    const pivot = place[(low + high) >> 1]!;
    let below = low;
    let above = high;
    let fall = 0;
    for (let n = low; n < above; ) {
      const p = place[n]!;
      if (p < pivot) {
        fall += drop[n]!;
        swap(place, drop, n++, below++);
      } else if (p > pivot) swap(place, drop, n, --above);
      else n++;
    }
    if (fall > left) {
      high = below;
      continue;
    }
    if (fall === left) return middle(place, low, below, below, count);
    let at = 0;
    for (let n = below; n < above; n++) at += drop[n]!;
    if (fall + at > left) return pivot;
    if (fall + at === left) return middle(place, below, above, above, count);
    left -= fall + at;
    low = above;
  }
  return Infinity;
}

/** Between the greatest of [from, to) and the least of [next, end). */
function middle(place: Float64Array, from: number, to: number, next: number, end: number): number {
  let before = -Infinity;
  let after = Infinity;
  for (let n = from; n < to; n++) before = Math.max(before, place[n]!);
  for (let n = next; n < end; n++) after = Math.min(after, place[n]!);
  return after === Infinity ? before : (before + after) / 2;
}

function swap(place: Float64Array, drop: Float64Array, a: number, b: number): void {
  const p = place[a]!;
  place[a] = place[b]!;
  place[b] = p;
  const q = drop[a]!;
  drop[a] = drop[b]!;
  drop[b] = q;
}
