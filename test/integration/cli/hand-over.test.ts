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
    expect(near).toMatchObject({ status: 'ball-optimal', objective: 14, bound: null, gap: null, x: { a: 0, b: 1, c: 0 }, ball: { radius: 1, distance: 0, bound: 14, gap: 0 } });
    expect(await leibnizJson('solve', knapsack, '--start', '[0, 1, 0]', '--ball', '3')).toMatchObject({ status: 'ball-optimal', objective: 18, ball: { distance: 3 } });
  });

  it.each(['decode', 'descend'])('takes the solution of leibniz %s from its JSON', async (command) => {
    const options = command === 'decode' ? ['--at', '0.9', '--decoder', 'local-search'] : ['--scheme', 'true-penalty', '--start', 'lp', '--restarts', '2', '--iterations', '50', '--decode', 'local-search', '--search-work', '5000'];
    const reply = join(folder, `${command}.json`);
    await writeFile(reply, JSON.stringify(await leibnizJson(command, knapsack, ...options)));
    expect(await leibnizJson('solve', knapsack, '--start', reply)).toMatchObject({ status: 'optimal', objective: 18, bound: 18 });
    expect(await leibnizJson('solve', knapsack, '--start', reply, '--ball', '0')).toMatchObject({ status: 'ball-optimal', ball: { radius: 0, distance: 0 } });
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
