/**
 * A strict JSON scanner (RFC 8259) over bytes that its caller pulls values from one at a time: lines for
 * messages, duplicate keys seen, numbers read by the same exact rules as in the other formats, no value
 * made that nobody asked for. `JSON.parse` has none of these.
 */
import { ProblemError, quoted } from '../problem-error.ts';
import type { ProblemErrorCode } from '../problem-error.ts';
import { readDecimalPrefix } from './decimal.ts';
import type { DecimalResult } from './decimal.ts';
import { decodeLoosely, decodeUtf8 } from './utf8.ts';

const DEEPEST = 64;
/** Blanks, comma and closing brackets. */
const ENDS_VALUE = new Set([32, 9, 10, 13, 44, 93, 125]);

export class JsonScanner {
  readonly #bytes: Uint8Array;
  readonly #file: string;
  readonly #number: DecimalResult = { value: 0, end: 0 };
  #at: number;

  constructor(bytes: Uint8Array, file: string, at = 0) {
    this.#bytes = bytes;
    this.#file = file;
    this.#at = at;
  }

  get at(): number {
    return this.#at;
  }

  /** The next byte that is no blank, or −1; not consumed. */
  peek(): number {
    const bytes = this.#bytes;
    while (this.#at < bytes.length) {
      const byte = bytes[this.#at]!;
      if (byte !== 32 && byte !== 10 && byte !== 13 && byte !== 9) return byte;
      this.#at++;
    }
    return -1;
  }

  expect(character: string, where: string): void {
    if (this.peek() !== character.charCodeAt(0)) throw this.unexpected(`“${character}”`, where);
    this.#at++;
  }

  /** Consumes a character if it is next. */
  take(character: string): boolean {
    if (this.peek() !== character.charCodeAt(0)) return false;
    this.#at++;
    return true;
  }

  /** Calls `member` for each key of an object, with the scanner at its value. */
  object(where: string, member: (key: string) => void): void {
    this.expect('{', where);
    const seen = new Set<string>();
    if (this.take('}')) return;
    do {
      const key = this.string(`a key of ${where}`);
      if (seen.has(key)) {
        throw this.error('problem-duplicate', `the key ${quoted(key)} stands twice in ${where}`, 'Keep one of the two.', key);
      }
      seen.add(key);
      this.expect(':', where);
      member(key);
    } while (this.take(','));
    this.expect('}', where);
  }

  /** Calls `element` for each element of an array, with the scanner at it. */
  array(where: string, element: (index: number) => void): void {
    this.expect('[', where);
    if (this.take(']')) return;
    let index = 0;
    do element(index++);
    while (this.take(','));
    this.expect(']', where);
  }

  number(where: string): number {
    const first = this.peek();
    const verdict = first === 43 || first < 0 ? 'malformed' : readDecimalPrefix(this.#bytes, this.#at, this.#bytes.length, this.#number);
    if (verdict === 'overflow' || verdict === 'underflow') throw this.error(
      'problem-number', `a number in ${where} is too ${verdict === 'overflow' ? 'large' : 'small'} for a double`,
      'Leave it out, or scale the row.', where,
    );
    if (verdict === 'malformed' || !this.#jsonNumber(this.#at, this.#number.end)) throw this.unexpected('a number', where);
    this.#at = this.#number.end;
    return this.#number.value;
  }

  /** JSON wants no leading zeros, digits on both sides of a point, and nothing stuck to the number. */
  #jsonNumber(from: number, to: number): boolean {
    const bytes = this.#bytes;
    const digit = (at: number): boolean => at < to && bytes[at]! >= 48 && bytes[at]! <= 57;
    const first = bytes[from] === 45 ? from + 1 : from;
    if (!digit(first) || (bytes[first] === 48 && digit(first + 1))) return false;
    let point = first;
    while (digit(point)) point++;
    if (point < to && bytes[point] === 46 && !digit(point + 1)) return false;
    const after = to < bytes.length ? bytes[to]! : 32;
    return !(after === 46 || after === 95 || ((after | 32) >= 97 && (after | 32) <= 122));
  }

  /** Range of the text last passed by `plainString`, without its quotes. */
  textFrom = 0;
  textTo = 0;

  /**
   * Passes over a text that has no escapes and leaves its range, so that a name can be looked up by its
   * bytes; hot. @returns false, having passed over nothing, where the text is not that simple
   */
  plainString(): boolean {
    if (this.peek() !== 34) return false;
    const bytes = this.#bytes;
    let at = this.#at + 1;
    while (at < bytes.length && bytes[at] !== 34) {
      if (bytes[at] === 92 || bytes[at]! < 32) return false;
      at++;
    }
    if (at >= bytes.length) return false;
    this.textFrom = this.#at + 1;
    this.textTo = at;
    this.#at = at + 1;
    return true;
  }

  string(where: string): string {
    if (this.peek() !== 34) throw this.unexpected('a text between quotes', where);
    const bytes = this.#bytes;
    let at = this.#at + 1;
    let from = at;
    let text = '';
    const plainTo = (to: number): void => {
      const piece = decodeUtf8(bytes, from, to);
      if (piece === null) {
        throw this.error('problem-encoding', `a text in ${where} is not UTF-8`, 'Save the file with the encoding UTF-8.', where);
      }
      text += piece;
    };
    for (;;) {
      if (at >= bytes.length) throw this.error(
        'problem-truncated', `the file ends inside a text in ${where}`, 'The file seems to be cut off: get it again.', where,
      );
      const byte = bytes[at]!;
      if (byte === 34) break;
      if (byte < 32) {
        throw this.error('problem-syntax', `a text in ${where} holds a control character`, 'Write it as \\u00XX, or leave it out.', where);
      }
      if (byte !== 92) {
        at++;
        continue;
      }
      plainTo(at);
      const escape = at + 1 < bytes.length ? String.fromCharCode(bytes[at + 1]!) : '';
      at += 2;
      if (escape === 'u') {
        const digits = decodeLoosely(bytes, at, Math.min(bytes.length, at + 4));
        if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw this.error(
          'problem-syntax', `a text in ${where} has a broken escape \\u${digits}`, 'Write \\u and four hexadecimal digits.', where,
        );
        text += String.fromCharCode(Number.parseInt(digits, 16));
        at += 4;
      } else {
        const place = '"\\/bfnrt'.indexOf(escape);
        if (place < 0 || escape === '') {
          throw this.error('problem-syntax', `a text in ${where} has the unknown escape \\${escape}`, 'Write a backslash as \\\\.', where);
        }
        text += '"\\/\b\f\n\r\t'.charAt(place);
      }
      from = at;
    }
    plainTo(at);
    this.#at = at + 1;
    return text;
  }

  /** Consumes `null` if it is next. */
  takeNull(): boolean {
    return this.#takeWord('null');
  }

  /**
   * Passes over a value by its brackets and quotes alone; whoever reads it later sees what is wrong inside.
   * @throws ProblemError where it does not end, or is nested too deeply
   */
  skip(where: string): void {
    const bytes = this.#bytes;
    const first = this.peek();
    if (first === 93 || first === 125 || first === 44 || first === 58 || first < 0) throw this.unexpected('a value', where);
    let depth = 0;
    do {
      const byte = this.peek();
      if (byte < 0) throw this.unexpected('a value', where);
      if (byte === 34) {
        this.#skipString(where);
        continue;
      }
      this.#at++;
      if (byte === 123 || byte === 91) {
        if (++depth > DEEPEST) throw this.error('problem-syntax', `${where} is nested too deeply`, 'A program needs four levels.', where);
      } else if (byte === 125 || byte === 93) depth--;
      else if (depth === 0) while (this.#at < bytes.length && !ENDS_VALUE.has(bytes[this.#at]!)) this.#at++;
    } while (depth > 0);
  }

  #skipString(where: string): void {
    const bytes = this.#bytes;
    let at = this.#at + 1;
    while (at < bytes.length && bytes[at] !== 34) at += bytes[at] === 92 ? 2 : 1;
    if (at >= bytes.length) throw this.error(
      'problem-truncated', `the file ends inside a text in ${where}`, 'The file seems to be cut off: get it again.', where,
    );
    this.#at = at + 1;
  }

  #takeWord(word: string): boolean {
    this.peek();
    for (let k = 0; k < word.length; k++) if (this.#bytes[this.#at + k] !== word.charCodeAt(k)) return false;
    this.#at += word.length;
    return true;
  }

  unexpected(wanted: string, where: string): ProblemError {
    const next = this.peek();
    if (next < 0) {
      return this.error('problem-truncated', `the file ends inside ${where}`, 'The file seems to be cut off: get it again.', where);
    }
    const found = decodeLoosely(this.#bytes, this.#at, Math.min(this.#bytes.length, this.#at + 12));
    return this.error(
      wanted === 'a number' ? 'problem-number' : 'problem-syntax',
      `${wanted} should stand in ${where}, not ${quoted(found.split(/[\s,\]}]/)[0] || found.charAt(0))}`,
      'See docs/formats.md for the form of a problem in JSON.', where,
    );
  }

  error(code: ProblemErrorCode, what: string, hint: string, field: string): ProblemError {
    return new ProblemError(code, what, hint, { file: this.#file, line: this.line, field });
  }

  /** Line of the place reached; counted only for messages. */
  get line(): number {
    let line = 1;
    for (let i = 0; i < Math.min(this.#at, this.#bytes.length); i++) if (this.#bytes[i] === 10) line++;
    return line;
  }
}
