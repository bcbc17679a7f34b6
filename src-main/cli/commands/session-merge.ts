/**
 * `leibniz session merge`: several session files as one new file. The sources are only read; the new file takes its place
 * once all of it is there, so that a merge that is ended in the middle leaves what stood there before.
 */
import { basename } from 'node:path';
import { isClean, MERGE_FINDINGS } from '../../../src-contract/session-merge.ts';
import type { MergeReport } from '../../../src-contract/session-merge.ts';
import { oneLine } from '../../../src-science/program/one-line.ts';
import { applicationManifest } from '../../engine/manifest.ts';
import { startSessionThread } from '../../engine/session/client.ts';
import { discardRecoverable, listRecoverable } from '../../engine/session/recovery.ts';
import { requireDistinct } from '../distinct-files.ts';
import { tableText } from '../number-text.ts';
import type { CommandReply } from '../output.ts';
import { createProgressBar } from '../progress-bar.ts';
import { mergesFolder } from '../state-folder.ts';
import { studyLine, studyParts, studyPartsJson } from '../study-lines.ts';
import type { StudyParts } from '../study-lines.ts';
import { checkTarget } from '../target-file.ts';

export interface SessionMergeOptions {
  readonly output: string;
  readonly force?: boolean;
}

export async function sessionMerge(files: readonly string[], options: SessionMergeOptions): Promise<CommandReply> {
  for (const file of files) requireDistinct(file, { ...options });
  const { seen } = checkTarget('--output', options.output, ['.leibniz'], options.force === true);
  const dataFolder = mergesFolder();
  // What merges that were killed left there is in no file and wanted by nobody: its sources are all there.
  for (const { id } of await listRecoverable(dataFolder)) await discardRecoverable(dataFolder, id).catch(() => undefined);
  const thread = startSessionThread();
  const bar = createProgressBar(process.stderr);
  try {
    await thread.call<'open'>({
      type: 'open', source: { kind: 'new' }, dataFolder, application: applicationManifest().application,
      target: { path: options.output, isNew: seen === null },
    });
    const sources: MergeReport[] = [];
    for (const [k, path] of files.entries()) {
      bar.text(`${k + 1} of ${files.length}: ${oneLine(basename(path))}`);
      sources.push(await thread.call<'merge'>({ type: 'merge', path }));
    }
    bar.text(`writing ${oneLine(basename(options.output))}`);
    const problems = await thread.call<'problem.list'>({ type: 'problem.list' });
    const runs = await thread.call<'run.list'>({ type: 'run.list' });
    const studies = await studyParts(thread);
    await thread.call<'save'>({ type: 'save', path: options.output, overwriteChanged: false, seen });
    bar.clear();
    return {
      json: {
        file: options.output, problems: problems.length, runs: runs.length, sources,
        studies: studies.map(studyPartsJson),
      },
      text: textOf(options.output, sources, problems.length, runs.length, studies),
      exitCode: sources.every(isClean) ? 0 : 1,
    };
  } finally {
    bar.clear();
    await thread.close(false);
  }
}

const LONGEST_ABOUT = 50;

function textOf(
  output: string, sources: readonly MergeReport[], problems: number, runs: number, studies: readonly StudyParts[],
): string {
  const taken = tableText(
    [
      { label: 'file', numeric: false }, { label: 'problems', numeric: true }, { label: 'here already', numeric: true },
      { label: 'runs', numeric: true }, { label: 'here already', numeric: true }, { label: 'left out', numeric: true },
      { label: 'studies', numeric: true }, { label: 'here already', numeric: true },
    ],
    sources.map((source) => [
      source.name, ...[
        source.problems.added, source.problems.same, source.runs.added, source.runs.same, source.runs.leftOut, source.studies.added,
        source.studies.same,
      ].map(String),
    ]),
  );
  const told = sources.flatMap(({ name, findings }) => findings.map(({ kind, about, text }) => [
    name, MERGE_FINDINGS[kind].label, about.length > LONGEST_ABOUT ? `${about.slice(0, LONGEST_ABOUT)}…` : about, text,
  ]));
  const findings = told.length === 0
    ? ''
    : `\n${tableText(['file', 'what', 'about', 'what was done'].map((label) => ({ label, numeric: false })), told)}`;
  const counted = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;
  const wrote = [
    counted(problems, 'problem', 'problems'), counted(runs, 'run', 'runs'), counted(studies.length, 'study', 'studies'),
  ].join(', ');
  return `${taken}${findings}\n${studies.map(studyLine).join('')}wrote ${wrote} to ${oneLine(output)}\n`;
}
