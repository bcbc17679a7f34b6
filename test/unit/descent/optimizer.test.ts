import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OptimizerSpec } from '../../../src-science/descent/descent-spec.ts';
import {
  chainGradient,
  clampParameters,
  logit,
  LOGIT_LIMIT,
  parameterRange,
  parametersOf,
  sigmoid,
  writeMarginals,
} from '../../../src-science/descent/parametrization.ts';
import { nextMu, rampAt, startMu, stepAt } from '../../../src-science/descent/schedules.ts';
import { createRule } from './rule.ts';

/** The textbook recursions, one scalar at a time, with every past gradient kept. */
function reference(spec: OptimizerSpec, start: number, gradients: readonly number[], steps: readonly number[]): number {
  let p = start;
  gradients.forEach((_, t) => {
    const past = gradients.slice(0, t + 1);
    if (spec.name === 'sgd') p -= (steps[t] ?? 0) * (gradients[t] ?? 0);
    if (spec.name === 'momentum') {
      p -= (steps[t] ?? 0) * past.reduce((sum, g, s) => sum + g * spec.momentum ** (t - s), 0);
    }
    if (spec.name === 'adam') {
      const average = (beta: number, values: readonly number[]): number =>
        (values.reduce((sum, v, s) => sum + v * (1 - beta) * beta ** (t - s), 0)) / (1 - beta ** (t + 1));
      const m = average(spec.beta1, past);
      const v = average(spec.beta2, past.map((g) => g * g));
      p -= ((steps[t] ?? 0) * m) / (Math.sqrt(v) + spec.epsilon);
    }
  });
  return p;
}

const optimizerSpec: fc.Arbitrary<OptimizerSpec> = fc.oneof(
  fc.constant<OptimizerSpec>({ name: 'sgd' }),
  fc.double({ min: 0, max: 0.99, noNaN: true }).map((momentum): OptimizerSpec => ({ name: 'momentum', momentum })),
  fc
    .record({ beta1: fc.double({ min: 0, max: 0.99, noNaN: true }), beta2: fc.double({ min: 0, max: 0.999, noNaN: true }) })
    .map(({ beta1, beta2 }): OptimizerSpec => ({ name: 'adam', beta1, beta2, epsilon: 1e-8 })),
);
const number = fc.integer({ min: -1000, max: 1000 }).map((v) => v / 100);

describe('optimizers', () => {
  test('agree with the textbook sums over all past gradients', () => {
    fc.assert(
      fc.property(
        optimizerSpec,
        fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 12 }),
        fc.double({ min: 1e-3, max: 2, noNaN: true }),
        (spec, gradients, step) => {
          const optimizer = createRule(spec, 2, 12);
          const parameters = Float64Array.of(1, -2);
          const steps = gradients.map((_, t) => step / (1 + t));
          gradients.forEach((g, t) => optimizer.update(parameters, Float64Array.from(g), steps[t] ?? 0, t));
          [1, -2].forEach((start, j) => {
            const truth = reference(spec, start, gradients.map((g) => g[j] ?? 0), steps);
            expect(Math.abs((parameters[j] ?? 0) - truth)).toBeLessThan(1e-9 * (1 + Math.abs(truth)));
          });
        },
      ),
      { numRuns: 300, seed: 10 },
    );
  });

  test('go on from copied state vectors to the same bits', () => {
    fc.assert(
      fc.property(optimizerSpec, fc.array(number, { minLength: 4, maxLength: 10 }), (spec, gradients) => {
        const whole = createRule(spec, 1, 10);
        const p = Float64Array.of(0.5);
        let resumed = createRule(spec, 1, 10);
        const q = Float64Array.of(0.5);
        gradients.forEach((g, t) => {
          whole.update(p, Float64Array.of(g), 0.1, t);
          resumed.update(q, Float64Array.of(g), 0.1, t);
          resumed = createRule(spec, 1, 10, resumed.moments);
        });
        expect(q[0]).toBe(p[0]);
      }),
      { numRuns: 100, seed: 11 },
    );
  });

  test('never move a coordinate whose gradient is always zero', () => {
    for (
      const spec of [{ name: 'sgd' }, { name: 'momentum', momentum: 0.9 }, {
        name: 'adam',
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-8,
      }] as const
    ) {
      const optimizer = createRule(spec, 2, 12);
      const p = Float64Array.of(0.25, 0.25);
      for (let t = 0; t < 5; t++) optimizer.update(p, Float64Array.of(0, 1), 0.1, t);
      expect(p[0]).toBe(0.25);
      expect(p[1]).toBeLessThan(0.25);
    }
  });
});

describe('step schedules', () => {
  test.each([
    ['constant', { kind: 'constant' } as const, 7, 10, 0.5],
    ['cosine at its start', { kind: 'cosine', final: 0.1 } as const, 0, 10, 0.5],
    ['cosine half way', { kind: 'cosine', final: 0.1 } as const, 5, 10, 0.5 * 0.55],
    ['cosine near its end', { kind: 'cosine', final: 0.1 } as const, 999_999, 1_000_000, 0.05],
    ['inverse at its half-life', { kind: 'inverse', halfLife: 4 } as const, 4, 10, 0.25],
  ])('%s', (_name, schedule, t, T, expected) => {
    expect(stepAt(schedule, 0.5, t, T)).toBeCloseTo(expected, 9);
  });
});

describe('μ schedules', () => {
  const ramp = { kind: 'ramp', from: 1, to: 100, shape: 'geometric', until: 0.5 } as const;
  test.each([
    ['a geometric ramp starts at its start', ramp, 0, 1],
    ['a geometric ramp is at the geometric mean half way', ramp, 5, 10],
    ['a ramp reaches its end at `until`', ramp, 10, 100],
    ['a ramp stays at its end', ramp, 17, 100],
    ['a linear ramp is at the mean half way', { ...ramp, shape: 'linear' }, 5, 50.5],
    ['a geometric ramp from 0 is linear', { ...ramp, from: 0 }, 5, 50],
    ['a ramp may go down', { ...ramp, from: 100, to: 1 }, 5, 10],
  ] as const)('%s', (_name, schedule, t, expected) => {
    expect(rampAt(schedule, t, 20)).toBeCloseTo(expected, 9);
    if (t > 0) expect(nextMu(schedule, Number.NaN, t - 1, 20, 0)).toBe(rampAt(schedule, t, 20));
    else expect(startMu(schedule)).toBe(expected);
  });

  test.each([
    ['grows where the mean violation is above 1', 5, 3, 5.2],
    ['falls where it is below 1', 5, 0.5, 4.95],
    ['stops at its largest value', 5.95, 9, 6],
    ['stops at its smallest value', 1.04, 0, 1],
  ])('the adaptive μ %s', (_name, mu, violation, expected) => {
    const schedule = { kind: 'adaptive', start: 5, min: 1, max: 6, step: 0.1 } as const;
    expect(nextMu(schedule, mu, 3, 10, violation)).toBeCloseTo(expected, 12);
  });
});

describe('parametrizations', () => {
  test('the logit and its inverse agree on the whole range and stay finite at the ends', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-5, max: 1 - 1e-5, noNaN: true }), (x) => {
        expect(Math.abs(sigmoid(logit(x)) - x)).toBeLessThan(1e-14);
      }),
      { seed: 12 },
    );
    expect(logit(0)).toBe(-LOGIT_LIMIT);
    expect(logit(1)).toBe(LOGIT_LIMIT);
  });

  test('the sigmoid is within two units in the last place of the true one, exact at 0 and keeps NaN', () => {
    // e^(−|l|) to 200 bits, in integers.
    const ONE = 1n << 200n;
    const truth = (l: number): number => {
      const scaled = BigInt(Math.abs(l) * 2 ** 60) << 140n;
      // e^(−x) = (e^(−x/32))^32, by its series.
      let term = ONE;
      let sum = ONE;
      for (let n = 1n; term !== 0n; n++) sum += term = (-term * (scaled >> 5n)) / (ONE * n);
      for (let n = 0; n < 5; n++) sum = (sum * sum) / ONE;
      // 80 bits of the quotient before it is rounded to a double.
      const quotient = ((l >= 0 ? ONE : sum) << 100n) / (ONE + sum);
      return Number(quotient) / 2 ** 100;
    };
    const ulp = (x: number): number => 2 ** (Math.floor(Math.log2(x)) - 52);
    fc.assert(
      fc.property(
        fc.oneof(
          fc.integer({ min: -12 * 2 ** 20, max: 12 * 2 ** 20 }).map((n) => n / 2 ** 20),
          fc.integer({ min: -(2 ** 20), max: 2 ** 20 }).map((n) => n / 2 ** 32),
        ),
        (l) => {
          const x = truth(l);
          expect(Math.abs(sigmoid(l) - x) / ulp(x)).toBeLessThanOrEqual(2);
        },
      ),
      { numRuns: 4000, seed: 14 },
    );
    expect(sigmoid(0)).toBe(0.5);
    expect(sigmoid(-0)).toBe(0.5);
    expect(sigmoid(Number.NaN)).toBeNaN();
  });

  test('the chain rule of the logit is its finite difference', () => {
    const fixed = Int8Array.of(-1, -1, 1);
    const l = Float64Array.of(0.7, -3, 2);
    const x = new Float64Array(3);
    writeMarginals('logit', l, fixed, x);
    const gradient = Float64Array.of(1, 1, 1);
    chainGradient('logit', x, fixed, gradient);
    const h = 1e-5;
    [0.7, -3].forEach((value, j) => {
      expect(gradient[j]).toBeCloseTo((sigmoid(value + h) - sigmoid(value - h)) / (2 * h), 9);
    });
    expect(gradient[2]).toBe(0);
    expect(x[2]).toBe(1);
  });

  test('clamping keeps the range, keeps NaN visible and leaves a margin where the scheme needs one', () => {
    const projected = Float64Array.of(-0.2, 0.4, 1.7, Number.NaN);
    clampParameters(projected, parameterRange('projected', 0));
    expect([...projected]).toEqual([0, 0.4, 1, Number.NaN]);
    clampParameters(projected, parameterRange('projected', 1e-9));
    expect([...projected]).toEqual([1e-9, 0.4, 1 - 1e-9, Number.NaN]);
    const logits = Float64Array.of(-99, 3, 99, Number.NaN);
    clampParameters(logits, parameterRange('logit', 1e-9));
    expect([...logits]).toEqual([-LOGIT_LIMIT, 3, LOGIT_LIMIT, Number.NaN]);
    expect([...parametersOf('logit', Float64Array.of(0, 0.5, 1))]).toEqual([-LOGIT_LIMIT, 0, LOGIT_LIMIT]);
  });
});
