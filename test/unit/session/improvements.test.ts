/** When a run found better solutions, from a series as the store gives it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { damagedRow } from '../../../src-main/engine/session/checksums.ts';
import { improvements } from '../../../src-main/engine/session/improvements.ts';
import type { SeriesStore } from '../../../src-main/engine/session/series-store.ts';

/** A store of one series, which counts how many points it is asked for at once. */
function storeOf(columns: Readonly<Record<string, readonly number[]>>): { readonly store: SeriesStore; readonly asked: number[] } {
  const asked: number[] = [];
  const store = {
    length: () => Object.values(columns)[0]?.length ?? 0,
    read: (_id: number, names: readonly string[], first: number, end: number) => {
      asked.push(end - first);
      return Object.fromEntries(
        names.flatMap((name) => (columns[name] === undefined ? [] : [[name, Float64Array.from(columns[name].slice(first, end))]])),
      );
    },
  } as unknown as SeriesStore;
  return { store, asked };
}

describe('the improvements of a run', () => {
  it('are the points at which its best vector changes', () => {
    const { store } = storeOf({
      seconds: [0.1, 0.2, 0.3, 0.4, 0.5], iteration: [1, 2, 3, 4, 5], incumbent: [Number.NaN, 9, 9, 7, 7],
    });
    expect(improvements(store, 4)).toEqual({
      runId: 4, seconds: Float64Array.of(0.2, 0.4), iteration: Float64Array.of(2, 4), objective: Float64Array.of(9, 7), complaint: null,
    });
  });

  it('pass over what meets the rows only within a tolerance', () => {
    const { store } = storeOf({ seconds: [1, 2, 3], incumbent: [9, 5, 8], missed: [0, 1e-7, 0] });
    expect(improvements(store, 1)).toMatchObject({ seconds: Float64Array.of(1, 3), objective: Float64Array.of(9, 8) });
    expect(improvements(store, 1).iteration).toEqual(Float64Array.of(Number.NaN, Number.NaN));
  });

  it('are none of a series without them, or of none', () => {
    for (const columns of [{ seconds: [1], loss: [2] }, {}]) expect(improvements(storeOf(columns).store, 1).objective).toHaveLength(0);
  });

  it('say of a damaged record what it complains of, and let other errors pass', () => {
    const failing = (error: Error): SeriesStore => ({
      length: () => 1,
      read: () => {
        throw error;
      },
    } as unknown as SeriesStore);
    expect(improvements(failing(damagedRow('run 3: its recorded seconds')), 3)).toMatchObject({
      complaint: expect.stringContaining('run 3'), objective: new Float64Array(),
    });
    expect(() => improvements(failing(new Error('disk')), 3)).toThrow('disk');
  });

  it('of a long series are the same as of a short one, read in stretches', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 40_000 }), fc.integer({ min: 1, max: 5000 }), (points, each) => {
      const incumbent = Array.from({ length: points }, (_, k) => 100 - Math.floor(k / each));
      const { store, asked } = storeOf({ seconds: incumbent.map((_, k) => k), incumbent });
      const found = improvements(store, 1);
      expect([...found.seconds]).toEqual(Array.from({ length: Math.ceil(points / each) }, (_, k) => k * each));
      expect(Math.max(...asked)).toBeLessThanOrEqual(16_384);
    }), { numRuns: 20 });
  });
});
