/** What results of several kinds hold: solutions, and where a run goes on from. */
import { OneLine } from './one-line.ts';
import { Bytes, Float64, z } from './zod.ts';

export const DescentCheckpointValue = z.object({
  version: z.literal(1),
  iteration: z.number().int().nonnegative(),
  seconds: z.number().nonnegative(),
  samples: z.number().nonnegative(),
  mu: z.number(),
  parameters: Float64,
  moments: z.array(Float64).readonly(),
  /** What was found on the way, packed; absent in older ones. */
  findings: Float64.optional(),
});

export const SolutionValue = z.object({
  /** Who made it: a decoder's or a solver's name, or the name of the file it was read from. */
  source: OneLine,
  /** Length d, 0/1. */
  x: Bytes,
  /** In the user's sense, recomputed from x. */
  objective: z.number(),
  /** viol(x), over normal rows; 0 when feasible. */
  violation: z.number().nonnegative(),
  feasible: z.boolean(),
  seconds: z.number().nonnegative(),
  /** Of conditional expectation, from numerics 7 on: what was kept and what it rests on (`RoundingNote`). */
  rounding: z
    .object({
      kept: z.enum(['conditional-expectation', 'threshold']),
      mu: z.number().nonnegative(),
      /** Of the normal form, computed from the vector. */
      loss: z.number(),
      /** The user's rows, from 0, whose expectations were approximate on the way. */
      approximateRows: z.array(z.number().int().nonnegative()).readonly(),
      errorBound: z.number().nonnegative(),
    })
    .optional(),
});
export type SolutionValue = z.infer<typeof SolutionValue>;
