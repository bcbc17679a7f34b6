/**
 * Names that a text format cannot hold as they are (white space, operators, keywords, a leading digit, what no line shows)
 * are written with `%HH` for each byte in the way; a `%` that no two hexadecimal digits follow stands
 * for nothing, which makes room for the empty name and for telling two equal names apart. A file with
 * such names says so in a comment that the reader looks for, so that a `%` in anybody else's file is
 * just a character.
 */
import { ProblemError, quoted } from '../problem-error.ts';
import { decodeUtf8, encodeUtf8 } from './utf8.ts';
import { hasUnshown } from '../one-line.ts';

/** The comment's text, after the format's own comment character. */
export const ESCAPED_NAMES_MARK = 'Leibniz: names are escaped as %HH';

/** Longest name, in bytes, that GLPK takes; CBC takes fewer in MPS, which the portable form keeps to (`portable.ts`). */
const LONGEST_NAME = 255;

const HEX = '0123456789ABCDEF';

/**
 * Writes a name.
 * @param mustEscape whether the byte at a place must not stand as it is
 * @throws ProblemError where the result is longer than other programs read
 */
export function escapeName(name: string, mustEscape: (byte: number, place: number) => boolean): string {
  const bytes = utf8Of(name);
  const hidden = hiddenBytes(name, bytes.length);
  let text = '';
  let from = 0;
  const plainTo = (to: number): void => {
    if (to > from) text += decodeUtf8(bytes, from, to) ?? '';
  };
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (hidden?.[i] === 1 || byte === 37 || mustEscape(byte, i)) {
      plainTo(i);
      text += `%${HEX.charAt(byte >> 4)}${HEX.charAt(byte & 15)}`;
      from = i + 1;
    }
  }
  plainTo(bytes.length);
  return text === '' ? '%' : text;
}

/** Blanks beyond ASCII: readers that split a line at white space split at them. */
const WIDE_BLANK = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/;

/** Whether a name holds characters beyond ASCII that end a line or a field for some reader, or turn the writing. */
export function hasHidden(name: string): boolean {
  return hasUnshown(name) || WIDE_BLANK.test(name);
}

/** Which bytes of a name are of such characters; null where none is. */
function hiddenBytes(name: string, length: number): Uint8Array | null {
  if (!hasHidden(name)) return null;
  const marks = new Uint8Array(length);
  let at = 0;
  for (const character of name) {
    const to = at + utf8Of(character).length;
    if (hasHidden(character)) marks.fill(1, at, to);
    at = to;
  }
  return marks;
}

/** Reads an escaped name back. @returns null where its bytes are not UTF-8 */
export function unescapeName(text: string): string | null {
  if (!text.includes('%')) return text;
  const bytes = encodeUtf8(text);
  if (bytes === null) return null;
  const plain = new Uint8Array(bytes.length);
  let length = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] !== 37) {
      plain[length++] = bytes[i]!;
      continue;
    }
    const high = i + 1 < bytes.length ? HEX.indexOf(String.fromCharCode(bytes[i + 1]!)) : -1;
    const low = i + 2 < bytes.length ? HEX.indexOf(String.fromCharCode(bytes[i + 2]!)) : -1;
    if (high < 0 || low < 0) continue;
    plain[length++] = high * 16 + low;
    i += 2;
  }
  return decodeUtf8(plain, 0, length);
}

/** @throws ProblemError where a written name is too long for the format's other readers */
export function checkNameLength(name: string, format: string): string {
  if (name.length > LONGEST_NAME || (name.length * 3 > LONGEST_NAME && utf8Of(name).length > LONGEST_NAME)) {
    throw new ProblemError(
      'problem-unwritable',
      `the name ${quoted(name)} is longer than the ${LONGEST_NAME} bytes that programs read in ${format}`,
      'Write the portable form or JSON, or shorten the name.',
      { field: name },
    );
  }
  return name;
}

export function utf8Of(text: string): Uint8Array {
  const bytes = encodeUtf8(text);
  if (bytes === null) {
    throw new ProblemError('problem-name', `the name ${quoted(text)} holds half of a character`, 'Rename it.', { field: text });
  }
  return bytes;
}
