/** Why a program has no solution, as a result carries it (`src-science/infeasibility/explanation.ts` says what each entry is). */
import { OneLine } from './one-line.ts';
import { z } from './zod.ts';

const index = z.number().int().nonnegative();

export const ExplanationValue = z.object({
  irreducible: z.boolean(),
  narrowed: z.boolean(),
  rowCount: index,
  rows: z.array(z.object({ row: index, name: OneLine, sides: z.enum(['both', 'lower', 'upper']), text: OneLine })).readonly(),
  fixingCount: index,
  fixings: z.array(z.object({ variable: index, name: OneLine, value: z.union([z.literal(0), z.literal(1)]) })).readonly(),
  ranges: z.array(z.object({ name: OneLine, lower: z.number(), upper: z.number() })).readonly(),
  chain: z.array(z.object({ row: index, text: OneLine })).readonly().nullable(),
  text: OneLine,
  questions: index,
  seconds: z.number().nonnegative(),
});
export type ExplanationValue = z.infer<typeof ExplanationValue>;
