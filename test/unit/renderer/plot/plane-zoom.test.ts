/** Zoom and pan of pictures with two axes: what a view never leaves, and what leads back. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { centerPlane, clampPlane, panPlane, placesOf, zoomPlane } from '../../../../src-renderer/plot/plane-zoom.ts';
import type { Plane, PlaneView } from '../../../../src-renderer/plot/plane-zoom.ts';

const whole: Plane = { x: { min: 0, max: 100_000 }, y: { min: 0, max: 40 }, least: { x: 8, y: 8 } };
const share = fc.double({ min: 0, max: 1, noNaN: true });
const at = (part: number, { min, max }: { readonly min: number; readonly max: number }): number => min + part * (max - min);
interface Step {
  readonly x: number;
  readonly y: number;
  readonly factor: number;
  readonly pan: boolean;
}
const factor = fc.double({ min: 0.1, max: 4, noNaN: true });
const steps = fc.array(fc.record<Step>({ x: share, y: share, factor, pan: fc.boolean() }), { maxLength: 20 });
const walk = (all: readonly Step[]): PlaneView | null => {
  let view: PlaneView | null = null;
  for (const { x, y, factor: by, pan } of all) {
    const now: PlaneView = view ?? whole;
    view = pan
      ? panPlane(view, whole, { x: x - 0.5, y: y - 0.5 })
      : zoomPlane(view, whole, { x: at(x, now.x), y: at(y, now.y) }, { x: by, y: by });
  }
  return view;
};

describe('a view of a plane', () => {
  it('stays inside the whole and no narrower than allowed, wherever one goes', () => {
    fc.assert(fc.property(steps, (all) => {
      const view = walk(all);
      for (const axis of ['x', 'y'] as const) {
        const { min, max } = (view ?? whole)[axis];
        expect(min).toBeGreaterThanOrEqual(whole[axis].min - 1e-6);
        expect(max).toBeLessThanOrEqual(whole[axis].max + 1e-6);
        expect(max - min).toBeGreaterThanOrEqual(whole.least[axis] - 1e-6);
      }
    }));
  });
  it('keeps the point under the cursor where it is, away from the edges', () => {
    const view = zoomPlane(null, whole, { x: 30_000, y: 20 }, { x: 0.1, y: 0.5 });
    expect(view).toEqual({ x: { min: 27_000, max: 37_000 }, y: { min: 10, max: 30 } });
  });
  it('zooms one axis alone, and is all again by the same steps back', () => {
    const view = zoomPlane(null, whole, { x: 1000, y: 3 }, { x: 1, y: 0.25 });
    expect(view?.x).toEqual(whole.x);
    expect(zoomPlane(view, whole, { x: 0, y: 3 }, { x: 1, y: 4 })).toBeNull();
  });
  it('goes where the overview is pressed, as near as the edge allows', () => {
    const view: PlaneView = { x: { min: 0, max: 100 }, y: { min: 0, max: 10 } };
    expect(centerPlane(view, whole, { x: 500, y: 39 })).toEqual({ x: { min: 450, max: 550 }, y: { min: 30, max: 40 } });
    expect(centerPlane(null, whole, { x: 1, y: 1 })).toBeNull();
  });
  it('of a whole without width is all of it', () => {
    const point: Plane = { x: { min: 3, max: 3 }, y: { min: 0, max: 1 }, least: { x: 1, y: 1 } };
    expect(clampPlane(point, point)).toBeNull();
    expect(zoomPlane(null, point, { x: 3, y: 0 }, { x: 0.5, y: 0.5 })).toBeNull();
  });
  it('shows whole variables, those cut by its edges included', () => {
    expect(placesOf({ min: 2.3, max: 9.1 })).toEqual({ from: 2, to: 10 });
    expect(placesOf({ min: 2, max: 9 })).toEqual({ from: 2, to: 9 });
  });
});
