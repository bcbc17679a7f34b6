/** An error value in words, for notes and for the clipboard. */
import type { LeibnizErrorValue } from '../../src-contract/error.ts';

/** Where it happened, or null: "p0033.mps, line 12, field RHS". */
export function errorPlace(error: LeibnizErrorValue): string | null {
  const parts = [
    error.file, error.line === undefined ? undefined : `line ${error.line}`, error.field === undefined ? undefined : `field ${error.field}`,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? null : parts.join(', ');
}

/** Everything known, for a report. */
export function errorDetails(error: LeibnizErrorValue): string {
  const place = errorPlace(error);
  return [
    `[${error.code}] ${error.message}`, place === null ? '' : `Where: ${place}`, error.hint === '' ? '' : `What to do: ${error.hint}`,
    error.details ?? '',
  ].filter((line) => line !== '').join('\n');
}
