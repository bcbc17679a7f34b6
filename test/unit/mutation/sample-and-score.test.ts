/** The sample's law and the interval's coverage; statistical checks by fixed seeds, false alarms below 10⁻⁶. */
import { describe, expect, it } from 'vitest';
import type { Mutant } from '../../mutation/mutants.ts';
import { table, survivors } from '../../mutation/report.ts';
import { allocate, draw, seededRandom } from '../../mutation/sample.ts';
import { scoreOf, wilson } from '../../mutation/score.ts';
import { batchesFor, placeSources } from '../../mutation/trials.ts';

describe('the sample of mutants', () => {
  it('is the same for the same seed and another for another', () => {
    const items = Array.from({ length: 100 }, (_, n) => n);
    expect(draw(items, 10, seededRandom(4))).toEqual(draw(items, 10, seededRandom(4)));
    expect(draw(items, 10, seededRandom(4))).not.toEqual(draw(items, 10, seededRandom(5)));
  });

  it('has every item equally often, without repeats and in order', () => {
    const items = Array.from({ length: 12 }, (_, n) => n);
    const counts = new Array<number>(12).fill(0);
    const random = seededRandom(1);
    for (let run = 0; run < 6000; run++) {
      const sample = draw(items, 5, random);
      expect(new Set(sample).size).toBe(5);
      expect(sample).toEqual(sample.toSorted((a, b) => a - b));
      for (const n of sample) counts[n]!++;
    }
    // binomial of mean 2500 and spread 38: six spreads
    for (const count of counts) expect(Math.abs(count - 2500)).toBeLessThan(230);
  });

  it('is in proportion to the folders, but never a handful of one', () => {
    const counts = allocate(new Map([['large', 9000], ['small', 200], ['tiny', 7]]), 400);
    expect(counts).toEqual(new Map([['large', 391], ['small', 20], ['tiny', 7]]));
  });
});

describe('the score', () => {
  it('has Wilson’s interval', () => {
    // Newcombe 1998, table I: 81 of 263 and 0 of 20
    expect(wilson(81 / 263, 263).low).toBeCloseTo(0.2553, 4);
    expect(wilson(81 / 263, 263).high).toBeCloseTo(0.3662, 4);
    expect(wilson(0, 20)).toEqual({ low: 0, high: expect.closeTo(0.1611, 4) });
  });

  it('is a count and no estimate where everything was tried', () => {
    const all = [{ size: 10, tried: 10, noticed: 9 }, { size: 30, tried: 30, noticed: 21 }];
    expect(scoreOf(all)).toEqual({ share: expect.closeTo(0.75, 15), low: expect.closeTo(0.75, 15), high: expect.closeTo(0.75, 15) });
  });

  it('weighs folders by their size and covers the truth as often as it says', () => {
    const sizes = [4000, 300, 900];
    const truth = [0.9, 0.6, 0.8];
    const whole = sizes.reduce((sum, size, h) => sum + size * truth[h]!, 0) / 5200;
    const random = seededRandom(2);
    let covered = 0;
    const runs = 2000;
    for (let run = 0; run < runs; run++) {
      const strata = sizes.map((size, h) => {
        const hidden = Array.from({ length: size }, (_, n) => n < truth[h]! * size);
        return { size, tried: 100, noticed: draw(hidden, 100, random).filter(Boolean).length };
      });
      const { low, high } = scoreOf(strata);
      if (low <= whole && whole <= high) covered++;
    }
    // 95 % up to 1 %; the spread of a share of 2000 is 0.5 %
    expect(covered / runs).toBeGreaterThan(0.925);
    expect(covered / runs).toBeLessThan(0.985);
  });
});

describe('a mutant’s trial', () => {
  const text = 'export function f(a: number): number {\n  return a + 1;\n}\n';
  const [first, second] = placeSources([{ file: 'src-science/field/a.ts', text }, { file: 'src-science/field/b.ts', text }]);
  if (first === undefined || second === undefined) throw new Error('two sources');
  const mutant: Mutant = {
    file: second.file,
    operator: 'arithmetic',
    start: text.indexOf('+'),
    end: text.indexOf('+') + 1,
    replacement: '-',
    line: 2,
    column: 12,
    original: '+',
  };

  it('runs only the tests that reach it, its own folder’s and the quickest first', () => {
    const byte = second.base + 1;
    const test = (testFile: string, id: string, milliseconds: number, reached: readonly number[]) => ({
      testFile,
      id,
      milliseconds,
      reached,
    });
    const batches = batchesFor(mutant, second, [
      test('test/unit/claims/slow.test.ts', 'a', 9000, [byte]),
      test('test/unit/claims/quick.test.ts', 'b', 10, [byte]),
      test('test/unit/field/near.test.ts', 'c', 300, [byte]),
      test('test/unit/field/near.test.ts', 'd', 1, [second.base]),
      test('test/unit/field/other.test.ts', 'e', 1, [first.base + 1]),
    ]);
    expect(batches.map(({ selections }) => selections)).toEqual([
      [{ testFile: 'test/unit/field/near.test.ts', ids: ['c'] }, { testFile: 'test/unit/claims/quick.test.ts', ids: ['b'] }],
      [{ testFile: 'test/unit/claims/slow.test.ts', ids: ['a'] }],
    ]);
    expect(batchesFor(mutant, second, [])).toEqual([]);
  });

  it('is counted in the table and, if it survived, listed with its place', () => {
    const trials = [
      { mutant, outcome: 'killed' as const },
      { mutant, outcome: 'timed-out' as const },
      { mutant, outcome: 'survived' as const },
      { mutant, outcome: 'unreached' as const },
    ];
    const [, folder, all] = table(new Map([['field', 4]]), trials).split('\n');
    expect(folder?.split(/\s{2,}/)).toEqual(['field', '4', '4', '1', '1', '1', '1', '50.0 %', 'all tried']);
    expect(all).toContain('50.0 %');
    expect(survivors(trials, () => '  return a + 1;')).toBe(
      ['survived', 'unreached'].map((outcome) => `src-science/field/b.ts:2:12  arithmetic, ${outcome}: +  →  -\n    return a + 1;`).join('\n'),
    );
  });
});
