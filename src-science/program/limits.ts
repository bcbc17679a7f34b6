/**
 * How large a program may be here, checked before anything is allocated by it. Readers take them as an
 * argument, so that what happens at a limit can be tested below it.
 */
import { ProblemError } from './problem-error.ts';
import type { ProblemPlace } from './problem-error.ts';

export interface ProgramLimits {
  /** Rows or variables: names are told apart in sets, which hold 2^24 at most. */
  readonly names: number;
  /** Indices are 32-bit and arrays must fit in memory. */
  readonly nonzeros: number;
  /** Bytes of a problem in JSON, which is held whole. */
  readonly jsonBytes: number;
  /** Bytes that names, products and edges may take while a file is read: what is left of the engine's heap. */
  readonly heapBytes: number;
}

export const LIMITS: ProgramLimits = { names: 2 ** 24 - 1, nonzeros: 2 ** 27, jsonBytes: 2 ** 29, heapBytes: Infinity };

/**
 * Bytes of heap that reading takes at its peak, for each thing a file has. Measured on 1 December 2026 with Node 24 as the least
 * heap that 100 000 products, 400 000 rows of graphs, 150 000 names of 8 characters (75 to 80 bytes each, in LP, MPS and JSON) and as
 * many values of solutions (346) were read in, and rounded up.
 */
export const HEAP_BYTES = {
  term: 450, product: 1000, edge: 120, row: 120, cutRows: 420, characterOfGraph: 8, token: 60, name: 100,
  readName: 120, textByte: 2, solutionValue: 350,
} as const;

/**
 * Refuses before it is allocated what the heap has no room for.
 * @param what takes the bytes, in the plural
 * @throws ProblemError `problem-too-large`
 */
export function requireHeap(what: string, bytes: number, { heapBytes }: Pick<ProgramLimits, 'heapBytes'>, place: ProblemPlace): void {
  if (bytes <= heapBytes) return;
  const megabytes = (size: number): string => `${Math.ceil(Math.max(0, size) / 1e6)} MB`;
  throw new ProblemError(
    'problem-too-large', `${what} take about ${megabytes(bytes)} of memory to read, and ${megabytes(heapBytes)} are left`,
    'Use a smaller or sparser problem, or the command line with more memory: NODE_OPTIONS=--max-old-space-size=MEGABYTES.', place,
  );
}

/**
 * Nodes that a matrix or a graph may have for so many lines that say something of them: a first line of a few bytes
 * must not ask for gigabytes.
 */
export function mostNodes(lines: number): number {
  return 100_000 + 100 * lines;
}
