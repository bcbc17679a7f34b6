/** The text of a filter cut into its terms, with where each stands. Never fails: whatever is typed is a term of some kind. */

export const OPERATORS = ['!=', '<=', '>=', ':', '=', '~', '<', '>'] as const;

export type QueryTerm =
  | { readonly kind: 'word'; readonly text: string }
  /** `#12`; null while the number is missing. */
  | { readonly kind: 'run'; readonly id: number | null }
  | {
    readonly kind: 'key'; readonly key: string; readonly operator: (typeof OPERATORS)[number];
    /** Without quotes, one at least. */
    readonly values: readonly string[];
  };

export interface QueryToken {
  readonly from: number;
  readonly to: number;
  readonly negated: boolean;
  readonly term: QueryTerm;
}

/** Anything but spaces and quotes, or what stands in quotes, to the end of the text where they are not closed. */
const TOKEN = /(?:[^\s"]|"(?:[^"\\]|\\.)*(?:"|$))+/gsu;
const KEYED = /^([\p{L}\p{M}\p{N}_.-]+)(!=|<=|>=|[:=~<>])(.*)$/su;

export function tokensOf(text: string): readonly QueryToken[] {
  return [...text.matchAll(TOKEN)].map((match) => {
    const [whole] = match;
    const negated = whole.length > 1 && whole.startsWith('-');
    return { from: match.index, to: match.index + whole.length, negated, term: termOf(negated ? whole.slice(1) : whole) };
  });
}

function termOf(text: string): QueryTerm {
  const run = /^#(\d*)$/.exec(text);
  if (run !== null) return { kind: 'run', id: run[1] === '' ? null : Number(run[1]) };
  const keyed = KEYED.exec(text);
  if (keyed === null) return { kind: 'word', text: unquoted(text) };
  const [, key = '', operator = ':', value = ''] = keyed;
  return { kind: 'key', key, operator: OPERATORS.find((each) => each === operator) ?? ':', values: listOf(value).map(unquoted) };
}

/** Parts between commas that stand in no quotes. */
function listOf(text: string): readonly string[] {
  const parts = text.match(/(?:[^,"]|"(?:[^"\\]|\\.)*(?:"|$))+/gsu);
  return parts ?? [''];
}

function unquoted(text: string): string {
  return text.replaceAll(/"((?:[^"\\]|\\.)*)(?:"|$)/gsu, (_, inner: string) => inner.replaceAll(/\\(.)/gsu, '$1'));
}

/** A value as it is written in a filter: in quotes where it would not be read as one otherwise. */
export function quoted(value: string): string {
  return value !== '' && /^[^\s",\\]+$/u.test(value) ? value : `"${value.replaceAll(/["\\]/g, '\\$&')}"`;
}
