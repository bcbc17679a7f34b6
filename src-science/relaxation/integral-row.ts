/**
 * Reads the coefficients of a row as integers where that is possible, so that sums and ties
 * (`a_iᵀx = b_i`) are exact in doubles. A coefficient stands for the shortest decimal that denotes it:
 * 0.1, 0.2 and 0.3 become 1, 2 and 3 tenths, and x₁·0.1 + x₂·0.2 ≤ 0.3 is tight, not violated by
 * 5.6e−17; so is x₁·0.1 + x₂·0.7 ≤ 0.7999999999999999, where somebody's program added 0.1 and 0.7. A row
 * whose coefficients are whole multiples of one real unit up to rounding, such as an integer row divided
 * by its norm, is read as that integer row. Other rows of 17-digit reals stay real, unless their
 * coefficients lie so far apart that sums of doubles would lose some (`far-row.ts`).
 */
import { farRow, type FarRow } from './far-row.ts';
import { commonDivisor } from '../program/common-divisor.ts';

/** `value_k = unit · weight_k` and `rhs = unit · bound` as decimals; `weight` are integers where `integral`. */
export interface ScaledRow {
  readonly integral: boolean;
  readonly unit: number;
  /** Length k. */
  readonly weight: Float64Array;
  /** Not always an integer: 2x₁ + 2x₂ ≤ 3 has weights 1, 1 and bound 1.5. */
  readonly bound: number;
  /** The row in whole numbers where sums of its doubles lose coefficients; null where they do not, and where it is integral. */
  readonly far: FarRow | null;
}

/** Sums stay far below 2⁵³, so that they are exact with room for the bound. */
const LARGEST_SUM = 2 ** 50;

/** Digits after the decimal point of the shortest decimal that denotes `value`. */
function decimalPlaces(value: number): number {
  if (Number.isInteger(value)) return 0;
  const text = String(Math.abs(value));
  const e = text.indexOf('e');
  const mantissa = e < 0 ? text : text.slice(0, e);
  const exponent = e < 0 ? 0 : Number(text.slice(e + 1));
  const point = mantissa.indexOf('.');
  const places = point < 0 ? 0 : mantissa.length - point - 1;
  return Math.max(0, places - exponent);
}

/** The decimal that `value` denotes times 10^places, exactly; NaN where it is no double integer. */
function shifted(value: number, places: number): number {
  if (places === 0 || value === 0) return value;
  const text = String(Math.abs(value));
  const e = text.indexOf('e');
  const mantissa = e < 0 ? text : text.slice(0, e);
  const exponent = (e < 0 ? 0 : Number(text.slice(e + 1))) + places;
  const result = Number(`${mantissa}e${String(exponent)}`);
  if (!Number.isSafeInteger(result)) return Number.NaN;
  return value < 0 ? -result : result;
}

/**
 * How far above its bound a sum of the row's weights may come out and still be the bound: nothing where
 * weights are integers, else the rounding of the sum and of a bound that was itself made as such a sum
 * (k + 2 roundings of at most 2⁻⁵² of the row's size). Sums of reals are only violations beyond it, in
 * whatever order they are added; amounts are not changed by it. Nothing too for rows that are far apart: their
 * sums are exact.
 */
export function roundingOfSums(row: ScaledRow): number {
  return row.integral || row.far !== null ? 0 : roundingOf(row.weight, row.bound);
}

function roundingOf(weight: Float64Array, bound: number): number {
  let size = Math.abs(bound);
  for (const w of weight) size += Math.abs(w);
  return (weight.length + 2) * 2 ** -52 * size;
}

/**
 * Scales one row.
 * @param value coefficients; entries [from, to) are the row's
 * @param rhs finite
 * Cost: O(k), with strings only for coefficients that are not integers.
 */
export function scaleRow(value: Float64Array, from: number, to: number, rhs: number): ScaledRow {
  const weight = value.slice(from, to);
  const real = (): ScaledRow =>
    commonUnit(weight, rhs) ?? { integral: false, unit: 1, weight, bound: rhs, far: farRow(weight, rhs, roundingOf(weight, rhs)) };
  let places = 0;
  for (const v of weight) places = Math.max(places, decimalPlaces(v));
  if (places > 22) return real();
  const integers = new Float64Array(weight.length);
  let sum = 0;
  let divisor = 0;
  for (let k = 0; k < weight.length; k++) {
    const w = shifted(weight[k] ?? 0, places);
    sum += Math.abs(w);
    if (!(sum <= LARGEST_SUM)) return real();
    integers[k] = w;
    divisor = commonDivisor(w, divisor);
  }
  if (divisor === 0) divisor = 1;
  // The bound may have more decimals than the weights. Below 2⁵³ a quotient that is no integer never
  // rounds to one, so the bound stays on its side of every sum.
  const boundPlaces = Math.max(places, decimalPlaces(rhs));
  const wide = boundPlaces > 22 ? Number.NaN : shifted(rhs, boundPlaces);
  const bound = Number.isNaN(wide)
    ? (10 ** places * rhs) / divisor
    : wide / (divisor * 10 ** (boundPlaces - places));
  if (!Number.isFinite(bound)) return real();
  for (let k = 0; k < integers.length; k++) integers[k] = (integers[k] ?? 0) / divisor;
  const row: ScaledRow = { integral: true, unit: divisor / 10 ** places, weight: integers, bound, far: null };
  return places > 0 && isComputed(rhs) ? { ...row, bound: sumNear(row) } : row;
}

/** Whether a number has the 16 or 17 digits of a double that was computed rather than written. */
function isComputed(value: number): boolean {
  const mantissa = String(Math.abs(value)).split('e')[0] ?? '';
  return mantissa.replace('.', '').replace(/^0+/, '').length >= 16;
}

/** The whole number that a computed bound of a decimal row is a rounding of: 0.1 + 0.7 = 0.7999999999999999 means 8 tenths. */
function sumNear(row: ScaledRow): number {
  const nearest = Math.round(row.bound);
  return Math.abs(row.bound - nearest) <= roundingOf(row.weight, row.bound) ? nearest : row.bound;
}

/** Relative distance from an integer that the rounding of a product and a quotient explains. */
const ROUNDING = 2 ** -49;
/** Multiples beyond this would be found by accident. */
const LARGEST_MULTIPLE = 1e5;
/** The smallest coefficient may be up to this many units. */
const LARGEST_LEAST_MULTIPLE = 32;

/** The row as whole multiples of one real unit, where rounding alone explains the rest; else null. */
function commonUnit(weight: Float64Array, rhs: number): ScaledRow | null {
  let least = Infinity;
  for (const w of weight) least = Math.min(least, Math.abs(w));
  for (let q = 1; q <= LARGEST_LEAST_MULTIPLE; q++) {
    const unit = least / q;
    const multiples = weight.map((w) => Math.round(w / unit));
    const fits = weight.every((w, k) => {
      const n = multiples[k] ?? 0;
      return Math.abs(n) <= LARGEST_MULTIPLE && Math.abs(w / unit - n) <= ROUNDING * Math.abs(n);
    });
    if (!fits) continue;
    const quotient = rhs / unit;
    const nearest = Math.round(quotient);
    const bound = Math.abs(quotient - nearest) <= ROUNDING * Math.max(1, Math.abs(nearest)) ? nearest : quotient;
    return { integral: true, unit, weight: multiples, bound, far: null };
  }
  return null;
}
