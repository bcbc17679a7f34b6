/** `score-function`: REINFORCE with a leave-one-out baseline (docs/science.md, section 4). */
import type { SchemeRecord } from '../scheme-record.ts';

export const scoreFunction = {
  name: 'score-function',
  label: 'Score function',
  help: 'The likelihood-ratio estimator (REINFORCE) with a baseline from the other samples. Unbiased, with a large variance; needs at least 2 samples.',
  formula: String.raw`(\tilde\varphi-\bar\varphi_{-})\,\frac{x_j-\hat x_j}{\hat x_j(1-\hat x_j)}`,
  target: 'true-gradient',
  targetFormula: String.raw`\nabla\,\mathbb{E}[\tilde\varphi]`,
  unbiased: true,
  leastSamples: 2,
  settings: [],
  samples: 'together',
  totals: () => null,
  compiled: () => null,
  expectation: {
    write: (plan, xHat, field) => plan.penaltyGradient(xHat, field),
    // A marginal of 0 or 1 has no score: the estimate is 0 there, the gradient is not.
    silentAtBorders: true,
    // Without samples it would be `true-penalty` under another name.
    inPlaceOfSamples: false,
    own: 'constant',
    other: 'linear',
    toy: (_a, _other, slack) => [[0, slack]],
    subject: 'The expectation of the score function, which is the gradient of the true penalty,',
  },
  projectionMargin: 1e-9,
  cost: {
    // Once to find v_i.
    reads: () => 1,
    relaxed: false,
  },
} as const satisfies SchemeRecord;
