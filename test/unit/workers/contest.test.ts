/** Which solvers are told of a program, and when: with solvers that answer what the test says. */
import { describe, expect, it } from 'vitest';
import type { Program } from '../../../src-science/program/program.ts';
import { runContest } from '../../../src-workers/exact/contest.ts';
import type { ContestEnd } from '../../../src-workers/exact/contest.ts';
import type { ThreadSolver } from '../../../src-workers/exact/solver-message.ts';
import type { SolverAnswer } from '../../../src-workers/exact/solver.ts';
import type { SolverThreads } from '../../../src-workers/exact/solver-threads.ts';
import { createJobContext } from '../../../src-workers/job-context.ts';
import { programOf } from '../exact/small-programs.ts';

const packing = (d: number): Program =>
  programOf({
    sense: 'max',
    objective: Array.from({ length: d }, () => 1),
    rows: [{ coefficients: Array.from({ length: d }, () => 1), upper: 1 }],
  });

/** What a solver says; `never` until it is stopped. */
type Says = 'proof' | 'failure' | 'never';

function fakeThreads(d: number, says: Readonly<Record<ThreadSolver, Says>>) {
  const told: ThreadSolver[] = [];
  const prepared: ThreadSolver[] = [];
  const stopped: SolverAnswer = { claim: 'cancelled', says: 'was stopped', values: null, bound: null, nodes: null };
  const answers: Readonly<Record<Exclude<Says, 'never'>, SolverAnswer>> = {
    proof: { ...stopped, claim: 'optimal', says: 'said so', values: Float64Array.from({ length: d }, (_, j) => (j === 0 ? 1 : 0)) },
    failure: { ...stopped, claim: 'failed', says: 'ended unexpectedly' },
  };
  const threads: SolverThreads = {
    start(solver) {
      told.push(solver);
      let stop: () => void = () => undefined;
      const said = says[solver];
      const answer = said === 'never'
        ? new Promise<SolverAnswer>((resolve) => (stop = () => resolve(stopped)))
        : Promise.resolve(answers[said]);
      return { answer, stop: () => stop() };
    },
    prepare: (solver) => void prepared.push(solver),
    version: () => Promise.resolve('1'),
    knownVersion: () => '1',
    close: () => Promise.resolve(),
  };
  return { threads, told, prepared };
}

const SILENT = { postMessage: () => undefined, close: () => undefined };

function contest(d: number, says: Readonly<Record<ThreadSolver, Says>>, all = false, doubt: () => string | null = () => null) {
  const program = packing(d);
  const flag = new SharedArrayBuffer(4);
  const { threads, told, prepared } = fakeThreads(d, says);
  const context = createJobContext(program, 'hash', SILENT, flag);
  const task = {
    program,
    timeLimitSeconds: null,
    relativeGap: 0,
    start: null,
    all,
    doubt,
    enumerate: () => ({ claim: 'failed', says: 'was not to be asked', values: null, bound: null, nodes: null } as const),
  };
  const end: Promise<ContestEnd> = runContest(context, threads, ['glpk', 'highs'], task, () => undefined);
  return { end, told, prepared, atOnce: [...told], cancel: () => void Atomics.store(new Int32Array(flag), 0, 1) };
}

describe('a race on a program of at most 64 variables', () => {
  it('is over before the second solver is told of it, where the first has a proof by then; the second is loaded for the next', async () => {
    const { end, told, prepared } = contest(64, { glpk: 'proof', highs: 'never' });
    const { entrants } = await end;
    expect(told).toEqual(['glpk']);
    expect(prepared).toEqual(['highs']);
    expect(entrants.map(({ solver, begun, says, verdict }) => [solver, begun, says, verdict?.status])).toEqual([
      ['glpk', true, 'said so', 'optimal'],
      ['highs', false, 'had not begun', undefined],
    ]);
  });

  it.each(['never', 'failure'] as const)('is the second one’s where the first has no proof: %s', async (first) => {
    const { end, told, atOnce } = contest(64, { glpk: first, highs: 'proof' });
    const { entrants } = await end;
    expect(atOnce).toEqual(['glpk']);
    expect(told).toEqual(['glpk', 'highs']);
    expect(entrants.find(({ solver }) => solver === 'highs')?.verdict?.status).toBe('optimal');
  });

  it('begins nothing more once it has failed', async () => {
    const { end, told } = contest(64, { glpk: 'proof', highs: 'never' }, false, () => {
      throw new Error('no doubt to be had');
    });
    await expect(end).rejects.toThrow('no doubt to be had');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(told).toEqual(['glpk']);
  });

  it('ends where it is cancelled, with both having been told to stop', async () => {
    const { end, cancel } = contest(3, { glpk: 'never', highs: 'never' });
    cancel();
    const { entrants, stopped } = await end;
    expect(stopped).toBe('cancelled');
    expect(entrants.map(({ says }) => says)).toEqual(['was stopped', 'was stopped']);
  });
});

it.each([
  ['of a larger program', 65, false],
  ['whose proofs are to be compared', 3, true],
])('a race %s has both solvers begin at once', async (_name, d, all) => {
  const { end, atOnce } = contest(d, { glpk: 'proof', highs: 'proof' }, all);
  expect(atOnce).toEqual(['glpk', 'highs']);
  await end;
});

describe('the value that a solver says before its vector', () => {
  /** What is noted of an incumbent of which the solver says this value. */
  async function noted(program: Program, said: number): Promise<readonly (number | null)[]> {
    const { threads } = fakeThreads(program.objective.length, { glpk: 'failure', highs: 'failure' });
    const talking: SolverThreads = {
      ...threads,
      start(solver, task, listener) {
        listener.onState({ incumbent: said, bound: null, nodes: 1, fraction: null });
        return threads.start(solver, task, listener);
      },
    };
    const incumbents: (number | null)[] = [];
    const task = {
      program,
      timeLimitSeconds: null,
      relativeGap: 0,
      start: null,
      all: false,
      doubt: () => null,
      enumerate: () => ({ claim: 'failed', says: 'was not to be asked', values: null, bound: null, nodes: null } as const),
    };
    await runContest(
      createJobContext(program, 'hash', SILENT, new SharedArrayBuffer(4)),
      talking,
      ['glpk'],
      task,
      ({ incumbent }) => incumbents.push(incumbent),
    );
    return incumbents;
  }
  const cover = (objective: readonly number[]): Program =>
    programOf({ objective: [...objective], rows: [{ coefficients: objective.map(() => 1), lower: 1 }] });

  it('is whole where the costs are', async () => {
    expect((await noted(cover([5, 7, 9]), 5.9999999))[0]).toBe(6);
    expect((await noted(cover([1e6, 2, 3]), 999_999.9999))[0]).toBe(1e6);
  });

  it('is a whole multiple of the unit of decimal costs', async () => {
    // In units of 0.25, of which 2.9999999 were said.
    expect((await noted(cover([0.25, 0.5, 0.75]), 2.9999999))[0]).toBe(0.75);
  });

  it('is left as it was said where costs have no common unit', async () => {
    const objective = [Math.PI, Math.E, Math.SQRT2];
    const [value] = await noted(cover(objective), 3.14);
    expect(value).not.toBeNull();
    expect(Number.isInteger(value)).toBe(false);
  });
});
