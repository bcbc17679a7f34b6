import { describe, expect, it } from 'vitest';
import { createExactPlan } from '../../../src-science/relaxation/exact-plan.ts';
import { feasibleProbability } from '../../../src-science/relaxation/feasibility.ts';
import { createMarginalTables, loadProbabilities } from '../../../src-science/relaxation/marginal-tables.ts';
import { penaltyBracket } from '../../../src-science/relaxation/penalty-bracket.ts';
import { bracketRow } from '../../../src-science/relaxation/row-bracket.ts';
import { orientRow } from '../../../src-science/relaxation/row-distribution.ts';
import { enumerate, formOf, randomForm, randomMarginals, testRandom } from './enumeration.ts';

describe('certified brackets of the penalty', () => {
  it('hold the exact value of short real rows, seen from above and from below', () => {
    for (let seed = 0; seed < 20; seed++) {
      const d = 4 + (seed % 7);
      const form = randomForm(d, 1, 40 + seed, ['real']);
      const xHat = randomMarginals(d, seed, seed % 3 === 0);
      const truth = enumerate(form, xHat).penalty;
      const tables = createMarginalTables(d, 1);
      loadProbabilities(tables, xHat);
      for (const upper of [true, false]) {
        const oriented = orientRow(0, form.column, form.value, 1, form.rhs[0]!, upper);
        if (oriented.delta <= 0) continue;
        const { lower, upper: top } = bracketRow(oriented, tables, 2e6);
        expect(lower).toBeLessThanOrEqual(truth);
        expect(top).toBeGreaterThanOrEqual(truth);
        expect(top - lower).toBeLessThan(2e-3 * (1 + oriented.delta));
      }
    }
  });

  it('are tight and honest on a long real row whose decimal twin is exact', () => {
    const random = testRandom(8);
    const a = Array.from({ length: 60 }, () => (1 + Math.floor(random() * 1000)) / 1000);
    const b = 12.345;
    const xHat = Float64Array.from({ length: 60 }, () => 0.2 + 0.4 * random());
    const exact = createExactPlan(formOf(60, [{ a, b }])).plan!.penalty(xHat);
    // the same row with weights that no decimal of 15 digits writes
    const real = formOf(60, [{ a: a.map((v, j) => v * (1 + 2 ** -40 * Math.sqrt(j))), b }]);
    expect(createExactPlan(real).plan).toBeNull();
    const { lower, upper } = penaltyBracket(real, xHat);
    expect(lower).toBeLessThan(exact);
    expect(upper).toBeGreaterThan(exact);
    expect((upper - lower) / exact).toBeLessThan(5e-3);
  });

  it('are as narrow where a few weights dwarf the others, since those are taken one by one', () => {
    const random = testRandom(21);
    const small = Array.from({ length: 60 }, () => (1 + Math.floor(random() * 1000)) / 1000);
    const xHat = Float64Array.from({ length: 63 }, (_, j) => (j < 60 ? 0.3 + 0.3 * random() : 0.5));
    const big = [3e6, -3e6, 1e6 + 0.5];
    const b = 1000012.25;
    // By hand over the large ones: each assignment leaves a decimal row with an exact expectation.
    let truth = 0;
    for (let v = 0; v < 8; v++) {
      const left = b - big.reduce((sum, w, j) => sum + w * ((v >> j) & 1), 0);
      const mean = small.reduce((sum, w, j) => sum + w * xHat[j]!, 0);
      truth += (left < 0 ? mean - left : createExactPlan(formOf(60, [{ a: small, b: left }])).plan!.penalty(xHat.slice(0, 60))) / 8;
    }
    // The same with weights that no short decimal writes.
    const real = formOf(63, [{ a: [...small.map((w, j) => w * (1 + 2 ** -44 * Math.sqrt(j))), ...big], b }]);
    const { lower, upper } = penaltyBracket(real, xHat);
    expect(lower).toBeLessThan(truth + 1e-6);
    expect(upper).toBeGreaterThan(truth - 1e-6);
    expect((upper - lower) / truth).toBeLessThan(1e-7);
  });

  it('keep both ends honest where nothing but the moments is known, and near both ends of the row', () => {
    const random = testRandom(33);
    const a = Array.from({ length: 200 }, () => Math.floor(1 + 100 * random()));
    const total = a.reduce((sum, w) => sum + w, 0);
    for (const share of [0.02, 0.2, 0.5, 0.6, 0.9, 0.995]) {
      for (const p of [0.02, 0.5, 0.98]) {
        const xHat = new Float64Array(200).fill(p);
        const b = Math.floor(share * total) + 0.5;
        const exact = createExactPlan(formOf(200, [{ a, b }])).plan!.penalty(xHat);
        const scale = Math.PI / 3;
        const real = formOf(200, [{ a: a.map((w, j) => scale * w * (1 + 2 ** -45 * Math.sqrt(j))), b: scale * b }]);
        expect(createExactPlan(real).plan).toBeNull();
        const { lower, upper } = penaltyBracket(real, xHat);
        const slack = 1e-9 * total;
        expect(lower, `lower at ${share}, ${p}`).toBeLessThanOrEqual(scale * exact + slack);
        expect(upper, `upper at ${share}, ${p}`).toBeGreaterThanOrEqual(scale * exact - slack);
        expect(upper - lower, `width at ${share}, ${p}`).toBeLessThanOrEqual(1e-4 * total);
      }
    }
  });

  it('add the exact penalty of the other rows: always violated, cover, packing and weighted ones', () => {
    const random = testRandom(3);
    const d = 45;
    const a = Array.from({ length: d }, () => 0.5 + random());
    const long = { a, b: 20.3 };
    const unit = (columns: readonly number[], w: number): number[] => a.map((_, j) => (columns.includes(j) ? w : 0));
    const others = [
      { a: unit([0, 1, 2], 2), b: -3 },
      { a: unit([3, 4, 5], -1), b: -1 },
      { a: unit([6, 7, 8, 9], 1), b: 1 },
      { a: a.map((_, j) => (j < 12 ? j + 1 : 0)), b: 30 },
      { a: a.map((_, j) => (j > 20 && j < 30 ? Math.sqrt(j) : 0)), b: 11 },
    ];
    const xHat = Float64Array.from({ length: d }, () => random());
    const rest = createExactPlan(formOf(d, others)).plan!.penalty(xHat);
    const alone = penaltyBracket(formOf(d, [long]), xHat);
    const both = penaltyBracket(formOf(d, [long, ...others]), xHat);
    expect(rest).toBeGreaterThan(3);
    expect(Math.abs(both.lower - alone.lower - rest)).toBeLessThan(1e-9);
    expect(Math.abs(both.upper - alone.upper - rest)).toBeLessThan(1e-9);
  });

  it('collapse to the exact value where every row has one', () => {
    const form = randomForm(9, 6, 77, ['integer', 'cover', 'packing', 'edge']);
    const xHat = randomMarginals(9, 1, true);
    const { lower, upper } = penaltyBracket(form, xHat);
    expect(lower).toBe(upper);
    expect(Math.abs(lower - enumerate(form, xHat).penalty)).toBeLessThan(1e-12);
  });
});

describe('the probability of a feasible sample', () => {
  const probability = (form: ReturnType<typeof formOf>, xHat: Float64Array): number | null =>
    feasibleProbability(form, createExactPlan(form).plan, xHat);

  it('agrees with enumeration on coupled rows, also at degenerate marginals', () => {
    for (let seed = 0; seed < 40; seed++) {
      const d = 2 + (seed % 9);
      const form = randomForm(d, 1 + (seed % 4), 600 + seed);
      const xHat = randomMarginals(d, seed, seed % 2 === 0);
      const p = probability(form, xHat);
      expect(p).not.toBeNull();
      expect(Math.abs(p! - enumerate(form, xHat).feasible)).toBeLessThan(1e-12);
    }
  });

  it('multiplies over independent blocks far beyond enumeration', () => {
    const d = 200;
    const rows = Array.from({ length: 50 }, (_, i) => ({
      a: Array.from({ length: d }, (_, j) => (j >> 2 === i ? -1 : 0)),
      b: -1,
    }));
    const xHat = new Float64Array(d).fill(0.5);
    expect(probability(formOf(d, rows), xHat)).toBeCloseTo((1 - 1 / 16) ** 50, 14);
  });

  it('knows that the two sides of an equality exclude each other', () => {
    const d = 30;
    const a = new Array<number>(d).fill(1);
    const form = { ...formOf(d, [{ a, b: 15 }, { a: a.map(() => -1), b: -15 }]), sourceRow: Int32Array.of(0, 0) };
    const p = probability(form, new Float64Array(d).fill(0.5));
    expect(p).toBeCloseTo(155117520 / 2 ** 30, 12);
  });

  it('is null for coupled rows over more than 20 undecided variables, and known again once enough are decided', () => {
    const d = 30;
    const rows = [
      { a: Array.from({ length: d }, () => 1), b: 14 },
      { a: Array.from({ length: d }, (_, j) => (j % 2 === 0 ? 1 : -1)), b: 3 },
    ];
    const form = formOf(d, rows);
    expect(probability(form, new Float64Array(d).fill(0.5))).toBeNull();
    const decided = Float64Array.from({ length: d }, (_, j) => (j < 12 ? 0.5 : j % 2));
    expect(probability(form, decided)).not.toBeNull();
    expect(probability(formOf(2, [{ a: [1, 1], b: -1 }]), Float64Array.of(0.5, 0.5))).toBe(0);
  });
});
