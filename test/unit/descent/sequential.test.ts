/**
 * A descent with a multiplier a row: its marginals are those of its multipliers, by the formula; it comes to rest; a resumed
 * run is an uninterrupted one; what makes no sense is said.
 */
import { describe, expect, test } from 'vitest';
import { descend } from '../../../src-science/descent/descend.ts';
import type { DescentCheckpoint, DescentControl } from '../../../src-science/descent/descent-control.ts';
import type { DescentSpec } from '../../../src-science/descent/descent-spec.ts';
import { DESCENT_PRESETS } from '../../../src-science/descent/presets.ts';
import { SCHEME_NAMES } from '../../../src-science/gradients/scheme.ts';
import { validateDescent } from '../../../src-science/descent/validate-descent.ts';
import { generate } from '../../../src-science/program/generate.ts';
import { normalForm } from '../../../src-science/program/normal-form.ts';
import { assignment, cheapest, formOf } from '../multipliers/programs.ts';

const costs = [[4, 1, 3, 9], [2, 7, 5, 8], [3, 2, 2, 1], [7, 7, 1, 2]];
const form = formOf(assignment(costs));
const cover = normalForm(generate('set-cover', { rows: 40, columns: 80, density: 0.1, maxCost: 50 }, 5));
const preset = DESCENT_PRESETS.find(({ name }) => name === 'row-multipliers')?.specFor(form);
if (preset === undefined) throw new Error('no preset');
const spec: DescentSpec = { ...preset, iterations: 30, decoders: ['threshold'], searchWork: 20_000 };
const run = (of: typeof form, change: Partial<DescentSpec> = {}, more: Partial<DescentControl> = {}) =>
  descend(of, { ...spec, ...change }, { now: () => 0, ...more });

describe('a multiplier a row', () => {
  test('marginals are σ(−(c + Aᵀy)/T) of the multipliers at the last temperature', () => {
    for (const of of [form, cover]) {
      const last = 0.7;
      const { xHat, multipliers } = run(of, { optimizer: { name: 'mean-field', temperature: 20, finalTemperature: last } });
      const reduced = Array.from(of.objective);
      for (let i = 0; i < of.rowCount; i++) {
        for (let k = of.start[i] ?? 0; k < (of.start[i + 1] ?? 0); k++) {
          reduced[of.column[k] ?? 0]! += (multipliers?.[i] ?? 0) * (of.value[k] ?? 0);
        }
      }
      expect(multipliers?.some((y) => y > 0)).toBe(true);
      xHat.forEach((x, j) => expect(x).toBeCloseTo(1 / (1 + Math.exp(Math.min(Math.max((reduced[j] ?? 0) / last, -12), 12))), 9));
    }
  });

  test('comes to rest, at the optimum of an assignment', () => {
    const settled = run(form);
    expect(settled.settling.kind).toBe('settled');
    expect(settled.decoded[0]).toMatchObject({ feasible: true, objective: cheapest(costs) });
  });

  test('μ is the largest multiplier, at every point', () => {
    const mu: number[] = [];
    const { multipliers } = run(cover, {}, { onTrajectory: ({ columns }) => mu.push(...columns.mu) });
    expect(mu[0]).toBe(0);
    expect(mu.at(-1)).toBe(Math.max(...(multipliers ?? [])));
    expect(mu).toHaveLength(31);
  });

  test('a resumed run is the uninterrupted one, bit for bit, also with more rows than variables', () => {
    const tall = normalForm(generate('independent-set', { nodes: 40, affinity: 4 }, 3));
    expect(tall.rowCount).toBeGreaterThan(2 * tall.variableCount);
    for (const of of [form, cover, tall]) {
      const kept: DescentCheckpoint[] = [];
      const whole = run(of, { checkpointEvery: 7 }, { onCheckpoint: (checkpoint) => kept.push(checkpoint) });
      expect(kept.length).toBe(4);
      for (const resumeFrom of kept) {
        const resumed = run(of, { checkpointEvery: 7 }, { resumeFrom });
        expect([resumed.xHat, resumed.multipliers, resumed.final]).toEqual([whole.xHat, whole.multipliers, whole.final]);
      }
    }
  });

  test('every scheme measures where it leads, sampled and exact, and changes none of it', () => {
    const reference = run(cover).xHat;
    for (const scheme of SCHEME_NAMES) {
      for (const evaluation of ['sampled', 'auto'] as const) {
        const { xHat, final } = run(cover, { scheme, evaluation, samples: 8 });
        expect(xHat, scheme).toEqual(reference);
        expect(final.loss).toBeGreaterThan(0);
      }
    }
  });

  test('what makes no sense with it is said by field', () => {
    const complaints = (change: Partial<DescentSpec>): string[] => validateDescent(form, { ...spec, ...change }).map(({ field }) => field);
    expect(complaints({})).toEqual([]);
    expect(complaints({ optimizer: { name: 'sgd' } })).toEqual(['optimizer']);
    expect(complaints({ restarts: 2 })).toEqual(['restarts']);
    expect(complaints({ loss: 'diffilo' })).toEqual(['loss']);
    expect(complaints({ mu: { kind: 'sequential', sweeps: 0 } })).toEqual(['mu.sweeps']);
    expect(complaints({ mu: { kind: 'sequential', sweeps: 1.5 } })).toEqual(['mu.sweeps']);
  });
});
