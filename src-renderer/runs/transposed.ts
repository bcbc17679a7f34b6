/** Runs beside each other: every fact and every setting of their specs as a row, what differs first. */
import type { RunSummary } from '../../src-contract/session.ts';
import { settingLabel, settingWords } from '../../src-contract/setting-words.ts';
import type { ExportTable } from '../../src-contract/tables/export-table.ts';
import { RUN_COLUMNS } from './run-columns.ts';

export interface TransposedRow {
  readonly key: string;
  readonly label: string;
  readonly part: 'run' | 'setting';
  /** One a run. */
  readonly cells: readonly string[];
  readonly differs: boolean;
}

/** Of each run anyway: it heads its column. */
const HEADS = new Set(['id']);

/** Rows that say something of one run at least; in each half facts before settings, in their own order. */
export function transposedRows(runs: readonly RunSummary[]): readonly TransposedRow[] {
  const facts = RUN_COLUMNS.filter(({ key }) => !HEADS.has(key)).map(({ key, label, text, unit }) =>
    row(key, unit === undefined || unit === 's' ? label : `${label} [${unit}]`, 'run', runs.map(text)));
  const paths = [...new Set(runs.flatMap(({ configuration }) => Object.keys(configuration.settings)))];
  const settings = paths.map((path) => row(
    `setting:${path}`, settingLabel(path), 'setting',
    runs.map(({ configuration: { settings: of } }) => (path in of ? (settingWords(of, [path])[0] ?? String(of[path])) : '')),
  ));
  const rows = [...facts, ...settings].filter(({ cells }) => cells.some((cell) => cell !== ''));
  return [...rows.filter(({ differs }) => differs), ...rows.filter(({ differs }) => !differs)];
}

function row(key: string, label: string, part: TransposedRow['part'], cells: readonly string[]): TransposedRow {
  return { key, label, part, cells, differs: cells.some((cell) => cell !== cells[0]) };
}

/** The same as a table that leaves the window. */
export function transposedTable(runs: readonly RunSummary[], rows: readonly TransposedRow[], caption: string): ExportTable {
  return {
    title: 'Runs compared',
    columns: [
      { key: 'what', label: 'what', numeric: false },
      ...runs.map(({ id }) => ({ key: `run-${id}`, label: `run ${id}`, numeric: false })),
    ],
    rows: rows.map(({ label, cells }) => [label, ...cells]),
    caption,
  };
}

/** The selected runs that are there, in the order they were selected; no more than can be read beside each other. */
export function chosenRuns(runs: readonly RunSummary[], ids: readonly number[]): readonly RunSummary[] {
  const byId = new Map(runs.map((run) => [run.id, run]));
  return ids.slice(0, MOST_TRANSPOSED).flatMap((id) => byId.get(id) ?? []);
}

const MOST_TRANSPOSED = 40;
