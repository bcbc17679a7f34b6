import { describe, expect, it } from 'vitest';
import { chooseWeightedForm, createExactPlan, type ExactPlan } from '../../../src-science/relaxation/exact-plan.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { enumerate, formOf, randomForm, randomMarginals, ROW_STYLES } from './enumeration.ts';

function planOf(form: NormalForm): ExactPlan {
  const { plan, refusal } = createExactPlan(form);
  if (plan === null) throw new Error(refusal);
  return plan;
}

/** |a − b| up to rounding, infinities of one sign counting as equal. */
function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number, what: string): void {
  expect(actual.length).toBe(expected.length);
  for (let j = 0; j < actual.length; j++) {
    const a = actual[j]!;
    const e = expected[j]!;
    if (a === e) continue;
    const error = Math.abs(a - e) / Math.max(1, Math.abs(e));
    expect(error, `${what}[${String(j)}]: ${String(a)} against ${String(e)}`).toBeLessThan(tolerance);
  }
}

function checkAgainstEnumeration(form: NormalForm, xHat: Float64Array): void {
  const truth = enumerate(form, xHat);
  const plan = planOf(form);
  const out = new Float64Array(form.variableCount);
  expectClose([plan.penalty(xHat)], [truth.penalty], 1e-12, 'penalty');
  expectClose([plan.penaltyGradient(xHat, out)], [truth.penalty], 1e-12, 'penalty with gradient');
  expectClose(out, truth.penaltyGradient, 1e-12, 'true gradient');
  expectClose(plan.rowPenalty, truth.rowPenalty, 1e-12, 'row penalty');
  expectClose(plan.rowViolation, truth.rowViolation, 1e-12, 'row violation');
  expectClose([plan.interchangeField(xHat, out)], [truth.penalty], 1e-12, 'penalty with field');
  expectClose(out, truth.interchange, 1e-10, 'interchange field');
  expectClose([plan.surrogate(xHat)], [truth.surrogate], 1e-11, 'surrogate');
}

describe('exact expectations of a program', () => {
  for (const style of ROW_STYLES) {
    it(`agree with enumeration on ${style} rows, at inner and at degenerate marginals`, () => {
      for (let seed = 0; seed < 25; seed++) {
        const d = 1 + (seed % 9);
        const form = randomForm(d, 3, 1000 + seed, [style]);
        checkAgainstEnumeration(form, randomMarginals(d, seed, seed % 2 === 1));
      }
    });
  }

  it('agree with enumeration on mixed programs of 10 to 12 variables', () => {
    for (let seed = 0; seed < 6; seed++) {
      const d = 10 + (seed % 3);
      checkAgainstEnumeration(randomForm(d, 8, 50 + seed), randomMarginals(d, seed, seed % 2 === 0));
    }
  });

  it('give the gradient of the surrogate as the central difference of its value', () => {
    for (let seed = 0; seed < 40; seed++) {
      const d = 2 + (seed % 7);
      const form = randomForm(d, 4, 300 + seed);
      const xHat = randomMarginals(d, 70 + seed, false).map((x) => 0.02 + 0.96 * x);
      const plan = planOf(form);
      const gradient = new Float64Array(d);
      const value = plan.surrogateGradient(xHat, gradient);
      expectClose([value], [plan.surrogate(xHat)], 1e-13, 'value');
      const numeric = new Float64Array(d);
      const h = 1e-5;
      for (let j = 0; j < d; j++) {
        const shifted = (by: number): number => plan.surrogate(xHat.map((x, i) => (i === j ? x + by : x)));
        // five-point rule: error O(h⁴)
        numeric[j] = (8 * (shifted(h) - shifted(-h)) - (shifted(2 * h) - shifted(-2 * h))) / (12 * h);
      }
      expectClose(gradient, numeric, 2e-8, `surrogate gradient, seed ${String(seed)}`);
    }
  });

  it('see a tie of decimal coefficients as tight, not violated', () => {
    const form = formOf(3, [{ a: [0.1, 0.2, 0.4], b: 0.3 }]);
    const plan = planOf(form);
    const at = Float64Array.of(1, 1, 0);
    expect(plan.penalty(at)).toBe(0);
    expect(plan.rowViolation[0]).toBe(0);
    expect(plan.penalty(Float64Array.of(1, 0, 1))).toBeCloseTo(0.2, 15);
  });

  it('take the cheaper form of each weighted row', () => {
    const of = (k: number, w: (j: number) => number): Float64Array => Float64Array.from({ length: k }, (_, j) => w(j));
    const half = (weight: Float64Array): number => Math.round(weight.reduce((s, w) => s + w, 0) / 2);
    const small = of(20, (j) => 1 + (j % 5));
    expect(chooseWeightedForm(small, half(small), true)).toMatchObject({ kind: 'lattice' });
    const large = of(20, (j) => 100_003 + 7919 * j);
    expect(chooseWeightedForm(large, half(large), true)).toEqual({ kind: 'halved', upper: true, cells: 16 * 2 ** 10 });
    expect(chooseWeightedForm(of(21, (j) => Math.sqrt(j + 2)), 30, false)).toMatchObject({ kind: 'halved', cells: 16 * 2 ** 11 });
    const manySmall = of(200, () => 3);
    // near the top few sums violate, near the bottom few are kept: each is seen from its short side
    expect(chooseWeightedForm(manySmall, 590, true)).toMatchObject({ kind: 'lattice', upper: true });
    expect(chooseWeightedForm(manySmall, 10, true)).toMatchObject({ kind: 'lattice', upper: false });
    const hopeless = of(200, (j) => 1e6 + j);
    expect(chooseWeightedForm(hopeless, half(hopeless), true)).toEqual({
      kind: 'none',
      why: 'its 200 integer weights reach too many sums',
    });
  });

  it('refuse a long real row and name it', () => {
    const a = Array.from({ length: 40 }, (_, j) => Math.sqrt(j + 2));
    const { plan, refusal } = createExactPlan(formOf(40, [{ a, b: 50 }]), () => 'budget');
    expect(plan).toBeNull();
    expect(refusal).toMatch(/^Row budget has no exact expectation: it has 40 real weights/);
  });
});
