/** Gradient quality as plots, tables and small multiples: what is drawn is what was measured, and nothing is drawn of nothing. */
import { describe, expect, it } from 'vitest';
import { SCHEME_NAMES, type SchemeName } from '../../../../src-science/gradients/scheme.ts';
import { measureQuality } from '../../../../src-science/quality/quality.ts';
import { ExportTable } from '../../../../src-contract/tables/export-table.ts';
import { QualityResultValue } from '../../../../src-contract/job-event.ts';
import { chartTheme } from '../../../../src-renderer/plot/chart-theme.ts';
import { layoutMultiples, pixelAt, underPointer } from '../../../../src-renderer/quality/multiples.ts';
import { multiplesOption } from '../../../../src-renderer/quality/multiples-option.ts';
import { PATH_FIGURES, pathPlots, POINT_FIGURES, pointPlots } from '../../../../src-renderer/quality/plots.ts';
import type { PathQualityValue, PointQualityValue } from '../../../../src-renderer/quality/plots.ts';
import { pathRows, pathTable, pointRows, pointTable } from '../../../../src-renderer/quality/tables.ts';
import { muAt } from '../../../../src-renderer/new-run/use-run-path.ts';
import { formOf } from '../../relaxation/enumeration.ts';
import { makeRun } from '../make-run.ts';

const form = formOf(4, [{ a: [3, 2, 2, 1], b: 4 }, { a: [-1, -1, 0, -1], b: -1 }], [1, -1, 2, 1]);
const xHat = [0.5, 0.4, 0.6, 0.3];
const common = { schemes: SCHEME_NAMES, replications: 32, seed: 1 } as const;
const point = QualityResultValue.parse({
  kind: 'quality',
  quality: measureQuality(form, { shape: 'point', ...common, xHat, samples: [1, 16, 256] }, { now: () => 0 }),
}).quality as PointQualityValue;
const path = QualityResultValue.parse({
  kind: 'quality',
  quality: measureQuality(form, {
    shape: 'path',
    ...common,
    samples: 8,
    runId: 1,
    points: [0, 4, 9].map((iteration) => ({ iteration, mu: 2, xHat })),
  }, { now: () => 0 }),
}).quality as PathQualityValue;
const all: ReadonlySet<SchemeName> = new Set(SCHEME_NAMES);

describe('plots of a point', () => {
  const plots = pointPlots(point, POINT_FIGURES, all, 'samples', 'log');
  const curve = (key: string, scheme: SchemeName, basis = 'estimate') =>
    plots.find((plot) => plot.key === key)?.curves.find((one) => one.scheme === scheme && one.basis === basis);

  it('draw the bias of a biased scheme by estimates and by its exact expectation, which agree', () => {
    const exact = curve('bias', 'surrogate-interchange', 'exact')?.y[0] ?? 0;
    expect(exact).toBeGreaterThan(0.05);
    expect(Math.abs((curve('bias', 'surrogate-interchange')?.y[2] ?? 0) / exact - 1)).toBeLessThan(0.2);
  });

  it('call a bias that is not told from none by what it may be at most, and mark it at the foot', () => {
    const unbiased = curve('bias', 'true-penalty');
    expect(unbiased?.y[2]).toBe(0);
    expect(unbiased?.words?.(2)).toMatch(/^none seen, below 0\.\d+/u);
    expect(curve('bias', 'true-penalty', 'exact')).toBeUndefined();
    const layout = layoutMultiples(plots, { title: 'samples', scale: 'log' }, SCHEME_NAMES, 900, 300);
    expect(layout?.plots[0]?.curves.find((one) => one.curve === unbiased)?.below).toContain(Math.log10(256));
  });

  it('leave a gap where a scheme takes more samples', () => {
    expect(curve('rmse', 'score-function')?.y[0]).toBeNaN();
    expect(curve('rmse', 'score-function')?.y[1]).toBeGreaterThan(0);
  });

  it('draw against the nonzeros that were counted', () => {
    const [plot] = pointPlots(point, ['rmse'], new Set(['finite-difference']), 'nonzeros', 'log');
    // Two readings of seven nonzeros a sample.
    expect(Array.from(plot?.curves[0]?.x ?? [])).toEqual([14, 224, 3584]);
  });

  it('show only the schemes asked for', () => {
    expect(pointPlots(point, ['cosine'], new Set(['concrete']), 'samples', 'log').flatMap((plot) => plot.curves.map((one) => one.scheme)))
      .toEqual(['concrete']);
  });
});

describe('plots along a path', () => {
  it('have both bases for schemes with an expectation, estimates alone for the others', () => {
    const [loss] = pathPlots(path, ['lossCosine'], all);
    const bases = (scheme: SchemeName) => loss?.curves.filter((one) => one.scheme === scheme).map((one) => one.basis);
    expect(bases('true-penalty')).toEqual(['exact', 'estimate']);
    expect(bases('concrete')).toEqual(['estimate']);
    expect(pathPlots(path, PATH_FIGURES, all).map((plot) => plot.scale)).toEqual(['linear', 'linear', 'log', 'log']);
  });
});

describe('small multiples', () => {
  const plots = pointPlots(point, ['bias', 'rmse', 'cosine'], all, 'samples', 'log');
  const layout = layoutMultiples(plots, { title: 'samples', scale: 'log' }, SCHEME_NAMES, 900, 300);
  if (layout === null) throw new Error('nothing was laid out');

  it('stand side by side inside the width, the legend to their right', () => {
    const [first, second, third] = layout.plots;
    if (first === undefined || second === undefined || third === undefined) throw new Error('three plots were asked for');
    expect(first.rect.left + first.rect.width).toBeLessThan(second.rect.left);
    expect(third.rect.left + third.rect.width).toBeLessThan(layout.legend.left);
    expect(layout.legend.left + 120).toBeLessThan(900);
    expect(layout.legend.entries).toHaveLength(8);
  });

  it('hold every value, also below zero and where there is no error', () => {
    const z = layoutMultiples(pointPlots(point, ['z'], all, 'samples', 'log'), { title: 'samples', scale: 'log' }, SCHEME_NAMES, 900, 300)
      ?.plots[0];
    const values = z?.curves.flatMap(({ points }) => points.map(([, y]) => y)).filter(Number.isFinite) ?? [];
    expect(Math.min(...values)).toBeLessThan(0);
    expect(z?.range.min).toBeLessThan(Math.min(...values));
  });

  it('keep the whole legend in a low panel', () => {
    const low = layoutMultiples(plots, { title: 'samples', scale: 'log' }, SCHEME_NAMES, 900, 190);
    expect(low?.legend.feet.map(({ words }) => words)).toEqual(['no bias seen']);
    for (const { y } of [...(low?.legend.entries ?? []), ...(low?.legend.note ?? []), ...(low?.legend.feet ?? [])]) {
      expect(y).toBeLessThan(184);
    }
  });

  it('find the sample count under the pointer', () => {
    const third = layout.plots[2];
    if (third === undefined) throw new Error('no plot');
    const [x, y] = pixelAt(third, layout.view, [Math.log10(16), 0.5]);
    expect(underPointer(layout, x + 9, y)).toMatchObject({ index: 1, plot: { plot: { key: 'cosine' } } });
    expect(underPointer(layout, layout.legend.left + 30, y)).toBeNull();
  });

  it('become a chart with a grid for each plot, in colors of the theme', () => {
    const option = multiplesOption(layout, chartTheme('light'));
    expect(Array.isArray(option.grid) ? option.grid.length : 0).toBe(3);
    expect(JSON.stringify(option.graphic)).toContain('surrogate-interchange');
    expect(JSON.stringify(option.graphic)).toContain('no bias seen');
  });

  it('are nothing where there is nothing', () => {
    const empty = {
      ...point,
      schemes: point.schemes.map((scheme) => ({
        ...scheme,
        rmse: scheme.rmse.map(() => Number.NaN),
        rmseStandardError: scheme.rmse.map(() => Number.NaN),
      })),
    };
    expect(layoutMultiples(pointPlots(empty, ['rmse'], all, 'samples', 'log'), { title: 'samples', scale: 'log' }, SCHEME_NAMES, 900, 300))
      .toBeNull();
  });
});

describe('tables', () => {
  const run = makeRun({ id: 3, kind: 'quality', method: 'gradient quality' });
  it('have one row a scheme and sample count that was measured, every row as long as its head', () => {
    const rows = pointRows(point, all);
    expect(rows).toHaveLength(8 * 3 - 1);
    const table = ExportTable.parse(pointTable(run, point, rows));
    for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
    expect(table.caption).toContain('every row has an exact expectation');
    // No NaN reaches a file: what there is not is empty.
    expect(table.rows.flat().some((cell) => typeof cell === 'number' && Number.isNaN(cell))).toBe(false);
  });
  it('along a path have one row a point and scheme', () => {
    const rows = pathRows(path, new Set(['true-penalty', 'concrete']));
    const table = ExportTable.parse(pathTable(run, path, rows));
    expect(table.rows).toHaveLength(6);
    for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
  });
});

describe('μ of a stored point', () => {
  const ramp = { kind: 'ramp', from: 1, to: 9, shape: 'linear', until: 1 } as const;
  const columns = { iteration: Float64Array.of(0, 10, 20), mu: Float64Array.of(1, 5, 9) };
  it('is the one recorded last at or before it', () => {
    expect([0, 9, 10, 25].map((iteration) => muAt(ramp, columns, iteration))).toEqual([1, 1, 5, 9]);
  });
  it('is the schedule’s own where it is fixed or nothing was recorded', () => {
    expect(muAt({ kind: 'fixed', value: 7 }, undefined, 3)).toBe(7);
    expect(muAt(ramp, undefined, 3)).toBe(1);
  });
});
