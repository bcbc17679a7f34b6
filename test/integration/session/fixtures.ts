/**
 * What the session tests build on: folders that are removed, sessions opened in this process (the thread
 * runs the same functions), and a session file with a row in every table, made without solvers.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { SettledClaim } from '../../../src-contract/claim.ts';
import type { JobEvent, JobResult } from '../../../src-contract/job-event.ts';
import type { JobSpec } from '../../../src-contract/job-spec.ts';
import type { ProblemSummary, RunDetail, RunSummary, SeriesView, SolutionView } from '../../../src-contract/session.ts';
import { examplesFolder, migrationsFolder } from '../../../src-main/engine/entry-points.ts';
import { NUMERICS } from '../../../src-main/engine/numerics.ts';
import { readMigrations } from '../../../src-main/engine/session/migrations.ts';
import { openSession } from '../../../src-main/engine/session/open-session.ts';
import type { SessionAnswers, SessionCommandOf, SessionCommandType, SessionEvent } from '../../../src-main/engine/session/protocol.ts';
import { aDescent } from '../../a-descent.ts';

export const migrations = readMigrations(migrationsFolder());
export const P0033 = join(examplesFolder(), 'problems', 'p0033.mps.gz');

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'leibniz-session-test-'));
  folders.push(folder);
  return folder;
}

export interface TestSession {
  ask<T extends SessionCommandType>(command: SessionCommandOf<T>): Promise<SessionAnswers[T]>;
  readonly events: SessionEvent[];
  close(keepWorkingCopy?: boolean): Promise<void>;
}

export function openHere(
  source: SessionCommandOf<'open'>['source'],
  dataFolder: string,
  target?: SessionCommandOf<'open'>['target'],
): TestSession {
  mkdirSync(dataFolder, { recursive: true });
  const events: SessionEvent[] = [];
  const session = openSession(
    { type: 'open', source, dataFolder, application: 'Leibniz test', ...(target === undefined ? {} : { target }) },
    migrations,
    (event) =>
      events.push(event),
  );
  return {
    ask: <T extends SessionCommandType>(command: SessionCommandOf<T>) =>
      session.answer(command as Parameters<typeof session.answer>[0]) as Promise<SessionAnswers[T]>,
    events,
    close: (keepWorkingCopy = false) => session.close(keepWorkingCopy),
  };
}

export function workingCopies(dataFolder: string): string[] {
  try {
    return readdirSync(join(dataFolder, 'working-copies'));
  } catch {
    return [];
  }
}

export const DESCENT: Extract<JobSpec, { kind: 'descent' }> = {
  version: 1,
  kind: 'descent',
  descent: aDescent({
    evaluation: 'auto', samples: 32, step: 0.05, mu: { kind: 'ramp', from: 1, to: 500, shape: 'geometric', until: 0.5 },
    iterations: 1000, start: { kind: 'random', center: 0.5, spread: 0.1 }, snapshotEvery: 100, checkpointEvery: 50,
    decoders: ['threshold'],
  }),
};
export const EXACT: JobSpec = {
  version: 1,
  kind: 'exact',
  exact: { solver: 'highs', timeLimitSeconds: null, relativeGap: 0, start: null },
};

const MANIFEST = {
  application: 'Leibniz test',
  runtime: 'Node',
  solver: null,
  numerics: NUMERICS,
  programHash: '',
  createdAt: '2026-11-23T00:00:00.000Z',
};

/** Float64 values that text would not carry: all kinds of bits. */
function oddFloats(length: number): Float64Array<ArrayBuffer> {
  const values = new Float64Array(length);
  const odd = [Number.NaN, Infinity, -Infinity, -0, 5e-324, Number.MAX_VALUE, 0.1, 1 / 3];
  for (let k = 0; k < length; k++) values[k] = odd[k % odd.length] ?? 0;
  return values;
}

function descentResult(d: number, iterations: number): Extract<JobResult, { kind: 'descent' }> {
  const solution = {
    source: 'threshold',
    x: new Uint8Array(d).map((_, j) => j % 2),
    objective: -0,
    violation: 12.5,
    feasible: false,
    seconds: 0.001,
  };
  return {
    kind: 'descent',
    scheme: 'true-penalty',
    stopped: 'iterations',
    evaluation: 'exact',
    evaluationReason: 'Exact: every row has a closed form.',
    iterations,
    seconds: 0.5,
    samples: 0,
    final: { loss: 1 / 3, objective: -1e-17, penalty: 0, mu: 500, gradientNorm: 5e-324, lossStandardError: 0, penaltyStandardError: 0 },
    xHat: oddFloats(d),
    settling: { kind: 'two-cycle', gap: 1 / 3, gapShare: 4, moved: 0.9, returned: 0 },
    endingText: 'It jumps.',
    solutions: [solution, { ...solution, source: 'conditional-expectation', x: new Uint8Array(d).fill(1) }],
    best: 1,
    checkpoint: {
      version: 1,
      iteration: iterations,
      seconds: 0.5,
      samples: 0,
      mu: 500,
      parameters: oddFloats(d),
      moments: [oddFloats(d), new Float64Array(d).fill(2)],
    },
  };
}

export function descentPoints(from: number, to: number): Extract<JobEvent, { type: 'series' }> {
  const iteration = new Float64Array(to - from).map((_, k) => from + k);
  return {
    type: 'series',
    chunk: {
      length: to - from,
      columns: {
        iteration,
        seconds: iteration.map((t) => t / 1000),
        loss: iteration.map((t) => Math.sin(t) / 3),
        feasibleShare: iteration.map(() => Number.NaN),
      },
    },
  };
}

/** A claim's result with numbers that JSON would not carry. */
export const SETTLED: SettledClaim = {
  parameters: { a: 0.1, seed: 2026 },
  manifest: { application: 'Leibniz test', runtime: 'Node', numerics: 1, settledAt: 7.5 },
  result: {
    id: 'gwl25-theorem-5-1d',
    title: 'A title',
    source: 'GWL25',
    verdict: 'fails',
    measured: Infinity,
    expected: -0,
    standardError: null,
    z: null,
    falseAlarmRate: 5.7e-7,
    seconds: 0.25,
    explanation: 'What was computed.',
    rightFormula: null,
    details: [{
      role: 'claim',
      label: 'slope',
      relation: 'equal',
      measured: -Infinity,
      expected: Number.NaN,
      standardError: null,
      z: null,
      tolerance: 1 / 3,
      agrees: false,
    }],
  },
};

/** A session with rows in every table, open. */
export async function filledSession(dataFolder: string, points = 1000): Promise<TestSession> {
  const session = openHere({ kind: 'new' }, dataFolder);
  const problem = await session.ask<'problem.add-file'>({ type: 'problem.add-file', path: P0033, origin: null, publishedOptimum: 3089 });
  const d = problem.variables;
  const [descent] = await session.ask<'run.create'>({
    type: 'run.create',
    runs: [{ problemId: problem.id, spec: DESCENT, label: '', replaces: null }],
    manifest: MANIFEST,
  });
  const [exact] = await session.ask<'run.create'>({
    type: 'run.create',
    runs: [{ problemId: problem.id, spec: EXACT, label: '', replaces: null }],
    manifest: MANIFEST,
  });
  const estimateSpec: JobSpec = {
    version: 1,
    kind: 'estimate',
    estimate: {
      quantity: 'gradient',
      scheme: 'concrete',
      evaluation: 'sampled',
      xHat: new Array<number>(d).fill(0.5),
      mu: 2,
      samples: 64,
      seed: 9,
    },
  };
  const [estimate] = await session.ask<'run.create'>({
    type: 'run.create',
    runs: [{ problemId: problem.id, spec: estimateSpec, label: '', replaces: null }],
    manifest: MANIFEST,
  });
  const [failed] = await session.ask<'run.create'>({
    type: 'run.create',
    runs: [{ problemId: problem.id, spec: EXACT, label: '', replaces: null }],
    manifest: MANIFEST,
  });
  if (descent === undefined || exact === undefined || estimate === undefined || failed === undefined) throw new Error('a run was not made');

  await session.ask<'run.started'>({ type: 'run.started', id: descent.id });
  for (let from = 0; from < points; from += 100) {
    await session.ask<'run.event'>({ type: 'run.event', id: descent.id, event: descentPoints(from, Math.min(points, from + 100)) });
  }
  await session.ask<'run.event'>({ type: 'run.event', id: descent.id, event: { type: 'snapshot', iteration: 0, xHat: oddFloats(d) } });
  await session.ask<'run.event'>({
    type: 'run.event',
    id: descent.id,
    event: { type: 'snapshot', iteration: 100, xHat: new Float64Array(d).fill(0.25) },
  });
  await session.ask<'run.finish'>({
    type: 'run.finish',
    id: descent.id,
    outcome: { status: 'done', result: descentResult(d, points) },
    interrupted: false,
  });
  await session.ask<'run.finish'>({
    type: 'run.finish',
    id: exact.id,
    outcome: {
      status: 'done',
      result: {
        kind: 'exact',
        solver: 'highs',
        solverVersion: '1.15.1',
        status: 'optimal',
        statusText: 'Proven optimal.',
        objective: 3089,
        bound: 3089,
        gap: 0,
        nodes: 3,
        seconds: 0.1,
        solution: { source: 'HiGHS', x: new Uint8Array(d).fill(1), objective: 3089, violation: 0, feasible: true, seconds: 0.1 },
      },
    },
    interrupted: false,
  });
  await session.ask<'run.finish'>({
    type: 'run.finish',
    id: estimate.id,
    outcome: {
      status: 'done',
      result: {
        kind: 'estimate',
        estimate: {
          quantity: 'gradient',
          scheme: 'concrete',
          evaluation: 'sampled',
          evaluationReason: 'Sampled, as asked.',
          samples: 64,
          penaltyGradient: oddFloats(d),
          standardError: new Float64Array(d),
          objectiveGradient: new Float64Array(d).fill(1),
          exact: null,
          maxAbsZ: null,
          trueGradient: null,
          cosineToTrue: null,
          seconds: 0.01,
        },
      },
    },
    interrupted: false,
  });
  await session.ask<'run.finish'>({
    type: 'run.finish',
    id: failed.id,
    outcome: { status: 'failed', error: { code: 'worker-crashed', message: 'The worker ended.', hint: 'Start it again.' } },
    interrupted: false,
  });
  await session.ask<'run.update'>({
    type: 'run.update',
    ids: [exact.id],
    change: { pinned: true, label: 'the optimum', note: '**proven**' },
  });
  await session.ask<'claim.keep'>({ type: 'claim.keep', claim: SETTLED });
  await session.ask<'problem.facts'>({ type: 'problem.facts', id: problem.id });
  return session;
}

export interface SessionContent {
  readonly problems: readonly ProblemSummary[];
  readonly runs: readonly RunSummary[];
  readonly details: readonly RunDetail[];
  readonly series: readonly SeriesView[];
  readonly snapshots: readonly { readonly iteration: number; readonly xHat: Float64Array }[];
  readonly solutions: readonly SolutionView[];
  readonly claims: readonly SettledClaim[];
}

/** Everything that can be asked of a session. */
export async function contentOf(session: Pick<TestSession, 'ask'>): Promise<SessionContent> {
  const problems = await session.ask<'problem.list'>({ type: 'problem.list' });
  const runs = await session.ask<'run.list'>({ type: 'run.list' });
  const details: RunDetail[] = [];
  const series: SeriesView[] = [];
  const snapshots: { iteration: number; xHat: Float64Array }[] = [];
  const solutions: SolutionView[] = [];
  for (const { id } of runs) {
    const detail = await session.ask<'run.detail'>({ type: 'run.detail', id });
    details.push(detail);
    series
      .push(await session.ask<'run.series'>({
        type: 'run.series',
        id,
        columns: ['iteration', 'seconds', 'loss', 'feasibleShare', 'incumbent'],
        maxPoints: 1_000_000,
        from: null,
        to: null,
      }));
    for (const iteration of detail.snapshotIterations) {
      snapshots.push(await session.ask<'run.snapshot'>({ type: 'run.snapshot', id, iteration }));
    }
    solutions.push(...(await session.ask<'run.solutions'>({ type: 'run.solutions', id })));
  }
  const claims = await session.ask<'claim.list'>({ type: 'claim.list' });
  return { problems, runs, details, series, snapshots, solutions, claims };
}

/** The bytes of every array in a value, in order: toEqual does not tell one NaN from another. */
export function arrayBytes(value: unknown): string[] {
  if (ArrayBuffer.isView(value)) return [Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(arrayBytes);
}
