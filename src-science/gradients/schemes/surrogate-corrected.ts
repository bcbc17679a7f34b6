/**
 * `surrogate-corrected`: the interchange estimate with the boundary term of Leibniz's rule restored, which has prior
 * art (docs/claims.md): smoothed perturbation analysis (Gong & Ho 1987; Fu & Hu 1997) and Lee, Yu & Yang (NeurIPS 2018).
 */
import type { SchemeRecord } from '../scheme-record.ts';

export const surrogateCorrected = {
  name: 'surrogate-corrected',
  label: 'Surrogate, corrected',
  help: 'The interchange estimate with the boundary term of Leibniz’s rule restored: unbiased for the surrogate, not for the true penalty. The term is known (Gong & Ho 1987; Fu & Hu 1997; Lee, Yu & Yang 2018); its O(nnz) form for violated rows is this program’s.',
  formula: String.raw`\mathbf 1[v_i>0]\,a_{ij}\,\partial s_j+\bigl(\mathbf 1[v_i^1(j)>0]-\mathbf 1[v_i^0(j)>0]\bigr)\bigl(S_i+a_{ij}(\tfrac12-s_j)\bigr)`,
  target: 'surrogate-gradient',
  targetFormula: String.raw`\nabla\,\mathbb{E}[\varphi]`,
  unbiased: true,
  leastSamples: 1,
  settings: [],
  samples: 'apart',
  totals: () => null,
  compiled: () => null,
  expectation: {
    write(plan, xHat, field) {
      plan.surrogateGradient(xHat, field);
      return null;
    },
    silentAtBorders: false,
    inPlaceOfSamples: true,
    own: 'surrogate-slope',
    other: 'surrogate',
    toy: (a, other, slack) => [[0, slack, other, 0], [0, a, 0, 0], [0, 0, 0, 0]],
    subject: 'The gradient of the surrogate',
  },
  projectionMargin: 1e-9,
  cost: {
    // Once to find v_i, again where v_i > 0 or a flip changes that (S_i and ∂s), and once more for the jumps where one does.
    reads: ({ violated, pivotal }) => (pivotal ? 3 : violated ? 2 : 1),
    relaxed: false,
  },
} as const satisfies SchemeRecord;
