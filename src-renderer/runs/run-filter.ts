/** Which columns of the run table are shown, and which rows stand on top. */
import type { RunSummary } from '../../src-contract/session.ts';
import { differingSettings } from '../../src-contract/setting-words.ts';
import { settingColumn } from './run-columns.ts';
import type { CellValue, RunColumn } from './run-columns.ts';

/** Columns that identify a row and stay, whatever differs. */
const ALWAYS = new Set(['id', 'status']);
const NAMING = new Set(['id', 'status', 'problem', 'method']);

/**
 * The columns in which the runs are not all alike, and a column for every setting of their specs that
 * differs and has none yet; those that name the row stay. With fewer than two runs nothing can differ and
 * all columns stay.
 */
export function differingColumns(runs: readonly RunSummary[], columns: readonly RunColumn[]): readonly RunColumn[] {
  const first = runs[0];
  if (first === undefined || runs.length < 2) return columns;
  const kept = columns.filter((column) => {
    if (ALWAYS.has(column.key)) return true;
    const value = column.value(first);
    return runs.some((run) => !sameCell(column.value(run), value));
  });
  const settings = differingSettings(runs.map((run) => run.configuration.settings)).map((path) => settingColumn(path, runs));
  const added = settings.filter(
    (column, k) => !kept.some(({ key }) => key === column.key) && settings.findIndex(({ key }) => key === column.key) === k,
  );
  // Behind what names the row, before what came of it.
  const place = kept.findLastIndex(({ key }) => NAMING.has(key)) + 1;
  return kept.toSpliced(place, 0, ...added);
}

function sameCell(a: CellValue, b: CellValue): boolean {
  return Object.is(a, b) || a === b;
}

/** Pinned runs first; the order is otherwise kept. */
export function pinnedFirst<Row>(rows: readonly Row[], pinned: (row: Row) => boolean): readonly Row[] {
  const top = rows.filter(pinned);
  return top.length === 0 ? rows : [...top, ...rows.filter((row) => !pinned(row))];
}
