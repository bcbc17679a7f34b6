/**
 * E[φ] and its gradient for cover rows and packing rows without a tie, in closed form (science notes,
 * section 5): with one corner inside, the augmented recursion has a single state, P = Π P(literal) and
 * M = E[Σ a s; corner], and its reverse sweep gives all derivatives in O(k) a row. Tied packing rows
 * have two states and go through `lattice-row.ts`.
 */
import type { CornerPlan } from './corner-plan.ts';
import type { MarginalTables } from './marginal-tables.ts';
import { COVER, TIED_PACKING } from './row-split.ts';

/**
 * Adds the parts of the rows' gradient to `tables.surrogateGradient` and `tables.conditional` if asked, as
 * `settleSurrogateGradient` does.
 * @param rhs b of the normal form
 * @returns Σ E[φ_i] over cover and untied packing rows
 * Cost: two passes over their nonzeros.
 */
export function cornerSurrogate(
  plan: CornerPlan,
  rhs: Float64Array,
  tables: MarginalTables,
  withGradient: boolean,
): number {
  const { kind, start, literal, coefficient, row } = plan.rows;
  const { prefix, prefixOne } = plan;
  const { probability, surrogate } = tables;
  let total = 0;
  for (let r = 0; r < plan.rows.count; r++) {
    if (kind[r] === TIED_PACKING) continue;
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
    const atCorner = mean - b * product;
    const cover = kind[r] === COVER;
    if (cover) {
      total += atCorner;
    } else {
      total -= b + atCorner;
      for (let k = from; k < to; k++) {
        const l = literal[k]!;
        total += coefficient[k]! * (surrogate[l]! + surrogate[l ^ 1]!);
      }
    }
    if (withGradient) sweepBack(plan, tables, r, cover, -b);
  }
  return total;
}

/** Walks down the row with the adjoints of P (`value`, −b at the end) and of M (`suffix`, 1 at the end). */
function sweepBack(plan: CornerPlan, tables: MarginalTables, r: number, cover: boolean, end: number): void {
  const { start, literal, coefficient } = plan.rows;
  const { prefix, prefixOne } = plan;
  const { probability, surrogate, conditional, surrogateGradient } = tables;
  const from = start[r]!;
  let value = end;
  let suffix = 1;
  for (let k = start[r + 1]! - 1; k >= from; k--) {
    const l = literal[k]!;
    const a = coefficient[k]!;
    const positive = (l & 1) === 0;
    const others = prefix[k - from]! * suffix;
    const alongP = prefix[k - from]! * value + prefixOne[k - from]! * suffix;
    surrogateGradient[l >> 1]! += positive === cover ? alongP : -alongP;
    conditional[l]! += a * (cover ? others : 1 - others);
    if (!cover) conditional[l ^ 1]! += a;
    value = probability[l]! * value + a * surrogate[l]! * suffix;
    suffix *= probability[l]!;
  }
}
