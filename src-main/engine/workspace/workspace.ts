/**
 * A session with a pool behind it: ties the session thread (what is kept) to the scheduler (what is
 * going) and answers every request that needs no window. It holds no data of its own; what it is told by
 * a job goes to the window and to the thread, in that order, and the thread is the one that knows.
 */
import { basename } from 'node:path';
import type { Answer, Request } from '../../../src-contract/ipc.ts';
import { noBytesInFlight } from '../../../src-contract/bytes-in-flight.ts';
import type { JobEvent, JobOutcome } from '../../../src-contract/job-event.ts';
import type { JobSpec } from '../../../src-contract/job-spec.ts';
import type { RunSummary, SessionState } from '../../../src-contract/session.ts';
import { createRecent } from '../../../src-science/program/recent.ts';
import type { ClaimDesk } from './claim-desk.ts';
import { EngineError, toErrorValue } from '../error-value.ts';
import type { EncodedProgram, RunningJob } from '../execution/executor.ts';
import { lazyCrypto } from '../lazy-node.ts';
import { NUMERICS } from '../numerics.ts';
import { createScheduler } from '../execution/scheduler.ts';
import { startSessionThread } from '../session/client.ts';
import type { AskedRun, NewRun, SessionEvent } from '../session/protocol.ts';
import type { Workspace, WorkspaceOptions, WorkspaceRequestType, WorkspaceSource } from './workspace-api.ts';

type RequestOf<T extends WorkspaceRequestType> = Extract<Request, { type: T }>;
type Handlers = { readonly [T in WorkspaceRequestType]: (request: RequestOf<T>) => Promise<Answer<T>> | Answer<T> };

/** Encoded programs that are kept for jobs to come. */
const MOST_ENCODED_BYTES = 64 * 2 ** 20;
/** How often the state of the pool is told while it changes. */
/** A reading that takes longer is said in the window, with a way to stop it. */
const LONG_READING_MILLISECONDS = 400;
const POOL_MILLISECONDS = 100;
/** Runs whose specs are asked for in one piece: a spec may hold a point of as many numbers as its problem has variables. */
const ASKED_AT_ONCE = 500;

interface GoingRun {
  readonly job: RunningJob;
  /** Resolves when its end is stored. */
  readonly ended: Promise<void>;
  /** The program stopped it, to close: it can go on later. What its user asked is known to the session. */
  stoppedByProgram: boolean;
}

/** @throws EngineError saying why the source cannot be opened */
export async function openWorkspace(source: WorkspaceSource, options: WorkspaceOptions): Promise<Workspace> {
  const { dataFolder, executor, manifest, onEvent } = options;
  let state: SessionState | null = null;
  let path: string | null = null;
  let opened = false;
  let closing: Promise<void> | null = null;

  const thread = options.thread ?? startSessionThread();
  thread.listen((event: SessionEvent) => {
    switch (event.type) {
      case 'state':
        state = event.state;
        path = event.path;
        if (opened) onEvent({ type: 'session.changed', state });
        break;
      case 'problems':
        onEvent({ type: 'problems.changed' });
        break;
      case 'runs':
        onEvent({ type: 'runs.changed', runs: [...event.runs] });
        break;
      case 'runs-removed':
        onEvent({ type: 'runs.removed', ids: [...event.ids] });
        break;
      case 'error':
        onEvent({ type: 'error', error: event.error });
        break;
    }
  });
  try {
    await thread.call<'open'>({ type: 'open', source, dataFolder, application: manifest.application, ...(options.target === undefined ? {} : { target: options.target }) });
  } catch (error) {
    await thread.close(false);
    throw error;
  }
  opened = true;

  let poolTimer: NodeJS.Timeout | null = null;
  const scheduler = createScheduler(executor, () => {
    poolTimer ??= setTimeout(() => {
      poolTimer = null;
      if (closing === null) onEvent({ type: 'pool.changed', pool: scheduler.state() });
    }, POOL_MILLISECONDS);
  });
  const going = new Map<number, GoingRun>();
  const coming = new Map<number, Promise<EncodedProgram>>();
  const programs = createRecent<number, EncodedProgram>({ most: 16, mostWeight: MOST_ENCODED_BYTES, weightOf: ({ bytes }) => bytes.byteLength });
  const report = (error: unknown): void => onEvent({ type: 'error', error: toErrorValue(error) });

  // With all claims' science behind it, so it is loaded when the first claim is asked for.
  let desk: Promise<ClaimDesk> | null = null;
  const claims = (): Promise<ClaimDesk> => {
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
  };

  /** Kept encoded while it is among those used last; jobs that run share its memory and keep it as long as they need it. */
  const programOf = (problemId: number): Promise<EncodedProgram> => {
    const kept = programs.get(problemId);
    if (kept !== undefined) return Promise.resolve(kept);
    let program = coming.get(problemId);
    if (program === undefined) {
      program = thread.call<'problem.program'>({ type: 'problem.program', id: problemId });
      coming.set(problemId, program);
      program
        .then((encoded) => programs.put(problemId, encoded))
        .catch(() => undefined)
        .finally(() => coming.delete(problemId));
    }
    return program;
  };

  const launch = (run: RunSummary, spec: JobSpec, program: EncodedProgram, group: string, resumeFrom: RunCheckpoint): void => {
    const { id } = run;
    const flight = noBytesInFlight();
    const job = scheduler.submit({
      job: { id: lazyCrypto().randomUUID(), spec, program, resumeFrom, flight },
      group,
      onStarted: () => thread.tell({ type: 'run.started', id, flight }),
      onEvent: (event: JobEvent) => {
        // The window is sent its own copy, which Electron has no way round; the thread is given the memory itself.
        onEvent({ type: 'run.event', id, event: withoutVectors(event) });
        thread.tell({ type: 'run.event', id, event });
      },
    });
    const ended = job.outcome.then(async (outcome) => {
      await store(id, outcome);
      going.delete(id);
    });
    going.set(id, { job, ended, stoppedByProgram: false });
  };
  const store = async (id: number, outcome: JobOutcome): Promise<void> => {
    try {
      await thread.call<'run.finish'>({ type: 'run.finish', id, outcome, interrupted: going.get(id)?.stoppedByProgram ?? false });
    } catch (error) {
      report(error);
    }
  };

  const startRuns = async (wanted: readonly NewRun[], group: string): Promise<RunSummary[]> => {
    const programsOf = new Map<number, EncodedProgram>();
    for (const { problemId } of wanted) if (!programsOf.has(problemId)) programsOf.set(problemId, await programOf(problemId));
    const created = await thread.call<'run.create'>({
      type: 'run.create',
      runs: [...wanted],
      manifest: { application: manifest.application, runtime: manifest.runtime, solver: null, numerics: NUMERICS, programHash: '', createdAt: new Date().toISOString() },
    });
    // Closed meanwhile: they stay queued in the file and are interrupted runs when it is opened.
    if (closing !== null) return created;
    created.forEach((run, k) => {
      const spec = wanted[k]?.spec;
      const program = programsOf.get(run.problemId);
      if (spec !== undefined && program !== undefined) launch(run, spec, program, group, null);
    });
    return created;
  };

  const cancel = async (ids: readonly number[]): Promise<void> => {
    // Told to the session first: what ends after this was asked to. What has ended before keeps its end.
    const stored = thread.call<'run.cancel'>({ type: 'run.cancel', ids: [...ids] });
    for (const id of ids) going.get(id)?.job.cancel();
    await stored;
  };

  /** What is to be removed stops first, and has written its last word before it goes. */
  const stop = async (ids: readonly number[]): Promise<void> => {
    const stopped = ids.filter((id) => going.has(id));
    const ends = stopped.flatMap((id) => going.get(id)?.ended ?? []);
    if (stopped.length > 0) await cancel(stopped);
    await Promise.all(ends);
  };

  const resumeRuns = async (ids: readonly number[], group: string): Promise<RunSummary[]> => {
    const busy = ids.find((id) => going.has(id));
    if (busy !== undefined) throw new EngineError('run-not-resumable', `Run ${busy} is going already.`, '');
    const reopened = await thread.call<'run.reopen'>({ type: 'run.reopen', ids: [...ids] });
    for (const { summary, spec, checkpoint } of reopened) {
      const program = await programOf(summary.problemId);
      if (closing === null) launch(summary, spec, program, group, checkpoint);
    }
    return reopened.map(({ summary }) => summary);
  };

  const handlers: Handlers = {
    'session.state': () => currentState(),
    'problem.list': (request) => thread.call<'problem.list'>(request),
    'problem.examples': async () => (await import('../problems/examples.ts')).listExamples(),
    'problem.open-example': async ({ name }) => {
      const { exampleFile } = await import('../problems/examples.ts');
      const { path: file, optimum } = exampleFile(name);
      return thread.call<'problem.add-file'>({ type: 'problem.add-file', path: file, origin: `example ${name}`, publishedOptimum: optimum });
    },
    'problem.generate': (request) => thread.call<'problem.generate'>(request),
    'problem.facts': (request) => thread.call<'problem.facts'>(request),
    'problem.variables': (request) => thread.call<'problem.variables'>(request),
    // Shared memory does not cross to the page: it gets a copy, a piece at a time.
    'problem.program': async ({ id, from, length }) => {
      const { bytes } = await programOf(id);
      const end = Math.min(bytes.byteLength, from + length);
      return { total: bytes.byteLength, bytes: new Uint8Array(bytes).slice(Math.min(from, end), end) };
    },
    'problem.sparsity': (request) => thread.call<'problem.sparsity'>(request),
    'problem.type-optimum': (request) => thread.call<'problem.type-optimum'>(request),
    'problem.resense': (request) => thread.call<'problem.resense'>(request),
    'problem.remove': async (request) => {
      const runs = await thread.call<'run.list'>({ type: 'run.list' });
      await stop(runs.filter((run) => run.problemId === request.id).map((run) => run.id));
      await thread.call<'problem.remove'>(request);
      programs.delete(request.id);
      return null;
    },
    'problem.reference-solution': (request) => thread.call<'problem.reference-solution'>(request),
    'run.list': (request) => thread.call<'run.list'>(request),
    'run.start': async ({ problemId, spec, seeds }) => startRuns((seeds > 1 && !(await thread.call<'run.draws'>({ type: 'run.draws', problemId, spec })) ? [spec] : specsOfSeeds(spec, seeds)).map((each) => ({ problemId, spec: each, label: '', replaces: null })), lazyCrypto().randomUUID()),
    'run.check': ({ type, problemId, spec }) => thread.call<'run.check'>({ type, problemId, spec }),
    'run.draws': ({ type, problemId, spec }) => thread.call<'run.draws'>({ type, problemId, spec }),
    'run.defaults': (request) => thread.call<'run.defaults'>(request),
    'run.cancel': async ({ ids }) => {
      await cancel(ids);
      return null;
    },
    'run.resume': async ({ id }) => {
      const [run] = await resumeRuns([id], lazyCrypto().randomUUID());
      if (run === undefined) throw new Error('a run that was reopened is not there');
      return run;
    },
    'run.remove': async (request) => {
      await stop(request.ids);
      return thread.call<'run.remove'>(request);
    },
    'run.update': (request) => thread.call<'run.update'>(request),
    'run.detail': (request) => thread.call<'run.detail'>(request),
    'run.series': (request) => thread.call<'run.series'>(request),
    'run.snapshot': (request) => thread.call<'run.snapshot'>(request),
    'run.solutions': (request) => thread.call<'run.solutions'>(request),
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
  const currentState = (): SessionState => {
    if (state === null) throw new Error('the session thread answered before it told its state');
    return state;
  };
  const interruptRuns = async (): Promise<void> => {
    const stopped = [...going.values()];
    for (const run of stopped) run.stoppedByProgram = true;
    for (const run of stopped) run.job.cancel();
    await Promise.all([...stopped.map((run) => run.ended), desk?.then((opened) => opened.stop())]);
  };
  const close = async (keepWorkingCopy: boolean): Promise<void> => {
    await interruptRuns();
    if (poolTimer !== null) clearTimeout(poolTimer);
    scheduler.release();
    await thread.close(keepWorkingCopy);
  };

  const whileOpen = async <T>(work: () => Promise<T>): Promise<T> => {
    if (closing !== null) throw new EngineError('session-closed', 'The session has been closed.', 'Open it again.');
    return work();
  };

  return {
    answer<T extends WorkspaceRequestType>(request: RequestOf<T>) {
      // The record is complete by its type; that a request goes to its own handler is what TypeScript cannot follow.
      const type = (request as { readonly type: T }).type;
      const handler = handlers[type] as (request: RequestOf<T>) => Promise<Answer<T>> | Answer<T>;
      return whileOpen(async () => handler(request));
    },
    state: currentState,
    path: () => path,
    startRuns: (wanted, group) => whileOpen(() => startRuns(wanted, group)),
    resumeRuns: (ids, group) => whileOpen(() => resumeRuns(ids, group)),
    async askedRuns() {
      const asked: AskedRun[] = [];
      for (;;) {
        const piece = await thread.call<'run.asked'>({ type: 'run.asked', after: asked.at(-1)?.summary.id ?? 0, limit: ASKED_AT_ONCE });
        asked.push(...piece);
        if (piece.length < ASKED_AT_ONCE) return asked;
      }
    },
    async addProblemFile(file) {
      let said = false;
      const timer = setTimeout(() => {
        said = true;
        onEvent({ type: 'problem.opening', file: basename(file) });
      }, LONG_READING_MILLISECONDS);
      try {
        return await thread.call<'problem.add-file'>({ type: 'problem.add-file', path: file, origin: null, publishedOptimum: null });
      } finally {
        clearTimeout(timer);
        if (said) onEvent({ type: 'problem.opening', file: null });
      }
    },
    async stopReading() {
      await thread.call<'problem.stop-reading'>({ type: 'problem.stop-reading' });
    },
    async exportProblem(id, format, file) {
      await thread.call<'problem.write'>({ type: 'problem.write', id, format, path: file });
    },
    async exportTable(table, format, file, manifest) {
      await thread.call<'table.write'>({ type: 'table.write', table, format, path: file, ...(manifest === undefined ? {} : { manifest }) }, [table.buffer]);
    },
    async save(file, seen) {
      await thread.call<'save'>({ type: 'save', path: file, overwriteChanged: false, ...(seen === undefined ? {} : { seen }) });
    },
    async idle() {
      await scheduler.idle();
      await Promise.all([...[...going.values()].map((run) => run.ended), desk?.then((opened) => opened.idle())]);
      await thread.call<'run.settle'>({ type: 'run.settle' }).catch(report);
    },
    interruptRuns,
    close({ keepWorkingCopy }) {
      closing ??= Promise.resolve().then(() => close(keepWorkingCopy));
      return closing;
    },
  };
}

/** The window asks for a snapshot when it shows one; that there is one is all it needs to know. */
function withoutVectors(event: JobEvent): JobEvent {
  const none = new Float64Array(0);
  if (event.type === 'snapshot') return { ...event, xHat: none };
  if (event.type === 'checkpoint') return { ...event, checkpoint: { ...event.checkpoint, parameters: none, moments: [] } };
  return event;
}

type RunCheckpoint = Parameters<ReturnType<typeof createScheduler>['submit']>[0]['job']['resumeFrom'];

/** One spec a seed: seed, seed + 1, … An exact solve has no seed and is run once. */
function specsOfSeeds(spec: JobSpec, seeds: number): JobSpec[] {
  if (spec.kind === 'exact' || seeds === 1) return [spec];
  return Array.from({ length: seeds }, (_, k): JobSpec => withSeed(spec, k));
}

function withSeed(spec: Exclude<JobSpec, { kind: 'exact' }>, offset: number): JobSpec {
  switch (spec.kind) {
    case 'descent':
      return { ...spec, descent: { ...spec.descent, seed: nextSeed(spec.descent.seed, offset) } };
    case 'estimate':
      return { ...spec, estimate: { ...spec.estimate, seed: nextSeed(spec.estimate.seed, offset) } };
    case 'decode':
      return { ...spec, decode: { ...spec.decode, seed: nextSeed(spec.decode.seed, offset) } };
    case 'quality':
      return { ...spec, quality: { ...spec.quality, seed: nextSeed(spec.quality.seed, offset) } };
  }
}

function nextSeed(seed: number, offset: number): number {
  if (seed > Number.MAX_SAFE_INTEGER - offset) throw new EngineError('spec-invalid', 'There are not that many seeds above this one.', 'Choose a smaller first seed.', { field: 'seed' });
  return seed + offset;
}
