/**
 * Rows whose coefficients lie so far apart that a sum of doubles loses the small ones: in
 * 10⁻⁹x₁ + 10⁹x₂ + 2·10⁻⁹x₃ − 10⁹x₄ ≤ 10⁻⁹ the rounding of 10⁹ is a hundred times the bound. Such a row is
 * read as whole numbers of any length: each coefficient is the shortest decimal that denotes it, times 10^places.
 * Sums, ties and violations are then exact; an amount is rounded once, when it becomes a double.
 */

export interface FarRow {
  readonly places: number;
  /** Length k: a_j · 10^places. */
  readonly weight: readonly bigint[];
  readonly bound: bigint;
}

/** Longest row of short decimals that is read so although its small coefficients survive the rounding. */
export const LONGEST_ENUMERATED_ROW = 20;
/** Digits of a number that somebody wrote; doubles that were computed mostly have 16 or 17. */
const MOST_WRITTEN_DIGITS = 15;

/** A decimal as digits · 10^exponent. */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

function decimalOf(value: number): Decimal {
  const [mantissa = '0', power = '0'] = String(value).split('e');
  const point = mantissa.indexOf('.');
  if (point < 0) return { digits: BigInt(mantissa), exponent: Number(power) };
  return { digits: BigInt(mantissa.slice(0, point) + mantissa.slice(point + 1)), exponent: Number(power) - (mantissa.length - point - 1) };
}

/** Significant digits of the shortest decimal. */
function significantDigits(value: number): number {
  return decimalOf(Math.abs(value)).digits.toString().replace(/0+$/, '').length;
}

/**
 * The row in whole numbers, where sums of its doubles may not be trusted: where their rounding reaches half the
 * smallest coefficient, and where a short row was written in decimals, whose ties are meant.
 * @param weight the row's coefficients, not all integers of one unit
 * @param rounding of the sums, in the row's units
 * @returns null where doubles do, and where there is no bound
 * Cost: O(k) conversions.
 */
export function farRow(weight: Float64Array, rhs: number, rounding: number): FarRow | null {
  if (!Number.isFinite(rhs)) return null;
  let least = Infinity;
  for (const w of weight) least = Math.min(least, Math.abs(w));
  const isFar = 2 * rounding >= least;
  if (!isFar && (weight.length > LONGEST_ENUMERATED_ROW ||
    significantDigits(rhs) > MOST_WRITTEN_DIGITS || weight.some((w) => significantDigits(w) > MOST_WRITTEN_DIGITS))) {
    return null;
  }
  const decimals = Array.from(weight, decimalOf);
  const bound = decimalOf(rhs);
  const lowest = decimals.reduce(
    (low, { digits, exponent }) => (digits === 0n ? low : Math.min(low, exponent)), bound.digits === 0n ? 0 : bound.exponent,
  );
  const places = Math.max(0, -lowest);
  const whole = ({ digits, exponent }: Decimal): bigint => digits * 10n ** BigInt(exponent + places);
  return {
    places, weight: decimals.map((each) => (each.digits === 0n ? 0n : whole(each))), bound: bound.digits === 0n ? 0n : whole(bound),
  };
}

/** `amount` / 10^places, rounded to the nearest double. Cost: a string where places are many. */
export function farAmount(amount: bigint, places: number): number {
  // Both are doubles without rounding, so that one division rounds once.
  if (places <= 22 && amount <= MOST_EXACT && amount >= -MOST_EXACT) return Number(amount) / 10 ** places;
  return Number(`${String(amount)}e-${String(places)}`);
}

const MOST_EXACT = 2n ** 53n;

/** Σ weight_k x_k less the bound. @param x a whole number for each k */
export function farExcess(row: FarRow, x: (k: number) => number): bigint {
  let sum = -row.bound;
  for (let k = 0; k < row.weight.length; k++) sum += (row.weight[k] ?? 0n) * BigInt(x(k));
  return sum;
}

/** The common divisor of weights and bound: every violation is a multiple of it. */
export function farDivisor({ weight, bound }: FarRow): bigint {
  let divisor = bound < 0n ? -bound : bound;
  for (const w of weight) {
    let a = w < 0n ? -w : w;
    while (a !== 0n) [divisor, a] = [a, divisor % a];
  }
  return divisor;
}
