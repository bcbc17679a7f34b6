/** The tables of best starts: seeds are averaged before programs are compared, and what is missing counts as 100 %. */
import { expect, it } from 'vitest';
import { againstControl, boundTable, methodCell, startsTable } from '../../../bench/starts-report.ts';
import type { StartsRow } from '../../../bench/starts-report.ts';

const found = (...objectives: (number | null)[]): { objective: number | null; seconds: number }[] =>
  objectives.map((objective) => ({ objective, seconds: 2 }));
const row = (name: string, group: string, ours: (number | null)[], control: (number | null)[]): StartsRow => ({
  name,
  group,
  methods: [methodCell(found(...ours), 100), methodCell(found(...control), 100)],
});
const rows = [row('a', 'shipped', [100, 125], [125, 125]), row('b', 'SC', [null, 100], [100, 100]), row('c', 'SC', [100, 100], [200, 200])];

it('show the mean and the range over the seeds, and how many programs always have a vector', () => {
  const lines = startsTable(['ours', 'control'], rows).split('\n');
  expect(lines.slice(2)).toEqual([
    '| a | 10.00 [0.00–20.00] (2.0 s) | 20.00 (2.0 s) |',
    '| b | 50.00 [0.00–100.00] (2.0 s) | 0.00 (2.0 s) |',
    '| c | 0.00 (2.0 s) | 50.00 (2.0 s) |',
    '| **shipped**, 1: feasible with every seed, mean gap | **1, 10.00 %** | **1, 20.00 %** |',
    '| **SC**, 2: feasible with every seed, mean gap | **1, 25.00 %** | **2, 25.00 %** |',
    '| **all**, 3: feasible with every seed, mean gap | **2, 20.00 %** | **3, 23.33 %** |',
  ]);
});

it('compare a method with its control program by program', () => {
  const { markdown, times, p } = againstControl(rows, 0, 1);
  expect(times).toBeCloseTo(70 / 60, 12);
  // Differences −10, +50, −50: the two of 50 tie.
  expect(p).toBe(1);
  expect(markdown.split('\n').at(-1)).toMatch(/^\| all, 3 \| 20\.000 \| 23\.333 \| 1\.17 \| -3\.333 ± \d+\.\d+ \| 2 \| 1 \| -0\.17 \| 1\.0000 \|$/u);
  expect(againstControl([row('d', 'SC', [100], [100])], 0, 1).times).toBe(1);
});

it('give bounds as shares of the relaxation’s, none as far below it', () => {
  const { markdown, least } = boundTable(['x', 'y'], [{ seed: 1, linear: 80, bounds: [78, null] }, {
    seed: 2,
    linear: 50,
    bounds: [50, 40],
  }]);
  expect(least).toBe(97.5);
  expect(markdown.split('\n').slice(2)).toEqual(['| SC 1 | 80.000 | 97.5 % | none |', '| SC 2 | 50.000 | 100.0 % | 80.0 % |', '| **mean** |  | **98.8 %**, 97.5 at least | **none on 1 of 2** |']);
});
