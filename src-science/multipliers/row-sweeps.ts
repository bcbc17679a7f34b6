/**
 * A multiplier for every row, moved one row after the other until the row holds in expectation (docs/science.md,
 * section 14). At temperature T the marginals that belong to multipliers y are x̂_j = σ(−r_j/T) with the reduced costs
 * r = c + Aᵀy: what minimizes the Lagrangian less T times the entropy. Moving y_i until E[a_iᵀx] meets the bound that
 * is missed, and back to 0 where none is, is coordinate ascent on
 *   D_T(y) = −yᵀb − T Σ_j ln(1 + e^(−r_j/T)),
 * which is concave and smooth. So rows one after the other come to rest where all at once jump between two points.
 * As T falls, D_T goes to the Lagrangian bound, and its maximum to the bound of the linear relaxation: this is the
 * linear relaxation with an entropy, solved by its rows. The sequence of rows is that of Wedelin (Annals of Operations
 * Research 57, 1995); the entropy and the temperatures are those of mean-field annealing (Peterson & Anderson 1987).
 */
import { SIGMOID_LIMIT, sigmoid } from '../descent/parametrization.ts';
import type { TwoSidedRows } from './two-sided-rows.ts';

/**
 * Newton steps in a row's multiplier at a visit, and how far the first goes at most, in temperatures; the next ones twice as
 * far each. Where a step went too far there are more of them, between what was too little and too much.
 */
const NEWTON_STEPS = 3;
const MOST_STEPS = 20;
const FIRST_REACH = 3;
/** Too far by more than this, in units of the row's largest coefficient, is taken back at this visit. */
const TOO_FAR = 0.1;
/** A row holds where its expected value is as near to its bound as this, in units of its largest coefficient. */
const ROW_HOLDS = 1e-3;
/** Least variance that a Newton step reckons with. */
const LEAST_VARIANCE = 1e-3;
/**
 * A move goes so many times as far as the row asks for. Of 1, 1.4, 1.7 and 1.9 on eight programs of a public library 1.4
 * needed the fewest sweeps together; 1.9 no longer came to rest on two.
 */
const OVER_RELAXATION = 1.4;
/** The rows have settled where their bounds are missed by no more than this, on average over rows with a price. */
const SETTLED = 0.01;

export interface RowSweeps {
  readonly rows: TwoSidedRows;
  /** Length rowCount: positive where the upper side has a price, negative where the lower one has. */
  readonly multipliers: Float64Array;
  /** c + Aᵀy, length d; of fixed variables c. */
  readonly reducedCost: Float64Array;
  /**
   * Goes once through all rows.
   * @param temperature T > 0, in units of the objective
   * @returns by how much the rows that have a price or miss a bound were off on arrival, on average, in units of their largest coefficient
   * Cost: O(nnz).
   */
  readonly sweep: (temperature: number) => number;
  /** Sweeps at one temperature until the rows have settled, at most `sweeps` times. @returns as `sweep`, the last */
  readonly settle: (temperature: number, sweeps: number) => number;
  /** Nonzeros touched since it was made. */
  readonly work: () => number;
}

/**
 * @param objective length d, for minimization
 * All multipliers are 0 at first.
 */
export function createRowSweeps(rows: TwoSidedRows, objective: Float64Array): RowSweeps {
  const { rowCount, start, column, value, lower, upper } = rows;
  const multipliers = new Float64Array(rowCount);
  const reducedCost = objective.slice();
  const cost = new Float64Array(rows.longest);
  let work = 0;
  /** Of the row at hand, at the last multiplier that was tried. */
  let mean = 0;
  let variance = 0;

  function expect(from: number, count: number, move: number, inverse: number): void {
    mean = 0;
    variance = 0;
    for (let k = 0; k < count; k++) {
      const a = value[from + k]!;
      const p = sigmoid(Math.min(Math.max(-(cost[k]! + a * move) * inverse, -SIGMOID_LIMIT), SIGMOID_LIMIT));
      mean += a * p;
      variance += a * a * p * (1 - p);
    }
    work += count;
  }

  /** The multiplier that row i asks for, and by how much its bound was missed on arrival; −1 for no bound. */
  let missed = 0;
  function asked(i: number, temperature: number): number {
    const from = start[i]!;
    const count = start[i + 1]! - from;
    const most = upper[i]!;
    const least = lower[i]!;
    const before = multipliers[i]!;
    const inverse = 1 / temperature;
    for (let k = 0; k < count; k++) cost[k] = reducedCost[column[from + k]!]!;
    missed = -1;
    let at = before;
    let reach = FIRST_REACH * temperature;
    // The expectation falls as the multiplier grows.
    let tooLittle = -Infinity;
    let tooMuch = Infinity;
    for (let n = 0; n < MOST_STEPS; n++, reach *= 2) {
      expect(from, count, at - before, inverse);
      const bound = at > 0 ? most : at < 0 ? least : mean > most ? most : mean < least ? least : Number.NaN;
      if (Number.isNaN(bound)) break;
      const off = mean - bound;
      if (n === 0) missed = Math.abs(off);
      if (Math.abs(off) <= ROW_HOLDS) break;
      if (off > 0) tooLittle = at;
      else tooMuch = at;
      const turned = tooLittle > -Infinity && tooMuch < Infinity;
      if (n >= NEWTON_STEPS && !(turned && Math.abs(off) > TOO_FAR)) break;
      let next = at + Math.min(Math.max((temperature * off) / Math.max(variance, LEAST_VARIANCE), -reach), reach);
      if (turned && !(next > tooLittle && next < tooMuch)) next = (tooLittle + tooMuch) / 2;
      // A side's price ends at 0; an equality has one price of either sign.
      at = most !== least && at * next < 0 ? 0 : next;
    }
    return at;
  }

  function sweep(temperature: number): number {
    let off = 0;
    let priced = 0;
    for (let i = 0; i < rowCount; i++) {
      const before = multipliers[i]!;
      const wanted = asked(i, temperature);
      if (missed >= 0) {
        off += missed;
        priced++;
      }
      let after = wanted === 0 ? 0 : before + OVER_RELAXATION * (wanted - before);
      if (upper[i] !== lower[i] && after * wanted < 0) after = wanted;
      const move = after - before;
      if (move === 0) continue;
      multipliers[i] = after;
      for (let k = start[i]!; k < start[i + 1]!; k++) reducedCost[column[k]!]! += value[k]! * move;
      work += start[i + 1]! - start[i]!;
    }
    return priced === 0 ? 0 : off / priced;
  }

  return {
    rows,
    multipliers,
    reducedCost,
    sweep,
    settle(temperature, sweeps) {
      let off = Infinity;
      for (let n = 0; n < sweeps && off > SETTLED; n++) off = sweep(temperature);
      return off;
    },
    work: () => work,
  };
}

/**
 * Writes c + Aᵀy anew from the multipliers: after they were set from outside, and against rounding that gathers.
 * Cost: O(nnz + d).
 */
export function recomputeReducedCost({ rows, multipliers, reducedCost }: RowSweeps, objective: Float64Array): void {
  reducedCost.set(objective);
  for (let i = 0; i < rows.rowCount; i++) {
    const price = multipliers[i]!;
    if (price === 0) continue;
    for (let k = rows.start[i]!; k < rows.start[i + 1]!; k++) reducedCost[rows.column[k]!]! += rows.value[k]! * price;
  }
}

/** What a mean-field annealing of multipliers begins and ends at. */
export interface Temperatures {
  readonly first: number;
  readonly last: number;
}

/**
 * Temperatures in the program's own costs: from the largest cost, where every marginal is near ½, to a thousandth of the
 * median one; of costs that are 0 nothing is taken. Both are 1 and a thousandth where all costs are 0.
 * Cost: O(d log d).
 */
export function costTemperatures(objective: Float64Array, fixed: Int8Array): Temperatures {
  const sizes: number[] = [];
  for (let j = 0; j < objective.length; j++) if (fixed[j]! < 0 && objective[j] !== 0) sizes.push(Math.abs(objective[j]!));
  sizes.sort((a, b) => a - b);
  const largest = sizes.at(-1) ?? 1;
  return { first: largest, last: (sizes[sizes.length >> 1] ?? 1) / 1000 };
}
