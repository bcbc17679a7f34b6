/**
 * Every exact quantity against plain enumeration of 2^16 vertices, on dense rows of each kind with
 * marginals that include 0, 1, ½ and 1e−12; among them the gradient of the surrogate, whose enumeration is
 * independent of differences: E[φ_i] = Σ_k a_k E[s_k 1[v_i>0]] − b_i P(v_i>0) depends on x̂_j through the
 * law of x_j and through K1(x̂_j), K0(x̂_j), with K1′ = h1 + ½ and K0′ = h0 − ½ (docs/science.md, section 5).
 */
import { describe, expect, it } from 'vitest';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { createExactPlan, type ExactPlan } from '../../../src-science/relaxation/exact-plan.ts';
import { feasibleProbability } from '../../../src-science/relaxation/feasibility.ts';
import { slopeWhenOne, slopeWhenZero, surrogateWhenOne, surrogateWhenZero } from '../../../src-science/relaxation/one-variable.ts';
import { formOf, testRandom, type DenseRow } from './enumeration.ts';

function planOf(form: NormalForm): ExactPlan {
  const { plan, refusal } = createExactPlan(form);
  if (plan === null) throw new Error(refusal);
  return plan;
}

interface Truth {
  penalty: number;
  surrogate: number;
  feasible: number;
  readonly rowViolation: Float64Array;
  readonly gradient: Float64Array;
  readonly field: Float64Array;
  readonly corrected: Float64Array;
}

/** Everything by summing over the vertices; `rows` dense, sums taken in the order of the variables. */
function enumerateAll(d: number, rows: readonly DenseRow[], xHat: Float64Array): Truth {
  const truth: Truth = {
    penalty: 0,
    surrogate: 0,
    feasible: 0,
    rowViolation: new Float64Array(rows.length),
    gradient: new Float64Array(d),
    field: new Float64Array(d),
    corrected: new Float64Array(d),
  };
  // E[s_j | x_j]: K1/x̂ and K0/(1 − x̂); 0 where the value has no probability.
  const soft = [0, 1].map((value) =>
    xHat.map((x) => (value === 1 ? (x > 0 ? surrogateWhenOne(x) / x : 0) : x < 1 ? surrogateWhenZero(x) / (1 - x) : 0))
  );
  /** Σ_i a_ij P(v_i > 0 | x_j = value), multiplied by slopes only at the end: those may be infinite. */
  const given = [new Float64Array(d), new Float64Array(d)];
  const x = new Uint8Array(d);
  for (let mask = 0; mask < 2 ** d; mask++) {
    // P of the others by prefixes and suffixes, so that a marginal of 0 needs no division.
    const p = Array.from({ length: d }, (_, j) => {
      x[j] = (mask >> j) & 1;
      return x[j] === 1 ? xHat[j]! : 1 - xHat[j]!;
    });
    const before = [1];
    for (let j = 0; j < d; j++) before.push(before[j]! * p[j]!);
    const after = new Array<number>(d + 1).fill(1);
    for (let j = d - 1; j >= 0; j--) after[j] = after[j + 1]! * p[j]!;
    const whole = before[d]!;
    let feasible = true;
    rows.forEach(({ a, b }, i) => {
      let v = -b;
      let s = -b;
      for (let j = 0; j < d; j++) {
        v += a[j]! * x[j]!;
        s += a[j]! * soft[x[j]!]![j]!;
      }
      if (v <= 1e-9) return;
      feasible = false;
      truth.penalty += whole * v;
      truth.surrogate += whole * s;
      truth.rowViolation[i]! += whole;
      for (let j = 0; j < d; j++) {
        const others = before[j]! * after[j + 1]!;
        const sign = x[j] === 1 ? 1 : -1;
        truth.gradient[j]! += sign * others * v;
        given[x[j]!]![j]! += others * a[j]!;
        truth.corrected[j]! += sign * others * (s - a[j]! * soft[x[j]!]![j]!);
      }
    });
    if (feasible) truth.feasible += whole;
  }
  for (let j = 0; j < d; j++) {
    const [zero, one] = given.map((g) => (Math.abs(g[j]!) < 1e-13 ? 0 : g[j]!));
    const times = (weight: number | undefined, slope: number): number => (weight === undefined || weight === 0 ? 0 : weight * slope);
    const [h1, h0] = [slopeWhenOne(xHat[j]!), slopeWhenZero(xHat[j]!)];
    truth.field[j] = times(one, h1) + times(zero, h0);
    truth.corrected[j]! += times(one, h1 + 0.5) + times(zero, h0 - 0.5);
  }
  return truth;
}

function near(actual: number, expected: number, what: string): void {
  if (actual === expected) return;
  expect(Math.abs(actual - expected) / Math.max(1, Math.abs(expected)), `${what}: ${String(actual)} against ${String(expected)}`)
    .toBeLessThan(1e-10);
}

function check(d: number, rows: readonly DenseRow[], xHat: Float64Array, components = true): void {
  const form = formOf(d, rows);
  const truth = enumerateAll(d, rows, xHat);
  const plan = planOf(form);
  const g = new Float64Array(d);
  near(plan.penaltyGradient(xHat, g), truth.penalty, 'penalty');
  g.forEach((v, j) => near(v, truth.gradient[j]!, `true gradient ${String(j)}`));
  truth.rowViolation.forEach((p, i) => near(plan.rowViolation[i]!, p, `violation of row ${String(i)}`));
  plan.interchangeField(xHat, g);
  g.forEach((v, j) => near(v, truth.field[j]!, `interchange field ${String(j)}`));
  near(plan.surrogateGradient(xHat, g), truth.surrogate, 'surrogate');
  g.forEach((v, j) => near(v, truth.corrected[j]!, `gradient of the surrogate ${String(j)}`));
  near(plan.surrogate(xHat), truth.surrogate, 'surrogate alone');
  if (components) near(feasibleProbability(form, plan, xHat) ?? Number.NaN, truth.feasible, 'probability of feasibility');
}

const inner = (d: number, seed: number): Float64Array => {
  const random = testRandom(seed);
  return Float64Array.from({ length: d }, () => 0.02 + 0.96 * random());
};
const DEGENERATE = Float64Array.of(0, 1, 0.5, 1e-12, 0.3, 0.5, 0.8, 1, 0.99, 0.01, 0.5, 0, 0.7, 1 - 1e-12, 0.2, 0.6);

describe('exact values of dense rows in 16 variables', () => {
  const d = 16;
  const draw = (seed: number, weight: (u: number, sign: number) => number): number[] => {
    const random = testRandom(seed);
    return Array.from({ length: d }, () => weight(random(), random() < 0.4 ? -1 : 1));
  };
  const middle = (a: readonly number[], share: number): number => {
    const low = a.reduce((sum, w) => sum + Math.min(0, w), 0);
    return low + share * a.reduce((sum, w) => sum + Math.abs(w), 0);
  };
  const integer = draw(1, (u, sign) => sign * (1 + Math.floor(20 * u)));
  const real = draw(2, (u, sign) => sign * (0.1 + u));
  const negative = draw(3, (u) => -(1 + Math.floor(9 * u)));
  const kinds: readonly (readonly [string, readonly DenseRow[]])[] = [
    ['integer weights of both signs', [{ a: integer, b: Math.round(middle(integer, 0.55)) }]],
    ['real weights of both signs', [{ a: real, b: middle(real, 0.6) }]],
    ['negative weights only', [{ a: negative, b: Math.round(middle(negative, 0.4)) }]],
    ['an equality in integers', [{ a: integer, b: Math.round(middle(integer, 0.5)) }, {
      a: integer.map((w) => -w),
      b: -Math.round(middle(integer, 0.5)),
    }]],
    ['an equality in reals', [{ a: real, b: middle(real, 0.5) }, { a: real.map((w) => -w), b: -middle(real, 0.5) }]],
    ['a cover, a packing and a knapsack', [{ a: integer.map(() => -1), b: -1 }, { a: integer.map(() => 1), b: 1 }, {
      a: negative.map((w) => -w),
      b: 30,
    }]],
  ];
  for (const [what, rows] of kinds) {
    it(`agree with enumeration at inner and degenerate marginals: ${what}`, () => {
      check(d, rows, inner(d, 5));
      check(d, rows, DEGENERATE);
    });
  }
});

describe('exact values in one to nine variables', () => {
  it('agree with enumeration on random rows, equalities and ranges among them', () => {
    for (let seed = 0; seed < 60; seed++) {
      const random = testRandom(600 + seed);
      const d = 1 + (seed % 9);
      const rows: DenseRow[] = [];
      for (let r = 0; r < 1 + (seed % 3); r++) {
        const a = Array.from(
          { length: d },
          () => (random() < 0.3 ? 0 : (random() < 0.5 ? -1 : 1) * (seed % 2 === 0 ? 1 + Math.floor(6 * random()) : 0.2 + random())),
        );
        const b = a.reduce((sum, w) => sum + w * random(), 0);
        const bound = seed % 2 === 0 ? Math.round(b) : b;
        rows.push({ a, b: bound });
        if (random() < 0.5) rows.push({ a: a.map((w) => (w === 0 ? 0 : -w)), b: -bound + (random() < 0.5 ? 0 : 1) });
      }
      const degenerate = Float64Array.from({ length: d }, (_, j) => DEGENERATE[(seed + 3 * j) % 16]!);
      check(d, rows, inner(d, seed), false);
      check(d, rows, degenerate, false);
    }
  });
});
