/**
 * A row as one line of text, `1 <= 2 x + 3 y - z <= 4`, and back: for tables and for editing by hand. A name that could
 * be taken for something else stands in quotation marks, as a string of JSON, so that every program can be written and read.
 */
import { plainJson } from './one-line.ts';
import type { Program } from './program.ts';

/** A row in the variables of a list. */
export interface RowParts {
  /** Pairs of a variable's number and its coefficient, by ascending number, none of them 0. */
  readonly terms: readonly (readonly [number, number])[];
  /** −∞ where there is none. */
  readonly lower: number;
  /** +∞ where there is none. */
  readonly upper: number;
}

const PLAIN_NAME = /^[^\s\p{C}"+\-*<>=≤≥\d.][^\s\p{C}"+\-*<>=≤≥]*$/u;
/** Stands for a row without bounds. */
const FREE_WORD = 'free';

/** A name as it stands in a row's text. */
function nameInRow(name: string): string {
  return PLAIN_NAME.test(name) && name !== FREE_WORD ? name : plainJson(JSON.stringify(name));
}

/** The terms of row i, by ascending variable. */
export function termsOfRow({ start, column, value }: Program['rows'], i: number): RowParts['terms'] {
  return Array.from({ length: start[i + 1]! - start[i]! }, (_, k) => [column[start[i]! + k]!, value[start[i]! + k]!] as const);
}

/** `2 x + y - 3 z`; `0` without terms. @param most terms that are written; an ellipsis stands for the others */
export function termsText(terms: RowParts['terms'], names: readonly string[], most = Number.POSITIVE_INFINITY): string {
  if (terms.length === 0) return '0';
  const written = terms.slice(0, most).map(([j, a], k) => {
    const sign = k === 0 ? (a < 0 ? '-' : '') : a < 0 ? '- ' : '+ ';
    const size = Math.abs(a);
    return `${sign}${size === 1 ? '' : `${String(size)} `}${nameInRow(names[j]!)}`;
  });
  return `${written.join(' ')}${terms.length > most ? ' …' : ''}`;
}

/** The whole row on a line; a row without any bound is `TERMS free`. */
export function rowText({ terms, lower, upper }: RowParts, names: readonly string[], most?: number): string {
  const sum = termsText(terms, names, most);
  if (lower === upper) return `${sum} = ${String(lower)}`;
  const left = Number.isFinite(lower);
  const right = Number.isFinite(upper);
  if (left && right) return `${String(lower)} <= ${sum} <= ${String(upper)}`;
  if (!left && !right) return `${sum} ${FREE_WORD}`;
  return left ? `${sum} >= ${String(lower)}` : `${sum} <= ${String(upper)}`;
}

/** What cannot be read, in one sentence for whoever typed it. */
export class RowTextError extends Error {}

type Token =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name' | 'sign' | 'relation'; readonly text: string };

const TOKENS = new RegExp([
  String.raw`\s+`,
  String.raw`(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)`,
  String.raw`(?<quoted>"(?:[^"\\]|\\.)*")`,
  '(?<relation><=|>=|=<|=>|[≤≥=<>])',
  String.raw`(?<sign>[+\-*])`,
  String.raw`(?<word>[^\s"+\-*<>=≤≥]+)`,
].join('|'), 'uy');

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKENS.lastIndex = 0;
  for (let at = 0; at < text.length; at = TOKENS.lastIndex) {
    TOKENS.lastIndex = at;
    const groups = TOKENS.exec(text)?.groups;
    if (groups === undefined) throw new RowTextError('A quotation mark is opened and not closed.');
    const { number, quoted, relation, sign, word } = groups;
    if (number !== undefined) {
      const value = Number(number);
      if (!Number.isFinite(value)) throw new RowTextError(`${number} is too large for a number.`);
      tokens.push({ kind: 'number', value });
    } else if (quoted !== undefined) tokens.push({ kind: 'name', text: unquoted(quoted) });
    else if (relation !== undefined) tokens.push({ kind: 'relation', text: RELATIONS[relation]! });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
    else if (word !== undefined) tokens.push({ kind: 'name', text: word });
  }
  return tokens;
}

const RELATIONS: Readonly<Record<string, string>> = {
  '<=': '≤', '=<': '≤', '≤': '≤', '<': '≤', '>=': '≥', '=>': '≥', '≥': '≥', '>': '≥', '=': '=',
};

function unquoted(text: string): string {
  try {
    return JSON.parse(text) as string;
  } catch {
    throw new RowTextError(`${text} is no name in quotation marks.`);
  }
}

/** The numbers of the variables by their names. */
export function placesOf(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map(names.map((name, j) => [name, j]));
}

/**
 * Reads what `rowText` writes: terms with one relation and a number, or between two numbers. The same variable twice is
 * added up; what adds up to 0 is left out.
 * @throws RowTextError
 */
export function parseRow(text: string, places: ReadonlyMap<string, number>): RowParts {
  const tokens = tokensOf(text);
  const relations = tokens.flatMap((token, at) => (token.kind === 'relation' ? [{ sign: token.text, at }] : []));
  const [first, second] = relations;
  const last = tokens.at(-1);
  if (first === undefined) {
    // A name in quotation marks is never the word.
    if (last?.kind === 'name' && last.text === FREE_WORD && text.trimEnd().endsWith(FREE_WORD)) {
      return { terms: termsOf(tokens.slice(0, -1), places), lower: -Infinity, upper: Infinity };
    }
    throw new RowTextError('A row needs a relation: write <=, >= or =, then a number.');
  }
  if (relations.length > 2) throw new RowTextError('A row has one relation, or two as in 1 <= x + y <= 3.');
  if (second === undefined) {
    const side = sideOf(tokens.slice(first.at + 1));
    const terms = termsOf(tokens.slice(0, first.at), places);
    return { terms, lower: first.sign === '≤' ? -Infinity : side, upper: first.sign === '≥' ? Infinity : side };
  }
  const [left, right] = [sideOf(tokens.slice(0, first.at)), sideOf(tokens.slice(second.at + 1))];
  const terms = termsOf(tokens.slice(first.at + 1, second.at), places);
  if (first.sign !== second.sign || first.sign === '=') {
    throw new RowTextError('Both relations of a row point the same way, as in 1 <= x + y <= 3.');
  }
  const [lower, upper] = first.sign === '≤' ? [left, right] : [right, left];
  if (lower > upper) throw new RowTextError(`The row asks for at least ${String(lower)} and at most ${String(upper)}: no value is both.`);
  return { terms, lower, upper };
}

/** A number with or without a sign. */
function sideOf(tokens: readonly Token[]): number {
  const [sign, number] = tokens.length === 2 ? tokens : [null, tokens[0]];
  const signed = sign === null || (sign?.kind === 'sign' && sign.text !== '*');
  if (tokens.length > 2 || !signed || number?.kind !== 'number') throw new RowTextError('The side of a row is one number.');
  return sign?.kind === 'sign' && sign.text === '-' ? -number.value : number.value;
}

function termsOf(tokens: readonly Token[], places: ReadonlyMap<string, number>): RowParts['terms'] {
  const [only] = tokens;
  if (tokens.length === 1 && only?.kind === 'number' && only.value === 0) return [];
  if (tokens.length === 0) throw new RowTextError('The row has no terms: write 0 where none is meant.');
  const sums = new Map<number, number>();
  let at = 0;
  while (at < tokens.length) {
    let sign = 1;
    const from = at;
    for (let token = tokens[at]; token?.kind === 'sign' && token.text !== '*'; token = tokens[++at]) if (token.text === '-') sign = -sign;
    let token = tokens[at];
    if (at === from && from > 0) throw new RowTextError(`Write + or - in front of ${shown(token)}.`);
    let size = 1;
    if (token?.kind === 'number') {
      size = token.value;
      token = tokens[++at];
      if (token?.kind === 'sign' && token.text === '*') token = tokens[++at];
      if (token?.kind !== 'name') {
        throw new RowTextError(`${String(size)} stands without a variable: numbers alone belong to the right of the relation.`);
      }
    }
    if (token === undefined) throw new RowTextError('The terms end after a sign.');
    const j = token.kind === 'name' ? places.get(token.text) : undefined;
    if (j === undefined) {
      throw new RowTextError(token.kind === 'name' ? `No variable is named ${shown(token)}.` : `${shown(token)} is not expected here.`);
    }
    const sum = (sums.get(j) ?? 0) + sign * size;
    if (!Number.isFinite(sum)) throw new RowTextError(`The coefficient of ${shown(token)} is too large for a number.`);
    sums.set(j, sum);
    at++;
  }
  return [...sums].filter(([, a]) => a !== 0).sort(([a], [b]) => a - b);
}

function shown(token: Token | undefined): string {
  return token === undefined ? 'the end' : token.kind === 'number' ? String(token.value) : `“${token.text.slice(0, 40)}”`;
}
