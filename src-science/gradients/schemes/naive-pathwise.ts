/** `naive-pathwise`: the derivative of a sample of the true penalty (docs/science.md, section 3). Shown because S26 is about it. */
import type { SchemeRecord } from '../scheme-record.ts';

export const naivePathwise = {
  name: 'naive-pathwise',
  label: 'Naive pathwise',
  help: 'The derivative of max(aᵢᵀx − bᵢ, 0) along the sample paths: 0 almost everywhere, so the penalty is not felt at all.',
  formula: '0',
  target: 'zero',
  targetFormula: '0',
  unbiased: false,
  leastSamples: 1,
  settings: [],
  samples: 'apart',
  totals: () => 'nothing',
  compiled: () => null,
  expectation: {
    write(_plan, _xHat, field) {
      field.fill(0);
      return null;
    },
    silentAtBorders: false,
    inPlaceOfSamples: true,
    own: 'constant',
    other: 'linear',
    toy: () => [[0, 0]],
    subject: 'The naive pathwise derivative',
  },
  projectionMargin: 0,
  cost: {
    // None.
    reads: () => 0,
    relaxed: false,
  },
} as const satisfies SchemeRecord;
