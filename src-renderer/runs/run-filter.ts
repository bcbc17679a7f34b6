/**
 * Which rows and columns of the run table are shown. Filtering changes what is shown, never what is
 * selected or open: rows are known by their id.
 */
import type { RunSummary } from '../../src-contract/session.ts';
import { statusWords } from '../common/status.ts';
import type { CellValue, RunColumn } from './run-columns.ts';

function haystack(run: RunSummary): string {
  return [`#${run.id}`, run.problemName, run.method, run.label, run.note, run.kind, statusWords(run).word, run.solver ?? '', run.evaluation ?? '', run.optimizer ?? '', run.parametrization ?? '', run.seed === null ? '' : `seed ${run.seed} seed=${run.seed}`].join(' ').toLowerCase();
}

/** Runs in which every word of the text occurs ("true-penalty failed", "seed=3", "#12"). */
export function filterRuns(runs: readonly RunSummary[], text: string): readonly RunSummary[] {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return runs;
  return runs.filter((run) => {
    const hay = haystack(run);
    return words.every((word) => hay.includes(word));
  });
}

/** Columns that identify a row and stay, whatever differs. */
const ALWAYS = new Set(['id', 'status']);

/**
 * The columns in which the runs are not all alike; those that name the row stay. With fewer than two
 * runs nothing can differ and all columns stay.
 */
export function differingColumns(runs: readonly RunSummary[], columns: readonly RunColumn[]): readonly RunColumn[] {
  const first = runs[0];
  if (first === undefined || runs.length < 2) return columns;
  return columns.filter((column) => {
    if (ALWAYS.has(column.key)) return true;
    const value = column.value(first);
    return runs.some((run) => !sameCell(column.value(run), value));
  });
}

function sameCell(a: CellValue, b: CellValue): boolean {
  return Object.is(a, b) || a === b;
}

/** Pinned runs first; the order is otherwise kept. */
export function pinnedFirst<Row>(rows: readonly Row[], pinned: (row: Row) => boolean): readonly Row[] {
  const top = rows.filter(pinned);
  return top.length === 0 ? rows : [...top, ...rows.filter((row) => !pinned(row))];
}
