/**
 * Encoded programs on their way to jobs: what was used last is kept, and what is asked for twice at once is
 * fetched once. Jobs that run share a program's memory and keep it as long as they need it.
 */
import { createRecent } from '../../../src-science/program/recent.ts';
import type { EncodedProgram } from '../execution/executor.ts';

const MOST_PROGRAMS = 16;
const MOST_BYTES = 64 * 2 ** 20;

export interface ProgramCache {
  of(problemId: number): Promise<EncodedProgram>;
  forget(problemId: number): void;
}

export function createProgramCache(fetch: (problemId: number) => Promise<EncodedProgram>): ProgramCache {
  const kept =
    createRecent<number, EncodedProgram>({ most: MOST_PROGRAMS, mostWeight: MOST_BYTES, weightOf: ({ bytes }) => bytes.byteLength });
  const coming = new Map<number, Promise<EncodedProgram>>();
  return {
    of(problemId) {
      const known = kept.get(problemId);
      if (known !== undefined) return Promise.resolve(known);
      let program = coming.get(problemId);
      if (program === undefined) {
        program = fetch(problemId);
        coming.set(problemId, program);
        program
          .then((encoded) => kept.put(problemId, encoded))
          .catch(() => undefined)
          .finally(() => coming.delete(problemId));
      }
      return program;
    },
    forget: (problemId) => kept.delete(problemId),
  };
}
