/**
 * Tokens of the CPLEX LP format: numbers, names, operators and brackets within one line, and the
 * keywords that open sections at the beginning of a line. A keyword followed by a colon is a name.
 * Where CPLEX lets a number touch the name after it (`2x`), so does this; nowhere else do tokens merge.
 */
import { infinitySign, readDecimalPrefix } from './decimal.ts';
import type { DecimalResult, DecimalVerdict } from './decimal.ts';

export type LpToken = 'number' | 'name' | '+' | '-' | '<' | '>' | '=' | ':' | 'infinity' | 'end' | 'bad-number' | 'bad';

/** The last ones are no part of a 0-1 program: they may stand in a file only if they are empty. */
export type LpSection = 'start' | 'min' | 'max' | 'rows' | 'lazy' | 'bounds' | 'binaries' | 'generals' | 'end' | LpForeignSection;
export type LpForeignSection = 'semi-continuous variables'
  | 'special ordered sets' | 'user cuts' | 'piecewise linear objectives' | 'several objectives' | 'general constraints';

/** Bytes that end a name. */
const ENDS_NAME = new Uint8Array(256);
for (const character of ' \t\\+-*^<>=:[]') ENDS_NAME[character.charCodeAt(0)] = 1;
/**
 * Bytes that may stand in a name of a written file as they are: what CPLEX allows, less what HiGHS takes otherwise (`;`
 * begins a comment). Letters beyond ASCII are refused by GLPK and make CBC drop variables (`findings/lp-name-beyond-ascii.sh`).
 */
export const LP_NAME_BYTE = new Uint8Array(256);
for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&.?@_~') LP_NAME_BYTE[character.charCodeAt(0)] =
  1;

const SECTION_WORDS: ReadonlyMap<string, LpSection> = new Map<string, LpSection>([
  ['minimize', 'min'], ['minimise', 'min'], ['minimum', 'min'], ['min', 'min'],
  ['maximize', 'max'], ['maximise', 'max'], ['maximum', 'max'], ['max', 'max'],
  ['subject to', 'rows'], ['such that', 'rows'], ['st', 'rows'], ['s.t.', 'rows'], ['st.', 'rows'], ['s.t', 'rows'],
  ['bounds', 'bounds'], ['bound', 'bounds'],
  ['binary', 'binaries'], ['binaries', 'binaries'], ['bin', 'binaries'],
  ['general', 'generals'], ['generals', 'generals'], ['gen', 'generals'],
  ['integer', 'generals'], ['integers', 'generals'], ['int', 'generals'],
  ['end', 'end'],
  ['semi-continuous', 'semi-continuous variables'], ['semis', 'semi-continuous variables'], ['semi', 'semi-continuous variables'],
  ['sos', 'special ordered sets'], ['sos1', 'special ordered sets'], ['sos2', 'special ordered sets'],
  ['lazy constraints', 'lazy'], ['user cuts', 'user cuts'], ['pwlobj', 'piecewise linear objectives'],
  ['multi-objectives', 'several objectives'], ['general constraints', 'general constraints'], ['gencons', 'general constraints'],
]);
/** Words with another meaning than a name's wherever they stand. */
const RESERVED = new Set(['free', 'inf', 'infinity']);

const LONGEST_KEYWORD = 16;
/** First words of sections of two words. A section of one word may be among them (`general`). */
const FIRST_WORDS = new Set(['subject', 'such', 'lazy', 'user', 'general']);

/** Whether a name, in lower case, would be taken for something else at the beginning of a line. */
export function isLpKeyword(lowerCase: string): boolean {
  return SECTION_WORDS.has(lowerCase) || RESERVED.has(lowerCase) || FIRST_WORDS.has(lowerCase);
}

/** Whether a line of text opens the objective of an LP file. */
export function lpObjectiveOpens(line: string): boolean {
  // Keywords are of ASCII characters: what another one becomes here is none of them.
  const bytes = Uint8Array.from(line, (character) => Math.min(character.charCodeAt(0), 255));
  const tokens = new LpTokens();
  tokens.begin(bytes, 0, bytes.length);
  const section = tokens.keyword();
  return section === 'min' || section === 'max';
}

const isBlank = (byte: number): boolean => byte === 32 || byte === 9;

export class LpTokens {
  token: LpToken = 'end';
  value = 0;
  /** Range of the last name, number or unknown byte. */
  from = 0;
  to = 0;
  /** What is wrong with a 'bad-number'. */
  verdict: DecimalVerdict = 'number';
  #bytes: Uint8Array = new Uint8Array(0);
  #begin = 0;
  #at = 0;
  #end = 0;
  readonly #number: DecimalResult = { value: 0, end: 0 };

  /** Begins a line, whose comment is cut off. */
  begin(bytes: Uint8Array, from: number, to: number): void {
    this.#bytes = bytes;
    this.#begin = from;
    this.#at = from;
    let end = from;
    while (end < to && bytes[end] !== 92) end++;
    this.#end = end;
  }

  /** The section that the line opens, whose keyword is then behind us; null where it opens none. */
  keyword(): LpSection | null {
    const bytes = this.#bytes;
    let from = this.#at;
    while (from < this.#end && isBlank(bytes[from]!)) from++;
    // Every keyword begins with one of these letters; most lines do not get past this.
    const first = from < this.#end ? String.fromCharCode(bytes[from]! | 32) : '';
    if (first === '' || !'msbgielpu'.includes(first)) return null;
    let word = '';
    let at = from;
    /** A section of one word that may yet be the first of two. */
    let short: LpSection | null = null;
    for (let part = 0; part < 2; part++) {
      let to = at;
      while (to < this.#end && to - at <= LONGEST_KEYWORD && !isBlank(bytes[to]!) && bytes[to] !== 58) {
        const byte = bytes[to]!;
        word += String.fromCharCode(byte >= 65 && byte <= 90 ? byte | 32 : byte);
        to++;
      }
      let next = to;
      while (next < this.#end && isBlank(bytes[next]!)) next++;
      const section = SECTION_WORDS.get(word);
      if (section !== undefined) {
        if (next < this.#end && bytes[next] === 58) return short;
        if (!FIRST_WORDS.has(word)) {
          this.#at = next;
          return section;
        }
        short = section;
        this.#at = next;
      }
      if (part === 0 && !FIRST_WORDS.has(word)) return null;
      word += ' ';
      at = next;
    }
    return short;
  }

  /** Whether only blanks stand before the token in its line. */
  firstInLine(): boolean {
    for (let at = this.#begin; at < this.from; at++) if (!isBlank(this.#bytes[at]!)) return false;
    return true;
  }

  /** The last byte of the line, without blanks and comment; −1 where there is none. */
  lastByte(): number {
    let at = this.#end - 1;
    while (at >= this.#begin && (isBlank(this.#bytes[at]!) || this.#bytes[at] === 13)) at--;
    return at >= this.#begin ? this.#bytes[at]! : -1;
  }

  /** Whether the next character that is no blank is a colon. */
  colonFollows(): boolean {
    let at = this.#at;
    while (at < this.#end && isBlank(this.#bytes[at]!)) at++;
    return at < this.#end && this.#bytes[at] === 58;
  }

  /** Moves to the next token of the line; 'end' at its end. Hot. */
  next(): LpToken {
    const bytes = this.#bytes;
    const end = this.#end;
    let at = this.#at;
    while (at < end && isBlank(bytes[at]!)) at++;
    this.from = at;
    if (at >= end) {
      this.#at = at;
      return (this.token = 'end');
    }
    const byte = bytes[at]!;
    if (byte === 43 || byte === 45 || byte === 58) {
      this.#at = this.to = at + 1;
      return (this.token = byte === 43 ? '+' : byte === 45 ? '-' : ':');
    }
    if (byte >= 60 && byte <= 62) {
      at++;
      let kind = byte;
      if (at < end && bytes[at]! >= 60 && bytes[at]! <= 62) {
        const other = bytes[at]!;
        // <= =< >= => mean one thing each; <>, ==, << and the like mean nothing.
        if ((byte === 61) === (other === 61)) kind = 0;
        else if (byte === 61) kind = other;
        at++;
      }
      this.#at = this.to = at;
      return (this.token = kind === 60 ? '<' : kind === 62 ? '>' : kind === 61 ? '=' : 'bad');
    }
    if ((byte >= 48 && byte <= 57) || byte === 46) {
      this.verdict = readDecimalPrefix(bytes, at, end, this.#number);
      if (this.verdict === 'malformed') {
        this.#at = this.to = this.#nameEnd(at);
        return (this.token = 'bad-number');
      }
      this.#at = this.to = this.#number.end;
      this.value = this.#number.value;
      // `1.2.3` and `1e` are slips of the pen, `2x` is 2 times x.
      const after = this.to < end ? bytes[this.to]! : 32;
      if (after === 46 || ((after | 32) === 101 && this.#stopsAfter(this.to + 1))) {
        this.verdict = 'malformed';
        this.#at = this.to = this.#nameEnd(at);
      }
      return (this.token = this.verdict === 'number' ? 'number' : 'bad-number');
    }
    if (ENDS_NAME[byte] === 1) {
      this.#at = this.to = at + 1;
      return (this.token = 'bad');
    }
    this.#at = this.to = this.#nameEnd(at);
    const length = this.to - at;
    if ((length === 3 || length === 8) && infinitySign(bytes, at, this.to) !== 0) return (this.token = 'infinity');
    return (this.token = 'name');
  }

  #nameEnd(from: number): number {
    const bytes = this.#bytes;
    let at = from;
    while (at < this.#end && ENDS_NAME[bytes[at]!] === 0) at++;
    return at;
  }

  /** Whether a token that has come to `at` ends there, or only a sign follows: a number's broken exponent. */
  #stopsAfter(at: number): boolean {
    return at >= this.#end || ENDS_NAME[this.#bytes[at]!] === 1;
  }
}
