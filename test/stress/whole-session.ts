/**
 * A session with rows in every table of which every figure is true: solutions are judged by the science, so
 * that whoever verifies it has nothing to say. Made without solvers, small, and of any number of points.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { JobSpec } from '../../src-contract/job-spec.ts';
import { NUMERICS } from '../../src-main/engine/numerics.ts';
import { examplesFolder, migrationsFolder } from '../../src-main/engine/entry-points.ts';
import { readProblem } from '../../src-main/engine/problems/read-problem.ts';
import { readMigrations } from '../../src-main/engine/session/migrations.ts';
import { openSession } from '../../src-main/engine/session/open-session.ts';
import type { SessionAnswers, SessionCommandOf, SessionCommandType } from '../../src-main/engine/session/protocol.ts';
import { solutionReport } from '../../src-science/program/solution-report.ts';
import { aDescent } from '../a-descent.ts';

export const migrations = readMigrations(migrationsFolder());

export interface Asked {
  ask<T extends SessionCommandType>(command: SessionCommandOf<T>): Promise<SessionAnswers[T]>;
  readonly said: unknown[];
  close(): Promise<void>;
}

export function openForAttack(source: SessionCommandOf<'open'>['source'], dataFolder: string): Asked {
  mkdirSync(dataFolder, { recursive: true });
  const said: unknown[] = [];
  const session = openSession({ type: 'open', source, dataFolder, application: 'Leibniz attack' }, migrations, (event) => said.push(event));
  return {
    ask: <T extends SessionCommandType>(command: SessionCommandOf<T>) =>
      session.answer(command as Parameters<typeof session.answer>[0]) as Promise<SessionAnswers[T]>,
    said,
    close: () => session.close(false),
  };
}

const DESCENT: Extract<JobSpec, { kind: 'descent' }> = {
  version: 1,
  kind: 'descent',
  descent: aDescent({
    evaluation: 'auto', samples: 32, step: 0.05, mu: { kind: 'ramp', from: 1, to: 500, shape: 'geometric', until: 0.5 },
    iterations: 1000, start: { kind: 'random', center: 0.5, spread: 0.1 }, snapshotEvery: 100, checkpointEvery: 50,
    decoders: ['threshold'],
  }),
};
const EXACT: JobSpec = { version: 1, kind: 'exact', exact: { solver: 'highs', timeLimitSeconds: null, relativeGap: 0, start: null } };

/** A descent that keeps a snapshot of each of its steps. */
export function everyStep(iterations: number): JobSpec {
  return {
    ...DESCENT,
    descent: { ...DESCENT.descent, evaluation: 'exact', iterations, snapshotEvery: 1, checkpointEvery: 0, decoders: [] },
  };
}

const MANIFEST = {
  application: 'Leibniz attack',
  runtime: 'Node',
  solver: null,
  numerics: NUMERICS,
  programHash: '',
  createdAt: '2026-11-23T00:00:00.000Z',
};

/** Writes it to a path. @param points of its trajectory */
export async function writeWholeSession(path: string, dataFolder: string, points: number): Promise<void> {
  const session = openForAttack({ kind: 'new' }, dataFolder);
  try {
    const file = join(examplesFolder(), 'problems', 'p0033.mps.gz');
    const { program } = await readProblem(file);
    const problem = await session.ask<'problem.add-file'>({ type: 'problem.add-file', path: file, origin: null, publishedOptimum: 3089 });
    const d = problem.variables;
    const solution = (source: string, x: Uint8Array<ArrayBuffer>) => {
      const { objective, violation, feasible } = solutionReport(program, x);
      return { source, x, objective, violation, feasible, seconds: 0.125 };
    };
    const made = async (spec: JobSpec): Promise<number> =>
      (await session.ask<'run.create'>({
        type: 'run.create',
        runs: [{ problemId: problem.id, spec, label: '', replaces: null }],
        manifest: MANIFEST,
      }))[0]?.id ?? 0;
    const values = (of: (k: number) => number): Float64Array<ArrayBuffer> => new Float64Array(d).map((_, k) => of(k));

    const descent = await made(DESCENT);
    for (let from = 0; from < points; from += 100) {
      const iteration = new Float64Array(Math.min(100, points - from)).map((_, k) => from + k);
      const columns = {
        iteration,
        seconds: iteration.map((t) => t / 1000),
        loss: iteration.map((t) => Math.sin(t) / 3),
        penalty: iteration.map((t) => Math.cos(t) ** 2),
      };
      await session.ask<'run.event'>({
        type: 'run.event',
        id: descent,
        event: { type: 'series', chunk: { length: iteration.length, columns } },
      });
    }
    for (const at of [0, 100, 200]) {
      await session.ask<'run.event'>({
        type: 'run.event',
        id: descent,
        event: { type: 'snapshot', iteration: at, xHat: values((k) => (k + at) / 300) },
      });
    }
    const zeros = solution('threshold', new Uint8Array(d));
    await session.ask<'run.finish'>({
      type: 'run.finish', id: descent, interrupted: false,
      outcome: {
        status: 'done',
        result: {
          kind: 'descent',
          scheme: 'true-penalty',
          stopped: 'iterations',
          evaluation: 'exact',
          evaluationReason: 'Exact: every row has a closed form.',
          iterations: points,
          seconds: 0.5,
          samples: 0,
          final: { loss: 1 / 3, objective: 0.7, penalty: 0.01, mu: 500, gradientNorm: 2e-3, lossStandardError: 0, penaltyStandardError: 0 },
          xHat: values((k) => k / 40),
          solutions: [zeros, solution('conditional-expectation', new Uint8Array(d).fill(1))],
          best: 0,
          checkpoint: {
            version: 1,
            iteration: points,
            seconds: 0.5,
            samples: 0,
            mu: 500,
            parameters: values((k) => k - 3),
            moments: [values((k) => k / 7), values((k) => k / 9)],
          },
        },
      },
    });
    const exact = await made(EXACT);
    const ones = solution('HiGHS', new Uint8Array(d).fill(1));
    await session.ask<'run.finish'>({
      type: 'run.finish',
      id: exact,
      interrupted: false,
      outcome: {
        status: 'done',
        result: {
          kind: 'exact',
          solver: 'highs',
          solverVersion: '1.15.1',
          status: 'optimal',
          statusText: 'Proven optimal.',
          objective: ones.objective,
          bound: ones.objective,
          gap: 0,
          nodes: 3,
          seconds: 0.1,
          solution: ones,
        },
      },
    });
    const estimate = await made({
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
    });
    await session.ask<'run.finish'>({
      type: 'run.finish', id: estimate, interrupted: false,
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
            penaltyGradient: values((k) => k / 11),
            standardError: values((k) => k / 13),
            objectiveGradient: values((k) => k),
            exact: null,
            maxAbsZ: null,
            trueGradient: null,
            cosineToTrue: null,
            seconds: 0.01,
          },
        },
      },
    });
    const failed = await made(DESCENT);
    await session.ask<'run.finish'>({
      type: 'run.finish',
      id: failed,
      outcome: { status: 'failed', error: { code: 'worker-crashed', message: 'The worker ended.', hint: 'Start it again.' } },
      interrupted: false,
    });
    await session.ask<'run.update'>({
      type: 'run.update', ids: [exact], change: { pinned: true, label: 'the optimum', note: '**proven**', addTags: ['paper'] },
    });
    await session.ask<'session.write-note'>({ type: 'session.write-note', note: 'What was seen: #1' });
    // One of its places has a run, the other two have none.
    await session.ask<'study.put'>({
      type: 'study.put', id: null, title: 'Two methods', state: 'stopped',
      spec: {
        version: 1, problems: [problem.id], methods: [{ name: 'HiGHS', spec: EXACT }, { name: 'descent', spec: DESCENT }], seeds: [1, 2],
      },
    });
    await session.ask<'claim.keep'>({
      type: 'claim.keep',
      claim: {
        parameters: { a: 0.1, seed: 2026 },
        manifest: { application: 'Leibniz attack', runtime: 'Node', numerics: 1, settledAt: 7.5 },
        result: {
          id: 'gwl25-theorem-5-1d',
          title: 'A title',
          source: 'GWL25',
          verdict: 'fails',
          measured: 2.5,
          expected: 3,
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
            measured: 2.5,
            expected: 3,
            standardError: null,
            z: null,
            tolerance: 1 / 3,
            agrees: false,
          }],
        },
      },
    });
    await session.ask<'problem.facts'>({ type: 'problem.facts', id: problem.id });
    await session.ask<'save'>({ type: 'save', path, overwriteChanged: true });
  } finally {
    await session.close();
  }
}

/** Everything a session shows, as text: figures as their bits, so that two of them are the same only if every bit is. */
export async function shownOf(path: string, dataFolder: string): Promise<string> {
  const session = openForAttack({ kind: 'file', path }, dataFolder);
  try {
    const problems = await session.ask<'problem.list'>({ type: 'problem.list' });
    const runs = await session.ask<'run.list'>({ type: 'run.list' });
    const shown: unknown[] = [problems, runs, await session.ask<'claim.list'>({ type: 'claim.list' })];
    for (const { id } of problems) {
      shown.push(
        await session.ask<'problem.facts'>({ type: 'problem.facts', id }),
        await session.ask<'problem.variables'>({ type: 'problem.variables', id }),
      );
    }
    for (const { id } of runs) {
      const detail = await session.ask<'run.detail'>({ type: 'run.detail', id });
      shown.push(
        detail,
        await session.ask<'run.series'>({
          type: 'run.series',
          id,
          columns: ['iteration', 'seconds', 'loss', 'penalty', 'objective', 'gradientNorm', 'mu'],
          maxPoints: 1_000_000,
          from: null,
          to: null,
        }),
      );
      for (const iteration of detail.snapshotIterations) {
        shown.push(await session.ask<'run.snapshot'>({ type: 'run.snapshot', id, iteration }));
      }
    }
    return JSON.stringify(
      shown,
      (
        _key,
        value: unknown,
      ) => (ArrayBuffer.isView(value) ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex') : value),
    );
  } finally {
    await session.close();
  }
}
