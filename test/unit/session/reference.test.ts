/** Which value gaps are measured against, and the sign of a gap. */
import { describe, expect, it } from 'vitest';
import { chooseReference, gapTo } from '../../../src-main/engine/session/reference.ts';

const run = (id: number, objective: number | null, proven = false, feasible: boolean | null = true) => ({ id, objective, proven, feasible });

describe('the reference of a problem', () => {
  it('is the proven optimum of this session before anything else', () => {
    expect(chooseReference('min', 90, [run(1, 80), run(2, 100, true)])).toEqual({ objective: 100, basis: 'proven', runId: 2 });
  });
  it('is the published optimum where nothing is proven here', () => {
    expect(chooseReference('min', 90, [run(1, 80)])).toEqual({ objective: 90, basis: 'published', runId: null });
  });
  it('is the best found where nothing is known, by the sense of the problem', () => {
    const runs = [run(1, 80), run(2, 95), run(3, 70, false, false), run(4, null)];
    expect(chooseReference('min', null, runs)).toEqual({ objective: 80, basis: 'best-found', runId: 1 });
    expect(chooseReference('max', null, runs)).toEqual({ objective: 95, basis: 'best-found', runId: 2 });
  });
  it('is nothing where no run has a feasible solution', () => {
    expect(chooseReference('min', null, [run(1, 3, false, false), run(2, null)])).toBeNull();
  });
});

describe('a gap', () => {
  const reference = { objective: 200, basis: 'proven', runId: 1 } as const;
  it('is positive where worse, in either sense', () => {
    expect(gapTo(reference, 'min', 210, true)).toBeCloseTo(0.05, 12);
    expect(gapTo(reference, 'max', 190, true)).toBeCloseTo(0.05, 12);
  });
  it('is negative where better than a published value', () => {
    expect(gapTo(reference, 'min', 190, true)).toBeCloseTo(-0.05, 12);
  });
  it('is 0, not −0, where equal', () => {
    expect(Object.is(gapTo(reference, 'max', 200, true), 0)).toBe(true);
    expect(Object.is(gapTo({ ...reference, objective: -5 }, 'min', -5, true), 0)).toBe(true);
  });
  it('is nothing without a reference or a feasible solution', () => {
    expect(gapTo(null, 'min', 1, true)).toBeNull();
    expect(gapTo(reference, 'min', 1, false)).toBeNull();
    expect(gapTo(reference, 'min', null, null)).toBeNull();
  });
  it('does not divide by an optimum of 0', () => {
    expect(gapTo({ ...reference, objective: 0 }, 'min', 2, true)).toBeCloseTo(2e9, 3);
  });
});
