/**
 * Tables made from what a session holds: its runs, and the recorded series of a run. Pure; `table.ts` turns them into text.
 */
import type { ExportTable } from '../../../src-contract/tables/export-table.ts';
import { factColumn, marksOfRuns, RUN_FACT_NAMES, RUN_FACTS } from '../../../src-contract/tables/run-facts.ts';
import type { OtherRuns } from '../../../src-contract/tables/run-facts.ts';
import type { SeriesColumn } from '../../../src-contract/job-event.ts';
import { differingSettings, settingWords } from '../../../src-contract/setting-words.ts';
import type { Manifest, RunSummary, SeriesView } from '../../../src-contract/session.ts';

type Column = ExportTable['columns'][number];
type Cell = ExportTable['rows'][number][number];

const text = (key: string, label: string): Column => ({ key, label, numeric: false });
const number = (
  key: string, label: string, unit?: string, digits = 6,
): Column => ({ key, label, numeric: true, digits, ...(unit === undefined ? {} : { unit }) });

/** One row a run, shares as fractions. Columns that no run has a value for are left out. */
export function tableFromRuns(title: string, runs: readonly RunSummary[], caption = ''): ExportTable {
  const others: OtherRuns = { apart: settingsApart(runs), ids: new Set(runs.map((run) => run.id)) };
  const table = runs.map((run) => RUN_FACT_NAMES.map((name) => RUN_FACTS[name].value(run, others)));
  const shown = RUN_FACT_NAMES.map((_, k) => runs.length === 0 || table.some((row) => row[k] !== null && row[k] !== ''));
  const columns = RUN_FACT_NAMES.filter((_, k) => shown[k] === true).map((name) => factColumn(name, 'fraction'));
  return { title, columns, rows: table.map((row) => row.filter((_, k) => shown[k] === true)), caption, marks: marksOfRuns(columns, runs) };
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
    ) => `${manifest.application}, ${manifest.runtime}${manifest.machine === undefined ? '' : ` on ${manifest.machine}`}${manifest.solver === null ? '' : `, ${manifest.solver}`}, numerics ${manifest.numerics}, program ${manifest.programHash}`,
  );
  return [...new Set(lines)].join('\n');
}
