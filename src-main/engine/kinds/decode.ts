/** Decodings: from x̂ to a 0/1 vector. */
import { BLOCK_SAMPLES } from '../../../src-science/decoding/best-of-samples.ts';
import { drawnInDecoding } from '../../../src-science/descent/drawn-parts.ts';
import type { EngineKind } from './engine-kind.ts';
import { sharedSamples, whole } from './split-verdict.ts';
import { centerOf, columnsOfSolution, lengthComplaints } from './vectors.ts';

const SAMPLES = 1000;

export const decode: EngineKind<'decode'> = {
  asked: ({ decoder, seed, mu }) => ({ method: decoder, seed, muFinal: mu }),
  found: ({ solution }) => ({ seconds: solution.seconds, ...columnsOfSolution(solution) }),
  solutions: ({ solution }) => [solution],
  complaints: ({ xHat }, program) => lengthComplaints('xHat', 'The point x̂', xHat, program),
  draws: ({ decoder }, form) => drawnInDecoding(form, decoder).length > 0,
  split({ decoder, samples }, programBytes) {
    if (decoder !== 'best-of-samples') return whole('a decoder that draws no samples goes from step to step');
    return sharedSamples(samples, BLOCK_SAMPLES, programBytes);
  },
  defaults: (form) => ({ decoder: 'conditional-expectation', xHat: centerOf(form), mu: null, samples: SAMPLES, seed: 1 }),
};
