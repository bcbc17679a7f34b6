/**
 * `concrete`: the gradient through relaxed samples at a temperature (Maddison et al. 2017; Jang et al. 2017; docs/science.md,
 * section 4), which is `SchemeTuning.temperature`.
 */
import type { SchemeRecord } from '../scheme-record.ts';

export const concrete = {
  name: 'concrete',
  label: 'Concrete',
  help: 'Gradient through a smooth relaxation of the samples at a temperature τ that falls with the iterations. Biased for the 0/1 penalty while τ > 0.',
  formula: String.raw`\mathbf 1[a_i^\top x_\tau>b_i]\,a_{ij}\,\partial x_{\tau,j},\quad x_\tau=\sigma\bigl((\sigma^{-1}(\hat x)+\sigma^{-1}(\varepsilon))/\tau\bigr)`,
  target: 'own',
  targetFormula: String.raw`\nabla\,\mathbb{E}[\max(a_i^\top x_\tau-b_i,0)]`,
  unbiased: false,
  leastSamples: 1,
  settings: ['temperature'],
  samples: 'apart',
  totals: () => null,
  compiled: () => null,
  expectation: null,
  projectionMargin: 1e-9,
  cost: {
    // Once to find a_iᵀx_τ, and again where it is above b_i; v_i itself is not needed.
    reads: ({ relaxedViolated }) => (relaxedViolated ? 2 : 1),
    relaxed: true,
  },
} as const satisfies SchemeRecord;
