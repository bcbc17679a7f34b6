/** Decodings: from x̂ to a 0/1 vector. */
import { DECODE } from '../../../src-science/decoding/decode-settings.ts';
import { drawnInDecoding } from '../../../src-science/descent/drawn-parts.ts';
import type { EngineKind } from './engine-kind.ts';
import { centerOf, columnsOfSolution, lengthComplaints } from './vectors.ts';

export const decode: EngineKind<'decode'> = {
  asked: ({ decoder, seed, mu }) => ({ method: decoder, seed, muFinal: mu }),
  found: ({ solution }) => ({ seconds: solution.seconds, ...columnsOfSolution(solution) }),
  solutions: ({ solution }) => [solution],
  complaints: ({ xHat }, program) => lengthComplaints('xHat', 'The point x̂', xHat, program),
  draws: ({ decoder }, form) => drawnInDecoding(form, decoder).length > 0,
  defaults: (form) => ({
    decoder: 'conditional-expectation', xHat: centerOf(form), mu: null, samples: DECODE.settings.samples.default, seed: 1,
  }),
};
