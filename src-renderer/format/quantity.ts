/**
 * Gaps, shares and durations in words a reader needs no unit table for: "+0.74 %", "1.24 s",
 * "3 min 12 s". A gap that is not zero is never written as zero.
 */
import { gapStatement } from '../../src-science/exact/optimality-gap.ts';
import type { MeasuredGap } from '../../src-science/exact/optimality-gap.ts';
import { MINUS, THIN_SPACE, dress, formatNumber, wordFor } from './number.ts';

/**
 * A signed relative gap in per cent; positive is worse than the reference.
 * @param gap relative, 0.0074 for 0.74 %
 */
export function formatGap(gap: number | null | undefined, missing?: string): string {
  const word = wordFor(gap, missing);
  if (word !== null || gap === null || gap === undefined) return word ?? 'none';
  if (gap === 0) return `0${THIN_SPACE}%`;
  const percent = gap * 100;
  const size = Math.abs(percent);
  const text = size < 1e-6
    ? `${percent < 0 ? MINUS : '+'}<${THIN_SPACE}1e${MINUS}6`
    : size < 0.1
    ? formatNumber(percent, { digits: 2, signed: true })
    : dress(percent.toFixed(size < 99.995 ? 2 : size < 999.95 ? 1 : 0), true);
  return `${text}${THIN_SPACE}%`;
}

/**
 * What may be said of a gap: "+0.74 %" to an optimum; against the best found "≥ 0.74 %", with a proven bound
 * "≤ 3.90 %" or "0.74 – 3.90 %", and "? 300 %" where the optimum may have another sign.
 */
export function formatMeasuredGap(measured: MeasuredGap, missing?: string): string {
  const statement = gapStatement(measured);
  const unsigned = (gap: number): string => formatGap(gap).replace(/^\+/, '');
  switch (statement?.kind) {
    case undefined:
      return formatGap(null, missing);
    case 'gap':
      return formatGap(statement.gap);
    case 'at-least':
      return `≥${THIN_SPACE}${unsigned(statement.gap)}`;
    case 'best-found':
      return `?${THIN_SPACE}${unsigned(statement.gap)}`;
    case 'at-most':
      return `≤${THIN_SPACE}${unsigned(statement.high)}`;
    case 'between':
      return `${unsigned(statement.low).replace(`${THIN_SPACE}%`, '')}${THIN_SPACE}–${THIN_SPACE}${unsigned(statement.high)}`;
  }
}

/** The sentence behind such a gap, for a tooltip; null where the gap is to an optimum. */
export function measuredGapHelp(measured: MeasuredGap): string | null {
  switch (gapStatement(measured)?.kind) {
    case undefined:
    case 'gap':
      return null;
    case 'at-least':
      return 'Measured against the best found, which nobody has proved optimal: the gap to the optimum is at least this.';
    case 'best-found':
      return 'Measured against the best found, which nobody has proved optimal. The optimum may have another sign, so that this bounds the gap to it neither way.';
    case 'at-most':
    case 'between':
      return 'The optimum is not known. It lies between the best found and a proven bound, which limits the gap as shown.';
  }
}

/** An unsigned share in per cent, "38 %" or "0.4 %". */
export function formatShare(share: number | null | undefined, missing?: string): string {
  const word = wordFor(share, missing);
  if (word !== null || share === null || share === undefined) return word ?? 'none';
  const percent = share * 100;
  const size = Math.abs(percent);
  const text = percent === 0 ? '0' : size < 0.1 ? formatNumber(
    percent, { digits: 1 },
  ) : size < 10 ? dress(percent.toFixed(1)) : size > 99.5 && size < 100 ? dress(percent.toFixed(2)) : dress(percent.toFixed(0));
  return `${text}${THIN_SPACE}%`;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** A duration of so many seconds: "340 µs", "12 ms", "1.24 s", "3 min 12 s", "2 h 05 min", "4 d 3 h". */
export function formatDuration(seconds: number | null | undefined, missing?: string): string {
  const word = wordFor(seconds, missing);
  if (word !== null || seconds === null || seconds === undefined) return word ?? 'none';
  if (seconds < 0) return `${MINUS}${formatDuration(-seconds)}`;
  const unit = (value: string, name: string): string => `${value}${THIN_SPACE}${name}`;
  if (seconds === 0) return unit('0', 's');
  if (seconds < 0.9995e-3) return unit(String(Math.max(1, Math.round(seconds * 1e6))), 'µs');
  if (seconds < 0.9995) return unit(trimmed(seconds * 1e3, 3), 'ms');
  if (seconds < 9.995) return unit(seconds.toFixed(2), 's');
  if (seconds < 59.95) return unit(seconds.toFixed(1), 's');
  const whole = Math.round(seconds);
  if (whole < 3600) return `${unit(String(Math.floor(whole / 60)), 'min')} ${unit(two(whole % 60), 's')}`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 24 * 60) return `${unit(String(Math.floor(minutes / 60)), 'h')} ${unit(two(minutes % 60), 'min')}`;
  const hours = Math.round(seconds / 3600);
  return `${unit(String(Math.floor(hours / 24)), 'd')} ${unit(String(hours % 24), 'h')}`;
}

/** At most `digits` significant digits, without trailing zeros. */
function trimmed(value: number, digits: number): string {
  return String(Number(value.toPrecision(digits)));
}
