/**
 * The problem that a command works on: read, with another sense if that was asked, and with what the reader
 * warns of on stderr, so that a doubtful reading is said by every command and --json stays one document.
 */
import { withSense } from '../../src-science/program/parse-program.ts';
import type { ParsedProgram } from '../../src-science/program/parse-program.ts';
import type { ObjectiveSense, Program } from '../../src-science/program/program.ts';
import { readProblem } from '../engine/problems/read-problem.ts';
import { oneLine } from '../../src-science/program/one-line.ts';

export interface ProblemOptions {
  /** Instead of the sense that the file states. */
  readonly sense?: ObjectiveSense;
}

/** @throws EngineError or ProblemError naming the file, and the line and field where there is one */
export async function parsedProblem(path: string, { sense }: ProblemOptions): Promise<ParsedProgram> {
  const parsed = await readProblem(path);
  return sense === undefined ? parsed : withSense(parsed, sense);
}

/** The same, its warnings said on stderr. */
export async function saidProblem(path: string, options: ProblemOptions): Promise<ParsedProgram> {
  const parsed = await parsedProblem(path, options);
  for (const warning of parsed.warnings) process.stderr.write(`warning: ${oneLine(warning)}\n`);
  return parsed;
}

export async function problemOf(path: string, options: ProblemOptions): Promise<Program> {
  return (await saidProblem(path, options)).program;
}
