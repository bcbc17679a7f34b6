/**
 * How large a program may be here, checked before anything is allocated by it. Readers take them as an
 * argument, so that what happens at a limit can be tested below it.
 */
export interface ProgramLimits {
  /** Rows or variables: names are told apart in sets, which hold 2^24 at most. */
  readonly names: number;
  /** Indices are 32-bit and arrays must fit in memory. */
  readonly nonzeros: number;
  /** Bytes of a problem in JSON, which is held whole. */
  readonly jsonBytes: number;
}

export const LIMITS: ProgramLimits = { names: 2 ** 24 - 1, nonzeros: 2 ** 27, jsonBytes: 2 ** 29 };

/**
 * Nodes that a matrix or a graph may have for so many lines that say something of them: a first line of a few bytes
 * must not ask for gigabytes.
 */
export function mostNodes(lines: number): number {
  return 100_000 + 100 * lines;
}
