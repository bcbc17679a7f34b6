/** Settings of single schemes reach their kernels from a descent's or an estimate's spec, and change nothing where left out. */
import { describe, expect, it, test } from 'vitest';
import { JobSpec } from '../../../src-contract/job-spec.ts';
import { columnsOfSpec } from '../../../src-main/engine/session/run-row.ts';
import { descend } from '../../../src-science/descent/descend.ts';
import type { DescentSpec } from '../../../src-science/descent/descent-spec.ts';
import { defaultDescentSpec } from '../../../src-science/descent/presets.ts';
import { estimate } from '../../../src-science/estimation/estimate.ts';
import { createEvaluator } from '../../../src-science/gradients/registry.ts';
import type { SchemeName } from '../../../src-science/gradients/scheme.ts';
import { DEFAULT_DIFFERENCE_STEP, DEFAULT_TEMPERATURE } from '../../../src-science/gradients/scheme-settings.ts';
import { tunedSchemeName, tuningComplaints } from '../../../src-science/gradients/scheme-tuning.ts';
import type { SchemeTuning } from '../../../src-science/gradients/scheme-settings.ts';
import { denseForm } from '../descent/small-program.ts';

const form = denseForm(
  [3, 2, 4, 1, -2],
  [
    [-1, -1, 0, 0, -1],
    [1, 0, 0, 1, 1],
    [0.37, 1.91, 0.83, 1.07, 0.59],
  ],
  [-1, 1, 2.2],
);
const xHat = [0.3, 0.6, 0.2, 0.7, 0.5];
const CASES: readonly [SchemeName, SchemeTuning, SchemeTuning][] = [
  ['concrete', { temperature: DEFAULT_TEMPERATURE }, { temperature: { start: 0.4, final: 0.05, halfLife: 20 } }],
  ['finite-difference', { differenceStep: DEFAULT_DIFFERENCE_STEP }, { differenceStep: 0.2 }],
];

function descended(scheme: SchemeName, more: Partial<DescentSpec>): number[] {
  const spec: DescentSpec = {
    ...defaultDescentSpec(form),
    scheme,
    evaluation: 'sampled',
    samples: 32,
    iterations: 12,
    decoders: [],
    ...more,
  };
  return [...descend(form, spec, { now: () => 0 }).xHat];
}

describe.each(CASES)('the setting of %s', (scheme, usual, other) => {
  it.each(['plain', 'diffilo'] as const)('left out is its default to the bit, and another one is another descent of the %s loss', (loss) => {
    const bare = descended(scheme, { loss });
    expect(descended(scheme, { loss, tuning: usual })).toEqual(bare);
    expect(descended(scheme, { loss, tuning: other })).not.toEqual(bare);
  });

  it('reaches an estimate, which stands at iteration 0', () => {
    const at = (tuning: SchemeTuning | undefined): number[] => {
      const found = estimate(form, { quantity: 'gradient', scheme, evaluation: 'sampled', xHat, mu: 0, samples: 512, seed: 3, tuning }, {
        now: () => 0,
      });
      return found.quantity === 'gradient' ? [...found.penaltyGradient] : [];
    };
    expect(at(usual)).toEqual(at(undefined));
    expect(at(other)).not.toEqual(at(usual));
    // The same 512 samples, averaged by the evaluator itself: equal up to the order of adding.
    const gradient = new Float64Array(5);
    createEvaluator(form, { scheme, evaluation: 'sampled', samples: 512, tuning: other }).evaluate(
      Float64Array.from(xHat),
      { seed: 3, stream: 1, iteration: 0, firstSample: 0 },
      gradient,
      { penalty: 0, penaltyStandardError: 0, feasibleShare: 0, samples: 0, meanViolation: 0 },
    );
    at(other).forEach((value, j) => expect(value).toBeCloseTo(gradient[j] ?? Number.NaN, 10));
  });

  it('comes through the schema of a stored spec, which does not need it', () => {
    const { tuning: _none, ...bare } = { tuning: undefined, ...defaultDescentSpec(form), scheme };
    const old = { version: 1, kind: 'descent', descent: bare };
    expect(JobSpec.parse(JSON.parse(JSON.stringify(old)))).toEqual(old);
    const tuned = { ...old, descent: { ...bare, tuning: other } };
    expect(JobSpec.parse(JSON.parse(JSON.stringify(tuned)))).toEqual(tuned);
    const estimated = {
      version: 1,
      kind: 'estimate',
      estimate: { quantity: 'gradient', scheme, evaluation: 'sampled', xHat, mu: 1, samples: 64, seed: 1 },
    };
    expect(JobSpec.parse(estimated)).toEqual(estimated);
    expect(JobSpec.parse({ ...estimated, estimate: { ...estimated.estimate, tuning: other } })).toMatchObject({
      estimate: { tuning: other },
    });
  });

  it('is part of the method a run is listed and captioned by, where it is not the default', () => {
    const spec = (tuning: SchemeTuning | undefined): JobSpec => ({
      version: 1,
      kind: 'descent',
      descent: { ...defaultDescentSpec(form), scheme, tuning },
    });
    expect(columnsOfSpec(spec(undefined))).toMatchObject({ method: scheme, scheme });
    expect(columnsOfSpec(spec(other))).toMatchObject({ method: tunedSchemeName(scheme, other), scheme });
    expect(tunedSchemeName(scheme, other)).not.toBe(scheme);
  });
});

test('a temperature falls along the descent: its half-life alone makes another descent', () => {
  const with_ = (halfLife: number): number[] => descended('concrete', { tuning: { temperature: { start: 1, final: 0.05, halfLife } } });
  expect(with_(1)).not.toEqual(with_(1000));
});

test.each<[SchemeName, SchemeTuning, readonly string[]]>([
  ['concrete', { temperature: { start: 1, final: 0.1, halfLife: 200 } }, []],
  ['concrete', { temperature: { start: 0, final: Number.NaN, halfLife: Infinity } }, ['temperature.start', 'temperature.final',
    'temperature.halfLife']],
  ['true-penalty', { temperature: DEFAULT_TEMPERATURE }, ['temperature']],
  ['finite-difference', { differenceStep: 0.5 }, []],
  ['finite-difference', { differenceStep: 0.51 }, ['differenceStep']],
  ['finite-difference', { differenceStep: 0 }, ['differenceStep']],
  ['concrete', { differenceStep: 0.1 }, ['differenceStep']],
])('settings of %s: %j are complained of at %j', (scheme, tuning, fields) => {
  expect(tuningComplaints(scheme, tuning).map(({ field }) => field)).toEqual(fields);
});
