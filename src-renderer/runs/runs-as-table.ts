/** Rows of the run table as a table that leaves the window: to a file or the clipboard. */
import { metInTolerance } from '../../src-contract/exact-status.ts';
import { GAP_BASIS_WORDS } from '../../src-contract/reference-words.ts';
import type { RunSummary } from '../../src-contract/session.ts';
import type { ExportTable } from '../../src-contract/tables/export-table.ts';
import { isInfeasible, RUN_COLUMNS } from './run-columns.ts';
import type { RunColumn } from './run-columns.ts';

/** A table that begins with `#` is a comment to most readers. */
function exportLabel({ key, label }: RunColumn): string {
  return key === 'id' ? 'run' : label;
}

function exportValue(column: RunColumn, run: RunSummary): string | number | boolean | null {
  if (column.key === 'feasible') return run.feasible;
  const value = column.value(run);
  if (column.key === 'created') return column.text(run);
  return column.key === 'gap' && typeof value === 'number' ? value * 100 : value;
}

/** The rows as a table; beside an objective it always says whether it is feasible. */
export function runsAsTable(runs: readonly RunSummary[], chosen: readonly RunColumn[], caption: string): ExportTable {
  const columns = forExport(chosen, runs);
  const at = (key: string): number => columns.findIndex((column) => column.key === key);
  const marked = (key: string, kind: 'infeasible' | 'at-least', is: (run: RunSummary) => boolean): NonNullable<ExportTable['marks']> =>
    at(key) < 0 ? [] : runs.flatMap((run, row) => (is(run) ? [{ row, column: at(key), kind }] : []));
  return {
    title: 'Runs',
    columns: columns.map((column) => ({
      key: column.key, label: exportLabel(column), numeric: column.numeric, ...(column.unit === undefined ? {} : { unit: column.unit }),
    })),
    rows: runs.map((run) => columns.map((column) => exportValue(column, run))),
    caption,
    marks: [
      ...marked('objective', 'infeasible', isInfeasible),
      ...marked('gap', 'at-least', (run) => run.gap !== null && run.gapBasis === 'best-found'),
    ],
  };
}

/** What an export says beside a gap: what it is measured against, and what is proven of the gap to the optimum. */
const GAP_COLUMNS: readonly RunColumn[] = [
  {
    key: 'gapBasis', label: 'Gap to', help: '', width: 0, numeric: false, usual: false,
    value: (run) => (run.gapBasis === null ? null : GAP_BASIS_WORDS[run.gapBasis]), text: () => '',
  },
  {
    key: 'gapHigh', label: 'Gap at most', unit: '%', help: '', width: 0, numeric: true, usual: false,
    value: (run) => (run.gapHigh === null ? null : 100 * run.gapHigh), text: () => '',
  },
];

/** Where a run needed its feasibility tolerance; “feasible” is true or false in an export. */
const MET_COLUMN: RunColumn = {
  key: 'met', label: 'Rows met', help: '', width: 0, numeric: false, usual: false,
  value: (run) => (metInTolerance(run) ? 'within tolerance' : null), text: () => '',
};

/** Beside an objective whether it is feasible, and how where a tolerance was needed; beside a gap what it is measured against. */
function forExport(columns: readonly RunColumn[], runs: readonly RunSummary[]): readonly RunColumn[] {
  const feasible = RUN_COLUMNS.find(({ key }) => key === 'feasible');
  const met = runs.some(metInTolerance) ? [MET_COLUMN] : [];
  return columns.flatMap((column) => {
    if (column.key === 'objective' && feasible !== undefined && !columns.includes(feasible)) return [column, feasible, ...met];
    if (column.key === 'feasible') return [column, ...met];
    return column.key === 'gap' ? [column, ...GAP_COLUMNS] : [column];
  });
}
