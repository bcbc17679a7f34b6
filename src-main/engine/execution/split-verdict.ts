/**
 * Which jobs' work is worth more than one worker, and how many can have a part of it. Decided from the
 * spec and the program's size alone, before anything runs; the result does not depend on it. Who takes
 * which part is left to the workers (`src-workers/divided-work.ts`).
 *
 * It stands apart from the records of `kinds/`, which have the science of their kinds behind them: the pool lives in the
 * main process, which loads none of it.
 */
import { bodyOf } from '../../../src-contract/job-body.ts';
import { JOB_KINDS } from '../../../src-contract/job-kinds.ts';
import type { JobKind } from '../../../src-contract/job-kinds.ts';
import type { BodyOf, JobSpec } from '../../../src-contract/job-spec.ts';
import { BLOCK_SAMPLES } from '../../../src-science/decoding/best-of-samples.ts';
import { LEAF_SAMPLES } from '../../../src-science/estimation/moments.ts';
import { layoutOf } from '../../../src-science/network/network-shape.ts';
import { trainingMemoryBytes } from '../../../src-science/network/training-memory.ts';

export type SplitVerdict =
  | { readonly kind: 'whole'; readonly because: string }
  /** `most`: workers that can have a part; `memory`: bytes that they share besides. */
  | { readonly kind: 'shared'; readonly most: number; readonly memory?: number };

/**
 * Samples × bytes of the encoded program, a byte or two a nonzero, from which a second worker is worth starting: some
 * hundredths of a second.
 */
const WORTH_SHARING = 4e7;

/** The kinds of which it depends on the spec. */
type Divided = { [K in JobKind]: (typeof JOB_KINDS)[K]['whole'] extends null ? K : never }[JobKind];

const SPLITS: { readonly [K in Divided]: (body: BodyOf<K>, programBytes: number) => SplitVerdict } = {
  estimate(body, programBytes) {
    if (body.quantity === 'gradient' && body.evaluation === 'exact') return whole('an exact gradient draws no samples');
    return sharedSamples(body.samples, LEAF_SAMPLES, programBytes);
  },
  decode({ decoder, samples }, programBytes) {
    if (decoder !== 'best-of-samples') return whole('a decoder that draws no samples goes from step to step');
    return sharedSamples(samples, BLOCK_SAMPLES, programBytes);
  },
  train: (body) => ({ kind: 'shared', most: body.batch, memory: trainingMemoryBytes(layoutOf(body), body.batch) }),
};

/** @param programBytes length of the encoded program */
export function splitVerdict(spec: JobSpec, programBytes: number): SplitVerdict {
  const because: string | null = JOB_KINDS[spec.kind].whole;
  if (because !== null) return whole(because);
  // A kind that says no reason is one of the divided.
  const split = SPLITS[spec.kind as Divided] as unknown as (body: BodyOf<JobKind>, programBytes: number) => SplitVerdict;
  return split(bodyOf(spec), programBytes);
}

function whole(because: string): SplitVerdict {
  return { kind: 'whole', because };
}

/** The verdict on samples that are drawn in parts of `part`. */
function sharedSamples(samples: number, part: number, programBytes: number): SplitVerdict {
  const parts = Math.ceil(samples / part);
  if (parts < 2) return whole('its few samples are drawn in one piece');
  if (samples * programBytes < WORTH_SHARING) return whole('it is over before a second worker could help');
  return { kind: 'shared', most: parts };
}
