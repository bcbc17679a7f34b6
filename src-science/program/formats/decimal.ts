/**
 * Decimal numbers read from bytes, strictly and to the last bit. Up to 15 digits with a power of ten up
 * to 22 both the digits and the power are exact doubles, so that one multiplication or division rounds
 * once and correctly (Clinger, "How to read floating point numbers accurately", PLDI 1990); everything
 * else goes through the language's own correctly rounded conversion. Nothing like `17x1`, `nan` or
 * `0x10` is a number here, and what overflows or vanishes is said to, not rounded to ∞ or 0.
 */

export type DecimalVerdict = 'number' | 'malformed' | 'overflow' | 'underflow';

/** Where a result is left; one per reader, so that reading a number allocates nothing. */
export interface DecimalResult {
  value: number;
  /** One past the last byte of the number, for `readDecimalPrefix`. */
  end: number;
}

const EXACT_POWER = Float64Array.from({ length: 23 }, (_, k) => Number(`1e${k}`));

/**
 * Reads the longest number at the beginning of a piece of bytes: `[+-] digits [. digits] [e [+-] digits]`.
 * An `e` that no digits follow is not part of the number.
 * @returns 'malformed' where no number begins at `from`
 * Hot: called once for each coefficient of a file.
 */
export function readDecimalPrefix(bytes: Uint8Array, from: number, to: number, result: DecimalResult): DecimalVerdict {
  let i = from;
  let negative = false;
  if (i < to) {
    const sign = bytes[i]!;
    if (sign === 45 || sign === 43) {
      negative = sign === 45;
      i++;
    }
  }
  const digitsFrom = i;
  let mantissa = 0;
  let significant = 0;
  let digits = 0;
  let fraction = 0;
  while (i < to) {
    const digit = bytes[i]! - 48;
    if (digit < 0 || digit > 9) break;
    mantissa = mantissa * 10 + digit;
    if (mantissa !== 0) significant++;
    digits++;
    i++;
  }
  if (i < to && bytes[i] === 46) {
    i++;
    while (i < to) {
      const digit = bytes[i]! - 48;
      if (digit < 0 || digit > 9) break;
      mantissa = mantissa * 10 + digit;
      if (mantissa !== 0) significant++;
      digits++;
      fraction++;
      i++;
    }
  }
  if (digits === 0) return 'malformed';
  let exponent = 0;
  if (i < to && (bytes[i] === 101 || bytes[i] === 69)) {
    let k = i + 1;
    let negativeExponent = false;
    if (k < to && (bytes[k] === 45 || bytes[k] === 43)) {
      negativeExponent = bytes[k] === 45;
      k++;
    }
    const first = k;
    while (k < to) {
      const digit = bytes[k]! - 48;
      if (digit < 0 || digit > 9) break;
      if (exponent < 100_000) exponent = exponent * 10 + digit;
      k++;
    }
    if (k > first) {
      i = k;
      if (negativeExponent) exponent = -exponent;
    } else exponent = 0;
  }
  result.end = i;
  if (mantissa === 0) {
    result.value = 0;
    return 'number';
  }
  const power = exponent - fraction;
  let value: number;
  if (significant <= 15 && power >= -22 && power <= 22) {
    value = power < 0 ? mantissa / EXACT_POWER[-power]! : mantissa * EXACT_POWER[power]!;
  } else {
    let text = '';
    for (let k = digitsFrom; k < i; k++) text += String.fromCharCode(bytes[k]!);
    value = Number(text);
    if (value === Number.POSITIVE_INFINITY) return 'overflow';
    if (value === 0) return 'underflow';
  }
  result.value = negative ? -value : value;
  return 'number';
}

/** Reads a field that must be a number and nothing else. */
export function readDecimal(bytes: Uint8Array, from: number, to: number, result: DecimalResult): DecimalVerdict {
  const verdict = readDecimalPrefix(bytes, from, to, result);
  return verdict === 'malformed' || result.end === to ? verdict : 'malformed';
}

/** Reads a field such as `1.0D1`, whose exponent Fortran writes with a D. @returns malformed where it is none, with nothing read */
export function readFortranNumber(bytes: Uint8Array, from: number, to: number, result: DecimalResult): DecimalVerdict {
  // A copy whatever the class: the `slice` of Node's Buffer shares its memory, and the file is not ours to change.
  const copy = Uint8Array.from(bytes.subarray(from, to));
  const at = copy.findIndex((byte) => byte === 68 || byte === 100);
  if (at < 1) return 'malformed';
  copy[at] = 69;
  const verdict = readDecimal(copy, 0, copy.length, result);
  return verdict === 'number' && result.end <= at ? 'malformed' : verdict;
}

/** The sign of a field that spells infinity (`inf`, `-Infinity`, …), or 0. */
export function infinitySign(bytes: Uint8Array, from: number, to: number): -1 | 0 | 1 {
  let i = from;
  let sign: -1 | 1 = 1;
  if (i < to && (bytes[i] === 45 || bytes[i] === 43)) {
    if (bytes[i] === 45) sign = -1;
    i++;
  }
  const length = to - i;
  if (length !== 3 && length !== 8) return 0;
  for (let k = 0; k < length; k++) if ((bytes[i + k]! | 32) !== 'infinity'.charCodeAt(k)) return 0;
  return sign;
}
