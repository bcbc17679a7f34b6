/**
 * Where problems come from and go to: files, generators, files again. Everything a session stores of a
 * problem besides the program itself is said here: its origin (never a path) and a name to fall back on.
 */
import { basename } from 'node:path';
import type { ProblemSummary } from '../../../src-contract/session.ts';
import { decodeProgram } from '../../../src-science/program/encoding.ts';
import { senseMeantBy } from '../../../src-science/program/formats/mps-origin.ts';
import type { WriteOptions } from '../../../src-science/program/formats/write-options.ts';
import { writeProgram } from '../../../src-science/program/write-program.ts';
import type { ProgramFormat } from '../../../src-science/program/parse-program.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { EngineError } from '../error-value.ts';
import { generateProgram } from '../problems/generator-families.ts';
import { readProblem } from '../problems/read-problem.ts';
import type { Seen } from '../files/target-place.ts';
import { writeFileAtomically } from '../files/write-file.ts';
import type { NewProblem, ProblemRow } from './problem-store.ts';
import { withoutFormatEnding } from '../../../src-science/program/formats/format-table.ts';

/** @throws EngineError or ProblemError naming the file, and the line and field where there is one */
export async function problemOfFile(
  path: string, origin: string | null, publishedOptimum: number | null, signal: AbortSignal,
): Promise<NewProblem> {
  const fileName = basename(path);
  const { program, warnings, optimum } = await readProblem(path, { signal });
  return {
    program, fallbackName: withoutFormatEnding(fileName), origin: origin ?? fileName, warnings,
    publishedOptimum: publishedOptimum ?? optimum ?? null,
  };
}

/** @throws ProblemError naming the parameter */
export function problemOfGenerator(family: string, parameters: Readonly<Record<string, number>>, seed: number, name: string): NewProblem {
  const program = generateProgram(family, parameters, seed);
  const call = [...Object.entries(parameters).map(([key, value]) => `${key}=${value}`), `seed=${seed}`].join(', ');
  return {
    program: name === '' ? program : { ...program, name }, fallbackName: family, origin: `${family}(${call})`, warnings: [],
    publishedOptimum: null,
  };
}

/** The warning that doubts the sense a problem was read with, and the sense that its file's comments mean; null without one. */
export function senseDoubtOf(warnings: readonly string[]): ProblemSummary['senseDoubt'] {
  for (const warning of warnings) {
    const meant = senseMeantBy(warning);
    if (meant !== null) return { warning, meant };
  }
  return null;
}

/**
 * The same program in the sense that its file's comments mean; that warning is settled. An optimum the file stated is left behind.
 * @throws EngineError `problem-sense` where no warning doubts the sense
 */
export function problemInSenseMeant(row: ProblemRow, program: Program): NewProblem {
  const doubt = senseDoubtOf(row.warnings);
  if (doubt === null) throw new EngineError(
    'problem-sense', `Nothing says that “${row.name}” is read with the wrong sense.`, 'Change the sense in its file and open it again.',
  );
  return {
    program: { ...program, sense: doubt.meant },
    fallbackName: row.ownName,
    origin: `${row.origin}, opened as ${doubt.meant === 'max' ? 'maximization' : 'minimization'}`,
    warnings: row.warnings.filter((warning) => warning !== doubt.warning),
    publishedOptimum: null,
  };
}

/**
 * What was made of a problem by hand. An optimum that was stated of the old one is left behind.
 * @throws ProblemError where the bytes are no program
 */
export function problemEdited(row: ProblemRow, bytes: Uint8Array, name: string): NewProblem {
  return {
    program: { ...decodeProgram(bytes), name }, fallbackName: row.ownName, origin: `${row.origin}, edited`, warnings: [],
    publishedOptimum: null,
  };
}

/**
 * @param options what is written where the format has a place for it
 * @param seen what stood at the path when whoever asks looked
 */
export async function writeProblem(
  program: Program, format: ProgramFormat, path: string, options: WriteOptions, seen?: Seen,
): Promise<void> {
  await writeFileAtomically(path, writeProgram(program, format, options), seen);
}
