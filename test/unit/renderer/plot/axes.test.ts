/** Axes, ticks, zooming, smoothing and thinning: the arithmetic under the charts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisTicks, extent, fromAxis, padded, toAxis } from '../../../../src-renderer/plot/axis-scale.ts';
import { firstAtLeast, lastAtMost } from '../../../../src-renderer/plot/places.ts';
import { thinLine, thinRibbon } from '../../../../src-renderer/plot/thin.ts';
import { exponentialAverage, rollingMean, smooth } from '../../../../src-science/series/smoothing.ts';
import { clampView, holdsSomething, panBy, viewBetween, zoomAbout } from '../../../../src-renderer/plot/zoom.ts';

const labels = (kind: 'linear' | 'log', min: number, max: number, target: number): string[] =>
  axisTicks(kind, { min, max }, target).map((tick) => tick.label.replaceAll('\u202f', ' '));

describe('axes', () => {
  it('has no place for what is not positive on a log axis', () => {
    expect(toAxis('log', 0)).toBeNaN();
    expect(toAxis('log', -3)).toBeNaN();
    expect(toAxis('log', 1000)).toBeCloseTo(3, 12);
    expect(fromAxis('log', toAxis('log', 0.37))).toBeCloseTo(0.37, 12);
  });

  it.each<['linear' | 'log', number, number, number, string[]]>([
    ['linear', 0, 2000, 5, ['0', '500', '1 000', '1 500', '2 000']],
    ['linear', -0.3, 0.3, 4, ['−0.2', '0', '0.2']],
    ['linear', 3089.001, 3089.009, 4, ['3 089.002', '3 089.004', '3 089.006', '3 089.008']],
    ['linear', 0, 1e6, 5, ['0', '200 000', '400 000', '600 000', '800 000', '1 000 000']],
    ['log', -1, 3, 6, ['0.1', '1', '10', '100', '1 000']],
    ['log', -12, -2, 5, ['10⁻¹²', '10⁻⁹', '10⁻⁶', '0.001']],
    ['log', -1.6, 1.8, 3, ['0.1', '1', '10']],
    ['log', Math.log10(2.1), Math.log10(2.9), 4, ['2.2', '2.4', '2.6', '2.8']],
    ['log', 0, 2, 7, ['1', '2', '5', '10', '20', '50', '100']],
  ])('labels a %s axis from %s to %s in about %s steps', (kind, min, max, target, expected) => {
    expect(labels(kind, min, max, target)).toEqual(expected);
  });

  it('never leaves an axis of some width without two labels, and never crowds it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('linear' as const, 'log' as const),
        fc.double({ min: -12, max: 12, noNaN: true }),
        fc.double({ min: 0.01, max: 20, noNaN: true }),
        fc.integer({ min: 3, max: 10 }),
        (kind, min, span, target) => {
          const ticks = axisTicks(kind, { min, max: min + span }, target);
          expect(ticks.length).toBeGreaterThanOrEqual(2);
          expect(ticks.length).toBeLessThanOrEqual(2 * target + 1);
          for (const tick of ticks) {
            expect(tick.at).toBeGreaterThanOrEqual(min - 1e-6);
            expect(tick.at).toBeLessThanOrEqual(min + span + 1e-6);
            expect(tick.label).not.toBe('');
          }
          expect(new Set(ticks.map((tick) => tick.label)).size).toBe(ticks.length);
        },
      ),
      { seed: 3, numRuns: 1000 },
    );
  });

  it('takes no notice of NaN and infinities when it measures', () => {
    expect(extent([[Number.NaN, 3, Infinity], [-1, -Infinity]])).toEqual({ min: -1, max: 3 });
    expect(extent([[Number.NaN]])).toBeNull();
    expect(padded({ min: 2, max: 2 }, 0.1).max).toBeGreaterThan(2);
  });
});

describe('zoom', () => {
  const whole = { min: 0, max: 100 };

  it('keeps the place under the cursor where it is', () => {
    fc.assert(
      fc.property(fc.double({ min: 20, max: 80, noNaN: true }), fc.double({ min: 0.1, max: 0.9, noNaN: true }), (center, factor) => {
        const view = zoomAbout(null, whole, center, factor) ?? whole;
        expect((center - view.min) / (view.max - view.min)).toBeCloseTo(center / 100, 9);
      }),
      { seed: 4, numRuns: 200 },
    );
  });

  it.each([
    ['inside', { min: 2, max: 3 }, true],
    ['reaching in', { min: 90, max: 130 }, true],
    ['behind the end of a shorter run', { min: 101, max: 130 }, false],
    ['before the beginning', { min: -9, max: -1 }, false],
  ])('a zoom %s is kept as long as something is in it', (_, view, kept) => {
    expect(holdsSomething(view, { min: 0, max: 100 })).toBe(kept);
  });
  it('never leaves the whole, and is no zoom once it covers it', () => {
    expect(panBy({ min: 10, max: 20 }, whole, -5)).toEqual({ min: 0, max: 10 });
    expect(panBy(null, whole, 0.2)).toBeNull();
    expect(zoomAbout({ min: 10, max: 20 }, whole, 15, 100)).toBeNull();
    expect(viewBetween(70, 30, whole)).toEqual({ min: 30, max: 70 });
    expect(clampView({ min: 5, max: 5 }, whole)?.max).toBeGreaterThan(5);
    expect(clampView({ min: 0, max: 1 }, { min: 3, max: 3 })).toBeNull();
  });
});

describe('smoothing', () => {
  const naive = (values: readonly number[], half: number): number[] =>
    values.map((value, i) => {
      if (!Number.isFinite(value)) return Number.NaN;
      const window = values.slice(Math.max(0, i - half), i + half + 1).filter(Number.isFinite);
      return window.reduce((a, b) => a + b, 0) / window.length;
    });

  it('means over a centered window what a direct sum means, gaps and ends included', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.double({ min: -100, max: 100, noNaN: true }), fc.constant(Number.NaN)), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 41 }),
        (values, points) => {
          const smoothed = rollingMean(Float64Array.from(values), points);
          const expected = naive(values, Math.floor((Math.min(points, 2 * values.length + 1) - 1) / 2));
          expected.forEach((value, i) => (Number.isNaN(value) ? expect(smoothed[i]).toBeNaN() : expect(smoothed[i]).toBeCloseTo(value, 9)));
        },
      ),
      { seed: 5, numRuns: 500 },
    );
  });

  it('keeps small values beside huge ones', () => {
    const values = Float64Array.from({ length: 200 }, (_, i) => (i < 100 ? 1e12 : 1e-6));
    expect(rollingMean(values, 11)[150]).toBeCloseTo(1e-6, 15);
  });

  it('starts an exponential average at the first value and leaves a constant alone', () => {
    expect(exponentialAverage(Float64Array.from([5, 5, 5]), 10)[0]).toBeCloseTo(5, 12);
    const average = exponentialAverage(Float64Array.from([0, 10, 10, 10, 10, 10]), 2);
    expect(average[1]).toBeCloseTo(20 / 3, 12);
    expect(average[5]).toBeGreaterThan(9.5);
  });

  it('skips gaps and infinities, and stays a gap there', () => {
    const average = exponentialAverage(Float64Array.from([1, Number.NaN, Infinity, 1]), 5);
    expect(average[1]).toBeNaN();
    expect(average[2]).toBeNaN();
    expect(average[3]).toBeCloseTo(1, 12);
  });

  it('reaches over the same stretch of the run where the series was thinned', () => {
    const values = Float64Array.from({ length: 100 }, (_, i) => i);
    expect(smooth(values, { method: 'rolling', points: 50 }, 10)[50]).toBeCloseTo(50, 12);
    expect(Array.from(smooth(values, { method: 'exponential', points: 10 }, 10))).toEqual(Array.from(values));
  });
});

describe('places', () => {
  it('are those a scan from the start finds, whatever stands before the axis', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 5 }),
        fc.array(fc.integer({ min: -20, max: 20 }), { maxLength: 40 }),
        fc.integer({ min: -22, max: 22 }),
        (unplaced, values, wanted) => {
          const ascending = [...new Array<number>(unplaced).fill(Number.NaN), ...values.toSorted((a, b) => a - b)];
          const first = ascending.findIndex((value) => value >= wanted);
          expect(firstAtLeast(ascending, wanted)).toBe(first < 0 ? ascending.length : first);
          const last = ascending.findLastIndex((value) => value <= wanted);
          expect(lastAtMost(ascending, wanted)).toBe(last < 0 ? unplaced - 1 : last);
        },
      ),
      { seed: 8, numRuns: 500 },
    );
  });
});

describe('thinning', () => {
  const pairs = (line: readonly number[]): number[][] => Array.from({ length: line.length / 2 }, (_, k) => line.slice(2 * k, 2 * k + 2));


  it('keeps the extremes of every pixel column and the ends', () => {
    const n = 100_000;
    const x = Float64Array.from({ length: n }, (_, i) => i);
    const y = Float64Array.from({ length: n }, (_, i) => Math.sin(i / 50));
    y[54_321] = 99;
    y[7] = -99;
    const line = pairs(thinLine(x, y, { min: 0, max: n - 1 }, 500));
    expect(line.length).toBeLessThanOrEqual(4 * 501);
    expect(line[0]).toEqual([0, 0]);
    expect(line.at(-1)?.[0]).toBe(n - 1);
    expect(line.some(([, value]) => value === 99)).toBe(true);
    expect(line.some(([, value]) => value === -99)).toBe(true);
    for (let k = 1; k < line.length; k++) expect(line[k]?.[0]).toBeGreaterThanOrEqual(line[k - 1]?.[0] ?? 0);
  });

  it('draws a zoomed line to the edges and leaves the rest out', () => {
    const x = [0, 1, 2, 3, 4, 5];
    expect(pairs(thinLine(x, x, { min: 2.5, max: 3.5 }, 100)).map(([px]) => px)).toEqual([2, 3, 4]);
    expect(pairs(thinLine(x, x, { min: 2.1, max: 2.9 }, 100)).map(([px]) => px)).toEqual([2, 3]);
    expect(thinLine([], [], { min: 0, max: 1 }, 100)).toEqual([]);
  });

  it('keeps gaps as gaps', () => {
    const line = pairs(thinLine([0, 1, 2, 3, 4], [1, Number.NaN, Number.NaN, 4, 5], { min: 0, max: 4 }, 400));
    expect(line).toEqual([[0, 1], [1, Number.NaN], [3, 4], [4, 5]]);
  });

  it('gives as an area, in each pixel column, just what the line covers there', () => {
    const value = fc.oneof({ weight: 12, arbitrary: fc.integer({ min: -50, max: 50 }) }, { weight: 1, arbitrary: fc.constant(Number.NaN) });
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 2, maxLength: 400 }),
        fc.integer({ min: 3, max: 40 }),
        fc.double({ min: 0, max: 0.4, noNaN: true }),
        (y, pixels, cut) => {
          const n = y.length;
          const view = { min: cut * n, max: n - 1 };
          const scale = pixels / (view.max - view.min);
          const column = (i: number): number => Math.floor((i - view.min) * scale);
          const expected = new Map<number, [number, number]>();
          for (let i = Math.ceil(view.min); i < n; i++) {
            const at = y[i] ?? Number.NaN;
            if (Number.isNaN(at)) continue;
            const before = y[i - 1] ?? Number.NaN;
            const reach = column(i) !== column(i - 1) && !Number.isNaN(before) ? [at, before] : [at];
            const known = expected.get(column(i)) ?? [Infinity, -Infinity];
            expected.set(column(i), [Math.min(known[0], ...reach), Math.max(known[1], ...reach)]);
          }
          const ribbon = thinRibbon(Array.from({ length: n }, (_, i) => i), y, view, pixels);
          const found = new Map<number, [number, number]>();
          for (let k = 0; k < ribbon.length; k += 3) {
            const [x = Number.NaN, low = Number.NaN, high = Number.NaN] = ribbon.slice(k, k + 3);
            if (Number.isNaN(low)) continue;
            const known = found.get(column(x)) ?? [Infinity, -Infinity];
            found.set(column(x), [Math.min(known[0], low), Math.max(known[1], high)]);
          }
          expect(found).toEqual(expected);
        },
      ),
      { seed: 9, numRuns: 500 },
    );
  });

  it('breaks an area at a gap', () => {
    const ribbon = thinRibbon([0, 1, 2, 3, 4, 5], [1, 2, Number.NaN, Number.NaN, 3, 4], { min: 0, max: 5 }, 2);
    expect(ribbon.filter((_, k) => k % 3 === 1)).toEqual([1, Number.NaN, 3, 3]);
  });
});
