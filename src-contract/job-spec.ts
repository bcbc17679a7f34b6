/**
 * What a job is asked to do: one discriminated union over `kind`, plain and versioned. The same spec,
 * seed and program version give the same bits, whatever the pool (docs/architecture.md, “Jobs”). The types
 * of descents and estimates are those of src-science; the schemas here check them at the borders.
 */
import { DECODER_NAMES } from '../src-science/decoding/decoder.ts';
import { LOSS_NAMES } from '../src-science/descent/descent-spec.ts';
import type { DescentSpec } from '../src-science/descent/descent-spec.ts';
import type { EstimateSpec } from '../src-science/estimation/estimate-spec.ts';
import { EVALUATION_NAMES, SCHEME_NAMES } from '../src-science/gradients/scheme.ts';
import { SOFT_FORMS } from '../src-science/gradients/scheme-tuning.ts';
import type { SchemeTuning } from '../src-science/gradients/scheme-tuning.ts';
import { LEAST_REPLICATIONS, MOST_REPLICATIONS } from '../src-science/quality/quality-spec.ts';
import type { QualitySpec } from '../src-science/quality/quality-spec.ts';
import { JOB_KIND_NAMES } from './job-kinds.ts';
import type { JobKind } from './job-kinds.ts';
import { z } from './zod.ts';

const finite = z.number();
const positive = z.number().positive();
const count = z.number().int().positive();
const countOrZero = z.number().int().nonnegative();
/** Seeds are non-negative safe integers. */
export const Seed = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);
export const Scheme = z.enum(SCHEME_NAMES);
export const Evaluation = z.enum(EVALUATION_NAMES);
export const Decoder = z.enum(DECODER_NAMES);
/** Marginals x̂; the length is checked against the program by whoever has it. */
const Marginals = z.array(z.number().min(0).max(1)).readonly();

/** A 0/1 vector; the length is checked against the program by whoever has it. */
const ZeroOne = z.array(z.union([z.literal(0), z.literal(1)])).readonly();

/** `race` runs GLPK and HiGHS side by side, on a small program GLPK a few milliseconds ahead. */
export const SOLVER_NAMES = ['glpk', 'highs', 'enumerate', 'race'] as const;
export const Solver = z.enum(SOLVER_NAMES);
export type SolverName = z.infer<typeof Solver>;

export const ExactSpec = z.object({
  solver: Solver,
  /** null: no limit. */
  timeLimitSeconds: positive.nullable(),
  /** Relative gap at which the solver may stop; 0 asks for a proof. */
  relativeGap: z.number().nonnegative(),
  /** A start solution (0/1, length d) for solvers that take one, or null. */
  start: ZeroOne.nullable(),
  /** Search only within `radius` flips of `center` (length d): nothing is proven about the rest. Left out or null: everywhere. */
  ball: z.object({ center: ZeroOne, radius: countOrZero }).nullable().optional(),
  /** With the solver `race`: let both solvers end and compare what they say, instead of stopping the slower one. Left out: false. */
  check: z.boolean().optional(),
  /** By how much each row may be missed, in the row's own units. Left out: 0, rows are met exactly. */
  feasibilityTolerance: positive.optional(),
});
export type ExactSpec = z.infer<typeof ExactSpec>;

const Optimizer = z.discriminatedUnion('name', [
  z.object({ name: z.literal('sgd') }),
  z.object({ name: z.literal('momentum'), momentum: z.number().min(0).lt(1) }),
  z.object({ name: z.literal('adam'), beta1: z.number().min(0).lt(1), beta2: z.number().min(0).lt(1), epsilon: positive }),
  z.object({ name: z.literal('mean-field'), temperature: positive, finalTemperature: positive }),
]);

const StepSchedule = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('constant') }),
  z.object({ kind: z.literal('cosine'), final: z.number().min(0).max(1) }),
  z.object({ kind: z.literal('inverse'), halfLife: positive }),
]);

const MuSchedule = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('fixed'), value: z.number().nonnegative() }),
  z.object({
    kind: z.literal('ramp'),
    from: z.number().nonnegative(),
    to: z.number().nonnegative(),
    shape: z.enum(['linear', 'geometric']),
    until: z.number().gt(0).max(1),
    hold: z.number().min(0).lt(1).optional(),
  }),
  z.object({
    kind: z.literal('adaptive'), start: z.number().nonnegative(), min: z.number().nonnegative(), max: z.number().nonnegative(),
    step: z.number().nonnegative(),
  }),
  z.object({ kind: z.literal('sequential'), sweeps: count.max(1_000_000) }),
]);

const Start = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('uniform'), value: z.number().min(0).max(1) }),
  z.object({ kind: z.literal('random'), center: z.number().min(0).max(1), spread: z.number().min(0).max(0.5) }),
  z.object({ kind: z.literal('given'), xHat: Marginals }),
  z.object({ kind: z.literal('lp-relaxation'), margin: z.number().min(0).lt(0.5), otherwise: z.number().min(0).max(1).optional() }),
]);

/** Settings of single schemes; each left out takes its default. */
const Tuning = z.object({
  temperature: z.object({ start: positive, final: positive, halfLife: positive }).optional(),
  differenceStep: z.number().gt(0).max(0.5).optional(),
  soft: z.enum(SOFT_FORMS).optional(),
}) satisfies z.ZodType<SchemeTuning>;

export const DescentSpecSchema = z.object({
  scheme: Scheme,
  evaluation: Evaluation,
  samples: count.max(1_000_000),
  parametrization: z.enum(['logit', 'projected']),
  optimizer: Optimizer,
  step: positive,
  stepSchedule: StepSchedule,
  mu: MuSchedule,
  iterations: count.max(100_000_000),
  seed: Seed,
  start: Start,
  stopAtGradientNorm: positive.nullable(),
  recordEvery: count,
  snapshotEvery: countOrZero,
  checkpointEvery: countOrZero,
  decoders: z.array(Decoder).readonly(),
  loss: z.enum(LOSS_NAMES).optional(),
  restarts: count.max(10_000).optional(),
  restartSpread: positive.optional(),
  searchWork: count.optional(),
  tuning: Tuning.optional(),
}) satisfies z.ZodType<DescentSpec>;

const EstimateCommon = { xHat: Marginals, mu: finite.nonnegative(), samples: count.max(1_000_000_000), seed: Seed };
const EstimateSpecSchema = z.discriminatedUnion('quantity', [
  z.object({ quantity: z.enum(['loss', 'penalty', 'feasibility']), ...EstimateCommon }),
  z.object({ quantity: z.literal('gradient'), scheme: Scheme, evaluation: Evaluation, tuning: Tuning.optional(), ...EstimateCommon }),
]) satisfies z.ZodType<EstimateSpec>;

const DecodeSpec = z.object({
  decoder: Decoder,
  xHat: Marginals,
  /** Weight of the penalty where the decoder uses the loss; null takes the safe default of the program. */
  mu: z.number().nonnegative().nullable(),
  samples: count,
  seed: Seed,
  /** Nonzeros that the decoder local-search may touch; left out, its own default for the program. */
  searchWork: count.optional(),
});
export type DecodeSpec = z.infer<typeof DecodeSpec>;

const QualityCommon = {
  schemes: z.array(Scheme).min(1).max(SCHEME_NAMES.length).readonly(),
  /** Independent estimates behind every figure. */
  replications: count.min(LEAST_REPLICATIONS).max(MOST_REPLICATIONS),
  seed: Seed,
  tuning: Tuning.optional(),
};
/** At one x̂ against the sample count, or along the points of a trajectory. */
const QualitySpecSchema = z.discriminatedUnion('shape', [
  z.object({
    shape: z.literal('point'), ...QualityCommon, xHat: Marginals, samples: z.array(count.max(1 << 24)).min(1).max(64).readonly(),
    iteration: countOrZero.optional(),
  }),
  z.object({
    shape: z.literal('path'),
    ...QualityCommon,
    points: z.array(z.object({ iteration: countOrZero, mu: z.number().nonnegative(), xHat: Marginals })).min(1).max(10_000).readonly(),
    samples: count.max(1 << 24),
    runId: count.nullable(),
  }),
]) satisfies z.ZodType<QualitySpec>;

/**
 * The run of the session that a spec's vector was taken from: x̂ at an iteration (null: where that is not
 * known, or along the run), or a solution by its source. It changes no number: the vector itself is in the spec.
 */
export const Origin = z.object({ runId: count, iteration: countOrZero.nullable(), solution: z.string().max(60).optional() });
export type Origin = z.infer<typeof Origin>;

const Common = { version: z.literal(1), origin: Origin.optional() };
export const JobSpec = z.discriminatedUnion('kind', [
  z.object({ ...Common, kind: z.literal('exact'), exact: ExactSpec }),
  z.object({ ...Common, kind: z.literal('descent'), descent: DescentSpecSchema }),
  z.object({ ...Common, kind: z.literal('estimate'), estimate: EstimateSpecSchema }),
  z.object({ ...Common, kind: z.literal('decode'), decode: DecodeSpec }),
  z.object({ ...Common, kind: z.literal('quality'), quality: QualitySpecSchema }),
]);
export type JobSpec = z.infer<typeof JobSpec>;

/** What a spec asks of its kind: `spec.descent` of a descent. */
export type BodyOf<K extends JobKind> =
  { [Each in JobKind]: Extract<JobSpec, { kind: Each }> extends Readonly<Record<Each, infer Body>> ? Body : never }[K];

export const JobKindName = z.enum(JOB_KIND_NAMES);
