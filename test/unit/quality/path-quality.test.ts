/**
 * Gradient quality along a trajectory, against enumeration at each of its points. Statistical checks use
 * fixed seeds and z bounds of 5, fewer than 100 of them.
 */
import { describe, expect, it } from 'vitest';
import { SCHEME_NAMES, type SchemeName } from '../../../src-science/gradients/scheme.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { measureQuality } from '../../../src-science/quality/quality.ts';
import type { PathQuality, SchemePath } from '../../../src-science/quality/quality-spec.ts';
import type { PathQualitySpec } from '../../../src-science/quality/quality-settings.ts';
import { enumerate, formOf, randomMarginals } from '../relaxation/enumeration.ts';

const rows = [{ a: [3, 2, 2, 1], b: 4 }, { a: [-1, -1, 0, -1], b: -1 }, { a: [0, 1, 1, 1], b: 1 }];
const objective = [2, -1, 1, -3];
const form = formOf(4, rows, objective);
const points = [0, 5, 20].map((iteration) => ({
  iteration,
  mu: 1 + iteration / 4,
  xHat: [...randomMarginals(4, iteration + 3, false)].map((x) => 0.1 + 0.8 * x),
}));

function measure(change: Partial<PathQualitySpec> = {}, cancelled?: () => boolean, of: NormalForm = form): PathQuality {
  const spec: PathQualitySpec = {
    shape: 'path',
    schemes: SCHEME_NAMES,
    points,
    samples: 16,
    replications: 64,
    seed: 4,
    runId: null,
    ...change,
  };
  const found = measureQuality(of, spec, { now: () => 0, ...(cancelled === undefined ? {} : { cancelled }) });
  if (found?.shape !== 'path') throw new Error('nothing was measured');
  return found;
}

function pathOf(quality: PathQuality, name: SchemeName): SchemePath {
  const found = quality.schemes.find(({ scheme }) => scheme === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => Array.from(a).reduce((sum, value, j) => sum + value * b[j]!, 0);
const norm = (a: ArrayLike<number>): number => Math.sqrt(dot(a, a));

describe('gradient quality along a trajectory', () => {
  it('has the cosine and the ratio of norms of enumeration, for the penalty and for the loss', () => {
    const quality = measure();
    expect(quality).toMatchObject({ basis: 'exact', points: 3, referenceSamples: 0 });
    const path = pathOf(quality, 'surrogate-interchange');
    points.forEach(({ xHat, mu }, n) => {
      const { interchange, penaltyGradient } = enumerate(form, xHat);
      const descended = interchange.map((g, j) => objective[j]! + mu * g);
      const loss = penaltyGradient.map((g, j) => objective[j]! + mu * g);
      expect(path.penaltyCosine[n]).toBeCloseTo(dot(interchange, penaltyGradient) / norm(interchange) / norm(penaltyGradient), 9);
      expect(path.penaltyNormRatio[n]).toBeCloseTo(norm(interchange) / norm(penaltyGradient), 9);
      expect(path.lossCosine[n]).toBeCloseTo(dot(descended, loss) / norm(descended) / norm(loss), 9);
      expect(path.lossNormRatio[n]).toBeCloseTo(norm(descended) / norm(loss), 9);
      expect(quality.truePenaltyNorm[n]).toBeCloseTo(norm(penaltyGradient), 9);
      expect(quality.trueLossNorm[n]).toBeCloseTo(norm(loss), 9);
    });
  });

  it('true-penalty points where it should; the zero of naive-pathwise leaves the objective alone', () => {
    const quality = measure();
    const own = pathOf(quality, 'true-penalty');
    const naive = pathOf(quality, 'naive-pathwise');
    points.forEach((_point, n) => {
      expect([own.penaltyCosine[n], own.penaltyNormRatio[n]].map((value) => Math.round((value ?? 0) * 1e9) / 1e9)).toEqual([1, 1]);
      expect(naive.penaltyCosine[n]).toBeNaN();
      expect(naive.sampledPenaltyCosine[n]).toBe(0);
      expect(naive.lossNormRatio[n]).toBeCloseTo(norm(objective) / quality.trueLossNorm[n]!, 9);
    });
  });

  it('sampled figures come to the exact ones with more samples, and have a standard error', () => {
    const many = pathOf(measure({ samples: 8192, schemes: ['surrogate-corrected'], replications: 16 }), 'surrogate-corrected');
    const few = pathOf(measure({ samples: 4, schemes: ['surrogate-corrected'] }), 'surrogate-corrected');
    points.forEach((_point, n) => {
      expect(Math.abs(many.sampledLossCosine[n]! - many.lossCosine[n]!)).toBeLessThan(5 * many.sampledLossCosineStandardError[n]! + 1e-3);
      expect(few.sampledPenaltyCosineStandardError[n]!).toBeGreaterThan(5 * many.sampledPenaltyCosineStandardError[n]!);
    });
  });

  it('schemes without an exact expectation have only sampled figures', () => {
    const path = pathOf(measure({ schemes: ['concrete'] }), 'concrete');
    expect([...path.penaltyCosine].every(Number.isNaN)).toBe(true);
    expect([...path.sampledPenaltyCosine].every((value) => Math.abs(value) <= 1)).toBe(true);
  });

  it('takes the temperature of each point’s iteration', () => {
    const [first] = points;
    if (first === undefined) throw new Error('no point');
    const twice = [first, { ...first, iteration: 4000 }];
    const path = pathOf(measure({ schemes: ['concrete'], points: twice, samples: 1024 }), 'concrete');
    // τ falls from 1 to 0.1 and the scheme's bias with it; 1024 samples are enough to see the bias and not the noise.
    expect(path.sampledPenaltyCosine[1]!).toBeGreaterThan(path.sampledPenaltyCosine[0]! + 5 * path.sampledPenaltyCosineStandardError[0]!);
  });

  it('keeps the points that were done when it is cancelled, with the same bits', () => {
    const whole = pathOf(measure(), 'score-function');
    let calls = 0;
    const part = measure({}, () => ++calls > 64 * 8 + 10);
    expect(part.points).toBe(1);
    const path = pathOf(part, 'score-function');
    expect(path.sampledLossCosine[0]).toBe(whole.sampledLossCosine[0]);
    expect(path.sampledLossCosine[2]).toBeNaN();
  });

  it('reports its share of the points', () => {
    const shares: number[] = [];
    measureQuality(form, { shape: 'path', schemes: ['true-penalty'], points, samples: 4, replications: 8, seed: 1, runId: 7 }, {
      now: () => 0,
      onProgress: (share) => shares.push(share),
    });
    expect(shares).toEqual([1 / 3, 2 / 3, 1]);
  });
});
