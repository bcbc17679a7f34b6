/**
 * A session with a pool behind it: ties the session thread (what is kept) to the scheduler (what is
 * going) and answers every request that needs no window. It holds no data of its own; what it is told by
 * a job goes to the window and to the thread, in that order, and the thread is the one that knows.
 */
import { basename } from 'node:path';
import type { Answer, AppEvent, Request } from '../../../src-contract/ipc.ts';
import type { JobSpec } from '../../../src-contract/job-spec.ts';
import { seedOf, withSeed } from '../../../src-contract/job-body.ts';
import type { SessionState } from '../../../src-contract/session.ts';
import { oneLine } from '../../../src-contract/one-line.ts';
import { isSessionRequest } from '../../../src-contract/session-request.ts';
import type { SessionRequestType } from '../../../src-contract/session-request.ts';
import { DECODE } from '../../../src-science/decoding/decode-settings.ts';
import { EngineError, toErrorValue } from '../error-value.ts';
import { createScheduler } from '../execution/scheduler.ts';
import type { Scheduler } from '../execution/scheduler.ts';
import { lazyCrypto } from '../lazy-node.ts';
import { startSessionThread } from '../session/client.ts';
import type { SessionThread } from '../session/client.ts';
import type { SessionEvent } from '../session/protocol.ts';
import type { ClaimDesk } from './claim-desk.ts';
import { createGoingRuns } from './going-runs.ts';
import type { GoingRuns } from './going-runs.ts';
import { problemSources } from './problem-sources.ts';
import type { ProblemSources } from './problem-sources.ts';
import { createProgramCache } from './program-cache.ts';
import type { ProgramCache } from './program-cache.ts';
import { studyGroup } from './study-group.ts';
import type { Workspace, WorkspaceOptions, WorkspaceRequestType, WorkspaceSource } from './workspace-api.ts';

/** What the thread is asked without anything being done before. */
type HandedOn = Exclude<SessionRequestType, 'problem.remove' | 'run.cancel' | 'run.remove'>;
type RequestOf<T extends WorkspaceRequestType> = Extract<Request, { type: T }>;
type Handlers = { readonly [T in Exclude<WorkspaceRequestType, HandedOn>]: (request: RequestOf<T>) => Promise<Answer<T>> | Answer<T> };

/** How often the state of the pool is told while it changes. */
const POOL_MILLISECONDS = 100;
/** A reading that takes longer is said in the window, with a way to stop it. */
const LONG_READING_MILLISECONDS = 400;

/** @throws EngineError saying why the source cannot be opened */
export async function openWorkspace(source: WorkspaceSource, options: WorkspaceOptions): Promise<Workspace> {
  const { dataFolder, executor, manifest, onEvent } = options;
  let known: { readonly state: SessionState; readonly path: string | null } | null = null;
  let opened = false;
  let closing: Promise<void> | null = null;
  const isClosing = (): boolean => closing !== null;

  const thread = options.thread ?? startSessionThread();
  thread.listen((event) => {
    if (event.type === 'state') known = event;
    // The state before it is open is no change.
    if (opened || event.type !== 'state') onEvent(eventOf(event));
  });
  try {
    await thread.call<'open'>({
      type: 'open', source, dataFolder, application: manifest.application,
      ...(options.target === undefined ? {} : { target: options.target }),
    });
  } catch (error) {
    await thread.close(false);
    throw error;
  }
  opened = true;

  let poolTimer: NodeJS.Timeout | null = null;
  const scheduler = createScheduler(executor, () => {
    poolTimer ??= setTimeout(() => {
      poolTimer = null;
      if (!isClosing()) onEvent({ type: 'pool.changed', pool: scheduler.state() });
    }, POOL_MILLISECONDS);
  });
  const programs = createProgramCache((id) => thread.call<'problem.program'>({ type: 'problem.program', id }));
  const runs = createGoingRuns({ thread, scheduler, programs, manifest, onEvent, isClosing });
  const sources = problemSources(thread);
  const claims = claimsWhenAsked(thread, scheduler, options);

  const state = (): SessionState => {
    if (known === null) throw new Error('the session thread answered before it told its state');
    return known.state;
  };
  const handlers = handlersOf({ thread, scheduler, programs, runs, sources, claims: claims.desk, state });
  const interruptRuns = async (): Promise<void> => {
    await Promise.all([runs.interrupt(), claims.made()?.then((desk) => desk.stop())]);
  };
  const close = async (keepWorkingCopy: boolean): Promise<void> => {
    await interruptRuns();
    if (poolTimer !== null) clearTimeout(poolTimer);
    scheduler.release();
    await thread.close(keepWorkingCopy);
  };
  const whileOpen = async <T>(work: () => Promise<T>): Promise<T> => {
    if (isClosing()) throw new EngineError('session-closed', 'The session has been closed.', 'Open it again.');
    return work();
  };

  return {
    answer<T extends WorkspaceRequestType>(request: RequestOf<T>) {
      return whileOpen(async () => (await answerOf(request as RequestOf<WorkspaceRequestType>, handlers, thread)) as Answer<T>);
    },
    state,
    path: () => known?.path ?? null,
    startRuns: (wanted, group) => whileOpen(() => runs.start(wanted, group)),
    resumeRuns: (ids, group) => whileOpen(() => runs.resume(ids, group)),
    putStudy: (id, title, spec, studyState = 'going') => whileOpen(async () => {
      const put = await thread.call<'study.put'>({ type: 'study.put', id, title, spec, state: studyState });
      scheduler.hold(studyGroup(put.id), false);
      return put;
    }),
    async setStudyState(id, studyState) {
      scheduler.hold(studyGroup(id), studyState === 'paused');
      await whileOpen(() => thread.call<'study.state'>({ type: 'study.state', id, state: studyState }));
    },
    addProblemFile: (file) => saidIfLong(file, onEvent, () => (
      thread.call<'problem.add-file'>({ type: 'problem.add-file', path: file, origin: null, publishedOptimum: null })
    )),
    mergeSession: (file) => whileOpen(async () => {
      const report = await saidIfLong(file, onEvent, () => thread.call<'merge'>({ type: 'merge', path: file }));
      if (report.claims > 0) await claims.made()?.then((desk) => desk.reload());
      return report;
    }),
    addSource: sources.look,
    async stopReading() {
      await Promise.all([
        thread.call<'problem.stop-reading'>({ type: 'problem.stop-reading' }), thread.call<'merge.stop'>({ type: 'merge.stop' }),
      ]);
    },
    async exportProblem(id, format, form, file, seen) {
      await thread.call<'problem.write'>({
        type: 'problem.write', id, format, form, path: file, ...(seen === undefined ? {} : { seen }),
      });
    },
    async addSolutionFile(problemId, file) {
      const { x, warnings } = await thread.call<'problem.read-solution'>({ type: 'problem.read-solution', id: problemId, path: file });
      const name = oneLine(basename(file)).slice(0, 300);
      const samples = DECODE.settings.samples.default;
      // A decoding of the vector itself: a run like others, to compare with and to start from.
      const spec: JobSpec = {
        version: 1, kind: 'decode', origin: { file: name },
        decode: { decoder: 'threshold', xHat: Array.from(x), mu: null, samples, seed: 0 },
      };
      const [run] = await runs.start([{ problemId, spec, label: name, replaces: null }], lazyCrypto().randomUUID());
      return [`Read ${name} as run ${run?.id ?? ''}`, ...warnings];
    },
    async addStatedOptima(file) {
      const [{ readStatedOptima }, { wholeFile }] =
        await Promise.all([import('../../../src-science/program/solutions/stated-optima.ts'), import('../session/solution-source.ts')]);
      const optima = readStatedOptima(new TextDecoder().decode(await wholeFile(file)), basename(file));
      const problems = await thread.call<'problem.list'>({ type: 'problem.list' });
      const known = problems.flatMap(({ id, name }) => (optima.has(name) ? [{ id, optimum: optima.get(name) ?? null }] : []));
      for (const { id, optimum } of known) await thread.call<'problem.type-optimum'>({ type: 'problem.type-optimum', id, optimum });
      const from = `${oneLine(basename(file))} states ${optima.size === 1 ? 'one optimum' : `${optima.size} optima`}`;
      return `${from}; ${known.length === 0 ? 'none is of a problem of this session' : `${known.length === 1 ? 'one problem has its' : `${known.length} problems have their`} known optimum from it`}`;
    },
    async writeSolution(problemId, x, ending, file) {
      await thread.call<'problem.write-solution'>({
        type: 'problem.write-solution', id: problemId, x: Uint8Array.from(x), ending, path: file,
      });
    },
    async exportTable(table, format, file, place, siunitx = false) {
      await thread.call<'table.write'>(
        { type: 'table.write', table, format, path: file, siunitx, ...(place === undefined ? {} : { manifest: place }) }, [table.buffer],
      );
    },
    exportData: (ask, file, manifest) => whileOpen(() => thread.call<'data.write'>({ ...ask, type: 'data.write', path: file, manifest })),
    async save(file, seen) {
      await thread.call<'save'>({ type: 'save', path: file, overwriteChanged: false, ...(seen === undefined ? {} : { seen }) });
    },
    async idle() {
      await scheduler.idle();
      await Promise.all([runs.ended(), claims.made()?.then((desk) => desk.idle())]);
      await thread.call<'run.settle'>({ type: 'run.settle' }).catch(
        (error: unknown) => onEvent({ type: 'error', error: toErrorValue(error) }),
      );
    },
    interruptRuns,
    close({ keepWorkingCopy }) {
      closing ??= Promise.resolve().then(() => close(keepWorkingCopy));
      return closing;
    },
  };
}

/** Reads a file; where that takes long the window is told. */
async function saidIfLong<T>(file: string, onEvent: WorkspaceOptions['onEvent'], read: () => Promise<T>): Promise<T> {
  let said = false;
  const timer = setTimeout(() => {
    said = true;
    onEvent({ type: 'problem.opening', file: basename(file) });
  }, LONG_READING_MILLISECONDS);
  try {
    return await read();
  } finally {
    clearTimeout(timer);
    if (said) onEvent({ type: 'problem.opening', file: null });
  }
}

/** The same in the window's words. */
function eventOf(event: SessionEvent): AppEvent {
  switch (event.type) {
    case 'state':
      return { type: 'session.changed', state: event.state };
    case 'problems':
      return { type: 'problems.changed' };
    case 'studies':
      return { type: 'studies.changed' };
    case 'runs':
      return { type: 'runs.changed', runs: [...event.runs] };
    case 'runs-removed':
      return { type: 'runs.removed', ids: [...event.ids] };
    case 'error':
      return event;
  }
}

/** The claims' desk has all claims' science behind it, so it is loaded when the first claim is asked for. */
function claimsWhenAsked(
  thread: SessionThread, scheduler: Scheduler, { manifest, onEvent }: WorkspaceOptions,
): { readonly desk: () => Promise<ClaimDesk>; readonly made: () => Promise<ClaimDesk> | null } {
  let desk: Promise<ClaimDesk> | null = null;
  return {
    desk() {
      desk ??= import('./claim-desk.ts').then(({ createClaimDesk }) =>
        createClaimDesk({
          scheduler,
          manifest: { application: manifest.application, runtime: manifest.runtime },
          kept: () => thread.call<'claim.list'>({ type: 'claim.list' }),
          keep: (claim) => thread.call<'claim.keep'>({ type: 'claim.keep', claim }),
          changed: (claim) => onEvent({ type: 'claim.changed', claim }),
        }),
      );
      return desk;
    },
    made: () => desk,
  };
}

function answerOf(request: RequestOf<WorkspaceRequestType>, handlers: Handlers, thread: SessionThread): unknown {
  // The record is complete by its type; that a request goes to its own handler is what TypeScript cannot follow.
  const handler = (handlers as Partial<Record<string, (request: Request) => unknown>>)[request.type];
  if (handler !== undefined) return handler(request);
  if (!isSessionRequest(request)) throw new Error(`nobody answers ${request.type}`);
  return thread.call(request);
}

interface Parts {
  readonly thread: SessionThread;
  readonly scheduler: Scheduler;
  readonly programs: ProgramCache;
  readonly runs: GoingRuns;
  readonly sources: ProblemSources;
  readonly claims: () => Promise<ClaimDesk>;
  readonly state: () => SessionState;
}

/** What takes more than to ask the thread. */
function handlersOf({ thread, scheduler, programs, runs, sources, claims, state }: Parts): Handlers {
  return {
    'session.state': state,
    'problem.examples': async () => (await import('../problems/examples.ts')).listExamples(),
    'problem.open-example': async ({ name }) => {
      const { exampleFile } = await import('../problems/examples.ts');
      const { path, optimum } = exampleFile(name);
      return thread.call<'problem.add-file'>({ type: 'problem.add-file', path, origin: `example ${name}`, publishedOptimum: optimum });
    },
    'problem.open-example-circuit': async () => sources.look((await import('../problems/examples.ts')).exampleCircuit()),
    'problem.choose': ({ source, choice }) => sources.choose(source, choice),
    // Shared memory does not cross to the page: it gets a copy, a piece at a time.
    'problem.program': async ({ id, from, length }) => {
      const { bytes } = await programs.of(id);
      const end = Math.min(bytes.byteLength, from + length);
      return { total: bytes.byteLength, bytes: new Uint8Array(bytes).slice(Math.min(from, end), end) };
    },
    'problem.remove': async (request) => {
      const listed = await thread.call<'run.list'>({ type: 'run.list' });
      await runs.stop(listed.filter((run) => run.problemId === request.id).map((run) => run.id));
      await thread.call<'problem.remove'>(request);
      programs.forget(request.id);
      return null;
    },
    'run.start': async ({ problemId, spec, seeds, label = '' }) => {
      const one = seeds === 1 || !(await thread.call<'run.draws'>({ type: 'run.draws', problemId, spec }));
      const wanted = (one ? [spec] : specsOfSeeds(spec, seeds)).map((each) => ({ problemId, spec: each, label, replaces: null }));
      return runs.start(wanted, lazyCrypto().randomUUID());
    },
    'run.cancel': async ({ ids }) => {
      await runs.cancel(ids);
      return null;
    },
    'run.resume': async ({ id }) => {
      const [run] = await runs.resume([id], lazyCrypto().randomUUID());
      if (run === undefined) throw new Error('a run that was reopened is not there');
      return run;
    },
    'run.remove': async (request) => {
      await runs.stop(request.ids);
      return thread.call<'run.remove'>(request);
    },
    'claim.list': async () => (await claims()).list(),
    'claim.run': async (request) => {
      await (await claims()).run(request.claims);
      return null;
    },
    'claim.cancel': async ({ ids }) => {
      (await claims()).cancel(ids);
      return null;
    },
    'pool.state': () => scheduler.state(),
    'pool.pause': ({ paused }) => {
      scheduler.pause(paused);
      return scheduler.state();
    },
  };
}

/** One spec a seed: seed, seed + 1, … An exact solve has no seed and is run once. */
function specsOfSeeds(spec: JobSpec, seeds: number): JobSpec[] {
  const first = seedOf(spec);
  if (first === null) return [spec];
  if (first > Number.MAX_SAFE_INTEGER - (seeds - 1)) throw new EngineError(
    'spec-invalid', 'There are not that many seeds above this one.', 'Choose a smaller first seed.', { field: 'seed' },
  );
  return Array.from({ length: seeds }, (_, k) => withSeed(spec, first + k));
}
