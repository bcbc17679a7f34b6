/**
 * How an error crosses a boundary (worker → main → window, engine → command line): a stable code, one
 * sentence saying what happened and where, and one saying what to do. Inside a room errors are
 * exceptions; at its border they become this value.
 */
import { OneLine } from './one-line.ts';
import { z } from './zod.ts';
import { oneLine } from '../src-science/program/one-line.ts';

export const LeibnizErrorValue = z.object({
  /** Stable, kebab-case, e.g. `problem-syntax`, `session-newer`, `spec-invalid`, `worker-crashed`. */
  code: z.string().min(1),
  /** What happened, to which file, row or field. */
  message: z.string().min(1).transform(oneLine),
  /** What to do about it; may be empty. */
  hint: OneLine,
  /** Where in a file, if anywhere. */
  file: z.string().optional(),
  line: z.number().int().positive().optional(),
  field: OneLine.optional(),
  /** Technical details for "Copy details"; never shown by itself. */
  details: z.string().optional(),
});
export type LeibnizErrorValue = z.infer<typeof LeibnizErrorValue>;
