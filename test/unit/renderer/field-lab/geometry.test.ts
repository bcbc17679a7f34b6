/** What the field lab draws with: curves cut at frames, level lines, color scales. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chartTheme, EXPORT_THEME } from '../../../../src-renderer/plot/chart-theme.ts';
import { divergingColor, magnitudeColor, quantileOfSize, rgbOf } from '../../../../src-renderer/field-lab/color-scales.ts';
import { contours } from '../../../../src-renderer/field-lab/contour.ts';
import { curveInside, pixelX, pixelY, valueX, valueY } from '../../../../src-renderer/plot/scene.ts';
import type { PlotFrame } from '../../../../src-renderer/plot/scene.ts';

const frame: PlotFrame = { left: 10, top: 20, width: 100, height: 50, x: [0, 1], y: [-1, 1] };

describe('a frame', () => {
  it('takes pixels back to the values they came from', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true }), (x, y) => {
        expect(valueX(frame, pixelX(frame, x))).toBeCloseTo(x, 12);
        expect(valueY(frame, pixelY(frame, y))).toBeCloseTo(y, 12);
      }),
    );
  });

  it('draws large values above small ones', () => {
    expect(pixelY(frame, 1)).toBe(20);
    expect(pixelY(frame, -1)).toBe(70);
  });
});

describe('a curve', () => {
  const x = Float64Array.of(0, 0.25, 0.5, 0.75, 1);

  it('is one piece where all of it fits', () => {
    expect(curveInside(frame, x, Float64Array.of(0, 0.5, 1, 0.5, 0))).toEqual([[10, 45, 35, 32.5, 60, 20, 85, 32.5, 110, 45]]);
  });

  it('is cut where it leaves the frame and begins again where it returns', () => {
    const pieces = curveInside(frame, x, Float64Array.of(0, 0, 2, 0, 0));
    expect(pieces).toHaveLength(2);
    // It crosses the value 1 halfway between 0.25 and 0.5, and again halfway back.
    expect(pieces[0]?.slice(-2)).toEqual([47.5, 20]);
    expect(pieces[1]?.slice(0, 2)).toEqual([72.5, 20]);
  });

  it('stops at the edge on its way to infinity and never leaves the frame', () => {
    const pieces = curveInside(frame, x, Float64Array.of(0, 0.5, 0.9, Infinity, Number.NaN));
    expect(pieces).toHaveLength(1);
    for (const piece of pieces) for (let i = 1; i < piece.length; i += 2) expect(piece[i]).toBeGreaterThanOrEqual(20);
  });
});

describe('level lines', () => {
  const axis = Float64Array.from({ length: 41 }, (_, i) => i / 40);
  const over = (f: (x: number, y: number) => number): Float64Array =>
    Float64Array.from({ length: 41 * 41 }, (_, k) => f(axis[k % 41] ?? 0, axis[Math.floor(k / 41)] ?? 0));

  it('of a plane are one straight line', () => {
    const lines = contours(axis, axis, over((x, y) => x + 2 * y), 1.513);
    expect(lines).toHaveLength(1);
    const { points } = lines[0] ?? { points: [] };
    for (let i = 0; i < points.length; i += 2) expect((points[i] ?? 0) + 2 * (points[i + 1] ?? 0)).toBeCloseTo(1.513, 10);
  });

  it('of a cone are one closed circle', () => {
    const lines = contours(axis, axis, over((x, y) => Math.hypot(x - 0.5, y - 0.5)), 0.3);
    expect(lines).toHaveLength(1);
    const { points } = lines[0] ?? { points: [] };
    expect(points.slice(0, 2)).toEqual(points.slice(-2));
    for (let i = 0; i < points.length; i += 2) expect(Math.hypot((points[i] ?? 0) - 0.5, (points[i + 1] ?? 0) - 0.5)).toBeCloseTo(0.3, 2);
  });

  it('of a saddle are two branches that do not cross', () => {
    // The middle of the saddle lies in the middle of a square, so the square itself must decide.
    const middle = 0.4875;
    const lines = contours(axis, axis, over((x, y) => (x - middle) * (y - middle)), 1e-5);
    expect(lines).toHaveLength(2);
    for (const { points } of lines) {
      const sides = new Set<boolean>();
      for (let i = 0; i < points.length; i += 2) sides.add((points[i] ?? 0) > middle);
      expect(sides.size).toBe(1);
    }
  });

  it('are absent where no value is crossed, and leave out what is not finite', () => {
    expect(contours(axis, axis, over(() => 1), 0)).toEqual([]);
    const lines = contours(axis, axis, over((x, y) => (x > 0.5 ? Infinity : y)), 0.513);
    for (const { points } of lines) for (const value of points) expect(Number.isFinite(value)).toBe(true);
    expect(lines).toHaveLength(1);
  });
});

describe('the scales', () => {
  it.each(['light', 'dark'] as const)('are the background at 0 and opposite at the ends in the %s theme', (name) => {
    const theme = chartTheme(name);
    expect(divergingColor(theme, 0)).toEqual(rgbOf(theme.background));
    const [below, above] = [divergingColor(theme, -1), divergingColor(theme, 1)];
    expect(below[2]).toBeGreaterThan(below[0]);
    expect(above[0]).toBeGreaterThan(above[2]);
    expect(divergingColor(theme, 7)).toEqual(above);
    expect(magnitudeColor(theme, 0)).not.toBe(magnitudeColor(theme, 1));
  });

  it('are white at 0 in exports', () => {
    expect(divergingColor(EXPORT_THEME, 0)).toEqual([255, 255, 255]);
  });

  it('end at a quantile of the sizes, whatever is infinite', () => {
    expect(quantileOfSize(Float64Array.of(-4, 1, 2, Infinity, -3), 0.5)).toBe(3);
    expect(quantileOfSize(Float64Array.of(Number.NaN), 0.5)).toBe(0);
  });
});
