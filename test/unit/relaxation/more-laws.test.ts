/**
 * Laws of the exact quantities beyond the penalty's (exact-laws.test.ts): in which coordinates each is
 * affine, what complement and scaling do to the probabilities, the surrogate's gradient and the bracket.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { createExactPlan, type ExactPlan } from '../../../src-science/relaxation/exact-plan.ts';
import { feasibleProbability } from '../../../src-science/relaxation/feasibility.ts';
import { muBounds } from '../../../src-science/relaxation/mu-bounds.ts';
import { penaltyBracket } from '../../../src-science/relaxation/penalty-bracket.ts';
import { smallestPositiveViolation } from '../../../src-science/relaxation/smallest-violation.ts';
import { formOf, randomForm, randomMarginals, ROW_STYLES, testRandom } from './enumeration.ts';

function planOf(form: NormalForm): ExactPlan {
  const { plan, refusal } = createExactPlan(form);
  if (plan === null) throw new Error(refusal);
  return plan;
}

function near(actual: number, expected: number, tolerance: number, size = 1): void {
  expect(Math.abs(actual - expected), `${String(actual)} against ${String(expected)}`)
    .toBeLessThan(tolerance * Math.max(size, Math.abs(expected)));
}

/** The program in y with y_j = 1 − x_j for the flipped variables; objective and constant with it. */
function complemented(form: NormalForm, flips: number): NormalForm {
  const flipped = (j: number): boolean => ((flips >> j) & 1) === 1;
  const rhs = form.rhs.slice();
  const value = form.value.map((a, k) => {
    if (!flipped(form.column[k]!)) return a;
    const row = form.start.findIndex((from, i) => k >= from && k < form.start[i + 1]!);
    rhs[row]! -= a;
    return -a;
  });
  const objective = form.objective.map((c, j) => (flipped(j) ? -c : c));
  const constant = form.objective.reduce((sum, c, j) => sum + (flipped(j) ? c : 0), form.objectiveConstant);
  return { ...form, value, rhs, objective, objectiveConstant: constant };
}

const seeds = fc.integer({ min: 0, max: 1e9 });
const inner = (d: number, seed: number): Float64Array => randomMarginals(d, seed, false).map((x) => 0.01 + 0.98 * x);

describe('each exact quantity is affine', () => {
  it('in every coordinate: the probabilities of violation and of feasibility', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const d = 1 + (seed % 7);
        const form = randomForm(d, 3, seed);
        const plan = planOf(form);
        const xHat = randomMarginals(d, seed + 4, true);
        const at = (x: Float64Array): number[] => {
          plan.penalty(x);
          return [...plan.rowViolation, ...plan.rowPenalty, feasibleProbability(form, plan, x) ?? Number.NaN];
        };
        const here = at(xHat);
        for (let j = 0; j < d; j++) {
          const [zero, one] = [0, 1].map((value) => at(xHat.map((x, i) => (i === j ? value : x))));
          here.forEach((value, n) => near(value, (1 - xHat[j]!) * zero![n]! + xHat[j]! * one![n]!, 1e-11));
        }
      }),
      { numRuns: 60, seed: 31 },
    );
  });

  it('in every other coordinate: the components of the interchange field; and the true gradient’s, which their own leaves alone', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const d = 2 + (seed % 6);
        const form = randomForm(d, 3, seed);
        const plan = planOf(form);
        const xHat = inner(d, seed + 5);
        const at = (x: Float64Array, which: 'interchangeField' | 'penaltyGradient'): Float64Array => {
          const out = new Float64Array(d);
          plan[which](x, out);
          return out;
        };
        for (const which of ['interchangeField', 'penaltyGradient'] as const) {
          const here = at(xHat, which);
          for (let i = 0; i < d; i++) {
            const [low, high] = [0.125, 0.875].map((value) => at(xHat.map((x, n) => (n === i ? value : x)), which));
            const share = (xHat[i]! - 0.125) / 0.75;
            for (let j = 0; j < d; j++) {
              if (j !== i) near(here[j]!, (1 - share) * low![j]! + share * high![j]!, 1e-10);
              else if (which === 'penaltyGradient') near(low![j]!, high![j]!, 1e-10);
            }
          }
        }
      }),
      { numRuns: 60, seed: 32 },
    );
  });
});

describe('the complement x → 1 − x', () => {
  it('keeps probabilities, penalty and surrogate and turns every gradient round, also on rows of reals', () => {
    fc.assert(
      fc.property(seeds, fc.nat(127), (seed, flips) => {
        const d = 1 + (seed % 7);
        const form = randomForm(d, 4, seed, ROW_STYLES);
        const other = complemented(form, flips);
        const xHat = inner(d, seed + 6);
        const turned = xHat.map((x, j) => (((flips >> j) & 1) === 1 ? 1 - x : x));
        const [before, after] = [planOf(form), planOf(other)];
        near(feasibleProbability(other, after, turned) ?? Number.NaN, feasibleProbability(form, before, xHat) ?? Number.NaN, 1e-10);
        after.rowViolation.forEach((p, i) => near(p, before.rowViolation[i]!, 1e-10));
        for (const which of ['penaltyGradient', 'interchangeField', 'surrogateGradient'] as const) {
          const [g, h] = [new Float64Array(d), new Float64Array(d)];
          near(after[which](turned, h), before[which](xHat, g), 1e-9);
          h.forEach((v, j) => near(((flips >> j) & 1) === 1 ? -v : v, g[j]!, 1e-9));
        }
      }),
      { numRuns: 120, seed: 33 },
    );
  });

  it('keeps the smallest violation and the bounds on μ', () => {
    fc.assert(
      fc.property(seeds, fc.nat(63), (seed, flips) => {
        const d = 2 + (seed % 5);
        const random = testRandom(seed);
        const form = {
          ...randomForm(d, 3, seed, ['integer', 'cover', 'packing', 'signed-corner']),
          objective: Float64Array.from({ length: d }, () => Math.round(20 * random() - 10)),
        };
        const other = complemented(form, flips);
        const [one, two] = [smallestPositiveViolation(form), smallestPositiveViolation(other)];
        expect(two?.exact).toBe(one?.exact);
        if (one !== null && two !== null) near(two.value, one.value, 1e-9);
        const [first, second] = [muBounds(form, one), muBounds(other, two)];
        for (const which of ['theorem2', 'norm1', 'tight'] as const) {
          expect(second[which] === null).toBe(first[which] === null);
          near(second[which] ?? 0, first[which] ?? 0, 1e-9);
        }
      }),
      { numRuns: 120, seed: 34 },
    );
  });
});

describe('a row times c > 0', () => {
  it('has c times the expectations and the same probabilities, also of reals', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(2 ** -20, 2 ** 9, 1 / 3, 1e-5, 7e4), (seed, c) => {
        const d = 1 + (seed % 7);
        const form = randomForm(d, 3, seed, ROW_STYLES);
        const scaled: NormalForm = { ...form, value: form.value.map((v) => v * c), rhs: form.rhs.map((b) => b * c) };
        const xHat = inner(d, seed + 7);
        const [before, after] = [planOf(form), planOf(scaled)];
        near(feasibleProbability(scaled, after, xHat) ?? Number.NaN, feasibleProbability(form, before, xHat) ?? Number.NaN, 1e-10);
        after.rowViolation.forEach((p, i) => near(p, before.rowViolation[i]!, 1e-10));
        for (const which of ['penaltyGradient', 'interchangeField', 'surrogateGradient'] as const) {
          const [g, h] = [new Float64Array(d), new Float64Array(d)];
          near(after[which](xHat, h) / c, before[which](xHat, g), 1e-9);
          h.forEach((v, j) => near(v / c, g[j]!, 1e-9));
        }
      }),
      { numRuns: 120, seed: 35 },
    );
  });
});

describe('the bracket of long rows of reals', () => {
  const d = 44;
  const random = testRandom(8);
  const a = Array.from({ length: d }, () => (0.2 + random()) * (random() < 0.4 ? -1 : 1));
  const b = a.reduce((sum, w) => sum + 0.45 * w, 0);
  const xHat = inner(d, 9);

  it('is narrow, contains the mean of the sampled penalty, and overlaps that of the same row written otherwise', () => {
    const form = formOf(d, [{ a, b }]);
    const one = penaltyBracket(form, xHat);
    expect(one.upper - one.lower).toBeLessThan(1e-2 * one.upper);
    expect(one.upper).toBeGreaterThan(one.lower);
    const flips = 2 ** 20 + 2 ** 7 + 3;
    const turned = penaltyBracket(complemented(form, flips), xHat.map((x, j) => (((flips >> j) & 1) === 1 ? 1 - x : x)));
    const scaled = penaltyBracket(formOf(d, [{ a: a.map((w) => 12.5 * w), b: 12.5 * b }]), xHat);
    for (const other of [turned, { lower: scaled.lower / 12.5, upper: scaled.upper / 12.5 }]) {
      expect(other.lower).toBeLessThanOrEqual(one.upper);
      expect(other.upper).toBeGreaterThanOrEqual(one.lower);
    }
    // 200 000 draws of its own; |z| beyond 6 plus the bracket's width happens once in 5·10⁸ by chance.
    const samples = 200_000;
    let [sum, squares] = [0, 0];
    for (let s = 0; s < samples; s++) {
      let v = -b;
      for (let j = 0; j < d; j++) if (random() < xHat[j]!) v += a[j]!;
      const loss = Math.max(0, v);
      sum += loss;
      squares += loss * loss;
    }
    const mean = sum / samples;
    const error = Math.sqrt((squares / samples - mean * mean) / samples);
    expect(mean).toBeGreaterThan(one.lower - 6 * error);
    expect(mean).toBeLessThan(one.upper + 6 * error);
  });
});
