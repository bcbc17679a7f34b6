/** Marginals that a network gave, decoded as those of a descent are: each decoder knows what those before it found. */
import { decode, DEFAULT_DECODING_SAMPLES } from '../src-science/decoding/decode.ts';
import type { DecodedSolution } from '../src-science/decoding/decoded-solution.ts';
import type { DecoderName } from '../src-science/decoding/decoders.ts';
import type { NormalForm } from '../src-science/program/normal-form.ts';
import { compiledKernels } from './compiled-kernels.ts';
import type { JobContext } from './job-context.ts';

/** @param samples of best-of-samples; null takes the published number */
export function decodeMarginals(
  form: NormalForm, xHat: Float64Array, decoders: readonly DecoderName[],
  { samples, seed, context }: { readonly samples: number | null; readonly seed: number; readonly context: JobContext },
): DecodedSolution[] {
  const decoded: DecodedSolution[] = [];
  for (const name of decoders) {
    decoded.push(decode(form, name, xHat, {
      mu: null, samples: samples ?? DEFAULT_DECODING_SAMPLES, seed, pool: { guides: [], solutions: decoded },
      cancelled: () => context.cancelled(), compiled: compiledKernels(), now: () => context.now(),
    }));
  }
  return decoded;
}
