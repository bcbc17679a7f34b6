import { describe, expect, test } from 'vitest';
import { descend } from '../../../src-science/descent/descend.ts';
import { DescentError } from '../../../src-science/descent/descent-error.ts';
import type { DescentSpec } from '../../../src-science/descent/descent-spec.ts';
import { defaultDescentSpec } from '../../../src-science/descent/presets.ts';
import { validateDescent } from '../../../src-science/descent/validate-descent.ts';
import { denseForm } from './small-program.ts';

const form = denseForm([1, 2], [[-1, -1]], [-1]);
const good = defaultDescentSpec(form);
const longReal = denseForm(
  Array.from({ length: 80 }, () => -1),
  [Array.from({ length: 80 }, (_, j) => Math.sqrt(j + 2))],
  [200.5],
);

describe('validating a descent', () => {
  test('finds nothing wrong with the default', () => {
    expect(validateDescent(form, good)).toEqual([]);
  });

  test.each<[string, Partial<DescentSpec>]>([
    ['scheme', JSON.parse('{ "scheme": "steepest" }') as Partial<DescentSpec>],
    ['evaluation', JSON.parse('{ "evaluation": "maybe" }') as Partial<DescentSpec>],
    ['step', { step: 0 }],
    ['step', { step: -1 }],
    ['step', { step: Number.NaN }],
    ['step', { step: Infinity }],
    ['samples', { samples: 0 }],
    ['samples', { samples: 2.5 }],
    ['samples', { scheme: 'score-function', samples: 1 }],
    ['iterations', { iterations: 0 }],
    ['seed', { seed: -1 }],
    ['seed', { seed: 2 ** 53 }],
    ['stopAtGradientNorm', { stopAtGradientNorm: 0 }],
    ['recordEvery', { recordEvery: 0 }],
    ['snapshotEvery', { snapshotEvery: -1 }],
    ['checkpointEvery', { checkpointEvery: 1.5 }],
    ['decoders', { decoders: ['threshold', 'threshold'] }],
    ['evaluation', { scheme: 'concrete', evaluation: 'exact' }],
    ['tuning.temperature.final', { scheme: 'concrete', tuning: { temperature: { start: 1, final: 0, halfLife: 10 } } }],
    ['tuning.differenceStep', { scheme: 'finite-difference', tuning: { differenceStep: 0.7 } }],
    ['tuning.temperature', { tuning: { temperature: { start: 1, final: 0.1, halfLife: 10 } } }],
    ['optimizer.momentum', { optimizer: { name: 'momentum', momentum: 1 } }],
    ['optimizer.beta1', { optimizer: { name: 'adam', beta1: -0.1, beta2: 0.9, epsilon: 1e-8 } }],
    ['optimizer.beta2', { optimizer: { name: 'adam', beta1: 0.9, beta2: 1, epsilon: 1e-8 } }],
    ['optimizer.temperature', { optimizer: { name: 'mean-field', temperature: 0, finalTemperature: 1 } }],
    ['optimizer.finalTemperature', { optimizer: { name: 'mean-field', temperature: 1, finalTemperature: Number.NaN } }],
    ['step', { optimizer: { name: 'mean-field', temperature: 1, finalTemperature: 1 }, step: 1.5 }],
    ['parametrization', { optimizer: { name: 'mean-field', temperature: 1, finalTemperature: 1 }, parametrization: 'projected' }],
    ['mu.hold', { mu: { kind: 'ramp', from: 1, to: 2, shape: 'linear', until: 0.5, hold: 0.5 } }],
    ['restartSpread', { restartSpread: 0 }],
    ['optimizer.epsilon', { optimizer: { name: 'adam', beta1: 0.9, beta2: 0.9, epsilon: 0 } }],
    ['stepSchedule.final', { stepSchedule: { kind: 'cosine', final: 1.1 } }],
    ['stepSchedule.halfLife', { stepSchedule: { kind: 'inverse', halfLife: 0 } }],
    ['mu.value', { mu: { kind: 'fixed', value: -1 } }],
    ['mu.from', { mu: { kind: 'ramp', from: 0, to: 4, shape: 'geometric', until: 1 } }],
    ['mu.to', { mu: { kind: 'ramp', from: 1, to: Number.NaN, shape: 'linear', until: 1 } }],
    ['mu.until', { mu: { kind: 'ramp', from: 1, to: 4, shape: 'linear', until: 0 } }],
    ['mu.max', { mu: { kind: 'adaptive', start: 1, min: 2, max: 1, step: 0.1 } }],
    ['mu.step', { mu: { kind: 'adaptive', start: 1, min: 0, max: 1, step: -1 } }],
    ['start.value', { start: { kind: 'uniform', value: 1.5 } }],
    ['start.center', { start: { kind: 'random', center: -0.5, spread: 0.1 } }],
    ['start.spread', { start: { kind: 'random', center: 0.5, spread: 0.6 } }],
    ['start.xHat', { start: { kind: 'given', xHat: [0.5] } }],
    ['start.xHat', { start: { kind: 'given', xHat: [0.5, 1.5] } }],
    ['start.xHat', { start: { kind: 'given', xHat: [Number.NaN, 0.5] } }],
  ])('names the field %s in %j', (field, change) => {
    const complaints = validateDescent(form, { ...good, ...change });
    expect(complaints.map((complaint) => complaint.field)).toEqual([field]);
    expect(complaints[0]?.message).toMatch(/^[A-ZΜμ].*\.$/u);
    expect(() => descend(form, { ...good, ...change }, { now: () => 0 })).toThrow(DescentError);
  });

  test('says which row stands in the way of an exact evaluation', () => {
    const complaints = validateDescent(longReal, { ...defaultDescentSpec(longReal), evaluation: 'exact' });
    expect(complaints.map((complaint) => complaint.field)).toEqual(['evaluation']);
    expect(complaints[0]?.message).toContain('80 real weights');
    expect(validateDescent(longReal, { ...defaultDescentSpec(longReal), evaluation: 'exact' }, () => 'capacity')[0]?.message)
      .toContain('capacity');
    expect(validateDescent(longReal, { ...defaultDescentSpec(longReal), evaluation: 'auto' })).toEqual([]);
  });

  test('one sample is enough for score-function only where nothing is sampled, and never elsewhere', () => {
    expect(validateDescent(form, { ...good, samples: 1 })).toEqual([]);
    expect(validateDescent(form, { ...good, scheme: 'score-function', samples: 2 })).toEqual([]);
  });

  test('gives all complaints at once and descends with the first in words', () => {
    const bad: DescentSpec = { ...good, step: 0, iterations: 0, start: { kind: 'given', xHat: [1] } };
    expect(validateDescent(form, bad).map(({ field }) => field)).toEqual(['step', 'iterations', 'start.xHat']);
    expect(() => descend(form, bad, { now: () => 0 })).toThrow('The step must be a number above 0, not 0.');
  });
});
