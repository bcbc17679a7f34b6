/**
 * A run as a row: what the run table shows, taken from the spec when the run is made, from its progress
 * while it goes and from its result when it has ended. Pure; `run-store.ts` reads and writes the rows.
 */
import { EXACT_STATUSES, isProvenOptimum } from '../../../src-contract/exact-status.ts';
import type { JobEvent, JobResult, SeriesChunk, SolutionValue } from '../../../src-contract/job-event.ts';
import { Evaluation, Scheme, Solver } from '../../../src-contract/job-spec.ts';
import type { JobSpec, SolverName } from '../../../src-contract/job-spec.ts';
import { RunId, ProblemId, RunStatus } from '../../../src-contract/session.ts';
import type { Reference, RunSummary } from '../../../src-contract/session.ts';
import { z } from '../../../src-contract/zod.ts';
import { OPTIMIZER_NAMES } from '../../../src-science/descent/descent-spec.ts';
import type { MuSchedule } from '../../../src-science/descent/descent-spec.ts';
import { SETTLING_KINDS } from '../../../src-science/descent/settling.ts';
import { tunedSchemeName } from '../../../src-science/gradients/scheme-tuning.ts';
import { gapTo } from './reference.ts';
import { identityOf, originOf, originText } from './run-identity.ts';
import { OneLine, Note } from '../../../src-contract/one-line.ts';

const number = z.number().nullable();
const flag = z.union([z.literal(0), z.literal(1)]);

/** Columns of the run table, in the order of `STORED_RUN_COLUMNS`. */
const StoredRow = z.object({
  id: RunId,
  problemId: ProblemId,
  kind: z.enum(['exact', 'descent', 'estimate', 'decode', 'quality']),
  status: RunStatus,
  label: OneLine,
  note: Note,
  pinned: flag,
  createdAt: z.number(),
  startedAt: number,
  finishedAt: number,
  method: OneLine,
  scheme: Scheme.nullable(),
  solver: Solver.nullable(),
  evaluation: Evaluation.nullable(),
  parametrization: z.enum(['logit', 'projected']).nullable(),
  optimizer: z.enum(OPTIMIZER_NAMES).nullable(),
  step: number,
  muFinal: number,
  samplesPerStep: number,
  seed: number,
  exactStatus: z.enum(EXACT_STATUSES).nullable(),
  proven: flag,
  iterations: number,
  seconds: number,
  loss: number,
  penalty: number,
  objective: number,
  feasible: flag.nullable(),
  violation: number,
  bound: number,
  quantity: z.enum(['loss', 'penalty', 'feasibility', 'gradient']).nullable(),
  mean: number,
  standardError: number,
  z: number,
  samples: number,
  /** Texts of `run-identity.ts`. */
  identity: z.string().nullable(),
  origin: z.string().nullable(),
});
/**
 * A row with what the list of runs shows besides, read out of the stored result (`READ_BESIDES`); parsed row by row,
 * the file is not trusted.
 */
export const RunRow = StoredRow.extend({
  /** Whether a descent came to rest; null where none has ended, or it ended before this was judged. */
  settling: z.enum(SETTLING_KINDS).nullable().catch(null),
});
export type RunRow = z.infer<typeof RunRow>;
export type RunColumn = keyof z.infer<typeof StoredRow>;
export const STORED_RUN_COLUMNS = Object.keys(StoredRow.shape) as readonly RunColumn[];
/** SQL of what a row holds besides its columns. */
export const READ_BESIDES = "CASE WHEN kind = 'descent' AND json_valid(result) THEN json_extract(result, '$.settling.kind') END AS settling";

/** The name of a column in SQL. */
export function sqlName(column: RunColumn): string {
  return column.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

const SOLVER_LABELS: Readonly<Record<SolverName, string>> = { glpk: 'GLPK', highs: 'HiGHS', enumerate: 'Enumeration', race: 'Race' };

const NOTHING_YET = {
  settling: null,
  exactStatus: null,
  proven: 0,
  iterations: null,
  seconds: null,
  loss: null,
  penalty: null,
  objective: null,
  feasible: null,
  violation: null,
  bound: null,
  mean: null,
  standardError: null,
  z: null,
  samples: null,
} as const satisfies Partial<RunRow>;

const NOT_ASKED = {
  scheme: null,
  solver: null,
  evaluation: null,
  parametrization: null,
  optimizer: null,
  step: null,
  muFinal: null,
  samplesPerStep: null,
  seed: null,
  quantity: null,
} as const satisfies Partial<RunRow>;

/** The columns a spec decides, with nothing computed yet. */
export function columnsOfSpec(spec: JobSpec): Omit<RunRow, 'id' | 'identity' | 'problemId' | 'status' | 'label' | 'note' | 'pinned' | 'createdAt' | 'startedAt' | 'finishedAt'> {
  const nothing = { ...NOT_ASKED, ...NOTHING_YET, kind: spec.kind, origin: originText(spec) };
  switch (spec.kind) {
    case 'exact':
      return { ...nothing, method: SOLVER_LABELS[spec.exact.solver], solver: spec.exact.solver };
    case 'descent': {
      const { descent } = spec;
      return {
        ...nothing,
        method: tunedSchemeName(descent.scheme, descent.tuning),
        scheme: descent.scheme,
        evaluation: descent.evaluation,
        parametrization: descent.parametrization,
        optimizer: descent.optimizer.name,
        step: descent.step,
        muFinal: finalMu(descent.mu),
        samplesPerStep: descent.evaluation === 'exact' ? null : descent.samples,
        seed: descent.seed,
      };
    }
    case 'estimate': {
      const { estimate } = spec;
      const common = { ...nothing, quantity: estimate.quantity, seed: estimate.seed, muFinal: estimate.mu };
      if (estimate.quantity === 'gradient') {
        return { ...common, method: `${tunedSchemeName(estimate.scheme, estimate.tuning)} gradient`, scheme: estimate.scheme, evaluation: estimate.evaluation };
      }
      return { ...common, method: `${estimate.quantity} estimate` };
    }
    case 'decode':
      return { ...nothing, method: spec.decode.decoder, seed: spec.decode.seed, muFinal: spec.decode.mu };
    case 'quality': {
      const { quality } = spec;
      const [only, ...others] = quality.schemes;
      return {
        ...nothing,
        method: quality.shape === 'point' ? 'gradient quality' : `gradient quality along ${quality.runId === null ? 'points' : `run ${quality.runId}`}`,
        scheme: only !== undefined && others.length === 0 ? only : null,
        samplesPerStep: quality.shape === 'path' ? quality.samples : null,
        seed: quality.seed,
      };
    }
  }
}

/** μ a schedule aims for; null where it depends on the run. */
function finalMu(mu: MuSchedule): number | null {
  switch (mu.kind) {
    case 'fixed':
      return mu.value;
    case 'ramp':
      return mu.to;
    case 'adaptive':
      return null;
  }
}

/** What a result says of the run's columns. Adding 0 turns −0, which a REAL column cannot hold, into 0. */
export function columnsOfResult(result: JobResult): Partial<RunRow> {
  switch (result.kind) {
    case 'exact':
      return {
        exactStatus: result.status,
        proven: isProvenOptimum(result) ? 1 : 0,
        iterations: result.nodes,
        seconds: result.seconds,
        bound: plusZero(result.bound),
        ...(result.solution === null ? { objective: plusZero(result.objective) } : columnsOfSolution(result.solution)),
      };
    case 'descent': {
      const best = result.best === null ? undefined : result.solutions[result.best];
      return {
        evaluation: result.evaluation,
        iterations: result.iterations,
        seconds: result.seconds,
        samples: result.samples,
        ...(result.evaluation === 'exact' ? { samplesPerStep: null } : {}),
        muFinal: plusZero(result.final.mu),
        loss: plusZero(result.final.loss),
        penalty: plusZero(result.final.penalty),
        settling: result.settling?.kind ?? null,
        ...(best === undefined ? {} : columnsOfSolution(best)),
      };
    }
    case 'estimate': {
      const { estimate } = result;
      if (estimate.quantity === 'gradient') {
        return { evaluation: estimate.evaluation, samples: estimate.samples, seconds: estimate.seconds, z: plusZero(estimate.maxAbsZ) };
      }
      return {
        samples: estimate.samples,
        seconds: estimate.seconds,
        mean: plusZero(estimate.mean),
        standardError: plusZero(estimate.standardError),
        z: plusZero(estimate.z),
      };
    }
    case 'decode':
      return { seconds: result.solution.seconds, ...columnsOfSolution(result.solution) };
    case 'quality':
      return { seconds: result.quality.seconds, ...(result.quality.shape === 'path' ? {} : { z: largestBias(result.quality.schemes) }) };
  }
}

/** The columns that spec and result decide, where a run has ended with a result. */
export function statedColumns(spec: JobSpec, result: JobResult | null): Partial<RunRow> {
  const asked = columnsOfSpec(spec);
  // What progress writes meanwhile stays where a run ended without a result.
  const columns = Object.fromEntries(Object.entries(asked).filter(([column]) => !(column in NOTHING_YET)));
  return { ...columns, ...(result === null ? {} : columnsOfResult(result)) };
}

/**
 * What a manifest names as the solver of a result. Who won a race, and so which of several optimal vectors
 * it gave, depends on timing: the same spec may come out otherwise, and the manifest says so.
 */
export function solverLine({ solver, solverVersion, race }: Extract<JobResult, { kind: 'exact' }>): string {
  if (race === undefined) return `${solver} ${solverVersion}`.trim();
  const won = race.winner === null ? 'won by nobody' : race.winner === 'together' ? 'proven together' : `won by ${SOLVER_LABELS[race.winner]}`;
  return `race of ${solverVersion}, ${won}; the winner, and with it the vector, may differ in a rerun`;
}

/** The largest z of a scheme against its own expectation, each at its largest measured sample count. */
function largestBias(schemes: readonly { readonly biasZ: Float64Array }[]): number | null {
  const last = schemes.flatMap(({ biasZ }) => biasZ.findLast((z) => !Number.isNaN(z)) ?? []);
  return last.length === 0 ? null : plusZero(Math.max(...last));
}

function columnsOfSolution(solution: SolutionValue): Partial<RunRow> {
  return { objective: plusZero(solution.objective), violation: plusZero(solution.violation), feasible: solution.feasible ? 1 : 0 };
}

/** What a progress report says of the run's columns. */
export function columnsOfProgress(event: Extract<JobEvent, { type: 'progress' }>): Partial<RunRow> {
  return {
    seconds: event.seconds,
    ...(event.unit === 'samples' ? { samples: event.done } : { iterations: event.done }),
    ...(event.incumbent === null ? {} : { objective: plusZero(event.incumbent), feasible: feasibleFlag(event.incumbentMissed ?? null) }),
    ...(event.bound === null ? {} : { bound: plusZero(event.bound) }),
  };
}

/** @param missed by how much a solution misses a row; null where nobody has looked */
function feasibleFlag(missed: number | null): 0 | 1 | null {
  return missed === null ? null : missed === 0 ? 1 : 0;
}

/** What the last point of a chunk of a descent says of the run's columns. */
export function columnsOfChunk(chunk: SeriesChunk): Partial<RunRow> {
  const last = (name: 'iteration' | 'seconds' | 'samples' | 'loss' | 'penalty'): number | undefined => {
    const value = chunk.columns[name]?.[chunk.length - 1];
    return value !== undefined && Number.isFinite(value) ? value + 0 : undefined;
  };
  if (chunk.columns.iteration === undefined) return {};
  return withoutUndefined({
    iterations: last('iteration'),
    seconds: last('seconds'),
    samples: last('samples'),
    loss: last('loss'),
    penalty: last('penalty'),
  });
}

/** The columns of a run that starts anew or goes on: what it had reached is no result any more. */
export function columnsBeforeResult(spec: JobSpec): Partial<RunRow> {
  const { method: _method, kind: _kind, ...columns } = columnsOfSpec(spec);
  return columns;
}

function withoutUndefined(change: { readonly [K in keyof RunRow]?: RunRow[K] | undefined }): Partial<RunRow> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Partial<RunRow>;
}

function plusZero(value: number | null): number | null {
  return value === null ? null : value + 0;
}

export function summaryOf(row: RunRow, problem: { readonly name: string; readonly sense: 'min' | 'max' }, reference: Reference | null): RunSummary {
  const { startedAt: _startedAt, proven: _proven, identity, origin, pinned, feasible, ...rest } = row;
  const isFeasible = feasible === null ? null : feasible === 1;
  return {
    ...rest,
    ...identityOf(row.id, row.kind, row.method, identity),
    origin: originOf(origin),
    problemName: problem.name,
    feasible: isFeasible,
    ...gapTo(reference, problem.sense, row.objective, isFeasible),
    pinned: pinned === 1,
  };
}
