/** Streamlines follow −g, spread over the square and do not crowd. */
import { describe, expect, it } from 'vitest';
import { fieldGrid } from '../../../src-science/field/field-grid.ts';
import type { FieldGrid } from '../../../src-science/field/field-grid.ts';
import { firstComponent, secondComponent, toyField } from '../../../src-science/field/plane-field.ts';
import { streamLines } from '../../../src-science/field/stream-lines.ts';

const axis = Float64Array.from({ length: 40 }, (_, i) => (i + 0.5) / 40);
const gridOf = (g1: (x: number, y: number) => number, g2: (x: number, y: number) => number): FieldGrid => {
  const over = (f: (x: number, y: number) => number) =>
    Float64Array.from({ length: 1600 }, (_, k) => f(axis[k % 40] ?? 0, axis[Math.floor(k / 40)] ?? 0));
  return { x1: axis, x2: axis, g1: over(g1), g2: over(g2), curl: new Float64Array(1600) };
};

describe('streamlines', () => {
  it('of a constant field are straight lines down its slope', () => {
    const lines = streamLines(gridOf(() => 3, () => 0), { cells: 10 });
    expect(lines).toHaveLength(10);
    for (const { x1, x2 } of lines) {
      expect(x2.every((y) => Math.abs(y - (x2[0] ?? 0)) < 1e-12)).toBe(true);
      for (let i = 1; i < x1.length; i++) expect(x1[i]).toBeLessThan(x1[i - 1] ?? 0);
      expect((x1[0] ?? 0) - (x1.at(-1) ?? 0)).toBeGreaterThan(0.95);
    }
  });

  it('of a rotation stay at their distance from its center', () => {
    for (const { x1, x2 } of streamLines(gridOf((_, y) => y - 0.5, (x) => 0.5 - x), { cells: 14 })) {
      const radius = Array.from(x1, (x, i) => Math.hypot(x - 0.5, (x2[i] ?? 0) - 0.5));
      expect(Math.max(...radius) - Math.min(...radius)).toBeLessThan(0.004);
    }
  });

  it('of the toy point along −g as evaluated in closed form', () => {
    const field = toyField({ a1: 1, a2: 0.8, b: 1.2 }, 'surrogate-interchange');
    const lines = streamLines(fieldGrid(field, { columns: 80, rows: 80 }), { cells: 20 });
    expect(lines.length).toBeGreaterThan(10);
    for (const { x1, x2 } of lines) {
      for (let i = 1; i < x1.length; i++) {
        const [x, y] = [x1[i - 1] ?? 0, x2[i - 1] ?? 0];
        if (Math.min(x, y, 1 - x, 1 - y) < 0.05) continue;
        const step = [(x1[i] ?? 0) - x, (x2[i] ?? 0) - y] as const;
        const g = [-firstComponent(field, x, y), -secondComponent(field, x, y)] as const;
        const cosine = (step[0] * g[0] + step[1] * g[1]) / (Math.hypot(...step) * Math.hypot(...g));
        expect(cosine).toBeGreaterThan(0.999);
      }
    }
  });

  it('of a zero field are none', () => {
    expect(streamLines(gridOf(() => 0, () => 0), { cells: 10 })).toEqual([]);
  });

  it('never share an occupancy cell with one another', () => {
    const cells = 16;
    const owner = new Map<number, number>();
    streamLines(gridOf((x, y) => Math.sin(5 * x + y), (x, y) => Math.cos(4 * y - x)), { cells }).forEach(({ x1, x2 }, line) => {
      x1.forEach((x, i) => {
        const cell = Math.min(cells - 1, Math.floor((x2[i] ?? 0) * cells)) * cells + Math.min(cells - 1, Math.floor(x * cells));
        expect(owner.get(cell) ?? line).toBe(line);
        owner.set(cell, line);
      });
    });
    expect(owner.size).toBeGreaterThan(cells * cells * 0.6);
  });

  it('need a cell at least', () => {
    expect(() => streamLines(gridOf(() => 1, () => 0), { cells: 0 })).toThrow(RangeError);
  });
});
