/**
 * Mean-field annealing against what it is known by: its fixed points are the stationary points of the free
 * energy L(x̂) − T·H(x̂), found here by finite differences of values from enumeration; without rows they are
 * Gibbs marginals in closed form; and damped steps go downhill. Spread, hold and resume are laws of the loop.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { descend } from '../../../src-science/descent/descend.ts';
import type { DescentControl } from '../../../src-science/descent/descent-control.ts';
import type { DescentSpec } from '../../../src-science/descent/descent-spec.ts';
import { annealedSpec, DESCENT_PRESETS } from '../../../src-science/descent/presets.ts';
import { startMarginals } from '../../../src-science/descent/start.ts';
import { createEvaluator } from '../../../src-science/gradients/registry.ts';
import { rampAt, restartFactor, scaledSchedule, temperatureAt } from '../../../src-science/descent/schedules.ts';
import { validateDescent } from '../../../src-science/descent/validate-descent.ts';
import { denseForm, objectiveOf, violationOf } from './small-program.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { aDescent } from '../../a-descent.ts';

const spec = aDescent({
  optimizer: { name: 'mean-field', temperature: 2, finalTemperature: 2 }, step: 0.2, mu: { kind: 'fixed', value: 1.5 },
  iterations: 2000, seed: 3, start: { kind: 'random', center: 0.5, spread: 0.3 }, snapshotEvery: 1,
});

const run = (form: NormalForm, change: Partial<DescentSpec> = {}, more: Partial<DescentControl> = {}) =>
  descend(form, { ...spec, ...change }, { now: () => 0, ...more });

/** E[cᵀx + c₀ + μ viol(x)] − T·H(x̂) by enumeration. */
function freeEnergy(form: NormalForm, xHat: ArrayLike<number>, mu: number, T: number): number {
  const d = form.variableCount;
  let energy = 0;
  for (let mask = 0; mask < 1 << d; mask++) {
    let p = 1;
    for (let j = 0; j < d; j++) p *= ((mask >> j) & 1) === 1 ? (xHat[j] ?? 0) : 1 - (xHat[j] ?? 0);
    energy += p * (objectiveOf(form, mask) + mu * violationOf(form, mask));
  }
  for (let j = 0; j < d; j++) {
    const x = xHat[j] ?? 0;
    energy += T * (x * Math.log(x) + (1 - x) * Math.log1p(-x));
  }
  return energy;
}

const small = denseForm([-2, 1, -1.5, 0.5], [[1, 1, 1, 0], [0, 2, -1, 1], [1, 0, 1, 1]], [1, 1, 1]);

describe('mean-field annealing', () => {
  test('at a constant temperature ends where the free energy is stationary', () => {
    for (const T of [0.5, 2, 8]) {
      const { xHat } = run(small, { optimizer: { name: 'mean-field', temperature: T, finalTemperature: T } });
      for (let j = 0; j < 4; j++) {
        const x = xHat[j] ?? 0;
        const h = 1e-4 * x * (1 - x);
        const up = xHat.slice();
        const down = xHat.slice();
        up[j] = x + h;
        down[j] = x - h;
        const slope = (freeEnergy(small, up, 1.5, T) - freeEnergy(small, down, 1.5, T)) / (2 * h);
        expect(Math.abs(slope)).toBeLessThan(1e-6);
      }
    }
  });

  test('without rows gives the Gibbs marginals σ(−c/T)', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -30, max: 30 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 10, max: 50 }),
        (objective, T) => {
          const { xHat } = run(denseForm(objective, [], []), {
            optimizer: { name: 'mean-field', temperature: T, finalTemperature: T },
            iterations: 200,
          });
          objective.forEach((c, j) => expect(xHat[j]).toBeCloseTo(1 / (1 + Math.exp(c / T)), 10));
        },
      ),
      { numRuns: 50, seed: 20 },
    );
  });

  test('goes down the free energy in small damped steps', () => {
    const snapshots: Float64Array[] = [];
    run(small, { step: 0.02, iterations: 300 }, { onSnapshot: ({ xHat }) => snapshots.push(xHat) });
    const energies = snapshots.map((xHat) => freeEnergy(small, xHat, 1.5, 2));
    expect(energies.length).toBeGreaterThan(299);
    for (let t = 1; t < energies.length; t++) expect(energies[t] ?? 0).toBeLessThanOrEqual((energies[t - 1] ?? 0) + 1e-12);
    expect((energies[0] ?? 0) - (energies.at(-1) ?? 0)).toBeGreaterThan(0.1);
  });

  test('cooled down ends at a vertex that no single flip betters', () => {
    const { xHat } = run(small, { optimizer: { name: 'mean-field', temperature: 2, finalTemperature: 0.02 }, step: 0.3 });
    const mask = xHat.reduce((bits, x, j) => bits | ((x > 0.5 ? 1 : 0) << j), 0);
    const worth = (vertex: number): number => objectiveOf(small, vertex) + 1.5 * violationOf(small, vertex);
    for (const x of xHat) expect(Math.min(x, 1 - x)).toBeLessThan(1e-4);
    for (let j = 0; j < 4; j++) expect(worth(mask ^ (1 << j))).toBeGreaterThanOrEqual(worth(mask));
  });

  test('leaves fixed variables at their value', () => {
    const fixed = denseForm([-2, 1, -1.5], [[1, 1, 1]], [1], { fixed: [1, -1, 0] });
    const { xHat } = run(fixed, { iterations: 50 });
    expect([xHat[0], xHat[2]]).toEqual([1, 0]);
  });

  test.each([0, 1, 99, 100, 101, 250, 300])('stopped after %i iterations and resumed, ends in the very same bits', (at) => {
    const settings: Partial<DescentSpec> = {
      iterations: 100,
      restarts: 3,
      restartSpread: 9,
      optimizer: { name: 'mean-field', temperature: 3, finalTemperature: 0.1 },
      mu: { kind: 'ramp', from: 0.4, to: 20, shape: 'geometric', until: 0.9, hold: 0.7 },
    };
    const whole = run(small, settings);
    let asked = 0;
    const part = run(small, settings, { cancelled: () => asked++ >= at });
    const rest = run(small, settings, { resumeFrom: part.checkpoint });
    expect(part.iterations).toBe(at);
    expect(rest.xHat).toEqual(whole.xHat);
    expect(rest.final).toEqual(whole.final);
  });

  test('several descents with a spread are the single ones with these weights and temperatures', () => {
    const mus: number[] = [];
    run(small, { iterations: 10, restarts: 3, restartSpread: 4, mu: { kind: 'fixed', value: 0.5 } }, {
      onTrajectory: ({ columns }) => mus.push(...columns.mu),
    });
    expect([mus[0], mus[10], mus[20]].map((mu) => Number(mu?.toFixed(12)))).toEqual([0.5, 1, 2]);
    const first = run(small, { iterations: 10, restarts: 1 });
    const spread = run(small, { iterations: 10, restarts: 1, restartSpread: 4 });
    expect(spread.xHat).toEqual(first.xHat);
  });
});

/**
 * Long rows at a low temperature: every variable answers the same row, all at once. Knapsacks of 40 with a weight
 * above every price.
 */
function coupled(seed: number): NormalForm {
  const word = (n: number): number => ((seed * 7919 + n * 104_729) % 97) + 3;
  const rows = [0, 1].map((i) => Array.from({ length: 40 }, (_, j) => word(i * 40 + j)));
  return denseForm(
    Array.from({ length: 40 }, (_, j) => -word(100 + j)),
    rows,
    rows.map((row) => Math.floor(row.reduce((sum, a) => sum + a, 0) / 4)),
  );
}
const cold: Partial<DescentSpec> = {
  optimizer: { name: 'mean-field', temperature: 1, finalTemperature: 1 },
  mu: { kind: 'fixed', value: 40 },
  iterations: 400,
  step: 0.3,
  start: { kind: 'random', center: 0.5, spread: 0.01 },
};

/** Largest |x̂ − σ(−∇L/T)|, by differences of the loss in one coordinate: L is multilinear, so they are exact. */
function offFixedPoint(form: NormalForm, xHat: Float64Array, mu: number, T: number): number {
  let worst = 0;
  xHat.forEach((x, j) => {
    const [one, zero] = [1, 0].map((value) => expectedViolation(form, xHat.map((other, k) => (k === j ? value : other))));
    const slope = (form.objective[j] ?? 0) + mu * ((one ?? 0) - (zero ?? 0));
    worst = Math.max(worst, Math.abs(x - 1 / (1 + Math.exp(Math.min(Math.max(slope / T, -12), 12)))));
  });
  return worst;
}

/** Σ_i E[max(a_iᵀx − b_i, 0)] of whole weights, by the distribution of each row's sum. */
function expectedViolation(form: NormalForm, xHat: Float64Array): number {
  let penalty = 0;
  for (let i = 0; i < form.rowCount; i++) {
    let chances = new Map<number, number>([[0, 1]]);
    for (let k = form.start[i] ?? 0; k < (form.start[i + 1] ?? 0); k++) {
      const x = xHat[form.column[k] ?? 0] ?? 0;
      const next = new Map<number, number>();
      for (const [sum, p] of chances) {
        next.set(sum, (next.get(sum) ?? 0) + p * (1 - x));
        next.set(sum + (form.value[k] ?? 0), (next.get(sum + (form.value[k] ?? 0)) ?? 0) + p * x);
      }
      chances = next;
    }
    for (const [sum, p] of chances) penalty += p * Math.max(sum - (form.rhs[i] ?? 0), 0);
  }
  return penalty;
}

describe('where all variables answer the same rows', () => {
  test.each([1, 2])('annealing comes to rest at a fixed point, where a fixed damping jumps between two (seed %i)', (seed) => {
    const form = coupled(seed);
    const { xHat } = run(form, cold);
    expect(offFixedPoint(form, xHat, 40, 1)).toBeLessThan(1e-3);

    // The same iteration with a fixed damping, written out.
    const evaluator = createEvaluator(form, { scheme: 'true-penalty', evaluation: 'exact', samples: 1 });
    const outcome = { penalty: 0, penaltyStandardError: 0, feasibleShare: 0, samples: 0, meanViolation: 0 };
    const logits = startMarginals(form, { kind: 'random', center: 0.5, spread: 0.01 }, 3).map((x) => Math.log(x / (1 - x)));
    const points: Float64Array[] = [];
    for (let t = 0; t < 400; t++) {
      const at = logits.map((l) => 1 / (1 + Math.exp(-l)));
      points.push(at);
      const gradient = new Float64Array(40);
      evaluator.evaluate(at, { seed: 1, stream: 0, iteration: t, firstSample: 0 }, gradient, outcome);
      for (let j = 0; j < 40; j++) {
        logits[j] = Math.min(Math.max(0.7 * (logits[j] ?? 0) - 0.3 * ((form.objective[j] ?? 0) + 40 * (gradient[j] ?? 0)), -12), 12);
      }
    }
    const apart = (a: number, b: number): number =>
      Math.max(...(points.at(-a) ?? []).map((x, j) => Math.abs(x - (points.at(-b)?.[j] ?? 0))));
    expect(apart(1, 2)).toBeGreaterThan(0.5);
    expect(apart(1, 3)).toBeLessThan(0.1);
  });

  test('stopped while the damping is down and resumed, ends in the very same bits', () => {
    const form = coupled(1);
    const whole = run(form, cold);
    for (const at of [3, 9, 40]) {
      let asked = 0;
      const part = run(form, cold, { cancelled: () => asked++ >= at });
      expect(part.checkpoint.moments[1]?.[0]).toBeLessThan(1);
      const rest = run(form, cold, { resumeFrom: part.checkpoint });
      expect(rest.xHat).toEqual(whole.xHat);
      expect(rest.checkpoint.moments).toEqual(whole.checkpoint.moments);
    }
  });
});

describe('schedules of annealing', () => {
  test('a temperature falls by equal factors and ends at its final value', () => {
    const T = Array.from({ length: 11 }, (_, t) => temperatureAt(8, 0.5, t, 11));
    expect([T[0], T[10]]).toEqual([8, 0.5]);
    for (let t = 1; t < 11; t++) expect((T[t] ?? 0) / (T[t - 1] ?? 1)).toBeCloseTo((0.5 / 8) ** 0.1, 12);
    expect(temperatureAt(8, 0.5, 0, 1)).toBe(0.5);
  });

  test('a ramp holds its first value, and without hold is what it was', () => {
    const ramp = { kind: 'ramp', from: 2, to: 32, shape: 'geometric', until: 0.9, hold: 0.5 } as const;
    expect([0, 25, 50].map((t) => rampAt(ramp, t, 100))).toEqual([2, 2, 2]);
    expect(rampAt(ramp, 70, 100)).toBeCloseTo(8, 12);
    expect([90, 100].map((t) => rampAt(ramp, t, 100))).toEqual([32, 32]);
    expect(rampAt({ ...ramp, hold: 0 }, 33, 100)).toBe(rampAt({ kind: 'ramp', from: 2, to: 32, shape: 'geometric', until: 0.9 }, 33, 100));
  });

  test('a spread runs from 1 to its value in equal factors, over every kind of weight', () => {
    expect([0, 1, 2].map((r) => restartFactor(9, r, 3))).toEqual([1, expect.closeTo(3, 12), expect.closeTo(9, 12)]);
    expect([restartFactor(undefined, 1, 3), restartFactor(9, 0, 1)]).toEqual([1, 1]);
    expect(scaledSchedule({ kind: 'adaptive', start: 2, min: 0, max: 5, step: 1 }, 3)).toEqual({
      kind: 'adaptive',
      start: 5,
      min: 0,
      max: 5,
      step: 1,
    });
    expect(scaledSchedule({ kind: 'ramp', from: 2, to: 5, shape: 'linear', until: 1 }, 3)).toEqual({
      kind: 'ramp',
      from: 6,
      to: 5,
      shape: 'linear',
      until: 1,
    });
  });

  test('the preset is valid for programs with and without prices', () => {
    expect(DESCENT_PRESETS.some(({ name }) => name === 'annealed')).toBe(true);
    for (const form of [small, denseForm([0, 0], [], []), denseForm([1, 2], [[-1, -1]], [-1])]) {
      expect(validateDescent(form, annealedSpec(form))).toEqual([]);
    }
  });
});
