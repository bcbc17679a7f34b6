/**
 * What every format's reader is: it takes a file's bytes in chunks of any size and gives a program at
 * the end, or throws a ProblemError on the way. A reader that has thrown is spent.
 */
import type { ObjectiveSense, Program } from '../program.ts';
import type { ProgramFormat } from './format-table.ts';

export interface ParsedProgram {
  readonly program: Program;
  readonly format: ProgramFormat;
  /** One sentence each: what was read in a way its author may not have meant. */
  readonly warnings: readonly string[];
  /** The optimum the file states, in the problem's own sense; there where it states one. */
  readonly optimum?: number;
  /** Where a comment of the file states another sense than the one it was read with. */
  readonly senseDoubt: SenseDoubt | null;
}

export interface SenseDoubt {
  readonly meant: ObjectiveSense;
  /** One of the warnings. */
  readonly sentence: string;
}

export interface ProgramReader {
  /** @param chunk any number of bytes; not kept after the call */
  push(chunk: Uint8Array): void;
  /** Bytes of heap that the names read so far come to at the end, where they are kept as bytes until then. */
  readonly namesInHeap?: () => number;
  finish(): ParsedProgram;
}
