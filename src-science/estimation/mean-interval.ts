/**
 * The 95 % interval of a sampled mean. Where samples differ it is the normal one. Where all of them are the
 * same number their spread is 0 and says nothing of the error: then something else may still happen with
 * a probability of up to about 3/n (rule of three), and carry the mean as far as the range of a sample reaches.
 * Of a penalty that few samples had, the error is that of a count: their effective number, (Σ v)²/Σ v²,
 * stands for it, as in the gamma intervals of Fay & Feuer (Statistics in Medicine 16, 1997); for equal
 * amounts that is the exact interval of the share.
 */
import { NORMAL_QUANTILE, shareInterval, unseenProbability } from './share-interval.ts';
import type { SampleRange } from './sample-range.ts';
import type { NormalForm } from '../program/normal-form.ts';

/** From so many samples with an event on, their sum is taken to be normal. */
export const MANY_EVENTS = 100;

/** How an interval was made. */
export type IntervalMethod = 'clopper-pearson' | 'normal' | 'few-events' | 'all-agree';

export interface EstimateInterval {
  readonly level: number;
  readonly lower: number;
  readonly upper: number;
  readonly method: IntervalMethod;
  /** There, and true, where it covers the value less often than its level says: of a loss whose costs are too rare in so few samples. */
  readonly short?: true;
}

export interface SampledMean {
  readonly mean: number;
  readonly standardError: number;
  readonly samples: number;
  /** What one sample can come to. */
  readonly range: SampleRange;
}

/** Deviation, as a share of the mean, up to which adding equal numbers may be off. */
export const ROUNDING = 64 * Number.EPSILON;

/** True where the samples have no spread beyond rounding: all are the same number. */
function allAgree(mean: number, standardError: number): boolean {
  return !(standardError > ROUNDING * Math.abs(mean));
}

/** Of a mean of which no more is known than its spread and what a sample can come to. */
export function meanInterval({ mean, standardError, samples, range }: SampledMean): Omit<EstimateInterval, 'level'> {
  if (allAgree(mean, standardError)) {
    const unseen = unseenProbability(samples);
    return {
      lower: mean - unseen * Math.max(0, mean - range.lowest), upper: mean + unseen * Math.max(0, range.highest - mean),
      method: 'all-agree',
    };
  }
  const half = NORMAL_QUANTILE * standardError;
  return { lower: Math.max(range.lowest, mean - half), upper: Math.min(range.highest, mean + half), method: 'normal' };
}

/**
 * Of a mean that is 0 but in `events` samples, and positive there.
 * @param events samples in which it is not 0
 */
export function rareMeanInterval(sampled: SampledMean, events: number): Omit<EstimateInterval, 'level'> {
  const { mean, standardError, samples, range } = sampled;
  if (events === 0 || events >= MANY_EVENTS || events >= samples / 2 || allAgree(mean, standardError)) return meanInterval(sampled);
  // Sum and sum of squares of the amounts: with few events the square of the mean is next to nothing.
  const squares = standardError ** 2 * (samples - 1) * samples + samples * mean ** 2;
  const sum = mean * samples;
  const amount = squares / sum;
  const { lower, upper } = shareInterval(Math.min(events, sum / amount), samples);
  return { lower: Math.max(range.lowest, amount * lower), upper: Math.min(range.highest, amount * upper), method: 'few-events' };
}

/**
 * True where so few samples of a loss are no sample of a normal mean: its skewness G by the costs is known exactly, and
 * fewer than 25 G² samples are too few for ± 1.96 standard errors (Cochran, Sampling Techniques, 1977, section 2.15).
 * Where penalties spread the samples more than the costs do, G is smaller. Cost: O(d).
 * @param xHat marginals, length d
 * @param variance of one sample, as it was sampled; 0 where only costs spread the samples
 */
export function costsTooRare(form: NormalForm, xHat: ArrayLike<number>, variance: number, samples: number): boolean {
  let ofCosts = 0;
  let third = 0;
  for (let j = 0; j < xHat.length; j++) {
    const c = form.objective[j]!;
    const p = xHat[j]!;
    const spread = c * c * p * (1 - p);
    ofCosts += spread;
    third += spread * c * (1 - 2 * p);
  }
  const skewness = third / Math.max(variance, ofCosts) ** 1.5;
  return samples < 25 * skewness ** 2;
}
