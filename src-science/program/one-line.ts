/**
 * Names and other text of files and users on one line. JSON allows any character in a name, and a label may
 * be pasted from anywhere; so whatever shows or writes a name in a line of its own (a table, a message, a
 * terminal, a comment, a file's name) takes it through here, and through nothing else. Only what can hold
 * every character as it is (a program and its files) keeps it. Pure.
 */

/**
 * What is no part of a line of text: control characters (U+0000–1F, 7F–9F), the two separators that end a
 * line without being control characters, marks and embeddings that turn the direction of writing, deprecated
 * and annotating format characters, the byte order mark, U+FFFE and U+FFFF, which XML cannot hold, and
 * halves of characters, which UTF-8 cannot.
 */
const UNSHOWN_CLASS =
  String.raw`[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]`;
const UNSHOWN = new RegExp(UNSHOWN_CLASS, 'u');
const EVERY_UNSHOWN = new RegExp(UNSHOWN_CLASS, 'gu');
const SHORT: Readonly<Record<string, string>> = { '\n': String.raw`\n`, '\r': String.raw`\r`, '\t': String.raw`\t` };

/** Whether a text holds what `oneLine` escapes. */
export function hasUnshown(text: string): boolean {
  return UNSHOWN.test(text);
}

/**
 * The text with escapes that can be seen in place of such characters: `\n`, `\r`, `\t`, `\x07`, `\u2028`. Text
 * without them stays as it is, backslashes too, so that what was escaped once stays the same.
 */
export function oneLine(text: string): string {
  return hasUnshown(text) ? text.replaceAll(EVERY_UNSHOWN, visible) : text;
}

/** Text that is laid out in lines: its line feeds and tabs stay, all else is as in `oneLine`. */
export function keptLines(text: string): string {
  return hasUnshown(text)
    ? text.replaceAll(EVERY_UNSHOWN, (character) => (character === '\n' || character === '\t' ? character : visible(character)))
    : text;
}

/** The lines of a text, whatever ends them. */
export function linesOf(text: string): readonly string[] {
  return text.split(/\r\n|[\n\v\f\r\u0085\u2028\u2029]/);
}

/** JSON text with escapes of JSON in place of such characters inside its strings: the same value. */
export function plainJson(json: string): string {
  // What JSON lays its text out with stands outside strings; inside them it has no control characters below 32.
  return hasUnshown(json)
    ? json.replaceAll(EVERY_UNSHOWN, (character) => ('\n\r\t'.includes(character) ? character : `\\u${hexadecimal(character, 4)}`))
    : json;
}

function visible(character: string): string {
  return SHORT[character] ?? (character <= '\u00ff' ? `\\x${hexadecimal(character, 2)}` : `\\u${hexadecimal(character, 4)}`);
}

function hexadecimal(character: string, digits: number): string {
  return (character.codePointAt(0) ?? 0).toString(16).padStart(digits, '0');
}
