/**
 * `surrogate-interchange`: DiffILO's published direction (GWL25, Theorem 5), whose expectation ĝ is the gradient of
 * nothing when d ≥ 2 (S26; docs/science.md, sections 4 and 7). Its slope ∂s is drawn or averaged (`SchemeTuning.soft`).
 */
import type { SchemeRecord } from '../scheme-record.ts';

export const surrogateInterchange = {
  name: 'surrogate-interchange',
  label: 'Surrogate, interchanged',
  help: 'DiffILO’s published direction: derivative and expectation interchanged on the surrogate. The boundary term that the interchange drops is missing, so it is biased for the true penalty.',
  formula: String.raw`\mathbf 1[v_i>0]\,a_{ij}\,\partial s_j`,
  target: 'interchange-field',
  targetFormula: String.raw`\hat g`,
  unbiased: false,
  leastSamples: 1,
  settings: ['soft'],
  samples: 'apart',
  totals: (tuning) => (tuning?.soft === 'averaged' ? 'averaged' : null),
  compiled: (tuning) => (tuning?.soft === 'averaged' ? 'averaged' : 'drawn'),
  expectation: {
    write: (plan, xHat, field) => plan.interchangeField(xHat, field),
    silentAtBorders: false,
    inPlaceOfSamples: true,
    own: 'interchange',
    other: 'linear',
    toy: (a) => [[0, a], [0, 0]],
    subject: 'The interchange field',
  },
  projectionMargin: 1e-9,
  cost: {
    // Once to find v_i, and again where v_i > 0.
    reads: ({ violated }) => (violated ? 2 : 1),
    relaxed: false,
  },
} as const satisfies SchemeRecord;
