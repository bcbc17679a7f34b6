/** What of a series is asked of the session for a picture. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pointsToAsk, tileOf, windowToAsk } from '../../../../src-renderer/charts/series-window.ts';

describe('what is asked of the session', () => {
  it('asks for two extremes a pixel and curve', () => {
    expect(pointsToAsk(800, 2)).toBe(4096);
    expect(pointsToAsk(801, 2)).toBe(4096);
    expect(pointsToAsk(800, 6)).toBe(16_384);
  });

  it('cuts the axis into tiles that hold every view, at most four times as wide as it', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 1e-7, max: 1, noNaN: true }), (place, share) => {
        const whole = { min: -3, max: 997 };
        const width = 1000 * share;
        const min = whole.min + place * (1000 - width);
        const view = { min, max: min + width };
        const tile = tileOf(view, whole);
        expect(tile.min).toBeLessThanOrEqual(view.min);
        expect(tile.max).toBeGreaterThanOrEqual(view.max - 1e-9);
        expect(tile.max - tile.min).toBeLessThanOrEqual(4 * width * (1 + 1e-9));
      }),
      { seed: 10, numRuns: 2000 },
    );
  });

  it('asks for the same tile while a view moves about in it', () => {
    const whole = { min: 0, max: 1024 };
    expect(tileOf({ min: 520, max: 640 }, whole)).toEqual({ min: 512, max: 768 });
    expect(tileOf({ min: 600, max: 700 }, whole)).toEqual({ min: 512, max: 768 });
  });

  const columns = { iteration: Float64Array.from([0, 100, 200, 300]), seconds: Float64Array.from([0, 1, 2, 3]) };

  it('asks for the iterations behind a zoomed view in seconds, one known point wider', () => {
    // The tile is [1.125, 1.875] of three seconds: half a second is the sixth part of the whole.
    expect(windowToAsk(columns, 1000, { min: 1.2, max: 1.5 }, 'seconds', 'linear', 500)).toEqual({ maxPoints: 2000, from: 100, to: 200 });
    expect(windowToAsk(columns, 1000, { min: 0, max: 0.5 }, 'seconds', 'linear', 500)).toEqual({ maxPoints: 2000, from: 0, to: 200 });
  });

  it('asks nothing where every point is at hand or nothing is zoomed', () => {
    expect(windowToAsk(columns, 4, { min: 1, max: 2 }, 'seconds', 'linear', 500)).toBeNull();
    expect(windowToAsk(columns, 1000, null, 'seconds', 'linear', 500)).toBeNull();
  });
});
