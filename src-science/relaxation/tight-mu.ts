/**
 * The exact threshold of μ by exact solves, where enumeration reaches no longer (science notes, section 8):
 * max over infeasible x of (cᵀx* − cᵀx)/viol(x). That ratio is climbed by Dinkelbach's method (Management
 * Science 1967): at a weight μ the penalty problem min cᵀx + μ viol(x) is solved over 0/1 vectors; a
 * minimizer that breaks rows has a larger ratio, which is the next μ; one that breaks none ends it. viol is
 * made linear by writing each row's excess in bits, so the penalty problem is a binary program like any
 * other, and its answers are rechecked like any other's.
 */
import { FREE } from '../program/program.ts';
import type { Program } from '../program/program.ts';
import type { NormalForm } from '../program/normal-form.ts';
import { scaleRow } from './integral-row.ts';

/** Beyond this many bits a row's excess is farther from its unit than a solver's tolerances reach. */
const MOST_BITS = 16;
/** Finest part of a row's unit in which its bound may be written. */
const FINEST_BOUND = 1000;
/** A bound so near to a whole number of parts is one: 0.07 · 100 is 7 up to rounding. */
const WHOLE = 1e-9;
/** Ratios closer than this, relative, are the same: their difference is rounding. */
const SAME_RATIO = 1e-9;
/** Dinkelbach's method needs a handful; more would be a cycle of rounding. */
const MOST_STEPS = 60;

/** A row in steps of a unit in which sums and bound are whole: excess = step · max(0, weight·x − bound). */
interface SteppedRow {
  readonly weight: Float64Array;
  readonly bound: number;
  readonly step: number;
  /** Bits that write every excess; 0 where the row cannot be violated. */
  readonly bits: number;
}

/** The rows as whole steps; null where a row's numbers are no integers of one unit, or too far apart. */
function steppedRows(normal: NormalForm): SteppedRow[] | null {
  const rows: SteppedRow[] = [];
  for (let i = 0; i < normal.rowCount; i++) {
    const from = normal.start[i]!;
    const scaled = scaleRow(normal.value, from, normal.start[i + 1]!, normal.rhs[i]!);
    if (!scaled.integral) return null;
    let parts = 1;
    const isWhole = (value: number): boolean => Math.abs(value - Math.round(value)) <= WHOLE;
    while (parts <= FINEST_BOUND && !isWhole(scaled.bound * parts)) parts++;
    if (parts > FINEST_BOUND) return null;
    const weight = scaled.weight.map((w) => w * parts);
    const bound = Math.round(scaled.bound * parts);
    let most = -bound;
    weight.forEach((w, k) => {
      const fixed = normal.fixed[normal.column[from + k]!]!;
      most += fixed === FREE ? Math.max(w, 0) : w * fixed;
    });
    const bits = most <= 0 ? 0 : Math.floor(Math.log2(most)) + 1;
    if (bits > MOST_BITS) return null;
    rows.push({ weight, bound, step: scaled.unit / parts, bits });
  }
  return rows;
}

/** min cᵀx + μ viol(x) as a program: the normal form's d variables first, then the bits of the excesses. */
function penaltyProgram(normal: NormalForm, rows: readonly SteppedRow[], mu: number): Program {
  const objective = [...normal.objective];
  const fixed = [...normal.fixed];
  const start = [0];
  const column: number[] = [];
  const value: number[] = [];
  const upper: number[] = [];
  rows.forEach((row, i) => {
    if (row.bits === 0) return;
    row.weight.forEach((w, k) => {
      column.push(normal.column[normal.start[i]! + k]!);
      value.push(w);
    });
    for (let bit = 0; bit < row.bits; bit++) {
      column.push(objective.length);
      value.push(-(2 ** bit));
      objective.push(mu * row.step * 2 ** bit);
      fixed.push(FREE);
    }
    start.push(column.length);
    upper.push(row.bound);
  });
  return {
    name: 'penalty problem',
    sense: 'min',
    objectiveName: '',
    objective: Float64Array.from(objective),
    objectiveConstant: normal.objectiveConstant,
    variableNames: objective.map((_, j) => `v${j + 1}`),
    fixed: Int8Array.from(fixed),
    rowNames: upper.map((_, i) => `r${i + 1}`),
    rows: { start: Int32Array.from(start), column: Int32Array.from(column), value: Float64Array.from(value) },
    rowLower: new Float64Array(upper.length).fill(-Infinity),
    rowUpper: Float64Array.from(upper),
  };
}

/**
 * The threshold by exact solves.
 * @param optimum proven, of the normal form's (minimizing) objective with its constant
 * @param solve gives a proven minimizer of a binary program, or null where it has no proof
 * @returns null where a row is not of integers, a solve gave no proof, or the steps did not end
 * Cost: a handful of solves, each with up to 16 variables more a row.
 */
export async function tightMuBySolving(normal: NormalForm, optimum: number, solve: (program: Program) => Promise<ArrayLike<number> | null>): Promise<number | null> {
  const rows = steppedRows(normal);
  if (rows === null) return null;
  let mu = 0;
  for (let step = 0; step < MOST_STEPS; step++) {
    const x = await solve(penaltyProgram(normal, rows, mu));
    if (x === null) return null;
    let violation = 0;
    rows.forEach((row, i) => {
      let excess = -row.bound;
      for (let k = 0; k < row.weight.length; k++) excess += row.weight[k]! * x[normal.column[normal.start[i]! + k]!]!;
      if (excess > 0) violation += row.step * excess;
    });
    if (violation === 0) return mu;
    let objective = normal.objectiveConstant;
    for (let j = 0; j < normal.variableCount; j++) objective += normal.objective[j]! * x[j]!;
    const ratio = (optimum - objective) / violation;
    if (ratio <= mu + SAME_RATIO * Math.max(1, mu)) return mu;
    mu = ratio;
  }
  return null;
}
