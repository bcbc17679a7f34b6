/** A spec's x̂ against its program: the one thing about it that its schema cannot know is its length. */
import type { Program } from '../src-science/program/program.ts';
import { JobError } from './job-error.ts';

/** @returns length d; @throws JobError `spec-invalid` when the length differs */
export function requireMarginals(program: Program, xHat: readonly number[], field: string): Float64Array {
  const d = program.objective.length;
  if (xHat.length !== d) {
    throw new JobError(
      'spec-invalid',
      `x̂ has ${xHat.length} values, the program has ${d} variables.`,
      'Give one number in [0, 1] per variable, in the order of the file.',
      field,
    );
  }
  return Float64Array.from(xHat);
}
