/** Estimates at a point: a mean with its error beside the exact value, or a gradient coordinate by coordinate. */
import type { EstimateResultValue } from '../../src-contract/job-event.ts';
import { formatCount, formatDuration, formatInterval, formatNumber, fullPrecision } from '../format/index.ts';
import { digits, figure } from './figures.ts';
import type { Line, PageKind } from './page-kind.ts';

export const page: PageKind<'estimate'> = {
  lines,
  sentence: ({ estimate }) => (estimate.quantity === 'gradient' ? estimate.evaluationReason : null),
};

/** How an interval was made, in words. */
const INTERVAL_WORDS = {
  'clopper-pearson': 'holds the probability with 95 % at least, also near 0 and 1 (Clopper–Pearson)',
  normal: 'mean ± 1.96 standard errors',
  'few-events': 'by the few samples that violate a row: their number is what is uncertain',
  'all-agree': 'all samples agree; what was not seen has a probability below about 3/n, and can carry the mean this far',
} as const;

function lines({ estimate }: EstimateResultValue): readonly Line[] {
  if (estimate.quantity === 'gradient') {
    return [
      { label: 'Coordinates', value: formatCount(estimate.penaltyGradient.length) },
      { label: 'Samples', value: formatCount(estimate.samples) },
      {
        label: 'Largest |z|', value: formatNumber(estimate.maxAbsZ, { missing: 'no exact value known' }),
        help: 'Over the coordinates: |mean − expectation| / standard error',
      },
      {
        label: 'Cosine to true', value: formatNumber(estimate.cosineToTrue, { missing: 'unknown' }),
        help: 'Cosine between the estimated direction and the exact gradient of the true penalty',
      },
      { label: 'Time', value: formatDuration(estimate.seconds) },
    ];
  }
  const { exact, interval } = estimate;
  const certain = interval !== undefined && interval.lower === interval.upper;
  return [
    {
      label: 'Mean', value: figure(estimate.mean, estimate.standardError, certain),
      help: digits(estimate.mean, estimate.standardError, certain),
    },
    {
      label: 'Standard error',
      value: estimate.standardError > 0 || certain ? formatNumber(estimate.standardError, { digits: 2 }) : 'not known',
      help: 'Standard deviation of the mean; not known where all samples agree',
    },
    ...(interval === undefined ? [] : [{
      label: '95 % interval', value: formatInterval(interval, estimate.quantity === 'feasibility'),
      help: certain ? 'Every sample is this number' : INTERVAL_WORDS[interval.method],
    }]),
    ...(interval?.short === true ? [{
      label: 'Interval', value: 'too short',
      help: 'The costs are rare in so few samples: it holds the value less often than with 95 %. Take more samples.',
    }] : []),
    ...(estimate.violatedSamples === null || estimate.violatedSamples === undefined
      ? []
      : [{ label: 'Violated', value: `${formatCount(estimate.violatedSamples)} of ${formatCount(estimate.samples)} samples` }]),
    {
      label: 'Exact value',
      value: exact !== null && exact.lower === exact.upper ? formatNumber(exact.value, { digits: 8 }) : 'not known',
      help: 'Computed without sampling, where the rows allow it',
    },
    ...(exact === null || exact.lower === exact.upper
      ? []
      : [{
        label: 'Certified bracket', value: `${formatNumber(exact.lower, { digits: 6 })} to ${formatNumber(exact.upper, { digits: 6 })}`,
        help:
          `The exact value lies in [${fullPrecision(exact.lower)}, ${fullPrecision(exact.upper)}] for certain; it is not known itself`,
      }]),
    { label: 'z', value: formatNumber(estimate.z, { digits: 3, missing: 'not defined' }), help: estimate.quantity === 'feasibility'
      ? '(share − p) / √(p(1 − p)/n) at the exact p; beyond about ±3 the two do not agree'
      : '(mean − exact) / standard error; beyond about ±3 the two do not agree' },
    { label: 'Samples', value: formatCount(estimate.samples) },
    { label: 'Time', value: formatDuration(estimate.seconds) },
  ];
}
