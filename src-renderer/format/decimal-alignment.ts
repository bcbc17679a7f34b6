/**
 * Numbers under each other, aligned on the decimal: a formatted text is split where its decimal point
 * stands, and a column reserves the width of its widest right-hand part, in digits. Works with
 * tabular figures, where every digit is one `ch` wide.
 */

export interface AlignedParts {
  /** Up to the decimal point, set flush right. */
  readonly integer: string;
  /** From the decimal point on, set flush left; empty for whole numbers. */
  readonly fraction: string;
  /** False for words, which are set flush right over the whole cell. */
  readonly numeric: boolean;
}

/** Splits a formatted number ("−17.90", "1 230(20)", "3.1e−5", "+0.74 %") at its decimal point. */
export function splitAtDecimal(text: string): AlignedParts {
  if (!/^[+\u2212<]?[\d<\u202f]/.test(text)) return { integer: text, fraction: '', numeric: false };
  const end = /[.(e]|\u202f[^\d]| /.exec(text);
  if (end === null) return { integer: text, fraction: '', numeric: true };
  return { integer: text.slice(0, end.index), fraction: text.slice(end.index), numeric: true };
}

const NARROW = new Set(['.', '\u202f', '(', ')', ',']);

/** Width of a right-hand part in `ch`: a digit counts 1, points, parentheses and thin spaces about half. */
export function fractionWidth(fraction: string): number {
  let width = 0;
  for (const character of fraction) width += NARROW.has(character) ? 0.5 : character === '%' ? 1.4 : 1;
  return width;
}

/** The width a column must reserve to the right of the decimal position, in `ch`. */
export function columnFractionWidth(texts: Iterable<string>): number {
  let widest = 0;
  for (const text of texts) widest = Math.max(widest, fractionWidth(splitAtDecimal(text).fraction));
  return Math.ceil(widest * 10) / 10;
}
