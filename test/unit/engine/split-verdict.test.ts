import { describe, expect, it } from 'vitest';
import { DECODER_NAMES } from '../../../src-science/decoding/decoders.ts';
import type { JobSpec } from '../../../src-contract/job-spec.ts';
import { splitVerdict } from '../../../src-main/engine/execution/split-verdict.ts';

const MEGABYTE = 1_000_000;
const xHat = [0.5];
const loss = (samples: number): JobSpec => ({
  version: 1,
  kind: 'estimate',
  estimate: { quantity: 'loss', xHat, mu: 1, samples, seed: 0 },
});
const gradient = (evaluation: 'auto' | 'sampled' | 'exact'): JobSpec => ({
  version: 1,
  kind: 'estimate',
  estimate: { quantity: 'gradient', scheme: 'score-function', evaluation, xHat, mu: 0, samples: 1000, seed: 0 },
});

describe('the verdict on splitting a job', () => {
  it('shares an estimate of many samples, a part for each leaf of 256', () => {
    expect(splitVerdict(loss(1_000_000_000), 100)).toEqual({ kind: 'shared', most: 3_906_250 });
    expect(splitVerdict(loss(1000), MEGABYTE)).toEqual({ kind: 'shared', most: 4 });
    expect(splitVerdict(loss(257), MEGABYTE)).toEqual({ kind: 'shared', most: 2 });
  });

  it('leaves alone what is one leaf, or over at once', () => {
    expect(splitVerdict(loss(256), MEGABYTE)).toEqual({ kind: 'whole', because: 'its few samples are drawn in one piece' });
    expect(splitVerdict(loss(39_999), 1000)).toEqual({ kind: 'whole', because: 'it is over before a second worker could help' });
    expect(splitVerdict(loss(40_000), 1000)).toMatchObject({ kind: 'shared' });
  });

  it('shares gradients that are or may be sampled, and no exact one', () => {
    expect(splitVerdict(gradient('sampled'), MEGABYTE)).toMatchObject({ kind: 'shared' });
    expect(splitVerdict(gradient('auto'), MEGABYTE)).toMatchObject({ kind: 'shared' });
    expect(splitVerdict(gradient('exact'), MEGABYTE)).toEqual({ kind: 'whole', because: 'an exact gradient draws no samples' });
  });

  it('shares the samples of best-of-samples, a part for each block of 32, and no other decoder', () => {
    const decode = (decoder: (typeof DECODER_NAMES)[number], samples: number): JobSpec => ({
      version: 1,
      kind: 'decode',
      decode: { decoder, xHat, mu: null, samples, seed: 0 },
    });
    expect(splitVerdict(decode('best-of-samples', 1000), MEGABYTE)).toEqual({ kind: 'shared', most: 32 });
    expect(splitVerdict(decode('best-of-samples', 32), MEGABYTE)).toMatchObject({ kind: 'whole' });
    expect(splitVerdict(decode('best-of-samples', 1000), 1000)).toMatchObject({ kind: 'whole' });
    for (const decoder of DECODER_NAMES.filter((name) => name !== 'best-of-samples')) {
      expect(splitVerdict(decode(decoder, 1_000_000), MEGABYTE)).toEqual({
        kind: 'whole',
        because: 'a decoder that draws no samples goes from step to step',
      });
    }
  });

  it('says of every other kind why it stays on one worker', () => {
    const exact: JobSpec = { version: 1, kind: 'exact', exact: { solver: 'highs', timeLimitSeconds: null, relativeGap: 0, start: null } };
    expect(splitVerdict(exact, MEGABYTE)).toEqual({ kind: 'whole', because: 'a solver works on one thread' });
  });
});
