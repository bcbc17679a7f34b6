/**
 * The interchange direction's error added to a gradient: as it is, and as noise. The claim of docs/question.md about what
 * that error is on covers and on packings of pairs stands here too.
 */
import { describe, expect, it } from 'vitest';
import { descend } from '../../../src-science/descent/descend.ts';
import type { DescentSpec } from '../../../src-science/descent/descent-spec.ts';
import { drawnParts } from '../../../src-science/descent/drawn-parts.ts';
import { descentEvaluator } from '../../../src-science/descent/evaluators.ts';
import type { EvaluationChoice } from '../../../src-science/descent/evaluators.ts';
import { defaultDescentSpec } from '../../../src-science/descent/presets.ts';
import { validateDescent } from '../../../src-science/descent/validate-descent.ts';
import { generate } from '../../../src-science/program/generate.ts';
import { normalForm } from '../../../src-science/program/normal-form.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { slopeWhenOne, slopeWhenZero } from '../../../src-science/relaxation/one-variable.ts';
import { denseForm } from './small-program.ts';

const cover = normalForm(generate('set-cover', { rows: 60, columns: 150, density: 0.1, maxCost: 50 }, 3));
const xHatOf = (form: NormalForm): Float64Array =>
  Float64Array.from({ length: form.variableCount }, (_, j) => 0.02 + (0.96 * ((j * 37) % 101)) / 100);

/** The penalty's direction at one step. */
function direction(
  form: NormalForm,
  choice: Partial<EvaluationChoice>,
  at: { iteration?: number; seed?: number } = {},
  xHat = xHatOf(form),
): Float64Array {
  const evaluator = descentEvaluator(form, { scheme: 'true-penalty', evaluation: 'exact', samples: 20, ...choice });
  const gradient = new Float64Array(form.variableCount);
  evaluator.evaluate(xHat, { seed: 1, stream: 0, iteration: 5, firstSample: 0, ...at }, gradient, {
    penalty: 0,
    penaltyStandardError: 0,
    feasibleShare: 0,
    samples: 0,
    meanViolation: 0,
  });
  return gradient;
}

function expectClose(a: Float64Array, b: Float64Array): void {
  a.forEach((value, j) => expect(Math.abs(value - b[j]!), `entry ${j}`).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(b[j]!))));
}

describe.each(['true-penalty', 'surrogate-corrected'] as const)('the interchange’s error on %s', (scheme) => {
  describe.each(['exact', 'sampled'] as const)('evaluated %s', (evaluation) => {
    const own = direction(cover, { scheme, evaluation });
    const interchange = direction(cover, { scheme: 'surrogate-interchange', evaluation });

    it('is not there at a share of 0, is all there at 1, and lies between in between', () => {
      expect(direction(cover, { scheme, evaluation, interchangeError: 'kept', errorShare: 0 })).toEqual(own);
      expectClose(direction(cover, { scheme, evaluation, interchangeError: 'kept' }), interchange);
      expectClose(
        direction(cover, { scheme, evaluation, interchangeError: 'kept', errorShare: 0.25 }),
        own.map((g, j) => 0.75 * g + 0.25 * interchange[j]!),
      );
    });

    it('has one fair sign an iteration, the same with the same seed', () => {
      const signs = Array.from({ length: 400 }, (_, iteration) => {
        const here = { iteration, seed: 3 };
        const [g, i, both] = [{ scheme }, { scheme: 'surrogate-interchange' }, { scheme, interchangeError: 'shared-sign', errorShare: 0.5 }]
          .map((choice) => direction(cover, { evaluation, ...choice } as Partial<EvaluationChoice>, here));
        const sign = Math.sign(both!.reduce((sum, value, j) => sum + (value - g![j]!) * (i![j]! - g![j]!), 0));
        if (iteration < 5) expectClose(both!, g!.map((value, j) => value + sign * 0.5 * (i![j]! - value)));
        return sign;
      });
      // Within five standard deviations of a fair coin.
      expect(Math.abs(signs.reduce((a, b) => a + b, 0))).toBeLessThan(5 * Math.sqrt(400));
      const choice = { scheme, evaluation, interchangeError: 'shared-sign' } as const;
      expect(direction(cover, choice)).toEqual(direction(cover, choice));
    }, 30_000);
  });
});

it('signs of single variables are fair, their own in every iteration, and drawn by the seed', () => {
  const g = direction(cover, {});
  const i = direction(cover, { scheme: 'surrogate-interchange' });
  const drawn = Array.from({ length: 200 }, (_, iteration) => {
    const both = direction(cover, { interchangeError: 'own-signs' }, { iteration });
    const signs = both.map((value, j) => Math.sign((value - g[j]!) * (i[j]! - g[j]!)));
    expectClose(both, g.map((value, j) => value + signs[j]! * (i[j]! - value)));
    return signs;
  });
  const d = cover.variableCount;
  const limit = 5 * Math.sqrt(200);
  for (let j = 0; j < d; j++) {
    expect(Math.abs(drawn.reduce((sum, signs) => sum + signs[j]!, 0)), `variable ${j}`).toBeLessThan(limit);
    for (const by of [1, 32, 128]) {
      if (j + by < d)
        expect(Math.abs(drawn.reduce((sum, signs) => sum + signs[j]! * signs[j + by]!, 0)), `${j} and ${j + by}`).toBeLessThan(limit);
    }
  }
  expect(direction(cover, { interchangeError: 'own-signs' }, { seed: 2 })).not
    .toEqual(direction(cover, { interchangeError: 'own-signs' }, { seed: 1 }));
});

describe('a descent with it', () => {
  const spec: DescentSpec = { ...defaultDescentSpec(cover), iterations: 30, snapshotEvery: 0, checkpointEvery: 0 };

  it('draws its signs, and nothing else', () => {
    expect(drawnParts(cover, { ...spec, interchangeError: 'own-signs' })).toEqual(['error-signs']);
    expect(drawnParts(cover, { ...spec, interchangeError: 'kept' })).toEqual([]);
    const end = (seed: number): number[] => [...descend(cover, { ...spec, seed, interchangeError: 'shared-sign' }, { now: () => 0 }).xHat];
    expect(end(1)).toEqual(end(1));
    expect(end(2)).not.toEqual(end(1));
  });

  it('stays finite at the cube’s border, where the interchange direction is not', () => {
    const { xHat } = descend(cover, {
      ...spec,
      parametrization: 'projected',
      optimizer: { name: 'sgd' },
      step: 1,
      interchangeError: 'kept',
      errorShare: 0.5,
    }, { now: () => 0 });
    expect(xHat.every((x) => x >= 1e-9 && x <= 1 - 1e-9)).toBe(true);
  });

  it('is refused for a scheme that has no such error, and where the gradient moves nothing', () => {
    expect(validateDescent(cover, { ...spec, scheme: 'concrete', evaluation: 'sampled', interchangeError: 'kept' })).toEqual([
      { field: 'interchangeError', message: 'Only a gradient has an error of the interchange: choose the scheme true-penalty or surrogate-corrected, or the error “none”.' },
    ]);
    expect(validateDescent(cover, {
      ...spec,
      mu: { kind: 'sequential', sweeps: 3 },
      step: 1,
      optimizer: { name: 'mean-field', temperature: 1, finalTemperature: 0.1 },
      interchangeError: 'kept',
    })).toEqual([
      {
        field: 'interchangeError',
        message: 'Multipliers a row are not moved by the gradient: an error added to it would do nothing. Choose the error “none”.',
      },
    ]);
    expect(validateDescent(cover, { ...spec, scheme: 'concrete', evaluation: 'sampled', interchangeError: 'none' })).toEqual([]);
  });
});

describe('what interchanging does (docs/question.md)', () => {
  it('on covers is a factor h0(x̂_j) on each entry of the true gradient', () => {
    const xHat = xHatOf(cover);
    const g = direction(cover, {});
    expectClose(direction(cover, { scheme: 'surrogate-interchange' }), g.map((value, j) => slopeWhenZero(xHat[j]!) * value));
  });

  it('on packings of pairs is a factor h1(x̂_j)', () => {
    const pairs = denseForm([-1, -2, -1, -3], [[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1], [1, 0, 0, 1]], [1, 1, 1, 1]);
    const xHat = xHatOf(pairs);
    const g = direction(pairs, {});
    expectClose(direction(pairs, { scheme: 'surrogate-interchange' }), g.map((value, j) => slopeWhenOne(xHat[j]!) * value));
  });

  it('on a packing of three is no factor that x̂_j alone decides', () => {
    const three = denseForm([-1, -1, -1], [[1, 1, 1]], [1]);
    const factor = (xHat: Float64Array): number =>
      direction(three, { scheme: 'surrogate-interchange' }, {}, xHat)[0]! / direction(three, {}, {}, xHat)[0]!;
    expect(Math.abs(factor(Float64Array.of(0.4, 0.1, 0.1)) - factor(Float64Array.of(0.4, 0.8, 0.8)))).toBeGreaterThan(0.1);
  });

  it('so on covers it follows, entry by entry, the gradient of the true penalty under a convex objective', () => {
    // With D = diag h0: c + μ ĝ = D (c/h0 + μ ∇E[φ̃]), and c/h0 is the gradient of Σ c_j ∫ dx/h0, convex since h0 falls.
    for (let x = 0.01; x < 0.985; x += 0.01) expect(slopeWhenZero(x + 0.01)).toBeLessThan(slopeWhenZero(x));
    const xHat = xHatOf(cover);
    const mu = 7;
    const g = direction(cover, {});
    const interchange = direction(cover, { scheme: 'surrogate-interchange' });
    const convex = cover.objective.map((c, j) => c / slopeWhenZero(xHat[j]!) + mu * g[j]!);
    expectClose(cover.objective.map((c, j) => c + mu * interchange[j]!), convex.map((value, j) => slopeWhenZero(xHat[j]!) * value));
  });
});
