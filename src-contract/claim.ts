/**
 * Claims as they cross boundaries: what a claim states, the job that settles it, and what was found. A
 * claim needs no program, so it is no run: its latest result is kept beside the runs, with the parameters
 * and versions that made it. The shapes of findings are those of src-science/claims.
 */
import type { ClaimResult } from '../src-science/claims/claim.ts';
import { LeibnizErrorValue } from './error.ts';
import { z } from './zod.ts';

export const ClaimId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/, 'expected the id of a claim');
export const ClaimParameters = z.record(z.string().max(60), z.number());

/** A job that settles one claim; parameters left out take their defaults. */
export const ClaimSpec = z.object({ version: z.literal(1), kind: z.literal('claim'), id: ClaimId, parameters: ClaimParameters });
export type ClaimSpec = z.infer<typeof ClaimSpec>;

/** A measured number: a field may be infinite on the edge of the cube, which `z.number()` would refuse. */
const Measured = z.custom<number>((value) => typeof value === 'number', 'expected a number');

const ClaimVerdict = z.enum(['holds', 'fails', 'fails-as-printed']);
export type ClaimVerdict = z.infer<typeof ClaimVerdict>;

const Evidence = z.object({
  role: z.enum(['claim', 'right', 'shown']),
  label: z.string(),
  relation: z.enum(['equal', 'above', 'below', 'differs']),
  measured: Measured,
  expected: Measured,
  standardError: Measured.nullable(),
  z: Measured.nullable(),
  tolerance: Measured.nullable(),
  agrees: z.boolean(),
});
export type EvidenceValue = z.infer<typeof Evidence>;

export const ClaimResultValue = z.object({
  id: ClaimId,
  title: z.string(),
  source: z.string(),
  verdict: ClaimVerdict,
  measured: Measured,
  expected: Measured,
  standardError: Measured.nullable(),
  z: Measured.nullable(),
  falseAlarmRate: Measured.nullable(),
  seconds: z.number().nonnegative(),
  explanation: z.string(),
  rightFormula: z.string().nullable(),
  details: z.array(Evidence).readonly(),
}) satisfies z.ZodType<ClaimResult>;
export type ClaimResultValue = z.infer<typeof ClaimResultValue>;

/** How a claim's job ended: there is no partial result. */
export type ClaimOutcome =
  | { readonly status: 'done'; readonly result: ClaimResultValue }
  | { readonly status: 'cancelled'; readonly result: null }
  | { readonly status: 'failed'; readonly error: LeibnizErrorValue };

export const ClaimManifest = z.object({ application: z.string(), runtime: z.string(), numerics: z.number().int(), settledAt: z.number() });
export type ClaimManifest = z.infer<typeof ClaimManifest>;

/** The latest result of a claim in a session, with every parameter it was settled with. */
export const SettledClaim = z.object({ parameters: ClaimParameters, manifest: ClaimManifest, result: ClaimResultValue });
export type SettledClaim = z.infer<typeof SettledClaim>;

/** What a claim states, and what it can be settled with. */
export const ClaimStatement = z.object({
  id: ClaimId,
  title: z.string(),
  source: z.string(),
  /** KaTeX source, from the program itself. */
  formula: z.string(),
  parameters: z.array(z.object({
    name: z.string(), label: z.string(), help: z.string(), default: z.number(), min: z.number(), max: z.number(), integer: z.boolean(),
  })).readonly(),
});
export type ClaimStatement = z.infer<typeof ClaimStatement>;

/** One claim as a session sees it. */
export const ClaimView = z.object({
  statement: ClaimStatement,
  settled: SettledClaim.nullable(),
  going: z.enum(['queued', 'running', 'cancelling']).nullable(),
  /** Why the last attempt came to nothing; null after one that did. */
  error: LeibnizErrorValue.nullable(),
});
export type ClaimView = z.infer<typeof ClaimView>;
