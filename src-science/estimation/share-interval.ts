/**
 * The 95 % interval of a probability of which k of n samples had the event, good near 0 and 1, where the
 * plain standard error is 0 or nearly so: Clopper & Pearson (Biometrika 26, 1934), whose coverage is at
 * least 95 % at every probability, and, where events and non-events are both so many that the two are the
 * same to three digits, Wilson's (JASA 22, 1927), which needs no tail of the binomial.
 */
import { incompleteBeta } from '../quality/incomplete-beta.ts';

/** Probability with which an interval holds the value. */
export const INTERVAL_LEVEL = 0.95;
/** Probability beyond each end. */
const TAIL = (1 - INTERVAL_LEVEL) / 2;
/** 0.975 quantile of the standard normal distribution. */
export const NORMAL_QUANTILE = 1.959963984540054;
/** From so many events and non-events on, Wilson's interval stands for the exact one. */
const MANY = 10_000;
/** Halvings of the bracket: to the last place of a double. */
const HALVINGS = 60;

export interface ShareInterval {
  readonly lower: number;
  readonly upper: number;
}

/** The number of samples with the event, from their share as a double. */
export function eventsOf(share: number, samples: number): number {
  return Math.min(samples, Math.max(0, Math.round(share * samples)));
}

/**
 * @param events samples with the event, 0 to `samples`
 * @param samples ≥ 1
 * Cost: some hundred terms of a continued fraction.
 */
export function shareInterval(events: number, samples: number): ShareInterval {
  const others = samples - events;
  if (Math.min(events, others) >= MANY) return wilsonInterval(events / samples, samples);
  return { lower: lowerLimit(events, samples), upper: others === 0 ? 1 : 1 - lowerLimit(others, samples) };
}

/** The p at which `events` or more of `samples` have probability 2.5 %. */
function lowerLimit(events: number, samples: number): number {
  if (events === 0) return 0;
  if (events === samples) return Math.exp(Math.log(TAIL) / samples);
  let low = 0;
  let high = events / samples;
  for (let k = 0; k < HALVINGS; k++) {
    const middle = (low + high) / 2;
    if (incompleteBeta(middle, events, samples - events + 1) > TAIL) high = middle;
    else low = middle;
  }
  return low;
}

/**
 * Wilson's score interval at 95 %.
 * @param share of the samples with the event, in [0, 1]
 * @param samples ≥ 1
 */
export function wilsonInterval(share: number, samples: number): ShareInterval {
  const z2 = NORMAL_QUANTILE ** 2 / samples;
  const center = (share + z2 / 2) / (1 + z2);
  const half = (NORMAL_QUANTILE * Math.sqrt((share * (1 - share)) / samples + z2 / (4 * samples))) / (1 + z2);
  return { lower: Math.max(0, center - half), upper: Math.min(1, center + half) };
}

/**
 * How likely, at most with 95 % confidence, a sample is to differ from what all `samples` agreed on: the p
 * with (1 − p)^samples = 5 %, the rule of three.
 */
export function unseenProbability(samples: number): number {
  return -Math.expm1(Math.log(1 - INTERVAL_LEVEL) / samples);
}

/** (share − p) in standard deviations of a share at p; null where p leaves nothing to chance. */
export function shareScore(share: number, p: number, samples: number): number | null {
  const deviation = Math.sqrt((p * (1 - p)) / samples);
  return deviation > 0 ? (share - p) / deviation : null;
}
