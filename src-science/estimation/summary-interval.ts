/** The 95 % interval of an estimate of which no more than mean, standard error and sample count is kept. */
import { eventsOf, NORMAL_QUANTILE, shareInterval, type ShareInterval } from './share-interval.ts';

export interface EstimateSummary {
  readonly quantity: 'loss' | 'penalty' | 'feasibility' | 'gradient' | null;
  readonly mean: number | null;
  readonly standardError: number | null;
  readonly samples: number | null;
}

/** @returns null where these numbers do not tell: of a mean on which all samples agree */
export function summaryInterval({ quantity, mean, standardError, samples }: EstimateSummary): ShareInterval | null {
  if (mean === null || samples === null || samples < 1 || quantity === null || quantity === 'gradient') return null;
  if (quantity === 'feasibility') return shareInterval(eventsOf(mean, samples), samples);
  if (standardError === null || !(standardError > 0)) return null;
  return { lower: mean - NORMAL_QUANTILE * standardError, upper: mean + NORMAL_QUANTILE * standardError };
}
