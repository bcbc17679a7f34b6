/**
 * Exact sums of decimals. A coefficient read from a file is meant as the decimal that was written; what is
 * folded into a row's side (`settle-variables.ts`) must come out as the decimal a person would get, and
 * not as 0.30000000000000004. Used where a file is read, never in a loop over nonzeros.
 */

import { ProblemError, quoted } from '../problem-error.ts';
import { SCALE_HINT } from './finite-sums.ts';

interface Decimal {
  readonly digits: bigint;
  /** The value is digits · 10^(−scale). */
  readonly scale: number;
}

/** The shortest decimal that reads back as the double, which for a number from a file is the number written. */
function decimalOf(value: number): Decimal {
  const [mantissa = '0', exponent = '0'] = value.toString().toLowerCase().split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
}

function numberOf({ digits, scale }: Decimal): number {
  return Number(`${digits}e${-scale}`);
}

/**
 * base + factor · value, computed in decimals and rounded once.
 * @param base may be infinite, and is returned then
 * @param value may be infinite too: so is the sum then
 * @param name of what the value is of, for the message
 * @throws ProblemError where the sum of finite numbers is beyond what a double holds
 */
export function decimalSum(base: number, factor: number, value: number, name?: string): number {
  if (!Number.isFinite(base)) return base;
  if (!Number.isFinite(value)) return factor === 0 ? base : base + factor * value;
  const a = decimalOf(base);
  const f = decimalOf(factor);
  const v = decimalOf(value);
  const product: Decimal = { digits: f.digits * v.digits, scale: f.scale + v.scale };
  const scale = Math.max(a.scale, product.scale);
  const digits = a.digits * 10n ** BigInt(scale - a.scale) + product.digits * 10n ** BigInt(scale - product.scale);
  const sum = numberOf({ digits, scale });
  if (!Number.isFinite(sum)) throw new ProblemError(
    'problem-number',
    `${factor} times ${value}${name === undefined ? '' : ` of ${quoted(name)}`}, added to ${base}, is beyond what a double holds`,
    SCALE_HINT, name === undefined ? {} : { field: name },
  );
  return sum;
}

/** Digits after the point that a quotient may have. */
const QUOTIENT_SCALE = 25;

/** value / factor where that is a decimal of not too many digits, rounded once; else null. */
export function decimalQuotient(value: number, factor: number): number | null {
  if (!Number.isFinite(value) || factor === 0) return null;
  const v = decimalOf(value);
  const f = decimalOf(factor);
  const above = v.digits * 10n ** BigInt(f.scale + QUOTIENT_SCALE);
  const below = f.digits * 10n ** BigInt(v.scale);
  return above % below === 0n ? numberOf({ digits: above / below, scale: QUOTIENT_SCALE }) : null;
}

/**
 * Numbers as whole numbers, times a common power of ten.
 * @returns null where one of them would be beyond 2^53 − 1
 */
export function scaledIntegers(values: readonly number[]): { readonly scale: number; readonly integers: readonly string[] } | null {
  const decimals = values.map(decimalOf);
  const places = decimals.reduce((most, { digits, scale }) => (digits === 0n ? most : Math.max(most, scale)), 0);
  if (places > 15) return null;
  const integers = decimals.map(({ digits, scale }) => (digits === 0n ? 0n : digits * 10n ** BigInt(places - scale)));
  if (integers.some((integer) => integer > BigInt(Number.MAX_SAFE_INTEGER) || integer < -BigInt(Number.MAX_SAFE_INTEGER))) return null;
  return { scale: 10 ** places, integers: integers.map(String) };
}
