/**
 * A multiplier for every row, all moved at once: the rule by its formula, the loss by enumeration, and what a descent with it
 * shares with any other: one μ where multipliers do not move, the bits of an uninterrupted run, every scheme and optimizer.
 */
import { describe, expect, test } from 'vitest';
import { descend } from '../../../src-science/descent/descend.ts';
import type { DescentCheckpoint, DescentControl } from '../../../src-science/descent/descent-control.ts';
import type { DescentSpec } from '../../../src-science/descent/descent-spec.ts';
import { sharedPrice } from '../../../src-science/decoding/price-scale.ts';
import { annealedRowsSpec, annealedSpec, defaultDescentSpec } from '../../../src-science/descent/presets.ts';
import { validateDescent } from '../../../src-science/descent/validate-descent.ts';
import { SCHEME_NAMES } from '../../../src-science/gradients/scheme.ts';
import { packRows, rowVectors, unpackRows } from '../../../src-science/multipliers/packed-rows.ts';
import { createParallelMultipliers } from '../../../src-science/multipliers/parallel.ts';
import { generate } from '../../../src-science/program/generate.ts';
import { normalForm } from '../../../src-science/program/normal-form.ts';
import { cornerKernels, gradientKernels, samplingKernels, stepKernels } from '../kernels/load-kernel.ts';
import { enumerate, formOf, randomForm } from '../relaxation/enumeration.ts';

const cover = normalForm(generate('set-cover', { rows: 30, columns: 14, density: 0.25, maxCost: 9 }, 3));
const rule = { kind: 'parallel', start: 2, most: 50, rate: 0.3, target: 0.1, until: 0.75 } as const;
const spec: DescentSpec = {
  ...defaultDescentSpec(cover), mu: rule, iterations: 24, decoders: ['threshold', 'greedy-repair'], recordEvery: 1, snapshotEvery: 0,
};
const run = (of: typeof cover, change: Partial<DescentSpec> = {}, more: Partial<DescentControl> = {}) =>
  descend(of, { ...spec, ...change }, { now: () => 0, ...more });

describe('the rule', () => {
  function began(start = 2) {
    const rowShare = new Float64Array(cover.rowCount);
    const given: number[][] = [];
    const weights = { rowShare, set: (weight: Float64Array) => void given.push([...weight]) };
    return { rowShare, given, rows: createParallelMultipliers(cover, weights, { ...rule, start }) };
  }

  test('multiplies by exp(rate · (P − target)), and at the end by exp(5 rate · P), between a thousandth of the first and the most', () => {
    const { rowShare, rows, given } = began();
    rowShare[0] = 0.5;
    rowShare[1] = 0.1;
    expect(rows.step(17, 24)).toBe(Math.max(...rows.multipliers));
    expect(rows.multipliers[0]).toBeCloseTo(2 * Math.exp(0.3 * 0.4), 12);
    expect(rows.multipliers[1]).toBe(2);
    expect(rows.multipliers[2]).toBeCloseTo(2 * Math.exp(-0.03), 12);
    expect(rows.prices()[0]).toBe(rows.multipliers[0]! * 0.5);
    expect(given.at(-1)).toEqual([...rows.multipliers].map((y) => y / rows.mu()));
    const before = rows.multipliers.slice();
    rows.step(18, 24);
    expect(rows.multipliers[0]).toBeCloseTo(before[0]! * Math.exp(5 * 0.3 * 0.5), 12);
    expect(rows.multipliers[2]).toBe(before[2]);
    for (let n = 0; n < 400; n++) rows.step(18, 24);
    expect(rows.mu()).toBe(50);
    for (let n = 0; n < 4000; n++) rows.step(0, 24);
    expect(Math.min(...rows.multipliers)).toBe(0.002);
  });

  test('begins anew at a factor of the first, never above the most', () => {
    const { rows } = began();
    rows.step(0, 24);
    rows.begin(3);
    expect(new Set(rows.multipliers)).toEqual(new Set([6]));
    rows.begin(1000);
    expect(rows.mu()).toBe(50);
  });

  test('one number a row is packed in as many vectors as it takes', () => {
    for (const [m, d] of [[7, 3], [6, 3], [2, 5], [1, 1]] as const) {
      const values = Float64Array.from({ length: m }, (_, i) => i + 1);
      const packed = packRows(values, d);
      expect(packed).toHaveLength(rowVectors({ rowCount: m, variableCount: d }));
      expect(packed.every(({ length }) => length === d)).toBe(true);
      const back = new Float64Array(m);
      unpackRows(packed, d, back);
      expect(back).toEqual(values);
      unpackRows([], d, back);
      expect(back).toEqual(values);
    }
  });
});

describe('the preset', () => {
  test('begins at the median over variables of their cost, shared by the rows that resist it', () => {
    const form = formOf(3, [{ a: [-1, -2, 0], b: -1 }, { a: [-1, 0, -4], b: -1 }, { a: [1, 1, 1], b: 2 }], [6, 8, 10]);
    // Shared: 6 / 2, 8 / 2, 10 / 4; the last row resists nobody whose cost is above 0.
    expect(sharedPrice(form)).toBe(3);
    expect(sharedPrice({ ...form, fixed: Int8Array.of(0, -1, -1) })).toBe(4);
    expect(sharedPrice({ ...form, objective: new Float64Array(3) })).toBe(1);
    expect(annealedRowsSpec(form)).toMatchObject({ mu: { kind: 'parallel', start: 4.5 }, optimizer: { temperature: 2.25 }, restarts: 30 });
  });

  test('is valid, and descends, on programs of every kind of row, costs of 0 included', () => {
    for (let seed = 0; seed < 12; seed++) {
      const form = randomForm(7, 6, seed);
      const preset = { ...annealedRowsSpec(form), iterations: 30 };
      expect(validateDescent(form, preset)).toEqual([]);
      expect(descend(form, preset, { now: () => 0 }).xHat.every((x) => x >= 0 && x <= 1)).toBe(true);
    }
  });

  test('makes fewer descents of a longer program', () => {
    const long = normalForm(generate('set-cover', { rows: 1000, columns: 1500, density: 0.5, maxCost: 9 }, 1));
    expect(annealedRowsSpec(long).restarts).toBe(5);
  });
});

describe('a descent', () => {
  test('whose multipliers do not move is the descent with that μ, bit for bit', () => {
    const still = run(cover, { mu: { ...rule, rate: 1e-300 } });
    const fixed = run(cover, { mu: { kind: 'fixed', value: 2 } });
    expect(still.xHat).toEqual(fixed.xHat);
    expect(still.final).toEqual(fixed.final);
    expect(fixed.multipliers).toBeNull();
  });

  test('ends with loss = objective + Σ yᵢ E[max(aᵢᵀx − bᵢ, 0)], μ the largest multiplier', () => {
    for (const scheme of ['true-penalty', 'surrogate-interchange', 'surrogate-corrected'] as const) {
      for (const form of [cover, randomForm(8, 9, 5)]) {
        const { xHat, multipliers, final } = run(form, { scheme, evaluation: 'exact' });
        const { rowPenalty } = enumerate(form, xHat);
        const weighted = rowPenalty.reduce((sum, v, i) => sum + v * (multipliers?.[i] ?? 0), 0);
        expect(final.mu).toBe(Math.max(...(multipliers ?? [])));
        expect(final.mu * final.penalty).toBeCloseTo(weighted, 8);
        expect(final.loss).toBeCloseTo(final.objective + weighted, 8);
        expect(new Set(multipliers).size).toBeGreaterThan(1);
      }
    }
  });

  test('of samples ends with a loss that enumeration confirms', () => {
    const { xHat, multipliers, final } = run(cover, { evaluation: 'sampled', samples: 20, scheme: 'straight-through' });
    const { rowPenalty } = enumerate(cover, xHat);
    const weighted = rowPenalty.reduce((sum, v, i) => sum + v * (multipliers?.[i] ?? 0), 0);
    expect(final.exact).toBe(true);
    expect(final.mu * final.penalty).toBeCloseTo(weighted, 8);
  });

  test('goes along every scheme, sampled, the compiled kernels giving the same bits', () => {
    const compiled = { ...cornerKernels(), ...gradientKernels(), ...samplingKernels(), ...stepKernels() };
    for (const scheme of SCHEME_NAMES) {
      const sampled = { scheme, evaluation: 'sampled', samples: 40 } as const;
      const plain = run(cover, sampled);
      expect(run(cover, sampled, { compiled })).toEqual(plain);
      expect(plain.multipliers?.some((y) => y !== 2)).toBe(true);
    }
  });

  test('is resumed from any checkpoint to the bits of the uninterrupted run, restarts and more rows than variables included', () => {
    const tall = normalForm(generate('independent-set', { nodes: 30, affinity: 4 }, 3));
    expect(tall.rowCount).toBeGreaterThan(2 * tall.variableCount);
    let earlier = 0;
    for (const of of [cover, tall]) {
      for (const change of [{}, { restarts: 3, restartSpread: 0.01, start: { kind: 'random', center: 0.5, spread: 0.3 } }] as const) {
        const kept: DescentCheckpoint[] = [];
        const whole = run(of, { ...change, checkpointEvery: 7 }, { onCheckpoint: (checkpoint) => kept.push(checkpoint) });
        expect(kept.length).toBeGreaterThan(2);
        for (const resumeFrom of [...kept, whole.checkpoint]) {
          const again = run(of, { ...change, checkpointEvery: 7 }, { resumeFrom });
          expect(again.xHat).toEqual(whole.xHat);
          expect(again.multipliers).toEqual(whole.multipliers);
          expect(again.final).toEqual(whole.final);
          expect(again.checkpoint.moments).toEqual(whole.checkpoint.moments);
        }
        if (whole.final.mu < 1) earlier++;
      }
    }
    // With a spread of a hundredth, ends of the first descent and of the others are kept.
    expect(earlier).toBeLessThan(4);
  });

  test('keeps with an earlier end the multipliers it ended at', () => {
    // Later descents begin at so small multipliers that nothing is chosen: the first is kept.
    const change = { restarts: 2, restartSpread: 1e-9, iterations: 300, mu: { ...rule, until: 0.5 }, decoders: ['threshold'] as const };
    const both = run(cover, change);
    const first = run(cover, { ...change, restarts: 1 });
    expect(both.decoded[0]?.feasible).toBe(true);
    expect(both.xHat).toEqual(first.xHat);
    expect(both.multipliers).toEqual(first.multipliers);
    expect(both.final.loss).toBe(first.final.loss);
  });

  test('anneals to rest, and its prices prove a bound that no solution passes', () => {
    const { optimizer, step } = annealedSpec(cover);
    const { settling, bound, decoded } = run(cover, { optimizer, step, iterations: 400, mu: { ...rule, rate: 0.05, start: 1 } });
    expect(settling.kind).toBe('settled');
    expect(decoded[1]?.feasible).toBe(true);
    expect(bound).not.toBeNull();
    expect(bound!).toBeLessThanOrEqual(decoded[1]!.objective);
  });

  test('is refused in words where it makes no sense', () => {
    const complaints = (change: Partial<DescentSpec>) => validateDescent(cover, { ...spec, ...change }).map(({ field }) => field);
    expect(complaints({})).toEqual([]);
    expect(complaints({ loss: 'diffilo' })).toEqual(['loss']);
    expect(complaints({ mu: { ...rule, start: 60 } })).toEqual(['mu.most']);
    expect(complaints({ mu: { ...rule, target: 1 } })).toEqual(['mu.target']);
    expect(complaints({ mu: { ...rule, start: 0 } })).toEqual(['mu.start']);
    expect(complaints({ mu: { ...rule, rate: 0 } })).toEqual(['mu.rate']);
  });
});
