/**
 * How a descent ended: the stationarity gap against its definition by corners, the judgement as a table, and
 * descents that end in each of the ways.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { descend } from '../../../src-science/descent/descend.ts';
import type { DescentSpec } from '../../../src-science/descent/descent-spec.ts';
import { defaultDescentSpec } from '../../../src-science/descent/presets.ts';
import { endingWord } from '../../../src-contract/descent-ending.ts';
import { marginalRange } from '../../../src-science/descent/parametrization.ts';
import { endingText, settlingOf, stationarityGap } from '../../../src-science/descent/settling.ts';
import { generate } from '../../../src-science/program/generate.ts';
import { normalForm } from '../../../src-science/program/normal-form.ts';
import { denseForm } from './small-program.ts';

describe('the judgement of an end', () => {
  test.each([
    ['is settled where nothing leads on', { gap: 0, size: 100, moved: 0, returned: 0 }, 'settled', 0],
    ['is settled where the loss would fall by 5 % of itself', { gap: 5, size: 100, moved: 0.04, returned: 0.08 }, 'settled', 0.05],
    ['is moving where it would fall by more', { gap: 5.1, size: 100, moved: 0, returned: 0 }, 'moving', 0.051],
    ['is a two-cycle where a step leads away and two lead back', { gap: 500, size: 100, moved: 0.9, returned: 0.01 }, 'two-cycle', 5],
    ['is a two-cycle whatever the gap', { gap: 0, size: 100, moved: 0.05, returned: 0.01 }, 'two-cycle', 0],
    ['is no two-cycle where two steps lead farther than one', { gap: 500, size: 100, moved: 0.5, returned: 0.9 }, 'moving', 5],
    ['is no two-cycle where hardly anything moves', { gap: 0, size: 100, moved: 0.049, returned: 0 }, 'settled', 0],
    ['is settled where there is neither loss nor way to go', { gap: 0, size: 0, moved: 0, returned: 0 }, 'settled', 0],
    ['is moving where there is no loss but a way to go', { gap: 1, size: 0, moved: 0, returned: 0 }, 'moving', 1],
  ] as const)('%s', (_says, figures, kind, share) => {
    expect(settlingOf(figures)).toEqual({ kind, gap: figures.gap, gapShare: share, moved: figures.moved, returned: figures.returned });
  });

  test.each([
    [{ feasible: true, settling: 'settled' }, null],
    [{ feasible: null, settling: null }, null],
    [{ feasible: false, settling: 'settled' }, 'none feasible'],
    [{ feasible: false, settling: null }, 'none feasible'],
    [{ feasible: true, settling: 'moving' }, 'not settled'],
    [{ feasible: true, settling: 'two-cycle' }, 'two-cycle'],
    [{ feasible: false, settling: 'two-cycle' }, 'none feasible, two-cycle'],
  ] as const)('of %o is called %s in a table', (run, word) => {
    expect(endingWord(run)).toBe(word);
  });

  test('is told in full sentences', () => {
    const settled = settlingOf({ gap: 0.2, size: 1000, moved: 0, returned: 0 });
    expect(endingText(false, settled, { feasible: true, violation: 0 })).toBe('It came to rest: the stationarity gap is 0.02 % of the loss.');
    expect(endingText(true, settlingOf({ gap: 430, size: 1000, moved: 0, returned: 0 }), null)).toBe(
      'Cancelled. It did not come to rest: the stationarity gap is 430, 43 % of the loss. More iterations or another step may help. Nothing was decoded.',
    );
    expect(endingText(false, settlingOf({ gap: 430, size: 1000, moved: 0.983, returned: 0 }), { feasible: false, violation: 273 })).toBe(
      'It did not come to rest: it jumps between two points, by up to 0.983 in a marginal, and is back after two steps. A smaller step may help. No decoded vector is feasible: the least violated one misses its rows by 273 in all.',
    );
  });
});

test('the stationarity gap is the largest fall of the linear loss over the corners that the marginals can reach', () => {
  const case_ = fc.integer({ min: 1, max: 6 }).chain((d) =>
    fc.record({
      gradient: fc.array(fc.integer({ min: -20, max: 20 }), { minLength: d, maxLength: d }),
      xHat: fc.array(fc.integer({ min: 0, max: 10 }).map((v) => v / 10), { minLength: d, maxLength: d }),
      fixed: fc.array(fc.constantFrom(-1, -1, -1, 0, 1), { minLength: d, maxLength: d }),
    }),
  );
  fc.assert(
    fc.property(case_, ({ gradient, xHat, fixed }) => {
      const form = denseForm(gradient.map(() => 0), [], [], { fixed });
      let most = 0;
      for (let corner = 0; corner < 1 << gradient.length; corner++) {
        most = Math.max(
          most,
          gradient.reduce((sum, g, j) => sum + ((fixed[j] ?? -1) >= 0 ? 0 : g * ((xHat[j] ?? 0) - ((corner >> j) & 1))), 0),
        );
      }
      expect(stationarityGap(form, marginalRange('projected', 0), Float64Array.from(gradient), Float64Array.from(xHat))).toBeCloseTo(
        most,
        9,
      );
    }),
    { numRuns: 300, seed: 1 },
  );
});

describe('a descent', () => {
  const cover = normalForm(generate('set-cover', { rows: 30, columns: 60, density: 0.1 }, 5));
  const recommended: DescentSpec = { ...defaultDescentSpec(cover), checkpointEvery: 0 };
  const run = (spec: DescentSpec, form = cover) => descend(form, spec, { now: () => 0 });

  test('by the recommended settings settles, and says so', () => {
    const { settling, endingText: text } = run(recommended);
    expect(settling.kind).toBe('settled');
    expect(text).toMatch(/^It came to rest/);
  });

  test('stopped after a few steps does not, exact or sampled, and says by how much', () => {
    for (const evaluation of ['exact', 'sampled'] as const) {
      const { settling, endingText: text } = run({ ...recommended, evaluation, iterations: 5 });
      expect(settling.kind).toBe('moving');
      expect(settling.gapShare).toBeGreaterThan(0.05);
      expect(text).toMatch(/^It did not come to rest: the stationarity gap is/);
    }
  });

  test('that jumps between two points is called a two-cycle', () => {
    // Two items that do not fit together: from (0, 0) both go in, from (1, 1) both go out.
    const pair = denseForm([-1, -1], [[1, 1]], [1]);
    const spec: DescentSpec = {
      ...recommended,
      evaluation: 'exact',
      parametrization: 'projected',
      optimizer: { name: 'sgd' },
      step: 5,
      mu: { kind: 'fixed', value: 10 },
      iterations: 50,
      start: { kind: 'uniform', value: 0 },
    };
    for (const iterations of [50, 51]) {
      expect(run({ ...spec, iterations }, pair).settling).toMatchObject({ kind: 'two-cycle', moved: 1, returned: 0 });
    }
    expect(run({ ...spec, step: 0.01, iterations: 4000, start: { kind: 'given', xHat: [0.2, 0.4] } }, pair).settling.kind).toBe('settled');
  });

  test('of which nothing feasible was decoded says so, though it settled', () => {
    const impossible = denseForm([1, 1], [[-1, -1], [1, 1]], [-2, 1]);
    const { settling, endingText: text } = run({ ...recommended, decoders: ['threshold', 'greedy-repair'] }, impossible);
    expect(settling.kind).toBe('settled');
    expect(text).toMatch(/No decoded vector is feasible: the least violated one misses its rows by 1 in all\.$/);
  });

  test('of samples has the end’s gap of many steps’ samples, not of one step’s noise', () => {
    // At the settled end of an exact descent, where one step's gradient is noise.
    const { xHat, final } = run(recommended);
    const still: DescentSpec = {
      ...recommended,
      evaluation: 'sampled',
      samples: 32,
      iterations: 1,
      step: 1e-12,
      mu: { kind: 'fixed', value: final.mu },
      start: { kind: 'given', xHat: [...xHat] },
    };
    expect(run(still).settling.kind).toBe('settled');
  });

  test('of several keeps an end of its own descent: figures under that one’s μ, the same after a resume', () => {
    const spec: DescentSpec = { ...recommended, iterations: 60, restarts: 4, restartSpread: 64, mu: { kind: 'fixed', value: 0.5 } };
    const whole = run(spec);
    const mus = [0.5, 2, 8, 32];
    expect(mus.some((mu) => Math.abs(whole.final.mu - mu) < 1e-9)).toBe(true);
    for (const at of [30, 60, 130, 239]) {
      let asked = 0;
      const part = descend(cover, spec, { now: () => 0, cancelled: () => asked++ >= at });
      const rest = descend(cover, spec, { now: () => 0, resumeFrom: part.checkpoint });
      expect(rest.settling).toEqual(whole.settling);
      expect(rest.final).toEqual(whole.final);
      expect(part.endingText).toMatch(/^Cancelled\. /);
    }
  });
});
