/**
 * Exact solution by looking at every 0/1 assignment of the free variables, in Gray-code order so that
 * a step flips one variable and touches only its column. It proves optimality and infeasibility by
 * itself, for at most `ENUMERATION_LIMIT` free variables, and is the independent truth that solvers and
 * estimators are tested against.
 *
 * The running sums only choose candidates: rows whose sums are exact in double precision are filtered
 * exactly, the others with a margin above their rounding error, and sums are rebuilt every 2¹² steps so
 * that the error cannot grow. A candidate becomes the incumbent only after its own report, computed
 * afresh from the vector (`solutionReport`).
 */
import { FREE } from '../program/program.ts';
import type { Program } from '../program/program.ts';
import { ROW_TOLERANCE, solutionReport } from '../program/solution-report.ts';
import { ENUMERATION_LIMIT } from './exact-settings.ts';
import { latticeValue, objectiveLattice } from './objective-lattice.ts';

const REBUILD_MASK = 2 ** 12 - 1;
const ASK_MASK = 2 ** 16 - 1;

export interface EnumerationControl {
  /** Asked every 2¹⁶ assignments. */
  readonly cancelled?: () => boolean;
  /** Called every 2¹⁶ assignments. */
  readonly onProgress?: (visited: number, total: number) => void;
  /** How many of the best assignments to keep; 1 where left out. */
  readonly keep?: number;
  /** Called for each improving solution with a vector that may be kept, and its objective in the user's sense. */
  readonly onIncumbent?: (x: Uint8Array, objective: number, visited: number) => void;
}

export interface EnumerationResult {
  /** False if cancelled before the end: then `x` is only the best so far. */
  readonly complete: boolean;
  /** Best feasible assignment, length d; null if none was seen. */
  readonly x: Uint8Array | null;
  /** The best feasible assignments, best first: as many as were to be kept, or all that were seen. */
  readonly best: readonly Uint8Array[];
  /** Assignments looked at. */
  readonly visited: number;
}

/** Number of variables that are not fixed. */
export function freeVariableCount(program: Program): number {
  let count = 0;
  for (const value of program.fixed) if (value === FREE) count++;
  return count;
}

/**
 * The best feasible assignments. Among equal objectives the first in Gray-code order are kept.
 * @param program at most `ENUMERATION_LIMIT` free variables
 * @throws RangeError if there are more
 * Cost: 2^f steps for f free variables, each O(nonzeros of one column).
 */
export function enumerate(program: Program, control: EnumerationControl = {}): EnumerationResult {
  const free = freeVariableCount(program);
  if (free > ENUMERATION_LIMIT) {
    throw new RangeError(`Enumeration takes at most ${ENUMERATION_LIMIT} free variables; this program has ${free}.`);
  }
  const d = program.objective.length;
  const m = program.rowLower.length;
  const columns = columnsOf(program);
  // The first variables of the code flip most often: let them be the ones with the fewest nonzeros.
  const order = Array.from({ length: d }, (_, j) => j)
    .filter((j) => program.fixed[j] === FREE)
    .sort((a, b) => columns.start[a + 1]! - columns.start[a]! - (columns.start[b + 1]! - columns.start[b]!) || a - b);

  const x = new Uint8Array(d);
  for (let j = 0; j < d; j++) x[j] = program.fixed[j] === 1 ? 1 : 0;
  const sign = program.sense === 'min' ? 1 : -1;
  const cost = program.objective.map((c) => sign * c);
  const objectiveMargin = exactSums(cost, 0, d) ? 0 : 1e-12 * sumOfMagnitudes(cost, 0, d);
  const lower = new Float64Array(m);
  const upper = new Float64Array(m);
  for (let i = 0; i < m; i++) {
    const margin = rowMargin(program, i);
    lower[i] = program.rowLower[i]! - margin;
    upper[i] = program.rowUpper[i]! + margin;
  }

  const activity = new Float64Array(m);
  let violatedRows = 0;
  let objective = 0;
  const rebuild = (): void => {
    objective = 0;
    for (let j = 0; j < d; j++) if (x[j] === 1) objective += cost[j]!;
    violatedRows = 0;
    for (let i = 0; i < m; i++) {
      let sum = 0;
      for (let k = program.rows.start[i]!; k < program.rows.start[i + 1]!; k++) {
        if (x[program.rows.column[k]!] === 1) sum += program.rows.value[k]!;
      }
      activity[i] = sum;
      if (sum < lower[i]! || sum > upper[i]!) violatedRows++;
    }
  };

  const { keep = 1 } = control;
  /** Best first. */
  const kept: { readonly x: Uint8Array; readonly objective: number; readonly value: bigint | null }[] = [];
  /** What an assignment has to be better than, once as many are kept as are wanted. */
  let worstObjective = Infinity;
  // Decimals and large integers are compared as whole numbers, 0.1 + 0.2 and 0.3 alike.
  const lattice = objectiveMargin === 0 ? null : objectiveLattice(program);
  const consider = (visited: number): void => {
    const report = solutionReport(program, x);
    if (!report.feasible) return;
    const found = { x: x.slice(), objective: compensatedSum(cost, x), value: lattice === null ? null : latticeValue(lattice, x) };
    const isBetter = (other: (typeof kept)[number]): boolean => (
      found.value === null || other.value === null ? found.objective < other.objective : found.value < other.value
    );
    const last = kept.at(-1);
    if (kept.length === keep && last !== undefined && !isBetter(last)) return;
    let low = 0;
    for (let high = kept.length; low < high; ) {
      const middle = (low + high) >>> 1;
      if (isBetter(kept[middle]!)) high = middle;
      else low = middle + 1;
    }
    kept.splice(low, 0, found);
    if (kept.length > keep) kept.pop();
    if (kept.length === keep) worstObjective = kept.at(-1)!.objective;
    if (low === 0) control.onIncumbent?.(found.x, report.objective, visited);
  };

  const ended = (complete: boolean, visited: number): EnumerationResult => {
    const best = kept.map((one) => one.x);
    return { complete, x: best[0] ?? null, best, visited };
  };

  rebuild();
  if (violatedRows === 0) consider(1);
  const total = 2 ** free;
  // Hot loop: 2^f steps. The variable flipped at step s is the number of trailing zeros of s.
  for (let step = 1; step < total; step++) {
    const j = order[31 - Math.clz32(step & -step)]!;
    const up = x[j] === 0;
    x[j] = up ? 1 : 0;
    objective += up ? cost[j]! : -cost[j]!;
    for (let k = columns.start[j]!; k < columns.start[j + 1]!; k++) {
      const i = columns.row[k]!;
      const before = activity[i]!;
      const after = up ? before + columns.value[k]! : before - columns.value[k]!;
      activity[i] = after;
      const low = lower[i]!;
      const high = upper[i]!;
      const wasViolated = before < low || before > high;
      const isViolated = after < low || after > high;
      if (wasViolated !== isViolated) violatedRows += isViolated ? 1 : -1;
    }
    if ((step & REBUILD_MASK) === 0) rebuild();
    if (violatedRows === 0 && objective < worstObjective + objectiveMargin) consider(step + 1);
    if ((step & ASK_MASK) === 0) {
      control.onProgress?.(step + 1, total);
      if (control.cancelled?.() === true) return ended(false, step + 1);
    }
  }
  return ended(true, total);
}

/**
 * Σ cost_j over x_j = 1, to a rounding of its own (Neumaier 1974). The objective's constant is left out:
 * it could be large enough to hide a difference.
 */
function compensatedSum(cost: Float64Array, x: Uint8Array): number {
  let sum = 0;
  let lost = 0;
  for (let j = 0; j < cost.length; j++) {
    if (x[j] !== 1) continue;
    const term = cost[j]!;
    const next = sum + term;
    lost += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum;
    sum = next;
  }
  return sum + lost;
}

interface Columns {
  readonly start: Int32Array;
  readonly row: Int32Array;
  readonly value: Float64Array;
}

/** The matrix by columns. */
function columnsOf(program: Program): Columns {
  const { rows } = program;
  const d = program.objective.length;
  const nnz = rows.column.length;
  const start = new Int32Array(d + 1);
  for (let k = 0; k < nnz; k++) start[rows.column[k]! + 1]!++;
  for (let j = 0; j < d; j++) start[j + 1]! += start[j]!;
  const cursor = start.slice(0, d);
  const row = new Int32Array(nnz);
  const value = new Float64Array(nnz);
  for (let i = 0; i < program.rowLower.length; i++) {
    for (let k = rows.start[i]!; k < rows.start[i + 1]!; k++) {
      const at = cursor[rows.column[k]!]!++;
      row[at] = i;
      value[at] = rows.value[k]!;
    }
  }
  return { start, row, value };
}

/** True if every partial sum of these values is an exact integer in double precision. */
function exactSums(values: Float64Array, from: number, to: number): boolean {
  for (let k = from; k < to; k++) if (!Number.isInteger(values[k]!)) return false;
  return sumOfMagnitudes(values, from, to) <= Number.MAX_SAFE_INTEGER;
}

function sumOfMagnitudes(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let k = from; k < to; k++) sum += Math.abs(values[k]!);
  return sum;
}

/**
 * How far outside its bounds a running sum may seem and still be looked at: nothing where sums are exact
 * integers, which the report judges exactly too; else what the report forgives and the rounding of the sum.
 */
function rowMargin(program: Program, i: number): number {
  const { rows } = program;
  const from = rows.start[i]!;
  const to = rows.start[i + 1]!;
  if (exactSums(rows.value, from, to)) return 0;
  const size = sumOfMagnitudes(rows.value, from, to) + finiteMagnitude(program.rowLower[i]!) + finiteMagnitude(program.rowUpper[i]!);
  return 2 * ROW_TOLERANCE * size;
}

function finiteMagnitude(bound: number): number {
  return Number.isFinite(bound) ? Math.abs(bound) : 0;
}
