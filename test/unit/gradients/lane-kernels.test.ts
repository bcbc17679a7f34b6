/** Blocks of samples and the schemes' per-sample forms, each against its definition or a second method. */
import { describe, expect, it } from 'vitest';
import type { LaneResult } from '../../../src-science/gradients/lane-kernel.ts';
import { createEvaluator, createLaneKernel } from '../../../src-science/gradients/registry.ts';
import { popcount } from '../../../src-science/gradients/lane-bits.ts';
import { createSampleBlock, drawBlock, loadThresholds, lowestLane, validLanes } from '../../../src-science/gradients/sample-block.ts';
import { softSlope, uniformOfWord } from '../../../src-science/gradients/soft-sample.ts';
import { beginSoftSequence, createSoftSequence, nextSoftWords } from '../../../src-science/gradients/soft-sequence.ts';
import { createRandomStream, positionStream } from '../../../src-science/random/bit-planes.ts';
import { enumerate, formOf, randomForm, randomMarginals, ROW_STYLES } from '../relaxation/enumeration.ts';

function result(): LaneResult {
  return { penalty: new Float64Array(32), feasible: 0, violations: 0 };
}

function stream(seed: number): ReturnType<typeof createRandomStream> {
  const made = createRandomStream();
  positionStream(made, seed, 0, 0);
  return made;
}

const MASKS = [-1, 1, 0x80000000 | 0, 0x0000ff00, 0x00f0f00f, 0x7fffffff];

describe('a block of samples', () => {
  it('settles every sample as the definition does: penalty, violated rows, feasibility', () => {
    for (let seed = 0; seed < 30; seed++) {
      const d = 2 + (seed % 8);
      const form = randomForm(d, 6, 90 + seed, ROW_STYLES);
      const xHat = randomMarginals(d, seed, seed % 2 === 0);
      const block = createSampleBlock(form);
      const thresholds = new Float64Array(d);
      loadThresholds(xHat, thresholds);
      const valid = MASKS[seed % MASKS.length]!;
      drawBlock(block, stream(seed), thresholds, seed, valid);
      let violations = 0;
      for (let l = 0; l < 32; l++) {
        if (((valid >>> l) & 1) === 0) {
          expect(block.penalty[l]).toBe(0);
          expect((block.feasible >>> l) & 1).toBe(0);
          continue;
        }
        const x = Float64Array.from({ length: d }, (_, j) => (block.literalBits[2 * j]! >>> l) & 1);
        const truth = enumerate(form, x);
        expect(block.penalty[l]).toBeCloseTo(truth.penalty, 11);
        expect((block.feasible >>> l) & 1).toBe(truth.feasible);
        violations += truth.rowViolation.reduce((s, p) => s + p, 0);
      }
      expect(block.violations).toBe(violations);
    }
  });

  it('counts bits and finds lanes', () => {
    expect(popcount(0)).toBe(0);
    expect(popcount(-1)).toBe(32);
    expect(popcount(0x80010003 | 0)).toBe(4);
    expect(lowestLane(0x80000000 | 0)).toBe(31);
    expect(lowestLane(0b1100)).toBe(2);
    expect(validLanes(0, 0, 32)).toBe(-1);
    expect(validLanes(0, 0, 33) >>> 0).toBe(0xffffffff);
    expect(validLanes(1, 0, 33)).toBe(1);
    expect(validLanes(1, 30, 4)).toBe(0b11);
    expect(validLanes(0, 30, 4) >>> 0).toBe(0xc0000000);
    expect(validLanes(3, 0, 33)).toBe(0);
  });
});

describe('a kernel', () => {
  for (const scheme of ['true-penalty', 'surrogate-interchange', 'straight-through', 'naive-pathwise'] as const) {
    it(`of ${scheme} writes every lane anew, and 0 in those that are no sample`, () => {
      for (let seed = 0; seed < 30; seed++) {
        const d = 2 + (seed % 9);
        const form = randomForm(d, 7, 200 + seed);
        const kernel = createLaneKernel(form, scheme);
        kernel.load(randomMarginals(d, seed, seed % 3 === 0), 0);
        const valid = MASKS[seed % MASKS.length]!;
        const whole = new Float64Array(32 * d);
        kernel.lanes(stream(seed), 5, -1, whole, result());
        const lanes = new Float64Array(32 * d).fill(99);
        kernel.lanes(stream(seed), 5, valid, lanes, result());
        // A sample is the same whichever others are drawn with it.
        whole.forEach((g, o) => expect(lanes[o]).toBe(((valid >>> (o & 31)) & 1) === 1 ? g : 0));
      }
    });
  }

  it('of surrogate-interchange multiplies what straight-through writes by ∂s of the block’s own sequence, given x', () => {
    for (let seed = 0; seed < 20; seed++) {
      const d = 2 + (seed % 9);
      const form = randomForm(d, 7, 500 + seed);
      const xHat = randomMarginals(d, seed, false);
      const written = (['surrogate-interchange', 'straight-through'] as const).map((scheme) => {
        const kernel = createLaneKernel(form, scheme);
        kernel.load(xHat, 0);
        const lanes = new Float64Array(32 * d);
        kernel.lanes(stream(seed), 7, -1, lanes, result());
        return lanes;
      });
      const [interchanged, plain] = [written[0]!, written[1]!];
      const thresholds = new Float64Array(d);
      loadThresholds(xHat, thresholds);
      const block = createSampleBlock(form);
      drawBlock(block, stream(seed), thresholds, 7, -1);
      const sequence = createSoftSequence();
      beginSoftSequence(sequence, stream(seed), 7);
      const words = new Int32Array(32);
      for (let j = 0; j < d; j++) {
        nextSoftWords(sequence, words);
        for (let l = 0; l < 32; l++) {
          const u = uniformOfWord(words[l]!);
          const x = (block.literalBits[2 * j]! >>> l) & 1;
          const epsilon = x === 1 ? 1 - xHat[j]! * u : (1 - xHat[j]!) * u;
          const expected = plain[32 * j + l]! * softSlope(xHat[j]!, epsilon);
          expect(Math.abs(interchanged[32 * j + l]! - expected)).toBeLessThanOrEqual(1e-9 * Math.abs(expected));
        }
      }
    }
  });

  for (const scheme of ['true-penalty', 'naive-pathwise'] as const) {
    it(`of ${scheme} has its totals in the evaluator: the same sums, but for the rounding of real rows`, () => {
      for (let seed = 0; seed < 60; seed++) {
        const d = 2 + (seed % 9);
        const form = randomForm(d, 7, 200 + seed);
        const xHat = randomMarginals(d, seed, seed % 3 === 0);
        const kernel = createLaneKernel(form, scheme);
        kernel.load(xHat, 0);
        const sum = new Float64Array(d);
        const lanes = new Float64Array(32 * d);
        const byLane = result();
        let penalty = 0;
        let feasible = 0;
        for (const block of [5, 6]) {
          kernel.lanes(stream(seed), block, -1, lanes, byLane);
          for (let o = 0; o < lanes.length; o++) sum[o >> 5]! += lanes[o]! / 64;
          for (const p of byLane.penalty) penalty += p / 64;
          feasible += popcount(byLane.feasible) / 64;
        }
        const gradient = new Float64Array(d);
        const outcome = { penalty: 0, penaltyStandardError: 0, feasibleShare: 0, samples: 0, meanViolation: 0 };
        createEvaluator(form, { scheme, evaluation: 'sampled', samples: 64 }).evaluate(
          xHat,
          { seed, stream: 0, iteration: 0, firstSample: 160 },
          gradient,
          outcome,
        );
        for (let j = 0; j < d; j++) expect(gradient[j]).toBeCloseTo(sum[j]!, 6);
        expect(outcome.penalty).toBeCloseTo(penalty, 6);
        // Who is violated is not left to the rounding.
        expect(outcome.feasibleShare).toBe(feasible);
      }
    });
  }

  it('of finite-difference uses common random numbers: a rising penalty never looks falling', () => {
    const [a, b, h] = [3, 1, 0.125];
    const kernel = createLaneKernel(formOf(1, [{ a: [a], b }]), 'finite-difference', { differenceStep: h });
    kernel.load(Float64Array.of(0.5), 0);
    const lanes = new Float64Array(32);
    const seen = new Set<number>();
    for (let block = 0; block < 20; block++) {
      kernel.lanes(stream(2), block, -1, lanes, result());
      for (const g of lanes) seen.add(Math.abs(g));
      expect(Math.min(...lanes)).toBeGreaterThanOrEqual(0);
    }
    // x changes between the two marginals, or it does not: (a − b)/2h or 0.
    expect([...seen].sort((x, y) => x - y)).toEqual([0, (a - b) / (2 * h)]);
  });

  it('of surrogate-corrected is the plain interchange where no flip changes a row', () => {
    // Rows that are always violated have no edge: what is left is the published direction, sample by sample.
    const form = randomForm(5, 3, 1, ['integer']);
    const always = { ...form, rhs: form.rhs.map(() => -100) };
    const xHat = randomMarginals(5, 4, false);
    const write = (scheme: 'surrogate-corrected' | 'surrogate-interchange'): Float64Array => {
      const kernel = createLaneKernel(always, scheme);
      kernel.load(xHat, 0);
      const lanes = new Float64Array(160);
      kernel.lanes(stream(1), 0, -1, lanes, result());
      return lanes;
    };
    const [corrected, plain] = [write('surrogate-corrected'), write('surrogate-interchange')];
    corrected.forEach((value, k) => expect(value).toBeCloseTo(plain[k]!, 10));
    expect(corrected.some((value) => value !== 0)).toBe(true);
  });
});
