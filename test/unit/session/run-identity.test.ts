/** What a run is called: the preset whose settings it has, or its method and what was changed. */
import { describe, expect, it } from 'vitest';
import type { JobSpec } from '../../../src-contract/job-spec.ts';
import { differingSettings, settingWords } from '../../../src-contract/setting-words.ts';
import { identityOf, identityText, isCurrentIdentity, originOf, originText } from '../../../src-main/engine/session/run-identity.ts';
import { columnsOfSpec } from '../../../src-main/engine/session/run-row.ts';
import type { DescentSpec } from '../../../src-science/descent/descent-spec.ts';
import { DESCENT_PRESETS, defaultDescentSpec } from '../../../src-science/descent/presets.ts';
import { defaultTraining } from '../../../src-science/network/training-presets.ts';
import { generate } from '../../../src-science/program/generate.ts';
import { normalForm } from '../../../src-science/program/normal-form.ts';

const formOf = (seed: number) => normalForm(generate('set-cover', { rows: 20, columns: 30, density: 0.2 }, seed));
const form = formOf(1);
const usual = defaultDescentSpec(form);
const descent = (change: Partial<DescentSpec>): JobSpec => ({ version: 1, kind: 'descent', descent: { ...usual, ...change } });
const presetOf = (name: string): DescentSpec => DESCENT_PRESETS.find((preset) => preset.name === name)?.specFor(form) ?? usual;
const training = (count: number, parameters: Readonly<Record<string, number>>): JobSpec => {
  const usualTraining = defaultTraining();
  const { programs } = usualTraining;
  if (programs.kind !== 'generated') throw new Error('the usual programs are generated');
  return {
    version: 1, kind: 'train',
    train: { ...usualTraining, programs: { ...programs, count, parameters: { ...programs.parameters, ...parameters } } },
  };
};
const nameOf = (spec: JobSpec, on = form): string =>
  identityOf(1, spec.kind, columnsOfSpec(spec).method, identityText(spec, on, 7)).methodName;

describe('the name of a method', () => {
  it.each<[string, JobSpec, string]>([
    ['the recommended descent', descent({}), 'true-penalty, recommended'],
    ['it with another seed', descent({ seed: 77 }), 'true-penalty, recommended'],
    ['it with other snapshots, which change nothing of what is done', descent({ snapshotEvery: 1, recordEvery: 5, checkpointEvery: 0 }), 'true-penalty, recommended'],
    ['it along another direction', descent(presetOf('interchange')), 'surrogate-interchange, recommended'],
    ['another scheme with the recommended settings', descent({ scheme: 'score-function' }), 'score-function, recommended'],
    ['what was changed of it', descent({ step: 0.5, iterations: 500 }), 'true-penalty, step 0.5, 500 iterations'],
    ['the annealed preset', descent(presetOf('annealed')), 'Annealed mean field'],
    ['the preset with a weight for every row', descent(presetOf('annealed-rows')), 'Annealed, a multiplier a row'],
    ['the annealed preset with fewer restarts', descent({ ...presetOf('annealed'), restarts: 3 }),
      'Annealed mean field, 3 descents in a row'],
    ['the preset with a search', descent(presetOf('best-start')), 'Best start, search and dives'],
    ['the preset with a multiplier a row', descent(presetOf('row-multipliers')), 'A multiplier a row, then searches'],
    ['DiffILO’s settings', descent(presetOf('diffilo-auctions')), 'DiffILO without network, auctions'],
    ['a tuned scheme, whose settings its name says', descent({ scheme: 'finite-difference', tuning: { differenceStep: 0.2 } }),
      'finite-difference (h 0.2), recommended'],
    ['an exact solve', { version: 1, kind: 'exact', exact: { solver: 'highs', timeLimitSeconds: 60, relativeGap: 0, start: null } },
      'HiGHS'],
    ['an exact solve with a limit', {
      version: 1,
      kind: 'exact',
      exact: { solver: 'glpk', timeLimitSeconds: 10, relativeGap: 0, start: null },
    }, 'GLPK, at most 10 s'],
    ['a solve that may miss rows', {
      version: 1,
      kind: 'exact',
      exact: { solver: 'highs', timeLimitSeconds: 60, relativeGap: 0, start: null, feasibilityTolerance: 1e-6 },
    }, 'HiGHS, rows missed by at most 0.000001'],
    ['a race that lets both end', {
      version: 1,
      kind: 'exact',
      exact: { solver: 'race', timeLimitSeconds: 60, relativeGap: 0, start: null, check: true },
    }, 'Race, both to their end'],
    ['a training on the usual programs', training(20, {}), 'network by true-penalty'],
    ['a training on others, whose counts and parameters have words', training(4, { rows: 20 }),
      'network by true-penalty, programs 4, rows 20'],
    ['a prediction, which its model names', {
      version: 1, kind: 'predict', predict: { model: 'ab'.repeat(32), decoders: ['threshold'], samples: 1000, seed: 1 },
    }, 'model abababab, decoded by threshold'],
  ])('of %s is “%s”', (_what, spec, name) => {
    expect(nameOf(spec)).toBe(name);
  });

  it('knows a preset only on its own problem, whose costs its weights are measured in', () => {
    expect(nameOf(descent({}), formOf(2))).not.toBe('true-penalty, recommended');
  });

  it('is the plain method where the program cannot be read', () => {
    expect(identityOf(1, 'descent', 'true-penalty', identityText(descent({ step: 3 }), null, 7)).methodName).toBe('true-penalty');
    expect(identityOf(1, 'descent', 'true-penalty', null)).toEqual({
      methodName: 'true-penalty',
      configuration: { key: 'run 1', settings: { kind: 'descent' }, changed: null },
    });
  });

  it('is made anew where it was stored by another version', () => {
    const text = identityText(descent({}), form, 7);
    expect(isCurrentIdentity(text)).toBe(true);
    expect(isCurrentIdentity(text.replace('"version":"3', '"version":"2'))).toBe(false);
    expect(isCurrentIdentity(null)).toBe(false);
  });

  it('sets runs of another version of the numerics apart, whose numbers may be others, and names what differs', () => {
    const [a, b, unknown] = [6, 7, null].map((numerics) =>
      identityOf(1, 'descent', 'true-penalty', identityText(descent({}), form, numerics))
    );
    expect(new Set([a, b, unknown].map((one) => one?.configuration.key)).size).toBe(3);
    expect([a, b].map((one) => one?.methodName)).toEqual(['true-penalty, recommended', 'true-penalty, recommended']);
    const paths = differingSettings([a, b].map((one) => one?.configuration.settings ?? {}));
    expect(paths).toEqual(['numerics']);
    expect(settingWords(b?.configuration.settings ?? {}, paths)).toEqual(['numerics 7']);
  });

  it('shares the settings of runs that differ in their seeds alone', () => {
    const [a, b] = [1, 2].map((seed) =>
      identityOf(seed, 'descent', 'true-penalty', identityText(descent({ seed }), form, 7)).configuration
    );
    expect(a).toBe(b);
  });
});

describe('where a vector came from', () => {
  const xHat = [0.5];
  it.each<[JobSpec, unknown]>([
    [{
      version: 1,
      kind: 'decode',
      origin: { runId: 3, iteration: 100 },
      decode: { decoder: 'threshold', xHat, mu: null, samples: 1, seed: 1 },
    }, { runId: 3, iteration: 100 }],
    [{
      version: 1,
      kind: 'decode',
      origin: { file: 'best.sol' },
      decode: { decoder: 'threshold', xHat: [1], mu: null, samples: 1, seed: 0 },
    }, { file: 'best.sol' }],
    [{ version: 1, kind: 'decode', decode: { decoder: 'threshold', xHat, mu: null, samples: 1, seed: 1 } }, null],
    [{
      version: 1,
      kind: 'quality',
      quality: {
        shape: 'path',
        schemes: ['true-penalty'],
        points: [{ iteration: 0, mu: 1, xHat }],
        samples: 1,
        replications: 8,
        seed: 1,
        runId: 4,
      },
    }, { runId: 4, iteration: null }],
    [{
      version: 1,
      kind: 'quality',
      quality: {
        shape: 'path',
        schemes: ['true-penalty'],
        points: [{ iteration: 0, mu: 1, xHat }],
        samples: 1,
        replications: 8,
        seed: 1,
        runId: null,
      },
    }, null],
  ])('is read from %j', (spec, origin) => {
    expect(originOf(originText(spec))).toEqual(origin);
  });
});
