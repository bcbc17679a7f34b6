/**
 * Scores: the share of mutants that a test noticed, by Wilson's interval, which keeps inside [0, 1] and
 * holds its level near the ends, where Wald's does not (Wilson 1927). Over strata of different sampling
 * rates the estimate weighs each by its size, and the interval takes the size of a plain sample of the
 * same variance.
 */

const Z95 = 1.959963984540054;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** @param p share seen in `n` draws, n > 0 @returns the 95 % interval */
export function wilson(p: number, n: number): Interval {
  const z2 = Z95 * Z95;
  const center = (p + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Z95 / (1 + z2 / n)) * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n));
  return { low: Math.max(0, center - half), high: Math.min(1, center + half) };
}

export interface Stratum {
  /** Mutants it has. */
  readonly size: number;
  readonly tried: number;
  readonly noticed: number;
}

export interface Score extends Interval {
  readonly share: number;
}

/**
 * Score over strata. Where every mutant was tried, it is no estimate and the interval is a point.
 * @param strata those with tried > 0 count; at least one
 */
export function scoreOf(strata: readonly Stratum[]): Score {
  const seen = strata.filter(({ tried }) => tried > 0);
  const total = seen.reduce((sum, { size }) => sum + size, 0);
  let share = 0;
  let variance = 0;
  let plain = 0;
  for (const { size, tried, noticed } of seen) {
    const weight = size / total;
    share += (weight * noticed) / tried;
    // Without replacement: what was tried of a stratum is no longer uncertain.
    const rest = 1 - tried / size;
    // A share of 0 or 1 still has a variance; Laplace's estimate keeps it from claiming none.
    const p = (noticed + 1) / (tried + 2);
    variance += (weight * weight * p * (1 - p) * rest) / tried;
    plain += tried;
  }
  if (variance === 0) return { share, low: share, high: share };
  const p = (share * plain + 1) / (plain + 2);
  return { share, ...wilson(share, (p * (1 - p)) / variance) };
}
