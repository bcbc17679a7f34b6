/** Two solvers in threads of their own on one program, through the job itself; and each alone, stopped. */
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { ExactResult as ExactResultSchema } from '../../../src-contract/job-event.ts';
import type { ExactResult, JobEvent, JobOutcome } from '../../../src-contract/job-event.ts';
import type { ExactSpec } from '../../../src-science/exact/exact-settings.ts';
import { createPiscinaExecutor } from '../../../src-main/engine/execution/piscina-executor.ts';
import { encodeForJobs } from '../../../src-main/engine/problems/program-encoding.ts';
import { generate } from '../../../src-science/program/generate.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { solutionReport } from '../../../src-science/program/solution-report.ts';
import { runExact } from '../../../src-workers/kinds/exact.ts';
import { glpkSolver } from '../../../src-workers/exact/glpk.ts';
import type { ThreadSolver } from '../../../src-workers/exact/solver-message.ts';
import { createSolverThreads } from '../../../src-workers/exact/solver-threads.ts';
import type { SolverThreads } from '../../../src-workers/exact/solver-threads.ts';
import { createJobContext } from '../../../src-workers/job-context.ts';
import { bruteForceOptimum, programOf, smallPrograms } from '../../unit/exact/small-programs.ts';
import { marketSplit } from './hard-programs.ts';

const opened: SolverThreads[] = [];
const SOLVER = new URL('../../../src-workers/exact/solver-thread.ts', import.meta.url).pathname;
const DYING = new URL('./dying-solver.ts', import.meta.url).pathname;
const LYING = new URL('./lying-solver.ts', import.meta.url).pathname;
const MUTE = new URL('./mute-solver.ts', import.meta.url).pathname;
const DEAF = new URL('./deaf-solver.ts', import.meta.url).pathname;

/** Threads of which some run a file of the tests instead of their solver. */
function threads(files: Partial<Record<ThreadSolver, string>> = {}): SolverThreads {
  const made = createSolverThreads((solver) => files[solver] ?? SOLVER);
  opened.push(made);
  return made;
}
afterEach(async () => {
  await Promise.all(opened.splice(0).map((made) => made.close()));
});

interface Going {
  readonly outcome: Promise<ExactResult>;
  readonly events: JobEvent[];
  cancel(): void;
}

function begin(program: Program, spec: Partial<ExactSpec>, among: SolverThreads): Going {
  const events: JobEvent[] = [];
  const flag = new SharedArrayBuffer(4);
  const port = { postMessage: (message: unknown) => events.push(message as JobEvent), close: () => undefined };
  const job = runExact(createJobContext(program, 'hash', port, flag), {
    solver: 'race',
    timeLimitSeconds: 60,
    relativeGap: 0,
    start: null,
    ...spec,
  }, among);
  const outcome = job.then((ended) => {
    if (ended.status === 'failed' || ended.result?.kind !== 'exact') throw new Error(`the solve ended ${JSON.stringify(ended)}`);
    expect(ended.status).toBe(ended.result.status === 'cancelled' ? 'cancelled' : 'done');
    // What is sent is what the contract says, field for field.
    expect(ExactResultSchema.parse(ended.result)).toEqual(ended.result);
    return ended.result;
  });
  return { outcome, events, cancel: () => void Atomics.store(new Int32Array(flag), 0, 1) };
}

const solve = (program: Program, spec: Partial<ExactSpec> = {}, among = threads()): Promise<ExactResult> =>
  begin(program, spec, among).outcome;

const knapsack = programOf({ sense: 'max', objective: [5, 4, 3, 7, 6, 1], rows: [{ coefficients: [2, 3, 1, 4, 3, 1], upper: 7 }] });
/** Wide enough for both solvers to begin at once. */
const wide = programOf({
  sense: 'max',
  objective: Array.from({ length: 70 }, (_, j) => j),
  rows: [{ coefficients: new Array<number>(70).fill(1), upper: 2 }],
});
const impossible = programOf({ objective: [1, 1, 1], rows: [{ coefficients: [2, 2, 2], lower: 3, upper: 3 }] });

describe('a race', () => {
  it('agrees with brute force on random programs, one after the other in the same threads', async () => {
    const among = threads();
    const winners = new Set<string>();
    await fc.assert(
      fc.asyncProperty(smallPrograms(8, 4), fc.boolean(), async (small, check) => {
        const program = programOf(small);
        const optimum = bruteForceOptimum(small);
        // Checked, both begin at once; else the second often comes too late to begin.
        const result = await solve(program, { check }, among);
        expect(result).toMatchObject({
          solver: 'race',
          status: optimum === null ? 'infeasible' : 'optimal',
          objective: optimum,
          bound: optimum,
          gap: optimum === null ? null : 0,
        });
        if (result.solution !== null)
          expect(solutionReport(program, result.solution.x)).toMatchObject({ feasible: true, objective: optimum });
        winners.add(result.race?.winner ?? 'nobody');
      }),
      { numRuns: 150, seed: 11 },
    );
    expect(winners).not.toContain('nobody');
  });

  it('says who won, what the other had reached, and both versions', async () => {
    const result = await solve(generate('set-cover', { rows: 120, columns: 300, density: 0.05 }, 1));
    expect(result.status).toBe('optimal');
    expect(result.solverVersion).toMatch(/^GLPK \d.*, HiGHS \d/);
    const { race } = result;
    expect(race?.checked).toBe(false);
    expect(race?.entrants.map(({ solver }) => solver).sort()).toEqual(['glpk', 'highs']);
    const [winner, other] = race?.entrants ?? [];
    expect(winner).toMatchObject({ solver: race?.winner, status: 'optimal', objective: result.objective, bound: result.objective });
    expect(result.statusText).toMatch(/^Proven optimal: (GLPK|HiGHS) .*; the solution was rechecked\. (GLPK|HiGHS) (was stopped|agrees)/);
    expect(other?.version).toMatch(/^\d/);
  });

  it('lets both end and compares them where it is asked to check', async () => {
    const result = await solve(knapsack, { check: true });
    expect(result).toMatchObject({ status: 'optimal', objective: 15, race: { checked: true } });
    expect(result.race?.entrants.map(({ status }) => status)).toEqual(['optimal', 'optimal']);
    expect(result.statusText).toMatch(/agrees/);
    expect(await solve(impossible, { check: true })).toMatchObject({
      status: 'infeasible',
      race: { entrants: [{ status: 'infeasible' }, { status: 'infeasible' }] },
    });
  });

  it('takes time limit, gap, start and ball as a single solver does', async () => {
    // Warm, so that neither spends its time on loading.
    const among = threads();
    await solve(knapsack, { check: true }, among);
    // A busy machine may keep one from its first bound once, not every time.
    const boundsOf = ({ race }: ExactResult): readonly number[] =>
      (race?.entrants ?? []).flatMap(({ bound }) => (bound === null ? [] : [bound]));
    let limited = await solve(marketSplit(), { timeLimitSeconds: 0.5 }, among);
    for (let seconds = 1; seconds <= 16 && boundsOf(limited).length < 2; seconds *= 2) {
      limited = await solve(marketSplit(), { timeLimitSeconds: seconds }, among);
    }
    expect(limited).toMatchObject({
      status: 'time-limit',
      objective: null,
      race: { winner: null, entrants: [{ status: 'time-limit' }, { status: 'time-limit' }] },
    });
    // Both give a bound of the minimum; the shown one is the larger.
    expect(boundsOf(limited)).toHaveLength(2);
    expect(limited.bound).toBe(Math.max(...boundsOf(limited)));
    expect(limited.seconds).toBeLessThan(32);

    const loose = await solve(generate('set-cover', { rows: 60, columns: 120, density: 0.08 }, 2), { relativeGap: 0.5 });
    expect(loose.status).toBe('optimal');
    expect(loose.gap).toBeLessThanOrEqual(0.5);

    const started = await solve(hard, { timeLimitSeconds: 0.3, start: nothing });
    expect(started).toMatchObject({ status: 'time-limit', solution: { feasible: true } });

    const inBall = await solve(knapsack, { ball: { center: [1, 1, 0, 0, 0, 0], radius: 1 } });
    expect(inBall).toMatchObject({
      status: 'ball-optimal',
      objective: 12,
      bound: null,
      gap: null,
      ball: { radius: 1, distance: 1, bound: 12, gap: 0 },
    });
    expect(inBall.race?.entrants.every(({ bound }) => bound === null)).toBe(true);
  });

  it('goes on without a solver that dies', async () => {
    const among = threads({ glpk: DYING });
    for (let k = 0; k < 2; k++) {
      const result = await solve(knapsack, { check: true }, among);
      expect(result).toMatchObject({ status: 'optimal', objective: 15, race: { winner: 'highs' } });
      expect(result.statusText).toMatch(/GLPK ended unexpectedly: its thread exited with code 9\.$/);
    }
    const both = await solve(knapsack, { start: [1, 0, 0, 0, 0, 0] }, threads({ glpk: DYING, highs: DYING }));
    expect(both).toMatchObject({ status: 'failed', objective: 5, solution: { source: 'start' }, race: { winner: null } });
    expect(both.statusText).toMatch(/^(GLPK|HiGHS) ended unexpectedly: .*\. (GLPK|HiGHS) ended unexpectedly: /);
  });

  it('calls it a contradiction when one denies what the other has shown', async () => {
    const result = await solve(knapsack, { check: true }, threads({ glpk: LYING }));
    expect(result).toMatchObject({ status: 'failed', objective: 15, bound: null, race: { winner: null } });
    expect(result.statusText).toMatch(/^The solvers contradict each other: GLPK calls the program infeasible, and HiGHS has found a solution that satisfies every row\./);
  });

  it('is won by the other where one neither ends nor listens, and ends that one', async () => {
    const among = threads({ highs: DEAF });
    for (let k = 0; k < 2; k++) {
      const result = await solve(wide, {}, among);
      expect(result).toMatchObject({
        status: 'optimal',
        objective: 137,
        race: { winner: 'glpk', entrants: [{ solver: 'glpk' }, { solver: 'highs', status: 'stopped' }] },
      });
    }
  });

  it('says of a solver that was not needed that it had not begun, once the other is warm', async () => {
    const among = threads();
    await solve(knapsack, { check: true }, among);
    // A busy machine may take longer than the head start once, not every time.
    let entrants: unknown[] = [];
    for (let k = 0; k < 20 && !JSON.stringify(entrants).includes('not-begun'); k++) {
      entrants = [...((await solve(knapsack, {}, among)).race?.entrants ?? [])];
    }
    expect(entrants).toMatchObject([{ solver: 'glpk', status: 'optimal' }, {
      solver: 'highs',
      status: 'not-begun',
      version: expect.stringMatching(/^\d/) as string,
      objective: null,
      bound: null,
      nodes: null,
    }]);
  });

  it('loses no proof to a solver that does not load, and waits for it only if it was told', async () => {
    const among = threads({ highs: MUTE });
    await solve(knapsack, { solver: 'glpk' }, among);
    const both = /^GLPK \d.*, HiGHS$/;
    expect(await solve(wide, {}, among)).toMatchObject({
      status: 'optimal',
      objective: 137,
      solverVersion: expect.stringMatching(both) as string,
      race: { entrants: [{ solver: 'glpk' }, { solver: 'highs', status: 'stopped', version: '' }] },
    });
    let shortest = Infinity;
    for (let k = 0; k < 20 && shortest > 1000; k++) {
      const began = performance.now();
      expect(await solve(knapsack, {}, among)).toMatchObject({
        status: 'optimal',
        objective: 15,
        solverVersion: expect.stringMatching(both) as string,
      });
      shortest = Math.min(shortest, performance.now() - began);
    }
    // Far from the five seconds that a version is waited for.
    expect(shortest).toBeLessThan(1000);
  });

  it('reports progress of both as one: incumbents only improve, bounds only tighten', async () => {
    const going = begin(generate('combinatorial-auction', { items: 60, bids: 300 }, 1), { timeLimitSeconds: 60 }, threads());
    const column = (name: 'incumbent' | 'bound'): number[] =>
      going.events.flatMap((event) => (event.type === 'series' ? [...(event.chunk.columns[name] ?? [])] : [])).filter((value) =>
        !Number.isNaN(value)
      ).map((value) => Number(value.toPrecision(8)));
    // Until there is something to compare, or its end.
    const ended = going.outcome.then(() => true);
    while (
      column('bound').length < 4 && !(await Promise.race([ended, new Promise<false>((resolve) => setTimeout(() => resolve(false), 20))]))
    );
    going.cancel();
    await going.outcome;
    // To eight digits: GLPK prints ten.
    expect(column('bound').length).toBeGreaterThan(1);
    expect(column('incumbent')).toEqual(column('incumbent').toSorted((a, b) => a - b));
    expect(column('bound')).toEqual(column('bound').toSorted((a, b) => b - a));
  });
});

/** All zeros is a solution, and neither solver gets to the end within a test's patience. */
const hard = generate('independent-set', { nodes: 600, affinity: 4 }, 1);
const nothing = new Array<0 | 1>(600).fill(0);

describe('a solver that is stopped', () => {
  // Far above what is needed (docs/benchmarks.md has the figures), so that a busy machine does not fail it.
  const PATIENCE_SECONDS = 2;

  it.each(['glpk', 'highs', 'race'] as const)(
    'by a cancel of %s answers soon, keeps the best solution known, and the pool goes on',
    async (solver) => {
      const executor = createPiscinaExecutor({ size: 1 });
      try {
        const program = encodeForJobs(hard);
        const cancelled = async (): Promise<{ readonly seconds: number; readonly outcome: JobOutcome }> => {
          let reported: () => void = () => undefined;
          const progress = new Promise<void>((resolve) => (reported = resolve));
          const job = executor.start({
            id: 'job',
            spec: { version: 1, kind: 'exact', exact: { solver, timeLimitSeconds: null, relativeGap: 0, start: nothing } },
            program,
            resumeFrom: null,
          }, () => reported());
          await progress;
          await new Promise((resolve) => setTimeout(resolve, 500));
          const asked = performance.now();
          job.cancel();
          const outcome = await job.outcome;
          return { seconds: (performance.now() - asked) / 1000, outcome };
        };
        // A busy machine may keep one waiting, not every one.
        let last = await cancelled();
        for (let k = 0; k < 4 && last.seconds >= PATIENCE_SECONDS; k++) last = await cancelled();
        expect(last.seconds).toBeLessThan(PATIENCE_SECONDS);
        expect(last.outcome).toMatchObject({
          status: 'cancelled',
          result: { kind: 'exact', solver, status: 'cancelled', solution: { feasible: true } },
        });
        const next = await executor.start({
          id: 'next',
          spec: { version: 1, kind: 'exact', exact: { solver, timeLimitSeconds: 60, relativeGap: 0, start: null } },
          program: encodeForJobs(knapsack),
          resumeFrom: null,
        }, () => undefined).outcome;
        expect(next).toMatchObject({ status: 'done', result: { status: 'optimal', objective: 15 } });
      } finally {
        await executor.close();
      }
    },
  );

  it('that does not listen is ended, keeps what it had reported, and is replaced', async () => {
    const among = threads({ highs: DEAF });
    const going = begin(hard, { solver: 'highs', timeLimitSeconds: null }, among);
    while (!going.events.some((event) => event.type === 'series')) await new Promise((resolve) => setTimeout(resolve, 10));
    going.cancel();
    expect(await going.outcome).toMatchObject({ status: 'cancelled', objective: 0, bound: 1e6, nodes: 3, solution: { feasible: true } });
    // Its thread has to load within the limit before it can report anything.
    let limited = await solve(hard, { solver: 'highs', timeLimitSeconds: 0.2 }, among);
    for (let seconds = 0.4; seconds < 30 && limited.objective === null; seconds *= 2) {
      limited = await solve(hard, { solver: 'highs', timeLimitSeconds: seconds }, among);
    }
    expect(limited).toMatchObject({
      status: 'time-limit',
      objective: 0,
      statusText: expect.stringMatching(/^Time limit: HiGHS was stopped at the time limit/),
    });
  });

  it('GLPK, at any of its looks at the clock, claims no proof that it does not have', async () => {
    const solver = await glpkSolver();
    const program = generate('combinatorial-auction', { items: 20, bids: 60 }, 2);
    const stopAt = (look: number) => {
      let looks = 0;
      const answer = solver.solve({
        program,
        cost: program.objective.map((c) => -c),
        offset: 0,
        timeLimitSeconds: null,
        relativeGap: 0,
        start: null,
        tight: false,
        cancelled: () => looks++ >= look,
        onIncumbent: () => undefined,
        onState: () => undefined,
      });
      return { answer, looks };
    };
    const whole = stopAt(Infinity);
    expect(whole.answer.claim).toBe('optimal');
    const claims: string[] = [];
    let kept = 0;
    for (let look = 0; look < whole.looks; look += 7) {
      const { answer } = stopAt(look);
      claims.push(answer.claim);
      if (answer.claim === 'optimal') expect(answer.values).toEqual(whole.answer.values);
      else expect(answer.claim).toBe('cancelled');
      if (answer.claim === 'cancelled' && answer.values !== null) kept++;
    }
    // It was really stopped on its way, and mostly with a solution in hand.
    expect(claims.filter((claim) => claim === 'cancelled').length).toBeGreaterThan(claims.length / 2);
    expect(kept).toBeGreaterThan(claims.length / 4);
    // Stopped ones leave the module fit for use.
    expect(stopAt(Infinity).answer).toEqual(whole.answer);
  });
});
