/**
 * Closed forms of cover, packing and edge rows (docs/science.md, section 5): E[max(aᵀx − b, 0)] is a linear
 * part plus amount · Π P(literal). Its derivative in P(l) is amount · Π over the other literals, that is
 * Σ_rows amount · Π, gathered along the literal, divided once by P(l): a quotient of products loses nothing,
 * so two passes that only read at random give all leave-one-out values. A row with a factor so near 0 that
 * its product might underflow goes by prefix and suffix products instead; NaN for such a factor marks it
 * without a test in the loop. The passes themselves are `corner-loops.ts`.
 */
import type { CornerPlan } from './corner-plan.ts';
import type { MarginalTables } from './marginal-tables.ts';
import { COVER, PACKING, TIED_PACKING } from './row-split.ts';

/** Below this a factor counts as nearly 0; a quotient by more than it is off by less than 10⁻²⁹². */
const NEARLY_ZERO = 2 ** -100;

/**
 * E[max(aᵀx − b, 0)] and P(v > 0) of every corner row.
 * @param rhs b of the normal form
 * @param withGradient writes ∂/∂P(literal) to `tables.partial`, all of it (without `plan.linear`, which is constant)
 * @returns the sum of the penalties
 * Cost: one pass over the corner nonzeros, two with the gradient.
 */
export function cornerPenalty(
  plan: CornerPlan,
  rhs: Float64Array,
  tables: MarginalTables,
  withGradient: boolean,
): number {
  const total = longPenalties(plan, rhs, tables);
  if (!withGradient) return total + plan.loops.pairs(false);
  const { long } = plan;
  const { share, product } = plan.loops;
  const { amount } = plan.rows;
  for (let n = 0; n < long.length; n++) {
    const value = product[n]!;
    share[n] = !Number.isNaN(value) ? amount[long[n]!]! * value : 0;
  }
  plan.loops.gather('partial');
  for (let n = 0; n < long.length; n++) if (Number.isNaN(product[n])) addPartials(plan, tables, long[n]!);
  return total + plan.loops.pairs(true);
}

/** P(literal), and NaN where it is nearly 0; for packing rows the odds against it. */
export function loadFactors(plan: CornerPlan, { probability }: MarginalTables): void {
  const { odds } = plan;
  const { factor } = plan.loops;
  for (let l = 0; l < factor.length; l++) {
    const q = probability[l]!;
    factor[l] = q >= NEARLY_ZERO ? q : Number.NaN;
  }
  if (!plan.hasPacking) return;
  for (let l = 0; l < factor.length; l++) odds[l] = probability[l ^ 1]! / factor[l]!;
}

function longPenalties(plan: CornerPlan, rhs: Float64Array, tables: MarginalTables): number {
  const { long, odds } = plan;
  const { product } = plan.loops;
  if (long.length === 0) return 0;
  loadFactors(plan, tables);
  plan.loops.multiply();
  const { kind, amount, start, literal, coefficient, row } = plan.rows;
  const { probability, rowPenalty, rowViolation } = tables;
  let total = 0;
  for (let n = 0; n < long.length; n++) {
    const r = long[n]!;
    const i = row[r]!;
    const from = start[r]!;
    const to = start[r + 1]!;
    const value = product[n]!;
    const ordinary = !Number.isNaN(value);
    const corner = ordinary ? value : plainProduct(tables, literal, from, to);
    if (kind[r] === COVER) {
      rowPenalty[i] = amount[r]! * corner;
      rowViolation[i] = corner;
    } else {
      let sum = -rhs[i]!;
      let against = 0;
      for (let k = from; k < to; k++) {
        const l = literal[k]!;
        sum += coefficient[k]! * probability[l & ~1]!;
        against += odds[l]!;
      }
      rowPenalty[i] = Math.max(0, sum + amount[r]! * corner);
      let one = 0;
      if (kind[r] === TIED_PACKING) one = ordinary ? value * against : exactlyOne(tables, literal, from, to);
      rowViolation[i] = Math.max(0, 1 - corner - one);
    }
    total += rowPenalty[i];
  }
  return total;
}

function plainProduct({ probability }: MarginalTables, literal: Int32Array, from: number, to: number): number {
  let product = 1;
  for (let k = from; k < to; k++) product *= probability[literal[k]!]!;
  return product;
}

/** P(all literals but one are true), without a division. */
function exactlyOne({ probability }: MarginalTables, literal: Int32Array, from: number, to: number): number {
  let product = 1;
  let one = 0;
  for (let k = from; k < to; k++) {
    const q = probability[literal[k]!]!;
    one = one * q + product * probability[literal[k]! ^ 1]!;
    product *= q;
  }
  return one;
}

/** Adds a row's derivatives by prefix and suffix products. */
function addPartials(plan: CornerPlan, tables: MarginalTables, r: number): void {
  const { amount, start, literal } = plan.rows;
  const { prefix } = plan;
  const { probability, partial } = tables;
  const from = start[r]!;
  const to = start[r + 1]!;
  let product = 1;
  for (let k = from; k < to; k++) {
    prefix[k - from] = product;
    product *= probability[literal[k]!]!;
  }
  let suffix = amount[r]!;
  for (let k = to - 1; k >= from; k--) {
    const l = literal[k]!;
    partial[l]! += prefix[k - from]! * suffix;
    suffix *= probability[l]!;
  }
}

/**
 * Writes Σ a_ij P(v_i > 0 | literal) of every corner row to `tables.conditional`, all of it. Only after
 * `cornerPenalty` at the same x̂, whose products it reads.
 * Cost: a pass over the corner nonzeros, three over those of packing rows and of rows whose |a_ij| differ.
 */
export function cornerConditionals(plan: CornerPlan, tables: MarginalTables): void {
  const { long, size } = plan;
  const { share, product } = plan.loops;
  const { kind } = plan.rows;
  const { conditional } = tables;
  for (let n = 0; n < long.length; n++) {
    const value = product[n]!;
    share[n] = size[n]! > 0 && !Number.isNaN(value) ? size[n]! * value : 0;
  }
  plan.loops.gather('conditional');
  // A cover row's coefficient is positive where its literal is x_j.
  for (let l = 1; l < conditional.length; l += 2) conditional[l] = -conditional[l]!;
  plan.loops.pairConditionals();
  for (let n = 0; n < long.length; n++) {
    const r = long[n]!;
    if (kind[r] !== COVER) addPackingConditionals(plan, tables, r);
    else if (size[n] === 0 || Number.isNaN(product[n])) addCoverConditionals(plan, tables, r);
  }
}

function addCoverConditionals(plan: CornerPlan, tables: MarginalTables, r: number): void {
  const { start, literal, coefficient } = plan.rows;
  const { prefix } = plan;
  const { probability, conditional } = tables;
  const from = start[r]!;
  const to = start[r + 1]!;
  let product = 1;
  for (let k = from; k < to; k++) {
    prefix[k - from] = product;
    product *= probability[literal[k]!]!;
  }
  let suffix = 1;
  for (let k = to - 1; k >= from; k--) {
    const l = literal[k]!;
    conditional[l]! += coefficient[k]! * prefix[k - from]! * suffix;
    suffix *= probability[l]!;
  }
}

function addPackingConditionals(plan: CornerPlan, tables: MarginalTables, r: number): void {
  const { kind, start, literal, coefficient } = plan.rows;
  const { prefix, prefixOne } = plan;
  const { probability, conditional } = tables;
  const from = start[r]!;
  const to = start[r + 1]!;
  const tied = kind[r] !== PACKING;
  let product = 1;
  let one = 0;
  for (let k = from; k < to; k++) {
    const l = literal[k]!;
    prefix[k - from] = product;
    prefixOne[k - from] = one;
    one = one * probability[l]! + product * probability[l ^ 1]!;
    product *= probability[l]!;
  }
  let suffix = 1;
  let suffixOne = 0;
  for (let k = to - 1; k >= from; k--) {
    const l = literal[k]!;
    const q = probability[l]!;
    const none = prefix[k - from]! * suffix;
    const single = prefixOne[k - from]! * suffix + prefix[k - from]! * suffixOne;
    const a = coefficient[k]!;
    // l says "not this one": with it the row is kept by none or (tied) one of the others.
    conditional[l]! += a * (tied ? 1 - none - single : 1 - none);
    conditional[l ^ 1]! += tied ? a * (1 - none) : a;
    suffixOne = suffixOne * q + suffix * probability[l ^ 1]!;
    suffix *= q;
  }
}
