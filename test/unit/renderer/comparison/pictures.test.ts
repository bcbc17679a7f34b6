/** The pictures of a comparison: what they draw is where the numbers say, inside the picture, with every run's place to point at. */
import { describe, expect, it } from 'vitest';
import type { ProblemSummary, RunSummary } from '../../../../src-contract/session.ts';
import { compare } from '../../../../src-science/statistics/comparison.ts';
import { primalIntegral } from '../../../../src-science/statistics/primal-integral.ts';
import { comparedRuns } from '../../../../src-renderer/comparison/compared-runs.ts';
import type { Improvements } from '../../../../src-renderer/comparison/compared-runs.ts';
import { gapCurves } from '../../../../src-renderer/comparison/gap-over-time.ts';
import { flooredAxis } from '../../../../src-renderer/comparison/picture-frame.ts';
import { hitNear } from '../../../../src-renderer/comparison/picture.ts';
import type { Picture, PictureInput } from '../../../../src-renderer/comparison/picture.ts';
import { PICTURE_NAMES, PICTURES } from '../../../../src-renderer/comparison/pictures.ts';
import { reachCosts } from '../../../../src-renderer/comparison/reach-costs.ts';
import { valuesOfRuns } from '../../../../src-renderer/comparison/run-values.ts';
import { EXPORT_THEME } from '../../../../src-renderer/plot/chart-theme.ts';
import { textWidth } from '../../../../src-renderer/plot/place-labels.ts';
import { sceneSvg } from '../../../../src-renderer/plot/scene-svg.ts';
import type { Shape } from '../../../../src-renderer/plot/scene.ts';
import { makeExactRun, makeRun } from '../make-run.ts';

const problem = (id: number): ProblemSummary => ({
  id, hash: '', name: `p${id}`, origin: '', addedAt: 0, sense: 'min', variables: 9, rows: 3, nonzeros: 9, warnings: [], senseDoubt: null,
  reference: { objective: 100, basis: 'proven', runId: null }, stated: { typed: null, file: null }, referenceNote: null, runCount: 0,
});
const PROBLEMS = [problem(1), problem(2)];
const run = (id: number, label: string, part: Partial<RunSummary>): RunSummary => {
  const { gap = 0, problemId = 1 } = part;
  const end = gap === null ? { feasible: false, objective: null } : { feasible: true, objective: 100 * (1 + gap) };
  return makeRun({ id, label, problemName: `p${problemId}`, seconds: 2, ...end, ...part });
};

const RUNS = [
  run(1, 'slow', { seed: 1, gap: 0, seconds: 8 }), run(2, 'slow', { seed: 2, gap: 0.005, seconds: 6 }),
  run(3, 'fast', { seed: 1, gap: 0.02, seconds: 1, step: 0.3 }), run(4, 'fast', { seed: 2, gap: 0, seconds: 2, step: 0.3 }),
  run(5, 'slow', { seed: 1, gap: 0.01, problemId: 2, seconds: 4 }), run(6, 'fast', { seed: 1, gap: null, problemId: 2, step: 0.3 }),
  makeExactRun({ id: 7, label: 'solver', gap: 0, objective: 100, feasible: true, seconds: 4, iterations: null }),
  makeExactRun({
    id: 8, label: 'solver', gap: 0, objective: 100, feasible: true, seconds: 2, iterations: null, problemId: 2, problemName: 'p2',
  }),
];
const RECORDS: ReadonlyMap<number, Improvements> = new Map([
  [1, { seconds: [1, 3], iteration: [10, 30], objective: [150, 100] }], [7, { seconds: [1], iteration: [Number.NaN], objective: [100] }],
]);

function input(runs: readonly RunSummary[] = RUNS, part: Partial<PictureInput> = {}, records = RECORDS): PictureInput {
  const compared = comparedRuns(runs, PROBLEMS, 'name', records);
  const asked = part.asked ?? { by: 'gap', target: 0.01, baseline: 0 };
  return {
    compared, asked, improvements: records,
    comparison: compare(compared.outcomes, compared.methods.length, compared.problems.length, asked),
    scale: 'linear', budget: 'seconds', ranksOver: 'problems', x: 'seconds', y: 'gap', ...part,
  };
}
const SIZE = { width: 800, height: 400 };
function drawn(name: keyof typeof PICTURES, from = input(), size = SIZE): Picture {
  const picture = PICTURES[name].draw(from, size);
  if (typeof picture === 'string') throw new Error(picture);
  return picture;
}

describe('what it costs to come within the target', () => {
  const { compared } = input();
  it('is when the record first does, else when the run ended, and never where it does not', () => {
    expect([...reachCosts(compared, 0.01, 'seconds', RECORDS)]).toEqual([3, 6, Infinity, 2, 4, Infinity, 1, 2]);
    expect([...reachCosts(compared, 0.5, 'seconds', RECORDS)]).toEqual([1, 6, 1, 2, 4, Infinity, 1, 2]);
    expect([...reachCosts(compared, 0.01, 'seconds', null)]).toEqual([8, 6, Infinity, 2, 4, Infinity, 4, 2]);
  });

  it('counts iterations, or shares of a simplex gradient of each problem’s size', () => {
    // A solver counts none, whatever its record has.
    expect([...reachCosts(compared, 0.01, 'iterations', RECORDS)]).toEqual([30, 100, Infinity, 100, 100, Infinity, Infinity, Infinity]);
    expect([...reachCosts(compared, 0.01, 'simplex', RECORDS)].slice(0, 2)).toEqual([3, 10]);
  });
});

describe('the gap over time', () => {
  it('has the area under its mean that the mean of the primal integrals is', () => {
    const { compared } = input();
    const times = Float64Array.from({ length: 80_001 }, (_, k) => k / 10_000);
    for (const { method, mean, lower, upper } of gapCurves(compared, RECORDS, times)) {
      const area = mean.slice(0, -1).reduce((sum, gap) => sum + gap / 10_000, 0);
      const own = compared.runs.flatMap((each, k) => {
        if (compared.methods[compared.outcomes[k]!.method] !== method) return [];
        const record = RECORDS.get(each.id);
        const [seconds, objectives] = [[...Array.from(record?.seconds ?? []), each.seconds!], [
          ...Array.from(record?.objective ?? []), each.objective ?? Number.NaN,
        ]];
        return [primalIntegral(seconds, objectives, 100, 8, (a, b) => a < b)];
      });
      expect(area, method.name).toBeCloseTo(own.reduce((a, b) => a + b, 0) / own.length, 3);
      mean.forEach((_, t) => expect(lower[t]).toBeLessThanOrEqual(upper[t]!));
    }
  });
});

describe('axes with a line for what a logarithm has no place for', () => {
  it('keep all values in their range, and those on the line below all others', () => {
    const { range, floor, place } = flooredAxis('log', [0, -3, 0.1, 10]);
    expect([place(0), place(-3)]).toEqual([floor, floor]);
    expect(floor).toBeGreaterThan(range.min);
    expect(place(0.1)).toBeGreaterThan(floor!);
    expect(place(10)).toBeLessThan(range.max);
    expect(flooredAxis('log', [1, 2]).floor).toBeNull();
    expect(flooredAxis('linear', []).range.max).toBeGreaterThan(0);
  });
});

describe('performance and data profiles', () => {
  it('say at a place what is counted there', () => {
    // Instances: p1 at seeds 1 and 2, p2 at seed 1. Costs: slow 3 6 4, fast ∞ 2 ∞, solver 1 1 2.
    const words = drawn('performance').hits.filter(({ methodKey }) => methodKey === 'slow').map((hit) => hit.words());
    expect(words[0]).toEqual(['slow', '0\u202f% τ = 1', '100\u202f% in the end']);
    expect(words.find(([, line]) => line?.startsWith('33'))?.[1]).toMatch(/^33\u202f% τ = 2\.\d/u);
    const data = drawn('data').hits.filter(({ methodKey }) => methodKey === 'fast').map((hit) => hit.words()[2]);
    expect(new Set(data)).toEqual(new Set(['33\u202f% in the end']));
    expect(drawn('performance').notes[0]).toContain('3 instances');
  });

  it('leave out methods that count no iterations where that is the budget, and say so', () => {
    const picture = drawn('data', input(RUNS, { budget: 'simplex' }));
    expect(new Set(picture.hits.map(({ methodKey }) => methodKey))).toEqual(new Set(['slow', 'fast']));
    expect(picture.notes.join(' ')).toContain('One method counts no iterations and is not drawn.');
  });

  it('say in a sentence why there is nothing to draw', () => {
    const far = input(RUNS.filter(({ gap }) => (gap ?? 1) > 0.01), {}, new Map());
    expect(PICTURES.performance.draw(far, SIZE)).toBe(
      'No run comes within 1.00\u202f% of the reference: ask for a larger target gap.',
    );
    expect(PICTURES.data.draw(input(RUNS.slice(6), { budget: 'iterations' }), SIZE)).toContain('No method here counts iterations');
    expect(PICTURES.ranks.draw(input(RUNS.slice(0, 2)), SIZE)).toContain('at least two methods');
    expect(PICTURES.ranks.draw(input(RUNS.slice(0, 4)), SIZE)).toContain('at least two problems');
    expect(PICTURES.parallel.draw(input(RUNS.slice(0, 2)), SIZE)).toContain('differ in no setting');
    expect(PICTURES.box.draw(input(RUNS.slice(5, 6)), SIZE)).toBe('No run here has a gap.');
  });
});

describe('points of runs', () => {
  it('are found under the pointer, and lie where their values are', () => {
    const picture = drawn('scatter');
    const hit = picture.hits.find(({ runIds }) => runIds[0] === 3)!;
    expect(hitNear(picture, hit.x + 2, hit.y - 1)).toBe(hit);
    expect(hitNear(picture, -100, -100)).toBeNull();
    expect(hit.words()).toEqual(['#3 fast', 'p1, seed 1', 'Time, s: 1', 'Gap, %: 2']);
    const [low, high] = [4, 1].map((id) => picture.hits.find(({ runIds }) => runIds[0] === id)!);
    expect(low!.x).toBeLessThan(high!.x);
    expect(low!.y).toBe(high!.y);
    expect(picture.notes.join(' ')).toContain('One run lacks one of the two and is not drawn.');
    // Run 3 is the fastest, and of those without a gap 4 and 8 end first.
    expect(picture.notes.join(' ')).toContain('The line joins the 2 runs that no other beats in both.');
  });

  it('of a box stand in the row of their method, those without a figure are counted', () => {
    const picture = drawn('box');
    expect(picture.hits.map(({ runIds }) => runIds[0] ?? 0).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 7, 8]);
    const texts = picture.shapes(EXPORT_THEME, null).flatMap((shape) => (shape.kind === 'text' ? [shape.text] : []));
    expect(texts).toContain('+ 1 without');
  });

  it('are quantities in which the runs differ: settings first, and figures that some run has', () => {
    const values = valuesOfRuns(RUNS.slice(0, 4));
    expect(values.filter(({ isSetting }) => isSetting).map(({ label }) => label)).toEqual(['Step']);
    expect(values.map(({ key }) => key)).toEqual(expect.arrayContaining(['gap', 'objective', 'seconds', 'seed']));
    expect(new Set(values.map(({ label }) => label)).size).toBe(values.length);
    expect(values.some(({ key }) => key === 'loss')).toBe(false);
  });
});

/** Every text of a picture, boxes of places it takes. */
function textsOutside(shapes: readonly Shape[], width: number, height: number): string[] {
  return shapes.flatMap((shape) => {
    if (shape.kind !== 'text') return [];
    const wide = textWidth(shape.text, shape.size ?? 11);
    const left = shape.align === 'right' ? shape.x - wide : shape.align === 'center' ? shape.x - wide / 2 : shape.x;
    const inside = left >= -4 && left + wide <= width + 4 && shape.y >= 0 && shape.y <= height;
    return inside ? [] : [`${shape.text} at ${Math.round(left)}–${Math.round(left + wide)}, ${Math.round(shape.y)}`];
  });
}

const LONG = 'a method whose name its user made so long that no legend and no axis has room for all of it, whatever the panel';
const MANY = Array.from({ length: 30 }, (_, k) => run(k + 1, `${LONG} ${k % 15}`, {
  seed: 1 + Math.floor(k / 15), gap: k / 300, step: 0.1 + (k % 3) / 10, problemId: 1 + (k % 2), seconds: 0.5 + k,
}));

describe.each(PICTURE_NAMES)('the picture %s', (name) => {
  it.each([
    [800, 400, RUNS], [360, 220, RUNS], [1400, 900, RUNS], [800, 400, MANY], [360, 220, MANY],
  ] as const)('keeps every text and point inside at %d × %d', (width, height, runs) => {
    for (const scale of ['linear', 'log'] as const) {
      const asked = { by: 'gap', target: 0.2, baseline: 0 } as const;
      const picture = drawn(name, input(runs, { scale, ranksOver: 'instances', asked }), { width, height });
      const shapes = picture.shapes(EXPORT_THEME, null);
      expect(textsOutside(shapes, width, height)).toEqual([]);
      for (const hit of picture.hits) {
        expect(Number.isFinite(hit.x) && Number.isFinite(hit.y)).toBe(true);
        expect(hit.x >= 0 && hit.x <= width && hit.y >= 0 && hit.y <= height).toBe(true);
        expect(hit.words().length).toBeGreaterThan(1);
      }
      const svg = sceneSvg({ width, height, background: '#fff', fontFamily: 'Inter', shapes });
      expect(svg).not.toMatch(/NaN|Infinity|undefined/u);
    }
  });

  it('leaves the window as a table too, of what is drawn', () => {
    const { columns, rows } = drawn(name, input(RUNS, { ranksOver: 'instances' })).data();
    expect(new Set(columns.map(({ key }) => key)).size).toBe(columns.length);
    expect(rows.length).toBeGreaterThan(2);
    for (const row of rows) {
      expect(row).toHaveLength(columns.length);
      row.forEach((cell, k) => expect(cell === null || typeof cell === (columns[k]!.numeric ? 'number' : 'string')).toBe(true));
      expect(row.every((cell) => typeof cell !== 'number' || Number.isFinite(cell))).toBe(true);
    }
  });

  it('lets one method stand out', () => {
    const picture = drawn(name, input(RUNS, { ranksOver: 'instances' }));
    const faded = JSON.stringify(picture.shapes(EXPORT_THEME, 'fast'));
    expect(faded).not.toBe(JSON.stringify(picture.shapes(EXPORT_THEME, null)));
    expect(picture.description.length).toBeGreaterThan(5);
  });
});
