/**
 * What a z-score says, in words. A single estimate agrees with the exact value if a deviation like its
 * own happens in more than 1 of 100 honest estimates, and differs if it happens in fewer than 1 of
 * 10 000; for the largest of d coordinates the chance is that of the maximum of d independent scores
 * (Šidák), so that a gradient of a thousand coordinates is not called wrong for its 3.3. The normal
 * tail is W. J. Cody's rational Chebyshev approximation in the form of Press et al., Numerical Recipes,
 * section 6.2.2 (relative error below 1.2e−7).
 */

export interface Verdict {
  readonly words: 'agrees' | 'doubtful' | 'differs' | 'no exact value' | 'exact';
  readonly tone: 'good' | 'doubt' | 'bad' | 'quiet';
  /** Chance of a deviation at least this large where nothing is wrong; null where nothing was compared. */
  readonly chance: number | null;
}

/** Chance that |Z| ≥ z for a standard normal Z. */
export function twoSidedTail(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.5 * x);
  const polynomial = -x * x - 1.26551223 + t * (1.00002368 + t * (0.37409196 +
    t * (0.09678418 + t * (-0.18628806 + t * (0.27886807 + t * (-1.13520398 + t * (1.48851587 + t * (-0.82215223 + t * 0.17087277))))))));
  return Math.min(1, t * Math.exp(polynomial));
}

/**
 * @param z the score, or the largest absolute one of `coordinates`; null where there is no exact value
 * @param coordinates over how many the largest was taken
 */
export function judge(z: number | null, coordinates = 1, sampled = true): Verdict {
  if (!sampled) return { words: 'exact', tone: 'quiet', chance: null };
  if (z === null || Number.isNaN(z)) return { words: 'no exact value', tone: 'quiet', chance: null };
  const single = twoSidedTail(z);
  // 1 − (1 − p)^d without losing small p.
  const chance = coordinates <= 1 ? single : single >= 1 ? 1 : -Math.expm1(coordinates * Math.log1p(-single));
  if (chance > 0.01) return { words: 'agrees', tone: 'good', chance };
  if (chance > 1e-4) return { words: 'doubtful', tone: 'doubt', chance };
  return { words: 'differs', tone: 'bad', chance };
}
