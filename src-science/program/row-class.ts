/**
 * What kind of row a row is, by its feasible set: the verdict names the classes that integer
 * programming knows, after negative weights are turned round (x → 1 − x) and scales divided out, so
 * that `x − y ≤ 0` is an edge and `3x + 3y + 3z ≥ 3` a cover. Not for choosing closed forms of
 * expectations: those need the violation's size too, and are chosen in `relaxation/row-split.ts`.
 */
import { scaleRow } from '../relaxation/integral-row.ts';
import type { NormalForm } from './normal-form.ts';
import type { Program } from './program.ts';
import { ROW_TOLERANCE } from './solution-report.ts';

/**
 * In the order they are shown. Literals are variables or their complements.
 * - `cover`: at least one literal; `packing`: at most one of three or more; `edge`: not both of two;
 * - `partition`: exactly one, or all but one; `cardinality`: a number of literals, otherwise;
 * - `knapsack`: one bound, weights that are integers up to scale; `equality`, `range`: two bounds that both bind;
 * - `fixing`: leaves one value to each of its variables; `redundant`: cuts nothing off; `infeasible`: cuts everything off;
 * - `general`: one bound, real weights.
 */
export const ROW_CLASSES = [
  'cover', 'packing', 'edge', 'partition', 'cardinality', 'knapsack', 'equality', 'range', 'general', 'fixing', 'redundant', 'infeasible',
] as const;
export type RowClass = (typeof ROW_CLASSES)[number];

/** `Σ u_j l_j ≤ bound` over literals l_j, all u_j > 0. */
interface LiteralRow {
  readonly weight: Float64Array;
  readonly total: number;
  readonly bound: number;
  readonly integral: boolean;
  /** All weights are equal to this; 0 where they differ. */
  readonly common: number;
  /** Every literal is the complement of its variable. */
  readonly allComplemented: boolean;
}

function literalRow(value: Float64Array, sign: 1 | -1, rhs: number): LiteralRow {
  const scaled = scaleRow(sign === 1 ? value : value.map((a) => -a), 0, value.length, sign * rhs);
  const weight = scaled.weight.map(Math.abs);
  let bound = scaled.bound;
  let total = 0;
  let negative = 0;
  let common = weight[0] ?? 0;
  for (let k = 0; k < weight.length; k++) {
    total += weight[k]!;
    if (weight[k] !== common) common = 0;
    if (scaled.weight[k]! < 0) {
      bound += weight[k]!;
      negative++;
    }
  }
  // A real row's sums carry rounding errors: a bound next to a sum is meant to be that sum.
  if (!scaled.integral && scaled.far === null) bound += ROW_TOLERANCE * Math.max(Math.abs(rhs), total);
  return { weight, total, bound, integral: scaled.integral, common, allComplemented: negative === weight.length };
}

function oneSided(row: LiteralRow): RowClass {
  const { weight, total, bound, common } = row;
  const count = weight.length;
  if (bound < 0) return 'infeasible';
  if (bound >= total) return 'redundant';
  let least = Number.POSITIVE_INFINITY;
  for (const u of weight) least = Math.min(least, u);
  if (bound < least) return 'fixing';
  if (common === 0) return row.integral ? 'knapsack' : 'general';
  const most = Math.floor(bound / common);
  if (count === 2) return row.allComplemented ? 'cover' : 'edge';
  if (most === count - 1) return 'cover';
  return most === 1 ? 'packing' : 'cardinality';
}

/**
 * The class of a row `lower ≤ aᵀx ≤ upper` over 0/1 variables.
 * @param value coefficients, finite and non-zero
 * @param lower −∞ where there is none; `upper` +∞ where there is none
 * Cost: O(k).
 */
export function classifyRow(value: Float64Array, lower: number, upper: number): RowClass {
  const above = upper === Number.POSITIVE_INFINITY ? null : literalRow(value, 1, upper);
  const below = lower === Number.NEGATIVE_INFINITY ? null : literalRow(value, -1, lower);
  const aboveClass = above === null ? 'redundant' : oneSided(above);
  const belowClass = below === null ? 'redundant' : oneSided(below);
  if (aboveClass === 'infeasible' || belowClass === 'infeasible') return 'infeasible';
  if (belowClass === 'redundant' || below === null) return aboveClass;
  if (aboveClass === 'redundant' || above === null) return belowClass;
  // One side leaves one point, its extreme, which the other side, since it binds at all, cuts off.
  if (aboveClass === 'fixing' || belowClass === 'fixing') return 'infeasible';
  // The lower side's literals are the complements of the upper side's: at least total − bound of these.
  const atLeast = below.total - below.bound;
  if (above.common !== 0) {
    const low = Math.ceil(atLeast / above.common);
    const high = Math.floor(above.bound / above.common);
    if (low > high) return 'infeasible';
    return low === high && (low === 1 || low === value.length - 1) ? 'partition' : 'cardinality';
  }
  if (above.integral && below.integral && Math.ceil(atLeast) > Math.floor(above.bound)) return 'infeasible';
  return lower === upper ? 'equality' : 'range';
}

/** The class of row i of a program. */
export function classifyProgramRow(program: Program, i: number): RowClass {
  const { start, value } = program.rows;
  return classifyRow(value.subarray(start[i], start[i + 1]), program.rowLower[i]!, program.rowUpper[i]!);
}

/** The class of normal row i, which has one bound. */
export function classifyNormalRow(normal: NormalForm, i: number): RowClass {
  return classifyRow(normal.value.subarray(normal.start[i], normal.start[i + 1]), Number.NEGATIVE_INFINITY, normal.rhs[i]!);
}
