/**
 * Answers the page's requests: checks who sends, parses what is sent, and either asks the window's
 * workspace or does what only a shell can do (dialogs, settings, clipboard, windows). Errors cross as
 * values.
 */
import { basename, dirname, extname } from 'node:path';
import { BrowserWindow, app, clipboard, nativeTheme, type IpcMainInvokeEvent } from 'electron';
import { RUNS_AT_ONCE } from '../../src-contract/channels.ts';
import { DATA_FORMATS } from '../../src-contract/data-export.ts';
import type { LeibnizErrorValue } from '../../src-contract/error.ts';
import {
  type Answer, type AppInfo, DroppedFiles, type DropReply, type FirstView, type OpenOutcome, type RecoveryEntry, type Reply, Request,
  type RequestType, type Written,
} from '../../src-contract/ipc.ts';
import type { ProblemSummary } from '../../src-contract/session.ts';
import { EngineError, toErrorValue } from '../engine/error-value.ts';
import { lazyCrypto } from '../engine/lazy-node.ts';
import { discardRecoverable, listRecoverable } from '../engine/session/recovery.ts';
import { libraryVersions } from '../engine/versions.ts';
import type { WorkspaceRequestType } from '../engine/workspace/workspace-api.ts';
import { addStudyFile, isStudyFile } from '../engine/study/study-file.ts';
import { writeFileAtomically } from '../engine/files/write-file.ts';
import { askForProblems, askForSession, askForSolutions, askForStudies, askWhereToSave } from './dialogs.ts';
import { type PageOrigins, senderVerdict } from './security.ts';
import type { SessionWindow, SessionWindows } from './session-windows.ts';
import { STUDY_HANDLERS } from './study-requests.ts';
import type { SettingsStore } from './settings-file.ts';
import type { ProblemSource } from '../../src-contract/problem-choice.ts';
import { oneLine } from '../../src-contract/one-line.ts';
import {
  SOLUTION_ENDINGS, SOLUTION_FILE_ENDINGS, STATED_OPTIMA_ENDING, endingsInWords, sourceKindOf,
} from '../../src-contract/problem-format.ts';
import { PICTURE_FORMATS } from '../../src-contract/picture-formats.ts';
import { REPORT_FORMATS } from '../../src-contract/report.ts';
import { TABLE_FORMATS } from '../../src-contract/tables/table-formats.ts';

export interface RequestContext {
  readonly windows: SessionWindows;
  readonly settings: SettingsStore;
  readonly dataFolder: string;
  /** False if this start found no session of an earlier one. */
  readonly mayHaveSurvivors: boolean;
  readonly exampleSession: string;
  /** Of the build. */
  readonly outFolder: string;
  readonly origins: PageOrigins;
  readonly onSettingsChanged: () => void;
}

/** Requests the shell answers itself. */
type ShellRequestType = Exclude<RequestType, WorkspaceRequestType>;
type ShellHandlers =
  { readonly [T in ShellRequestType]: (request: Extract<Request, { type: T }>, sender: SessionWindow) => Promise<Answer<T>> };

export interface Answers {
  /** The answer to each message of a page. */
  readonly answer: (event: IpcMainInvokeEvent, message: unknown) => Promise<Reply<RequestType>>;
  /** Opens files dropped on a page. */
  readonly dropped: (event: IpcMainInvokeEvent, message: unknown) => Promise<DropReply>;
}

export function createAnswers(context: RequestContext): Answers {
  const handlers = shellHandlers(context);
  const receive = async (event: IpcMainInvokeEvent, message: unknown): Promise<Reply<RequestType>> => {
    if (!isTrusted(event, context)) return REFUSED_SENDER;
    const parsed = Request.safeParse(message);
    if (!parsed.success) {
      const first = parsed.error.issues[0];
      return refused(
        'request-invalid', `The request is not valid at ${first?.path.join('.') ?? 'its root'}: ${first?.message ?? 'unknown reason'}.`,
        'Correct the field and try again.', parsed.error.message,
      );
    }
    // A window asks for its looks before its session is open.
    if (parsed.data.type === 'app.settings') return { ok: true, value: context.settings.settings() };
    const sender = await context.windows.whenOpen(BrowserWindow.fromWebContents(event.sender));
    if (sender === null) return REFUSED_SENDER;
    try {
      // What was answered is the request's own answer, which TypeScript cannot see.
      return { ok: true, value: (await answer(parsed.data, sender, handlers)) as Answer<RequestType> };
    } catch (error) {
      return { ok: false, error: toErrorValue(error) };
    }
  };
  return {
    answer: receive,
    async dropped(event, message) {
      if (!isTrusted(event, context)) return REFUSED_SENDER;
      const files = DroppedFiles.safeParse(message);
      if (!files.success) return refused(
        'drop-without-files', 'What was dropped are no files of this computer.',
        `Drop problem files (${endingsInWords('or')}, also gzipped), circuits (.bench), graphs (.clq, .col), solutions or a session (.leibniz).`,
      );
      const sender = await context.windows.whenOpen(BrowserWindow.fromWebContents(event.sender));
      return sender === null
        ? REFUSED_SENDER
        : { ok: true, value: await openFiles(files.data.paths, sender, context.windows, files.data.problemId) };
    },
  };
}

function answer(request: Request, sender: SessionWindow, handlers: ShellHandlers): Promise<unknown> {
  // The handlers' record is complete by its type; the lookup by a union key is what TypeScript cannot follow.
  const handler = (handlers as Partial<Record<RequestType, (request: Request, sender: SessionWindow) => Promise<unknown>>>)[request.type];
  return handler === undefined
    ? sender.workspace.answer(request as Extract<Request, { type: WorkspaceRequestType }>)
    : handler(request, sender);
}

function isTrusted(event: IpcMainInvokeEvent, context: RequestContext): boolean {
  const frame = event.senderFrame;
  return senderVerdict(
    frame === null ? null : { url: frame.url, isMainFrame: frame === event.sender.mainFrame }, context.origins,
  ) === 'trusted';
}

function refused(code: string, message: string, hint: string, details?: string): { ok: false; error: LeibnizErrorValue } {
  return { ok: false, error: { code, message, hint, ...(details === undefined ? {} : { details }) } };
}

const REFUSED_SENDER = refused('sender-refused', 'A message from outside the window was refused.', '');

function shellHandlers(context: RequestContext): ShellHandlers {
  const { windows, settings } = context;
  return {
    'window.first-view': (_request, sender) => firstView(context, sender),
    'app.info': () => Promise.resolve(appInfo(settings)),
    'app.settings': () => Promise.resolve(settings.settings()),
    'app.change-settings': (request) => {
      const changed = settings.change(request.change);
      nativeTheme.themeSource = changed.theme;
      context.onSettingsChanged();
      return Promise.resolve(changed);
    },
    'app.recovery-list': () => recoveryList(context),
    'app.recover': async (request, sender) => (await windows.open({ kind: 'recover', id: request.id }, sender)).workspace.state(),
    'app.discard-recovery': async (request) => {
      await discardRecoverable(context.dataFolder, request.id);
      return null;
    },
    'session.new': async (_request, sender) => (await windows.open({ kind: 'new' }, sender)).workspace.state(),
    'session.open': (_request, sender) => windows.openWithDialog(sender),
    'session.open-recent': async (request, sender) =>
      (await windows.open({ kind: 'file', path: recentPath(settings, request.id) }, sender)).workspace.state(),
    'session.open-example': async (_request, sender) =>
      (await windows.open({ kind: 'template', path: context.exampleSession, name: 'Example' }, sender)).workspace.state(),
    'session.save': (_request, sender) => windows.save(sender, false),
    'session.save-as': (_request, sender) => windows.save(sender, true),
    'session.merge': async (_request, sender) => {
      const path = await askForSession(sender.window, 'Merge another session');
      if (path === null) return null;
      try {
        return await sender.workspace.mergeSession(path);
      } catch (error) {
        if (toErrorValue(error).code === 'reading-cancelled') return null;
        throw error;
      }
    },
    'problem.open': async (_request, sender) => {
      const paths = await askForProblems(sender.window);
      return paths.length === 0 ? NOTHING_OPENED : openFiles(paths, sender, windows);
    },
    'problem.stop-opening': async (_request, sender) => {
      await sender.workspace.stopReading();
      return null;
    },
    'problem.export': async (request, sender) => {
      const problems = await sender.workspace.answer({ type: 'problem.list' });
      const name = problems.find((problem) => problem.id === request.id)?.name ?? 'problem';
      const path =
        await askWhereToSave(sender.window, 'Export problem', name, [{ name: request.format.toUpperCase(), extensions: [request.format] }]);
      if (path === null) return NOT_WRITTEN;
      await sender.workspace.exportProblem(request.id, request.format, request.form, path);
      return written(path);
    },
    ...STUDY_HANDLERS,
    'study.open': async (_request, sender) => {
      const paths = await askForStudies(sender.window);
      return paths.length === 0 ? NOTHING_OPENED : openFiles(paths, sender, windows, null, false, true);
    },
    'solution.open': async ({ problemId }, sender) => {
      const paths = await askForSolutions(sender.window);
      return paths.length === 0 ? NOTHING_OPENED : openFiles(paths, sender, windows, problemId, true);
    },
    'solution.write': async ({ problemId, x, suggestedName }, sender) => {
      const path = await askWhereToSave(
        sender.window, 'Write solution', suggestedName,
        SOLUTION_ENDINGS.map((ending) => ({ name: SOLUTION_FORMS[ending], extensions: [ending.slice(1)] })),
      );
      if (path === null) return NOT_WRITTEN;
      const ending = SOLUTION_ENDINGS.find((each) => each === extname(path).toLowerCase());
      if (ending === undefined) throw new EngineError(
        'file-name', `“${oneLine(basename(path))}” has no ending that says how a solution is written.`,
        `End it in ${SOLUTION_ENDINGS.join(', ')}.`, { file: path },
      );
      await sender.workspace.writeSolution(problemId, x, ending, path);
      return written(path);
    },
    'export.table': async (request, sender) => {
      const { label, ending } = TABLE_FORMATS[request.format];
      const path = await askWhereToSave(sender.window, 'Export table', request.suggestedName, [{ name: label, extensions: [ending] }]);
      if (path === null) return NOT_WRITTEN;
      // A copy that owns its memory: what came may be part of a larger message.
      const { tableManifest, latexNumbers } = settings.settings();
      await sender.workspace.exportTable(request.table.slice(), request.format, path, tableManifest, latexNumbers === 'siunitx');
      return written(path);
    },
    'export.chart': async (request, sender) => {
      const { label, ending } = PICTURE_FORMATS[request.format];
      const path = await askWhereToSave(sender.window, 'Export chart', request.suggestedName, [{ name: label, extensions: [ending] }]);
      if (path === null) return NOT_WRITTEN;
      await writeFileAtomically(path, await pictureContent(request, context.outFolder));
      return written(path);
    },
    'export.data': async (request, sender) => {
      const { label, ending } = DATA_FORMATS[request.format];
      const path = await askWhereToSave(
        sender.window, 'Export recorded data', `${request.title} ${request.what}`, [{ name: label, extensions: [ending] }],
      );
      if (path === null) return { ...NOT_WRITTEN, done: null };
      const { type: _type, ...ask } = request;
      return { ...written(path), done: await sender.workspace.exportData(ask, path, settings.settings().tableManifest ?? 'beside') };
    },
    'export.report': async ({ format, pictures, ...ask }, sender) => {
      const path = await askWhereToSave(sender.window, 'Report', ask.title, [{ name: REPORT_FORMATS[format], extensions: [format] }]);
      if (path === null) return NOT_WRITTEN;
      const html = await (await import('../engine/study/runs-report.ts')).sessionReport(sender.workspace, ask, pictures);
      await writeFileAtomically(path, format === 'html' ? html : await (await import('./print-pdf.ts')).reportToPdf(html, ask.title));
      return written(path);
    },
    'clipboard.copy': async (request) => {
      await clipboard.writeText(request.text);
      return null;
    },
  };
}

/** What the page made of a picture; of a PDF it made the drawing, and its page is printed here. */
async function pictureContent(
  { format, content, size, suggestedName, about = [] }: Extract<Request, { type: 'export.chart' }>, outFolder: string,
): Promise<string | Uint8Array> {
  const application = `Leibniz ${app.getVersion()}`;
  const manifest = { leibnizPicture: 1, title: oneLine(suggestedName), about: about.map(oneLine), application };
  if (format === 'svg' && typeof content === 'string') {
    const [{ svgWithAbout }, { fontFaces }] = await Promise.all([import('../engine/export/svg-about.ts'), import('./print-pdf.ts')]);
    return svgWithAbout(content, manifest, await fontFaces(outFolder, content));
  }
  if (format !== 'pdf') return content;
  if (typeof content !== 'string' || size === undefined) throw new EngineError(
    'request-invalid', 'A picture as PDF comes as SVG, with the size of its page.', 'Correct the field and try again.',
  );
  return (await import('./print-pdf.ts')).pictureToPdf(content, size, manifest, outFolder);
}

const NOT_WRITTEN: Written = { cancelled: true, name: null };

function written(path: string): Written {
  return { cancelled: false, name: oneLine(basename(path)) };
}

export function isSessionFile(path: string): boolean {
  return extname(path).toLowerCase() === '.leibniz';
}

const NOTHING_OPENED: OpenOutcome = { opened: [], sources: [], said: [], errors: [], cancelled: true };

/** Of what a dialog offers to write. */
const SOLUTION_FORMS: Readonly<Record<(typeof SOLUTION_ENDINGS)[number], string>> = {
  '.sol': 'Solution (MIPLIB, SCIP)', '.mst': 'MIP start (Gurobi)', '.csv': 'CSV', '.npy': 'NumPy array', '.json': 'JSON',
};

/**
 * Opens files by their kind: sessions in windows, solutions as runs of a problem, stated optima with the problems of their names,
 * circuits and graphs as what the page has to ask about, everything else as problems of this session.
 * @param problemId of the problem that solutions are of, where one is selected
 * @param solutions whether all of them are solutions, whatever their endings
 * @param areStudies whether all of them are studies
 */
export async function openFiles(
  paths: readonly string[], into: SessionWindow, windows: SessionWindows, problemId: number | null = null, solutions = false,
  areStudies = false,
): Promise<OpenOutcome> {
  const opened: ProblemSummary[] = [];
  const sources: ProblemSource[] = [];
  const said: string[] = [];
  const studies: number[] = [];
  const errors: LeibnizErrorValue[] = [];
  for (const path of paths) {
    try {
      if (isSessionFile(path)) await windows.open({ kind: 'file', path }, into);
      else if (areStudies || isStudyFile(path)) studies.push((await addStudyFile(into.workspace, path)).id);
      else if (extname(path).toLowerCase() === STATED_OPTIMA_ENDING) said.push(await into.workspace.addStatedOptima(path));
      else if (solutions || SOLUTION_FILE_ENDINGS.includes(extname(path).toLowerCase())) {
        if (problemId === null) throw new EngineError(
          'solution-without-problem', `“${oneLine(basename(path))}” is a solution, and no problem is selected.`,
          'Select the problem it belongs to, and drop it again.', { file: path },
        );
        said.push(...(await into.workspace.addSolutionFile(problemId, path)));
      } else if (sourceKindOf(path) !== null) sources.push(await into.workspace.addSource(path));
      else opened.push(await into.workspace.addProblemFile(path));
    } catch (error) {
      const value = toErrorValue(error);
      // Who stops the opening of one file does not wait for the next.
      if (value.code === 'reading-cancelled') return { opened, studies, sources, said, errors, cancelled: true };
      errors.push(value);
    }
  }
  return { opened, studies, sources, said, errors, cancelled: false };
}

function appInfo(settings: SettingsStore): AppInfo {
  const { electron, chrome, node } = process.versions;
  return {
    version: app.getVersion(),
    platform: process.platform,
    versions: { electron: electron ?? '', chrome: chrome ?? '', node, ...libraryVersions() },
    recent: settings.recent().map((path) => ({ id: recentId(path), name: oneLine(basename(path)), folder: oneLine(dirname(path)) })),
  };
}

/** Recent files are named to the page by a hash, never by a path it could send back changed. */
function recentId(path: string): string {
  return lazyCrypto().createHash('sha256').update(path).digest('hex').slice(0, 24);
}

function recentPath(settings: SettingsStore, id: string): string {
  const path = settings.recent().find((each) => recentId(each) === id);
  if (path === undefined) throw new EngineError(
    'recent-missing', 'That session is no longer in the list of recent files.', 'Open it from where it is, with Open session….',
  );
  return path;
}

async function firstView(context: RequestContext, { workspace }: SessionWindow): Promise<FirstView> {
  const [problems, runs, pool] = await Promise.all([
    workspace.answer({ type: 'problem.list' }), workspace.answer({ type: 'run.list', limit: RUNS_AT_ONCE }),
    workspace.answer({ type: 'pool.state' }),
  ]);
  return {
    info: appInfo(context.settings),
    settings: context.settings.settings(),
    session: workspace.state(),
    problems,
    runs,
    allRuns: runs.length < RUNS_AT_ONCE,
    pool,
    recovery: context.mayHaveSurvivors ? null : [],
  };
}

async function recoveryList(context: RequestContext): Promise<RecoveryEntry[]> {
  return listRecoverable(context.dataFolder);
}
