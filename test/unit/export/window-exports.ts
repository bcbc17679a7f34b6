/** The exports of the run table, whose columns come with the window's components; see `exports.ts`. */
import { tableToLatex } from '../../../src-main/engine/export/latex-table.ts';
import { RUN_COLUMNS } from '../../../src-renderer/runs/run-columns.ts';
import { rowsAsText, runsAsTable } from '../../../src-renderer/runs/run-table-text.ts';
import { at, guarded, refuseFormulas, runsOf } from './exports.ts';
import type { NamedExport } from './exports.ts';
import { readLatexTables } from './strict-latex.ts';

/** A field of the clipboard's rows: plain, or wholly between quotation marks. */
function tabSeparated(text: string): readonly (readonly string[])[] {
  return text.split('\n').map((line) =>
    line.split('\t').map((field) => {
      if (!field.includes('"')) return field;
      const inside = /^"((?:[^"]|"")*)"$/.exec(field)?.[1];
      if (inside === undefined) throw new Error(`a quotation mark that closes nothing: ${field}`);
      return inside.replaceAll('""', '"');
    }),
  );
}

export const WINDOW_EXPORTS: readonly NamedExport[] = [
  { what: 'the run table as LaTeX', from: ['src-renderer/runs/RunExportMenu.tsx'], layout: '\n', made: (names) => tableToLatex(runsAsTable(runsOf(names), RUN_COLUMNS, at(names, 0))), read: (text) => readLatexTables(text) && [] },
  {
    what: 'rows of the run table on the clipboard', from: ['src-renderer/runs/RunMenu.tsx', 'src-renderer/runs/RunExportMenu.tsx'], layout: '\t\n', made: (names) => rowsAsText(runsOf(names), RUN_COLUMNS),
    read(text) {
      const rows = tabSeparated(text);
      const place = rows[0]?.indexOf('Problem') ?? -1;
      for (const row of rows) if (row.length !== rows[0]?.length) throw new Error('a row of another length');
      const names = rows.slice(1).map((row) => row[place] ?? '');
      // A spreadsheet splits pasted rows at commas and semicolons too where it did so last.
      refuseFormulas(names, [';', ',']);
      return names;
    },
    found: (line) => (/[;,]/.test(line) ? null : guarded(line)),
  },
];
