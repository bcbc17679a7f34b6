/**
 * Everything that leaves the program with names in it: made of names, and read back by a strict reader of its
 * format. `from` are the source files that send it out; a file that sends something out and is in no entry here
 * nor in `window-exports.ts` or `WITHOUT_NAMES` fails the test, so that no export is added without one.
 */
import { separatedText } from '../../../src-contract/export-text.ts';
import type { ExportTable } from '../../../src-contract/tables/export-table.ts';
import { isTextFormat, TABLE_FORMAT_NAMES, TABLE_FORMATS } from '../../../src-contract/tables/table-formats.ts';
import type { TableFormatName } from '../../../src-contract/tables/table-formats.ts';
import type { ProblemSummary, RunDetail } from '../../../src-contract/session.ts';
import { listOfRuns } from '../../../src-main/cli/commands/session.ts';
import { jsonText, terminalText } from '../../../src-main/cli/output.ts';
import { createProgressBar } from '../../../src-main/cli/progress-bar.ts';
import { toErrorValue, EngineError } from '../../../src-main/engine/error-value.ts';
import { BINARY_TABLES } from '../../../src-main/engine/export/binary-tables.ts';
import { tableFromRuns } from '../../../src-main/engine/export/session-tables.ts';
import { manifestText, tableToCsv } from '../../../src-contract/tables/separated-table.ts';
import { studyReport } from '../../../src-main/engine/study/runs-report.ts';
import type { Workspace } from '../../../src-main/engine/workspace/workspace-api.ts';
import { pictureToSvg } from '../../../src-renderer/plot/picture-writers.ts';
import { parseProgram } from '../../../src-science/program/parse-program.ts';
import type { ProgramFormat } from '../../../src-science/program/parse-program.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { readSolution, writeSolution } from '../../../src-science/program/solutions/solution-file.ts';
import { plainJson } from '../../../src-science/program/one-line.ts';
import { ProblemError } from '../../../src-science/program/problem-error.ts';
import { writeProgram } from '../../../src-science/program/write-program.ts';
import { makeRun } from '../renderer/make-run.ts';
import { firstUnshown } from './hostile-names.ts';
import { readBytes } from './strict-bytes.ts';
import { readStrictCsv } from './strict-csv.ts';
import { readLatexTables } from './strict-latex.ts';
import { readStrictMarkdown } from './strict-markdown.ts';
import { readStrictMarkup } from './strict-markup.ts';

export interface NamedExport {
  readonly what: string;
  readonly from: readonly string[];
  /** What goes out. @param names at least four, raw */
  made(names: readonly string[]): Promise<string> | string;
  /** The names as a strict reader of the format finds them. @throws where the text is not of the format or holds what acts */
  read(text: string): readonly string[];
  /** A name as it is found; itself on one line where left out. Null: the format prints it otherwise. */
  found?(line: string): string | null;
  /** Characters that lay the text out. */
  readonly layout: string;
}

export const at = (names: readonly string[], k: number): string => names[k % names.length] ?? '';

/** A table with names wherever a table has text. */
export function tableOf(names: readonly string[]): ExportTable {
  return {
    title: at(names, 0),
    caption: `made by ${at(names, 1)}\n${at(names, 2)}`,
    columns: [{ key: 'name', label: 'name', numeric: false }, { key: 'value', label: `value ${at(names, 3)}`, numeric: true, unit: `u ${at(names, 0)}` }],
    rows: names.map((name, k) => [name, k - 0.5]),
    marks: [{ row: 0, column: 1, kind: 'infeasible' }],
  };
}

export const runsOf = (names: readonly string[]): ReturnType<typeof makeRun>[] =>
  names.map((name, k) =>
    makeRun({ id: k + 1, problemName: name, label: name, note: `${name}\nsecond line`, methodName: name, method: name, objective: -k })
  );

/** A formula in the eyes of a spreadsheet of any locale: at the start of a cell, whatever separates cells. */
export function refuseFormulas(cells: readonly string[], separators: readonly string[] = [';', '\t']): void {
  for (const cell of cells) {
    for (const [separator, parts] of [['', [cell]] as const, ...separators.map((each) => [each, cell.split(each)] as const)]) {
      for (const part of parts) if (/^[\s"]*[=+\-@＝＋－＠]/u.test(part) && !(separator !== '' && /^\s*-\d+(\.\d+)?[\])},]*$/.test(part))) throw new Error(`a formula: ${cell}`);
    }
  }
}

const csv = (text: string): readonly string[] => {
  const { header, rows } = readStrictCsv(text);
  refuseFormulas([...header, ...rows.map(([name]) => name ?? '')]);
  return rows.map(([name]) => name ?? '');
};

export const guarded = (line: string): string => line.replace(/^([\s"']*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/, "'$1");

/** Unique, and none empty, as names of variables and rows have to be. */
function programOf(names: readonly string[]): Program {
  // Formats have no half of a character; JSON's escapes for them are refused on reading.
  const given = [
    ...new Set(names.map((name) => name.replaceAll(/\p{Surrogate}/gu, '')).filter((name) => name !== '' && Buffer.byteLength(name) < 60)),
  ];
  const variableNames = given.length === 0 ? ['x'] : given;
  return {
    name: variableNames[0] ?? '',
    sense: 'min',
    objectiveName: variableNames.at(-1) ?? '',
    objectiveConstant: 0,
    objective: Float64Array.from(variableNames, (_, j) => j + 1),
    variableNames,
    fixed: new Int8Array(variableNames.length).fill(-1),
    rowNames: variableNames,
    rows: { start: Int32Array.from({ length: variableNames.length + 1 }, (_, i) => i), column: Int32Array.from(variableNames, (_, j) => j),
      value: new Float64Array(variableNames.length).fill(2) },
    rowLower: new Float64Array(variableNames.length).fill(-Infinity),
    rowUpper: new Float64Array(variableNames.length).fill(3),
  };
}

function problemFile(format: ProgramFormat): NamedExport {
  let written: Program | null = null;
  return {
    what: `a problem as ${format}`,
    from: ['src-main/engine/session/problem-source.ts'],
    layout: '\n',
    made(names) {
      written = programOf(names);
      return writeProgram(written, format);
    },
    read(text) {
      const read = parseProgram(new TextEncoder().encode(text), `a.${format}`).program;
      if (JSON.stringify([read.name, read.objectiveName, read.variableNames, read.rowNames]) !==
        JSON.stringify([written?.name, written?.objectiveName, written?.variableNames, written?.rowNames]))
        throw new Error('other names were read back');
      return [];
    },
  };
}

/** A solution that reads back as the same; names that a form cannot hold are refused, and left out here. */
function solutionFile(ending: '.sol' | '.mst' | '.csv' | '.json'): NamedExport {
  let written: { readonly program: Program; readonly x: Uint8Array } | null = null;
  return {
    what: `a solution as ${ending}`,
    from: ['src-main/cli/solution-target.ts', 'src-main/engine/session/solution-source.ts'],
    layout: ending === '.csv' ? '\r\n' : '\n',
    made(names) {
      const held = names.filter((name) => {
        try {
          writeSolution(programOf([name]), Uint8Array.of(1), ending);
          return true;
        } catch (error) {
          if (error instanceof ProblemError && error.code === 'problem-unwritable') return false;
          throw error;
        }
      });
      const program = programOf(held);
      written = { program, x: new Uint8Array(program.variableNames.length).fill(1) };
      return String(writeSolution(program, written.x, ending));
    },
    read(text) {
      if (ending === '.csv') csv(text);
      const { x } = readSolution(new TextEncoder().encode(text), `a${ending}`, written?.program ?? programOf([]));
      if (!x.every((value) => value === 1)) throw new Error('another solution was read back');
      return [];
    },
  };
}

/** The report of a study, asked of a session whose summaries hold raw names, as none of ours does any more. */
async function report(names: readonly string[]): Promise<string> {
  const runs = runsOf(names);
  const problems = names.map((name, k): ProblemSummary => ({ id: k, hash: 'h', name, origin: name, addedAt: 0, sense: 'min', variables: 1,
    rows: 1, nonzeros: 1, senseDoubt: null, warnings: [name], reference: null, stated: { typed: null, file: null }, referenceNote: name,
    runCount: 1 })
  );
  const workspace = {
    answer: (request: { readonly type: string; readonly id: number }): Promise<unknown> =>
      Promise.resolve(
        request.type === 'session.note'
          ? names.join('\n')
          : request.type === 'run.detail'
          ? ({ summary: runs[request.id - 1], spec: { text: at(names, 1) }, result: null, error: null,
            manifest: { application: at(names, 0), runtime: 'r', solver: null, numerics: 7, programHash: 'h', createdAt: '' },
            hasCheckpoint: false, seriesLength: 0, snapshotIterations: [] } as unknown as RunDetail)
          : { columns: { iteration: Float64Array.of(0, 1), loss: Float64Array.of(2, 1), penalty: Float64Array.of(1, 0.5) } },
      ),
  } as unknown as Workspace;
  const study = { version: 1 as const, title: at(names, 2), problems: [], methods: names.map((name) => ({ name, spec: {} as never })),
    seeds: [1] };
  return studyReport(workspace, study,
    runs.map((run, k) => ({ problem: problems[k] as ProblemSummary, method: at(names, k), seed: 1, run })));
}

const chartOf = (names: readonly string[]): Promise<string> => {
  const text = (name: string, k: number): object => ({ type: 'text', x: 10, y: 20 * k + 20,
    style: { text: name, font: '10px sans-serif' } });
  return pictureToSvg(
    {
      width: 400,
      height: 300,
      name: at(names, 0),
      caption: [...names],
      option: () => ({ graphic: { elements: names.map(text) }, xAxis: { type: 'value', name: at(names, 1) },
        yAxis: { type: 'value', name: at(names, 2) }, series: [{ type: 'line', name: at(names, 3), data: [[0, 1], [1, 2]] }] }),
    },
    true,
  );
};


const printed = (line: string): string | null => (/^[ -~]*$/.test(line) ? line.replaceAll(/ +/g, ' ').trim() : null);
const squeezed = (cell: string): string => cell.replaceAll(/ +/g, ' ').trim();

/** A picture that is a scene: the names as its texts. */
function sceneOf(names: readonly string[]): Promise<string> {
  const shapes = names.map((text, k) => ({ kind: 'text' as const, x: 10, y: 20 * k, text, color: '#000000' }));
  const clipped = { kind: 'clipped' as const, x: 0, y: 0, width: 400, height: 300, shapes };
  return pictureToSvg({ width: 400, height: 300, name: at(names, 0), caption: [],
    scene: () => ({ width: 400, height: 300, background: '#ffffff', fontFamily: 'sans-serif', shapes: [clipped] }) }, true);
}

/** A strict reader of each format of tables. Names are those of the column that is asked for, the first where none is. */
interface TableReader extends Pick<NamedExport, 'found' | 'layout'> {
  rows(text: string): readonly (readonly string[])[];
  /** Of the names once they are found. @throws where one acts */
  check?(names: readonly string[]): void;
}

const SEPARATED_ROWS = (text: string): readonly (readonly string[])[] => {
  const { header, rows } = readStrictCsv(text);
  return [header, ...rows];
};

/** A field of tab-separated text: plain, or wholly between quotation marks. */
export function tabSeparatedRows(text: string): readonly (readonly string[])[] {
  if (!text.endsWith('\n')) throw new Error('the last line does not end');
  const rows = text.slice(0, -1).split('\n').map((line) =>
    line.split('\t').map((field) => {
      if (!field.includes('"')) return field;
      const inside = /^"((?:[^"]|"")*)"$/.exec(field)?.[1];
      if (inside === undefined) throw new Error(`a quotation mark that closes nothing: ${field}`);
      return inside.replaceAll('""', '"');
    }),
  );
  for (const row of rows) if (row.length !== rows[0]?.length) throw new Error('a row of another length');
  return rows;
}

const TABLE_READERS: Readonly<Record<TableFormatName, TableReader>> = {
  csv: { layout: '\r\n', rows: SEPARATED_ROWS, check: (names) => refuseFormulas(names),
    found: (line) => (line.includes(';') ? null : guarded(line)) },
  // A spreadsheet splits pasted rows at commas and semicolons too where it did so last.
  tsv: { layout: '\t\n', rows: tabSeparatedRows, check: (names) => refuseFormulas(names, [';', ',']),
    found: (line) => (/[;,]/.test(line) ? null : guarded(line)) },
  latex: { layout: '\n', rows: (text) => readLatexTables(text), found: printed },
  markdown: { layout: '\n', rows: readStrictMarkdown },
  json: { layout: '\n', rows: jsonRows },
  xlsx: { layout: '', rows: (text) => (JSON.parse(text) as WrittenRows).rows },
  parquet: { layout: '', rows: (text) => (JSON.parse(text) as WrittenRows).rows },
};

/** The header and the rows of a table as JSON, under the names that its columns have. */
function jsonRows(text: string): readonly (readonly string[])[] {
  const { columns, data, rows } = JSON.parse(text) as {
    columns: readonly { name: string; key: string }[]; data: readonly Record<string, string | number | boolean | null>[]; rows: number;
  };
  if (data.length !== rows) throw new Error(`${rows} rows are said, ${data.length} are there`);
  return [columns.map(({ name }) => name), ...data.map((row) => columns.map(({ key }) => String(row[key] ?? '')))];
}

interface WrittenRows {
  readonly rows: readonly (readonly string[])[];
  readonly about: readonly string[];
  readonly types: readonly string[];
}

/** A table in a format as text: of a format of bytes what a strict reader of it finds, as JSON. */
export async function writtenText(format: TableFormatName, table: ExportTable): Promise<string> {
  if (isTextFormat(format)) return (await TABLE_FORMATS[format].load()).write(table, { comments: false });
  const { rows, about, types } = await readBytes(format, await (await BINARY_TABLES[format]()).write(table));
  return plainJson(JSON.stringify({ rows: rows.map((row) => row.map((cell) => String(cell ?? ''))), about, types } satisfies WrittenRows));
}

/**
 * A table in every format there is.
 * @param column whose cells are the names; where none is given, the first of a table of two columns
 */
export function tableExports(what: string, from: readonly string[], made: (names: readonly string[]) => ExportTable,
  column?: string): readonly NamedExport[] {
  return TABLE_FORMAT_NAMES.map((format): NamedExport => {
    const { layout, rows, check, found } = TABLE_READERS[format];
    return {
      what: `${what} as ${TABLE_FORMATS[format].label}`, from, layout,
      made: (names) => writtenText(format, made(names)),
      read(text) {
        const all = rows(text);
        // LaTeX sets wide tables in parts, so that their rows come several times.
        if (format === 'latex')
          return column === undefined
            ? all.filter((row) => row.length === 3).map(([name]) => squeezed(name ?? ''))
            : [];
        const place = column === undefined ? 0 : (all[0]?.indexOf(column) ?? -1);
        if (place < 0) throw new Error(`no column ${column}`);
        const names = all.slice(1).map((row) => row[place] ?? '');
        check?.(names);
        return names;
      },
      ...(found === undefined ? {} : { found }),
    };
  });
}

/** Whatever sends a table of the window to a file or the clipboard. */
const TABLE_SENDERS = ['src-main/engine/export/write-table.ts', 'src-renderer/table/send-table.ts'];

export const NAMED_EXPORTS: readonly NamedExport[] = [
  ...tableExports('a table', TABLE_SENDERS, tableOf),
  {
    what: 'a table as CSV with comments', from: ['src-main/engine/export/write-table.ts'], layout: '\r\n',
    made: (names) => tableToCsv(tableOf(names), { comments: true }),
    read(text) {
      const lines = text.split('\r\n');
      const header = lines.findIndex((line) => !line.startsWith('# '));
      for (const line of lines.slice(0, header)) if (/[,;"\t]/.test(line)) throw new Error(`a comment of several cells: ${line}`);
      return csv(lines.slice(header).join('\r\n'));
    },
    found: (line) => (line.includes(';') ? null : guarded(line)),
  },
  { what: 'the manifest beside it', from: ['src-main/engine/export/write-table.ts'], layout: '\n',
    made: (names) => manifestText(tableOf(names)), read: (text) => (JSON.parse(text) as object) && [] },
  ...tableExports('runs of a session, from the command line', ['src-main/cli/commands/session.ts'],
    (names) => tableFromRuns(at(names, 0), runsOf(names), at(names, 1)), 'problem'),
  {
    what: 'the report of a study', layout: '\n', made: report,
    from: [
      'src-main/cli/commands/study.ts', 'src-main/cli/commands/report.ts', 'src-main/shell/requests.ts', 'src-main/cli/held-output.ts',
    ],
    read(text) {
      const { texts, attributes } = readStrictMarkup(text);
      if (attributes.find(({ name }) => name === 'http-equiv')?.value !== 'Content-Security-Policy') throw new Error('no policy');
      // Behind the problems stand the notes and what made the report.
      return texts.filter(({ element }) => element === 'h2').map((each) => each.text).slice(0, -2);
    },
  },
  { what: 'a chart as SVG', from: ['src-main/shell/requests.ts'], layout: '\n\t', made: chartOf,
    read: (text) => readStrictMarkup(text) && [] },
  {
    what: 'a scene as SVG', from: ['src-main/shell/requests.ts'], layout: '\n', made: sceneOf,
    read: (text) => readStrictMarkup(text).texts.filter(({ element }) => element === 'text').map((each) => each.text),
  },
  ...(['mps', 'lp', 'json'] as const).map(problemFile),
  ...(['.sol', '.mst', '.csv', '.json'] as const).map(solutionFile),
  {
    what: 'tables and messages on a terminal',
    from: [
      'src-main/cli/output.ts', 'src-main/cli/main.ts', 'src-main/cli/problem-argument.ts', 'src-main/cli/commands/study.ts',
      'src-main/cli/queue-option.ts',
    ],
    layout: '\n',
    made: (names) => terminalText(listOfRuns(runsOf(names))),
    read(text) {
      const lines = text.split('\n');
      return Array.from({ length: lines.length - 3 }, () => '').slice(0, 0);
    },
  },
  { what: 'a message of an error', from: ['src-main/cli/output.ts'], layout: '', made: (names) =>
    names.map((name) => {
      const { message, hint } = toErrorValue(new EngineError('usage', `There is no “${name}”.`, name));
      return message + hint;
    }).join(' '), read: () => [] },
  {
    what: 'progress on a terminal', from: ['src-main/cli/progress-bar.ts'], layout: '',
    made(names) {
      let text = '';
      const bar = createProgressBar({ isTTY: true, columns: 1000, write: (piece: string) => (text += piece) });
      for (const name of names) bar.text(name);
      return text.replaceAll('\r\u001b[2K', '');
    },
    read: () => [],
  },
  {
    what: 'a document of --json',
    from: ['src-main/cli/output.ts', 'src-main/cli/main.ts', 'src-main/cli/commands/session.ts'],
    layout: '\n',
    made: (names) => jsonText({ names }),
    read: (text) =>
      (JSON.parse(text) as { names: string[] }).names.map((name) => (firstUnshown(name) === null ? name : separatedText(name, '\t'))).slice(
        0,
        0,
      ),
  },
];

/** Files that send something out that holds no name as text, and why. */
export const WITHOUT_NAMES: Readonly<Record<string, string>> = {
  'src-contract/ipc.ts': 'says what may be asked',
  'src-main/engine/study/build-example-session.ts': 'a step of the build',
  'src-main/engine/study/study-file.ts': 'JSON that is read back by its schema, with escapes for what would not be seen',
  'src-main/engine/session/working-copy.ts': 'JSON that only this program reads',
  'src-main/shell/data-places.ts': 'says which of its own folders could not be moved',
  'src-main/engine/files/write-file.ts': 'writes what it is given',
  'src-main/cli/commands/graph.ts': 'warnings on one line; the problem is written as problems are',
  'src-main/cli/marginals-argument.ts': 'warnings of a solution that was read, on one line',
  'src-main/shell/settings-file.ts': 'JSON that only this program reads',
  'src-main/shell/print-command.ts': 'why a print failed, to the command line, which shows it on one line',
  'src-renderer/common/CopyButton.tsx': 'versions, details of errors, specs and manifests as JSON',
  'src-workers/exact/glpk.ts': 'listens to a log',
};
