/** From a decoded start to an exact solver, at the command line. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leibniz, leibnizJson } from './leibniz-process.ts';

/** The optimum is a = c = 1 with 18; within one flip of a = 1 that is a = c = 1 too, within one flip of b = 1 only b. */
const KNAPSACK = 'Maximize\n profit: 5 a + 4 b + 3 c + 10\nSubject To\n weight: 2 a + 3 b + c <= 3\nBinary\n a b c\nEnd\n';

let folder = '';
let knapsack = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leibniz-hand-over-'));
  knapsack = join(folder, 'knapsack.lp');
  await writeFile(knapsack, KNAPSACK);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('leibniz solve --start --ball', () => {
  it('finds the best of the ball and does not call it the optimum', async () => {
    const near = await leibnizJson('solve', knapsack, '--start', '[0, 1, 0]', '--ball', '1');
    expect(near).toMatchObject({
      status: 'ball-optimal',
      objective: 14,
      bound: null,
      gap: null,
      x: { a: 0, b: 1, c: 0 },
      ball: { radius: 1, distance: 0, bound: 14, gap: 0 },
    });
    expect(await leibnizJson('solve', knapsack, '--start', '[0, 1, 0]', '--ball', '3')).toMatchObject({
      status: 'ball-optimal',
      objective: 18,
      ball: { distance: 3 },
    });
  });

  it.each(['decode', 'descend'])('takes the solution of leibniz %s from its JSON', async (command) => {
    const options = command === 'decode'
      ? ['--at', '0.9', '--decoder', 'local-search']
      : ['--scheme', 'true-penalty', '--start', 'lp', '--restarts', '2', '--iterations', '50', '--decode', 'local-search', '--search-work',
        '5000'];
    const reply = join(folder, `${command}.json`);
    await writeFile(reply, JSON.stringify(await leibnizJson(command, knapsack, ...options)));
    expect(await leibnizJson('solve', knapsack, '--start', reply)).toMatchObject({ status: 'optimal', objective: 18, bound: 18 });
    expect(await leibnizJson('solve', knapsack, '--start', reply, '--ball', '0')).toMatchObject({
      status: 'ball-optimal',
      ball: { radius: 0, distance: 0 },
    });
  });

  it.each([
    ['a ball without a center', ['--ball', '1'], /--ball needs a center/],
    ['a fraction', ['--start', '[0, 0.5, 1]'], /0.5 as value 2, which is neither 0 nor 1/],
    ['another length', ['--start', '[0, 1]'], /has 2 values/],
    ['a negative radius', ['--start', '0', '--ball', '-1'], /whole number|integer/],
  ])('refuses %s as a usage error', async (_what, options, message) => {
    const { code, stderr } = await leibniz('solve', knapsack, ...options);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});

describe('leibniz handover', () => {
  const descent = ['--scheme', 'true-penalty', '--iterations', '40', '--decode', 'threshold', '--decode', 'greedy-repair'];

  it('descends, solves from scratch, with the start and in the ball, and reads each off at the times', async () => {
    const reply = await leibnizJson(
      'handover',
      knapsack,
      ...descent,
      '--solver',
      'highs',
      '--solver',
      'enumerate',
      '--ball',
      '1',
      '--limits',
      '5,60',
    );
    expect(reply).toMatchObject({
      sense: 'max',
      limits: [5, 60],
      reference: { objective: 18, proven: true },
      descent: { scheme: 'true-penalty', iterations: 40, seed: 1 },
    });
    const { solves, start } = reply as {
      solves: {
        way: string;
        solver: string;
        status: string;
        at: { state: string; held: boolean; objective: number; gap: number }[];
        objective: number;
        bound: number | null;
        gap: number;
        distance: number | null;
        radius: number | null;
      }[];
      start: { feasible: boolean; objective: number; gap: number };
    };
    expect(start.feasible).toBe(true);
    expect(solves.map(({ solver, way }) => `${solver} ${way}`)).toEqual(['highs scratch', 'highs start', 'highs ball', 'enumerate scratch',
      'enumerate start', 'enumerate ball']);
    for (const solve of solves) {
      // Solved within a moment: both times hold the end, which no later time can change.
      expect(solve.at).toMatchObject([{ state: 'found', held: true, objective: solve.objective }, {
        state: 'found',
        held: true,
        objective: solve.objective,
      }]);
      expect(solve.distance === null).toBe(solve.way === 'scratch');
      if (solve.way === 'ball') expect(solve).toMatchObject({ status: 'ball-optimal', bound: null, radius: 1 });
      else expect(solve).toMatchObject({ status: 'optimal', objective: 18, bound: 18, gap: 0, radius: null });
    }
  });

  it('hands over a given vector, also one that breaks rows, and says so', async () => {
    const reply = await leibnizJson('handover', knapsack, '--from', '[1, 1, 1]', '--no-scratch', '--ball', '0', '--limits', '5');
    expect(reply).toMatchObject({
      descent: null,
      start: { decoder: 'given', feasible: false, violation: 3, gap: null },
      solves: [{ way: 'start', status: 'optimal', objective: 18 }, {
        way: 'ball',
        status: 'ball-empty',
        objective: null,
        at: [{ state: 'none', held: true }],
      }],
    });
    const { stdout } = await leibniz('handover', knapsack, '--from', '[1, 1, 1]', '--ball', '0', '--limits', '5');
    expect(stdout).toMatch(/infeasible by 3/);
    expect(stdout).toMatch(/highs from scratch .*18 \(0 %\)\*.*optimal/);
    expect(stdout).toMatch(/holds inside it only/);
  });

  it('marks what meets the rows only within the tolerance asked for, at the times and at the end, without a gap', async () => {
    const third = join(folder, 'third.lp');
    await writeFile(third, 'Minimize\n a + b + c + 10 d\nSubject To\n r: 0.333333333333 a + 0.333333333333 b + 0.333333333333 c + d = 1\nBinary\n a b c d\nEnd\n');
    const options = ['--from', '[0, 0, 0, 1]', '--limits', '5,60', '--feasibility-tolerance', '1e-9'];
    const { solves } = (await leibnizJson('handover', third, ...options, '--no-scratch')) as { solves: object[] };
    expect(solves).toMatchObject([{
      status: 'optimal-relaxed',
      objective: 3,
      gap: null,
      at: [{ objective: 3, met: 'within', gap: null }, { met: 'within', gap: null }],
    }]);
    const { stdout } = await leibniz('handover', third, ...options);
    expect(stdout).toMatch(/highs with start +10 \(<= 233.33 %\) +3 ~\* +3 ~\* +3 ~/);
    expect(stdout).toContain('~ meets the rows within the tolerance asked for only');
  });

  it('measures gaps against an optimum that is given, and says where that cannot be', async () => {
    const given = async (optimum: string): Promise<Record<string, unknown>> =>
      leibnizJson('handover', knapsack, '--from', '[0, 1, 0]', '--no-scratch', '--solver', 'highs', '--limits', '5', '--optimum', optimum);
    // The solver proves 18: what is given beside is compared with it.
    expect(await given('18')).toMatchObject({
      reference: { objective: 18, proven: true, basis: 'proven', note: null },
      start: { gapBasis: 'proven', gapLow: 4 / 18, gapHigh: 4 / 18 },
    });
    expect(await given('20')).toMatchObject({
      reference: { objective: 18, basis: 'proven', note: expect.stringContaining('The optimum 20 that was typed in is not used') },
    });
  });

  it.each([
    ['times that do not ascend', ['--scheme', 'true-penalty', '--limits', '10,5'], /must ascend/],
    ['a time that is none', ['--scheme', 'true-penalty', '--limits', '10,soon'], /finite number/],
    ['an unknown solver', ['--scheme', 'true-penalty', '--solver', 'cplex'], /Allowed choices/],
  ])('refuses %s as a usage error', async (_what, options, message) => {
    const { code, stderr } = await leibniz('handover', knapsack, ...options);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});
