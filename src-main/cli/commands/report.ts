/** `leibniz report`: a session, or runs of it, as one HTML or PDF file to read without the program. The session file is not changed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { REPORT_FORMAT_NAMES, REPORT_SECTION_NAMES } from '../../../src-contract/report.ts';
import type { ReportSection } from '../../../src-contract/report.ts';
import { oneLine } from '../../../src-science/program/one-line.ts';
import { EngineError } from '../../engine/error-value.ts';
import { writeFileAtomically } from '../../engine/files/write-file.ts';
import { startSessionThread } from '../../engine/session/client.ts';
import { sessionReport } from '../../engine/study/runs-report.ts';
import type { ReportSource } from '../../engine/study/runs-report.ts';
import type { CommandReply } from '../output.ts';
import { looksFolder } from '../state-folder.ts';
import { printReport } from '../print-report.ts';
import { checkTarget } from '../target-file.ts';

const REPORT_ENDINGS = REPORT_FORMAT_NAMES.map((format) => `.${format}`);

export interface ReportOptions {
  readonly output: string;
  readonly title?: string;
  readonly runs?: readonly number[];
  readonly sections?: readonly string[];
  readonly force?: boolean;
}

export async function report(path: string, options: ReportOptions): Promise<CommandReply> {
  const { seen, ending } = checkTarget('--output', options.output, REPORT_ENDINGS, options.force === true);
  const sections = sectionsOf(options.sections);
  const looks = looksFolder();
  const dataFolder = looks ?? (await mkdtemp(join(tmpdir(), 'leibniz-report-')));
  const thread = startSessionThread();
  try {
    await thread.call<'open'>({ type: 'open', source: { kind: 'file', path }, dataFolder, application: 'leibniz' });
    // The requests of a report are all among the thread's own, which the type of a workspace's answers cannot say.
    const source = { answer: (request: never) => thread.call(request) } as unknown as ReportSource;
    const title = options.title ?? oneLine(basename(path, extname(path)));
    await requireRuns(source, path, options.runs);
    const html = await sessionReport(source, { title, runs: options.runs === undefined ? null : [...options.runs], sections });
    await writeFileAtomically(options.output, ending === '.pdf' ? await printReport(html) : html, seen);
    return { json: { file: options.output, sections }, text: `wrote the report to ${options.output}\n`, exitCode: 0 };
  } finally {
    await thread.close(false);
    if (looks === undefined) await rm(dataFolder, { recursive: true, force: true });
  }
}

/** @throws EngineError `usage` naming a section that there is not */
function sectionsOf(names: readonly string[] | undefined): ReportSection[] {
  if (names === undefined) return [...REPORT_SECTION_NAMES];
  return names.map((name) => {
    const section = REPORT_SECTION_NAMES.find((each) => each === name);
    if (section === undefined) throw new EngineError(
      'usage', `A report has no section “${oneLine(name)}”.`, `Its sections are ${REPORT_SECTION_NAMES.join(', ')}.`, { field: '--sections' },
    );
    return section;
  });
}

/** @throws EngineError `usage` naming a run that is not there */
async function requireRuns(source: ReportSource, path: string, runs: readonly number[] | undefined): Promise<void> {
  if (runs === undefined) return;
  const there = new Set((await source.answer({ type: 'run.list' })).map(({ id }) => id));
  const missing = runs.find((id) => !there.has(id));
  if (missing !== undefined) throw new EngineError(
    'usage', `“${oneLine(basename(path))}” has no run ${missing}.`, 'leibniz session info lists its runs.', { field: '--runs' },
  );
}
