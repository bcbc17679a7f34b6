import { describe, expect, it } from 'vitest';
import { ballVerdict, exactVerdict, relaxedVerdict } from '../../../src-workers/exact/verdict.ts';
import type { SolverAnswer } from '../../../src-workers/exact/solver.ts';
import type { Precision } from '../../../src-science/exact/proof.ts';
import { recheckSolution } from '../../../src-science/exact/recheck.ts';
import { programOf } from '../exact/small-programs.ts';

const program = programOf({ sense: 'max', objective: [5, 4, 3], rows: [{ coefficients: [2, 3, 1], upper: 4 }] });

/** Values a whole number apart, and a solver that tells them apart. */
const FINE: Precision = { step: 1, tolerance: 1e-6 };

function verdict(
  answer: Partial<SolverAnswer> & Pick<SolverAnswer, 'claim'>,
  incumbent: readonly number[] | null = null,
  gap = 0,
  precision = FINE,
) {
  const full: SolverAnswer = { says: 'said so', values: null, bound: null, nodes: null, ...answer };
  const known = incumbent === null ? null : recheckSolution(program, incumbent);
  return exactVerdict(
    'Solver',
    program,
    full,
    full.values === null ? null : recheckSolution(program, full.values),
    known?.passed === true ? { x: known.x, objective: known.objective, seconds: 0.1 } : null,
    gap,
    1,
    null,
    precision,
  );
}

describe('the verdict on a solver’s answer', () => {
  it('is optimal, in words, when the recheck agrees with the proof', () => {
    expect(verdict({ claim: 'optimal', values: [1, 0, 1], bound: 8.0000000001 })).toMatchObject({
      status: 'optimal',
      statusText: 'Proven optimal: Solver said so; the solution was rechecked.',
      bound: 8,
      gap: 0,
    });
  });

  it.each([
    ['its solution violates a row', { claim: 'optimal', values: [1, 1, 1] },
      /did not survive the recheck, its rounding to 0 and 1 violates one row/],
    ['its solution is not integral', { claim: 'optimal', values: [1, 0.3, 0] }, /neither 0 nor 1/],
    ['it gives no solution', { claim: 'optimal' }, /without giving a solution/],
    ['its bound contradicts its solution', { claim: 'optimal', values: [1, 0, 1], bound: 7 },
      /its bound 7 contradicts its own solution of objective 8/],
    ['its bound is far from its solution', { claim: 'optimal', values: [1, 0, 0], bound: 8 }, /claimed an optimum at a gap of 0.6/],
    ['it failed itself', { claim: 'failed' }, /^Solver said so\.$/],
  ] as const)('is failed when %s', (_name, answer, text) => {
    const found = verdict(answer);
    expect(found.status).toBe('failed');
    expect(found.statusText).toMatch(text);
    expect(found.bound).toBeNull();
  });

  it('is failed when a better solution was seen on the way than the proven optimum', () => {
    const found = verdict({ claim: 'optimal', values: [1, 0, 0] }, [1, 0, 1]);
    expect(found.status).toBe('failed');
    expect(found.best?.objective).toBe(8);
  });

  it('does not call a program infeasible that has a rechecked solution', () => {
    expect(verdict({ claim: 'infeasible' })).toMatchObject({ status: 'infeasible', best: null });
    expect(verdict({ claim: 'infeasible' }, [0, 0, 1])).toMatchObject({
      status: 'failed',
      statusText: expect.stringContaining('after finding a solution that satisfies every row'),
    });
  });

  it('keeps the best rechecked solution at a time limit or a cancel, with the gap to the bound', () => {
    const limit = verdict({ claim: 'time-limit', values: [1, 0, 0], bound: 9 }, [1, 0, 1]);
    expect(limit).toMatchObject({ status: 'time-limit', bound: 9, gap: 1 / 8 });
    expect(limit.best?.objective).toBe(8);
    expect(verdict({ claim: 'cancelled' })).toMatchObject({
      status: 'cancelled',
      gap: null,
      best: null,
      statusText: expect.stringContaining('no solution was found'),
    });
    expect(verdict({ claim: 'time-limit', values: [1, 0, 1], bound: 7 })).toMatchObject({ status: 'failed' });
  });

  it('believes no proof of a program whose numbers the solver cannot tell apart, and keeps the solution', () => {
    const answer: SolverAnswer = { claim: 'optimal', says: 'said so', values: [1, 0, 1], bound: 8, nodes: null };
    const found = exactVerdict(
      'Solver',
      program,
      answer,
      recheckSolution(program, [1, 0, 1]),
      null,
      0,
      1,
      'its numbers lie too far apart',
      FINE,
    );
    expect(found).toMatchObject({
      status: 'failed',
      bound: null,
      statusText: 'No proof: its numbers lie too far apart; the best solution it found was rechecked, but nothing is proven about it.',
    });
    expect(found.best?.objective).toBe(8);
    expect(exactVerdict(
      'Solver',
      program,
      { ...answer, claim: 'infeasible', values: null },
      null,
      null,
      0,
      1,
      'its numbers lie too far apart',
      FINE,
    )).toMatchObject({ status: 'failed', best: null });
  });

  it('says that a gap was asked for where one was', () => {
    expect(verdict({ claim: 'optimal', values: [1, 0, 0], bound: 8 }, null, 0.7)).toMatchObject({
      status: 'optimal',
      gap: 0.6,
      bound: 8,
      statusText: expect.stringContaining('Optimal to the asked gap of 0.7'),
    });
  });
});

describe('a verdict that is no proof of the program', () => {
  const coarse: Precision = { step: 1, tolerance: 80 };

  it('is optimal within the tolerance, with its number, a bound so far away and a gap that is not 0', () => {
    const found = verdict({ claim: 'optimal', values: [1, 0, 1], bound: 8 }, null, 0, coarse);
    expect(found).toMatchObject({ status: 'optimal-within', tolerance: 80, bound: 88, gap: 10 });
    expect(found.statusText)
      .toBe('Optimal within the solver’s tolerance: Solver said so; the solution was rechecked. A vector better by up to 80 may have been overlooked.');
    expect(ballVerdict('Solver', found, 'said so', 2)).toMatchObject({
      status: 'ball-optimal-within',
      bound: null,
      gap: null,
      statusText: expect.stringContaining('better by up to 80'),
    });
  });

  it('shows no gap of 0 at a time limit whose bound meets the solution within the tolerance', () => {
    const found = verdict({ claim: 'time-limit', values: [1, 0, 1], bound: 8 }, null, 0, { step: null, tolerance: 1e-6 });
    expect(found.gap).toBeGreaterThan(0);
    expect(found.bound).toBeGreaterThan(8);
  });

  it('to an asked gap has the gap that was proven, and is a proof where that is below a step', () => {
    expect(verdict({ claim: 'optimal', values: [1, 0, 1], bound: 8 }, null, 0.5)).toMatchObject({
      status: 'optimal',
      gap: 0,
      statusText: expect.stringMatching(/^Proven optimal/),
    });
    const far = verdict({ claim: 'optimal', values: [1, 0, 1], bound: 8 }, null, 0.5, { step: null, tolerance: 0.5 });
    expect(far).toMatchObject({
      status: 'optimal',
      bound: 8.5,
      gap: 0.0625,
      statusText: expect.stringMatching(/^Optimal to the asked gap/),
    });
  });
});

describe('a verdict with rows that may be missed', () => {
  const optimal = verdict({ claim: 'optimal', values: [1, 0, 1] });

  it.each([
    ['an optimum that misses a row is no optimum of the program, and has no gap', optimal, 1e-12, 'optimal-relaxed', null, /^Best with rows met within a tolerance: Solver said so.* only within the tolerance asked for, 1e-9: it misses one by 1e-12\.$/],
    ['an optimum that meets every row is one', optimal, 0, 'optimal', 0, /^Proven optimal: .* this solution meets them exactly\.$/],
    ['of a ball the same', ballVerdict('Solver', optimal, 'said so', 2), 1e-12, 'ball-optimal-relaxed', null,
      /only within the tolerance asked for/],
    ['no solution even so', verdict({ claim: 'infeasible' }), 0, 'infeasible', null, /Not even with every row missed by up to 1e-9\.$/],
    ['a time limit says it of its solution', verdict({ claim: 'time-limit', values: [1, 0, 1], bound: 9 }), 1e-12, 'time-limit', null,
      /only within the tolerance asked for/],
  ])('%s', (_name, given, missed, status, gap, text) => {
    const found = relaxedVerdict(given, 1e-9, missed);
    expect(found).toMatchObject({ status, gap });
    expect(found.statusText).toMatch(text);
  });
});
