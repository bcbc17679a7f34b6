/**
 * A run as a row: what the run table shows, taken from the spec when the run is made, from its progress
 * while it goes and from its result when it has ended. Pure; `run-store.ts` reads and writes the rows.
 */
import { EXACT_STATUSES } from '../../../src-contract/exact-status.ts';
import type { JobEvent, JobResult, SeriesChunk } from '../../../src-contract/job-event.ts';
import { Evaluation, JobKindName, Scheme, Solver } from '../../../src-contract/job-spec.ts';
import type { JobSpec } from '../../../src-contract/job-spec.ts';
import { RunId, ProblemId, RunStatus } from '../../../src-contract/session.ts';
import type { Reference, RunSummary } from '../../../src-contract/session.ts';
import { z } from '../../../src-contract/zod.ts';
import { OPTIMIZER_NAMES } from '../../../src-science/descent/descent-settings.ts';
import { CONTROL_VERDICTS } from '../../../src-science/descent/control-words.ts';
import { SETTLING_KINDS } from '../../../src-science/descent/settling.ts';
import { askedColumns, foundColumns } from '../kinds/kinds.ts';
import { gapTo } from './reference.ts';
import { identityOf, originOf, originText } from './run-identity.ts';
import { tagsOf } from './run-tags.ts';
import { OneLine, Note } from '../../../src-contract/one-line.ts';

const number = z.number().nullable();
const flag = z.union([z.literal(0), z.literal(1)]);

/** Columns of the run table, in the order of `STORED_RUN_COLUMNS`. */
const StoredRow = z.object({
  id: RunId,
  problemId: ProblemId,
  kind: JobKindName,
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
  origin: z.string().nullable().refine((text) => {
    try {
      originOf(text);
      return true;
    } catch {
      return false;
    }
  }, 'expected the JSON of an origin'),
  /** When it went to the bin; null while it is there. */
  removedAt: number,
  /** Text of `run-tags.ts`. */
  tags: z.string().nullable(),
});
/**
 * A row with what the list of runs shows besides, read out of the stored result (`READ_BESIDES`); parsed row by row,
 * the file is not trusted.
 */
export const RunRow = StoredRow.extend({
  /** Whether a descent came to rest; null where none has ended, or it ended before this was judged. */
  settling: z.enum(SETTLING_KINDS).nullable().catch(null),
  /** |objective − bound| / max(1, |objective|) of the best feasible vector found; null where nothing was proven. */
  provenGap: z.number().nullable().catch(null),
  /** What a descent with controls found against the best of them; null where there are none. */
  controls: z.enum(CONTROL_VERDICTS).nullable().catch(null),
  /** Objective of the best feasible vector that a descent found on its way; null where there is none. */
  incumbent: z.number().nullable().catch(null),
  /** Why the run failed, of its error or its result; null where it did not. */
  reason: OneLine.nullable().catch(null),
  /** The other machine that computed it, of its manifest; null where there is none. */
  machine: OneLine.nullable().catch(null),
});
export type RunRow = z.infer<typeof RunRow>;
export type RunColumn = keyof z.infer<typeof StoredRow>;
export const STORED_RUN_COLUMNS = Object.keys(StoredRow.shape) as readonly RunColumn[];
/** SQL of what a row holds besides its columns. */
export const READ_BESIDES = `CASE WHEN kind = 'descent' AND json_valid(result) THEN json_extract(result, '$.settling.kind') END AS settling,
  CASE WHEN kind = 'descent' AND json_valid(result) THEN json_extract(result, '$.controls.verdict') END AS controls,
  CASE WHEN json_valid(result)
    THEN json_extract(result, CASE kind WHEN 'descent' THEN '$.provenGap' WHEN 'exact' THEN '$.gap' END)
  END AS provenGap,
  CASE WHEN kind = 'descent' AND json_valid(result) THEN json_extract(result, '$.incumbent.solution.objective') END AS incumbent,
  CASE WHEN json_valid(error) THEN json_extract(error, '$.message')
    WHEN kind = 'exact' AND json_valid(result) AND json_extract(result, '$.status') = 'failed' THEN json_extract(result, '$.statusText')
  END AS reason,
  CASE WHEN json_valid(manifest) THEN json_extract(manifest, '$.machine') END AS machine`;

/** The name of a column in SQL. */
export function sqlName(column: RunColumn): string {
  return column.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

const NOTHING_YET = {
  settling: null,
  machine: null,
  reason: null,
  incumbent: null,
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
  provenGap: null,
  controls: null,
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

/** Columns that a user decides, and no spec. */
export type EditedColumn = 'label' | 'note' | 'pinned' | 'removedAt' | 'tags';

/** The columns a spec decides, with nothing computed yet. */
export function columnsOfSpec(
  spec: JobSpec,
): Omit<RunRow, 'id' | 'identity' | 'problemId' | 'status' | 'createdAt' | 'startedAt' | 'finishedAt' | EditedColumn> {
  return { ...NOT_ASKED, ...NOTHING_YET, kind: spec.kind, origin: originText(spec), ...askedColumns(spec) };
}

/** What a result says of the run's columns. */
export function columnsOfResult(result: JobResult): Partial<RunRow> {
  const { feasible, proven, ...columns } = foundColumns(result);
  return {
    ...withoutNegativeZeros(columns),
    ...(feasible === undefined ? {} : { feasible: feasible === null ? null : flagOf(feasible) }),
    ...(proven === undefined ? {} : { proven: flagOf(proven) }),
  };
}

function flagOf(value: boolean): 0 | 1 {
  return value ? 1 : 0;
}

/** Adding 0 turns −0, which a REAL column cannot hold, into 0. */
function withoutNegativeZeros<Columns extends object>(columns: Columns): Columns {
  return Object.fromEntries(
    Object.entries(columns).map(([name, value]) => [name, typeof value === 'number' ? value + 0 : value]),
  ) as Columns;
}

/** The columns that spec and result decide, where a run has ended with a result. */
export function statedColumns(spec: JobSpec, result: JobResult | null): Partial<RunRow> {
  const asked = columnsOfSpec(spec);
  // What progress writes meanwhile stays where a run ended without a result.
  const columns = Object.fromEntries(Object.entries(asked).filter(([column]) => !(column in NOTHING_YET)));
  return { ...columns, ...(result === null ? {} : columnsOfResult(result)) };
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
  const last = (name: 'iteration' | 'seconds' | 'samples' | 'loss' | 'penalty' | 'bound'): number | undefined => {
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
    bound: last('bound'),
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

export function summaryOf(
  row: RunRow, problem: { readonly name: string; readonly sense: 'min' | 'max' }, reference: Reference | null,
  studies: RunSummary['studies'],
): RunSummary {
  const {
    startedAt: _startedAt, removedAt: _removedAt, proven: _proven, incumbent: _incumbent, identity, origin, tags, pinned, feasible,
    ...rest
  } = row;
  const isFeasible = feasible === null ? null : feasible === 1;
  return {
    ...rest,
    ...identityOf(row.id, row.kind, row.method, identity),
    origin: originOf(origin),
    tags: tagsOf(tags),
    problemName: problem.name,
    feasible: isFeasible,
    ...gapTo(reference, problem.sense, row.objective, isFeasible),
    pinned: pinned === 1,
    studies,
    studyMethod: studies.at(-1)?.method ?? null,
  };
}
