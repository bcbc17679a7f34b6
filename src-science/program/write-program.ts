/**
 * Writes a program in any of the formats that `parseProgram` reads, without loss: reading the text back
 * gives an equal program, or the writer says why the format cannot hold it.
 */
import type { ProgramFormat } from './formats/format-table.ts';
import { FORMAT_CODE } from './formats/problem-formats.ts';
import type { Program } from './program.ts';

/**
 * @param optimum of the program where it is known; only JSON has a place for it
 * @returns the file's text, to be saved as UTF-8
 * @throws ProblemError where the program is not valid or the format cannot hold it
 */
export function writeProgram(program: Program, format: ProgramFormat, optimum: number | null = null): string {
  return FORMAT_CODE[format].write(program, optimum);
}
