/** What a reference value rests on, in the words that window, command line, reports and exports share. */
import type { Reference } from './session.ts';

/**
 * `proven here by run 3 with HiGHS`, `found by run 3 with HiGHS, proven by the bound of run 5 with true-penalty`, `typed in`,
 * `came with the file`, `best found (no proof)`.
 */
export function referenceSource({ basis, runId, method, bound }: Omit<Reference, 'objective'>): string {
  switch (basis) {
    case 'proven':
      if (runId !== null && bound !== null && bound !== undefined && bound.runId !== runId) {
        return `found by run ${runId}${withMethod(method)}, proven by the bound of run ${bound.runId}${withMethod(bound.method)}`;
      }
      return runId === null ? 'proven here' : `proven here by run ${runId}${withMethod(method)}`;
    case 'typed':
      return 'typed in';
    case 'published':
      return 'came with the file';
    case 'best-found':
      return runId === null ? 'best found (no proof)' : `best found (no proof), by run ${runId}${withMethod(method)}`;
  }
}

function withMethod(method: string | null | undefined): string {
  return method === null || method === undefined || method === '' ? '' : ` with ${method}`;
}

/** What the gaps of a table are measured against, in a word or two. */
export const GAP_BASIS_WORDS: Readonly<Record<Reference['basis'], string>> = {
  proven: 'proven optimum',
  typed: 'optimum typed in',
  published: 'optimum from the file',
  'best-found': 'best found (no proof)',
};
