import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { indexColumns } from '../../../src-science/decoding/column-index.ts';
import { createPropagator } from '../../../src-science/propagation/propagator.ts';
import type { Propagator } from '../../../src-science/propagation/propagator.ts';
import { createUnmetRows } from '../../../src-science/propagation/unmet-rows.ts';
import { dense, excessOf, formOf, planted, sum, violatedRows } from '../decoding/plain-program.ts';
import type { Dense } from '../decoding/plain-program.ts';
import { denseForm } from '../descent/small-program.ts';

const program = fc.oneof(dense, planted);
const decisions = fc.array(fc.record({ at: fc.nat(8), value: fc.constantFrom<0 | 1>(0, 1) }), { maxLength: 6 });

const vectors = (d: number): number[][] =>
  Array.from({ length: 2 ** d }, (_, mask) => Array.from({ length: d }, (_unused, j) => (mask >> j) & 1));
const costOf = (cost: readonly number[], x: readonly number[]): number => sum(cost.map((c, j) => c * (x[j] ?? 0)));

/** All vectors that keep the rows, the fixings and the cutoff. */
function kept(p: Dense, bound: number): number[][] {
  return vectors(p.objective.length).filter((x) =>
    violatedRows(p, x).length === 0 && x.every((v, j) => (p.fixed[j] ?? -1) < 0 || p.fixed[j] === v) && costOf(p.objective, x) <= bound
  );
}

const stateOf = (p: Propagator): unknown => [[...p.value], [...p.least], p.fixedCount()];

describe('propagation', () => {
  test('forces nothing that a completion has otherwise, calls no conflict where one is left, and takes all back', () => {
    fc.assert(
      fc.property(program, decisions, fc.option(fc.integer({ min: -9, max: 30 }), { nil: Infinity }), (p, list, bound) => {
        const form = formOf(p);
        const propagator = createPropagator(form, indexColumns(form), [form.objective]);
        let left = kept(p, bound);
        let alive = propagator.settle() && (bound === Infinity || propagator.setCutoff(0, bound));
        const agrees = (): void => {
          if (!alive) expect(left).toEqual([]);
          else for (const x of left) propagator.value.forEach((v, j) => expect(v < 0 || v === x[j]).toBe(true));
        };
        agrees();
        const before: [number, unknown][] = [];
        for (const { at, value } of list) {
          const j = at % p.objective.length;
          if (!alive) break;
          before.push([propagator.fixedCount(), stateOf(propagator)]);
          left = left.filter((x) => x[j] === value);
          alive = propagator.fix(j, value);
          agrees();
        }
        for (const [count, state] of before.reverse()) {
          propagator.undo(count);
          expect(stateOf(propagator)).toEqual(state);
        }
      }),
      { numRuns: 2000, seed: 41 },
    );
  });

  test('has decided once all variables are fixed: without a conflict all rows are kept', () => {
    fc.assert(
      fc.property(program, fc.infiniteStream(fc.constantFrom<0 | 1>(0, 1)), (p, values) => {
        const form = formOf(p);
        const propagator = createPropagator(form, indexColumns(form));
        let alive = propagator.settle();
        for (let j = 0; alive && j < form.variableCount; j++) {
          if (propagator.value[j]! < 0) alive = propagator.fix(j, values.next().value as 0 | 1);
        }
        if (alive) expect(violatedRows(p, [...propagator.value])).toEqual([]);
      }),
      { numRuns: 1000, seed: 42 },
    );
  });

  test('sees through a row of large coefficients, a clique and a chain of implications', () => {
    const knapsack = denseForm([0, 0, 0], [[5, 3, 1]], [4]);
    const one = createPropagator(knapsack, indexColumns(knapsack));
    expect(one.settle()).toBe(true);
    expect([...one.value]).toEqual([0, -1, -1]);
    const clique = denseForm([0, 0, 0, 0], [[1, 1, 1, 1]], [1]);
    const two = createPropagator(clique, indexColumns(clique));
    expect(two.fix(2, 1)).toBe(true);
    expect([...two.value]).toEqual([0, 0, 1, 0]);
    // x0 ≤ x1 ≤ x2 ≤ x3.
    const chain = denseForm([0, 0, 0, 0], [[1, -1, 0, 0], [0, 1, -1, 0], [0, 0, 1, -1]], [0, 0, 0]);
    const three = createPropagator(chain, indexColumns(chain));
    expect(three.fix(0, 1)).toBe(true);
    expect([...three.value]).toEqual([1, 1, 1, 1]);
    three.undo(0);
    expect(three.fix(3, 0)).toBe(true);
    expect([...three.value]).toEqual([0, 0, 0, 0]);
    expect(three.fix(1, 1)).toBe(false);
  });

  test('keeps several cutoffs at once, each looked at again after the other', () => {
    // By the first row x0 = 0 at bound 1.5; the second then wants x1, which leaves the first no room for x2.
    const free = denseForm([3, 1, 1], [[0, 0, 0]], [0]);
    const propagator = createPropagator(free, indexColumns(free), [Float64Array.of(3, 1, 1), Float64Array.of(-2, -2, 0)]);
    expect(propagator.setCutoff(1, -2)).toBe(true);
    expect([...propagator.value]).toEqual([-1, -1, -1]);
    expect(propagator.setCutoff(0, 1.5)).toBe(true);
    expect([...propagator.value]).toEqual([0, 1, 0]);
    expect(() => propagator.setCutoff(2, 0)).toThrow(RangeError);
  });

  test('forgives of decimals what the recheck forgives', () => {
    const form = denseForm([-1, -1], [[0.1, 0.2]], [0.3]);
    const propagator = createPropagator(form, indexColumns(form));
    expect(propagator.settle() && propagator.fix(0, 1) && propagator.fix(1, 1)).toBe(true);
  });
});

test('unmet rows are those that the completion violates, with the free variables that could relieve each', () => {
  fc.assert(
    fc.property(program, decisions, fc.infiniteStream(fc.constantFrom(0, 1)), (p, list, defaultsOf) => {
      const form = formOf(p);
      const columns = indexColumns(form);
      const propagator = createPropagator(form, columns);
      const unmet = createUnmetRows(form, columns, propagator);
      const defaults = Uint8Array.from(p.objective, () => defaultsOf.next().value as number);
      const check = (): void => {
        const x = [...unmet.completion()];
        expect(x).toEqual(p.objective.map((_, j) => (propagator.value[j]! >= 0 ? propagator.value[j] : defaults[j])));
        expect([...unmet.rows.subarray(0, unmet.count())].sort((a, b) => a - b)).toEqual(violatedRows(p, x));
        p.rows.forEach((row, i) => {
          const able = row.filter((_, j) =>
            propagator.value[j]! < 0 && excessOf(p, i, x.map((v, k) => (k === j ? 1 - v : v))) < excessOf(p, i, x)
          );
          expect(unmet.candidates[i]).toBe(able.length);
        });
      };
      propagator.settle();
      unmet.begin(defaults);
      check();
      const marks: number[] = [];
      for (const { at, value } of list) {
        const j = at % p.objective.length;
        if (propagator.value[j]! >= 0) continue;
        marks.push(propagator.fixedCount());
        if (!propagator.fix(j, value)) {
          unmet.undo(marks.pop()!);
          continue;
        }
        unmet.follow();
        check();
      }
      for (const mark of marks.reverse()) {
        unmet.undo(mark);
        check();
      }
    }),
    { numRuns: 1000, seed: 43 },
  );
});
