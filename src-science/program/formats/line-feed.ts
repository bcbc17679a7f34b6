/**
 * Cuts chunks of bytes into lines without copying more than the line that straddles two chunks. Lines
 * end at LF or CRLF and are handed out as ranges of a buffer that is valid only during the call. The
 * longest line is limited, so that a file without line ends cannot fill the memory.
 */
import { ProblemError } from '../problem-error.ts';

/** Receives the bytes `[from, to)` of one line, without its end. */
export type LineSink = (bytes: Uint8Array, from: number, to: number, line: number) => void;

export class LineFeed {
  readonly #file: string;
  readonly #sink: LineSink;
  readonly #longest: number;
  readonly #tooLong: (line: number) => never;
  #carry = new Uint8Array(256);
  #carried = 0;
  #line = 0;

  /**
   * @param file for messages
   * @param longest most bytes a line may have
   * @param tooLong called with the line number where one has more
   */
  constructor(file: string, sink: LineSink, longest: number, tooLong: (line: number) => never) {
    this.#file = file;
    this.#sink = sink;
    this.#longest = longest;
    this.#tooLong = tooLong;
  }

  /** Number of lines handed out. */
  get line(): number {
    return this.#line;
  }

  push(chunk: Uint8Array): void {
    let from = 0;
    if (this.#carried > 0) {
      const end = chunk.indexOf(10);
      this.#keep(chunk, 0, end < 0 ? chunk.length : end);
      if (end < 0) return;
      const length = this.#carried;
      this.#carried = 0;
      this.#emit(this.#carry, 0, length);
      from = end + 1;
    }
    for (;;) {
      const end = chunk.indexOf(10, from);
      if (end < 0) break;
      this.#emit(chunk, from, end);
      from = end + 1;
    }
    if (from < chunk.length) this.#keep(chunk, from, chunk.length);
  }

  /**
   * Hands out a last line that no end of line followed.
   * @throws ProblemError `problem-truncated` where the line makes no sense: the file was cut in it
   */
  finish(): void {
    if (this.#carried === 0) return;
    const length = this.#carried;
    this.#carried = 0;
    try {
      this.#emit(this.#carry, 0, length);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code === 'problem-not-binary') throw error;
      throw new ProblemError(
        'problem-truncated', 'the file ends in the middle of this line', 'The file seems to be cut off: get it again.',
        { file: this.#file, line: this.#line },
      );
    }
  }

  #emit(bytes: Uint8Array, from: number, to: number): void {
    const end = to > from && bytes[to - 1] === 13 ? to - 1 : to;
    this.#line++;
    if (end - from > this.#longest) this.#tooLong(this.#line);
    this.#sink(bytes, from, end, this.#line);
  }

  #keep(bytes: Uint8Array, from: number, to: number): void {
    const length = this.#carried + to - from;
    if (length > this.#longest + 1) this.#tooLong(this.#line + 1);
    if (length > this.#carry.length) {
      const carry = new Uint8Array(Math.max(length, this.#carry.length * 2));
      carry.set(this.#carry.subarray(0, this.#carried));
      this.#carry = carry;
    }
    this.#carry.set(bytes.subarray(from, to), this.#carried);
    this.#carried = length;
  }
}
