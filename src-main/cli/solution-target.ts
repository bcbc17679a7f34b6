/** `--write-solution FILE`: looked at before the work begins, written after it. */
import { SOLUTION_ENDINGS } from '../../src-science/program/solutions/solution-endings.ts';
import type { Program } from '../../src-science/program/program.ts';
import { writeFileAtomically } from '../engine/files/write-file.ts';
import { checkTarget } from './target-file.ts';

export interface SolutionTargetOptions {
  readonly writeSolution?: string;
  readonly force?: boolean;
}

/**
 * @returns writes a solution, and says so with the file's name; null where none was asked for or there is none
 * @throws EngineError `usage` where the file cannot be written to
 */
export function solutionTarget(
  { writeSolution: path, force }: SolutionTargetOptions,
): (program: Program, x: Uint8Array | null) => Promise<string | null> {
  if (path === undefined) return () => Promise.resolve(null);
  const { ending, seen } = checkTarget('--write-solution', path, SOLUTION_ENDINGS, force === true);
  const chosen = SOLUTION_ENDINGS.find((each) => each === ending) ?? '.sol';
  return async (program, x) => {
    if (x === null) return null;
    const { writeSolution } = await import('../../src-science/program/solutions/solution-file.ts');
    await writeFileAtomically(path, writeSolution(program, x, chosen), seen);
    return path;
  };
}
