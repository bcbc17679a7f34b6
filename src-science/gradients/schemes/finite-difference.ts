/**
 * `finite-difference`: simultaneous perturbation of the sampled penalty (docs/science.md, section 4) by the step
 * `SchemeTuning.differenceStep`.
 */
import type { SchemeRecord } from '../scheme-record.ts';

export const finiteDifference = {
  name: 'finite-difference',
  label: 'Finite difference',
  help:
    'Differences of the penalty between x̂ and a shifted x̂, on common random numbers, all coordinates shifted at once. Bias of order h².',
  formula: String.raw`\frac{\tilde\varphi(\hat x+h\Delta)-\tilde\varphi(\hat x-h\Delta)}{2h\,\Delta_j}`,
  target: 'biased-true-gradient',
  targetFormula: String.raw`\nabla\,\mathbb{E}[\tilde\varphi]+O(h^2)`,
  unbiased: false,
  leastSamples: 1,
  settings: ['differenceStep'],
  samples: 'apart',
  totals: () => null,
  compiled: () => null,
  expectation: null,
  projectionMargin: 0,
  cost: {
    // All rows at two points.
    reads: () => 2,
    relaxed: false,
  },
} as const satisfies SchemeRecord;
