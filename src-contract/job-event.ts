/**
 * What a running job says (worker → engine) and how it ends. Progress is monotonic and at most ten a
 * second; trajectory chunks and snapshots are transferred, not copied. Every result carries enough to
 * be shown without the worker: solutions are 0/1 vectors over the user's variables, objectives are in
 * the user's sense and recomputed in our own arithmetic from the vector.
 */
import { TRAJECTORY_COLUMNS } from '../src-science/descent/descent-control.ts';
import { CONTROL_NAMES, CONTROL_VERDICTS } from '../src-science/descent/control-words.ts';
import { VALIDATION_COLUMNS } from '../src-science/network/learning-curves.ts';
import { SETTLING_KINDS } from '../src-science/descent/settling.ts';
import { LeibnizErrorValue } from './error.ts';
import { ExplanationValue } from './explanation-value.ts';
import { EXACT_STATUSES } from './exact-status.ts';
import type { JobKind } from './job-kinds.ts';
import { Decoder, Evaluation, Scheme, Solver } from './job-spec.ts';
import { PredictResultValue, TrainResultValue } from './network-result.ts';
import { RaceEntrant } from './race-entrant.ts';
import { DescentCheckpointValue, SolutionValue } from './result-parts.ts';
import { Float64, z } from './zod.ts';
import { OneLine } from './one-line.ts';

export { DescentCheckpointValue, SolutionValue } from './result-parts.ts';
export type { TrainResultValue } from './network-result.ts';

/**
 * Every column name a stored series can have: a descent's trajectory, and the log of an exact solver (seconds, incumbent,
 * bound, nodes). `missed`, only where rows were allowed a tolerance: by how much the incumbent misses the row it misses
 * most, NaN where its vector is not known.
 */
export const SeriesColumn = z.enum([...TRAJECTORY_COLUMNS, 'nodes', 'missed', ...VALIDATION_COLUMNS]);
export type SeriesColumn = z.infer<typeof SeriesColumn>;

/** Consecutive points of a run, column by column, all of `length` values; the columns are the same in every chunk of a run. */
export const SeriesChunk = z.object({ length: z.number().int().nonnegative(), columns: z.partialRecord(SeriesColumn, Float64) });
export type SeriesChunk = z.infer<typeof SeriesChunk>;

/** The best solutions of an exact solve: distinct vectors, best first; of equal objective in the order of their values. */
const SolutionListValue = z.object({
  asked: z.number().int().positive(),
  solutions: z.array(SolutionValue).readonly(),
  /**
   * `all`: there are no others. `best`: no other is better than the last. `unfinished`: stopped before that was proven of
   * as many as were asked for; of those listed it is proven.
   */
  complete: z.enum(['all', 'best', 'unfinished']),
  /** Whether a vector that is not listed is as good as the last; null where that is not known. */
  tied: z.boolean().nullable(),
  /** Where the order is known within a solver's tolerance only: how far it may be off, in the user's units. */
  tolerance: z.number().positive().optional(),
  /** One sentence. */
  text: OneLine,
});
export type SolutionListValue = z.infer<typeof SolutionListValue>;

const Fixed = z.object({ count: z.number().int().nonnegative(), free: z.number().int().nonnegative() });

/** How an exact solve ended. `optimal` is only said of a rechecked solution with the solver's proof, to the stated gap. */
export const ExactResult = z.object({
  kind: z.literal('exact'),
  solver: Solver,
  solverVersion: OneLine,
  status: z.enum(EXACT_STATUSES),
  /** One sentence for the user: what the status rests on. */
  statusText: OneLine,
  objective: z.number().nullable(),
  /** The solver's proven bound in the user's sense; null where it gives none (GLPK before optimality). */
  bound: z.number().nullable(),
  /** |objective − bound| / max(1, |objective|); null where either is missing. */
  gap: z.number().nonnegative().nullable(),
  /** With status `…-within`: by how much a better vector may have been overlooked, in the user's units. */
  tolerance: z.number().nonnegative().optional(),
  /**
   * Where rows were allowed a tolerance: how much, by how much the solution misses the row it misses most (null without
   * a solution), and so whether it meets every row exactly. Bound and gap are of the program with that tolerance.
   */
  feasibility: z
    .object({
      tolerance: z.number().positive(), largestViolation: z.number().nonnegative().nullable(),
      met: z.enum(['exactly', 'within']).nullable(),
    })
    .optional(),
  nodes: z.number().nonnegative().nullable(),
  seconds: z.number().nonnegative(),
  solution: SolutionValue.nullable(),
  /** Where it was given a start: what that was worth, and how far from it the search ended. */
  start: z
    .object({
      /** In the user's sense. */
      objective: z.number(),
      violation: z.number().nonnegative(),
      feasible: z.boolean(),
      /** Flips between the start and the solution; null without one. */
      distance: z.number().int().nonnegative().nullable(),
    })
    .optional(),
  /** Where it was to fix variables by a bound first: how many, of so many that were free. */
  fixing: Fixed.optional(),
  /** Where the search was confined to a ball: what was proven in there. `bound` and `gap` above are then null. */
  ball: z
    .object({
      radius: z.number().int().nonnegative(),
      /** Flips between the center and the solution; null without one. */
      distance: z.number().int().nonnegative().nullable(),
      /** Bound on the objectives inside the ball, in the user's sense. */
      bound: z.number().nullable(),
      gap: z.number().nonnegative().nullable(),
    })
    .optional(),
  /** Where more than one solution was asked for; `solution` is its first. */
  list: SolutionListValue.optional(),
  /** Where the program has no solution and that was to be explained. */
  explanation: ExplanationValue.optional(),
  /**
   * Of a race. Who wins, and so which of several optimal vectors is shown, depends on timing and may differ
   * in a rerun; a proven objective may not.
   */
  race: z
    .object({
      /** Whose proof is shown; `together` where one's bound met the other's solution; null without a proof. */
      winner: z.enum(['glpk', 'highs', 'together']).nullable(),
      /** True where both were let to end and were compared. */
      checked: z.boolean(),
      entrants: z.array(RaceEntrant).readonly(),
    })
    .optional(),
});
export type ExactResult = z.infer<typeof ExactResult>;

/** Prices of the user's rows: what one unit more of its right-hand side is worth, above 0 for an upper bound, below 0 for a lower one. */
const RowMultipliers = z.object({
  /** In the order of the rows. */
  values: Float64,
  /** The largest in absolute value, largest first, with the names of their rows; none of them 0. */
  largest: z.array(z.object({ row: z.string(), value: z.number() })).readonly(),
});
export type RowMultipliers = z.infer<typeof RowMultipliers>;

/** What the same counted work gave without a descent (`controls.ts`). */
const ControlsValue = z.object({
  /** Nonzeros that the run counted, the linear relaxation's among them where it was solved for it; no control may pass them. */
  work: z.number().nonnegative(),
  runs: z.array(z.object({
    name: z.enum(CONTROL_NAMES),
    solution: SolutionValue.nullable(),
    /** Nonzeros it took itself; 0 where there is no solution. */
    work: z.number().nonnegative(),
    /** Why there is none: a clause. */
    note: OneLine.nullable(),
  })).readonly(),
  /** What the run found against the best of them. */
  verdict: z.enum(CONTROL_VERDICTS),
  best: z.enum(CONTROL_NAMES).nullable(),
});
export type ControlsValue = z.infer<typeof ControlsValue>;

export const DescentResultValue = z.object({
  kind: z.literal('descent'),
  scheme: Scheme,
  stopped: z.enum(['iterations', 'gradient-norm', 'cancelled']),
  evaluation: z.enum(['sampled', 'exact']),
  evaluationReason: OneLine,
  iterations: z.number().int().nonnegative(),
  seconds: z.number().nonnegative(),
  samples: z.number().nonnegative(),
  /** In the normal form's minimizing sense. */
  final: z.object({
    loss: z.number(),
    objective: z.number(),
    penalty: z.number(),
    mu: z.number(),
    gradientNorm: z.number(),
    lossStandardError: z.number().nonnegative(),
    penaltyStandardError: z.number().nonnegative(),
    /** Whether loss and penalty are exact, also where steps were sampled; absent of older runs. */
    exact: z.boolean().optional(),
  }),
  xHat: Float64,
  /** Of a descent with a multiplier a row; absent of others. In the normal form's minimizing sense. */
  multipliers: RowMultipliers.optional(),
  solutions: z.array(SolutionValue).readonly(),
  /** Whether it came to rest where it ended (`settling.ts`); from numerics 7 on. */
  settling: z
    .object({
      kind: z.enum(SETTLING_KINDS),
      gap: z.number().nonnegative(),
      gapShare: z.number().nonnegative(),
      moved: z.number().nonnegative(),
      returned: z.number().nonnegative(),
    })
    .optional(),
  /** The same in words, and whether anything feasible was decoded; from numerics 7 on. */
  endingText: OneLine.optional(),
  /** Of the best feasible vector that x̂ decoded to on the way; absent where there was none, and of older runs, as are the three below. */
  incumbent: z.object({ iteration: z.number().int().nonnegative(), solution: SolutionValue }).optional(),
  /** Proven: no feasible vector has a better objective. In the user's sense. */
  bound: z.number().nullable().optional(),
  /** |objective − bound| / max(1, |objective|) of the best feasible vector; null without one or without a bound. */
  provenGap: z.number().nonnegative().nullable().optional(),
  /** Of the final x̂: P(every row kept) is at least this, certified; null where that is not known. */
  feasibleAtLeast: z.number().min(0).max(1).nullable().optional(),
  /** Nonzeros touched on the way by decoding and by bounding. */
  findingWork: z.object({ decoding: z.number().nonnegative(), bounding: z.number().nonnegative() }).optional(),
  /** Free variables that the bound had fixed for the last search; absent where none was asked for, or nothing feasible known. */
  fixing: Fixed.optional(),
  /** Absent where none were asked for, or the run was stopped before they were done. */
  controls: ControlsValue.optional(),
  /** Index into `solutions` of the best feasible one, or of the least violated; null if none was decoded. */
  best: z.number().int().nonnegative().nullable(),
  checkpoint: DescentCheckpointValue,
});
export type DescentResultValue = z.infer<typeof DescentResultValue>;

export const EstimateResultValue = z.object({
  kind: z.literal('estimate'),
  estimate: z.discriminatedUnion('quantity', [
    z.object({
      quantity: z.enum(['loss', 'penalty', 'feasibility']),
      samples: z.number(),
      mean: z.number(),
      standardError: z.number(),
      /** Absent in results of earlier versions. */
      interval: z.object({
        level: z.number(), lower: z.number(), upper: z.number(), method: z.enum(['clopper-pearson', 'normal', 'few-events', 'all-agree']),
        short: z.literal(true).optional(),
      }).optional(),
      violatedSamples: z.number().nullable().optional(),
      /** `value` is null where only a bracket is certified; earlier versions gave its middle. */
      exact: z.object({ value: z.number().nullable(), lower: z.number(), upper: z.number() }).nullable(),
      z: z.number().nullable(),
      seconds: z.number(),
    }),
    z.object({
      quantity: z.literal('gradient'),
      scheme: Scheme,
      evaluation: Evaluation.exclude(['auto']),
      evaluationReason: OneLine,
      samples: z.number(),
      penaltyGradient: Float64,
      standardError: Float64,
      objectiveGradient: Float64,
      exact: Float64.nullable(),
      maxAbsZ: z.number().nullable(),
      trueGradient: Float64.nullable(),
      cosineToTrue: z.number().nullable(),
      seconds: z.number(),
    }),
  ]),
});
export type EstimateResultValue = z.infer<typeof EstimateResultValue>;

const SchemeQualityValue = z.object({
  scheme: Scheme,
  expectation: Float64.nullable(),
  expectationNote: OneLine.nullable(),
  exactBias: z.number().nullable(),
  exactCosine: z.number().nullable(),
  sampleVariance: z.number().nullable(),
  nonzerosPerSample: z.number().nonnegative(),
  biasP: Float64,
  biasZ: Float64,
  largestT: Float64,
  coordinateP: Float64,
  testedCoordinates: Float64,
  squaredBias: Float64,
  squaredBiasStandardError: Float64,
  variance: Float64,
  varianceStandardError: Float64,
  cosine: Float64,
  cosineStandardError: Float64,
  rmse: Float64,
  rmseStandardError: Float64,
  zeroShare: Float64,
  secondsPerEstimate: Float64,
});

const SchemePathValue = z.object({
  scheme: Scheme,
  penaltyCosine: Float64,
  penaltyNormRatio: Float64,
  lossCosine: Float64,
  lossNormRatio: Float64,
  sampledPenaltyCosine: Float64,
  sampledPenaltyCosineStandardError: Float64,
  sampledPenaltyNormRatio: Float64,
  sampledLossCosine: Float64,
  sampledLossCosineStandardError: Float64,
  sampledLossNormRatio: Float64,
});

const GradientBasis = z.enum(['exact', 'sampled']);

/** What each figure means is said where it is computed: `src-science/quality/quality-spec.ts`. */
export const QualityResultValue = z.object({
  kind: z.literal('quality'),
  quality: z.discriminatedUnion('shape', [
    z.object({
      shape: z.literal('point'),
      trueGradient: z.object({
        basis: GradientBasis, reason: OneLine, samples: z.number(), gradient: Float64, standardError: Float64, norm: z.number(),
      }),
      freeVariables: z.number().int(),
      samples: z.array(z.number()).readonly(),
      replications: z.number().int(),
      schemes: z.array(SchemeQualityValue).readonly(),
      seconds: z.number(),
    }),
    z.object({
      shape: z.literal('path'),
      basis: GradientBasis,
      reason: OneLine,
      referenceSamples: z.number(),
      samples: z.number(),
      replications: z.number().int(),
      points: z.number().int(),
      iteration: Float64,
      mu: Float64,
      truePenaltyNorm: Float64,
      trueLossNorm: Float64,
      schemes: z.array(SchemePathValue).readonly(),
      seconds: z.number(),
    }),
  ]),
});
export type QualityResultValue = z.infer<typeof QualityResultValue>;

const DecodeResultValue = z.object({ kind: z.literal('decode'), decoder: Decoder, solution: SolutionValue });
export type DecodeResultValue = z.infer<typeof DecodeResultValue>;

const RESULTS = {
  exact: ExactResult, descent: DescentResultValue, estimate: EstimateResultValue, decode: DecodeResultValue, quality: QualityResultValue,
  train: TrainResultValue, predict: PredictResultValue,
} satisfies { readonly [K in JobKind]: z.ZodType<{ readonly kind: K }> };
type Results = typeof RESULTS;
export const JobResult = z.discriminatedUnion('kind', Object.values(RESULTS) as unknown as readonly [Results[JobKind]]);
export type JobResult = z.infer<typeof JobResult>;
export type ResultOf<K extends JobKind> = z.infer<Results[K]>;

export const JobEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('progress'),
    /** In [0, 1], never decreasing; null where the end cannot be foreseen (an exact solve without limit). */
    fraction: z.number().min(0).max(1).nullable(),
    /** Iterations, samples or nodes done so far, and their name. */
    done: z.number().nonnegative(),
    unit: z.enum(['iterations', 'samples', 'nodes']),
    seconds: z.number().nonnegative(),
    /** Latest incumbent and bound of an exact solve, in the user's sense. */
    incumbent: z.number().nullable(),
    bound: z.number().nullable(),
    /**
     * By how much the incumbent misses the row it misses most: 0 where it meets all, more where it meets some within the
     * tolerance asked for only. Null where a solver said its value and not its vector, so that nothing was rechecked.
     */
    incumbentMissed: z.number().nonnegative().nullable().optional(),
  }),
  z.object({ type: z.literal('series'), chunk: SeriesChunk }),
  z.object({ type: z.literal('snapshot'), iteration: z.number().int().nonnegative(), xHat: Float64 }),
  z.object({ type: z.literal('checkpoint'), checkpoint: DescentCheckpointValue }),
  z.object({ /** Its machine is lost; what it had recorded is recorded anew. */ type: z.literal('restarted') }),
]);
export type JobEvent = z.infer<typeof JobEvent>;

/** How a job ended. A cancelled job keeps its partial result where it has one. */
export const JobOutcome = z.discriminatedUnion('status', [
  z.object({ status: z.literal('done'), result: JobResult }),
  z.object({ status: z.literal('cancelled'), result: JobResult.nullable() }),
  z.object({ status: z.literal('failed'), error: LeibnizErrorValue }),
]);
export type JobOutcome = z.infer<typeof JobOutcome>;
