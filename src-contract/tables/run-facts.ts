/**
 * What a table says of a run: each fact with its name, its unit and its value. The window's run table, its copies and exports,
 * the exports and lists of the command line and the report of a study are made of these records, and add only how they show one.
 */
import { summaryInterval } from '../../src-science/estimation/summary-interval.ts';
import { metInTolerance } from '../exact-status.ts';
import { GAP_BASIS_WORDS } from '../reference-words.ts';
import type { RunSummary } from '../session.ts';
import type { ExportTable, TableCell, TableColumn } from './export-table.ts';

/** What a fact may depend on besides its run. */
export interface OtherRuns {
  /** What differs in the specs of the runs of one kind, in words, by the number of the run. */
  readonly apart: ReadonlyMap<number, string>;
  readonly ids: ReadonlySet<number>;
}

export interface RunFact<Value extends TableCell = TableCell> {
  /** In lower case; the window begins it with a capital letter. */
  readonly label: string;
  readonly numeric: boolean;
  /** `%`: the value is a fraction, which a reader may want as a percentage. */
  readonly unit?: 's' | '%';
  /** Significant digits in formats that round. */
  readonly digits?: number;
  /** A count or a name. */
  readonly whole?: true;
  readonly value: (run: RunSummary, others: OtherRuns) => Value;
}

const text = <Value extends string | null>(label: string, value: RunFact<Value>['value']): RunFact<Value> => ({
  label,
  numeric: false,
  value,
});
const number = <Value extends number | null>(
  label: string, value: RunFact<Value>['value'], digits = 6, unit?: 's' | '%',
): RunFact<Value> => ({ label, numeric: true, digits, value, ...(unit === undefined ? {} : { unit }) });
const count = <Value extends number | null>(label: string, value: RunFact<Value>['value']): RunFact<Value> => ({
  ...number(label, value), whole: true,
});
const flag = (label: string, value: RunFact<boolean | null>['value']): RunFact<boolean | null> => ({ label, numeric: false, value });

/** All facts, in the order in which an export of all of them has its columns. */
export const RUN_FACTS = {
  run: count('run', (run) => run.id),
  problemName: text('problem', (run) => run.problemName),
  kind: text('kind', (run) => run.kind),
  method: text('method', (run) => run.method),
  methodName: text('method name', methodOf),
  studyMethod: text('method in the study', (run) => run.studyMethod),
  apart: text('what differs', (run, { apart }) => apart.get(run.id) ?? ''),
  group: text('group', (run) => run.configuration.key),
  origin: text('x from', originText),
  machine: text('machine', (run) => run.machine),
  status: text('status', (run) => run.exactStatus ?? run.status),
  settling: text('settling', (run) => run.settling),
  label: text('label', (run) => run.label),
  tags: text('tags', (run) => run.tags.join(', ')),
  evaluation: text('evaluation', (run) => run.evaluation),
  parametrization: text('parametrization', (run) => run.parametrization),
  optimizer: text('optimizer', (run) => run.optimizer),
  step: number('step', (run) => run.step),
  muFinal: number('μ', (run) => run.muFinal),
  samplesPerStep: count('samples a step', (run) => run.samplesPerStep),
  seed: count('seed', (run) => run.seed),
  iterations: count('iterations', (run) => run.iterations),
  seconds: number('time', (run) => run.seconds, 3, 's'),
  loss: number('loss', (run) => run.loss),
  penalty: number('penalty', (run) => run.penalty),
  objective: number('objective', (run) => run.objective, 10),
  feasible: flag('feasible', (run) => run.feasible),
  met: text('rows met', (run) => (metInTolerance(run) ? 'within tolerance' : null)),
  violation: number('violation', (run) => run.violation),
  bound: number('bound', (run) => run.bound, 10),
  provenGap: number('proven gap', (run) => run.provenGap, 3, '%'),
  controls: text('against controls', (run) => run.controls),
  gap: number('gap', (run) => run.gap, 3, '%'),
  gapBasis: text('gap to', (run) => (run.gapBasis === null ? null : GAP_BASIS_WORDS[run.gapBasis])),
  gapHigh: number('gap at most', (run) => run.gapHigh, 3, '%'),
  quantity: text('quantity', (run) => run.quantity),
  mean: number('mean', (run) => run.mean),
  // An error of 0 is none that is known: all samples agree.
  standardError: number('standard error', (run) => (run.standardError === 0 ? null : run.standardError), 2),
  lower95: number('95 % interval from', (run) => summaryInterval(run)?.lower ?? null, 3),
  upper95: number('95 % interval to', (run) => summaryInterval(run)?.upper ?? null),
  z: number('z', (run) => run.z, 3),
  samples: count('samples', (run) => run.samples),
} as const satisfies Readonly<Record<string, RunFact>>;
export type RunFactName = keyof typeof RUN_FACTS;
export const RUN_FACT_NAMES = Object.keys(RUN_FACTS) as readonly RunFactName[];

/** The column of a fact in an export. @param share how fractions are written: as they are, or times 100 and headed by % */
export function factColumn(name: RunFactName, share: 'fraction' | 'percent'): TableColumn {
  const { label, numeric, unit, digits, whole }: RunFact = RUN_FACTS[name];
  return {
    key: name,
    label,
    numeric,
    ...(unit === undefined || (unit === '%' && share === 'fraction') ? {} : { unit }),
    ...(digits === undefined ? {} : { digits }),
    ...(whole === undefined ? {} : { whole }),
  };
}

/** What a run is called: its user's label, else what its study calls its method, else its method's name. */
export function methodOf(run: Pick<RunSummary, 'label' | 'studyMethod' | 'methodName'>): string {
  return run.label === '' ? (run.studyMethod ?? run.methodName) : run.label;
}

/** `run 3, iteration 1000`; `run 3, threshold`; `file best.sol`; null where neither is known. @param written how an iteration is written */
export function originWords(origin: RunSummary['origin'], written: (iteration: number) => string = String): string | null {
  if (origin === null) return null;
  if ('file' in origin) return `file ${origin.file}`;
  const { runId, iteration, solution } = origin;
  return `run ${runId}${iteration === null ? '' : `, iteration ${written(iteration)}`}${solution === undefined ? '' : `, ${solution}`}`;
}

/** Where a run begins, and whether the run that gave it is there no more; empty where neither run nor file is known. */
function originText({ origin }: RunSummary, { ids }: OtherRuns): string {
  return origin === null ? '' : `${originWords(origin)}${'file' in origin || ids.has(origin.runId) ? '' : ' (removed)'}`;
}

/** Its objective is no result: the solution violates rows. */
export function isInfeasible(run: Pick<RunSummary, 'objective' | 'feasible'>): boolean {
  return run.objective !== null && run.feasible === false;
}

/** What of a row decides about marks; a row may be a run or a solution. */
interface MarkedRow extends Pick<RunSummary, 'objective' | 'feasible' | 'gap'> {
  readonly gapBasis?: string | null | undefined;
}

/** Objectives of infeasible solutions, which are no results, and gaps to what is only the best found. */
export function marksOfRuns(
  columns: readonly Pick<TableColumn, 'key'>[], runs: readonly MarkedRow[],
): NonNullable<ExportTable['marks']> {
  const objective = columns.findIndex(({ key }) => key === 'objective');
  const gap = columns.findIndex(({ key }) => key === 'gap');
  return [
    ...runs.flatMap((run, row) => (objective >= 0 && isInfeasible(run) ? [{ row, column: objective, kind: 'infeasible' as const }] : [])),
    ...runs.flatMap((run, row) =>
      gap >= 0 && run.gap !== null && run.gapBasis === 'best-found' ? [{ row, column: gap, kind: 'at-least' as const }] : []),
  ];
}
