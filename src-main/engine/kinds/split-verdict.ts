/**
 * Whether a job's work is worth more than one worker, and how many can have a part of it. Decided from the
 * spec and the program's size alone, before anything runs; the result does not depend on it. Who takes
 * which part is left to the workers (`src-workers/divided-work.ts`).
 */

export type SplitVerdict =
  | { readonly kind: 'whole'; readonly because: string }
  /** `most`: workers that can have a part. */
  | { readonly kind: 'shared'; readonly most: number };

/**
 * Samples × bytes of the encoded program, a byte or two a nonzero, from which a second worker is worth starting: some
 * hundredths of a second.
 */
const WORTH_SHARING = 4e7;

export function whole(because: string): SplitVerdict {
  return { kind: 'whole', because };
}

/** The verdict on samples that are drawn in parts of `part`. */
export function sharedSamples(samples: number, part: number, programBytes: number): SplitVerdict {
  const parts = Math.ceil(samples / part);
  if (parts < 2) return whole('its few samples are drawn in one piece');
  if (samples * programBytes < WORTH_SHARING) return whole('it is over before a second worker could help');
  return { kind: 'shared', most: parts };
}
