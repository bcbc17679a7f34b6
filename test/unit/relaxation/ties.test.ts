/**
 * Rows of reals whose bound is one of their own sums, added in some order: tight there, not violated,
 * whatever the last bits of the sums say, and the same for every part of the program that asks.
 */
import { describe, expect, it } from 'vitest';
import { isFeasible } from '../../../src-science/claims/minimizers.ts';
import { createEvaluator } from '../../../src-science/gradients/registry.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { createExactPlan, type ExactPlan } from '../../../src-science/relaxation/exact-plan.ts';
import { feasibleProbability } from '../../../src-science/relaxation/feasibility.ts';
import { penaltyBracket } from '../../../src-science/relaxation/penalty-bracket.ts';
import { splitRows } from '../../../src-science/relaxation/row-split.ts';
import { smallestPositiveViolation } from '../../../src-science/relaxation/smallest-violation.ts';
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
const sizeOf = ({ a, b }: TiedRow): number => a.reduce((sum, v) => sum + Math.abs(v), Math.abs(b));

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
