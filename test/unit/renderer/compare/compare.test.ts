/** Solutions and estimates compared; tables as text. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SolutionView } from '../../../../src-contract/session.ts';
import { leastWidth, sortRows } from '../../../../src-renderer/table/DenseTable.tsx';
import { bracketText, meanText } from '../../../../src-renderer/compare/EstimatesPanel.tsx';
import { plainFileName } from '../../../../src-contract/file-name.ts';
import { coordinateAt, gradientLayout, gradientOption } from '../../../../src-renderer/compare/gradient-option.ts';
import { gradientRows, orderCoordinates } from '../../../../src-renderer/compare/gradient-rows.ts';
import { compareSolutions, isInRange, suggestPair } from '../../../../src-renderer/compare/solution-diff.ts';
import { measuredGapOf } from '../../../../src-renderer/parts/measured-gap.ts';
import type { ListedSolution } from '../../../../src-renderer/compare/solution-diff.ts';
import { judge, twoSidedTail } from '../../../../src-renderer/compare/estimate-verdict.ts';
import { EXPORT_THEME } from '../../../../src-renderer/plot/chart-theme.ts';

function solution(x: readonly number[], part: Partial<SolutionView> = {}): SolutionView {
  return {
    runId: 1,
    source: 'threshold',
    objective: 0,
    violation: 0,
    feasible: true,
    seconds: 0.1,
    x: Uint8Array.from(x),
    violatedRows: [],
    ...part,
  };
}

describe('difference of two solutions', () => {
  const program = { names: ['a', 'b', 'c', 'd'], objective: Float64Array.from([5, 0, -2, 7]) };

  it('keeps the variables whose x̂ lies in a range, ends included; of an integer those with any bit in it', () => {
    const { variables } = compareSolutions(solution([1, 1, 1, 1]), solution([0, 0, 0, 0]), program, 'min');
    const within = (xHat: readonly number[], range: readonly [number, number]): string =>
      variables.filter((row) => isInRange(row, xHat, range)).map(({ name }) => name).join('');
    expect(within([0, 0.3, 0.7, 1], [0.3, 0.7])).toBe('bc');
    expect(within([0, 0.3, 0.7, 1], [0, 1])).toBe('abcd');
    expect(within([0, 0.3, Number.NaN], [0, 1])).toBe('ab');
    expect(isInRange({ index: 1, bits: 2 }, [0.5, 0, 0.5, 0], [0.4, 0.6])).toBe(true);
    expect(isInRange({ index: 1, bits: 2 }, [0.5, 0, 0, 0.5], [0.4, 0.6])).toBe(false);
  });
  it('marks slack bits of soft constraints, which cost something and are the last', () => {
    const soft = { names: ['x', 'soft1', 'soft2'], objective: Float64Array.of(0, 3, 5) };
    const slacks = (of: typeof soft, sense: 'min' | 'max'): boolean[] =>
      compareSolutions(solution([1, 1, 1]), solution([0, 0, 0]), of, sense).variables.map(({ isSlack }) => isSlack);
    expect(slacks(soft, 'min')).toEqual([false, true, true]);
    expect(slacks(soft, 'max')).toEqual([false, false, false]);
    expect(slacks({ ...soft, objective: Float64Array.of(0, 0, 5) }, 'min')).toEqual([false, false, false]);
    expect(slacks({ ...soft, names: ['x', 'soft2', 'soft3'] }, 'min')).toEqual([false, false, false]);
  });

  it('names the variables that differ with what each adds to the objective', () => {
    const [a, b] = [solution([1, 1, 0, 1], { objective: 12 }), solution([0, 0, 1, 1], { objective: 5 })];
    const difference = compareSolutions(a, b, program, 'min');
    expect(difference.variables.map(({ name, a, b, contribution }) => [name, a, b, contribution])).toEqual([['a', 1, 0, 5], ['b', 1, 0, 0],
      ['c', 0, 1, 2]]);
    expect(difference).toMatchObject({ hamming: 3, objective: 7, onesInA: 3, onesInB: 2 });
  });

  it('compares integers as integers, though they are stored in bits', () => {
    const bits = {
      names: ['a', 'v#0', 'v#1', 'v#2', 'b'],
      objective: Float64Array.from([5, 2, 4, 8, -1]),
      integers: [{ name: 'v', lower: -3, upper: 4, bit: 1, row: -1 }],
    };
    const [a, b] = [solution([1, 1, 0, 1, 0], { objective: 9 }), solution([1, 0, 1, 0, 1], { objective: 2 })];
    const difference = compareSolutions(a, b, bits, 'min');
    expect(difference.variables.map(({ name, cost, a, b, contribution }) => [name, cost, a, b, contribution])).toEqual([['v', 2, 2, -1, 6],
      ['b', -1, 0, 1, 1]]);
    expect(difference).toMatchObject({ hamming: 2, length: 3, onesInA: 2, onesInB: 3 });
  });

  it('has contributions that add up to the difference of the objectives, antisymmetric in A and B', () => {
    const bits = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 20, maxLength: 20 });
    const costs = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(bits, bits, costs, (x, y, c) => {
        const value = (z: readonly number[]): number => z.reduce((sum, bit, j) => sum + bit * (c[j] ?? 0), 0);
        const big = { names: c.map((_, j) => `x${j}`), objective: Float64Array.from(c) };
        const forth = compareSolutions(solution(x, { objective: value(x) }), solution(y, { objective: value(y) }), big, 'min');
        const back = compareSolutions(solution(y, { objective: value(y) }), solution(x, { objective: value(x) }), big, 'min');
        expect(forth.variables.reduce((sum, row) => sum + row.contribution, 0)).toBe(forth.objective);
        expect(back.objective).toBe(0 - forth.objective);
        expect(back.hamming).toBe(forth.hamming);
      }),
      { seed: 9, numRuns: 200 },
    );
  });

  it('shows the bound that is broken, whichever side it is', () => {
    const violatedRows = [
      { name: 'over', activity: 5, lower: -Infinity, upper: 3, amount: 2 },
      { name: 'under', activity: 0, lower: 1, upper: Infinity, amount: 1 },
      { name: 'equal', activity: 0, lower: 1, upper: 1, amount: 1 },
    ];
    const { violations } = compareSolutions(solution([0, 0, 0, 0], { violatedRows }), solution([0, 0, 0, 0]), program, 'min');
    expect(violations.map(({ name, relation, bound, solution: which }) => [name, relation, bound, which])).toEqual([['over', '≤', 3, 'A'], [
      'under',
      '≥',
      1,
      'A',
    ], ['equal', '=', 1, 'A']]);
  });

  it('refuses solutions of another length', () => {
    expect(() => compareSolutions(solution([1]), solution([1, 0, 0, 0]), program, 'min')).toThrow(RangeError);
  });

  it('measures gaps so that positive is worse in either sense, and only for feasible solutions', () => {
    const reference = { objective: 100, basis: 'proven' as const, runId: 1 };
    expect(measuredGapOf(101, true, { sense: 'min', reference }).gap).toBeCloseTo(0.01, 12);
    expect(measuredGapOf(101, true, { sense: 'max', reference }).gap).toBeCloseTo(-0.01, 12);
    expect(measuredGapOf(100, true, { sense: 'max', reference }).gap).toBe(0);
    expect(measuredGapOf(101, false, { sense: 'min', reference }).gap).toBeNull();
    expect(measuredGapOf(101, true, { sense: 'min', reference: null }).gap).toBeNull();
  });

  it('suggests the best of the focused run against the reference, never a solution against itself', () => {
    const listed = (key: string, runId: number, gap: number | null, isReference = false, problemId = 1): ListedSolution => ({
      key,
      runId,
      gap,
      measured: { gap },
      isReference,
      place: null,
      isWithin: false,
      problemId,
      label: key,
      solution: solution([0], { runId, feasible: gap !== null }),
    });
    const rows = [listed('1/0', 1, 0.5), listed('2/0', 2, null), listed('2/1', 2, 0.2), listed('9/0', 9, 0),
      listed('reference/1', 9, 0, true), listed('7/0', 7, 0.1, false, 2)];
    expect(suggestPair(rows, 2)).toEqual({ a: '2/1', b: 'reference/1' });
    expect(suggestPair(rows, 9)).toEqual({ a: '9/0', b: '2/1' });
    expect(suggestPair(rows, null)).toEqual({ a: '1/0', b: 'reference/1' });
    expect(suggestPair(rows, 7)).toEqual({ a: '7/0', b: null });
    expect(suggestPair([], 1)).toEqual({ a: null, b: null });
  });
});

describe('verdicts', () => {
  it.each<[number, number]>([
    [0, 1],
    [1.959963984540054, 0.05],
    [2.5758293035489004, 0.01],
    [3.890591886413, 1e-4],
    [6, 1.973175290075396e-9],
  ])('knows the chance of |Z| ≥ %s', (z, chance) => {
    expect(Math.abs(twoSidedTail(z) / chance - 1)).toBeLessThan(2e-7);
    expect(twoSidedTail(-z)).toBe(twoSidedTail(z));
  });

  it('speaks of agreement, doubt and difference by chance', () => {
    expect(judge(1.5).words).toBe('agrees');
    expect(judge(-3).words).toBe('doubtful');
    expect(judge(4.5).words).toBe('differs');
    expect(judge(null).words).toBe('no exact value');
    expect(judge(null, 10, false).words).toBe('exact');
  });

  it('allows the largest of a thousand coordinates more than a single one', () => {
    expect(judge(3.6, 1).words).toBe('doubtful');
    expect(judge(3.6, 1000).words).toBe('agrees');
    expect(judge(6, 1000).words).toBe('differs');
    expect(judge(0, 1000).chance).toBe(1);
  });
});

describe('shares of which every sample says the same', () => {
  it('are given with a bound, not with an error of zero', () => {
    const run = { quantity: 'feasibility' as const, standardError: 0, samples: 20_000 };
    expect(meanText({ ...run, mean: 0 })).toBe('0, < 0.00018');
    expect(meanText({ ...run, mean: 1 })).toBe('1, > 0.99982');
    expect(meanText({ ...run, mean: 0.5, standardError: 0.0035 })).toBe('0.500(4)');
  });
});

describe('brackets', () => {
  it('are written with a digit more than tells their ends apart', () => {
    expect(bracketText({ lower: 6.4433, upper: 6.4438 })).toBe('6.4433 to 6.4438');
    expect(bracketText({ lower: 0, upper: 2.5 })).toBe('0 to 2.5');
    expect(bracketText({ lower: 1 / 3, upper: 1 / 3 + 1e-15 })).toBe('0.3333333333333333 to 0.3333333333333343');
  });
});

describe('gradient estimates', () => {
  const estimate = {
    quantity: 'gradient' as const,
    scheme: 'true-penalty' as const,
    evaluation: 'sampled' as const,
    evaluationReason: 'asked for',
    samples: 100,
    seconds: 1,
    penaltyGradient: Float64Array.from([1, -2, 0]),
    standardError: Float64Array.from([0.1, 0.2, 0]),
    objectiveGradient: Float64Array.from([3, 4, 5]),
    exact: Float64Array.from([1.1, -2, 0]),
    maxAbsZ: 1,
    trueGradient: Float64Array.from([1, -2.5, 0]),
    cosineToTrue: 0.99,
  };

  it('stand beside their expectation and the true gradient, with z only where there is spread', () => {
    const rows = gradientRows(estimate, ['a', 'b', 'c']);
    expect(rows[0]?.z).toBeCloseTo(-1, 9);
    expect(rows[2]?.z).toBeNull();
    expect(rows.map((row) => row.deviation)).toEqual([0, 0.5, 0]);
    expect(orderCoordinates(rows, 'size').map((row) => row.name)).toEqual(['b', 'a', 'c']);
    expect(orderCoordinates(rows, 'deviation').map((row) => row.name)).toEqual(['b', 'a', 'c']);
    expect(gradientRows({ ...estimate, exact: null, trueGradient: null }, [])[0]).toMatchObject({
      name: '#1',
      exact: null,
      truth: null,
      z: null,
    });
  });

  it('are charted with every bar inside the axis, names where they fit', () => {
    const rows = gradientRows(estimate, ['a', 'b', 'c']);
    const layout = gradientLayout({ rows, width: 400, height: 300 });
    expect(layout.range.min).toBeLessThan(-2.5);
    expect(layout.range.max).toBeGreaterThan(1.2);
    expect(layout.named).toBe(true);
    expect(coordinateAt(layout, 3, layout.left + layout.width - 1, layout.top + 1)).toBe(2);
    expect(coordinateAt(layout, 3, 0, 0)).toBeNull();
    const many = Array.from({ length: 100 }, (_, index) => ({ ...(rows[0] ?? rows[1]), index }));
    expect(gradientLayout({ rows: many as typeof rows, width: 400, height: 300 }).named).toBe(false);
    expect(JSON.stringify(gradientOption({ rows, scheme: 'true-penalty', sampled: true, width: 400, height: 300 }, EXPORT_THEME).graphic))
      .toContain('true-penalty ± 2 standard errors');
  });
});

describe('tables', () => {
  it('are sorted with what is missing last in both directions', () => {
    const rows = [{ v: 2 }, { v: null }, { v: 1 }];
    const columns = [{
      kind: 'number' as const,
      key: 'v',
      label: 'v',
      width: '10px',
      value: (row: { v: number | null }) => row.v,
      text: String,
    }];
    expect(sortRows(rows, columns, { key: 'v', descending: false }).map((row) => row.v)).toEqual([1, 2, null]);
    expect(sortRows(rows, columns, { key: 'v', descending: true }).map((row) => row.v)).toEqual([2, 1, null]);
    expect(sortRows(rows, columns, null)).toBe(rows);
    expect(leastWidth('minmax(120px, 2fr)')).toBe(120);
  });

  it('go to files whose names no file system refuses', () => {
    expect(plainFileName('p0033 a/b:c*?"<>|  d')).toBe('p0033 a b c d');
    expect(plainFileName('../../etc')).toBe('etc');
    expect(plainFileName('///')).toBe('untitled');
  });
});
