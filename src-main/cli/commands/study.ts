/**
 * `leibniz study run`: runs a study into a session file, prints its table and writes a report. The file
 * is saved every few seconds; `--resume` after a crash goes on from the working copy that it left, which
 * is only a tenth of a second behind.
 */
import { existsSync, rmdirSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import type { AppEvent } from '../../../src-contract/ipc.ts';
import { createPiscinaExecutor } from '../../engine/execution/piscina-executor.ts';
import { createSharingExecutor } from '../../engine/execution/sharing-executor.ts';
import { referenceSource } from '../../../src-contract/reference-words.ts';
import { shardText } from '../../../src-contract/study-shards.ts';
import type { Shard } from '../../../src-contract/study-shards.ts';
import { methodOf } from '../../../src-contract/tables/run-facts.ts';
import { EngineError, toErrorValue } from '../../engine/error-value.ts';
import { readStudy } from '../../engine/study/read-study.ts';
import { cancelStudy, startStudy, studyRuns } from '../../engine/study/study.ts';
import type { StartedStudy, StudyRun } from '../../engine/study/study.ts';
import { studyReport } from '../../engine/study/runs-report.ts';
import { listRecoverable } from '../../engine/session/recovery.ts';
import { applicationManifest } from '../../engine/manifest.ts';
import { openWorkspace } from '../../engine/workspace/workspace.ts';
import type { Workspace, WorkspaceSource } from '../../engine/workspace/workspace-api.ts';
import { numberText } from '../number-text.ts';
import { withFiles } from '../output.ts';
import type { CommandReply } from '../output.ts';
import { holdingOutput } from '../held-output.ts';
import type { HeldOutput } from '../held-output.ts';
import { onInterrupt, wasInterrupted } from '../interrupts.ts';
import { nowAndThen } from '../now-and-then.ts';
import { referenceJson } from '../reference-json.ts';
import { createProgressBar } from '../progress-bar.ts';
import { studyFolder } from '../state-folder.ts';
import { runTable } from '../run-table.ts';
import { checkPlace } from '../target-file.ts';
import { oneLine } from '../../../src-science/program/one-line.ts';

const SAVE_INTERVAL_MS = 10_000;

export interface StudyRunOptions {
  readonly session: string;
  readonly report?: string;
  readonly resume?: boolean;
  readonly force?: boolean;
  readonly workers: number;
  readonly queue?: string;
  /** The part of the study that is run here. */
  readonly shard?: Shard;
}

export function studyRun(path: string, options: StudyRunOptions): Promise<CommandReply> {
  checkTargets(options);
  return holdingOutput('--report', options.report, options.force === true, (report) => runStudy(path, options, report));
}

async function runStudy(path: string, options: StudyRunOptions, report: HeldOutput | null): Promise<CommandReply> {
  // To the last moment: whenever Ctrl-C comes, what there is is saved and printed.
  let cancel: () => void = () => undefined;
  onInterrupt(() => cancel());
  const study = await readStudy(path);
  const dataFolder = studyFolder(options.session);
  const executor = options.queue === undefined
    ? createSharingExecutor(createPiscinaExecutor({ size: options.workers }))
    : await (await import('../queue-option.ts')).queueExecutorOf(options.queue);
  const bar = createProgressBar(process.stderr);
  const over = new Set<number>();
  let wanted: ReadonlySet<number> = new Set();
  const onEvent = (event: AppEvent): void => {
    if (event.type !== 'runs.changed') return;
    for (const run of event.runs) {
      if (['queued', 'running', 'cancelling'].includes(run.status)) over.delete(run.id);
      else over.add(run.id);
    }
    const done = [...wanted].filter((id) => over.has(id)).length;
    const run = event.runs.at(-1);
    if (wanted.size > 0 && run !== undefined) {
      bar.text(`${done} of ${wanted.size} runs  ${run.problemName}  ${methodOf(run)}  ${run.status}`);
    }
  };
  let workspace: Workspace | null = null;
  let kept = false;
  try {
    const source = await sourceOf(options, dataFolder);
    workspace = await openWorkspace(source, {
      dataFolder,
      executor,
      manifest: applicationManifest(),
      onEvent,
      target: { path: options.session, isNew: source.kind === 'new' },
    });
    const open = workspace;
    // Of a study that is gone on with, the problems are read to their ends: its table is of them.
    if (source.kind === 'new') cancel = () => void open.stopReading().catch(() => undefined);
    const notes: string[] = [];
    const started = await startStudy(open, study, path, wasInterrupted, (text) => {
      notes.push(text);
      process.stderr.write(`${oneLine(text)}\n`);
    }, options.shard ?? null);
    wanted = new Set(started.runs.map((run) => run.runId));
    // It fails only where the session's thread is lost, which the save then tells.
    cancel = () => void cancelStudy(open, started).catch(() => undefined);
    if (wasInterrupted()) cancel();
    await waitFor(open, options.session);
    bar.clear();
    const runs = await studyRuns(workspace, started);
    const said = reply(started, runs, options, wasInterrupted(), notes);
    return await withFiles(
      said,
      async () => {
        try {
          await open.save(options.session);
          kept = true;
        } catch (error) {
          throw notSaved(error, options.session, dataFolder);
        }
      },
      ...(report === null ? [] : [async () => report.write(await studyReport(open, study, runs))]),
    );
  } finally {
    bar.clear();
    // What could not be saved stays in the working copy; of a study that was refused before its first run there is nothing.
    if (workspace !== null) await workspace.close({ keepWorkingCopy: !kept && (await holdsRuns(workspace)) }).catch(sayNotKept);
    removeIfEmpty(dataFolder);
    await executor.close();
  }
}

/** What the end of the work met must not take the place of what is said of the study: that it is not saved is said already. */
function sayNotKept(error: unknown): void {
  const { message } = toErrorValue(error);
  process.stderr.write(`leibniz: The last results could not be kept in the working copy: ${oneLine(message)}\n`);
  process.exitCode = 1;
}

/** Also where that cannot be told. */
function holdsRuns(workspace: Workspace): Promise<boolean> {
  return workspace.answer({ type: 'run.list' }).then((runs) => runs.length > 0, () => true);
}

/** Why a study is in no file yet, and where it is until it can be. */
function notSaved(error: unknown, session: string, dataFolder: string): EngineError {
  const { code, message, details, file } = toErrorValue(error);
  const elsewhere = code === 'session-changed-on-disk' ? 'Move that file away' : 'Mend that';
  return new EngineError(
    code, `The study is not saved: ${message}`,
    `What could be written is kept in “${dataFolder}”. ${elsewhere} and run the study again with --session ${session} --resume: it is saved there then.`,
    { file, details },
  );
}

/** The session file, or what a study into it that was killed left behind. */
async function sourceOf({ session, resume }: StudyRunOptions, dataFolder: string): Promise<WorkspaceSource> {
  const isThere = existsSync(session);
  for (const { id, file } of await listRecoverable(dataFolder)) {
    if (resume !== true) throw new EngineError(
      'usage', `An earlier study into “${session}” ended before it was saved.`, 'Give --resume to go on with it, or choose another name.',
      { field: '--session' },
    );
    // What it had is not put over a file that it does not know, nor dropped for it.
    if (isThere && file !== 'as-known') {
      throw new EngineError(
        'usage', `“${session}” was made or changed by another program after a study into it ended before it was saved.`,
        'Move that file away and give --resume to go on with the study, or choose another name.', { field: '--session' },
      );
    }
    return { kind: 'recover', id };
  }
  // Another study may have ended since the targets were checked; its file is not gone on with unasked.
  if (isThere && resume !== true) throw existsAlready(session);
  return isThere ? { kind: 'file', path: session } : { kind: 'new' };
}

function existsAlready(session: string): EngineError {
  return new EngineError(
    'usage', `The file of --session, “${session}”, exists already.`, 'Give --resume to go on with it, or choose another name.',
    { field: '--session' },
  );
}

/** Another study into the same file, or a copy that was kept, may still be there: then nothing is removed. */
function removeIfEmpty(dataFolder: string): void {
  try {
    rmdirSync(join(dataFolder, 'working-copies'));
    rmdirSync(dataFolder);
  } catch {
    // Not empty.
  }
}

function checkTargets(options: StudyRunOptions): void {
  const refuse = (option: string, what: string, hint: string): never => {
    throw new EngineError('usage', `The file of ${option}, ${what}.`, hint, { field: option });
  };
  if (extname(options.session).toLowerCase() !== '.leibniz') {
    refuse('--session', `“${basename(options.session)}”, must end in .leibniz`, 'A study is kept in a session file.');
  }
  if (options.report !== undefined && !/\.html?$/i.test(options.report)) {
    refuse('--report', `“${basename(options.report)}”, must end in .html`, 'A report is a web page.');
  }
  checkPlace('--session', options.session);
  if (existsSync(options.session) && options.resume !== true) throw existsAlready(options.session);
}

/** Waits for the runs, saving now and then. A save that fails here fails at the end too, where it is told. */
function waitFor(workspace: Workspace, session: string): Promise<void> {
  return nowAndThen(SAVE_INTERVAL_MS, () => workspace.save(session), () => workspace.idle());
}

function reply(
  { id, study, started, wanted, storesAtMostBytes }: StartedStudy, runs: readonly StudyRun[], options: StudyRunOptions,
  interrupted: boolean, notes: readonly string[],
): CommandReply {
  const failed = runs.filter(({ run }) => run.status === 'failed' || run.exactStatus === 'failed').length;
  const unfinished = runs.filter(({ run }) => run.status !== 'done' && run.status !== 'failed').length;
  const problems = [...new Map(runs.map(({ problem }) => [problem.id, problem])).values()];
  return {
    json: {
      title: study.title,
      study: id,
      session: options.session,
      shard: options.shard === undefined ? null : shardText(options.shard),
      report: options.report ?? null,
      started,
      notes,
      reused: runs.length - started,
      problems:
        problems.map(({ name, reference, referenceNote }) => ({ problem: name, reference: referenceJson(reference), note: referenceNote })),
      storesAtMostBytes,
      runs: runs.map(({ problem, method, seed, run }) => ({
        problem: problem.name,
        method,
        seed,
        objective: run.objective,
        gap: run.gap,
        gapBasis: run.gapBasis,
        gapLow: run.gapLow,
        gapHigh: run.gapHigh,
        bound: run.bound,
        provenGap: run.provenGap,
        controls: run.controls,
        feasible: run.feasible,
        seconds: run.seconds,
        status: run.exactStatus ?? run.status,
        reason: run.reason,
        settling: run.settling,
        runId: run.id,
      })),
    },
    text:
      runTable(runs, ['problemName', 'methodName', 'seed', 'objective', 'feasible', 'gap', 'seconds', 'status']) +
      problems.map((
        { name, reference, referenceNote },
      ) => `\n${oneLine(name)}: ${reference === null ? 'no reference value' : `reference ${numberText(reference.objective)}, ${oneLine(referenceSource(reference))}`}${referenceNote === null ? '' : `. ${oneLine(referenceNote)}`}`)
        .join(
        '',
      ) +
      '\n' +
      `\n${runs.length} runs${options.shard === undefined ? '' : ` of part ${shardText(options.shard)}`}, ${started} of them made now; session ${options.session}${options.report === undefined ? '' : `, report ${options.report}`}\n` +
      (interrupted ? `Stopped${unmade(wanted, runs.length)}: go on with --resume.\n` : ''),
    exitCode: interrupted || failed > 0 || unfinished > 0 ? 1 : 0,
  };
}

/** Runs that were not made before the study was stopped, in words. */
function unmade(wanted: number | null, made: number): string {
  if (wanted === null) return ' before any run was made';
  return wanted === made ? '' : ` with ${wanted - made} of ${wanted} runs not made yet`;
}
