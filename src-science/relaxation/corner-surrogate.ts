/**
 * E[φ] and its gradient for cover rows and packing rows without a tie, in closed form (docs/science.md,
 * section 5): E[Σ a s; corner] − b P(corner) with one corner inside. For a cover row of one |a_ij| that is
 * Π (S − b), Π = Π P(literal) and S = Σ a E[s | literal]; its derivative in P(l), E[s·l] held fixed, is
 * Π (S − b − a E[s | l]) / P(l), so two sums along the rows and two along the literals give everything, as
 * for the penalty (`corner-rows.ts`). Other rows, and those with a factor near 0, go by prefix and suffix.
 * Tied packing rows have two states and go through `lattice-row.ts`.
 */
import type { CornerPlan } from './corner-plan.ts';
import { loadFactors } from './corner-rows.ts';
import type { MarginalTables } from './marginal-tables.ts';
import { COVER, TIED_PACKING } from './row-split.ts';

/**
 * With `withGradient` writes the derivatives in P(literal), E[s·literal] held fixed, to `tables.partial` and
 * those in E[s·literal], which are Σ_i a_ij P(v_i > 0 | literal), to `tables.conditional`, all of both.
 * @param rhs b of the normal form
 * @returns Σ E[φ_i] over cover and untied packing rows
 * Cost: a pass over their nonzeros, two with the gradient.
 */
export function cornerSurrogate(plan: CornerPlan, rhs: Float64Array, tables: MarginalTables, withGradient: boolean): number {
  const { long, size, loops } = plan;
  const { kind, row } = plan.rows;
  const { product, sum, share, moment, worth } = loops;
  const { partial, conditional } = tables;
  let total = 0;
  if (long.length > 0) {
    loadFactors(plan, tables);
    loadWorth(plan, tables);
    loops.multiplyAndAdd();
  }
  for (let n = 0; n < long.length; n++) {
    const even = size[n]! > 0 && !Number.isNaN(product[n]);
    const value = even ? product[n]! * (size[n]! * sum[n]! - rhs[row[long[n]!]!]!) : 0;
    share[n] = even ? size[n]! * product[n]! : 0;
    moment[n] = value;
    total += value;
  }
  if (withGradient) {
    loops.gatherBoth();
    for (let l = 0; l < conditional.length; l++) {
      const gathered = conditional[l]!;
      partial[l]! -= worth[l]! * gathered;
      // A cover row's coefficient is positive where its literal is x_j.
      if ((l & 1) === 1) conditional[l] = -gathered;
    }
  }
  total += loops.pairSurrogates(withGradient);
  for (let n = 0; n < long.length; n++) {
    const r = long[n]!;
    if (kind[r] === TIED_PACKING || (size[n]! > 0 && !Number.isNaN(product[n]))) continue;
    total += rowSurrogate(plan, rhs, tables, r, withGradient);
  }
  return total;
}

/** E[s | literal], negative for 1 − x_j, as the literal's coefficient in a cover row is; 0 where P is nearly 0. */
function loadWorth({ loops }: CornerPlan, { probability, surrogate }: MarginalTables): void {
  const { factor, worth } = loops;
  for (let l = 0; l < worth.length; l++) {
    const mean = Number.isNaN(factor[l]) ? 0 : surrogate[l]! / probability[l]!;
    worth[l] = (l & 1) === 0 ? mean : -mean;
  }
}

/** One row, by prefix products and prefix means. */
function rowSurrogate(plan: CornerPlan, rhs: Float64Array, tables: MarginalTables, r: number, withGradient: boolean): number {
  const { kind, start, literal, coefficient, row } = plan.rows;
  const { prefix, prefixOne } = plan;
  const { probability, surrogate } = tables;
  const from = start[r]!;
  const to = start[r + 1]!;
  const b = rhs[row[r]!]!;
  let product = 1;
  let mean = 0;
  for (let k = from; k < to; k++) {
    const l = literal[k]!;
    prefix[k - from] = product;
    prefixOne[k - from] = mean;
    mean = probability[l]! * mean + coefficient[k]! * surrogate[l]! * product;
    product *= probability[l]!;
  }
  const cover = kind[r] === COVER;
  if (withGradient) sweepBack(plan, tables, r, cover, -b);
  const atCorner = mean - b * product;
  if (cover) return atCorner;
  let total = -b - atCorner;
  for (let k = from; k < to; k++) {
    const l = literal[k]!;
    total += coefficient[k]! * (surrogate[l]! + surrogate[l ^ 1]!);
  }
  return total;
}

/** Walks down the row with the adjoints of P (`value`, −b at the end) and of M (`suffix`, 1 at the end). */
function sweepBack(plan: CornerPlan, tables: MarginalTables, r: number, cover: boolean, end: number): void {
  const { start, literal, coefficient } = plan.rows;
  const { prefix, prefixOne } = plan;
  const { probability, surrogate, conditional, partial } = tables;
  const from = start[r]!;
  let value = end;
  let suffix = 1;
  for (let k = start[r + 1]! - 1; k >= from; k--) {
    const l = literal[k]!;
    const a = coefficient[k]!;
    const others = prefix[k - from]! * suffix;
    const alongP = prefix[k - from]! * value + prefixOne[k - from]! * suffix;
    partial[l]! += cover ? alongP : -alongP;
    conditional[l]! += a * (cover ? others : 1 - others);
    if (!cover) conditional[l ^ 1]! += a;
    value = probability[l]! * value + a * surrogate[l]! * suffix;
    suffix *= probability[l]!;
  }
}
