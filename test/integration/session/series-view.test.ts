/** What a chart is given of a long trajectory: raw points where they fit, extremes where they do not, averages that depend on neither. */
import { join } from 'node:path';
import { beforeAll, afterAll, describe, expect, it } from 'vitest';
import { longValue, makeLongSession } from '../../../bench/long-session.ts';
import type { SeriesView } from '../../../src-contract/session.ts';
import { exponentialAverage, rollingMean } from '../../../src-science/series/smoothing.ts';
import type { Smoothing } from '../../../src-science/series/smoothing.ts';
import { openHere, temporaryFolder } from './fixtures.ts';
import type { TestSession } from './fixtures.ts';

const POINTS = 250_000;
const RUN = 1;
const column = (name: 'loss' | 'penalty'): Float64Array => new Float64Array(POINTS).map((_, k) => longValue(name, 0, k));

let session: TestSession;
beforeAll(async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'long.leibniz');
  await makeLongSession(path, join(folder, 'data'), { runs: 1, points: POINTS });
  session = openHere({ kind: 'file', path }, join(folder, 'data'));
});
afterAll(() => session.close());

const ask = (part: { from?: number; to?: number; maxPoints?: number; smoothing?: Smoothing }): Promise<SeriesView> =>
  session.ask<'run.series'>({
    type: 'run.series',
    id: RUN,
    columns: ['iteration', 'loss', 'penalty'],
    maxPoints: part.maxPoints ?? 4096,
    from: part.from ?? null,
    to: part.to ?? null,
    ...(part.smoothing === undefined ? {} : { smoothing: part.smoothing }),
  });

describe('a trajectory of a quarter of a million points', () => {
  it('is given raw, to the bit, in a zoom that holds no more points than were asked for', async () => {
    const view = await ask({ from: 98_000, to: 102_000 });
    expect(view.complete).toBe(true);
    expect(view.stored).toBe(4001);
    expect(Array.from(view.columns.loss ?? [])).toEqual(Array.from(column('loss').subarray(98_000, 102_001)));
    expect(Array.from(view.columns.iteration ?? [])).toEqual(Array.from({ length: 4001 }, (_, k) => 98_000 + k));
  });

  it('is thinned whole, with every spike still in it, and says so', async () => {
    const view = await ask({});
    expect(view.complete).toBe(false);
    expect(view.columns.loss?.length).toBeLessThanOrEqual(4096);
    for (const spike of [99_990, 199_981]) expect(view.columns.loss).toContain(longValue('loss', 0, spike));
  });

  it.each(['exponential', 'rolling'] as const)(
    'has the %s averages of all its points, wherever the zoom is and however it is thinned',
    async (method) => {
      const smoothing = { method, points: 500 };
      const expected = method === 'exponential' ? exponentialAverage(column('penalty'), 500) : rollingMean(column('penalty'), 500);
      for (
        const view of [await ask({ smoothing }), await ask({ smoothing, maxPoints: 300 }),
          await ask({ smoothing, from: 120_000, to: 123_000 }), await ask({ smoothing, from: 249_000 })]
      ) {
        const iterations = view.columns.iteration ?? new Float64Array();
        expect(view.smoothed?.penalty?.length).toBe(iterations.length);
        expect(view.smoothed?.iteration).toBeUndefined();
        let worst = 0;
        iterations.forEach((
          t,
          k,
        ) => (worst = Math.max(worst, Math.abs((view.smoothed?.penalty?.[k] ?? Number.NaN) / (expected[t] ?? Number.NaN) - 1))));
        expect(worst).toBeLessThan(1e-12);
      }
    },
  );

  it('has no averages where none are asked for', async () => {
    expect((await ask({})).smoothed).toBeUndefined();
    expect((await ask({ smoothing: { method: 'rolling', points: 1 } })).smoothed).toBeUndefined();
  });
});
