/**
 * The exact threshold of μ by exact solves, where enumeration reaches no longer (docs/science.md, section 8):
 * max over infeasible x of (cᵀx* − cᵀx)/viol(x). That ratio is climbed by Dinkelbach's method (Management
 * Science 1967): at a weight μ the penalty problem min cᵀx + μ viol(x) is solved over 0/1 vectors; a
 * minimizer that breaks rows has a larger ratio, which is the next μ; one that breaks none ends it. viol is
 * made linear by writing each row's excess in bits, so the penalty problem is a binary program like any
 * other, and its answers are rechecked like any other's. Where costs and rows are integers or decimals the ratio is kept as a
 * quotient of whole numbers and its penalty problem has whole costs, so that each step is proven to the last digit.
 */
import { FREE } from '../program/program.ts';
import type { Program } from '../program/program.ts';
import type { NormalForm } from '../program/normal-form.ts';
import { latticeValue, objectiveLattice } from '../exact/objective-lattice.ts';
import type { ObjectiveLattice } from '../exact/objective-lattice.ts';
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

/**
 * min costᵀx + Σ_i weight_i excess_i(x) as a program: the normal form's d variables first, then the bits of the excesses.
 * @param cost length d
 * @param weight of one step of a row's excess; one a row
 */
function penaltyProgram(normal: NormalForm, rows: readonly SteppedRow[], cost: ArrayLike<number>, weight: readonly number[]): Program {
  const objective = Array.from(cost);
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
      objective.push(weight[i]! * 2 ** bit);
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
    objectiveConstant: 0,
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
export async function tightMuBySolving(
  normal: NormalForm, optimum: number, solve: (program: Program) => Promise<ArrayLike<number> | null>,
): Promise<number | null> {
  const rows = steppedRows(normal);
  if (rows === null) return null;
  const whole = wholeRatios(normal, rows, optimum);
  if (whole !== null) return wholeTightMu(normal, rows, whole, solve);
  let mu = 0;
  for (let step = 0; step < MOST_STEPS; step++) {
    const weight = rows.map((row) => mu * row.step);
    const x = await solve(penaltyProgram(normal, rows, normal.objective, weight));
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

/** Costs and excesses as whole numbers of a unit each. */
interface WholeRatios {
  readonly cost: ObjectiveLattice;
  /** Weight of one step of a row's excess; one a row. */
  readonly excess: ObjectiveLattice;
  /** Σ cost over the optimum. */
  readonly optimum: bigint;
}

/** Null where costs or steps of rows are reals, or too far apart. */
function wholeRatios(normal: NormalForm, rows: readonly SteppedRow[], optimum: number): WholeRatios | null {
  const cost = objectiveLattice(unconstrained(normal.objective, normal.fixed));
  const excess = objectiveLattice(unconstrained(Float64Array.from(rows, ({ step }) => step), new Int8Array(rows.length).fill(FREE)));
  if (cost === null || excess === null || !Number.isFinite(excess.step)) return null;
  if (!Number.isFinite(cost.step)) return { cost, excess, optimum: 0n };
  const steps = (optimum - normal.objectiveConstant - cost.base) / cost.step;
  return Number.isSafeInteger(Math.round(steps)) && Math.abs(steps - Math.round(steps)) <= 1e-3
    ? { cost, excess, optimum: BigInt(Math.round(steps)) }
    : null;
}

/** A program of these costs without rows: on vectors that break rows, costs may not be moved along them. */
function unconstrained(objective: Float64Array, fixed: Int8Array): Program {
  const none = new Float64Array(0);
  return {
    name: '', sense: 'min', objectiveName: '', objective, objectiveConstant: 0, variableNames: [], fixed, rowNames: [],
    rows: { start: Int32Array.of(0), column: new Int32Array(0), value: none }, rowLower: none, rowUpper: none,
  };
}

/** Dinkelbach's method in whole numbers: μ = numerator/denominator in units of cost and excess. */
async function wholeTightMu(
  normal: NormalForm, rows: readonly SteppedRow[], { cost, excess, optimum }: WholeRatios,
  solve: (program: Program) => Promise<ArrayLike<number> | null>,
): Promise<number | null> {
  const costs = Array.from(cost.weight, BigInt);
  const steps = Array.from(excess.weight, BigInt);
  const unit = (Number.isFinite(cost.step) ? cost.step : 0) / excess.step;
  let numerator = 0n;
  let denominator = 1n;
  for (let step = 0; step < MOST_STEPS; step++) {
    const mu = (Number(numerator) / Number(denominator)) * unit;
    const whole = [...costs.map((c) => denominator * c), ...steps.map((s) => numerator * s)].map(Number);
    if (!whole.every(Number.isSafeInteger)) return null;
    const x = await solve(penaltyProgram(normal, rows, whole.slice(0, costs.length), whole.slice(costs.length)));
    if (x === null) return null;
    const violation = rows.reduce((sum, row, i) => {
      let over = -row.bound;
      for (let k = 0; k < row.weight.length; k++) over += row.weight[k]! * x[normal.column[normal.start[i]! + k]!]!;
      return over > 0 ? sum + steps[i]! * BigInt(over) : sum;
    }, 0n);
    if (violation === 0n) return mu;
    const gained = optimum - latticeValue(cost, x);
    if (gained * denominator <= numerator * violation) return mu;
    const divisor = commonDivisor(gained, violation);
    numerator = gained / divisor;
    denominator = violation / divisor;
  }
  return null;
}

function commonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x < 0n ? -x : x;
}
