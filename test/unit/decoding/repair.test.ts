import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { indexColumns } from '../../../src-science/decoding/column-index.ts';
import { createFlipState, flip } from '../../../src-science/decoding/flip-state.ts';
import { repairGreedily } from '../../../src-science/decoding/greedy-repair.ts';
import { improveByFlips } from '../../../src-science/decoding/local-improvement.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { denseForm, objectiveOf, smallForm, violationOf } from '../descent/small-program.ts';

const ROUNDING = 1e-9;
const maskOf = (x: ArrayLike<number>): number => Array.from(x).reduce((mask, v, j) => mask | (v << j), 0);
const keepsFixed = (form: NormalForm, mask: number): boolean => form.fixed.every((v, j) => v < 0 || v === ((mask >> j) & 1));
const feasibleMasks = (form: NormalForm): number[] =>
  Array.from({ length: 2 ** form.variableCount }, (_, mask) => mask).filter((mask) =>
    keepsFixed(form, mask) && violationOf(form, mask) <= ROUNDING
  );
const startFor = (form: NormalForm, bits: number): Uint8Array =>
  Uint8Array.from({ length: form.variableCount }, (_, j) => ((form.fixed[j] ?? -1) >= 0 ? (form.fixed[j] ?? 0) : (bits >> j) & 1));

describe('greedy repair', () => {
  test('ends feasible exactly when it says so, keeps fixed variables, and never says feasible of an infeasible program', () => {
    let feasiblePrograms = 0;
    let repaired = 0;
    fc.assert(
      fc.property(smallForm, fc.integer({ min: 0, max: 127 }), (form, bits) => {
        const { x, feasible } = repairGreedily(form, indexColumns(form), startFor(form, bits), 0, 200_000);
        const mask = maskOf(x);
        expect(keepsFixed(form, mask)).toBe(true);
        expect(violationOf(form, mask) <= ROUNDING).toBe(feasible);
        const possible = feasibleMasks(form).length > 0;
        if (!possible) expect(feasible).toBe(false);
        if (possible) feasiblePrograms++;
        if (feasible) repaired++;
      }),
      { numRuns: 400, seed: 4 },
    );
    // With row weights, the repair gets out of dead ends: on these fixed programs it finds nearly every feasible one.
    expect(feasiblePrograms).toBeGreaterThan(100);
    expect(repaired / feasiblePrograms).toBeGreaterThan(0.97);
  });

  test('repairs whenever single flips that each lower the violation lead there', () => {
    // Any cover can be repaired by setting variables to 1 one at a time, whatever the start.
    const cover = fc
      .integer({ min: 2, max: 7 })
      .chain((d) => fc.array(fc.array(fc.boolean(), { minLength: d, maxLength: d }), { minLength: 1, maxLength: 6 }))
      .filter((rows) => rows.every((row) => row.some(Boolean)));
    fc.assert(
      fc.property(cover, (rows) => {
        const d = rows[0]?.length ?? 0;
        const form = denseForm(
          Array.from({ length: d }, (_, j) => j + 1),
          rows.map((row) => row.map((member) => (member ? -1 : 0))),
          rows.map(() => -1),
        );
        const repair = repairGreedily(form, indexColumns(form), new Uint8Array(d));
        expect(repair.feasible).toBe(true);
        expect(violationOf(form, maskOf(repair.x))).toBe(0);
      }),
      { numRuns: 200, seed: 5 },
    );
  });

  test('gets through a dead end in which every single flip breaks as much as it mends', () => {
    // x1 + x2 + x3 = 2 and x3 + x4 = 1, started at a vector from which no flip lowers the violation.
    const form = denseForm(
      [0, 0, 0, 0],
      [
        [1, 1, 1, 0],
        [-1, -1, -1, 0],
        [0, 0, 1, 1],
        [0, 0, -1, -1],
        [1, -1, 0, 0],
        [-1, 1, 0, 0],
      ],
      [2, -2, 1, -1, 0, 0],
    );
    for (let bits = 0; bits < 16; bits++) {
      expect(repairGreedily(form, indexColumns(form), startFor(form, bits)).feasible, `start ${bits}`).toBe(true);
    }
  });

  test('stops at once at a row that no vector keeps and returns the least violated vector it saw', () => {
    const form = denseForm([1, 1], [[-1, -1]], [-3]);
    const { x, feasible } = repairGreedily(form, indexColumns(form), new Uint8Array(2));
    expect(feasible).toBe(false);
    expect([...x]).toEqual([1, 1]);
  });

  test('gives up at its bound of work on an infeasible program no single row of which is at fault', () => {
    const form = denseForm(
      [0, 0],
      [
        [1, 1],
        [-1, -1],
        [1, -1],
        [-1, 1],
      ],
      [1, -1, 0, 0],
    );
    expect(repairGreedily(form, indexColumns(form), new Uint8Array(2), 0, 10_000).feasible).toBe(false);
  });
});

describe('improvement by flips and exchanges', () => {
  test('stays feasible, never worsens, and leaves no single flip or exchange that would help', () => {
    fc.assert(
      fc.property(smallForm, fc.nat(), (form, pick) => {
        const feasible = feasibleMasks(form);
        fc.pre(feasible.length > 0);
        const startMask = feasible[pick % feasible.length] ?? 0;
        const state = createFlipState(form, indexColumns(form), startFor(form, startMask));
        improveByFlips(state, 1e7);
        const mask = maskOf(state.x);
        const value = objectiveOf(form, mask);
        const isFeasible = new Set(feasible);
        expect(isFeasible.has(mask)).toBe(true);
        expect(value).toBeLessThanOrEqual(objectiveOf(form, startMask));
        for (let j = 0; j < form.variableCount; j++) {
          const one = mask ^ (1 << j);
          if (isFeasible.has(one)) expect(objectiveOf(form, one)).toBeGreaterThanOrEqual(value - ROUNDING);
          for (let k = 0; k < j; k++) {
            const both = one ^ (1 << k);
            if (isFeasible.has(both)) expect(objectiveOf(form, both)).toBeGreaterThanOrEqual(value - ROUNDING);
          }
        }
      }),
      { numRuns: 300, seed: 6 },
    );
  });

  test('exchanges two variables where no single flip helps', () => {
    const form = denseForm([5, 2], [[-1, -1]], [-1]);
    const state = createFlipState(form, indexColumns(form), Uint8Array.of(1, 0));
    improveByFlips(state, 1e6);
    expect([...state.x]).toEqual([0, 1]);
  });
});

test('a flip state agrees with a fresh one after any sequence of flips', () => {
  fc.assert(
    fc.property(smallForm, fc.array(fc.nat({ max: 6 }), { maxLength: 30 }), (form, sequence) => {
      const columns = indexColumns(form);
      const state = createFlipState(form, columns, new Uint8Array(form.variableCount));
      for (const j of sequence) flip(state, j % form.variableCount);
      const fresh = createFlipState(form, columns, state.x);
      for (let i = 0; i < form.rowCount; i++) expect(state.excess[i]).toBeCloseTo(fresh.excess[i] ?? 0, 9);
      expect(state.violatedCount).toBe(fresh.violatedCount);
    }),
    { numRuns: 200, seed: 7 },
  );
});
