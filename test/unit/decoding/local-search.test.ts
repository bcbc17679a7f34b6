import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { indexColumns } from '../../../src-science/decoding/column-index.ts';
import { decode } from '../../../src-science/decoding/decode.ts';
import { searchLocally, searchWork } from '../../../src-science/decoding/local-search.ts';
import { createSearchState, flipInSearch, rebuild, weighViolated } from '../../../src-science/decoding/search-state.ts';
import { generate } from '../../../src-science/program/generate.ts';
import { normalForm } from '../../../src-science/program/normal-form.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { denseForm, formAndMarginals, objectiveOf, smallForm, violationOf } from '../descent/small-program.ts';

const ROUNDING = 1e-9;
const maskOf = (x: ArrayLike<number>): number => Array.from(x).reduce((mask, v, j) => mask | (v << j), 0);
const vectorOf = (form: NormalForm, bits: number): Uint8Array =>
  Uint8Array.from({ length: form.variableCount }, (_, j) => ((form.fixed[j] ?? -1) >= 0 ? (form.fixed[j] ?? 0) : (bits >> j) & 1));

/** Best objective over all feasible vectors that keep fixed variables; Infinity where there is none. */
function enumeratedOptimum(form: NormalForm): number {
  let best = Infinity;
  for (let mask = 0; mask < 2 ** form.variableCount; mask++) {
    if (maskOf(vectorOf(form, mask)) !== mask || violationOf(form, mask) > ROUNDING) continue;
    best = Math.min(best, objectiveOf(form, mask));
  }
  return best;
}

/** Σ weight · (½ + ½ e/largest) over violated rows, from the definition. */
function weightedViolation(form: NormalForm, weight: ArrayLike<number>, x: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < form.rowCount; i++) {
    let excess = -(form.rhs[i] ?? 0);
    let largest = 0;
    for (let k = form.start[i] ?? 0; k < (form.start[i + 1] ?? 0); k++) {
      excess += (x[form.column[k] ?? 0] ?? 0) * (form.value[k] ?? 0);
      largest = Math.max(largest, Math.abs(form.value[k] ?? 0));
    }
    if (excess > ROUNDING) total += (weight[i] ?? 0) * (0.5 + (largest > 0 ? (0.5 * excess) / largest : 0.5 * excess));
  }
  return total;
}

describe('the state of the local search', () => {
  test('has, after any flips and weighings, the scores, the violated rows and the objective that the definition gives', () => {
    const steps = fc.array(fc.oneof(fc.nat(6), fc.constantFrom('weigh' as const, 'rebuild' as const)), { maxLength: 25 });
    fc.assert(
      fc.property(smallForm, fc.nat(127), steps, (form, bits, walk) => {
        const state = createSearchState(form, indexColumns(form), vectorOf(form, bits));
        for (const step of walk) {
          if (step === 'weigh') weighViolated(state);
          else if (step === 'rebuild') rebuild(state);
          else flipInSearch(state, step % form.variableCount);
        }
        const here = weightedViolation(form, state.weight, state.x);
        state.score.forEach((score, j) => {
          const flipped = Array.from(state.x, (v, k) => (k === j ? 1 - v : v));
          expect(Math.abs(score - (here - weightedViolation(form, state.weight, flipped)))).toBeLessThan(1e-8);
        });
        const violated = Array.from({ length: form.rowCount }, (_, i) => i).filter((i) =>
          (state.excess[i] ?? 0) > (state.tolerance[i] ?? 0)
        );
        expect([...state.violated.subarray(0, state.violatedCount)].sort((a, b) => a - b)).toEqual(violated);
        expect(state.objective + form.objectiveConstant).toBeCloseTo(objectiveOf(form, maskOf(state.x)), 8);
      }),
      { numRuns: 500, seed: 11 },
    );
  });
});

describe('local search', () => {
  test('finds the optimum of nearly every small program, from any start, and calls nothing feasible that is not', () => {
    let feasiblePrograms = 0;
    let optimal = 0;
    fc.assert(
      fc.property(smallForm, fc.nat(127), (form, bits) => {
        const { x, feasible } = searchLocally(form, indexColumns(form), vectorOf(form, bits), 1, 50_000);
        const mask = maskOf(x);
        const optimum = enumeratedOptimum(form);
        expect(maskOf(vectorOf(form, mask))).toBe(mask);
        if (feasible) expect(violationOf(form, mask)).toBeLessThanOrEqual(ROUNDING);
        if (optimum === Infinity) expect(feasible).toBe(false);
        else feasiblePrograms++;
        if (feasible && objectiveOf(form, mask) <= optimum + ROUNDING) optimal++;
      }),
      { numRuns: 400, seed: 12 },
    );
    expect(feasiblePrograms).toBeGreaterThan(100);
    expect(optimal / feasiblePrograms).toBeGreaterThan(0.97);
  });

  test('from a feasible start is never worse than it, and with more work never worse than with less', () => {
    fc.assert(
      fc.property(smallForm, fc.nat(127), fc.integer({ min: 1, max: 3000 }), (form, bits, work) => {
        const start = vectorOf(form, bits);
        const columns = indexColumns(form);
        const short = searchLocally(form, columns, start, 5, work);
        const long = searchLocally(form, columns, start, 5, 4 * work);
        if (violationOf(form, maskOf(start)) === 0) {
          expect(short.feasible).toBe(true);
          expect(objectiveOf(form, maskOf(short.x))).toBeLessThanOrEqual(objectiveOf(form, maskOf(start)) + ROUNDING);
        }
        if (short.feasible) {
          expect(long.feasible).toBe(true);
          expect(objectiveOf(form, maskOf(long.x))).toBeLessThanOrEqual(objectiveOf(form, maskOf(short.x)) + ROUNDING);
        }
      }),
      { numRuns: 300, seed: 13 },
    );
  });

  test('is a function of start, seed and work, and stays within its work', () => {
    const form = normalForm(generate('set-cover', { rows: 60, columns: 120 }, 3));
    const columns = indexColumns(form);
    const start = new Uint8Array(120).fill(1);
    const first = searchLocally(form, columns, start, 7, 300_000);
    const second = searchLocally(form, columns, start, 7, 300_000);
    expect(second).toEqual(first);
    expect(searchLocally(form, columns, start, 8, 300_000).flips).not.toBe(first.flips);
    expect(first.work).toBeLessThan(300_000 + 10 * form.column.length);
    expect(start.every((v) => v === 1)).toBe(true);
  });

  test('gives the start back where a row can be kept by no vector, and says that it is infeasible', () => {
    const form = denseForm([1, 1], [[1, 1], [-1, -1]], [1, -3]);
    expect(searchLocally(form, indexColumns(form), Uint8Array.of(1, 0), 1, 10_000)).toMatchObject({
      x: Uint8Array.of(1, 0),
      feasible: false,
      flips: 0,
    });
  });

  test('stops when asked, with the best so far', () => {
    const form = normalForm(generate('set-cover', { rows: 60, columns: 120 }, 3));
    let asked = 0;
    const found = searchLocally(form, indexColumns(form), new Uint8Array(120).fill(1), 7, 1e9, () => ++asked === 2);
    expect(asked).toBe(2);
    expect(found.feasible).toBe(true);
    expect(found.work).toBeLessThan(1e8);
  });
});

describe('the decoder local-search', () => {
  const options = { mu: null, samples: 1, seed: 1, now: () => 0 };

  test('is never worse than greedy repair, from which it starts', () => {
    fc.assert(
      fc.property(formAndMarginals, ({ form, xHat }) => {
        const repaired = decode(form, 'greedy-repair', xHat, options);
        const searched = decode(form, 'local-search', xHat, { ...options, searchWork: 2000 });
        if (!repaired.feasible) return;
        expect(searched.feasible).toBe(true);
        expect(form.objectiveSign * (searched.objective - repaired.objective)).toBeLessThanOrEqual(ROUNDING);
      }),
      { numRuns: 150, seed: 14 },
    );
  });

  test.each([0, 1.5, -3, Number.NaN, Infinity])('refuses a work of %s', (work) => {
    const form = denseForm([1], [[-1]], [-1]);
    expect(() => decode(form, 'local-search', Float64Array.of(0.5), { ...options, searchWork: work }))
      .toThrow('work must be a whole number');
  });

  test('takes by itself no more work than its default for the program', () => {
    const form = normalForm(generate('independent-set', { nodes: 60 }, 1));
    expect(searchWork(form)).toBe(20_000 * form.column.length);
    expect(searchWork(normalForm(generate('set-cover', { rows: 500, columns: 1000 }, 1)))).toBe(200_000_000);
  });
});
