/**
 * The common shape of the exact evaluations of one row by the distribution of its sum (docs/science.md,
 * section 5): the row is turned into U = Σ w_k z_k with w_k > 0 and z_k the `hit` literal, and only sums
 * inside a bound are followed. Seen from above (`upper`), z = "misses its part of the largest activity"
 * and the row is violated where U stays below what the largest activity exceeds b by; seen from below,
 * z = "contributes" and the row is kept where U stays within b. The smaller of the two is followed:
 *   upper: max(aᵀx − b, 0) = unit · (δ − U)⁺,                     violated exactly where U < δ
 *   lower: max(aᵀx − b, 0) = aᵀx − b + unit · (δ − U)⁺,           kept exactly where U ≤ δ
 */
import type { MarginalTables } from './marginal-tables.ts';

export interface OrientedRow {
  /** Index of the normal row. */
  readonly row: number;
  readonly upper: boolean;
  unit: number;
  readonly delta: number;
  /** b in the row's own units. */
  rhs: number;
  /** Length k, ascending weights. */
  readonly weight: Float64Array;
  /** Length k: the literal z_k. */
  readonly hit: Int32Array;
  /** Length k: a_ij in the row's own units. */
  readonly coefficient: Float64Array;
}

/** One row with an exact form. Each function adds to the tables. */
export interface RowDistribution {
  /** Writes rowPenalty and rowViolation of the row, adds to `partial` if asked; returns the penalty. */
  readonly penalty: (tables: MarginalTables, withGradient: boolean) => number;
  /** Adds a_j P(v > 0 | literal) to `conditional`, writes rowPenalty and rowViolation; returns the penalty. */
  readonly conditionals: (tables: MarginalTables) => number;
  /** Returns E[φ] of the row; adds the parts of its gradient to `surrogateGradient` and `conditional` if asked. */
  readonly surrogate: (tables: MarginalTables, withGradient: boolean) => number;
  /** From now on the row times `weight` > 0 (`row-weights.ts`). */
  readonly reweigh: (weight: number) => void;
}

/** Weights for a row that is evaluated from its orientation alone. */
export function weighOriented(oriented: OrientedRow): RowDistribution['reweigh'] {
  let base: { readonly unit: number; readonly rhs: number; readonly coefficient: Float64Array } | null = null;
  return (weight) => {
    base ??= { unit: oriented.unit, rhs: oriented.rhs, coefficient: oriented.coefficient.slice() };
    oriented.unit = base.unit * weight;
    oriented.rhs = base.rhs * weight;
    for (let k = 0; k < base.coefficient.length; k++) oriented.coefficient[k] = base.coefficient[k]! * weight;
  };
}

/**
 * Orients a weighted row.
 * @param column, weight signed weights of the row, scaled by `unit`
 * @param upper which of the two views
 */
export function orientRow(
  row: number,
  column: Int32Array,
  weight: Float64Array,
  unit: number,
  bound: number,
  upper: boolean,
): OrientedRow {
  let low = 0;
  let high = 0;
  for (const w of weight) {
    if (w < 0) low += w;
    else high += w;
  }
  const order = Array.from(weight.keys()).sort(
    (p, q) => Math.abs(weight[p] ?? 0) - Math.abs(weight[q] ?? 0) || p - q,
  );
  const hit = Int32Array.from(order, (k) => 2 * (column[k] ?? 0) + ((weight[k] ?? 0) > 0 === upper ? 1 : 0));
  return {
    row,
    upper,
    unit,
    delta: upper ? high - bound : bound - low,
    rhs: unit * bound,
    weight: Float64Array.from(order, (k) => Math.abs(weight[k] ?? 0)),
    hit,
    coefficient: Float64Array.from(order, (k) => unit * (weight[k] ?? 0)),
  };
}

/** Σ a_k P(x_k = 1) − b of an oriented row, in its own units. */
function meanSlack(oriented: OrientedRow, tables: MarginalTables): number {
  const { hit, coefficient } = oriented;
  let sum = -oriented.rhs;
  for (let k = 0; k < hit.length; k++) sum += coefficient[k]! * tables.probability[hit[k]! & ~1]!;
  return sum;
}

/**
 * Writes a row's penalty and violation probability from G = E[(δ − U)⁺] and P(U inside).
 * @returns the penalty
 */
export function settlePenalty(
  oriented: OrientedRow,
  tables: MarginalTables,
  expectedLack: number,
  inside: number,
): number {
  const { row, unit, upper } = oriented;
  const penalty = upper
    ? unit * expectedLack
    : Math.max(0, meanSlack(oriented, tables) + unit * expectedLack);
  tables.rowPenalty[row] = penalty;
  tables.rowViolation[row] = upper ? inside : Math.max(0, 1 - inside);
  return penalty;
}

/** Adds ∂penalty/∂P(literal) given g_k = ∂G/∂P(z_k). */
export function settlePartial(oriented: OrientedRow, tables: MarginalTables, k: number, g: number): void {
  const literal = oriented.hit[k]!;
  tables.partial[literal]! += oriented.unit * (oriented.upper ? g : g + oriented.weight[k]!);
}

/** Adds a_k P(violated | literal) given P(inside | z_k = 1) and P(inside | z_k = 0). */
export function settleConditional(
  oriented: OrientedRow,
  tables: MarginalTables,
  k: number,
  insideWithHit: number,
  insideWithout: number,
): void {
  const literal = oriented.hit[k]!;
  const a = oriented.coefficient[k]!;
  tables.conditional[literal]! += a * (oriented.upper ? insideWithHit : 1 - insideWithHit);
  tables.conditional[literal ^ 1]! += a * (oriented.upper ? insideWithout : 1 - insideWithout);
}

/** E[φ] of the row from E[(Σ a s − b)·1[inside]]; for the lower view the mean over everything less that. */
export function settleSurrogate(oriented: OrientedRow, tables: MarginalTables, insideMean: number): number {
  if (oriented.upper) return insideMean;
  const { hit, coefficient } = oriented;
  let all = -oriented.rhs;
  for (let k = 0; k < hit.length; k++) {
    const l = hit[k]!;
    all += coefficient[k]! * (tables.surrogate[l]! + tables.surrogate[l ^ 1]!);
  }
  return all - insideMean;
}

/**
 * Adds the parts of dE[φ]/dx̂ for the variable of z_k: what comes through its law to `surrogateGradient`,
 * and a_k P(violated | literal), which its soft value's slope multiplies once all rows have been added, to
 * `conditional`. A slope may be infinite at a marginal of 0 or 1, and two rows may pull apart there.
 * @param probabilityPart ∂/∂P(z_k) of the inside mean with E[s·literal] held fixed
 * @param withHit, without P(inside | z_k = 1) and P(inside | z_k = 0)
 */
export function settleSurrogateGradient(
  oriented: OrientedRow,
  tables: MarginalTables,
  k: number,
  probabilityPart: number,
  withHit: number,
  without: number,
): void {
  const literal = oriented.hit[k]!;
  const positive = (literal & 1) === 0;
  tables.surrogateGradient[literal >> 1]! += positive === oriented.upper ? probabilityPart : -probabilityPart;
  settleConditional(oriented, tables, k, withHit, without);
}
