/**
 * Rows of reals whose bound is one of their own sums, added in some order: tight there, not violated,
 * whatever the last bits of the sums say, and the same for every part of the program that asks. So are
 * rows of decimals whose bound was added up in doubles.
 */
import { describe, expect, it } from 'vitest';
import { isFeasible } from '../../../src-science/claims/minimizers.ts';
import { assess } from '../../../src-science/decoding/assessment.ts';
import { createEvaluator } from '../../../src-science/gradients/registry.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { solutionReport } from '../../../src-science/program/solution-report.ts';
import { createExactPlan, type ExactPlan } from '../../../src-science/relaxation/exact-plan.ts';
import { feasibleProbability } from '../../../src-science/relaxation/feasibility.ts';
import { penaltyBracket } from '../../../src-science/relaxation/penalty-bracket.ts';
import { splitRows } from '../../../src-science/relaxation/row-split.ts';
import { smallestPositiveViolation } from '../../../src-science/relaxation/smallest-violation.ts';
import { programOf } from '../exact/small-programs.ts';
import { enumerate, formOf, randomMarginals, testRandom } from './enumeration.ts';

function planOf(form: NormalForm): ExactPlan {
  const { plan, refusal } = createExactPlan(form);
  if (plan === null) throw new Error(refusal);
  return plan;
}

interface TiedRow {
  readonly a: number[];
  readonly b: number;
  /** A vertex whose sum is b up to rounding. */
  readonly vertex: Float64Array;
}

/** Weights of 17 digits, their signs and size as drawn, and the sum of a random subset in a random order. */
function tiedRow(k: number, seed: number): TiedRow {
  const random = testRandom(seed);
  const size = 10 ** Math.floor(13 * random() - 6);
  const a = Array.from({ length: k }, () => (0.3 + random()) * size * (random() < 0.4 ? -1 : 1));
  const vertex = Float64Array.from({ length: k }, () => (random() < 0.6 ? 1 : 0));
  const order = a.map((_, j) => j).sort(() => random() - 0.5);
  const b = order.reduce((sum, j) => sum + a[j]! * vertex[j]!, 0);
  return { a, b, vertex };
}

/** Σ|a| + |b|: the unit of what counts as rounding. */
const sizeOf = ({ a, b }: Pick<TiedRow, 'a' | 'b'>): number => a.reduce((sum, v) => sum + Math.abs(v), Math.abs(b));

const rows = Array.from({ length: 150 }, (_, seed) => tiedRow(3 + (seed % 10), 500 + seed));

describe('a row of reals at a vertex where its sum is its bound', () => {
  it('has rows among these that plain sums call violated, so that the tests below can fail', () => {
    const byRounding = rows.filter(({ a, b, vertex }) => {
      const forwards = a.reduce((sum, v, j) => sum + v * vertex[j]!, 0);
      const backwards = a.reduceRight((sum, v, j) => sum + v * vertex[j]!, 0);
      return forwards > b || backwards > b;
    });
    expect(byRounding.length).toBeGreaterThan(20);
  });

  it('is not violated, by exact plan, sampler, enumeration of components and the claims’ enumeration alike', () => {
    for (const row of rows) {
      const form = formOf(row.a.length, [row]);
      const plan = planOf(form);
      const field = new Float64Array(row.a.length);
      expect(plan.interchangeField(row.vertex, field)).toBeLessThanOrEqual(1e-14 * sizeOf(row));
      expect(plan.rowViolation[0]).toBe(0);
      expect(isFeasible(form, Uint8Array.from(row.vertex))).toBe(true);
      expect(feasibleProbability(form, null, row.vertex)).toBe(1);
      const outcome = { penalty: 1, penaltyStandardError: 0, feasibleShare: 0, samples: 0, meanViolation: 1 };
      const evaluator = createEvaluator(form, { scheme: 'surrogate-interchange', evaluation: 'sampled', samples: 40 });
      const g = new Float64Array(row.a.length);
      evaluator.evaluate(row.vertex, { seed: 1, stream: 0, iteration: 0, firstSample: 0 }, g, outcome);
      expect(outcome).toMatchObject({ penalty: 0, feasibleShare: 1 });
      expect([...g].every((v) => v === 0)).toBe(true);
    }
  });

  it('has its expectations at inner marginals from the enumeration that counts the tie as kept', () => {
    rows.forEach((row, seed) => {
      const d = row.a.length;
      const form = formOf(d, [row]);
      const xHat = randomMarginals(d, seed, false).map((x) => 0.02 + 0.96 * x);
      const size = sizeOf(row);
      const truth = enumerate(form, xHat, 1e-9 * size);
      const plan = planOf(form);
      const g = new Float64Array(d);
      expect(Math.abs(plan.interchangeField(xHat, g) - truth.penalty)).toBeLessThan(1e-12 * size);
      expect(plan.rowViolation[0]).toBeCloseTo(truth.rowViolation[0]!, 11);
      g.forEach((v, j) => expect(Math.abs(v - truth.interchange[j]!)).toBeLessThan(1e-10 * size));
      plan.penaltyGradient(xHat, g);
      g.forEach((v, j) => expect(Math.abs(v - truth.penaltyGradient[j]!)).toBeLessThan(1e-11 * size));
      expect(feasibleProbability(form, null, xHat)).toBeCloseTo(truth.feasible, 11);
    });
  });

  it('has a smallest violation that is no rounding error', () => {
    for (const row of rows) {
      const smallest = smallestPositiveViolation(formOf(row.a.length, [row]));
      if (smallest !== null) expect(smallest.value).toBeGreaterThan(1e-12 * sizeOf(row));
    }
  });

  it('still is violated by one part in 10¹² more', () => {
    for (const row of rows) {
      const by = 1e-12 * sizeOf(row);
      const form = formOf(row.a.length, [{ a: row.a, b: row.b - by }]);
      const plan = planOf(form);
      expect(plan.penalty(row.vertex) / by).toBeCloseTo(1, 2);
      expect(plan.rowViolation[0]).toBe(1);
      expect(feasibleProbability(form, null, row.vertex)).toBe(0);
    }
  });

  it('is never violated if the sum is its largest, and is a closed form if the sum lacks only its least weight', () => {
    const a = [Math.SQRT2, Math.sqrt(3), Math.sqrt(5), Math.sqrt(7)];
    for (const order of [[0, 1, 2, 3], [3, 1, 0, 2], [2, 3, 1, 0]]) {
      const all = order.reduce((sum, j) => sum + a[j]!, 0);
      expect(splitRows(formOf(4, [{ a, b: all }])).rowClass).toEqual(['never']);
      const butOne = order.reduce((sum, j) => sum + (j === 0 ? 0 : a[j]!), 0);
      expect(splitRows(formOf(4, [{ a, b: butOne }])).rowClass).toEqual(['cover']);
      const opposite = a.map((v) => -v);
      expect(splitRows(formOf(4, [{ a: opposite, b: -all }])).rowClass).toEqual(['packing']);
      expect(splitRows(formOf(4, [{ a: opposite, b: -all * (1 + 1e-12) }])).rowClass).toEqual(['always']);
    }
  });
});

describe('a bracket of a long row of reals', () => {
  it('contains the penalty at a vertex of sum b and at one a little beyond', () => {
    for (let seed = 0; seed < 4; seed++) {
      const row = tiedRow(60, 80 + seed);
      for (const by of [0, 1e-6 * sizeOf(row)]) {
        const { lower, upper } = penaltyBracket(formOf(60, [{ a: row.a, b: row.b - by }]), row.vertex);
        expect(lower).toBeLessThanOrEqual(by * (1 + 1e-9));
        expect(upper).toBeGreaterThanOrEqual(by);
      }
    }
  });
});

describe('a row of decimals whose bound was added up in doubles', () => {
  /** Tenths or hundredths with the floating-point sum of a random subset, in a random order. */
  const decimals = Array.from({ length: 300 }, (_, seed) => {
    const random = testRandom(7000 + seed);
    const k = 2 + (seed % 9);
    const places = 1 + (seed % 2);
    const a = Array.from({ length: k }, () => Number(`${String((1 + Math.floor(400 * random())) * (random() < 0.3 ? -1 : 1))}e-${String(places)}`));
    const vertex = Float64Array.from({ length: k }, () => (random() < 0.6 ? 1 : 0));
    const order = a.map((_w, j) => j).sort(() => random() - 0.5);
    return { a, vertex, b: order.reduce((sum, j) => sum + a[j]! * vertex[j]!, 0), places };
  });

  it('has bounds among these that lie below their decimal, so that the next test can fail', () => {
    expect(decimals.filter(({ b, places }) => b < Number(b.toFixed(places))).length).toBeGreaterThan(20);
  });

  it('is tight at that subset and has the expectations of the decimal bound, for the report on solutions too', () => {
    decimals.forEach(({ a, b, vertex, places }, seed) => {
      const d = a.length;
      const form = formOf(d, [{ a, b }]);
      const plan = planOf(form);
      expect(plan.penalty(vertex)).toBeLessThan(1e-14 * sizeOf({ a, b }));
      expect(plan.rowViolation[0]).toBe(0);
      const x = Uint8Array.from(vertex);
      const program = programOf({ objective: a.map(() => 0), rows: [{ coefficients: a, upper: b }] });
      expect(solutionReport(program, x)).toMatchObject({ feasible: true, violation: 0 });
      expect(assess(form, x).feasible).toBe(true);
      const written = planOf(formOf(d, [{ a, b: Number(b.toFixed(places)) }]));
      const xHat = randomMarginals(d, seed, false);
      const [g, h] = [new Float64Array(d), new Float64Array(d)];
      expect(plan.interchangeField(xHat, g)).toBeCloseTo(written.interchangeField(xHat, h), 12);
      g.forEach((v, j) => expect(v).toBeCloseTo(h[j]!, 12));
    });
  });

  it('keeps a bound that was written, however near', () => {
    const form = formOf(2, [{ a: [0.1, 0.7], b: 0.79999999999 }]);
    const plan = planOf(form);
    expect(plan.penalty(Float64Array.of(1, 1))).toBeCloseTo(1e-11, 15);
    expect(plan.rowViolation[0]).toBe(1);
  });
});
