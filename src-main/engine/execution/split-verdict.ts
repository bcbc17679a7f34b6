/**
 * Which jobs' work is worth more than one worker, and how many can have a part of it. Decided from the
 * spec and the program's size alone, before anything runs; the result does not depend on it. Who takes
 * which part is left to the workers (`src-workers/divided-work.ts`).
 */
import { BLOCK_SAMPLES } from '../../../src-science/decoding/best-of-samples.ts';
import { LEAF_SAMPLES } from '../../../src-science/estimation/moments.ts';
import type { JobSpec } from '../../../src-contract/job-spec.ts';

export type SplitVerdict =
  | { readonly kind: 'whole'; readonly because: string }
  /** `most`: workers that can have a part. */
  | { readonly kind: 'shared'; readonly most: number };

/** Samples × bytes of the encoded program, a byte or two a nonzero, from which a second worker is worth starting: some hundredths of a second. */
const WORTH_SHARING = 4e7;

/** @param programBytes length of the encoded program */
export function splitVerdict(spec: JobSpec, programBytes: number): SplitVerdict {
  switch (spec.kind) {
    case 'exact':
      return { kind: 'whole', because: 'a solver works on one thread' };
    case 'descent':
      return { kind: 'whole', because: 'each step of a descent starts where the one before it ended' };
    case 'decode':
      if (spec.decode.decoder !== 'best-of-samples') return { kind: 'whole', because: 'a decoder that draws no samples goes from step to step' };
      return sharedSamples(Math.ceil(spec.decode.samples / BLOCK_SAMPLES), spec.decode.samples, programBytes);
    case 'quality':
      return { kind: 'whole', because: 'its seconds compare schemes, which have to be measured on one worker' };
    case 'estimate': {
      const { estimate } = spec;
      if (estimate.quantity === 'gradient' && estimate.evaluation === 'exact') return { kind: 'whole', because: 'an exact gradient draws no samples' };
      return sharedSamples(Math.ceil(estimate.samples / LEAF_SAMPLES), estimate.samples, programBytes);
    }
  }
}

function sharedSamples(parts: number, samples: number, programBytes: number): SplitVerdict {
  if (parts < 2) return { kind: 'whole', because: 'its few samples are drawn in one piece' };
  if (samples * programBytes < WORTH_SHARING) return { kind: 'whole', because: 'it is over before a second worker could help' };
  return { kind: 'shared', most: parts };
}
