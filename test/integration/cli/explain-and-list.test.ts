/** `leibniz solve --explain` and `--solutions`: what is printed, as text and as JSON, and the files written. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { leibniz } from './leibniz-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'leibniz-explain-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const triangle = file('triangle.lp', `Minimize
 obj: x + y + z + 2 k
Subject To
 c1: x + y >= 1
 c2: y + z >= 1
 c3: x + z >= 1
 c4: x + y + z <= 1
 c5: x + 3 k >= 2
Bounds
 0 <= k <= 6
Binaries
 x y z
Generals
 k
End
`);
const forced = file('forced.lp', 'Minimize\n obj: x + y\nSubject To\n a: x - y <= 0\n b: y + k <= -1\n c: x + y + k <= 9\nBounds\n x = 1\n -2 <= k <= 3\nBinaries\n y\nGenerals\n x k\nEnd\n'.replace('-1\n', '-2\n'));
const few = file('few.lp', 'Maximize\n obj: 2 x + 2 y + k\nSubject To\n c: x + y + k <= 2\nBounds\n 0 <= k <= 2\nBinaries\n x y\nGenerals\n k\nEnd\n');

describe('leibniz solve --explain', () => {
  it('prints the rows of an irreducible set with their text', async () => {
    const { code, stdout } = await leibniz('solve', triangle, '--explain');
    expect(code).toBe(0);
    expect(stdout).toContain('\nIrreducible: 4 rows together have no solution, and without any one of them the rest has one.\n' +
      '  c1  x + y >= 1\n  c2  y + z >= 1\n  c3  x + z >= 1\n  c4  x + y + z <= 1\n');
  });

  it('prints fixings, ranges of integers and the steps of propagation', async () => {
    const { stdout } = await leibniz('solve', forced, '--explain');
    expect(stdout).toContain('Irreducible: 2 rows and 1 fixing together have no solution, and without any one of them the rest has one. Propagation alone proves it.\n' +
      '  a  x - y <= 0\n  b  y + k <= -2\n  x  fixed at 1\nwith integers -2 <= k <= 3\nOne after the other:\n' +
      '  1. b: y + k <= -2 forces y = 0\n  2. a: x - y <= 0 with x = 1, y = 0 cannot be kept\n');
  });

  it('gives it as JSON, and nothing where there is a solution', async () => {
    const { explanation, status } = JSON.parse((await leibniz('solve', triangle, '--explain', '--json')).stdout) as Record<string, unknown>;
    expect(status).toBe('infeasible');
    expect(explanation).toMatchObject({ irreducible: true, narrowed: true, rowCount: 4, fixingCount: 0, chain: null });
    expect((explanation as { rows: unknown[] }).rows[3]).toEqual({ row: 3, name: 'c4', sides: 'both', text: 'x + y + z <= 1' });
    expect(JSON.parse((await leibniz('solve', few, '--explain', '--json')).stdout)).not.toHaveProperty('explanation');
  });

  it('is refused inside a ball', async () => {
    const { code, stderr } = await leibniz('solve', few, '--explain', '--ball', '1', '--start', '[0,0,0]');
    expect(code).toBe(2);
    expect(stderr).toContain('--explain is about the whole program');
  });
});

describe('leibniz solve --solutions', () => {
  it('prints the best solutions in order, with their distances', async () => {
    const { code, stdout } = await leibniz('solve', few, '--solutions', '3');
    expect(code).toBe(0);
    expect(stdout).toContain('The 3 best solutions are listed; every other is worse than the last.\n' +
      '#  objective  differs in  at 1  integers\n-  ---------  ----------  ----  --------\n' +
      '1          4           0  x y   all 0\n2          3           2  x     k=1\n3          3           2  y     k=1\n');
  });

  it('gives all of them as JSON, and says that there are no others', async () => {
    const { list, x } = JSON.parse((await leibniz('solve', few, '--solutions', '100', '--json')).stdout) as {
      list: { solutions: readonly { objective: number; distance: number; x: unknown }[]; distances: readonly (readonly number[])[] };
      x: unknown;
    };
    expect(list).toMatchObject({ asked: 100, complete: 'all', tied: false, text: 'All 8 solutions are listed; there are no others.' });
    expect(list.solutions.map(({ objective }) => objective)).toEqual([4, 3, 3, 2, 2, 2, 1, 0]);
    expect(list.solutions[1]).toEqual({ objective: 3, violation: 0, feasible: true, distance: 2, x: { x: 1, y: 0, k: 1 } });
    expect(x).toEqual(list.solutions[0]?.x);
    expect(list.distances[1]).toEqual([2, 0, 2, 1, 3, 2, 1, 2]);
  });

  it('writes each to a file of its own, and over none', async () => {
    const target = join(folder, 'best.sol');
    expect(await leibniz('solve', few, '--solutions', '12', '--write-solution', target)).toMatchObject({ code: 0 });
    expect(readdirSync(folder).filter((name) => name.startsWith('best')).toSorted())
      .toEqual(Array.from({ length: 8 }, (_, k) => `best-0${k + 1}.sol`));
    expect(readFileSync(join(folder, 'best-02.sol'), 'utf8')).toMatch(/k\s+1/);
    const again = await leibniz('solve', few, '--solutions', '12', '--write-solution', target);
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('best-01.sol');
  });

  it('is refused with a gap, with a number that is none, and where the list would be too long', async () => {
    expect(await leibniz('solve', few, '--solutions', '2', '--gap', '0.1')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--gap asks for less'),
    });
    expect(await leibniz('solve', few, '--solutions', '0')).toMatchObject({ code: 2, stderr: expect.stringContaining('from 1 to 10000') });
  });
});
