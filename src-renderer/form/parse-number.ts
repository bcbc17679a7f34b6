/** Numbers as people type them: "0.5", "1e-8", "−3", "1 000"; a decimal comma too where it cannot be a separator. */

/** The number, or null if the text is none. */
export function parseNumber(text: string): number | null {
  const plain = text.trim().replaceAll('\u2212', '-').replaceAll(/[\s\u202f\u00a0]/g, '');
  const dotted = /^[^.,]*,[^.,]*$/.test(plain) ? plain.replace(',', '.') : plain;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(dotted)) return null;
  const value = Number(dotted);
  return Number.isFinite(value) ? value : null;
}

/** What may be written where marginals are asked for. */
export type TypedMarginals = { readonly xHat: readonly number[] } | { readonly complaint: string };

/**
 * Marginals as typed: a JSON array, numbers set apart by commas or spaces, or one number for all.
 * @param length number of variables
 */
export function parseMarginals(text: string, length: number): TypedMarginals {
  const inner = text.trim().replace(/^\[/, '').replace(/\]$/, '').trim();
  if (inner === '') return { complaint: 'Type one number for all variables, or one for each, set apart by commas or spaces' };
  const words = inner.split(/[\s,;]+/).filter((word) => word !== '');
  const values: number[] = [];
  for (const [k, word] of words.entries()) {
    const value = parseNumber(word);
    if (value === null) return { complaint: `Value ${k + 1} is “${word.slice(0, 20)}”, which is not a number` };
    if (value < 0 || value > 1) return { complaint: `Value ${k + 1} is ${word}; marginals lie between 0 and 1` };
    values.push(value);
  }
  if (values.length === 1 && length !== 1) return { xHat: Array.from({ length }, () => values[0] ?? 0) };
  if (values.length !== length) return { complaint: `${values.length} values for ${length} variables` };
  return { xHat: values };
}
