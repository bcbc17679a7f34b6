/** One solver of a race, as the result of an exact solve tells of it. */
import { EXACT_STATUSES } from './exact-status.ts';
import { OneLine } from './one-line.ts';
import { z } from './zod.ts';

/** What came of one of the solvers of a race. */
export const RaceEntrant = z.object({
  solver: z.enum(['glpk', 'highs']),
  version: OneLine,
  /** How it ended by itself; `stopped` where the race was over before, `not-begun` where it was before this solver's turn. */
  status: z.enum([...EXACT_STATUSES, 'stopped', 'not-begun']),
  /** A clause: what it said, or that it was stopped. */
  says: OneLine,
  /** Best objective it had reached, in the user's sense; GLPK's, while it runs, is its own claim. */
  objective: z.number().nullable(),
  /**
   * Where rows were allowed a tolerance: by how much the vector of that objective misses the row it misses most; null
   * where it is not known.
   */
  missed: z.number().nonnegative().nullable().optional(),
  /** Best bound it had reached; null inside a ball. */
  bound: z.number().nullable(),
  nodes: z.number().nonnegative().nullable(),
  /** When it ended, was stopped, or was no longer needed. */
  seconds: z.number().nonnegative(),
});
export type RaceEntrant = z.infer<typeof RaceEntrant>;
