/** Where solutions come from and go to: files in the forms of solvers. */
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Program } from '../../../src-science/program/program.ts';
import { readSolution, writeSolution } from '../../../src-science/program/solutions/solution-file.ts';
import type { SolutionEnding } from '../../../src-science/program/solutions/solution-endings.ts';
import { EngineError, fileFailure } from '../error-value.ts';
import { heapLeft } from '../files/heap-left.ts';
import { requireRegularFile } from '../files/regular-file.ts';
import { writeFileAtomically } from '../files/write-file.ts';

/** A file of solutions, optima, a circuit or a graph is held whole. */
export const LARGEST_FILE = 512 * 2 ** 20;

/** @throws EngineError naming the file */
export async function wholeFile(path: string): Promise<Uint8Array> {
  requireRegularFile(path);
  try {
    if ((await stat(path)).size > LARGEST_FILE) throw new EngineError(
      'file-too-large', `“${basename(path)}” is larger than ${LARGEST_FILE / 2 ** 20} MiB.`,
      'No such file is that large; check that it is the right one.', { file: path },
    );
    return await readFile(path);
  } catch (error) {
    throw fileFailure(error, path);
  }
}

/** @throws EngineError or ProblemError naming the file, and the line where there is one */
export async function solutionOfFile(
  path: string, program: Program,
): Promise<{ readonly x: Uint8Array; readonly warnings: readonly string[] }> {
  const { x, warnings } = readSolution(await wholeFile(path), basename(path), program, { heapBytes: heapLeft() });
  return { x, warnings };
}

export async function writeSolutionFile(program: Program, x: Uint8Array, ending: SolutionEnding, path: string): Promise<void> {
  await writeFileAtomically(path, writeSolution(program, x, ending));
}
