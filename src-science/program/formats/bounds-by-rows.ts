/**
 * Bounds of integer variables that follow from the rows: for a row `Σ a_j x_j ≤ b`, `a_k x_k` is at most b
 * less the least value of the other terms. Repeated until nothing changes. For variables whose own bounds are
 * missing, or too wide to be written in bits; all other bounds stay as the file has them.
 */
import { fitsBits } from '../integers.ts';
import type { IntegerRange, Program } from '../program.ts';

/** Rounds over the rows; each carries a bound one variable further. */
const ROUNDS = 50;
/** Relative error of one rounding. */
const ROUNDING = 2 ** -53;

/**
 * @param lower length d, −∞ where there is no bound; tightened in place for the variables of `wanted`
 * @param upper likewise
 * @returns the ranges of the wanted variables, in their order, and the variable whose bounds cross, which proves that
 * the program has no solution; then the ranges are some that can be written in bits, and any will do
 * Cost: O(nnz) a round.
 */
export function boundsByRows(
  { rows, rowLower, rowUpper }: Pick<Program, 'rows' | 'rowLower' | 'rowUpper'>, wanted: readonly number[], lower: Float64Array,
  upper: Float64Array,
): { readonly ranges: readonly IntegerRange[]; readonly crossing: number | null } {
  const isWanted = new Set(wanted);
  for (let round = 0, changed = true; changed && round < ROUNDS; round++) {
    changed = false;
    for (let i = 0; i < rowLower.length; i++) {
      // The row as it stands, then its negative: both are `sign · aᵀx ≤ bound`.
      for (const [sign, bound] of [[1, rowUpper[i]!], [-1, -rowLower[i]!]] as const) {
        if (bound !== Number.POSITIVE_INFINITY && tightened(rows, i, sign, bound, isWanted, lower, upper)) changed = true;
        const crossing = changed ? crossingIn(rows, i, lower, upper) : null;
        if (crossing !== null) return { ranges: wanted.map((j) => ordered({ lower: lower[j]!, upper: upper[j]! })), crossing };
      }
    }
  }
  return { ranges: wanted.map((j) => ({ lower: lower[j]!, upper: upper[j]! })), crossing: null };
}

function crossingIn({ start, column }: Program['rows'], i: number, lower: Float64Array, upper: Float64Array): number | null {
  for (let k = start[i]!; k < start[i + 1]!; k++) if (lower[column[k]!]! > upper[column[k]!]!) return column[k]!;
  return null;
}

/** The range itself where it can be written in bits, else one of two values at a bound of it. */
function ordered({ lower, upper }: IntegerRange): IntegerRange {
  const range = { lower: Math.min(lower, upper), upper: Math.max(lower, upper) };
  if (fitsBits(range)) return range;
  const base = [lower, upper].find((bound) => fitsBits({ lower: bound, upper: bound + 1 })) ?? 0;
  return { lower: base, upper: base + 1 };
}

function tightened(
  rows: Program['rows'], i: number, sign: 1 | -1, bound: number, wanted: ReadonlySet<number>, lower: Float64Array, upper: Float64Array,
): boolean {
  const from = rows.start[i]!;
  const to = rows.start[i + 1]!;
  let least = 0;
  let magnitude = Math.abs(bound);
  let unbounded = 0;
  const leastTerm = (k: number): number => {
    const a = sign * rows.value[k]!;
    const j = rows.column[k]!;
    return a * (a > 0 ? lower[j]! : upper[j]!);
  };
  for (let k = from; k < to; k++) {
    const term = leastTerm(k);
    if (term === Number.NEGATIVE_INFINITY) unbounded++;
    else {
      least += term;
      magnitude += Math.abs(term);
    }
  }
  if (unbounded > 1) return false;
  let changed = false;
  for (let k = from; k < to; k++) {
    const j = rows.column[k]!;
    if (!wanted.has(j)) continue;
    const own = leastTerm(k);
    if (unbounded === 1 && own !== Number.NEGATIVE_INFINITY) continue;
    const a = sign * rows.value[k]!;
    const rest = bound - (least - (own === Number.NEGATIVE_INFINITY ? 0 : own));
    const limit = rest / a;
    // Widened by what sums, quotient and the decimals themselves can be off by, so that no rounding cuts off a value.
    const slack = (2 * (to - from) + 8) * ROUNDING * (magnitude / Math.abs(a));
    if (a > 0) {
      const next = Math.floor(limit + slack) + 0;
      if (next < upper[j]!) {
        upper[j] = next;
        changed = true;
      }
    } else {
      const next = Math.ceil(limit - slack) + 0;
      if (next > lower[j]!) {
        lower[j] = next;
        changed = true;
      }
    }
    // The row's least value has moved; the next round takes it up.
    if (changed) return true;
  }
  return changed;
}
