/** What a reference value rests on, in the words that window, command line, reports and exports share. */
import type { Reference } from './session.ts';

/** `proven here by run 3 with HiGHS`, `typed in`, `came with the file`, `best found (no proof)`. */
export function referenceSource({ basis, runId, method }: Pick<Reference, 'basis' | 'runId' | 'method'>): string {
  switch (basis) {
    case 'proven':
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
