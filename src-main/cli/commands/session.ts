/** `leibniz session info|verify|export`: looks into a session file without changing it. */
import { basename } from 'node:path';
import type { ExportTable } from '../../../src-contract/tables/export-table.ts';
import type { ProblemSummary, RunSummary } from '../../../src-contract/session.ts';
import type { TableManifestPlace } from '../../../src-contract/settings.ts';
import { TABLE_ENDINGS, tableFormatOf } from '../../../src-contract/tables/table-formats.ts';
import { EngineError } from '../../engine/error-value.ts';
import { manifestCaption, tableFromRuns } from '../../engine/export/session-tables.ts';
import { writeTable } from '../../engine/export/write-table.ts';
import { askSessionThread } from '../../engine/session/client.ts';
import { referenceSource } from '../../../src-contract/reference-words.ts';
import type { SessionReport } from '../../engine/session/protocol.ts';
import { writeFileAtomically } from '../../engine/files/write-file.ts';
import { factLines, numberText, tableText } from '../number-text.ts';
import { lookingInto } from '../looked-at.ts';
import { jsonText } from '../output.ts';
import type { CommandReply } from '../output.ts';
import { formOf, programFormatOf } from '../program-format.ts';
import type { FormOptions } from '../program-format.ts';
import { FORMAT_ENDINGS } from '../../../src-science/program/formats/format-table.ts';
import { looksFolder } from '../state-folder.ts';
import { runTable } from '../run-table.ts';
import { checkTarget } from '../target-file.ts';
import { oneLine } from '../../../src-science/program/one-line.ts';

export interface SessionExportOptions extends FormOptions {
  readonly output: string;
  readonly problem?: number;
  readonly force?: boolean;
  readonly manifest: TableManifestPlace;
  readonly columns?: readonly string[];
  readonly siunitx?: boolean;
}

function reportOn(path: string, verify: boolean): Promise<SessionReport> {
  const dataFolder = looksFolder();
  return askSessionThread<'report'>({ type: 'report', path, verify, ...(dataFolder === undefined ? {} : { dataFolder }) });
}

export async function sessionInfo(path: string): Promise<CommandReply> {
  const report = await reportOn(path, false);
  return {
    json: reportJson(report), text: `${reportText(report)}\n${problemTable(report.problems)}\n${listOfRuns(report.runs)}`,
    exitCode: saidOf(report.damaged),
  };
}

/** Says which figures are not to be relied on. @returns the exit code of what shows them all the same */
function saidOf(damaged: readonly string[]): CommandReply['exitCode'] {
  if (damaged.length === 0) return 0;
  for (const line of damaged.slice(0, MOST_SAID)) process.stderr.write(`leibniz: ${oneLine(line)}\n`);
  if (damaged.length > MOST_SAID) process.stderr.write(`leibniz: and ${damaged.length - MOST_SAID} more rows\n`);
  process.stderr.write('  Do not use these figures; open a backup of the session, or do these runs again.\n');
  return 1;
}

const MOST_SAID = 20;

export async function sessionVerify(path: string): Promise<CommandReply> {
  const report = await reportOn(path, true);
  const complaints = report.complaints ?? [];
  return {
    json: {
      path, ok: complaints.length === 0, complaints, problems: report.problems.length, runs: report.runs.length,
      checksummed: report.checksummed,
    },
    text:
      complaints.length === 0
        ? `${oneLine(basename(path))} is whole: ${report.problems.length} problems and ${report.runs.length} runs were read, every row was compared with its checksum, every solution was recomputed.\n${report.checksummed ? '' : `It was saved by a version without checksums: what was changed in it since then could only be told where it is computed from something else. Save it with this version.\n`}`
        : complaints.map((complaint) => `${oneLine(complaint)}\n`).join(''),
    exitCode: complaints.length === 0 ? 0 : 1,
  };
}

export async function sessionExport(path: string, options: SessionExportOptions): Promise<CommandReply> {
  if (options.problem !== undefined) return exportProblem(path, options, options.problem);
  const { ending, seen } = checkTarget('--output', options.output, TABLE_ENDINGS, options.force === true);
  const { runs, manifests, damaged } = await reportOn(path, false);
  const caption = [manifestCaption(manifests), ...damaged.map((line) => `not to be relied on: ${oneLine(line)}`)].join('\n');
  const table = withColumns(tableFromRuns(`Runs of ${basename(path)}`, runs, caption), options.columns);
  // Of runs, JSON is what `session info` prints of them, not the table.
  const format = ending === '.json' ? undefined : tableFormatOf(ending);
  const beside = format === undefined ? null : await writeTable(table, format, options.output, options.manifest, seen, options.siunitx);
  if (format === undefined) await writeFileAtomically(options.output, `${jsonText(runs)}\n`, seen);
  return {
    json: { file: options.output, runs: runs.length, manifest: beside, damaged },
    text: `wrote ${runs.length} runs to ${options.output}${beside === null ? '' : `, what made them to ${beside}`}\n`,
    exitCode: saidOf(damaged),
  };
}

/** The columns asked for by their keys, in that order. @throws EngineError `usage` naming one that is not there */
function withColumns(table: ExportTable, keys: readonly string[] | undefined): ExportTable {
  if (keys === undefined) return table;
  const places = keys.map((key) => {
    const place = table.columns.findIndex((column) => column.key === key);
    if (place < 0) throw new EngineError(
      'usage', `The runs have no column “${key}”.`, `Their columns are ${table.columns.map((column) => column.key).join(', ')}.`,
      { field: '--columns' },
    );
    return place;
  });
  return {
    ...table,
    columns: places.flatMap((place) => table.columns[place] ?? []),
    rows: table.rows.map((row) => places.map((place) => row[place] ?? null)),
    marks: (table.marks ?? []).flatMap((mark) => (places.includes(mark.column) ? [{ ...mark, column: places.indexOf(mark.column) }] : [])),
  };
}

async function exportProblem(path: string, options: SessionExportOptions, id: number): Promise<CommandReply> {
  const { ending, seen } = checkTarget('--output', options.output, FORMAT_ENDINGS, options.force === true);
  return lookingInto(path, async (thread) => {
    const problems = await thread.call<'problem.list'>({ type: 'problem.list' });
    const problem = problems.find((each) => each.id === id);
    if (problem === undefined) {
      throw new EngineError(
        'usage', `“${basename(path)}” has no problem ${id}.`,
        `Its problems are ${problems.map((each) => each.id).join(', ') || 'none'}; leibniz session info lists them.`,
        { field: '--problem' },
      );
    }
    const how = { format: programFormatOf(ending), path: options.output, form: formOf(options), seen };
    await thread.call<'problem.write'>({ type: 'problem.write', id, ...how });
    return {
      json: { file: options.output, problem: problem.name }, text: `wrote ${oneLine(problem.name)} to ${options.output}\n`, exitCode: 0,
    };
  });
}

function reportJson(report: SessionReport): unknown {
  const { complaints: _complaints, manifests: _manifests, ...rest } = report;
  return rest;
}

function reportText(report: SessionReport): string {
  return factLines([
    ['session', oneLine(basename(report.path))],
    ['size', `${report.bytes} bytes, schema ${report.schemaVersion}`],
    ['made by', report.application === null ? null : oneLine(report.application)],
    ['made at', report.createdAt === null ? null : new Date(report.createdAt).toISOString()],
    [
      'holds',
      `${report.problems.length} problems, ${report.runs.length} runs, ${report.seriesPoints} recorded points, ${report.snapshots} snapshots, ${report.checkpoints} checkpoints`,
    ],
  ]);
}

function problemTable(problems: readonly ProblemSummary[]): string {
  const columns = [
    { label: 'id', numeric: true },
    { label: 'problem', numeric: false },
    { label: 'sense', numeric: false },
    { label: 'variables', numeric: true },
    { label: 'rows', numeric: true },
    { label: 'nonzeros', numeric: true },
    { label: 'reference', numeric: true },
    { label: 'from', numeric: false },
  ];
  return tableText(
    columns,
    problems.map(({ id, name, sense, variables, rows, nonzeros, reference }) => [
      String(id), name, sense, String(variables), String(rows), String(nonzeros), numberText(reference?.objective ?? null),
      reference === null ? '' : referenceSource(reference),
    ]),
  ) + problems.flatMap(({ name, referenceNote }) => (referenceNote === null ? [] : [`\n${oneLine(name)}: ${oneLine(referenceNote)}\n`]))
    .join('');
}

export function listOfRuns(runs: readonly RunSummary[]): string {
  const origin = runs.some((run) => run.origin !== null) ? (['origin'] as const) : [];
  return runTable(
    runs.map((run) => ({ run })),
    ['run', 'problemName', 'methodName', ...origin, 'seed', 'objective', 'feasible', 'gap', 'seconds', 'status'],
  );
}
