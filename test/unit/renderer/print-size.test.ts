/** The layout of printed pictures: millimetres and points by their definitions. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { layoutMm, layoutSize, pageOf, svgOfSize } from '../../../src-renderer/plot/print-size.ts';

const NONE = (): number => 0;

describe('a picture for print', () => {
  it('is as wide as asked for, and its labels of 11 px are as many points', () => {
    fc.assert(fc.property(fc.integer({ min: 40, max: 600 }), fc.integer({ min: 4, max: 24 }), (widthMm, fontPt) => {
      const { width } = layoutSize({ widthMm, ratio: 0.5, fontPt }, { width: 100, height: 100 }, NONE);
      const mm = layoutMm({ fontPt });
      // Half a px of the layout at most.
      expect(Math.abs(width * mm - widthMm)).toBeLessThanOrEqual(mm / 2 + 1e-9);
      // 72 points are an inch of 25.4 mm.
      expect((11 * mm * 72) / 25.4).toBeCloseTo(fontPt, 12);
    }));
  });
  it('has the proportions asked for, else those on screen, and is high enough to be read', () => {
    const seen = { width: 800, height: 400 };
    expect(layoutSize({ widthMm: 100, ratio: null, fontPt: 8 }, seen, NONE)).toEqual({ width: 390, height: 195 });
    expect(layoutSize({ widthMm: 100, ratio: 1, fontPt: 8 }, seen, NONE)).toEqual({ width: 390, height: 390 });
    expect(layoutSize({ widthMm: 100, ratio: 0.2, fontPt: 8 }, seen, (width) => width * 2)).toEqual({ width: 390, height: 780 });
  });
  it('says its size in its SVG and keeps its coordinates', () => {
    const svg = '<svg width="390" height="195" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 390 195"><rect width="390" height="195"/></svg>';
    expect(svgOfSize(svg, pageOf({ width: 390, height: 195 }, 0.25))).toBe(
      '<svg width="97.5mm" height="48.75mm" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 390 195"><rect width="390" height="195"/></svg>',
    );
  });
});
