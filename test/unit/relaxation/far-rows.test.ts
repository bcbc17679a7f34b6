/** Rows whose coefficients span up to 10²⁰, against enumeration in whole numbers. */
import { describe, expect, it } from 'vitest';
import { assess } from '../../../src-science/decoding/assessment.ts';
import { createSampleBlock, settleBlock } from '../../../src-science/gradients/sample-block.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { createExactPlan } from '../../../src-science/relaxation/exact-plan.ts';
import { farAmount, farDivisor, farRow } from '../../../src-science/relaxation/far-row.ts';
import { feasibleProbability } from '../../../src-science/relaxation/feasibility.ts';
import { scaleRow } from '../../../src-science/relaxation/integral-row.ts';
import { tightMu } from '../../../src-science/relaxation/mu-bounds.ts';
import { slopeWhenOne, slopeWhenZero, surrogateWhenOne, surrogateWhenZero } from '../../../src-science/relaxation/one-variable.ts';
import { penaltyBracket } from '../../../src-science/relaxation/penalty-bracket.ts';
import { smallestPositiveViolation } from '../../../src-science/relaxation/smallest-violation.ts';
import { formOf, randomMarginals, testRandom } from './enumeration.ts';
import { flipChange, isViolated, smallestViolation, vertices, type Vertex } from './rational.ts';

/** Decimals of one to five digits over up to 20 powers of ten; the bound is now and then a sum of them, so that ties occur. */
function spreadForm(d: number, m: number, seed: number): NormalForm {
  const random = testRandom(seed);
  const rows = Array.from({ length: m }, () => {
    const powers = Math.floor(21 * random());
    const low = -Math.floor(powers / 2);
    const a = Array.from({ length: d }, () => (random() < 0.85 ? Number(`${1 + Math.floor(10 ** (1 + Math.floor(5 * random())) * random())}e${low + Math.floor(random() * (powers + 1))}`) * (random() < 0.4 ? -1 : 1) : 0));
    // Coefficients that cancel but for a small one.
    if (random() < 0.5 && d > 3) a[1] = -a[0]!;
    const b = random() < 0.5 ? a[d - 1]! : Number(`${Math.floor(1000 * random())}e${low + Math.floor(random() * (powers + 1))}`);
    return { a, b };
  });
  return formOf(d, rows);
}

const weightOf = (x: readonly number[], xHat: Float64Array, without = -1): number =>
  x.reduce((p, one, j) => (j === without ? p : p * (one === 1 ? xHat[j]! : 1 - xHat[j]!)), 1);
const violation = (vertex: Vertex): number => vertex.excess.reduce((sum, v) => sum + Math.max(0, v), 0);

/** Relative to the truth, or, where the row's own size is all that rounding knows, to that. */
function expectClose(found: number, truth: number, scale: number, what: string): void {
  expect(Math.abs(found - truth), `${what}: ${found} for ${truth}`).toBeLessThanOrEqual(1e-11 * Math.abs(truth) + 1e-13 * scale);
}

const EXAMPLE = formOf(4, [{ a: [1e-9, 1e9, 2e-9, -1e9], b: 1e-9 }]);

describe('a row whose coefficients lie far apart', () => {
  it('has the probability of being kept that its decimals have, not that of its doubles', () => {
    // Kept where x₂ < x₄, or both agree and 1e−9 x₁ + 2e−9 x₃ ≤ 1e−9, so that x₃ = 0.
    const xHat = Float64Array.of(0.5, 0.9, 0.95, 0.9);
    const plan = createExactPlan(EXAMPLE).plan!;
    expect(feasibleProbability(EXAMPLE, plan, xHat)).toBeCloseTo(0.1 * 0.9 + 0.82 * 0.05, 12);
    expect(feasibleProbability(EXAMPLE, null, xHat)).toBeCloseTo(0.131, 12);
    // Where the large ones are decided the penalty is that of the small ones alone, to the last places.
    const penalty = plan.penalty(Float64Array.of(0.5, 1, 0.95, 1));
    expect(Math.abs(penalty / (0.95 * (0.5 * 1e-9 + 0.5 * 2e-9)) - 1)).toBeLessThan(1e-14);
  });

  it('is evaluated exactly in everything: 120 programs of up to 20 powers of ten', () => {
    let far = 0;
    for (let seed = 0; seed < 120; seed++) {
      const d = 3 + (seed % 6);
      const form = spreadForm(d, 1 + (seed % 3), 900 + seed);
      const xHat = randomMarginals(d, seed, seed % 4 === 0);
      const all = vertices(form);
      const size = form.value.reduce((most, a) => Math.max(most, Math.abs(a)), 0);
      for (let i = 0; i < form.rowCount; i++) {
        if (scaleRow(form.value, form.start[i]!, form.start[i + 1]!, form.rhs[i]!).far !== null) far++;
      }
      const plan = createExactPlan(form).plan!;
      const gradient = new Float64Array(d);
      const penalty = plan.penaltyGradient(xHat, gradient);
      expectClose(penalty, all.reduce((sum, vertex) => sum + weightOf(vertex.x, xHat) * violation(vertex), 0), size, `penalty ${seed}`);
      expect(
        Math.abs(feasibleProbability(form, plan, xHat)! - all.reduce((sum, vertex) =>
          sum + (isViolated(vertex) ? 0 : weightOf(vertex.x, xHat)), 0)),
        `feasibility ${seed}`,
      ).toBeLessThan(1e-12);
      plan.rowViolation.forEach((p, i) =>
        expect(
          Math.abs(p - all.reduce((sum, vertex) => sum + (vertex.exact[i]! > 0n ? weightOf(vertex.x, xHat) : 0), 0)),
          `row ${i} of ${seed}`,
        ).toBeLessThan(1e-12)
      );
      for (let j = 0; j < d; j++) {
        const truth = all.reduce(
          (sum, vertex, v) => sum + (vertex.x[j] === 0 ? weightOf(vertex.x, xHat, j) * flipChange(all, v, j) : 0),
          0,
        );
        const own = Array.from(form.value).reduce((most, a, k) => (form.column[k] === j ? Math.max(most, Math.abs(a)) : most), 0);
        expect(Math.abs(gradient[j]! - truth), `gradient ${j} of ${seed}: ${gradient[j]} for ${truth}`)
          .toBeLessThanOrEqual(1e-7 * own + 1e-11 * Math.abs(truth));
      }
    }
    expect(far).toBeGreaterThan(30);
  });

  it('has the interchange field and the surrogate of their definitions', () => {
    for (let seed = 0; seed < 30; seed++) {
      const d = 4 + (seed % 3);
      const form = spreadForm(d, 1, 3100 + seed);
      const xHat = randomMarginals(d, seed, false);
      const all = vertices(form);
      const size = form.value.reduce((most, a) => Math.max(most, Math.abs(a)), Math.abs(form.rhs[0]!));
      const plan = createExactPlan(form).plan!;
      const field = new Float64Array(d);
      plan.interchangeField(xHat, field);
      const slope = new Float64Array(d);
      const surrogate = plan.surrogateGradient(xHat, slope);
      let truth = 0;
      for (const vertex of all) {
        if (!isViolated(vertex)) continue;
        let mean = -form.rhs[0]!;
        for (let k = 0; k < form.column.length; k++) {
          const j = form.column[k]!;
          mean += form.value[k]! *
            (vertex.x[j] === 1 ? surrogateWhenOne(xHat[j]!) / xHat[j]! : surrogateWhenZero(xHat[j]!) / (1 - xHat[j]!));
        }
        truth += weightOf(vertex.x, xHat) * mean;
      }
      expectClose(surrogate, truth, 100 * size, `surrogate ${seed}`);
      for (let k = 0; k < form.column.length; k++) {
        const j = form.column[k]!;
        const conditional = (one: number): number =>
          all.reduce((sum, vertex) => sum + (vertex.x[j] === one && isViolated(vertex) ? weightOf(vertex.x, xHat, j) : 0), 0);
        const expected = form.value[k]! * (slopeWhenOne(xHat[j]!) * conditional(1) + slopeWhenZero(xHat[j]!) * conditional(0));
        expect(Math.abs(field[j]! - expected), `field ${j} of ${seed}`).toBeLessThanOrEqual(1e-10 * Math.abs(form.value[k]!));
        const h = 1e-5;
        const at = (shift: number): number => plan.surrogate(xHat.map((x, l) => (l === j ? x + shift : x)));
        expect(Math.abs(slope[j]! - (at(h) - at(-h)) / (2 * h)), `slope ${j} of ${seed}`).toBeLessThanOrEqual(1e-5 * size);
      }
    }
  });

  it('is judged exactly by decoders and samplers, vertex by vertex', () => {
    for (let seed = 0; seed < 60; seed++) {
      const d = 5;
      const form = spreadForm(d, 2, 5000 + seed);
      const all = vertices(form);
      const block = createSampleBlock(form);
      block.valid = -1;
      for (let j = 0; j < d; j++) {
        let bits = 0;
        for (let v = 0; v < 32; v++) if (all[v]!.x[j] === 1) bits |= 1 << v;
        block.literalBits[2 * j] = bits;
        block.literalBits[2 * j + 1] = ~bits;
      }
      settleBlock(block);
      all.forEach((vertex, v) => {
        const found = assess(form, Uint8Array.from(vertex.x));
        const size = form.value.reduce((sum, a) => sum + Math.abs(a), 0);
        expect(found.feasible, `assessment of ${v}, ${seed}`).toBe(!isViolated(vertex));
        expectClose(found.violation, violation(vertex), size, `violation of ${v}, ${seed}`);
        expect((block.feasible >>> v) & 1, `sample ${v} of ${seed}`).toBe(isViolated(vertex) ? 0 : 1);
        expectClose(block.penalty[v]!, violation(vertex), size, `penalty of ${v}, ${seed}`);
      });
    }
  });

  it('has its smallest violation exactly where it is short, else no larger than it', () => {
    for (let seed = 0; seed < 40; seed++) {
      const form = spreadForm(6, 1, 7000 + seed);
      const found = smallestPositiveViolation(form);
      const truth = smallestViolation(vertices(form));
      if (truth === null) expect(found).toBeNull();
      else expect(Math.abs(found!.value / truth - 1), `${found!.value} for ${truth}, ${seed}`).toBeLessThan(found!.exact ? 1e-9 : Infinity);
      if (truth !== null) expect(found!.value).toBeLessThanOrEqual(truth * (1 + 1e-9));
    }
    const long = formOf(24, [{ a: Array.from({ length: 24 }, (_, j) => (j % 2 === 0 ? 1e9 : 4e-9)), b: 2e-9 }]);
    expect(smallestPositiveViolation(long)).toEqual({ value: 2e-9, exact: false });
    expect(tightMu(EXAMPLE)).toBeNull();
  });

  it('is refused with a sentence where it is long, and bracketed', () => {
    const a = Array.from({ length: 24 }, (_, j) => (j % 2 === 0 ? 1 + j : (1 + j) * 1e-18));
    const form = formOf(24, [{ a, b: 100 }]);
    const outcome = createExactPlan(form, () => 'capacity');
    expect(outcome.refusal).toBe('Row capacity has no exact expectation: its coefficients lie so far apart that sums of doubles lose the small ones, and it has 24 of them, more than 20.');
    const xHat = new Float64Array(24).fill(0.6);
    // Without the small ones the row is one of integers.
    const near = createExactPlan(formOf(24, [{ a: a.map((w) => (w < 1e-9 ? 0 : w)), b: 100 }])).plan!.penalty(xHat);
    const { lower, upper } = penaltyBracket(form, xHat);
    expect(lower).toBeLessThanOrEqual(near);
    expect(upper).toBeGreaterThanOrEqual(near);
    expect(upper - lower).toBeLessThan(1e-3 * near);
  });

  it('leaves rows alone whose doubles do: sums of reals that are ties up to rounding stay ties', () => {
    const a = [Math.sqrt(2), Math.sqrt(3), Math.sqrt(5)];
    expect(scaleRow(Float64Array.from(a), 0, 3, a[0]! + a[1]!).far).toBeNull();
    expect(farRow(Float64Array.from(a), 1, 1e-15)).toBeNull();
    expect(farRow(Float64Array.of(1e-9, 1e9), Infinity, 1)).toBeNull();
    const far = farRow(Float64Array.of(6e-3, -9e20), 3e-3, 1e5)!;
    expect(far).toEqual({ places: 3, weight: [6n, -900_000_000_000_000_000_000_000n], bound: 3n });
    expect(farDivisor(far)).toBe(3n);
    expect(farAmount(123n, 3)).toBe(0.123);
    expect(farAmount(-(10n ** 40n) - 1n, 20)).toBe(-1e20);
  });
});
