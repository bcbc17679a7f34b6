/**
 * The one exception that reading, checking and decoding programs throws: a stable code, one sentence
 * saying what is wrong and where, and one saying what to do. It crosses the room's border as the
 * contract's error value, whose fields it has. It is not for errors of programming.
 */
import { oneLine } from './one-line.ts';

export type ProblemErrorCode =
  | 'problem-empty'
  | 'problem-format'
  | 'problem-syntax'
  | 'problem-number'
  | 'problem-section'
  | 'problem-unknown-name'
  | 'problem-duplicate'
  | 'problem-bound'
  | 'problem-truncated'
  | 'problem-not-binary'
  | 'problem-unsupported'
  | 'problem-too-large'
  | 'problem-invalid'
  | 'problem-encoding'
  | 'problem-name'
  | 'problem-unwritable'
  | 'problem-parameter'
  | 'model-invalid'
  | 'model-of-another-kind'
  | 'model-diverged';

/** Where a problem was found; what is unknown is left out. */
export interface ProblemPlace {
  readonly file?: string;
  /** Counted from 1. */
  readonly line?: number;
  /** The section, field or name concerned. */
  readonly field?: string;
}

export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ProblemErrorCode;
  /** What to do about it. */
  readonly hint: string;
  readonly file?: string;
  readonly line?: number;
  readonly field?: string;
  readonly #what: string;

  /**
   * @param what a clause without its place, e.g. `the number “17x1” is malformed`; the message puts the place before it
   */
  constructor(code: ProblemErrorCode, what: string, hint: string, place: ProblemPlace = {}) {
    super(placed(what, place));
    this.code = code;
    this.#what = what;
    this.hint = hint;
    if (place.file !== undefined) this.file = place.file;
    if (place.line !== undefined) this.line = place.line;
    if (place.field !== undefined) this.field = place.field;
  }

  /** The same with the file it is about; one that names a file already stays as it is. */
  inFile(file: string): ProblemError {
    if (this.file !== undefined) return this;
    const { line, field } = this;
    const place = { file, ...(line === undefined ? {} : { line }), ...(field === undefined ? {} : { field }) };
    return new ProblemError(this.code, this.#what, this.hint, place);
  }
}

function placed(what: string, place: ProblemPlace): string {
  const parts: string[] = [];
  if (place.file !== undefined && place.file !== '') parts.push(oneLine(place.file));
  if (place.line !== undefined) parts.push(`line ${place.line}`);
  const sentence = parts.length > 0 ? `${parts.join(', ')}: ${what}` : what.charAt(0).toUpperCase() + what.slice(1);
  return sentence.endsWith('.') ? sentence : `${sentence}.`;
}

/** Longest piece of a file that a message repeats. */
const LONGEST_QUOTE = 60;

/** A piece of a file between quotes, on one line, cut where it is long. */
export function quoted(text: string): string {
  return `“${oneLine(text.slice(0, LONGEST_QUOTE))}${text.length > LONGEST_QUOTE ? '…' : ''}”`;
}
