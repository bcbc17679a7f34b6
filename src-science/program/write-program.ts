/**
 * Writes a program in any of the formats that `parseProgram` reads, without loss: reading the text back
 * gives an equal program, or the writer says why the format cannot hold it.
 */
import { writeJson } from './formats/json-writer.ts';
import { writeLp } from './formats/lp-writer.ts';
import { writeMps } from './formats/mps-writer.ts';
import type { ProgramFormat } from './formats/reader.ts';
import type { Program } from './program.ts';

/**
 * @returns the file's text, to be saved as UTF-8
 * @throws ProblemError where the program is not valid or the format cannot hold it
 */
export function writeProgram(program: Program, format: ProgramFormat): string {
  switch (format) {
    case 'mps': return writeMps(program);
    case 'lp': return writeLp(program);
    case 'json': return writeJson(program);
  }
}
