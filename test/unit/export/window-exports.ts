/** The exports of the run table, whose columns come with the window's components; see `exports.ts`. */
import { RUN_COLUMNS } from '../../../src-renderer/runs/run-columns.ts';
import { runsAsTable } from '../../../src-renderer/runs/runs-as-table.ts';
import { at, runsOf, tableExports } from './exports.ts';
import type { NamedExport } from './exports.ts';

export const WINDOW_EXPORTS: readonly NamedExport[] = tableExports(
  'the run table',
  ['src-renderer/table/send-table.ts'],
  (names) => runsAsTable(runsOf(names), RUN_COLUMNS, at(names, 0)),
  'Problem',
);
