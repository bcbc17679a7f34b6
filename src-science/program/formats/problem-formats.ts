/**
 * The code of each problem format: how its text is told from others, its reader and its writer. What is
 * said of a format stands in `format-table.ts`.
 */
import type { ProgramLimits } from '../limits.ts';
import type { Program } from '../program.ts';
import type { ProgramFormat } from './format-table.ts';
import { JsonReader } from './json-reader.ts';
import { writeJson } from './json-writer.ts';
import { LpReader } from './lp-reader.ts';
import { lpObjectiveOpens } from './lp-tokens.ts';
import { writeLp } from './lp-writer.ts';
import { MpsReader } from './mps-reader.ts';
import { writeMps } from './mps-writer.ts';
import { OpbReader } from './opb-reader.ts';
import { opbOpens, wboOpens } from './opb-soft.ts';
import { writeOpb } from './opb-writer.ts';
import { QuboReader, writeQubo } from './qubo.ts';
import type { ProgramReader } from './reader.ts';
import { writeWbo } from './wbo-writer.ts';
import type { WriteOptions } from './write-options.ts';

/** What a line says of a file: `surely` decides, `likely` and `possibly` where no name does, `by-name` only together with its name. */
export type Recognition = 'surely' | 'likely' | 'possibly' | 'by-name' | 'no';

export interface FormatCode {
  /**
   * What the first line that is no comment of the format says.
   * @param line without blanks at its end
   */
  recognizes(line: string): Recognition;
  /** Whether a line is a comment before the first one that counts, and says nothing of other formats. */
  skips?(line: string): boolean;
  createReader(fileName: string, limits: ProgramLimits): ProgramReader;
  /** @throws ProblemError where the program is not valid or the format cannot hold it */
  write(program: Program, options: WriteOptions): string;
}

export const FORMAT_CODE: Readonly<Record<ProgramFormat, FormatCode>> = {
  mps: {
    // MAX and MIN open an LP file, or, in a file of that name, tell an MPS file's sense.
    recognizes: (line) => (/^(NAME|ROWS|OBJSENSE|OBJNAME)(\s|$)/i.test(line) ? 'surely' : lpObjectiveOpens(line) ? 'possibly' : 'no'),
    skips: (line) => line.startsWith('*'),
    createReader: (fileName, limits) => new MpsReader(fileName, limits),
    write: writeMps,
  },
  lp: {
    recognizes: (line) => (line.trimStart().startsWith('\\') ? 'surely' : lpObjectiveOpens(line) ? 'likely' : 'no'),
    createReader: (fileName, limits) => new LpReader(fileName, limits),
    write: writeLp,
  },
  opb: {
    // Comments begin as those of MPS do, and are skipped as such.
    recognizes: (line) => (opbOpens(line) ? 'possibly' : 'no'),
    createReader: (fileName, limits) => new OpbReader(fileName, limits, 'opb'),
    write: writeOpb,
  },
  wbo: {
    recognizes: (line) => (wboOpens(line) ? 'possibly' : 'no'),
    createReader: (fileName, limits) => new OpbReader(fileName, limits, 'wbo'),
    write: writeWbo,
  },
  qubo: {
    recognizes: (line) => (/^p\s+qubo\s/.test(line) ? 'surely' : /^\s*\d+\s+\d+$/.test(line) ? 'by-name' : 'no'),
    skips: (line) => /^(c(\s|$)|#)/.test(line),
    createReader: (fileName, limits) => new QuboReader(fileName, limits),
    write: writeQubo,
  },
  json: {
    recognizes: (line) => (/^\s*[{[]/.test(line) ? 'surely' : 'no'),
    createReader: (fileName, limits) => new JsonReader(fileName, limits),
    write: writeJson,
  },
};
