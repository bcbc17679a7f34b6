/**
 * P(A x ≤ b) for x_j ~ Bernoulli(x̂_j), exactly where that is possible: rows fall into components that
 * share no undecided variable, so the probability is a product. A component of one row, or of the two
 * sides of one equality or range row, comes from the row's own distribution; another is enumerated
 * while it has at most 20 undecided variables; else the answer is null (docs/science.md, section 5).
 */
import type { NormalForm } from '../program/normal-form.ts';
import { farRow, type FarRow } from './far-row.ts';
import { roundingOfSums, type ScaledRow } from './integral-row.ts';
import { scaledRow } from './scaled-rows.ts';
import type { ExactPlan } from './exact-plan.ts';

/** Components with more undecided variables than this are not enumerated. */
const LARGEST_ENUMERATED_COMPONENT = 20;

/** Rows that share undecided variables, directly or through others. */
function components(form: NormalForm, xHat: Float64Array): number[][] {
  const parent = Int32Array.from({ length: form.rowCount }, (_, i) => i);
  const find = (i: number): number => {
    let root = i;
    while (parent[root]! !== root) root = parent[root]!;
    while (parent[i]! !== root) [parent[i], i] = [root, parent[i]!];
    return root;
  };
  const firstRow = new Int32Array(form.variableCount).fill(-1);
  for (let i = 0; i < form.rowCount; i++) {
    for (let k = form.start[i]!; k < form.start[i + 1]!; k++) {
      const j = form.column[k]!;
      if (xHat[j]! <= 0 || xHat[j]! >= 1) continue;
      if (firstRow[j]! < 0) firstRow[j] = i;
      else parent[find(i)] = find(firstRow[j]!);
    }
  }
  const groups = new Map<number, number[]>();
  for (let i = 0; i < form.rowCount; i++) {
    const root = find(i);
    const group = groups.get(root);
    if (group === undefined) groups.set(root, [i]);
    else group.push(i);
  }
  return [...groups.values()];
}

/**
 * P(feasible) at x̂.
 * @param plan an exact plan of the same form, or null where a row has no exact form
 * @returns null where no exact value is at hand
 * Cost: one evaluation of the plan, and O(2^k · nnz of the component / k) for each enumerated component.
 */
export function feasibleProbability(form: NormalForm, plan: ExactPlan | null, xHat: Float64Array): number | null {
  plan?.penalty(xHat);
  let probability = 1;
  let unknown = false;
  for (const rows of components(form, xHat)) {
    const share = componentProbability(form, plan, xHat, rows);
    if (share === 0) return 0;
    if (share === null) unknown = true;
    else probability *= share;
  }
  return unknown ? null : probability;
}

function componentProbability(
  form: NormalForm,
  plan: ExactPlan | null,
  xHat: Float64Array,
  rows: readonly number[],
): number | null {
  const sameSource = rows.every((i) => form.sourceRow[i] === form.sourceRow[rows[0]!]);
  if (plan !== null && (rows.length === 1 || (rows.length === 2 && sameSource))) {
    // The two sides of one row exclude each other.
    let violated = 0;
    for (const i of rows) violated += plan.rowViolation[i]!;
    return Math.min(1, Math.max(0, 1 - violated));
  }
  return enumerateComponent(form, xHat, rows);
}

/** Depth-first over the undecided variables, row sums kept exact by restoring them on the way back. */
function enumerateComponent(form: NormalForm, xHat: Float64Array, rows: readonly number[]): number | null {
  const scaled = rows.map((i) => scaledRow(form, i));
  if (scaled.some((row) => row.far !== null)) return enumerateExactly(form, xHat, rows, scaled.map((row) => row.far ?? asFarRow(row)));
  const bound = Float64Array.from(scaled, (row) => row.bound + roundingOfSums(row));
  const base = new Float64Array(rows.length);
  const columns = new Map<number, { row: number; weight: number }[]>();
  rows.forEach((i, r) => {
    for (let k = form.start[i]!; k < form.start[i + 1]!; k++) {
      const j = form.column[k]!;
      const weight = scaled[r]?.weight[k - form.start[i]!] ?? 0;
      if (xHat[j]! <= 0) continue;
      if (xHat[j]! >= 1) {
        base[r]! += weight;
        continue;
      }
      const column = columns.get(j);
      if (column === undefined) columns.set(j, [{ row: r, weight }]);
      else column.push({ row: r, weight });
    }
  });
  if (columns.size > LARGEST_ENUMERATED_COMPONENT) return null;
  const variables = [...columns.entries()].map(([j, entries]) => ({ p: xHat[j]!, entries }));
  const sums = base.slice();
  /** How far the rows can still come down from depth n on: a row above its bound by more is lost. */
  const fall = Array.from({ length: variables.length + 1 }, () => new Float64Array(rows.length));
  for (let n = variables.length - 1; n >= 0; n--) {
    fall[n]!.set(fall[n + 1]!);
    for (const { row, weight } of variables[n]!.entries) if (weight < 0) fall[n]![row]! += weight;
  }
  const descend = (n: number): number => {
    for (let r = 0; r < sums.length; r++) if (sums[r]! + fall[n]![r]! > bound[r]!) return 0;
    if (n === variables.length) return 1;
    const { p, entries } = variables[n]!;
    const zero = descend(n + 1);
    const before = entries.map(({ row }) => sums[row]!);
    for (const { row, weight } of entries) sums[row]! += weight;
    const one = descend(n + 1);
    entries.forEach(({ row }, e) => {
      sums[row] = before[e]!;
    });
    return (1 - p) * zero + p * one;
  };
  return descend(0);
}

/** A row of doubles in whole numbers, with the rounding of its sums in its bound. */
function asFarRow(row: ScaledRow): FarRow {
  const far = farRow(row.weight, row.bound + roundingOfSums(row), Infinity);
  if (far === null) throw new Error('a row of a normal form has a finite bound');
  return far;
}

/** The same in whole numbers, where sums of doubles lose coefficients. */
function enumerateExactly(form: NormalForm, xHat: Float64Array, rows: readonly number[], far: readonly FarRow[]): number | null {
  const sums = far.map((row) => -row.bound);
  const columns = new Map<number, { row: number; weight: bigint }[]>();
  rows.forEach((i, r) => {
    far[r]?.weight.forEach((weight, k) => {
      const j = form.column[form.start[i]! + k]!;
      if (xHat[j]! <= 0) return;
      if (xHat[j]! >= 1) {
        sums[r]! += weight;
        return;
      }
      const column = columns.get(j);
      if (column === undefined) columns.set(j, [{ row: r, weight }]);
      else column.push({ row: r, weight });
    });
  });
  if (columns.size > LARGEST_ENUMERATED_COMPONENT) return null;
  const variables = [...columns.entries()];
  const descend = (n: number): number => {
    const variable = variables[n];
    if (variable === undefined) return sums.every((sum) => sum <= 0n) ? 1 : 0;
    const [j, entries] = variable;
    const zero = descend(n + 1);
    for (const { row, weight } of entries) sums[row]! += weight;
    const one = descend(n + 1);
    for (const { row, weight } of entries) sums[row]! -= weight;
    return (1 - xHat[j]!) * zero + xHat[j]! * one;
  };
  return descend(0);
}
