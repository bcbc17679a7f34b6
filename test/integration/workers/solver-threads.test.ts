/** Which thread a solve gets: one that waits, one that winds down, or a new one. */
import { once } from 'node:events';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { generate } from '../../../src-science/program/generate.ts';
import { createSolverThreads } from '../../../src-workers/exact/solver-threads.ts';
import type { RunningSolve, SolverThreads } from '../../../src-workers/exact/solver-threads.ts';
import type { ThreadSolver } from '../../../src-workers/exact/solver-message.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { programOf } from '../../unit/exact/small-programs.ts';

const SOLVER = new URL('../../../src-workers/exact/solver-thread.ts', import.meta.url).pathname;
const DYING = new URL('./dying-solver.ts', import.meta.url).pathname;
const DEAF = new URL('./deaf-solver.ts', import.meta.url).pathname;
/** Longer than any test: a thread that is not to be ended. */
const NEVER_MS = 600_000;

const easy = programOf({ sense: 'max', objective: [5, 4, 3, 7, 6, 1], rows: [{ coefficients: [2, 3, 1, 4, 3, 1], upper: 7 }] });
const hard = generate('independent-set', { nodes: 600, affinity: 4 }, 1);

/** What the threads made so far run; those to come run the first of `entries`, and then the solver. */
const made: string[] = [];
let entries: string[] = [];
let threads: SolverThreads;
beforeEach(() => {
  made.length = 0;
  entries = [];
  threads = createSolverThreads(() => {
    const entry = entries.shift() ?? SOLVER;
    made.push(entry);
    return entry;
  });
});
afterEach(() => threads.close());

interface Going extends RunningSolve {
  /** Fulfilled when the solver first says something. */
  readonly heard: Promise<unknown>;
}

function start(solver: ThreadSolver, program: Program): Going {
  const target = new EventTarget();
  const heard = once(target, 'heard');
  const say = (): unknown => target.dispatchEvent(new Event('heard'));
  const running = threads.start(solver, {
    program,
    cost: program.objective.map((c) => (program.sense === 'min' ? c : -c)),
    offset: 0,
    timeLimitSeconds: null,
    relativeGap: 0,
    start: null,
    tight: false,
  }, { onIncumbent: say, onState: say });
  return { ...running, heard };
}

const optimum = { claim: 'optimal', values: Float64Array.of(1, 0, 1, 1, 0, 0) };

it('is the same for one solve after the other', async () => {
  for (let k = 0; k < 3; k++) expect(await start('highs', easy).answer).toMatchObject(optimum);
  expect(made).toEqual([SOLVER]);
});

it('is the one that was prepared for it', async () => {
  threads.prepare('highs');
  threads.prepare('highs');
  expect(made).toEqual([SOLVER]);
  expect(threads.knownVersion('highs')).toBe('');
  expect(await threads.version('highs')).toMatch(/^\d/);
  expect(threads.knownVersion('highs')).toBe(await threads.version('highs'));
  expect(await start('highs', easy).answer).toMatchObject(optimum);
  expect(made).toEqual([SOLVER]);
});

it('is a new one beside a solve that goes on', async () => {
  const going = start('glpk', hard);
  expect(await start('glpk', easy).answer).toMatchObject(optimum);
  expect(made).toHaveLength(2);
  going.stop();
  expect(await going.answer).toMatchObject({ claim: 'cancelled' });
});

it('is the one that winds down', async () => {
  const first = start('glpk', hard);
  await first.heard;
  first.stop(NEVER_MS);
  const second = start('glpk', easy);
  expect(await first.answer).toMatchObject({ claim: 'cancelled' });
  expect(await second.answer).toMatchObject(optimum);
  expect(made).toEqual([SOLVER]);
});

it('is the one in place of one that did not answer, or died', async () => {
  for (const entry of [DEAF, DYING]) {
    entries = [entry];
    made.length = 0;
    const first = start('highs', easy);
    first.stop(entry === DEAF ? 50 : NEVER_MS);
    const second = start('highs', easy);
    expect(made).toEqual([entry]);
    expect(await first.answer).toMatchObject({ claim: entry === DEAF ? 'cancelled' : 'failed' });
    expect(await second.answer).toMatchObject(optimum);
    expect(made).toEqual([entry, SOLVER]);
    await threads.close();
  }
});

it('keeps one solve waiting, which can be stopped', async () => {
  entries = [DEAF];
  const first = start('highs', easy);
  await first.heard;
  first.stop(NEVER_MS);
  const second = start('highs', easy);
  // The place behind the first is taken.
  const third = start('highs', easy);
  expect(made).toEqual([DEAF, SOLVER]);
  second.stop();
  expect(await second.answer).toMatchObject({ claim: 'cancelled', says: 'was stopped' });
  expect(await third.answer).toMatchObject(optimum);
  // It is not run after all: its place is free, and nobody has answered the first.
  const unanswered = Symbol('unanswered');
  expect(await Promise.race([first.answer, Promise.resolve(unanswered)])).toBe(unanswered);
  expect(made).toEqual([DEAF, SOLVER]);
});

it('is none once they are closed: a solve that waits is stopped', async () => {
  entries = [DEAF];
  const first = start('highs', easy);
  first.stop(NEVER_MS);
  const second = start('highs', easy);
  await threads.close();
  expect(await second.answer).toMatchObject({ claim: 'cancelled', says: 'was stopped' });
  expect(await first.answer).toMatchObject({ claim: 'failed' });
  expect(made).toEqual([DEAF]);
});
