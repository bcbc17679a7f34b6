/**
 * Text of files and users on its way into what other programs read: one escape a format, for separated
 * values (CSV files, the clipboard's tab-separated rows), Markdown, HTML with SVG, and LaTeX. Names are not
 * trusted: a spreadsheet must not run them, TeX and browsers must not act on them, and none breaks a line:
 * each escape begins with `oneLine`. Pure.
 */
import { oneLine } from '../src-science/program/one-line.ts';


/**
 * What makes a spreadsheet take text for a formula (OWASP, “CSV Injection”): at the start of a cell, after
 * blanks and quotation marks too, in the full-width forms of East Asian keyboards too. A separator of another
 * locale starts a cell where the reader's locale separates by it; a plain number there, as in the index of
 * `x(1,-2)`, is no formula.
 */
/** @param starts what may separate cells: a cell that begins behind one of them ends before the next of the same */
const formulaBehind = (starts: readonly (',' | ';')[]): RegExp => {
  const behind = starts.map((start) => String.raw`${start}(?!\s*-\d+(?:\.\d+)?[\])}${start === ',' ? ';' : ','}]*(?:$|${start}))`);
  return new RegExp(String.raw`(^|${behind.join('|')})([\s"']*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])`, 'g');
};
/** A comma inside a field of a CSV file stands between quotation marks; tabs are escapes by then. */
const FORMULA = { ',': formulaBehind([';']), '\t': formulaBehind([',', ';']) } as const;

/**
 * A text cell of separated values: on one line, formulas guarded by an apostrophe, quoted by RFC 4180 where it
 * must be. Numbers do not go through here: a negative number is no formula.
 */
export function separatedText(text: string, separator: ',' | '\t'): string {
  const guarded = oneLine(text).replaceAll(FORMULA[separator], "$1'$2");
  return guarded.includes('"') || guarded.includes(separator) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

/**
 * Text inside a cell of a Markdown table: what CommonMark takes as markup, pipes of the table, the dollars of
 * formulas, and addresses that GitHub would make links of.
 */
export function markdownText(text: string): string {
  return oneLine(text)
    .replaceAll(/[\\`*_{}[\]<>#+!|~&$^@]/g, String.raw`\$&`)
    .replaceAll(/:(?=\/\/)/g, String.raw`\:`)
    .replaceAll(/(?<=\bwww)\./gi, String.raw`\.`);
}

/**
 * Text as a line of a Markdown document, at whose start other characters act than in a cell: no list, heading, rule or
 * code begins here.
 */
export function markdownLine(text: string): string {
  return markdownText(text.trim()).replace(/^(\d*)([-=.)])/, String.raw`$1\$2`);
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text that may stand in the content of HTML, SVG and XML and in quoted attributes. */
export function markupText(text: string): string {
  return oneLine(text).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** What prints as itself in the fonts of OT1 and of T1 alike. */
const LATEX: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '&': '\\&',
  '#': '\\#',
  '%': '\\%',
  _: '\\_',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  // \textquotedbl is not in OT1; character 34 of a typewriter font is the straight mark in both.
  '"': '{\\ttfamily\\char34}',
  // Behind the \\ that ends a row these two would be its optional argument and its star.
  '[': '{[}',
  '*': '{*}',
  // Each of these begins a ligature with a mark like itself: -- is a dash, '' and ,, are quotation marks.
  '-': '-{}',
  "'": "'{}",
  '`': '`{}',
  ',': ',{}',
  '?': '?{}',
  '!': '!{}',
  '\u00a0': '~',
  '\u202f': '\\,',
  '\u2009': '\\,',
  '\u2011': '-{}',
  '‐': '-{}',
  '–': '--{}',
  '—': '---{}',
  '‘': '`{}',
  '’': "'{}",
  '“': '``{}',
  '”': "''{}",
  '…': '\\dots{}',
  '−': '$-$',
  '×': '$\\times$',
  '·': '$\\cdot$',
  '±': '$\\pm$',
  '÷': '$\\div$',
  '¬': '$\\neg$',
  '≤': '$\\le$',
  '≥': '$\\ge$',
  '≠': '$\\ne$',
  '≈': '$\\approx$',
  '∞': '$\\infty$',
  '→': '$\\to$',
  '←': '$\\leftarrow$',
  '∇': '$\\nabla$',
  '∂': '$\\partial$',
  '∈': '$\\in$',
  '∑': '$\\sum$',
  '∏': '$\\prod$',
  '√': '$\\surd$',
  '‖': '$\\|$',
  '†': '\\dag{}',
  '‡': '\\ddag{}',
  '§': '\\S{}',
  '¶': '\\P{}',
  '©': '\\copyright{}',
  '£': '\\pounds{}',
  '°': '$^{\\circ}$',
  '¡': '!`{}',
  '¿': '?`{}',
  ß: '\\ss{}',
  æ: '\\ae{}',
  Æ: '\\AE{}',
  œ: '\\oe{}',
  Œ: '\\OE{}',
  ø: '\\o{}',
  Ø: '\\O{}',
  ł: '\\l{}',
  Ł: '\\L{}',
  ı: '\\i{}',
  ȷ: '\\j{}',
};

const GREEK = [
  'alpha', 'beta', 'gamma', 'delta', 'varepsilon', 'zeta', 'eta', 'theta', 'iota', 'kappa', 'lambda', 'mu', 'nu', 'xi', '', 'pi', 'rho',
  'varsigma', 'sigma', 'tau', 'upsilon', 'varphi', 'chi', 'psi', 'omega',
];
const CAPITAL_GREEK: Readonly<Record<string, string>> = {
  Γ: 'Gamma', Δ: 'Delta', Θ: 'Theta', Λ: 'Lambda', Ξ: 'Xi', Π: 'Pi', Σ: 'Sigma', Υ: 'Upsilon', Φ: 'Phi', Ψ: 'Psi', Ω: 'Omega',
};
const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉';

/** Combining marks whose accents both encodings have. */
const ACCENTS: Readonly<Record<string, string>> = {
  '\u0300': '`', '\u0301': "'", '\u0302': '^', '\u0303': '~', '\u0308': '"', '\u0304': '=', '\u0306': 'u', '\u0307': '.', '\u030a': 'r',
  '\u030b': 'H', '\u030c': 'v', '\u0323': 'd', '\u0327': 'c', '\u0331': 'b',
};

/**
 * Text as LaTeX that prints it, in text mode, under OT1 and T1 and without any package. A character that
 * neither encoding can print stands as its number, <U+4E2D>; control characters as `oneLine` has them.
 */
export function latexText(text: string): string {
  return latexUnits(text).map(({ code }) => code).join('');
}

export interface LatexUnit {
  readonly code: string;
  /** How many letters wide it prints, roughly; a capital counts 1.5, W and M more. */
  readonly width: number;
  /** What it was. */
  readonly text: string;
}

/** The text unit by unit, so that a long name can be broken between two of them. */
export function latexUnits(text: string): readonly LatexUnit[] {
  // Letters with their accents, in the composed form where there is one; a mark on nothing stands alone.
  const clusters = oneLine(text).normalize('NFC').match(/\P{Mark}\p{Mark}*|\p{Mark}/gsu) ?? [];
  return clusters.map((cluster) => ({ code: latexOf(cluster), width: widthOf(cluster), text: cluster }));
}

function latexOf(cluster: string): string {
  const known = symbolOf(cluster);
  if (known !== null) return known;
  const [base = '', ...marks] = Array.from(cluster.normalize('NFD'));
  const accents = marks.map((mark) => ACCENTS[mark]);
  const letter = base === 'i' && marks.length > 0 ? '\\i' : base === 'j' && marks.length > 0 ? '\\j' : base;
  if (/^[A-Za-z]$/.test(base) && accents.length <= 1 && accents.every((accent) => accent !== undefined)) {
    return accents.reduce((inner, accent) => `\\${accent}{${inner}}`, letter);
  }
  if (base === 'x' && marks.join('') === '\u0302') return '$\\hat{x}$';
  return Array.from(cluster).map((character) => symbolOf(character) ?? numbered(character)).join('');
}

function symbolOf(cluster: string): string | null {
  if (cluster === 'x\u0302') return '$\\hat{x}$';
  const known = LATEX[cluster];
  if (known !== undefined) return known;
  if (Array.from(cluster).length !== 1) return null;
  const code = cluster.codePointAt(0) ?? 0;
  if (code >= 32 && code < 127) return cluster;
  const greek = code >= 0x3b1 && code <= 0x3c9 ? GREEK[code - 0x3b1] : undefined;
  if (greek !== undefined) return greek === '' ? 'o' : `$\\${greek}$`;
  if (cluster === 'µ') return '$\\mu$';
  const capital = CAPITAL_GREEK[cluster];
  if (capital !== undefined) return `$\\${capital}$`;
  const raised = SUPERSCRIPTS.indexOf(cluster);
  if (raised >= 0) return `$^{${raised}}$`;
  const lowered = SUBSCRIPTS.indexOf(cluster);
  return lowered >= 0 ? `$_{${lowered}}$` : null;
}

function numbered(character: string): string {
  return `\\textless{}U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}\\textgreater{}`;
}

function widthOf(cluster: string): number {
  if (latexOf(cluster).includes('U+')) return 8.5 * Array.from(cluster).length;
  return /^[MWmw@%—…∑∏ÆŒœæ]/u.test(cluster) ? 1.9 : /^[A-Z]/u.test(cluster) ? 1.5 : 1;
}
