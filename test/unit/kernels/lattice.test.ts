/** The compiled recursions over the sums of a row give the bits of their TypeScript. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CompiledKernels } from '../../../src-science/compiled.ts';
import { createExactPlan, type ExactPlan } from '../../../src-science/relaxation/exact-plan.ts';
import { latticeTable, type CreateLatticeEngine } from '../../../src-science/relaxation/lattice-engine.ts';
import { createLatticeRecursion } from '../../../src-science/relaxation/lattice-recursion.ts';
import { createLatticeRows, latticeSize } from '../../../src-science/relaxation/lattice-row.ts';
import { createMarginalTables, loadProbabilities, loadSlopes, loadSurrogates } from '../../../src-science/relaxation/marginal-tables.ts';
import { penaltyBracket } from '../../../src-science/relaxation/penalty-bracket.ts';
import { orientRow, type OrientedRow } from '../../../src-science/relaxation/row-distribution.ts';
import { formOf, testRandom } from '../relaxation/enumeration.ts';
import { countOf, kernelText, latticeKernels } from './load-kernel.ts';
import { innermostLoops } from './wat-loops.ts';

const compiled = latticeKernels();

/** Marginals where arithmetic is special, and any other. */
const marginal = fc.oneof(fc.constantFrom(0, 1, 0.5, 1e-12, 1 - 2 ** -53, 1e-300), fc.double({ min: 0, max: 1, noNaN: true }));

interface Row {
  readonly weight: readonly number[];
  readonly bound: number;
  readonly xHat: readonly number[];
}

/** Rows of 1 to 40 variables with weights of any size, some beyond the bound, and bounds that are half integers too. */
const row: fc.Arbitrary<Row> = fc
  .tuple(
    fc.array(fc.tuple(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 400 })), fc.boolean(), marginal), {
      minLength: 1,
      maxLength: 40,
    }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  .map(([entries, share]) => {
    const weight = entries.map(([w, negative]) => (negative ? -w : w));
    const low = weight.reduce((sum, w) => sum + Math.min(w, 0), 0);
    const high = weight.reduce((sum, w) => sum + Math.max(w, 0), 0);
    return { weight, bound: Math.round(2 * (low + share * (high - low))) / 2, xHat: entries.map(([, , x]) => x) };
  });

/** All that a plan says at a point. */
function everything(plan: ExactPlan, xHat: Float64Array): Float64Array {
  const d = xHat.length;
  const gradient = new Float64Array(d);
  const field = new Float64Array(d);
  const corrected = new Float64Array(d);
  const value = plan.penalty(xHat);
  const penalty = plan.penaltyGradient(xHat, gradient);
  const violation = plan.rowViolation.slice();
  const same = plan.interchangeField(xHat, field);
  const surrogate = plan.surrogateGradient(xHat, corrected);
  return Float64Array.of(
    value,
    penalty,
    same,
    surrogate,
    plan.surrogate(xHat),
    ...violation,
    ...plan.rowPenalty,
    ...gradient,
    ...field,
    ...corrected,
  );
}

function planOf({ weight, bound }: Row, kernels: CompiledKernels): ExactPlan {
  const { plan, refusal } = createExactPlan(formOf(weight.length, [{ a: [...weight], b: bound }]), undefined, kernels);
  if (plan === null) throw new Error(refusal);
  return plan;
}

/** All that one row says at x̂, by an engine that holds larger rows too. */
function rowResults(rows: readonly OrientedRow[], xHat: Float64Array, create?: CreateLatticeEngine): Float64Array {
  const results: number[] = [];
  for (const distribution of createLatticeRows(rows, create)) {
    const tables = createMarginalTables(xHat.length, rows.length);
    loadProbabilities(tables, xHat);
    loadSlopes(tables);
    loadSurrogates(tables);
    results.push(
      distribution.penalty(tables, false),
      distribution.penalty(tables, true),
      distribution.surrogate(tables, false),
      distribution.surrogate(tables, true),
      distribution.conditionals(tables),
    );
    results.push(...tables.partial, ...tables.conditional, ...tables.surrogateGradient, ...tables.rowPenalty, ...tables.rowViolation);
  }
  return Float64Array.from(results);
}

/** Every entry the same double, zeros with their sign. */
function expectSameBits(actual: Float64Array, wanted: Float64Array): void {
  expect(actual.length).toBe(wanted.length);
  for (let n = 0; n < wanted.length; n++) if (!Object.is(actual[n], wanted[n])) expect(`entry ${String(n)}: ${String(actual[n])}`).toBe(`entry ${String(n)}: ${String(wanted[n])}`);
}

describe('compiled recursions over the sums of a row', () => {
  it('give the bits of the TypeScript, whatever weights, bounds and marginals, seen from above and from below', () => {
    let sums = 0;
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 4 }), (rows) => {
        const oriented = rows.flatMap(({ weight, bound }, i) =>
          [true, false].flatMap((upper) => {
            const found = orientRow(2 * i + Number(upper), Int32Array.from(weight.keys()), Float64Array.from(weight), 0.5, bound, upper);
            return latticeSize(found.delta, upper) > 0 ? [{ ...found, row: 0 }] : [];
          }),
        );
        const longest = rows.reduce((most, { xHat }) => (xHat.length > most.length ? xHat : most), [] as readonly number[]);
        const xHat = Float64Array.from(longest);
        for (const { delta, upper } of oriented) sums += latticeSize(delta, upper);
        expectSameBits(rowResults(oriented, xHat, compiled.lattice), rowResults(oriented, xHat));
      }),
      { seed: 8, numRuns: 300 },
    );
    expect(sums).toBeGreaterThan(100_000);
  });

  it('give the bits of the TypeScript on rows of hundreds of variables', () => {
    const random = testRandom(31);
    for (const [k, largest] of [[100, 1000], [251, 100], [600, 7], [333, 1]] as const) {
      const weight = Array.from({ length: k }, () => (random() < 0.2 ? -1 : 1) * (1 + Math.floor(largest * random())));
      const bound = Math.round(weight.reduce((sum, w) => sum + w, 0) / 2) + 0.5;
      const long = { weight, bound, xHat: [] };
      const xHat = Float64Array.from(weight, () => random());
      expectSameBits(everything(planOf(long, compiled), xHat), everything(planOf(long, {}), xHat));
    }
  });

  it('bracket real rows with the same bits', () => {
    const random = testRandom(5);
    const form = formOf(60, [{ a: Array.from({ length: 60 }, () => random() + 0.1), b: 15 }]);
    const xHat = Float64Array.from({ length: 60 }, () => random());
    expect(penaltyBracket(form, xHat, compiled)).toEqual(penaltyBracket(form, xHat));
  });

  it('leave nothing of a larger row behind for a smaller one', () => {
    const engines = [createLatticeRecursion, compiled.lattice].map((create) =>
      create({ variables: 30, size: 900, table: latticeTable(30, 900) })
    );
    const found = engines.map((engine) => {
      const { frame } = engine;
      frame.weight.fill(37);
      frame.hit.fill(0.75);
      frame.miss.fill(0.25);
      frame.hitMean.fill(2);
      frame.missMean.fill(-3);
      engine.surrogate(30, 900, 5, true);
      engine.conditionals(30, 900, 900);
      const results: number[] = [];
      for (const [k, size] of [[7, 11], [1, 1], [5, 90], [30, 3]] as const) {
        frame.weight.fill(2);
        engine.penalty(k, size, size, false);
        results.push(...frame.sums);
        engine.penalty(k, size, size, true);
        results.push(...frame.sums, ...frame.slope.subarray(0, k));
        engine.surrogate(k, size, 1, true);
        results.push(...frame.sums, ...frame.slope.subarray(0, k), ...frame.insideHit.subarray(0, k), ...frame.insideMiss.subarray(0, k));
      }
      return Float64Array.from(results);
    });
    expectSameBits(found[1]!, found[0]!);
  });

  it('keep their loops in 128-bit lanes', () => {
    // Per block of four cells: two lanes each; what is counted here is what the loops do, not how long they take.
    const text = kernelText('expectations');
    const all = [...text.values()].join('');
    // The table may be filled in its own function or in each caller's body; in either, two products a pair of cells.
    const wanted = {
      latticePenalty: { 'f64x2.mul': 6, 'f64x2.sub': 2 },
      latticeConditionals: { 'f64x2.mul': 8 },
      forwardMeans: { 'f64x2.mul': 24 },
      latticeSurrogateSweep: { 'f64x2.mul': 20, 'f64x2.sub': 4 },
    };
    // Scalar products are left where the last sums are settled, and once a variable for what certain sums share.
    const scalars = { latticePenalty: 1, latticeConditionals: 3, forwardMeans: 0, latticeSurrogateSweep: 6 };
    for (const [name, instructions] of Object.entries(wanted)) {
      const own = [...text].find(([key]) => key.endsWith(`/${name}`))?.[1] ?? '';
      for (const [instruction, least] of Object.entries(instructions)) {
        expect(countOf(instruction, own), `${instruction} in ${name}`).toBeGreaterThanOrEqual(least);
      }
      expect(countOf('f64.mul', own), `scalar products in ${name}`).toBeLessThanOrEqual(scalars[name as keyof typeof scalars]);
    }
    expect(countOf('v128.store', all)).toBeGreaterThan(20);
  });

  // A block of four sums; the bounds are today's counts with a few to spare.
  it.each([
    ['both tables of the surrogate in one loop', 'forwardMeans', { 'v128.load': 8, 'v128.store': 4 }, 47],
    ['the sweep of the surrogate', 'latticeSurrogateSweep', { 'v128.load': 12, 'v128.store': 4 }, 70],
    ['certain sums in the sweep of the surrogate, only added up', 'latticeSurrogateSweep', { 'v128.load': 2, 'f64x2.add': 2 }, 12],
    ['the sweep of the conditionals', 'latticeConditionals', { 'v128.load': 6, 'v128.store': 2 }, 32],
    ['certain sums in the sweep of the conditionals, only added up', 'latticeConditionals', { 'v128.load': 2, 'f64x2.add': 2 }, 12],
    ['the sweep of the penalty', 'latticePenalty', { 'v128.load': 6, 'v128.store': 2 }, 30],
  ] as const)('do few instructions a block: %s', (_name, inside, does, most) => {
    const found = innermostLoops('expectations').filter((loop) =>
      loop.inside === inside && Object.entries(does).every(([what, n]) => loop.count.get(what) === n)
    );
    expect(found).toHaveLength(1);
    expect(found[0]?.instructions).toBeLessThanOrEqual(most);
  });
});

describe('certain sums', () => {
  it.each([['TypeScript', createLatticeRecursion], ['compiled', compiled.lattice]] as const)(
    'are left out of the sweeps, their means never read: %s',
    (_name, create) => {
      // Weights of 12 together and a bound of 16: all sums are certain, so that means that are no numbers reach no slope.
      const k = 5;
      const size = 16;
      const engine = create({ variables: k, size, table: latticeTable(k, size) });
      engine.frame.weight.set([1, 1, 1, 1, 8]);
      engine.frame.hit.fill(0.5);
      engine.frame.miss.fill(0.5);
      engine.frame.missMean.fill(Number.NaN);
      engine.frame.hitMean.fill(1);
      engine.surrogate(k, size, 3, true);
      expect([...engine.frame.slope.subarray(0, k)]).toEqual([0, 0, 0, 0, 0]);
      expect([...engine.frame.insideHit.subarray(0, k)]).toEqual([1, 1, 1, 1, 1]);
      expect([...engine.frame.insideMiss.subarray(0, k)]).toEqual([1, 1, 1, 1, 1]);
    },
  );
});
