/**
 * Monte Carlo figures with their standard error, in the metrologist's short form: 0.2904(2) says that
 * the last digit is uncertain by 2 (the convention of CODATA and of the Guide to the expression of
 * uncertainty in measurement, section 7.2.2). The error is written to one digit, or to two where its
 * leading digit is 1, because 1 rounded from 1.4 would be off by 40 %. No estimate is written bare: where
 * all samples were the same number, so that their spread says nothing of the error, it is 0.5(?).
 */
import { MINUS, decimalExponent, dress, formatNumber, wordFor } from './number.ts';

interface Rounded {
  /** Decimal place of the last digit shown: value and error are whole multiples of 10^place. */
  readonly place: number;
  /** The error in units of 10^place, a whole number. */
  readonly units: number;
}

function roundError(standardError: number): Rounded {
  const exponent = decimalExponent(standardError);
  const two = Number(standardError.toExponential(1).split('e')[0]);
  const digits = two < 2 ? 2 : 1;
  const place = exponent - (digits - 1);
  // toExponential rounds the exact binary value; 9.6 → 10 stays at its place and is written as two digits.
  const [mantissa = '0', shown = '0'] = standardError.toExponential(digits - 1).split('e');
  const units = Math.round(Number(mantissa) * 10 ** (Number(shown) - place));
  return { place, units };
}

function roundToPlace(value: number, place: number): string {
  if (place <= 0) return value.toFixed(Math.min(100, -place));
  const unit = 10 ** place;
  return (Math.round(value / unit) * unit).toFixed(0);
}

/** What (?) stands for. */
export const ALL_AGREE = 'all samples are the same number, so the error is not known';

/**
 * A mean with its standard error in parentheses.
 * @returns e.g. "0.2904(2)", "12.3(1.5)", "1230(20)" with thousands set apart, "1.234(5)e−7"; "0.5(?)" where every sample agreed
 */
export function formatEstimate(mean: number | null | undefined, standardError: number | null | undefined): string {
  const word = wordFor(mean);
  if (word !== null || mean === null || mean === undefined) return word ?? 'none';
  if (standardError === null || standardError === undefined || !Number.isFinite(standardError) || standardError < 0) {
    return `${formatNumber(mean)} ± ${wordFor(standardError, 'unknown') ?? 'unknown'}`;
  }
  if (standardError === 0) return `${formatNumber(mean, { digits: 6 })}(?)`;
  const size = Math.max(Math.abs(mean), standardError);
  const exponent = decimalExponent(size);
  if (exponent < -4 || exponent >= 9) {
    // The exponent of the larger of the two: both are written in its unit.
    const unit = 10 ** exponent;
    return `${formatOrdinary(mean / unit, standardError / unit)}e${exponent < 0 ? MINUS : ''}${Math.abs(exponent)}`;
  }
  return formatOrdinary(mean, standardError);
}

function formatOrdinary(mean: number, standardError: number): string {
  const { place, units } = roundError(standardError);
  const text = dress(roundToPlace(mean, place));
  // An error of one or more beside decimals would be misread without its own point: 12.3(1.5), not 12.3(15).
  const straddles = place < 0 && units >= 10 ** -place;
  const error = straddles ? (units * 10 ** place).toFixed(-place) : place > 0 ? dress((units * 10 ** place).toFixed(0)) : String(units);
  return `${text}(${error})`;
}

/** The long form, "0.2904 ± 0.0002", rounded as `formatEstimate` does. */
export function formatPlusMinus(mean: number | null | undefined, standardError: number | null | undefined): string {
  const word = wordFor(mean);
  if (word !== null || mean === null || mean === undefined) return word ?? 'none';
  if (standardError === null || standardError === undefined || !Number.isFinite(standardError) || standardError < 0) {
    return formatEstimate(mean, standardError);
  }
  if (standardError === 0) return `${formatNumber(mean, { digits: 6 })} ± ?`;
  const exponent = decimalExponent(Math.max(Math.abs(mean), standardError));
  if (exponent < -4 || exponent >= 9) {
    const unit = 10 ** exponent;
    const { place, units } = roundError(standardError / unit);
    return `(${dress(roundToPlace(mean / unit, place))} ± ${dress(roundToPlace(units * 10 ** place, place))})e${exponent < 0 ? MINUS : ''}${Math.abs(exponent)}`;
  }
  const { place, units } = roundError(standardError);
  return `${dress(roundToPlace(mean, place))} ± ${dress(roundToPlace(units * 10 ** place, place))}`;
}

/** Enough digits that a probability near 1 is not rounded to it. */
function formatEnd(value: number, isShare: boolean): string {
  return formatNumber(value, { digits: isShare && value > 0.9 && value < 1 ? Math.min(15, Math.ceil(-Math.log10(1 - value)) + 1) : 3 });
}

/** An interval, "0.000025 to 0.0056". @param isShare of a probability */
export function formatInterval({ lower, upper }: { readonly lower: number; readonly upper: number }, isShare: boolean): string {
  return lower === upper ? `${formatEnd(lower, isShare)}, certain` : `${formatEnd(lower, isShare)} to ${formatEnd(upper, isShare)}`;
}
