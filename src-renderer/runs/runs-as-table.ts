/** Rows of the run table as a table that leaves the window: to a file or the clipboard. */
import { metInTolerance } from '../../src-contract/exact-status.ts';
import type { RunSummary } from '../../src-contract/session.ts';
import type { ExportTable } from '../../src-contract/tables/export-table.ts';
import { marksOfRuns } from '../../src-contract/tables/run-facts.ts';
import { column, RUN_COLUMNS } from './run-columns.ts';
import type { RunColumn } from './run-columns.ts';

/** A table that begins with `#` is a comment to most readers. */
function exportLabel({ key, label }: RunColumn): string {
  return key === 'id' ? 'run' : label;
}

function exportValue(shown: RunColumn, run: RunSummary): string | number | boolean | null {
  if (shown.key === 'feasible') return run.feasible;
  if (shown.key === 'created') return shown.text(run);
  const value = shown.value(run);
  return shown.unit === '%' && typeof value === 'number' ? value * 100 : value;
}

/** The rows as a table, fractions in per cent; beside an objective it always says whether it is feasible. */
export function runsAsTable(runs: readonly RunSummary[], chosen: readonly RunColumn[], caption: string): ExportTable {
  const columns = forExport(chosen, runs);
  return {
    title: 'Runs',
    columns: columns.map((each) => ({
      key: each.key, label: exportLabel(each), numeric: each.numeric, ...(each.unit === undefined ? {} : { unit: each.unit }),
      ...(each.whole === undefined ? {} : { whole: each.whole }),
    })),
    rows: runs.map((run) => columns.map((each) => exportValue(each, run))),
    caption,
    marks: marksOfRuns(columns, runs),
  };
}

const IN_EXPORTS = { help: '', width: 0 };
/** What an export says beside a gap: what it is measured against, and what is proven of the gap to the optimum. */
const GAP_COLUMNS: readonly RunColumn[] = [column('gapBasis', IN_EXPORTS), column('gapHigh', IN_EXPORTS)];
/** Where a run needed its feasibility tolerance; “feasible” is true or false in an export. */
const MET_COLUMN = column('met', IN_EXPORTS);

/** Beside an objective whether it is feasible, and how where a tolerance was needed; beside a gap what it is measured against. */
function forExport(columns: readonly RunColumn[], runs: readonly RunSummary[]): readonly RunColumn[] {
  const feasible = RUN_COLUMNS.find(({ key }) => key === 'feasible');
  const met = runs.some(metInTolerance) ? [MET_COLUMN] : [];
  return columns.flatMap((each) => {
    if (each.key === 'objective' && feasible !== undefined && !columns.includes(feasible)) return [each, feasible, ...met];
    if (each.key === 'feasible') return [each, ...met];
    return each.key === 'gap' ? [each, ...GAP_COLUMNS] : [each];
  });
}
