/** From runs to curves to a layout: nothing is dropped silently, signs and senses are right, labels do not touch. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { absenceNotes } from '../../../../src-renderer/charts/absence.ts';
import { EXPORT_THEME, chartTheme } from '../../../../src-renderer/plot/chart-theme.ts';
import { pictureToSvg } from '../../../../src-renderer/plot/picture-writers.ts';
import { readOut } from '../../../../src-renderer/charts/hover.ts';
import { placeLabels } from '../../../../src-renderer/plot/place-labels.ts';
import { runCaption, seedRanges } from '../../../../src-renderer/charts/run-caption.ts';
import { runLabels } from '../../../../src-renderer/parts/run-groups.ts';
import { runStyles } from '../../../../src-renderer/charts/run-style.ts';
import { seedEnvelope } from '../../../../src-renderer/charts/seed-envelope.ts';
import { assembleCurves } from '../../../../src-renderer/charts/trajectory-curves.ts';
import { layOut } from '../../../../src-renderer/charts/trajectory-frame.ts';
import type { FrameInput } from '../../../../src-renderer/charts/trajectory-frame.ts';
import { ribbonPolygons, stretches, trajectoryScene } from '../../../../src-renderer/charts/trajectory-scene.ts';
import { SETTINGS, makeExactRun, makeRun, pointsOf } from '../make-run.ts';

const MIN = new Map([[1, 'min' as const]]);
const MAX = new Map([[1, 'max' as const]]);

describe('curves', () => {
  it('shows the objective of a maximization in the user’s sense and its loss as the normal form has it', () => {
    const points = pointsOf(makeRun({ id: 1 }), { iteration: [0, 1], objective: [-5, 0], loss: [-5, -4] });
    expect(Array.from(assembleCurves([points], 'objective', MAX, SETTINGS).curves[0]?.y ?? [])).toEqual([5, 0]);
    expect(Array.from(assembleCurves([points], 'objective', MIN, SETTINGS).curves[0]?.y ?? [])).toEqual([-5, 0]);
    expect(Array.from(assembleCurves([points], 'loss', MAX, SETTINGS).curves[0]?.y ?? [])).toEqual([-5, -4]);
  });

  it('counts and places every point that a log axis cannot show', () => {
    const points = pointsOf(makeRun({ id: 1 }), { iteration: [0, 1, 2, 3], penalty: [10, 0, -1, Infinity] });
    const curve = assembleCurves([points], 'penalty', MIN, SETTINGS).curves[0];
    expect(curve?.unshown).toEqual({ notPositive: 2, notPositiveX: 0, infinite: 1 });
    expect(curve?.below).toEqual([1, 2]);
    expect(curve?.y[0]).toBe(1);
  });

  it('counts iteration 0 as unshown on a logarithmic horizontal axis', () => {
    const points = pointsOf(makeRun({ id: 1 }), { iteration: [0, 1, 10], objective: [1, 2, 3] });
    const curve = assembleCurves([points], 'objective', MIN, { ...SETTINGS, xScale: 'log' }).curves[0];
    expect(curve?.unshown.notPositiveX).toBe(1);
    expect(Array.from(curve?.x ?? [])).toEqual([Number.NaN, 0, 1]);
  });

  it('keeps the raw curve behind the smoothed one and counts what it cannot show once', () => {
    const points = pointsOf(makeRun({ id: 1 }), { iteration: [0, 1, 2], penalty: [1, 0, 1] });
    const { curves } = assembleCurves([points], 'penalty', MIN, { ...SETTINGS, smoothing: { method: 'rolling', points: 3 } });
    expect(curves.map((curve) => curve.role)).toEqual(['raw', 'main']);
    expect(curves.map((curve) => curve.unshown.notPositive)).toEqual([1, 0]);
  });

  it('draws incumbent and bound of an exact run as steps against seconds, and says why not against iterations', () => {
    const run = makeExactRun({ id: 7 });
    const points = pointsOf(run, { seconds: [0.1, 0.2], incumbent: [Number.NaN, 9], bound: [5, 9] });
    const inSeconds = assembleCurves([points], 'objective', MIN, { ...SETTINGS, x: 'seconds' });
    expect(inSeconds.curves.map((curve) => [curve.role, curve.step])).toEqual([['main', true], ['bound', true]]);
    const inIterations = assembleCurves([points], 'objective', MIN, SETTINGS);
    expect(inIterations.curves).toEqual([]);
    expect(inIterations.absent).toEqual([{ runId: 7, reason: 'needs-seconds' }]);
    expect(absenceNotes([{ quantity: 'objective', ...inIterations }], new Map([[7, run]]))[0]).toContain('against seconds');
  });

  it('says that exact evaluation draws no samples instead of showing nothing', () => {
    const run = makeRun({ id: 3, evaluation: 'exact' });
    const made = assembleCurves(
      [pointsOf(run, { iteration: [0, 1], feasibleShare: [Number.NaN, Number.NaN] })],
      'feasibleShare',
      MIN,
      SETTINGS,
    );
    expect(made.absent).toEqual([{ runId: 3, reason: 'exact-evaluation' }]);
  });

  it('puts Clopper and Pearson’s interval around a share of samples, also at 0 and 1', () => {
    const points = pointsOf(makeRun({ id: 1, samplesPerStep: 16 }), { iteration: [0, 1], feasibleShare: [0, 1] });
    const band = assembleCurves([points], 'feasibleShare', MIN, SETTINGS).curves[0]?.band;
    expect(band?.low[0]).toBe(0);
    // 1 − 0.025^(1/16)
    expect(band?.high[0]).toBeCloseTo(0.205907, 5);
    expect(band?.low[1]).toBeCloseTo(1 - 0.205907, 5);
    expect(band?.high[1]).toBe(1);
  });

  it('gathers the seeds of one configuration into mean and range, and nothing else', () => {
    const runs = [makeRun({ id: 1, seed: 1 }), makeRun({ id: 2, seed: 2 }), makeRun({ id: 3, seed: 1, step: 0.5 })];
    const series = [[0, 2], [4, 6], [9, 9]];
    const points = runs.map((run, k) =>
      pointsOf(run, { iteration: [0, 10], objective: series[k] ?? [] }, runs.filter((other) => other !== run))
    );
    const { curves } = assembleCurves(points, 'objective', MIN, { ...SETTINGS, seeds: 'envelope' });
    expect(curves.map((curve) => [curve.role, curve.runIds])).toEqual([['mean', [1, 2]], ['main', [3]]]);
    expect(Array.from(curves[0]?.y ?? [])).toEqual([2, 4]);
    expect(Array.from(curves[0]?.band?.low ?? [])).toEqual([0, 2]);
    expect(Array.from(curves[0]?.band?.high ?? [])).toEqual([4, 6]);
  });

  it('never extrapolates a seed that ended early', () => {
    const envelope = seedEnvelope([{ x: [0, 5, 10], y: [0, 5, 10] }, { x: [0, 4], y: [0, 4] }]);
    expect(envelope?.x.at(-1)).toBeLessThanOrEqual(4);
    expect(seedEnvelope([{ x: [0, 1], y: [0, 1] }, { x: [2, 3], y: [0, 1] }])).toBeNull();
  });
});

describe('looks and names', () => {
  it('gives schemes their fixed colors, dashes exact evaluation and fades seeds by rank', () => {
    const runs = [makeRun({ id: 5, seed: 2 }), makeRun({ id: 2, seed: 1 }), makeRun({ id: 9, evaluation: 'exact' }),
      makeRun({ id: 4, scheme: 'surrogate-interchange', method: 'surrogate-interchange' })];
    const styles = runStyles(runs);
    expect(styles.get(2)?.opacity).toBe(1);
    expect(styles.get(5)?.opacity).toBeLessThan(1);
    expect(styles.get(2)?.dash).toBe('solid');
    expect(styles.get(9)?.dash).not.toBe('solid');
    expect(chartTheme('light').series[styles.get(4)?.series ?? 'exact']).toBe('#d55e00');
    expect(chartTheme('light').series[styles.get(2)?.series ?? 'exact']).toBe('#0072b2');
  });

  it('names runs by what tells them apart, and by number where nothing does', () => {
    const runs = [makeRun({ id: 1, seed: 1 }), makeRun({ id: 2, seed: 2 }), makeRun({ id: 3, scheme: 'concrete', method: 'concrete' }),
      makeRun({ id: 4, scheme: 'concrete', method: 'concrete' }), makeRun({ id: 5, label: 'my best' })];
    const labels = runLabels(runs);
    expect(labels.get(1)).toBe('true-penalty · seed 1');
    expect(labels.get(2)).toBe('true-penalty · seed 2');
    expect(labels.get(3)).toBe('concrete · #3');
    expect(labels.get(5)).toBe('my best');
    expect(runLabels([makeRun({ id: 8 })]).get(8)).toBe('true-penalty');
  });

  it('tells runs that share a label apart like any others', () => {
    const labels = runLabels([makeRun({ id: 1, seed: 1, label: 'study' }), makeRun({ id: 2, seed: 2, label: 'study' }),
      makeRun({ id: 3, seed: 2, label: 'study' })]);
    expect([labels.get(1), labels.get(2), labels.get(3)]).toEqual(['study · seed 1', 'study · seed 2 · #2', 'study · seed 2 · #3']);
  });

  it('captions configurations once, with their seeds as ranges', () => {
    const runs = [1, 2, 3, 7].map((seed) => makeRun({ id: seed, seed }));
    expect(runCaption(runs)).toEqual(['p0033: true-penalty, sampled, Adam (0.9, 0.999), step 0.1, logit, μ 10, K 16, 100 iterations, seeds 1–3, 7']);
    expect(seedRanges([4, 2])).toBe('2, 4');
    expect(runCaption(Array.from({ length: 40 }, (_, k) => makeRun({ id: k + 1, step: k + 1 }))).at(-1)).toBe('and 29 more configurations');
  });
});

describe('labels at line ends', () => {
  it('never touch, stay inside, keep their order and move no more than they must', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 300, noNaN: true }), { minLength: 1, maxLength: 20 }), (wanted) => {
        const placed = placeLabels(wanted.map((y) => ({ y })), 15, 0, 300);
        expect(placed).not.toBeNull();
        const order = wanted.map((_, k) => k).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
        const inOrder = order.map((k) => placed?.[k] ?? Number.NaN);
        inOrder.forEach((y, k) => {
          expect(y).toBeGreaterThanOrEqual(-1e-6);
          expect(y).toBeLessThanOrEqual(300);
          if (k > 0) expect(y - (inOrder[k - 1] ?? 0)).toBeGreaterThanOrEqual(15 - 1e-6);
        });
      }),
      { seed: 6, numRuns: 500 },
    );
    expect(placeLabels([{ y: 50 }, { y: 200 }], 15, 0, 300)).toEqual([50, 200]);
    expect(placeLabels([{ y: 100 }, { y: 100 }], 15, 0, 300)).toEqual([92.5, 107.5]);
    expect(placeLabels(Array.from({ length: 40 }, () => ({ y: 1 })), 15, 0, 300)).toBeNull();
  });
});

function frameInput(part: Partial<FrameInput> = {}): FrameInput {
  const runs = [makeRun({ id: 1 }), makeRun({ id: 2, scheme: 'surrogate-interchange', method: 'surrogate-interchange' })];
  const points = runs.map((run, k) =>
    pointsOf(
      run,
      { iteration: [0, 50, 100], objective: [100, 60 + k, 50 + 10 * k], penalty: [10, 1, 0] },
      runs.filter((other) => other !== run),
    )
  );
  return {
    plots: [
      {
        quantity: 'objective',
        scale: 'linear',
        references: [{ reference: { objective: 45, basis: 'proven', runId: 9 }, problemName: null }],
        curves: assembleCurves(points, 'objective', MIN, SETTINGS).curves,
      },
      { quantity: 'penalty', scale: 'log', references: [], curves: assembleCurves(points, 'penalty', MIN, SETTINGS).curves },
    ],
    x: 'iteration',
    xScale: 'linear',
    view: null,
    whole: null,
    width: 800,
    height: 500,
    ...part,
  };
}

describe('layout', () => {
  it('stacks plots on one axis, shows the optimum with its value and marks what is not positive', () => {
    const frame = layOut(frameInput());
    expect(frame.plots.map((plot) => plot.rect.left)).toEqual([frame.plots[0]?.rect.left, frame.plots[0]?.rect.left]);
    expect(frame.plots[0]?.references.map((reference) => reference.text)).toEqual(['optimum 45']);
    expect(frame.plots[1]?.below).toEqual([100]);
    expect(frame.plots[1]?.note).toBe('▾ 2 points ≤ 0, below a log axis');
    expect(frame.plots[0]?.labels.map((label) => label.full).toSorted()).toEqual(['optimum 45', 'surrogate-interchange', 'true-penalty']);
    for (const plot of frame.plots) expect(plot.rect.left + plot.rect.width).toBeLessThan(frame.width);
  });

  it('fits the vertical range to what a zoom shows and names a reference that is out of it', () => {
    const input = frameInput({ view: { min: 0, max: 10 } });
    const frame = layOut(input);
    expect(frame.plots[0]?.range.min).toBeGreaterThan(45);
    expect(frame.plots[0]?.note).toContain('↓ optimum 45');
    expect(frame.whole).toEqual({ min: 0, max: 100 });
  });

  it('says of a reference without place on a log axis that it has none', () => {
    const input = frameInput();
    const plot = input.plots[0];
    if (plot === undefined) throw new Error('there is a plot');
    const frame = layOut({
      ...input,
      plots: [{
        ...plot,
        scale: 'log',
        references: [{ reference: { objective: -5, basis: 'published', runId: null }, problemName: 'toy' }],
      }],
    });
    expect(frame.plots[0]?.note).toContain('optimum from the file of toy: −5: no place on a log axis');
  });

  it('gives way to a legend by scheme where labels would not fit', () => {
    const runs = Array.from({ length: 60 }, (_, k) => makeRun({ id: k + 1, seed: k + 1 }));
    const points = runs.map((run) =>
      pointsOf(run, { iteration: [0, 1], objective: [run.id, run.id] }, runs.filter((other) => other !== run))
    );
    const frame =
      layOut(frameInput({
        plots: [{
          quantity: 'objective',
          scale: 'linear',
          references: [],
          curves: assembleCurves(points, 'objective', MIN, SETTINGS).curves,
        }],
      }));
    expect(frame.plots[0]?.labels).toEqual([]);
    expect(frame.legend?.entries.map((entry) => entry.full)).toEqual(['true-penalty · 60 runs']);
  });

  it('keeps plots and labels inside a panel of any reasonable size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 240, max: 2400 }), fc.integer({ min: 160, max: 1400 }), (width, height) => {
        const frame = layOut(frameInput({ width, height }));
        for (const { rect, labels } of frame.plots) {
          expect(rect.left + rect.width).toBeLessThanOrEqual(width);
          expect(rect.top + rect.height).toBeLessThanOrEqual(height);
          for (const label of labels) expect(label.y).toBeLessThanOrEqual(height);
        }
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  it('reads out every curve under the pointer and the nearest one', () => {
    const frame = layOut(frameInput());
    const plot = frame.plots[0];
    if (plot === undefined) throw new Error('there is a plot');
    const x = plot.rect.left + plot.rect.width;
    const y = plot.rect.top + ((plot.range.max - 60) / (plot.range.max - plot.range.min)) * plot.rect.height;
    const readout = readOut(frame, x, y);
    expect(readout?.x).toBeCloseTo(100, 6);
    expect(readout?.rows.map((row) => [row.label, row.value])).toEqual([['surrogate-interchange', 60], ['true-penalty', 50]]);
    expect(readout?.nearest?.runIds).toEqual([2]);
    expect(readOut(frame, 1, 1)).toBeNull();
  });
});

describe('a line with several points a pixel', () => {
  const n = 20_000;
  const dense = (part: Parameters<typeof makeRun>[0]) => {
    const points = pointsOf(makeRun(part), {
      iteration: Array.from({ length: n }, (_, k) => k),
      objective: Array.from({ length: n }, (_, k) => (k === 7777 ? 500 : k % 7)),
    });
    return layOut(frameInput({
      plots: [{
        quantity: 'objective',
        scale: 'linear',
        references: [],
        curves: assembleCurves([points], 'objective', MIN, SETTINGS).curves,
      }],
    })).plots[0]?.lines[0];
  };

  it('is drawn as an area that keeps its extremes, in the window and in the export', () => {
    const line = dense({ id: 1 });
    expect(line?.points).toEqual([]);
    expect(Math.max(...(line?.ribbon ?? []).filter((_, k) => k % 3 === 2))).toBe(500);
    const polygons = ribbonPolygons(line?.ribbon ?? [], 0.8, { x: (x) => x, y: (y) => -y });
    expect(polygons).toHaveLength(1);
    expect(Math.min(...polygons.flat().filter((_, k) => k % 2 === 1))).toBeCloseTo(-500.8, 9);
  });

  it('leaves a frame no more to stroke than a point a pixel of each run, however deep the zoom', () => {
    const runs = Array.from(
      { length: 10 },
      (_, run) =>
        pointsOf(makeRun({ id: run + 1 }), {
          iteration: Array.from({ length: n }, (_, k) => k),
          objective: Array.from({ length: n }, (_, k) => (k * (run + 3)) % 101),
        }),
    );
    const curves = runs.flatMap((points) => assembleCurves([points], 'objective', MIN, SETTINGS).curves);
    for (let width = n; width > 20; width /= 1.12) {
      const [plot] =
        layOut(frameInput({
          view: { min: n / 3, max: n / 3 + width },
          plots: [{ quantity: 'objective', scale: 'linear', references: [], curves }],
        })).plots;
      expect(plot?.lines).toHaveLength(10);
      for (const line of plot?.lines ?? []) expect(line.points.length / 2).toBeLessThanOrEqual((plot?.rect.width ?? 0) + 3);
    }
  });

  it('stays a line where its dashes say that the evaluation is exact', () => {
    const line = dense({ id: 1, evaluation: 'exact' });
    expect(line?.ribbon).toBeNull();
    expect(line?.points.length).toBeGreaterThan(1000);
  });

  it('has the averages the session took, where it gave them', () => {
    const points = {
      ...pointsOf(makeRun({ id: 1 }), { iteration: [0, 1, 2], objective: [1, 2, 3] }),
      smoothed: { objective: Float64Array.from([-7, -8, -9]) },
    };
    const settings = { ...SETTINGS, smoothing: { method: 'rolling', points: 1000 } } as const;
    expect(Array.from(assembleCurves([points], 'objective', MIN, settings).curves[1]?.y ?? [])).toEqual([-7, -8, -9]);
    expect(Array.from(assembleCurves([points], 'objective', MAX, settings).curves[1]?.y ?? [])).toEqual([7, 8, 9]);
  });
});

describe('lines', () => {
  const same = { x: (x: number) => x, y: (y: number) => y };

  it('break at gaps, and steps go level before they go up', () => {
    expect(stretches([0, 1, 1, Number.NaN, 2, 3, 4, 5], false, same)).toEqual([[0, 1], [2, 3, 4, 5]]);
    expect(stretches([0, 1, 2, 3], true, same)).toEqual([[0, 1, 2, 1, 2, 3]]);
  });

  it('of an exact run have no value before their first and after their last point', () => {
    const run = makeExactRun({ id: 7 });
    const points = pointsOf(run, { seconds: [1, 2, 4], incumbent: [9, 5, 5] });
    const { curves } = assembleCurves([points], 'objective', MIN, { ...SETTINGS, x: 'seconds' });
    const frame =
      layOut(frameInput({
        plots: [{ quantity: 'objective', scale: 'linear', references: [], curves }],
        x: 'seconds',
        whole: { min: 0, max: 10 },
      }));
    const rect = frame.plots[0]?.rect;
    if (rect === undefined) throw new Error('there is a plot');
    const at = (seconds: number): readonly number[] =>
      readOut(frame, rect.left + (seconds / 10) * rect.width, rect.top + 5)?.rows.map((row) => row.value) ?? [];
    expect([at(0.5), at(1.5), at(3), at(6)]).toEqual([[], [9], [5], []]);
  });
});

describe('exported pictures', () => {
  const picture = {
    width: 800,
    height: 500,
    scene: () => trajectoryScene(layOut(frameInput()), { theme: EXPORT_THEME, hoveredRunId: null }),
    caption: ['p0033: true-penalty, seed 1 <b>&'],
    name: 'x',
  };

  it('are on white in light colors, with labels and a caption as plain text', async () => {
    const svg = await pictureToSvg(picture, true);
    expect(svg).toContain('#ffffff');
    expect(svg.toLowerCase()).toContain('#0072b2');
    expect(svg).toContain('surrogate-interchange');
    expect(svg).toContain('optimum 45');
    expect(svg).toContain('p0033: true-penalty, seed 1 &lt;b&gt;&amp;');
    expect(svg).not.toContain('<b>');
  });

  it('leave the caption out when it is not wanted, and are then as high as on screen', async () => {
    const svg = await pictureToSvg(picture, false);
    expect(svg).not.toContain('seed 1');
    expect(/height="500"/.test(svg)).toBe(true);
  });
});
