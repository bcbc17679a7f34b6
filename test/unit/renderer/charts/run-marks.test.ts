/** Points of one color whose settings differ can be told apart, and the legend shows what stands in the plot. */
import { describe, expect, it } from 'vitest';
import { gapTimePoints } from '../../../../src-renderer/charts/gap-time.ts';
import { gapTimeLayout, gapTimeOption } from '../../../../src-renderer/charts/gap-time-option.ts';
import { marksOf } from '../../../../src-renderer/charts/run-marks.ts';
import { MARK_NAMES, echartsSymbol, echartsSymbolSize, markShape } from '../../../../src-renderer/plot/marks.ts';
import { chartTheme } from '../../../../src-renderer/plot/chart-theme.ts';
import { configurationOf } from '../a-run.ts';
import { makeExactRun, makeRun } from '../make-run.ts';

const withStep = (id: number, step: number, seed = 1) => {
  const part = { step, seed, gap: 0.01 * id, objective: 1, feasible: true };
  return makeRun({ id, ...part, configuration: configurationOf(makeRun({ id, ...part })) });
};
const runs = [...[0.1, 0.2, 0.3].map((step, k) => withStep(k + 1, step)), withStep(4, 0.1, 2),
  makeExactRun({ id: 5, gap: 0.001, objective: 1, feasible: true })];

describe('marks', () => {
  const { points } = gapTimePoints(runs, 'linear');

  it('differ between settings of one scheme, and are the same for seeds', () => {
    expect(points.map(({ mark }) => mark)).toEqual(['circle', 'square', 'diamond', 'circle', 'diamond']);
    const many = Array.from(
      { length: MARK_NAMES.length },
      (_, k) => ({
        run: { id: k, kind: 'descent' as const },
        style: { group: String(k), series: 'true-penalty' as const, dash: 'solid' as const },
      }),
    );
    expect(new Set(marksOf(many).values()).size).toBe(MARK_NAMES.length);
  });

  it('do not depend on the order of the runs', () => {
    const turned = gapTimePoints(runs.toReversed(), 'linear').points;
    expect(Object.fromEntries(turned.map(({ run, mark }) => [run.id, mark])))
      .toEqual(Object.fromEntries(points.map(({ run, mark }) => [run.id, mark])));
  });

  it('are drawn in the plot and in the legend, where no two entries are the same', () => {
    const data = gapTimePoints(runs, 'linear');
    const layout = gapTimeLayout(data, 'linear', 700, 400);
    const option = gapTimeOption(data, layout, chartTheme('dark'), null) as unknown as {
      readonly series: readonly { readonly data: readonly { readonly symbol: string }[] }[];
      readonly graphic: {
        readonly elements: readonly {
          readonly type: string;
          readonly shape?: { readonly points?: readonly (readonly [number, number])[] };
          readonly style: { readonly fill: string };
        }[];
      };
    };
    expect(option.series[0]?.data.map(({ symbol }) => symbol)).toEqual(points.map(({ mark }) => echartsSymbol(mark)));
    const entries = option.graphic.elements.filter(({ type }) => type !== 'text');
    // Less the place in the legend.
    const looks = entries.map(({ type, shape, style }) => {
      const [first] = shape?.points ?? [];
      return JSON.stringify([type, style.fill,
        shape?.points?.map(([x, y]) => [(x - (first?.[0] ?? 0)).toFixed(3), (y - (first?.[1] ?? 0)).toFixed(3)])]);
    });
    expect(looks).toHaveLength(4);
    expect(new Set(looks).size).toBe(4);
  });

  it('keep their proportions as symbols', () => {
    for (const name of MARK_NAMES) {
      const [width, height] = echartsSymbolSize(name, 10);
      const shape = markShape(name);
      if (shape === 'circle') {
        expect([width, height]).toEqual([10, 10]);
        continue;
      }
      const xs = shape.map(([x]) => x);
      const ys = shape.map(([, y]) => y);
      expect(width / height).toBeCloseTo((Math.max(...xs) - Math.min(...xs)) / (Math.max(...ys) - Math.min(...ys)), 10);
      expect(Math.max(width, height)).toBeLessThan(12);
      expect(Math.max(width, height)).toBeGreaterThan(8);
    }
  });
});
