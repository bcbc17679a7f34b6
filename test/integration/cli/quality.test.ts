/** `leibniz quality`: its documented keys, its table, and what it refuses. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leibniz, leibnizJson } from './leibniz-process.ts';

let folder = '';
let file = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leibniz-quality-'));
  file = join(folder, 'small.lp');
  await writeFile(file, 'Minimize\n obj: x + y + z\nSubject To\n r: 2 x + 3 y + z <= 3\n s: x + y >= 1\nBinary\n x y z\nEnd\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const ARRAYS = [
  'biasP',
  'biasZ',
  'largestT',
  'coordinateP',
  'testedCoordinates',
  'squaredBias',
  'squaredBiasStandardError',
  'variance',
  'varianceStandardError',
  'cosine',
  'cosineStandardError',
  'rmse',
  'rmseStandardError',
  'zeroShare',
  'secondsPerEstimate',
];

describe('leibniz quality', () => {
  it('has the documented keys, arrays as long as the sample counts, null for what there is not', async () => {
    const found = await leibnizJson(
      'quality',
      file,
      '--at',
      '0.5',
      '--samples',
      '1,8',
      '--schemes',
      'true-penalty,score-function,concrete',
      '--replications',
      '16',
      '--seed',
      '5',
    );
    expect(found).toMatchObject({
      samples: [1, 8],
      replications: 16,
      freeVariables: 3,
      seed: 5,
      iteration: 0,
      trueGradient: { basis: 'exact', samples: 0, standardError: [0, 0, 0] },
    });
    const [unbiased, score, concrete] = found['schemes'] as Record<string, unknown>[];
    for (const scheme of [unbiased, score, concrete]) {
      for (const key of ARRAYS) expect(scheme?.[key], key).toHaveLength(2);
    }
    expect(unbiased).toMatchObject({ scheme: 'true-penalty', exactBias: 0, exactCosine: 1, expectationNote: null });
    expect(unbiased?.['expectation']).toEqual((found['trueGradient'] as Record<string, unknown>)['gradient']);
    // One sample has no baseline; concrete has no exact expectation.
    expect(score).toMatchObject({ rmse: [null, expect.any(Number)] });
    expect(score?.['sampleVariance']).toBeNull();
    expect(concrete).toMatchObject({
      expectation: null,
      exactBias: null,
      expectationNote: 'The expectation of concrete has no exact form.',
      biasZ: [null, null],
    });
  });

  it('gives the same figures for the same seed, but for the seconds', async () => {
    const ask = async (seed: string) => {
      const { seconds: _seconds, schemes, ...rest } = await leibnizJson('quality', file, '--at', '0.3', '--samples', '16', '--seed', seed);
      return { ...rest, schemes: (schemes as Record<string, unknown>[]).map(({ secondsPerEstimate: _each, ...figures }) => figures) };
    };
    const first = await ask('1');
    expect(await ask('1')).toEqual(first);
    expect((await ask('2')).schemes).not.toEqual(first.schemes);
  });

  it('prints one line a scheme and sample count', async () => {
    const { code, stdout, stderr } = await leibniz(
      'quality',
      file,
      '--at',
      '0.5',
      '--samples',
      '2,32',
      '--schemes',
      'surrogate-interchange,naive-pathwise',
    );
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^true gradient +Exact: every row has an exact expectation\.$/m);
    expect(stdout.match(/^surrogate-interchange +(2|32) /gm)).toHaveLength(2);
    expect(stdout).toMatch(/^naive-pathwise +32 +none +1 +0 +1 +0 +0 /m);
  });

  it.each([
    [['--samples', '4,2'], 'Sample counts must ascend'],
    [['--samples', '0'], 'whole number from 1'],
    [['--schemes', 'true-penalty,best'], 'Write names separated by commas'],
    [['--schemes', 'score-function', '--samples', '1'], 'score-function needs at least 2 samples'],
    [['--replications', '3'], 'whole number from 8 to 512'],
  ])('refuses %j with one sentence and exit code 2', async (words, message) => {
    const { code, stderr } = await leibniz('quality', file, '--at', '0.5', ...words);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
