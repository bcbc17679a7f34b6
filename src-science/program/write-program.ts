/**
 * Writes a program in any of the formats that `parseProgram` reads, without loss: reading the text back
 * gives an equal program, or the writer says why the format cannot hold it.
 */
import { FORMAT_TABLE, hasForm } from './formats/format-table.ts';
import type { ProgramFormat } from './formats/format-table.ts';
import { FORMAT_CODE } from './formats/problem-formats.ts';
import type { WriteOptions } from './formats/write-options.ts';
import { ProblemError } from './problem-error.ts';
import type { Program } from './program.ts';

/**
 * @returns the file's text, to be saved as UTF-8
 * @throws ProblemError where the program is not valid or the format cannot hold it
 */
export function writeProgram(program: Program, format: ProgramFormat, options: WriteOptions = {}): string {
  if (!hasForm(format, options.form ?? 'as-is')) throw new ProblemError(
    'problem-unwritable', `${FORMAT_TABLE[format].title} has no form of fixed columns`, 'Write the problem to a file that ends in .mps.',
  );
  return FORMAT_CODE[format].write(program, options);
}
