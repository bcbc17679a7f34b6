/** `--write-solution FILE`: looked at before the work begins, written after it. */
import { basename, dirname, extname, join } from 'node:path';
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
export function solutionTarget(options: SolutionTargetOptions): (program: Program, x: Uint8Array | null) => Promise<string | null> {
  const write = solutionTargets(options, 1);
  return async (program, x) => (await write(program, x === null ? [] : [x]))[0] ?? null;
}

/**
 * The same for up to `count` solutions: `best.sol`, or `best-01.sol`, `best-02.sol`, … where more than one was asked for.
 * @returns the names of the files written
 */
export function solutionTargets(
  { writeSolution: path, force }: SolutionTargetOptions, count: number,
): (program: Program, solutions: readonly Uint8Array[]) => Promise<readonly string[]> {
  if (path === undefined) return () => Promise.resolve([]);
  const targets = Array.from({ length: count }, (_, k) => {
    const numbered = count === 1 ? path : numberedPath(path, k + 1, count);
    const { ending, seen } = checkTarget('--write-solution', numbered, SOLUTION_ENDINGS, force === true);
    return { path: numbered, ending: SOLUTION_ENDINGS.find((each) => each === ending) ?? '.sol' as const, seen };
  });
  return async (program, solutions) => {
    const { writeSolution } = await import('../../src-science/program/solutions/solution-file.ts');
    const written: string[] = [];
    for (const [k, x] of solutions.entries()) {
      const target = targets[k];
      if (target === undefined) break;
      await writeFileAtomically(target.path, writeSolution(program, x, target.ending), target.seen);
      written.push(target.path);
    }
    return written;
  };
}

function numberedPath(path: string, number: number, of: number): string {
  const ending = extname(path);
  return join(dirname(path), `${basename(path, ending)}-${String(number).padStart(String(of).length, '0')}${ending}`);
}
