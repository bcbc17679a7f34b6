/**
 * The best of samples against all the same draws looked at one by one, the bookkeeping of single flips
 * against the whole vector, and improvement against a plain walk that undoes nothing and keeps nothing.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assess, rowExcess, rowTolerance } from '../../../src-science/decoding/assessment.ts';
import { createSampleSearch } from '../../../src-science/decoding/best-of-samples.ts';
import { indexColumns } from '../../../src-science/decoding/column-index.ts';
import { createFlipState, flip, flipCost, flipIsSafe } from '../../../src-science/decoding/flip-state.ts';
import { improveByFlips } from '../../../src-science/decoding/local-improvement.ts';
import { createSearchState, flipInSearch, weighViolated } from '../../../src-science/decoding/search-state.ts';
import { createRandomStream, positionStream, uniform } from '../../../src-science/random/bit-planes.ts';
import { denseForm } from '../descent/small-program.ts';
import { costOf, dense, excessOf, firstBy, flipped, formOf, planted, sum, violatedRows } from './plain-program.ts';
import type { Dense } from './plain-program.ts';

describe('the best of samples', () => {
  test('is the first of the least violated, then cheapest, of the vectors that the numbers of the decoding stream give', () => {
    let notTheRounded = 0;
    const marginals = fc.array(fc.integer({ min: 0, max: 64 }), { minLength: 7, maxLength: 7 });
    fc.assert(
      fc.property(dense, marginals, fc.integer({ min: 1, max: 100 }), fc.nat(1000), (program, sixtyFourths, samples, seed) => {
        const form = formOf(program);
        const xHat = Float64Array.from(program.start, (_, j) => (sixtyFourths[j] ?? 0) / 64);
        const stream = createRandomStream();
        positionStream(stream, seed, 2, 0);
        const worth = (x: readonly number[]): number => sum(x.map((v, j) => v * (program.objective[j] ?? 0)));
        const violation = (x: readonly number[]): number => sum(program.rows.map((_, i) => Math.max(excessOf(program, i, x), 0)));
        const fixedOr = (j: number, value: number): number => ((program.fixed[j] ?? -1) >= 0 ? (program.fixed[j] ?? 0) : value);
        const drawn = Array.from(
          { length: samples },
          (_, s) => program.start.map((_v, j) => fixedOr(j, uniform(stream, s, j) > 1 - (xHat[j] ?? 0) ? 1 : 0)),
        );
        const rounded = program.start.map((_, j) => fixedOr(j, (xHat[j] ?? 0) > 0.5 ? 1 : 0));
        const sample = firstBy(drawn.map((_, s) => s), (s) => violation(drawn[s] ?? []), (s) => worth(drawn[s] ?? []));
        const truth = drawn[sample] ?? [];
        const found = createSampleSearch(form, indexColumns(form), xHat, samples, seed)(0, Math.ceil(samples / 32));
        expect([...found.x]).toEqual(truth);
        expect({ ...found, x: null }).toEqual({ x: null, sample, violation: violation(truth), objective: worth(truth) - worth(rounded) });
        if (truth.join() !== rounded.join()) notTheRounded++;
      }),
      { numRuns: 300, seed: 41 },
    );
    expect(notTheRounded).toBeGreaterThan(100);
  });

  test('from a block on looks at that block alone', () => {
    const form = denseForm([1, 2, 3], [[-1, -1, -1]], [-2]);
    const search = createSampleSearch(form, indexColumns(form), new Float64Array(3).fill(0.5), 100, 3);
    expect(search(1, 1).sample).toBeGreaterThanOrEqual(32);
    expect(search(1, 1).sample).toBeLessThan(64);
    expect(search(3, 5).sample).toBeGreaterThanOrEqual(96);
    expect(search(3, 5).sample).toBeLessThan(100);
  });
});

describe('a flip state', () => {
  test('knows after any flips each row’s excess, the violated rows, and what the next flip costs and breaks', () => {
    fc.assert(
      fc.property(fc.oneof(dense, planted), fc.array(fc.nat(8), { maxLength: 25 }), (program, walk) => {
        const form = formOf(program);
        const columns = indexColumns(form);
        const start = Uint8Array.from(program.start);
        const state = createFlipState(form, columns, start);
        let x = program.start;
        let work = form.column.length;
        expect(state.work).toBe(work);
        for (const step of walk) {
          const j = step % x.length;
          x = flipped(x, j);
          flip(state, j);
          work += program.rows.filter((row) => row[j] !== 0).length;
          expect(state.work).toBe(work);
        }
        expect([...state.x]).toEqual(x);
        expect([...start]).toEqual(program.start);
        const excess = program.rows.map((_, i) => excessOf(program, i, x));
        expect([...state.excess]).toEqual(excess);
        expect([...rowExcess(form, state.x)]).toEqual(excess);
        const violated = [...state.violated.subarray(0, state.violatedCount)];
        expect([...violated].sort((a, b) => a - b)).toEqual(violatedRows(program, x));
        expect([...state.place]).toEqual(program.rows.map((_, i) => violated.indexOf(i)));
        for (let j = 0; j < x.length; j++) {
          const after = flipped(x, j);
          const safe = program.rows.every((_, i) => excessOf(program, i, after) <= 0 || excessOf(program, i, after) <= (excess[i] ?? 0));
          expect(flipIsSafe(state, j)).toBe(safe);
          expect(flipCost(state, j) - costOf(program, x, j)).toBe(0);
        }
      }),
      { numRuns: 300, seed: 42 },
    );
  });

  test('reads a program’s rows by columns, rows ascending', () => {
    const { start, row, value } = indexColumns(denseForm([0, 0, 0], [[1, 0, -2], [0, 0, 4], [8, 0, 0]], [0, 0, 0]));
    expect([[...start], [...row], [...value]]).toEqual([[0, 2, 2, 4], [0, 2, 0, 1], [1, 8, -2, 4]]);
  });
});

describe('a search state', () => {
  test('counts the flipped column and the rows that a flip brings near their bound, or away from it', () => {
    fc.assert(
      fc.property(fc.oneof(dense, planted), fc.array(fc.nat(8), { maxLength: 10 }), (program, walk) => {
        const form = formOf(program);
        const state = createSearchState(form, indexColumns(form), Uint8Array.from(program.start));
        const length = (i: number): number => (program.rows[i] ?? []).filter((a) => a !== 0).length;
        // A row is near its bound where one flip could violate it, or it is violated.
        const near = (i: number, v: readonly number[]): boolean =>
          excessOf(program, i, v) + Math.max(...(program.rows[i] ?? []).map(Math.abs)) > 0;
        const rows = program.rows.map((_, i) => i);
        let x = program.start;
        let work = form.column.length + sum(rows.filter((i) => near(i, x)).map(length));
        expect(state.work).toBe(work);
        for (const step of walk) {
          const j = step % x.length;
          const touched = rows.filter((i) => (program.rows[i]?.[j] ?? 0) !== 0);
          const before = x;
          const after = flipped(x, j);
          x = after;
          flipInSearch(state, j);
          work += touched.length + sum(touched.filter((i) => near(i, before) || near(i, after)).map(length));
          expect(state.work).toBe(work);
        }
        const violated = violatedRows(program, x);
        weighViolated(state);
        expect([...state.weight]).toEqual(rows.map((i) => (violated.includes(i) ? 2 : 1)));
        const place = [...state.violated.subarray(0, state.violatedCount)];
        expect([...state.place]).toEqual(rows.map((i) => place.indexOf(i)));
        expect([...place].sort((a, b) => a - b)).toEqual(violated);
      }),
      { numRuns: 300, seed: 44 },
    );
  });
});

describe('improvement', () => {
  test('walks as its header says: single flips, the dearest variable first, then exchanges with the cheapest that mends', () => {
    let exchanged = 0;
    fc.assert(
      fc.property(fc.oneof(dense, cover), (program) => {
        fc.pre(violatedRows(program, program.start).length === 0);
        const form = formOf(program);
        const state = createFlipState(form, indexColumns(form), Uint8Array.from(program.start));
        improveByFlips(state, 1e6);
        const plain = plainImprovement(program);
        expect([...state.x]).toEqual(plain.x);
        expect(state.work).toBeLessThan(1e6);
        exchanged += plain.exchanges;
      }),
      { numRuns: 400, seed: 43 },
    );
    expect(exchanged).toBeGreaterThan(60);
  });

  test('does nothing once its work is spent', () => {
    const form = denseForm([5, 2], [[-1, -1]], [-1]);
    const state = createFlipState(form, indexColumns(form), Uint8Array.of(1, 1));
    improveByFlips(state, state.work);
    expect([...state.x]).toEqual([1, 1]);
    improveByFlips(state, state.work + 1);
    expect([...state.x]).toEqual([0, 1]);
  });
});

/** Covers with all variables at 1, dear ones among them: much to exchange. */
const cover: fc.Arbitrary<Dense> = fc.integer({ min: 3, max: 8 }).chain((d) =>
  fc
    .record({
      objective: fc.array(fc.integer({ min: 0, max: 6 }), { minLength: d, maxLength: d }),
      rows: fc.array(fc.array(fc.constantFrom(0, 0, -1, -1, -2), { minLength: d, maxLength: d }), { minLength: 2, maxLength: 5 }),
      bits: fc.array(fc.constantFrom(0, 1, 1), { minLength: d, maxLength: d }),
    })
    .map(({ objective, rows, bits }) => {
      const kept = rows.filter((row) => sum(row.map((a, j) => a * (bits[j] ?? 0))) < 0);
      return { objective, rows: kept, rhs: kept.map(() => -1), fixed: objective.map(() => -1), start: bits };
    }),
);

function plainImprovement(program: Dense): { readonly x: readonly number[]; readonly exchanges: number } {
  const size = (j: number): number => Math.abs(program.objective[j] ?? 0);
  const candidates = program.start.map((_, j) => j).filter((j) => size(j) > 0 && (program.fixed[j] ?? -1) < 0);
  candidates.sort((j, k) => size(k) - size(j) || j - k);
  const broken = (v: readonly number[]): number => violatedRows(program, v).length;
  let x = program.start;
  let exchanges = 0;
  for (let improved = true; improved; ) {
    improved = false;
    for (const j of candidates) {
      if (costOf(program, x, j) >= 0 || broken(flipped(x, j)) > 0) continue;
      x = flipped(x, j);
      improved = true;
    }
    if (improved) continue;
    for (const j of candidates) {
      const saved = -costOf(program, x, j);
      if (saved <= 0) continue;
      const without = flipped(x, j);
      const now = x;
      // An exchange before this one may have made room for the flip by itself.
      const others = broken(without) === 0
        ? []
        : x.map((_, k) => k).filter((k) =>
          k !== j && (program.fixed[k] ?? -1) < 0 && costOf(program, now, k) < saved && broken(flipped(without, k)) === 0
        );
      const k = firstBy(others, (other) => costOf(program, now, other));
      if (k < 0 && broken(without) > 0) continue;
      x = k < 0 ? without : flipped(without, k);
      improved = true;
      exchanges++;
    }
  }
  return { x, exchanges };
}

describe('the tolerance of a row', () => {
  test('is 0 for whole numbers, rounding for decimals, a millionth or less of the size for reals', () => {
    const tolerance = rowTolerance(denseForm([0, 0], [[1, 2], [0.1, 0.2], [Math.SQRT2, 1], [2 ** 53, 1]], [3, 0.3, 1, 0]));
    expect(tolerance[0]).toBe(0);
    expect(tolerance[1]).toBeCloseTo(0.6e-12, 24);
    expect(tolerance[2]).toBeGreaterThan(1e-10);
    expect(tolerance[2]).toBeLessThan(4e-6);
    expect(tolerance[3]).toBeGreaterThan(0);
  });

  test('a vector against a fixed variable is infeasible though it violates no row', () => {
    const form = denseForm([1, 1], [[1, 1]], [2], { fixed: [-1, 1], objectiveConstant: 3 });
    expect(assess(form, Uint8Array.of(1, 0))).toEqual({ objective: 4, violation: 0, feasible: false });
    expect(assess(form, Uint8Array.of(1, 1))).toEqual({ objective: 5, violation: 0, feasible: true });
  });

  test('costs that cancel are summed without loss', () => {
    const form = denseForm([1e16, 1, -1e16, 1], [], [], { objectiveSign: -1 });
    expect(assess(form, Uint8Array.of(1, 1, 1, 1)).objective).toBe(-2);
    expect(Object.is(assess(form, Uint8Array.of(0, 0, 0, 0)).objective, 0)).toBe(true);
  });
});
