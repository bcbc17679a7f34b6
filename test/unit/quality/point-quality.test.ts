/**
 * Gradient quality at a point against the exact laws of the estimates. Statistical checks use fixed seeds
 * and z bounds of 5 (one-sided 2.9·10⁻⁷ a check for normal figures): with fewer than 300 checks the file's
 * false-alarm rate is below 10⁻⁴ for any choice of seeds; for the seeds here it is decided.
 */
import { describe, expect, it } from 'vitest';
import { SCHEME_NAMES, type SchemeName } from '../../../src-science/gradients/scheme.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { measureQuality } from '../../../src-science/quality/quality.ts';
import type { PointQuality, SchemeQuality } from '../../../src-science/quality/quality-spec.ts';
import type { PointQualitySpec } from '../../../src-science/quality/quality-settings.ts';
import { replicationMoments, testBias } from '../../../src-science/quality/bias-test.ts';
import { freeCoordinates, replicate } from '../../../src-science/quality/replications.ts';
import { createExactPlan } from '../../../src-science/relaxation/exact-plan.ts';
import { enumerate, formOf, randomForm, randomMarginals, testRandom } from '../relaxation/enumeration.ts';
import { integrate } from '../relaxation/quadrature.ts';
import { lawOf, scorePairs, vertices } from './per-sample-law.ts';

const now = (): number => 0;

function measure(
  form: NormalForm,
  change: Partial<PointQualitySpec> & Pick<PointQualitySpec, 'xHat'>,
  cancelled?: () => boolean,
): PointQuality {
  const spec: PointQualitySpec = { shape: 'point', schemes: SCHEME_NAMES, samples: [64], replications: 64, seed: 1, ...change };
  const found = measureQuality(form, spec, { now, ...(cancelled === undefined ? {} : { cancelled }) });
  if (found?.shape !== 'point') throw new Error('nothing was measured');
  return found;
}

function schemeOf(quality: PointQuality, name: SchemeName): SchemeQuality {
  const found = quality.schemes.find(({ scheme }) => scheme === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

/** Small programs with rows of every kind and inner marginals. */
const programs = Array.from({ length: 8 }, (_, seed) => {
  const d = 3 + (seed % 4);
  const form = randomForm(d, 3 + (seed % 3), 900 + seed, ['integer', 'real', 'cover', 'packing', 'edge', 'decimal']);
  return { seed, form, xHat: [...randomMarginals(d, seed, false)].map((x) => 0.15 + 0.7 * x) };
});

describe('variance', () => {
  for (const scheme of ['true-penalty', 'straight-through'] as const) {
    it(`of ${scheme} is the exact one over K, and so is that of single samples`, () => {
      for (const { form, xHat, seed } of programs) {
        const law = lawOf(vertices(form, xHat, scheme));
        const found = schemeOf(measure(form, { xHat, schemes: [scheme], samples: [1, 64], replications: 512, seed }), scheme);
        for (const [n, K] of [1, 64].entries()) {
          expect(Math.abs(found.variance[n]! - law.trace / K), `seed ${String(seed)} K ${String(K)}`)
            .toBeLessThan(5 * found.varianceStandardError[n]! + 1e-12);
        }
        expect(Math.abs((found.sampleVariance ?? NaN) - law.trace)).toBeLessThan((5 * law.spread) / Math.sqrt(4096) + 1e-12);
      }
    });
  }

  it('of score-function at K = 2 is that over all pairs of samples; a single sample has none', () => {
    for (const { form, xHat, seed } of programs.filter(({ form }) => form.variableCount <= 4)) {
      const law = lawOf(scorePairs(form, xHat));
      const found = schemeOf(measure(form, { xHat, schemes: ['score-function'], samples: [2], replications: 512, seed }), 'score-function');
      expect(Math.abs(found.variance[0]! - law.trace)).toBeLessThan(5 * found.varianceStandardError[0]! + 1e-12);
      expect(found.sampleVariance).toBeNull();
    }
  });

  it('of the interchange in one dimension is that of its integrals over ε', () => {
    const [a, b, x] = [2, 1.3, 0.35];
    // g = a ∂s where ε > 1 − x̂, else 0.
    const slope = (e: number): number => (e * (1 - e)) / (x * e + (1 - x) * (1 - e)) ** 2;
    const first = integrate((e) => a * slope(e), 1 - x, 1);
    const second = integrate((e) => (a * slope(e)) ** 2, 1 - x, 1);
    const found = schemeOf(
      measure(formOf(1, [{ a: [a], b }]), { xHat: [x], schemes: ['surrogate-interchange'], samples: [16], replications: 512 }),
      'surrogate-interchange',
    );
    expect(Math.abs(found.variance[0]! - (second - first ** 2) / 16)).toBeLessThan(5 * found.varianceStandardError[0]!);
    expect(found.expectation?.[0]).toBeCloseTo(first, 10);
  });

  it('is zero where every estimate is the same: one variable, by local expectation', () => {
    const found = schemeOf(measure(formOf(1, [{ a: [1], b: 0.3 }]), { xHat: [0.4], schemes: ['true-penalty'] }), 'true-penalty');
    expect([found.variance[0], found.testedCoordinates[0], found.sampleVariance]).toEqual([0, 0, 0]);
    expect(found.biasZ[0]).toBeNaN();
    expect(found.cosine[0]).toBe(1);
  });
});

describe('bias', () => {
  it('against its own expectation is shown by no scheme, on rows of every kind', () => {
    let checks = 0;
    for (const { form, xHat, seed } of programs) {
      for (const found of measure(form, { xHat, samples: [256], seed }).schemes) {
        if (found.expectation === null || found.testedCoordinates[0] === 0) continue;
        expect(found.biasZ[0], `${found.scheme}, seed ${String(seed)}`).toBeLessThan(5);
        expect(found.coordinateP[0]).toBeGreaterThan(1e-6);
        checks++;
      }
    }
    expect(checks).toBeGreaterThan(30);
  });

  it('against the true gradient is what enumeration says, for every scheme with an expectation', () => {
    for (const { form, xHat, seed } of programs) {
      const truth = enumerate(form, xHat);
      const quality = measure(form, { xHat, samples: [256], seed });
      expect(quality.trueGradient.basis).toBe('exact');
      for (const scheme of ['surrogate-interchange', 'straight-through'] as const) {
        const found = schemeOf(quality, scheme);
        const mean = scheme === 'surrogate-interchange' ? truth.interchange : lawOf(vertices(form, xHat, scheme)).mean;
        const bias = Math.hypot(...mean.map((value, j) => value - truth.penaltyGradient[j]!));
        expect(found.exactBias).toBeCloseTo(bias, 8);
        expect(Math.abs(found.squaredBias[0]! - bias ** 2), `${scheme}, seed ${String(seed)}`)
          .toBeLessThan(5 * found.squaredBiasStandardError[0]! + 1e-9);
      }
      for (const scheme of ['true-penalty', 'score-function'] as const) {
        const found = schemeOf(quality, scheme);
        expect(found.exactBias).toBeCloseTo(0, 10);
        expect(Math.abs(found.squaredBias[0]!)).toBeLessThan(5 * found.squaredBiasStandardError[0]! + 1e-12);
      }
      const none = schemeOf(quality, 'naive-pathwise');
      expect(none.exactBias).toBeCloseTo(quality.trueGradient.norm, 10);
      if (quality.trueGradient.norm > 0) expect([none.zeroShare[0], none.cosine[0]]).toEqual([1, 0]);
    }
  });

  it('shows a boundary term that was left out: interchanged estimates against the corrected expectation', () => {
    const form = formOf(3, [{ a: [2, 1.5, 1], b: 3 }, { a: [-1, -1, 0], b: -1 }]);
    const xHat = Float64Array.of(0.4, 0.7, 0.5);
    const expected = new Float64Array(3);
    createExactPlan(form).plan?.surrogateGradient(xHat, expected);
    const draw = (scheme: SchemeName) => {
      const drawn = replicate(
        form,
        xHat,
        freeCoordinates(form),
        { scheme, samples: 1024, replications: 64, seed: 3, iteration: 0, firstSample: 0 },
        { now },
        () =>
          true,
      );
      return drawn === null ? null : testBias(replicationMoments(drawn.rows), expected);
    };
    expect(draw('surrogate-interchange')?.z).toBeGreaterThan(20);
    expect(draw('surrogate-corrected')?.z).toBeLessThan(5);
  });

  it('has no exact expectation to be held against where a marginal is on the edge, and says so', () => {
    const quality = measure(formOf(2, [{ a: [2, 1.5], b: 1 }]), { xHat: [1, 0.5], samples: [32] });
    const interchange = schemeOf(quality, 'surrogate-interchange');
    expect(interchange.expectation).toBeNull();
    expect(interchange.expectationNote).toContain('infinite');
    // The score of a marginal of 1 is 0, its gradient is not.
    expect(schemeOf(quality, 'score-function').exactBias).toBeGreaterThan(0.5);
  });
});

describe('cosine and error', () => {
  const form = formOf(4, [{ a: [3, 2, 2, 1], b: 4 }, { a: [-1, -1, 0, -1], b: -1 }, { a: [0, 1, 1, 1], b: 1 }]);
  const xHat = [0.5, 0.4, 0.6, 0.3];

  it('the expected cosine of an unbiased scheme grows with K towards 1', () => {
    const found = schemeOf(
      measure(form, { xHat, schemes: ['score-function'], samples: [2, 8, 32, 128, 512, 2048], replications: 256 }),
      'score-function',
    );
    for (let n = 1; n < 6; n++) expect(found.cosine[n]!).toBeGreaterThan(found.cosine[n - 1]!);
    expect(found.cosine[5]!).toBeGreaterThan(0.99);
  });

  it('a biased scheme ends at the cosine of its expectation and at the error of its bias', () => {
    const found = schemeOf(
      measure(form, { xHat, schemes: ['surrogate-interchange'], samples: [16384], replications: 32 }),
      'surrogate-interchange',
    );
    expect(found.cosine[0]!).toBeCloseTo(found.exactCosine ?? 0, 3);
    expect(found.rmse[0]! / (found.exactBias ?? 0)).toBeCloseTo(1, 2);
  });

  it('mean square error is variance plus squared bias', () => {
    for (const found of measure(form, { xHat, samples: [32], replications: 128 }).schemes) {
      const R = 128;
      // Σ‖g − t‖²/R = tr S (R − 1)/R + ‖ḡ − t‖², and the squared bias has tr S/R taken off.
      expect(found.rmse[0]! ** 2).toBeCloseTo(found.variance[0]! * ((R - 1) / R + 1 / R) + found.squaredBias[0]!, 8);
    }
  });
});

describe('laws', () => {
  const { form, xHat } = programs[2]!;

  it('rows times s: errors and biases times s, variances times s², directions as they were', () => {
    const s = 4;
    const scaled: NormalForm = { ...form, value: form.value.map((a) => s * a), rhs: form.rhs.map((b) => s * b) };
    const before = measure(form, { xHat, samples: [16] });
    const after = measure(scaled, { xHat, samples: [16] });
    before.schemes.forEach((one, n) => {
      const other = after.schemes[n]!;
      expect(other.variance[0]! / s ** 2).toBeCloseTo(one.variance[0]!, 10);
      expect(other.rmse[0]! / s).toBeCloseTo(one.rmse[0]!, 10);
      expect(other.squaredBias[0]! / s ** 2).toBeCloseTo(one.squaredBias[0]!, 10);
      expect(other.cosine[0]!).toBeCloseTo(one.cosine[0]!, 12);
      expect(other.nonzerosPerSample).toBe(one.nonzerosPerSample);
    });
  });

  it('variables in another order: the exact figures are as they were', () => {
    const order = Array.from({ length: form.variableCount }, (_, j) => (j + 2) % form.variableCount);
    const moved: NormalForm = { ...form, column: form.column.map((j) => order[j]!) };
    const movedXHat = new Array<number>(xHat.length);
    xHat.forEach((x, j) => (movedXHat[order[j]!] = x));
    const before = measure(form, { xHat, samples: [8], replications: 8 });
    const after = measure(moved, { xHat: movedXHat, samples: [8], replications: 8 });
    before.schemes.forEach((one, n) => {
      const other = after.schemes[n]!;
      if (one.exactBias !== null) expect(other.exactBias).toBeCloseTo(one.exactBias, 9);
      if (one.exactCosine !== null) expect(other.exactCosine).toBeCloseTo(one.exactCosine, 9);
    });
    expect(after.trueGradient.norm).toBeCloseTo(before.trueGradient.norm, 10);
  });

  it('the same spec gives the same bits, whichever schemes are measured beside', () => {
    const bits = (quality: PointQuality, name: SchemeName): string =>
      JSON.stringify(schemeOf(quality, name), (_key, value: unknown) => (value instanceof Float64Array ? [...value].map(String) : value));
    const all = measure(form, { xHat, samples: [4, 32] });
    expect(bits(measure(form, { xHat, samples: [4, 32] }), 'concrete')).toBe(bits(all, 'concrete'));
    expect(bits(measure(form, { xHat, samples: [4, 32], schemes: ['concrete'] }), 'concrete')).toBe(bits(all, 'concrete'));
    expect(bits(measure(form, { xHat, samples: [4, 32], seed: 2 }), 'concrete')).not.toBe(bits(all, 'concrete'));
  });

  it('a cancelled measurement keeps the cells that were done, to the bit', () => {
    const whole = measure(form, { xHat, samples: [4, 32] });
    let calls = 0;
    const part = measure(form, { xHat, samples: [4, 32] }, () => ++calls > 64 * 8);
    part.schemes.forEach((scheme, n) => {
      expect(scheme.rmse[0]).toBe(whole.schemes[n]!.rmse[0]);
    });
    expect(part.schemes.at(-1)?.rmse[1]).toBeNaN();
  });

  it('each setting reaches the one scheme that reads it', () => {
    const tuning = { temperature: { start: 0.2, final: 0.1, halfLife: 10 }, differenceStep: 0.3 };
    const usual = measure(form, { xHat, samples: [32] });
    const tuned = measure(form, { xHat, samples: [32], tuning });
    const moved = usual.schemes.filter(({ rmse }, n) => rmse[0] !== tuned.schemes[n]!.rmse[0]).map(({ scheme }) => scheme);
    expect(moved).toEqual(['concrete', 'finite-difference']);
  });

  it('fixed variables do not count', () => {
    const fixed: NormalForm = { ...form, fixed: form.fixed.map((value, j) => (j === 0 ? 1 : value)) };
    const at = [1, ...xHat.slice(1)];
    const quality = measure(fixed, { xHat: at, schemes: ['true-penalty'] });
    const free = enumerate(form, at).penaltyGradient.slice(1);
    expect(quality.freeVariables).toBe(form.variableCount - 1);
    expect(quality.trueGradient.norm).toBeCloseTo(Math.hypot(...free), 10);
  });
});

describe('counted cost', () => {
  it('reads every row once to find its value, and again where something is taken from it', () => {
    // x₁ + x₂ ≤ 1 at x̂ = (½, ½): violated in a quarter of the samples; a flip violates it where one of them is 1, or
    // both are 0 with none; so true-penalty reads again in ¾, corrected ¾ + ¾ (every violated row is pivotal).
    const quality = measure(formOf(2, [{ a: [1, 1], b: 1 }]), { xHat: [0.5, 0.5], samples: [2], replications: 8 });
    const cost = (name: SchemeName): number => schemeOf(quality, name).nonzerosPerSample;
    // 256 samples: a share of ¾ is within 5 · √(3/16/256) of it.
    const band = 5 * Math.sqrt(3 / 16 / 256);
    expect(Math.abs(cost('true-penalty') / 2 - 1.75)).toBeLessThan(band);
    expect(Math.abs(cost('surrogate-interchange') / 2 - 1.25)).toBeLessThan(band);
    expect(cost('straight-through')).toBe(cost('surrogate-interchange'));
    expect(cost('surrogate-corrected') - 2).toBeCloseTo(2 * (cost('true-penalty') - 2), 12);
    expect([cost('score-function'), cost('finite-difference'), cost('naive-pathwise')]).toEqual([2, 4, 0]);
    expect(cost('concrete')).toBeGreaterThan(2);
  });
});

describe('long real rows', () => {
  it('are held against many samples of the true-penalty scheme, and the answer says so', () => {
    const random = testRandom(77);
    const d = 48;
    const form = formOf(d, [{ a: Array.from({ length: d }, () => 0.5 + random()), b: 26 }]);
    const quality = measure(form, {
      xHat: new Array<number>(d).fill(0.5),
      schemes: ['true-penalty', 'surrogate-interchange'],
      samples: [256],
      replications: 32,
    });
    expect(quality.trueGradient).toMatchObject({ basis: 'sampled', samples: 131072 });
    expect(quality.trueGradient.reason).toContain('number 1 has no exact expectation');
    const unbiased = schemeOf(quality, 'true-penalty');
    expect(unbiased.expectationNote).toBe(quality.trueGradient.reason);
    expect(Math.abs(unbiased.squaredBias[0]!)).toBeLessThan(5 * unbiased.squaredBiasStandardError[0]!);
    const interchange = schemeOf(quality, 'surrogate-interchange');
    expect(interchange.squaredBias[0]! / interchange.squaredBiasStandardError[0]!).toBeGreaterThan(10);
  });
});
