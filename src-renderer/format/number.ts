/**
 * How numbers are written throughout the window: four significant digits, a true minus, thousands set
 * apart by a narrow space, and words for what is not a number. Trailing zeros are written only where
 * they were rounded to: 0.25 is "0.25", 0.25001 is "0.2500". Not for files: exports write their
 * numbers at full precision in the engine.
 */

export const MINUS = '\u2212';
/** Narrow no-break space: a thin space at which no line breaks. */
export const THIN_SPACE = '\u202f';

/** What stands in the place of a value that is missing; words, so that it cannot be taken for a number. */
const MISSING_WORD = 'none';

export interface NumberStyle {
  /** Significant digits, 1–17; 4 unless said. The integer part of a value below 10⁹ is never rounded away. */
  readonly digits?: number;
  /** Written for null and undefined. */
  readonly missing?: string;
  /** Write the sign of positive values too. */
  readonly signed?: boolean;
}

const LARGE = 1e9;
const SMALL = 1e-4;

/** The word for a value that is not a finite number, or null if it is one. */
export function wordFor(value: number | null | undefined, missing: string = MISSING_WORD): string | null {
  if (value === null || value === undefined) return missing;
  if (Number.isNaN(value)) return 'not a number';
  if (value === Infinity) return 'infinite';
  if (value === -Infinity) return `${MINUS}infinite`;
  return null;
}

/** Sets digits of the integer part in threes ("12 345"); numbers of four digits are set apart as well, so that columns agree. */
export function groupThousands(digits: string): string {
  return digits.replace(/\B(?=(?:\d{3})+$)/g, THIN_SPACE);
}

/**
 * Dresses an ASCII decimal ("-1234.5", "1.2e-7") as it is shown.
 * @param ascii what `toFixed`, `toPrecision` or `String` gives for a finite number
 */
export function dress(ascii: string, signed = false): string {
  const negative = ascii.startsWith('-');
  const [mantissa = '', exponent] = (negative ? ascii.slice(1) : ascii).split('e');
  const [integer = '', fraction] = mantissa.split('.');
  const isZero = !/[1-9]/.test(mantissa);
  const sign = isZero ? '' : negative ? MINUS : signed ? '+' : '';
  const tail = exponent === undefined ? '' : `e${exponent.replace('+', '').replace('-', MINUS)}`;
  return `${sign}${groupThousands(integer)}${fraction === undefined ? '' : `.${fraction}`}${tail}`;
}

/** floor(log10 |x|) of a finite non-zero x, right at powers of ten. */
export function decimalExponent(x: number): number {
  return Number(x.toExponential().split('e')[1]);
}

/**
 * A number as tables and panels show it.
 * @returns e.g. "0.2904", "3 112", "−17.90", "1.235e−5", "none"
 */
export function formatNumber(value: number | null | undefined, style: NumberStyle = {}): string {
  const word = wordFor(value, style.missing);
  if (word !== null || value === null || value === undefined) return word ?? MISSING_WORD;
  if (value === 0) return '0';
  const digits = style.digits ?? 4;
  const size = Math.abs(value);
  // A value that its digits hold exactly is written as it is: 12, 0.25, 1e−5.
  const scientific = size < SMALL || size >= LARGE;
  const rounded = Number(value.toPrecision(digits));
  if (scientific) {
    // Integers stay whole while a double holds them and a column can: 1 000 000 000 reads better than 1e9.
    if (Number.isInteger(value) && size < 1e12) return dress(String(value), style.signed);
    return dress(rounded === value ? value.toExponential() : value.toExponential(digits - 1), style.signed);
  }
  if (rounded === value || Number.isInteger(value)) return dress(plain(value), style.signed);
  const decimals = Math.min(100, Math.max(0, digits - 1 - decimalExponent(value)));
  const text = value.toFixed(decimals);
  // 9.99996 rounds up to 10.0000: one digit too many.
  const overflow = decimals > 0 && decimalExponent(Number(text)) > decimalExponent(value);
  return dress(overflow ? value.toFixed(decimals - 1) : text, style.signed);
}

/** Digits beyond which the difference to a whole number may be the rounding of a sum. */
const MOST_OBJECTIVE_DIGITS = 12;

/**
 * An objective, of which a difference may be one of two solutions: where its digits would show a whole number that it is
 * not, it has as many as show it, so that 1.00000008 is not written like a rounding of 1.
 */
export function formatObjective(value: number | null | undefined, style: NumberStyle = {}): string {
  const digits = style.digits ?? 4;
  if (typeof value !== 'number' || !Number.isFinite(value) ||
    Number.isInteger(value) || !Number.isInteger(Number(value.toPrecision(digits)))) return formatNumber(value, style);
  for (let more = digits + 1; more <= MOST_OBJECTIVE_DIGITS; more++) {
    if (!Number.isInteger(Number(value.toPrecision(more)))) return formatNumber(value, { ...style, digits: more + 1 });
  }
  return formatNumber(value, style);
}

/** The shortest decimal that reads back as `value`, without an exponent where its size is ordinary. */
function plain(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(Math.min(100, Math.max(0, 17 - decimalExponent(value)))).replace(/\.?0+$/, '') : text;
}

/** A whole number in full, "1 234 567"; a fractional value is rounded. */
export function formatCount(value: number | null | undefined, missing: string = MISSING_WORD): string {
  const word = wordFor(value, missing);
  if (word !== null || value === null || value === undefined) return word ?? missing;
  return Math.abs(value) >= 1e21 ? formatNumber(value) : dress(Math.round(value).toFixed(0));
}

/** Every digit a double holds, in ASCII, as it is copied and shown on hover; words for what is not a number. */
export function fullPrecision(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : Object.is(value, -0) ? '0' : String(value);
}

/**
 * Order for sorting columns: numbers by size, then infinities among them where they belong, and NaN
 * and missing values last in either direction.
 */
export function compareNumbers(a: number | null | undefined, b: number | null | undefined, descending = false): number {
  const aMissing = a === null || a === undefined || Number.isNaN(a);
  const bMissing = b === null || b === undefined || Number.isNaN(b);
  if (aMissing || bMissing) return aMissing === bMissing ? 0 : aMissing ? 1 : -1;
  if (a === b) return 0;
  return (a < b ? -1 : 1) * (descending ? -1 : 1);
}
