/** Laws that hold for any program, second methods for large rows, and the figures of the papers. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { createExactPlan, type ExactPlan } from '../../../src-science/relaxation/exact-plan.ts';
import { createHalvedRow, createHalvedWorkspace } from '../../../src-science/relaxation/halved-row.ts';
import { createLatticeRow } from '../../../src-science/relaxation/lattice-row.ts';
import {
  createMarginalTables,
  loadProbabilities,
  loadSlopes,
  loadSurrogates,
  type MarginalTables,
} from '../../../src-science/relaxation/marginal-tables.ts';
import { f1, slopeWhenOne } from '../../../src-science/relaxation/one-variable.ts';
import { orientRow, type RowDistribution } from '../../../src-science/relaxation/row-distribution.ts';
import { formOf, randomForm, randomMarginals, testRandom, type DenseRow } from './enumeration.ts';

function planOf(form: NormalForm): ExactPlan {
  const { plan, refusal } = createExactPlan(form);
  if (plan === null) throw new Error(refusal);
  return plan;
}

interface Everything {
  readonly penalty: number;
  readonly surrogate: number;
  readonly gradient: Float64Array;
  readonly field: Float64Array;
  readonly corrected: Float64Array;
}

function everything(form: NormalForm, xHat: Float64Array): Everything {
  const plan = planOf(form);
  const d = form.variableCount;
  const out = { gradient: new Float64Array(d), field: new Float64Array(d), corrected: new Float64Array(d) };
  const penalty = plan.penaltyGradient(xHat, out.gradient);
  plan.interchangeField(xHat, out.field);
  const surrogate = plan.surrogateGradient(xHat, out.corrected);
  return { penalty, surrogate, ...out };
}

function near(actual: number, expected: number, tolerance = 1e-10): void {
  if (actual === expected) return;
  expect(Math.abs(actual - expected), `${String(actual)} against ${String(expected)}`).toBeLessThan(
    tolerance * Math.max(1, Math.abs(expected)),
  );
}

function nearAll(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-10): void {
  expect(actual.length).toBe(expected.length);
  for (let j = 0; j < actual.length; j++) near(actual[j]!, expected[j]!, tolerance);
}

const anySeed = fc.integer({ min: 0, max: 1e9 });

describe('laws of the exact expectations', () => {
  it('multilinear: the penalty is linear along each coordinate, with the gradient as its slope', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const d = 1 + (seed % 8);
        const form = randomForm(d, 4, seed);
        const xHat = randomMarginals(d, seed, true);
        const plan = planOf(form);
        const gradient = new Float64Array(d);
        const here = plan.penaltyGradient(xHat, gradient);
        for (let j = 0; j < d; j++) {
          const at = (value: number): number => plan.penalty(xHat.map((x, i) => (i === j ? value : x)));
          near(gradient[j]!, at(1) - at(0));
          near(here, (1 - xHat[j]!) * at(0) + xHat[j]! * at(1));
        }
      }),
      { numRuns: 80, seed: 11 },
    );
  });

  it('permutation: renaming variables and reordering rows permutes the results', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const d = 2 + (seed % 7);
        const form = randomForm(d, 5, seed);
        const xHat = randomMarginals(d, seed + 1, false);
        const random = testRandom(seed);
        const place = Array.from({ length: d }, (_, j) => j).sort(() => random() - 0.5);
        const rows: DenseRow[] = Array.from({ length: form.rowCount }, (_, i) => {
          const a = new Array<number>(d).fill(0);
          for (let k = form.start[i]!; k < form.start[i + 1]!; k++) a[place[form.column[k]!]!] = form.value[k]!;
          return { a, b: form.rhs[i]! };
        });
        const moved = new Float64Array(d);
        xHat.forEach((x, j) => {
          moved[place[j]!] = x;
        });
        const before = everything(form, xHat);
        const after = everything(formOf(d, rows.reverse()), moved);
        near(after.penalty, before.penalty);
        near(after.surrogate, before.surrogate);
        for (const what of ['gradient', 'field', 'corrected'] as const) {
          nearAll(place.map((p) => after[what][p]!), before[what]);
        }
      }),
      { numRuns: 60, seed: 12 },
    );
  });

  it('complement: replacing x_j by 1 − x_j flips the sign of the penalty’s derivative and nothing else', () => {
    fc.assert(
      fc.property(anySeed, fc.nat(255), (seed, flips) => {
        const d = 1 + (seed % 8);
        const form = randomForm(d, 4, seed, ['integer', 'cover', 'packing', 'signed-corner', 'edge']);
        const xHat = randomMarginals(d, seed + 2, true);
        const rows: DenseRow[] = Array.from({ length: form.rowCount }, (_, i) => {
          const a = new Array<number>(d).fill(0);
          let b = form.rhs[i]!;
          for (let k = form.start[i]!; k < form.start[i + 1]!; k++) {
            const j = form.column[k]!;
            const flipped = ((flips >> j) & 1) === 1;
            a[j] = flipped ? -form.value[k]! : form.value[k]!;
            if (flipped) b -= form.value[k]!;
          }
          return { a, b };
        });
        const flippedX = xHat.map((x, j) => (((flips >> j) & 1) === 1 ? 1 - x : x));
        const before = planOf(form);
        const after = planOf(formOf(d, rows));
        const g = new Float64Array(d);
        const h = new Float64Array(d);
        near(after.penaltyGradient(flippedX, h), before.penaltyGradient(xHat, g));
        nearAll(h.map((v, j) => (((flips >> j) & 1) === 1 ? -v : v)), g);
        nearAll(after.rowViolation, before.rowViolation);
        // s(1−x̂, 1−ε) = 1 − s(x̂, ε), so the surrogate and its field obey the same law.
        if (xHat.every((x) => x > 1e-6 && x < 1 - 1e-6)) {
          const f = new Float64Array(d);
          before.interchangeField(xHat, g);
          after.interchangeField(flippedX, f);
          nearAll(f.map((v, j) => (((flips >> j) & 1) === 1 ? -v : v)), g, 1e-8);
          near(after.surrogate(flippedX), before.surrogate(xHat), 1e-8);
        }
      }),
      { numRuns: 100, seed: 13 },
    );
  });

  it('scaling: a row multiplied by c > 0 multiplies all its expectations by c', () => {
    fc.assert(
      fc.property(anySeed, fc.constantFrom(0.1, 3, 0.25, 1e6, 1e-4, Math.PI), (seed, c) => {
        const d = 1 + (seed % 8);
        const form = randomForm(d, 3, seed, ['integer', 'cover', 'packing', 'edge', 'signed-corner']);
        const scaled: NormalForm = { ...form, value: form.value.map((v) => v * c), rhs: form.rhs.map((b) => b * c) };
        const xHat = randomMarginals(d, seed + 3, false);
        const before = everything(form, xHat);
        const after = everything(scaled, xHat);
        near(after.penalty / c, before.penalty, 1e-9);
        near(after.surrogate / c, before.surrogate, 1e-9);
        for (const what of ['gradient', 'field', 'corrected'] as const) {
          nearAll(after[what].map((v) => v / c), before[what], 1e-8);
        }
      }),
      { numRuns: 80, seed: 14 },
    );
  });

  it('an equality row has the penalty E|aᵀx − b|', () => {
    const a = [3, 5, 2, 7];
    const form = formOf(4, [
      { a, b: 8 },
      { a: a.map((v) => -v), b: -8 },
    ]);
    const xHat = Float64Array.of(0.3, 0.6, 0.5, 0.2);
    let expected = 0;
    for (let mask = 0; mask < 16; mask++) {
      let p = 1;
      let sum = -8;
      for (let j = 0; j < 4; j++) {
        const one = (mask >> j) & 1;
        p *= one ? xHat[j]! : 1 - xHat[j]!;
        sum += one * a[j]!;
      }
      expected += p * Math.abs(sum);
    }
    expect(planOf(form).penalty(xHat)).toBeCloseTo(expected, 13);
  });
});

/** Everything one row says, by one of the two methods. */
function rowResults(make: () => RowDistribution, tables: MarginalTables): number[] {
  const row = make();
  tables.partial.fill(0);
  tables.conditional.fill(0);
  tables.surrogateGradient.fill(0);
  const penalty = row.penalty(tables, true);
  const violation = tables.rowViolation[0]!;
  row.conditionals(tables);
  const surrogate = row.surrogate(tables, true);
  const partial = Array.from(
    { length: tables.variableCount },
    (_, j) => tables.partial[2 * j]! - tables.partial[2 * j + 1]!,
  );
  return [penalty, violation, surrogate, ...partial, ...tables.conditional, ...tables.surrogateGradient];
}

describe('two methods for one row', () => {
  it('lattice from above, lattice from below and meeting in the middle agree on rows of 24 integer weights', () => {
    for (let seed = 0; seed < 4; seed++) {
      const random = testRandom(900 + seed);
      const k = 24;
      const weight = Float64Array.from({ length: k }, () => (1 + Math.floor(random() * 40)) * (random() < 0.3 ? -1 : 1));
      const high = weight.reduce((s, w) => s + Math.max(0, w), 0);
      const low = weight.reduce((s, w) => s + Math.min(0, w), 0);
      const bound = Math.round(low + (0.3 + 0.15 * seed) * (high - low));
      const column = Int32Array.from({ length: k }, (_, j) => j);
      const xHat = randomMarginals(k, seed, seed === 2).map((x) => Math.min(0.999, Math.max(0.001, x)));
      const tables = createMarginalTables(k, 1);
      loadProbabilities(tables, xHat);
      loadSlopes(tables);
      loadSurrogates(tables);
      const orient = (upper: boolean) => orientRow(0, column, weight, 0.5, bound, upper);
      const above = rowResults(() => createLatticeRow(orient(true)), tables);
      const below = rowResults(() => createLatticeRow(orient(false)), tables);
      const halved = rowResults(() => createHalvedRow(orient(true), createHalvedWorkspace()), tables);
      const halvedBelow = rowResults(() => createHalvedRow(orient(false), createHalvedWorkspace()), tables);
      nearAll(below, above, 1e-10);
      nearAll(halved, above, 1e-10);
      nearAll(halvedBelow, above, 1e-10);
    }
  });

  it('a row of 250 weights has the leave-one-out values of a plain convolution', () => {
    const random = testRandom(5);
    const k = 250;
    const a = Array.from({ length: k }, () => 1 + Math.floor(random() * 30));
    const total = a.reduce((s, w) => s + w, 0);
    const b = Math.round(total * 0.45);
    const xHat = Float64Array.from({ length: k }, () => 0.2 + 0.6 * random());
    const plan = planOf(formOf(k, [{ a, b }]));
    const gradient = new Float64Array(k);
    const penalty = plan.penaltyGradient(xHat, gradient);
    const distribution = (skip: number): Float64Array => {
      const p = new Float64Array(total + 1);
      p[0] = 1;
      for (let j = 0; j < k; j++) {
        if (j === skip) continue;
        for (let t = total; t >= 0; t--) p[t] = (1 - xHat[j]!) * p[t]! + (t >= a[j]! ? xHat[j]! * p[t - a[j]!]! : 0);
      }
      return p;
    };
    const expectation = (p: Float64Array, shift: number): number =>
      p.reduce((s, q, t) => s + q * Math.max(0, t + shift - b), 0);
    near(penalty, expectation(distribution(-1), 0));
    for (const j of [0, 1, 77, 249]) {
      const p = distribution(j);
      near(gradient[j]!, expectation(p, a[j]!) - expectation(p, 0));
    }
  });
});

describe('figures of the papers', () => {
  it('one dimension: ĝ = a(f₁′ + ½), 0.29019 at a = 1, b = 0.95, x̂ = 0.4', () => {
    const field = new Float64Array(1);
    planOf(formOf(1, [{ a: [1], b: 0.95 }])).interchangeField(Float64Array.of(0.4), field);
    expect(field[0]).toBeCloseTo(0.29019, 5);
  });

  it('one dimension: E[φ] = a f₁ + (a−b)x̂, and dE[φ]/dx̂ = ĝ − (b − a/2)', () => {
    const [a, b] = [3, 2.2];
    const plan = planOf(formOf(1, [{ a: [a], b }]));
    for (const x of [0.1, 0.4, 0.5, 0.77, 0.99]) {
      const xHat = Float64Array.of(x);
      const g = new Float64Array(1);
      const field = new Float64Array(1);
      near(plan.surrogateGradient(xHat, g), a * f1(x) + (a - b) * x, 1e-13);
      plan.interchangeField(xHat, field);
      near(g[0]!, field[0]! - (b - a / 2), 1e-12);
      near(plan.penalty(xHat), (a - b) * x, 1e-14);
    }
  });

  it('one dimension: the surrogate’s minimizer is 0.66924 at b = 0.95a and beyond ½ exactly when b > 5a/6', () => {
    const slope = (b: number, x: number): number => {
      const g = new Float64Array(1);
      planOf(formOf(1, [{ a: [1], b }])).surrogateGradient(Float64Array.of(x), g);
      return g[0]!;
    };
    const minimizer = (b: number): number => {
      let low = 1e-9;
      let high = 1 - 1e-9;
      for (let n = 0; n < 60; n++) {
        const middle = (low + high) / 2;
        if (slope(b, middle) < 0) low = middle;
        else high = middle;
      }
      return low;
    };
    expect(minimizer(0.95)).toBeCloseTo(0.66924, 5);
    expect(minimizer(5 / 6 + 1e-3)).toBeGreaterThan(0.5);
    expect(minimizer(5 / 6 - 1e-3)).toBeLessThan(0.5);
    // interior iff b > a ln 2
    expect(slope(Math.LN2 + 1e-4, 1e-9)).toBeLessThan(0);
    expect(slope(Math.LN2 - 1e-4, 1e-9)).toBeGreaterThan(0);
  });

  it('b ≥ a or b < 0: no edge, so interchange and surrogate gradient agree', () => {
    for (const b of [1, 1.7, -0.4]) {
      const { field, corrected, gradient } = everything(formOf(1, [{ a: [1], b }]), Float64Array.of(0.3));
      near(field[0]!, corrected[0]!, 1e-14);
      expect(gradient[0]).toBe(b < 0 ? 1 : 0);
    }
  });

  it('two dimensions: the closed forms of E[φ], ĝ and the curl', () => {
    const [a1, a2, b] = [2, 1.5, 2.25];
    const plan = planOf(formOf(2, [{ a: [a1, a2], b }]));
    const field = (x: number, y: number): Float64Array => {
      const out = new Float64Array(2);
      plan.interchangeField(Float64Array.of(x, y), out);
      return out;
    };
    for (const [x, y] of [[0.3, 0.8], [0.5, 0.5], [0.9, 0.05]] as const) {
      near(plan.surrogate(Float64Array.of(x, y)), y * a1 * f1(x) + x * a2 * f1(y) + (a1 + a2 - b) * x * y, 1e-13);
      nearAll(field(x, y), [y * a1 * slopeWhenOne(x), x * a2 * slopeWhenOne(y)], 1e-13);
      near(plan.penalty(Float64Array.of(x, y)), (a1 + a2 - b) * x * y, 1e-14);
      const h = 1e-5;
      const curl = (field(x + h, y)[1]! - field(x - h, y)[1]! - field(x, y + h)[0]! + field(x, y - h)[0]!) / (2 * h);
      near(curl, a2 * slopeWhenOne(y) - a1 * slopeWhenOne(x), 1e-8);
    }
  });
});
