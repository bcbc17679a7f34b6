/** Numbers as people type them: "0.5", "1e-8", "−3", "1 000"; a decimal comma too where it cannot be a separator. */

/** The number, or null if the text is none. */
export function parseNumber(text: string): number | null {
  const plain = text.trim().replaceAll('\u2212', '-').replaceAll(/[\s\u202f\u00a0]/g, '');
  const dotted = /^[^.,]*,[^.,]*$/.test(plain) ? plain.replace(',', '.') : plain;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(dotted)) return null;
  const value = Number(dotted);
  return Number.isFinite(value) ? value : null;
}
