/**
 * A certified bracket of E[(δ − U)⁺] for one row U = Σ w_k z_k, w > 0, where no exact form is at hand (docs/science.md,
 * section 5):
 * - The few largest weights that stand out are taken one assignment after the other, so that the grid needs to
 *   be no coarser than the others ask for.
 * - A weight between two points of the grid becomes one or the other at random, with the weight as its mean.
 *   That spreads U without moving its mean, and (δ − U)⁺ is convex: an upper bound. With N the noise so added,
 *   it is above the value by at most ½ E|N|, and by at most E[|N|; N carries U over δ], which is bounded by
 *   the mass near δ (Cauchy & Schwarz; Hoeffding for the tail of N): a lower bound.
 * - Jensen's bound from below, and Scarf's (1958), ½(√(σ² + m²) + m), from above.
 * Both ends are widened by what floating-point rounding can do.
 */
import type { MarginalTables } from './marginal-tables.ts';
import type { OrientedRow } from './row-distribution.ts';

/** An interval that contains a value for certain; `lower === upper` only where it is exact. */
export interface Bracket {
  readonly lower: number;
  readonly upper: number;
}

/** Most weights that are taken by assignment. */
const MOST_LARGE = 10;
/** A weight stands out that is this share of the sum of the smaller ones. */
const LARGE_SHARE = 1 / 16;
const FINEST_GRID = 2 ** 15;
const COARSEST_GRID = 64;
/** P(|N| > s), at most. */
const TAIL = 1e-10;

/** The law of a sum on a grid, cumulated: entry n is of the points below n. */
interface GridSum {
  readonly step: number;
  readonly mass: Float64Array;
  readonly moment: Float64Array;
  /** Standard deviation of the noise, and what its size exceeds with probability `TAIL`. */
  readonly noise: number;
  readonly reach: number;
}

/**
 * @param hit P(z_k = 1) of the first `count` weights
 * @param range sums beyond it are of no account
 */
function gridSum(weight: Float64Array, hit: Float64Array, count: number, range: number, steps: number): GridSum {
  const step = range / steps;
  const law = new Float64Array(steps + 2);
  law[0] = 1;
  let top = 0;
  let noise = 0;
  for (let k = 0; k < count; k++) {
    const cells = weight[k]! / step;
    const below = Math.min(steps + 1, Math.floor(cells));
    const share = Math.min(1, Math.max(0, cells - below));
    const low = hit[k]! * (1 - share);
    const high = hit[k]! * share;
    const miss = 1 - hit[k]!;
    noise += hit[k]! * share * (1 - share);
    top = Math.min(steps + 1, top + below + 1);
    for (let t = top; t >= 0; t--) {
      const one = t >= below ? law[t - below]! : 0;
      const other = t > below ? law[t - below - 1]! : 0;
      law[t] = miss * law[t]! + low * one + high * other;
    }
  }
  const mass = new Float64Array(steps + 3);
  const moment = new Float64Array(steps + 3);
  for (let t = 0; t <= steps + 1; t++) {
    mass[t + 1] = mass[t]! + law[t]!;
    moment[t + 1] = moment[t]! + law[t]! * t;
  }
  return { step, mass, moment, noise: step * Math.sqrt(noise), reach: step * Math.sqrt((Math.log(2 / TAIL) * count) / 2) };
}

/** Probability of the points of the grid in [from, to]. */
function massBetween({ step, mass }: GridSum, from: number, to: number): number {
  const at = (cells: number): number => mass[Math.min(mass.length - 1, Math.max(0, cells))]!;
  return at(Math.floor(to / step) + 1) - at(Math.ceil(from / step));
}

/** E[(δ − sum)⁺] of a grid's law, and how far it may lie above that of the sum it stands for. */
function lackOf(grid: GridSum, delta: number): { readonly value: number; readonly above: number } {
  const below = Math.min(grid.mass.length - 1, Math.ceil(delta / grid.step));
  const value = Math.max(0, delta * grid.mass[below]! - grid.step * grid.moment[below]!);
  // Where the law ends within the noise of δ its mass is not known.
  const known = delta + 2 * grid.reach < grid.step * (grid.mass.length - 2) || grid.mass.at(-1)! > 1 - TAIL;
  const near = known ? massBetween(grid, delta - 2 * grid.reach, delta + 2 * grid.reach) + TAIL : 1;
  return { value, above: grid.noise * Math.min(0.5, Math.sqrt(near)) };
}

/** Mean and variance of U. */
function momentsOf(weight: Float64Array, hit: Float64Array): { readonly mean: number; readonly variance: number } {
  let mean = 0;
  let variance = 0;
  for (let k = 0; k < weight.length; k++) {
    mean += weight[k]! * hit[k]!;
    variance += weight[k]! ** 2 * hit[k]! * (1 - hit[k]!);
  }
  return { mean, variance };
}

/** How many of the largest weights, which stand last, are taken by assignment. */
function countLarge(weight: Float64Array): number {
  let large = 0;
  let smaller = weight.reduce((sum, w) => sum + w, 0);
  for (let k = weight.length - 1; k > 0 && large < MOST_LARGE; k--) {
    smaller -= weight[k]!;
    if (weight[k]! < LARGE_SHARE * smaller) break;
    large++;
  }
  return large;
}

/**
 * Brackets the expected penalty of one oriented row.
 * @param cells multiply-adds that may be spent, about
 */
export function bracketRow(oriented: OrientedRow, tables: MarginalTables, cells: number): Bracket {
  const { weight, delta, unit, upper: fromAbove } = oriented;
  const hit = Float64Array.from(oriented.hit, (literal) => tables.probability[literal]!);
  const large = countLarge(weight);
  const count = weight.length - large;
  let total = 0;
  for (let k = 0; k < count; k++) total += weight[k]!;
  // Twice the noise beyond δ, so that the mass around it is known.
  const range = Math.min(total, 1.1 * delta);
  const steps = Math.max(COARSEST_GRID, Math.min(FINEST_GRID, Math.floor(cells / (count + 1))));
  const grid = gridSum(weight, hit, count, range, steps);
  const { mean, variance } = momentsOf(weight, hit);
  const smallMean = momentsOf(weight.subarray(0, count), hit).mean;
  let lower = 0;
  let upper = 0;
  const descend = (k: number, p: number, left: number): void => {
    if (p === 0 || left <= 0) return;
    if (k === weight.length) {
      // Beyond the largest sum of the others there is no kink.
      const { value, above } = left >= total ? { value: left - smallMean, above: 0 } : lackOf(grid, left);
      upper += p * value;
      lower += p * Math.max(0, left - smallMean, value - above);
      return;
    }
    descend(k + 1, p * (1 - hit[k]!), left);
    descend(k + 1, p * hit[k]!, left - weight[k]!);
  };
  descend(count, 1, delta);
  // E[(δ − U)⁺] = G; seen from below the penalty is G + E[U] − δ.
  const slack = delta - mean;
  upper = Math.min(upper, (Math.sqrt(variance + slack * slack) + slack) / 2);
  lower = Math.max(lower, slack);
  const shift = fromAbove ? 0 : -slack;
  const slop = (steps + weight.length + 64) * 2 ** -51 * unit * (delta + Math.abs(oriented.rhs / unit) + mean);
  return { lower: Math.max(0, unit * (lower + shift) - slop), upper: Math.max(0, unit * (upper + shift)) + slop };
}
