/**
 * Tables made from what a session holds: its runs, and the recorded series of a run. Pure; `table.ts` turns them into text.
 */
import { summaryInterval } from '../../../src-science/estimation/summary-interval.ts';
import { metInTolerance } from '../../../src-contract/exact-status.ts';
import { GAP_BASIS_WORDS } from '../../../src-contract/reference-words.ts';
import type { ExportTable } from '../../../src-contract/tables/export-table.ts';
import type { SeriesColumn } from '../../../src-contract/job-event.ts';
import { differingSettings, settingWords } from '../../../src-contract/setting-words.ts';
import type { Manifest, RunSummary, SeriesView } from '../../../src-contract/session.ts';

type Column = ExportTable['columns'][number];
type Cell = ExportTable['rows'][number][number];

const text = (key: string, label: string): Column => ({ key, label, numeric: false });
const number = (
  key: string, label: string, unit?: string, digits = 6,
): Column => ({ key, label, numeric: true, digits, ...(unit === undefined ? {} : { unit }) });

/** What a row's value may depend on besides its run. */
interface OtherRuns {
  /** What differs in the specs of the runs of one kind, in words, by the number of the run. */
  readonly apart: ReadonlyMap<number, string>;
  readonly ids: ReadonlySet<number>;
}

const EXPORTED_RUN_COLUMNS: readonly { readonly column: Column; readonly value: (run: RunSummary, others: OtherRuns) => Cell }[] = [
  { column: number('run', 'run'), value: (run) => run.id },
  { column: text('problemName', 'problem'), value: (run) => run.problemName },
  { column: text('kind', 'kind'), value: (run) => run.kind },
  { column: text('method', 'method'), value: (run) => run.method },
  { column: text('methodName', 'method name'), value: (run) => (run.label === '' ? run.methodName : run.label) },
  { column: text('apart', 'what differs'), value: (run, { apart }) => apart.get(run.id) ?? '' },
  { column: text('group', 'group'), value: (run) => run.configuration.key },
  { column: text('origin', 'x from'), value: (run, { ids }) => originText(run, ids) },
  { column: text('status', 'status'), value: (run) => run.exactStatus ?? run.status },
  { column: text('settling', 'settling'), value: (run) => run.settling },
  { column: text('label', 'label'), value: (run) => run.label },
  { column: text('evaluation', 'evaluation'), value: (run) => run.evaluation },
  { column: text('parametrization', 'parametrization'), value: (run) => run.parametrization },
  { column: text('optimizer', 'optimizer'), value: (run) => run.optimizer },
  { column: number('step', 'step'), value: (run) => run.step },
  { column: number('muFinal', 'μ'), value: (run) => run.muFinal },
  { column: number('samplesPerStep', 'samples a step'), value: (run) => run.samplesPerStep },
  { column: number('seed', 'seed'), value: (run) => run.seed },
  { column: number('iterations', 'iterations'), value: (run) => run.iterations },
  { column: number('seconds', 'time', 's', 3), value: (run) => run.seconds },
  { column: number('loss', 'loss'), value: (run) => run.loss },
  { column: number('penalty', 'penalty'), value: (run) => run.penalty },
  { column: number('objective', 'objective', undefined, 10), value: (run) => run.objective },
  { column: text('feasible', 'feasible'), value: (run) => run.feasible },
  // Only where one needed its tolerance: the column is left out otherwise.
  { column: text('met', 'rows met'), value: (run) => (metInTolerance(run) ? 'within tolerance' : null) },
  { column: number('violation', 'violation'), value: (run) => run.violation },
  { column: number('bound', 'bound', undefined, 10), value: (run) => run.bound },
  { column: number('provenGap', 'proven gap', undefined, 3), value: (run) => run.provenGap },
  { column: number('gap', 'gap', undefined, 3), value: (run) => run.gap },
  { column: text('gapBasis', 'gap to'), value: (run) => (run.gapBasis === null ? null : GAP_BASIS_WORDS[run.gapBasis]) },
  { column: number('gapHigh', 'gap at most', undefined, 3), value: (run) => run.gapHigh },
  { column: text('quantity', 'quantity'), value: (run) => run.quantity },
  { column: number('mean', 'mean'), value: (run) => run.mean },
  // An error of 0 is none that is known: all samples agree.
  { column: number('standardError', 'standard error', undefined, 2), value: (run) => (run.standardError === 0 ? null : run.standardError) },
  { column: number('lower95', '95 % interval from', undefined, 3), value: (run) => summaryInterval(run)?.lower ?? null },
  { column: number('upper95', '95 % interval to', undefined, 6), value: (run) => summaryInterval(run)?.upper ?? null },
  { column: number('z', 'z', undefined, 3), value: (run) => run.z },
  { column: number('samples', 'samples'), value: (run) => run.samples },
];

/** One row a run. Columns that no run has a value for are left out. */
export function tableFromRuns(title: string, runs: readonly RunSummary[], caption = ''): ExportTable {
  const others: OtherRuns = { apart: settingsApart(runs), ids: new Set(runs.map((run) => run.id)) };
  const table = runs.map((run) => EXPORTED_RUN_COLUMNS.map(({ value }) => value(run, others)));
  const shown = EXPORTED_RUN_COLUMNS.map((_, k) => runs.length === 0 || table.some((row) => row[k] !== null && row[k] !== ''));
  const columns = EXPORTED_RUN_COLUMNS.flatMap(({ column }, k) => (shown[k] === true ? [column] : []));
  return { title, columns, rows: table.map((row) => row.filter((_, k) => shown[k] === true)), caption, marks: marksOf(columns, runs) };
}

/** Objectives of infeasible solutions, which are no results, and gaps to what is only the best found. */
function marksOf(columns: readonly Column[], runs: readonly RunSummary[]): ExportTable['marks'] {
  const marked = (key: string, kind: 'infeasible' | 'at-least', is: (run: RunSummary) => boolean): NonNullable<ExportTable['marks']> => {
    const column = columns.findIndex((each) => each.key === key);
    return column < 0 ? [] : runs.flatMap((run, row) => (is(run) ? [{ row, column, kind }] : []));
  };
  return [
    ...marked('objective', 'infeasible', (run) => run.objective !== null && run.feasible === false),
    ...marked('gap', 'at-least', (run) => run.gap !== null && run.gapBasis === 'best-found'),
  ];
}

/** The settings in which the runs of one kind differ, in words, by the number of the run. */
function settingsApart(runs: readonly RunSummary[]): ReadonlyMap<number, string> {
  const apart = new Map<number, string>();
  for (const kind of new Set(runs.map((run) => run.kind))) {
    const alike = runs.filter((run) => run.kind === kind);
    const paths = differingSettings(alike.map((run) => run.configuration.settings));
    for (const run of alike) apart.set(run.id, settingWords(run.configuration.settings, paths).join(', '));
  }
  return apart;
}

/** `run 3, iteration 1000`, and whether it is there no more; empty where no run is known. @param ids of the runs there are */
export function originText({ origin }: RunSummary, ids: ReadonlySet<number>): string {
  if (origin === null) return '';
  const { runId, iteration, solution } = origin;
  return `run ${runId}${iteration === null ? '' : `, iteration ${iteration}`}${solution === undefined ? '' : `, ${solution}`}${ids.has(runId) ? '' : ' (removed)'}`;
}

const SERIES_UNITS: Partial<Record<SeriesColumn, string>> = { seconds: 's' };

/** One row a stored point, columns as they are stored. */
export function tableFromSeries(title: string, series: SeriesView, caption = ''): ExportTable {
  const columns = Object.entries(series.columns) as [SeriesColumn, Float64Array][];
  const length = columns[0]?.[1].length ?? 0;
  const rows: Cell[][] = [];
  for (let k = 0; k < length; k++) {
    // A value that was not computed is an empty cell.
    rows.push(columns.map(([, values]) => (Number.isNaN(values[k]) ? null : (values[k] ?? null))));
  }
  return {
    title,
    columns: columns.length === 0 ? [text('iteration', 'iteration')] : columns.map(([name]) => number(name, name, SERIES_UNITS[name])),
    rows,
    caption,
  };
}

/** The lines every export of runs carries: which programs made the numbers. */
export function manifestCaption(manifests: readonly Manifest[]): string {
  const lines = manifests.map(
    (
      manifest,
    ) => `${manifest.application}, ${manifest.runtime}${manifest.solver === null ? '' : `, ${manifest.solver}`}, numerics ${manifest.numerics}, program ${manifest.programHash}`,
  );
  return [...new Set(lines)].join('\n');
}
