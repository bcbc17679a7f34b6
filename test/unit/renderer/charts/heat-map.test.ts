/** The picture of x̂ over time and the gap–time chart. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gapTimePoints } from '../../../../src-renderer/charts/gap-time.ts';
import { gapTimeLayout, pointNear, pointPixel } from '../../../../src-renderer/charts/gap-time-option.ts';
import {
  cellAt,
  chooseSnapshots,
  columnsOf,
  integersOfCell,
  iterationsInView,
  orderVariables,
  paintHeatMap,
  variablesOfLine,
} from '../../../../src-renderer/charts/heat-map.ts';
import { viridis } from '../../../../src-renderer/plot/viridis.ts';
import { makeExactRun, makeRun } from '../make-run.ts';

describe('heat map', () => {
  it('says the mean of an integer whose bit is pointed at, once', () => {
    const integers = [{ name: 'v', lower: -3, upper: 9, bit: 1, row: 0 }, { name: 'w', lower: 0, upper: 1, bit: 5, row: -1 }];
    const at = { iterations: [0, 1], values: [new Float64Array(6), Float64Array.of(1, 0.5, 0.25, 0, 1, 1)] };
    expect(integersOfCell({ variables: [2, 3], snapshot: 1 }, at, integers)).toEqual([{ name: 'v', mean: -3 + 0.5 + 0.5 + 8 }]);
    expect(integersOfCell({ variables: [0], snapshot: 1 }, at, integers)).toEqual([]);
    expect(integersOfCell({ variables: [4, 5], snapshot: 0 }, at, integers)).toEqual([{ name: 'v', mean: -3 }, { name: 'w', mean: 0 }]);
    expect(integersOfCell({ variables: [4], snapshot: 0 }, at, undefined)).toEqual([]);
  });

  const snapshots = {
    iterations: [0, 10, 100],
    values: [Float64Array.from([0, 1, 0.5]), Float64Array.from([0, 1, 1]), Float64Array.from([1, 0, 1])],
  };

  it('chooses snapshots evenly with first and last, and fewer for more variables', () => {
    const many = Array.from({ length: 1000 }, (_, k) => 3 * k);
    const chosen = chooseSnapshots(many, 100, 50);
    expect(chosen.length).toBeLessThanOrEqual(50);
    expect(chosen.length).toBeGreaterThan(25);
    expect([chosen[0], chosen[1], chosen.at(-1)]).toEqual([0, 96, 2997]);
    expect(chooseSnapshots(many, 100_000, 500).length).toBeLessThanOrEqual(40);
    expect(chooseSnapshots([5, 1, 5], 10, 50)).toEqual([1, 5]);
    expect(chooseSnapshots([], 10, 50)).toEqual([]);
  });

  it('asks for few new snapshots as a run grows', () => {
    const asked = new Set<number>();
    for (let length = 1; length <= 4096; length++) {
      for (const iteration of chooseSnapshots(Array.from({ length }, (_, k) => k), 10, 64, true)) {
        asked.add(iteration);
      }
    }
    expect(asked.size).toBeLessThan(64 * 8);
    expect(chooseSnapshots([0, 1, 2, 3, 4], 10, 3, true)).toEqual([0, 2, 4]);
    expect(chooseSnapshots([0, 1, 2, 3], 10, 2, true)).toEqual([0, 2]);
    expect(chooseSnapshots([0, 1, 2, 3], 10, 2, false)).toEqual([0, 3]);
  });

  it('orders variables by their last value or their cost, ties as in the program', () => {
    expect(Array.from(orderVariables('final', snapshots, null))).toEqual([0, 2, 1]);
    expect(Array.from(orderVariables('index', snapshots, null))).toEqual([0, 1, 2]);
    expect(Array.from(orderVariables('objective', snapshots, Float64Array.from([1, 9, 9])))).toEqual([1, 2, 0]);
  });

  it('shows each variable on some line where there is room, and every variable in exactly one line where there is not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 900 }), (variables, lines) => {
        const seen = new Set<number>();
        let total = 0;
        for (let line = 0; line < lines; line++) {
          const { from, to } = variablesOfLine(line, lines, variables);
          expect(to).toBeGreaterThan(from);
          for (let p = from; p < to; p++) seen.add(p);
          total += to - from;
        }
        expect(seen.size).toBe(variables);
        if (variables >= lines) expect(total).toBe(variables);
      }),
      { seed: 8, numRuns: 200 },
    );
  });

  it('gives every column of pixels the snapshot nearest in iterations', () => {
    expect(Array.from(columnsOf([0, 10, 100], 20))).toEqual([0, ...new Array<number>(10).fill(1), ...new Array<number>(9).fill(2)]);
    expect(Array.from(columnsOf([7], 3))).toEqual([0, 0, 0]);
  });

  it('paints values by viridis and means where variables share a line', () => {
    const order = orderVariables('index', snapshots, null);
    const pixels = paintHeatMap(snapshots, order, 3, 3);
    expect(Array.from(pixels.subarray(0, 4))).toEqual([...viridis(0), 255]);
    expect(Array.from(pixels.subarray(4 * 3, 4 * 3 + 3))).toEqual([...viridis(1)]);
    const squeezed = paintHeatMap({ iterations: [0], values: [Float64Array.from([0, 1])] }, Int32Array.from([0, 1]), 1, 1);
    const middle = viridis(128 / 255);
    expect(Array.from(squeezed.subarray(0, 3))).toEqual([...middle]);
  });

  it('says which variable and snapshot lies under the pointer', () => {
    const order = orderVariables('final', snapshots, null);
    expect(cellAt(snapshots, order, 0.99, 0.01, 300)).toMatchObject({ iteration: 100, variables: [0], count: 1, mean: 1 });
    expect(cellAt(snapshots, order, 0, 0.99, 300)).toMatchObject({ iteration: 0, variables: [1], mean: 1 });
    expect(cellAt(snapshots, order, 0.5, 0.2, 1)).toMatchObject({ variables: [0, 2, 1], count: 3 });
    expect(cellAt(snapshots, order, -0.1, 0.5, 300)).toBeNull();
  });
});

describe('a part of the heat map', () => {
  it('is asked for with the snapshots that show in it, and the nearest on either side', () => {
    const known = [0, 10, 20, 30, 40, 40, 50];
    expect(iterationsInView(known, { min: 15, max: 32 })).toEqual([10, 20, 30, 40]);
    expect(iterationsInView(known, { min: 20, max: 30 })).toEqual([20, 30]);
    expect(iterationsInView(known, { min: 45, max: 80 })).toEqual([40, 50]);
    expect(iterationsInView([], { min: 0, max: 1 })).toEqual([]);
  });
  it('has the pixels of the whole in its place', () => {
    const iterations = [0, 1, 2, 3];
    const at = { iterations, values: iterations.map((k) => Float64Array.from({ length: 8 }, (_, j) => ((3 * j + k) % 9) / 9)) };
    const order = Int32Array.of(7, 6, 5, 4, 3, 2, 1, 0);
    const whole = paintHeatMap(at, order, 40, 8, { min: 0, max: 4 });
    const part = paintHeatMap(at, order.subarray(2, 5), 20, 3, { min: 1, max: 3 });
    for (let y = 0; y < 3; y++) {
      for (let x = 0; x < 20; x++) {
        const [here, there] = [4 * (y * 20 + x), 4 * ((y + 2) * 40 + x + 10)];
        expect(part.subarray(here, here + 4)).toEqual(whole.subarray(there, there + 4));
      }
    }
    const cell = cellAt(at, order.subarray(2, 5), 0.5, 0.4, 3, { min: 1, max: 3 });
    expect(cell).toMatchObject({ iteration: 2, variables: [4], count: 1 });
  });
});

describe('gap and time', () => {
  const runs = [
    makeExactRun({ id: 1, gap: 0, seconds: 2, objective: 10 }),
    makeRun({ id: 2, gap: 0.01, seconds: 0.1 }),
    makeRun({ id: 3, gap: 0.1, seconds: 1, evaluation: 'exact' }),
    makeRun({ id: 4, gap: null, seconds: 1 }),
    makeRun({ id: 5, gap: 0.2, seconds: null }),
    makeRun({ id: 6, gap: -0.01, seconds: 3 }),
    makeRun({ id: 7, kind: 'estimate', gap: null }),
  ];

  it('stands what a log axis cannot show on a line of its own and counts what is left out', () => {
    const data = gapTimePoints(runs, 'log');
    expect(data.points.filter((point) => point.onZeroLine).map((point) => point.run.id)).toEqual([1, 6]);
    expect(data.withoutGap).toBe(1);
    expect(data.withoutSeconds).toBe(1);
    expect(data.zeroLine).not.toBeNull();
    expect(data.points.find((point) => point.run.id === 2)?.y).toBeCloseTo(0, 12);
  });

  it('has zero among its values on a linear axis', () => {
    const data = gapTimePoints(runs, 'linear');
    expect(data.zeroLine).toBeNull();
    expect(data.points.every((point) => !point.onZeroLine)).toBe(true);
    expect(data.yRange.min).toBeLessThanOrEqual(-1);
  });

  it('finds the point under the pointer and none far away', () => {
    const data = gapTimePoints(runs, 'log');
    const layout = gapTimeLayout(data, 'log', 600, 400);
    const third = data.points.find((point) => point.run.id === 3);
    if (third === undefined) throw new Error('run 3 is drawn');
    const at = pointPixel(third, data, layout);
    expect(pointNear(data, layout, at.x + 3, at.y - 3)?.run.id).toBe(3);
    expect(pointNear(data, layout, at.x + 60, at.y - 60)).toBeNull();
    expect(at.x).toBeLessThanOrEqual(layout.left + layout.width);
    expect(layout.yTicks.map((tick) => tick.label.replaceAll('\u202f', ' '))).toContain('≤ 0 %');
  });

  it('draws what a run had found and proven meanwhile, the bound under the best vector, where the axis has a place for them', () => {
    const TRACK = {
      seconds: [0, 0.02, 0.05, 0.09],
      incumbent: [Number.NaN, 12, 12, 11],
      bound: [5, 8, 8, 9],
      sense: 'min' as const,
      reference: 10,
    };
    const tracks = new Map([[2, TRACK]]);
    const linear = gapTimePoints(runs, 'linear', tracks);
    const [found, proven] = linear.paths;
    expect(linear.paths.map(({ run, role }) => [run.id, role])).toEqual([[2, 'incumbent'], [2, 'bound']]);
    // A first point at 0 s stands where the axis begins; a value that stays is not repeated; the run's own end closes it.
    expect(found?.places.map(([x, y]) => [10 ** x, y].map((value) => Number(value.toFixed(6))))).toEqual([[0.02, 20], [0.09, 10], [0.1,
      1]]);
    expect(proven?.places.map(([x, y]) => [10 ** x, y].map((value) => Number(value.toFixed(6))))).toEqual([[0.001, -50], [0.02, -20], [0.09,
      -10]]);
    expect(linear.yRange.min).toBeLessThan(-50);
    expect(gapTimePoints(runs, 'log', tracks).paths.map(({ role }) => role)).toEqual(['incumbent']);
    // A vector as good as the reference falls to the line of zero.
    const met = gapTimePoints([makeRun({ id: 2, gap: 0.1, seconds: 1 })], 'log', new Map([[2, { ...TRACK, incumbent: [11, 11, 10, 10] }]]));
    expect(met.zeroLine).not.toBeNull();
    expect(met.paths[0]?.places.map(([, y]) => y)).toEqual([1, met.zeroLine, met.zeroLine]);
  });

  it('keeps the labels of its vertical axis apart where all gaps but zero are the same', () => {
    const data = gapTimePoints([makeExactRun({ id: 1, gap: 0, seconds: 1 }), makeRun({ id: 2, gap: 0.0556, seconds: 0.01 }),
      makeRun({ id: 3, gap: 0.0556, seconds: 0.02 })], 'log');
    const layout = gapTimeLayout(data, 'log', 600, 400);
    const pixels = layout.yTicks.map((tick) => ((data.yRange.max - tick.at) / (data.yRange.max - data.yRange.min)) * layout.height).sort((
      a,
      b,
    ) => a - b);
    expect(pixels.length).toBeGreaterThan(2);
    for (let n = 1; n < pixels.length; n++) expect((pixels[n] ?? 0) - (pixels[n - 1] ?? 0)).toBeGreaterThan(12);
  });
});
