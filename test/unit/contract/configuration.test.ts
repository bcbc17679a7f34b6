/** Which runs are one group: those whose specs say the same, seed apart, however they were written. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settingsKey, settingsOf } from '../../../src-contract/configuration.ts';
import { JobSpec } from '../../../src-contract/job-spec.ts';
import type { JobKind } from '../../../src-contract/job-kinds.ts';
import { differingSettings, settingLabel, settingWords } from '../../../src-contract/setting-words.ts';
import { changesOf, valueOf } from './spec-fields.ts';
import { aDescent } from '../../a-descent.ts';

const keyOf = (spec: JobSpec): string => settingsKey(settingsOf(spec));
const kinds = JobSpec.options.map((option) => [option.shape.kind.value, option] as const);

/** What a field that is left out means, where that does not depend on the scheme. */
const LEFT_OUT: Readonly<Record<string, unknown>> = {
  'exact.ball': null,
  'exact.check': false,
  'exact.feasibilityTolerance': 0,
  'exact.solutions': 1,
  'exact.explain': false,
  'descent.loss': 'plain',
  'descent.restarts': 1,
  'descent.restartSpread': 1,
  'descent.mu.hold': 0,
  'descent.controls': 'none',
  'descent.fixing': 'none',
  'exact.fixing': 'none',
  'descent.interchangeError': 'none',
  'descent.errorShare': 1,
  'quality.iteration': 0,
  'predict.otherClass': 'refuse',
};
/** Where a vector came from changes no number. */
const PROVENANCE = /^origin|^quality\.runId$/;
const meaning = (path: string, value: unknown): string => JSON.stringify(value ?? LEFT_OUT[path] ?? null);

describe.each(kinds)('the key of a spec of the kind %s', (kind, schema) => {
  const specs = valueOf(schema).filter((value) => JobSpec.safeParse(value).success) as fc.Arbitrary<JobSpec>;

  it('changes with every single field but the seed and where a vector came from', () => {
    const tried = new Set<string>();
    fc.assert(
      fc.property(specs, fc.integer({ min: 1, max: 1e6 }), (spec, seed) => {
        for (const { path, before, after, whole } of changesOf(schema, spec, seed)) {
          // What is left out of a tuning depends on the schemes that read it: a table of its own below.
          if (path.includes('tuning') && (before === undefined || after === undefined)) continue;
          tried.add(path);
          const same = path === `${kind}.seed` || PROVENANCE.test(path) || meaning(path, before) === meaning(path, after);
          expect(keyOf(whole as JobSpec) === keyOf(spec), `${path}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`).toBe(same);
        }
      }),
      { numRuns: 150, seed: 20261130 },
    );
    for (const field of FIELDS[kind]) expect([...tried].some((path) => path === `${kind}.${field}` || path.startsWith(`${kind}.${field}.`)), `${field} was tried`).toBe(true);
  });

  it('does not depend on the order of keys', () => {
    const turned = (
      value: unknown,
    ): unknown => (Array.isArray(value) || typeof value !== 'object' || value === null
      ? value
      : Object.fromEntries(Object.entries(value).toReversed().map(([key, entry]) => [key, turned(entry)])));
    fc.assert(
      fc.property(specs, (spec) => {
        expect(keyOf(turned(spec) as JobSpec)).toBe(keyOf(spec));
      }),
      { seed: 7 },
    );
  });
});

/** Some fields of each kind, so that the walk above cannot pass by walking nowhere. */
const FIELDS: Readonly<Record<JobKind, readonly string[]>> = {
  exact: ['solver', 'timeLimitSeconds', 'relativeGap', 'start', 'ball', 'check'],
  descent: ['scheme', 'evaluation', 'samples', 'parametrization', 'optimizer', 'step', 'stepSchedule', 'mu', 'iterations', 'seed', 'start',
    'stopAtGradientNorm', 'recordEvery', 'snapshotEvery', 'checkpointEvery', 'decoders', 'loss', 'restarts', 'restartSpread', 'searchWork',
    'tuning', 'interchangeError', 'errorShare'],
  estimate: ['xHat', 'mu', 'samples', 'seed', 'tuning'],
  decode: ['decoder', 'xHat', 'mu', 'samples', 'seed', 'searchWork'],
  quality: ['schemes', 'replications', 'seed', 'xHat', 'samples', 'iteration', 'points', 'tuning'],
  train: ['programs', 'architecture', 'pairs', 'edges', 'scheme', 'loss', 'mu', 'step', 'period', 'batch', 'epochs', 'decoders', 'seed'],
  predict: ['model', 'otherClass', 'decoders', 'samples', 'seed'],
};

const descent = (change: object): JobSpec =>
  JobSpec.parse({
    version: 1,
    kind: 'descent',
    descent: aDescent({
      scheme: 'concrete', evaluation: 'sampled', samples: 8, optimizer: { name: 'sgd' }, iterations: 10, decoders: ['threshold'],
      ...change,
    }),
  });
const exact = (change: object): JobSpec =>
  JobSpec.parse({ version: 1, kind: 'exact', exact: { solver: 'highs', timeLimitSeconds: null, relativeGap: 0, start: null, ...change } });

describe('specs of the same meaning', () => {
  it.each<[string, JobSpec, JobSpec]>([
    ['a loss left out is the plain one', descent({}), descent({ loss: 'plain' })],
    ['one descent is one descent', descent({}), descent({ restarts: 1, restartSpread: 1 })],
    ['the temperatures of concrete are its usual ones where left out', descent({}),
      descent({ tuning: { temperature: { start: 1, final: 0.1, halfLife: 200 } } })],
    ['an interchange draws where nothing is said', descent({ scheme: 'surrogate-interchange' }),
      descent({ scheme: 'surrogate-interchange', tuning: { soft: 'drawn' } })],
    ['a ramp that is not held', descent({ mu: { kind: 'ramp', from: 1, to: 2, shape: 'linear', until: 1 } }),
      descent({ mu: { kind: 'ramp', from: 1, to: 2, shape: 'linear', until: 1, hold: 0 } })],
    ['no ball is no ball', exact({}), exact({ ball: null, check: false })],
    ['0 and −0', descent({ mu: { kind: 'fixed', value: 0 } }), descent({ mu: { kind: 'fixed', value: -0 } })],
  ])('are one group: %s', (_name, a, b) => {
    expect(keyOf(a)).toBe(keyOf(b));
  });
  it('are told from a neighbor in one coordinate of a long vector', () => {
    const xHat = Array.from({ length: 400 }, (_, j) => j / 400);
    for (const j of [0, 17, 399]) {
      expect(keyOf(descent({ start: { kind: 'given', xHat: xHat.with(j, xHat[j] === 0 ? 1e-300 : (xHat[j] ?? 0) * (1 + 2 ** -52)) } }))).not
        .toBe(keyOf(descent({ start: { kind: 'given', xHat } })));
    }
  });
});

describe('what differs, in words', () => {
  const wordsOf = (...specs: JobSpec[]): (readonly string[])[] => {
    const settings = specs.map(settingsOf);
    const paths = differingSettings(settings);
    return settings.map((one) => settingWords(one, paths));
  };
  it.each<[string, JobSpec[], string[][]]>([
    ['nothing of one run', [descent({})], [[]]],
    ['nothing but the seed', [descent({}), descent({ seed: 5 })], [[], []]],
    ['one number', [descent({}), descent({ step: 0.5 })], [['step 0.1'], ['step 0.5']]],
    ['a number of one choice', [descent({ mu: { kind: 'ramp', from: 1, to: 2, shape: 'linear', until: 1 } }),
      descent({ mu: { kind: 'ramp', from: 1, to: 4, shape: 'linear', until: 1 } })], [['μ to 2'], ['μ to 4']]],
    ['another choice, as a whole', [descent({}), descent({ mu: { kind: 'ramp', from: 1, to: 2, shape: 'linear', until: 1 } })], [['μ 3'], [
      'μ 1 → 2',
    ]]],
    ['start, loss and restarts', [descent({}),
      descent({ start: { kind: 'random', center: 0.5, spread: 0.1 }, loss: 'diffilo', restarts: 6 })], [['plain loss', 'one descent',
      'start 0.5'], ['DiffILO loss', '6 descents in a row', 'start 0.5 ± 0.1']]],
    ['β of Adam', [descent({ optimizer: { name: 'adam', beta1: 0.5, beta2: 0.9, epsilon: 1e-8 } }),
      descent({ optimizer: { name: 'adam', beta1: 0.9, beta2: 0.9, epsilon: 1e-8 } })], [['β₁ 0.5'], ['β₁ 0.9']]],
    ['a ball, and none', [exact({ start: [1, 0], ball: { center: [1, 0], radius: 1 } }), exact({})], [['start 1, 0', 'ball of 1',
      'ball around 1, 0'], ['no start', 'no ball']]],
    ['kinds, which are not compared setting by setting', [descent({}), exact({})], [['descent'], ['exact']]],
  ])('%s', (_name, specs, words) => {
    expect(wordsOf(...specs)).toEqual(words);
  });

  it('names a setting that it has no words for by its path', () => {
    expect(settingWords({ kind: 'descent', 'new.setting': 4 }, ['new.setting'])).toEqual(['new.setting 4']);
    expect(settingLabel('new.setting')).toBe('new.setting');
  });

  it('has words and a label for every setting of every kind', () => {
    for (const [kind, schema] of kinds) {
      for (const value of fc.sample(valueOf(schema), { numRuns: 200, seed: 3 })) {
        const parsed = JobSpec.safeParse(value);
        if (!parsed.success) continue;
        const settings = settingsOf(parsed.data);
        for (const path of Object.keys(settings)) {
          const known = /\.(kind|name)$/.test(path) || settingLabel(path) !== path;
          expect(known, `${kind} ${path}`).toBe(true);
        }
      }
    }
  });
});
