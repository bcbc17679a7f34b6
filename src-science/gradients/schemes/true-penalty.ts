/** `true-penalty`: the local-expectation gradient of the true penalty (TL15; docs/science.md, section 4). */
import type { SchemeRecord } from '../scheme-record.ts';

export const truePenalty = {
  name: 'true-penalty',
  label: 'True penalty',
  help: 'The local-expectation gradient of the true penalty: for each variable the difference between its value at 1 and at 0, averaged over the others. Unbiased.',
  formula: String.raw`\max(v_i^1(j),0)-\max(v_i^0(j),0)`,
  target: 'true-gradient',
  targetFormula: String.raw`\nabla\,\mathbb{E}[\tilde\varphi]`,
  unbiased: true,
  leastSamples: 1,
  settings: [],
  samples: 'apart',
  totals: () => 'true-penalty',
  compiled: () => 'true-penalty',
  expectation: {
    write: (plan, xHat, field) => plan.penaltyGradient(xHat, field),
    silentAtBorders: false,
    inPlaceOfSamples: true,
    own: 'constant',
    other: 'linear',
    toy: (_a, _other, slack) => [[0, slack]],
    subject: 'The gradient of the true penalty',
  },
  projectionMargin: 0,
  cost: {
    // Once to find v_i, and again where v_i > 0 or some flip makes it so: a flip of a satisfied row that changes anything violates it.
    reads: ({ violated, pivotal }) => (violated || pivotal ? 2 : 1),
    relaxed: false,
  },
} as const satisfies SchemeRecord;
