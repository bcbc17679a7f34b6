/** Decimation for drawing, held against its promises: extremes kept, ends kept, nothing invented. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { decimate, keptPoints } from '../../../src-main/engine/session/decimate.ts';

const value = fc.oneof({ weight: 20, arbitrary: fc.double({ noNaN: true }) }, {
  weight: 1,
  arbitrary: fc.constantFrom(Number.NaN, Infinity, -Infinity, 0, -0),
});
const column = (length: number): fc.Arbitrary<Float64Array<ArrayBuffer>> =>
  fc.array(value, { minLength: length, maxLength: length }).map((values) => new Float64Array(values));

/** Two curves over an axis, and a limit on points. */
const series = fc.integer({ min: 1, max: 400 }).chain((length) =>
  fc.record({ length: fc.constant(length), loss: column(length), penalty: column(length), maxPoints: fc.integer({ min: 2, max: 420 }) }),
);

function columnsOf({ length, loss, penalty }: { length: number; loss: Float64Array<ArrayBuffer>; penalty: Float64Array<ArrayBuffer> }) {
  return { iteration: new Float64Array(length).map((_, k) => 10 * k), loss, penalty };
}

describe('decimation', () => {
  it('keeps a short series whole, to the bit', () => {
    const columns = { iteration: new Float64Array([0, 1, 2]), loss: new Float64Array([3, Number.NaN, -0]) };
    expect(decimate(columns, 3, 3)).toEqual({ columns, places: null });
  });

  it('never keeps more points than asked for, keeps first and last, and keeps them in order', () => {
    fc.assert(
      fc.property(series, (input) => {
        const kept = keptPoints(columnsOf(input), input.length, Math.min(input.maxPoints, input.length));
        if (input.length < 2) return;
        expect(kept.length).toBeLessThanOrEqual(Math.max(2, input.maxPoints));
        expect(kept[0]).toBe(0);
        expect(kept.at(-1)).toBe(input.length - 1);
        for (let k = 1; k < kept.length; k++) expect(kept[k] ?? 0).toBeGreaterThan(kept[k - 1] ?? 0);
      }),
    );
  });

  it('gives only points that are stored, the same ones in every column', () => {
    fc.assert(
      fc.property(series, (input) => {
        const { columns } = decimate(columnsOf(input), input.length, input.maxPoints);
        const axis = columns.iteration ?? new Float64Array();
        axis.forEach((iteration, k) => {
          const source = iteration / 10;
          expect(Object.is(columns.loss?.[k], input.loss[source])).toBe(true);
          expect(Object.is(columns.penalty?.[k], input.penalty[source])).toBe(true);
        });
      }),
    );
  });

  it('keeps the least and the greatest value of every bucket of every curve', () => {
    fc.assert(
      fc.property(series, (input) => {
        const { length, maxPoints } = input;
        const buckets = Math.min(length - 2, Math.floor((maxPoints - 2) / 4));
        if (length <= maxPoints || buckets < 1) return;
        const kept = new Set(keptPoints(columnsOf(input), length, maxPoints));
        for (const curve of [input.loss, input.penalty]) {
          for (let bucket = 0; bucket < buckets; bucket++) {
            const from = 1 + Math.floor((bucket * (length - 2)) / buckets);
            const to = 1 + Math.floor(((bucket + 1) * (length - 2)) / buckets);
            const all = [...curve.subarray(from, to)].filter((each) => !Number.isNaN(each));
            const shown = [...curve.subarray(from, to)].filter((each, k) => kept.has(from + k) && !Number.isNaN(each));
            // === lets 0 stand for −0: they are drawn at the same place.
            expect(Math.min(...shown) === Math.min(...all)).toBe(true);
            expect(Math.max(...shown) === Math.max(...all)).toBe(true);
          }
        }
      }),
    );
  });

  it('keeps the one spike among a million points', () => {
    const length = 1_000_000;
    const loss = new Float64Array(length).map((_, k) => Math.sin(k / 1000));
    loss[123_457] = 50;
    loss[777_777] = -50;
    const { columns, places } = decimate({ loss }, length, 1000);
    expect(places?.length).toBe(columns.loss?.length);
    expect(columns.loss?.length).toBeLessThanOrEqual(1000);
    expect(columns.loss).toContain(50);
    expect(columns.loss).toContain(-50);
  });

  it('keeps a sign of a stretch that is all NaN', () => {
    const loss = new Float64Array(100).fill(Number.NaN, 20, 80);
    const { columns } = decimate({ loss }, 100, 22);
    expect([...(columns.loss ?? [])].filter(Number.isNaN).length).toBeGreaterThan(0);
  });
});
