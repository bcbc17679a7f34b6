/**
 * What the program says about each gradient scheme: the window's lists and help, the command line's
 * help and the legends of charts are all built from this table (docs/science.md, section 4).
 */
import type { SchemeName } from './scheme.ts';

/** What the mean of a scheme's estimates is. */
type SchemeTarget =
  /** ∇E[φ̃], the gradient of the true penalty */
  | 'true-gradient'
  /** ∇E[φ], the gradient of the surrogate's expectation */
  | 'surrogate-gradient'
  /** ĝ, which is the gradient of nothing when d ≥ 2 */
  | 'interchange-field'
  /** 0 */
  | 'zero'
  /** ∇E[φ̃] up to a bias that a setting controls */
  | 'biased-true-gradient'
  /** none of these */
  | 'own';

export interface SchemeDescription {
  readonly name: SchemeName;
  /** For lists and legends. */
  readonly label: string;
  /** One line. */
  readonly help: string;
  /** The per-sample estimate for row i and coordinate j, as KaTeX source. */
  readonly formula: string;
  readonly target: SchemeTarget;
  /** The expectation, as KaTeX source. */
  readonly targetFormula: string;
  /** True where the mean is exactly the gradient of some function that the scheme is meant for. */
  readonly unbiased: boolean;
  readonly hasExactForm: boolean;
  /** Least number of samples an evaluation. */
  readonly leastSamples: number;
  /** Key of the series color; the color itself is the window's. */
  readonly colorKey: SchemeName;
}

/** In the order in which lists show them; one entry for each of `SCHEME_NAMES`. */
export const SCHEMES: readonly SchemeDescription[] = [
  {
    name: 'true-penalty',
    label: 'True penalty',
    help: 'Local expectation: the change of the true penalty when one variable flips. Unbiased.',
    formula: String.raw`\max(v_i^1(j),0)-\max(v_i^0(j),0)`,
    target: 'true-gradient',
    targetFormula: String.raw`\nabla\,\mathbb{E}[\tilde\varphi]`,
    unbiased: true,
    hasExactForm: true,
    leastSamples: 1,
    colorKey: 'true-penalty',
  },
  {
    name: 'surrogate-interchange',
    label: 'Surrogate, interchanged',
    help: 'DiffILO’s published direction: the surrogate differentiated inside the expectation, without the boundary term.',
    formula: String.raw`\mathbf 1[v_i>0]\,a_{ij}\,\partial s_j`,
    target: 'interchange-field',
    targetFormula: String.raw`\hat g`,
    unbiased: false,
    hasExactForm: true,
    leastSamples: 1,
    colorKey: 'surrogate-interchange',
  },
  {
    name: 'surrogate-corrected',
    label: 'Surrogate, corrected',
    help: 'The interchanged estimate with Leibniz’s boundary term restored. Unbiased for the surrogate.',
    formula: String.raw`\mathbf 1[v_i>0]\,a_{ij}\,\partial s_j+\bigl(\mathbf 1[v_i^1(j)>0]-\mathbf 1[v_i^0(j)>0]\bigr)\bigl(S_i+a_{ij}(\tfrac12-s_j)\bigr)`,
    target: 'surrogate-gradient',
    targetFormula: String.raw`\nabla\,\mathbb{E}[\varphi]`,
    unbiased: true,
    hasExactForm: true,
    leastSamples: 1,
    colorKey: 'surrogate-corrected',
  },
  {
    name: 'score-function',
    label: 'Score function',
    help: 'REINFORCE with a leave-one-out baseline. Unbiased, high variance.',
    formula: String.raw`(\tilde\varphi-\bar\varphi_{-})\,\frac{x_j-\hat x_j}{\hat x_j(1-\hat x_j)}`,
    target: 'true-gradient',
    targetFormula: String.raw`\nabla\,\mathbb{E}[\tilde\varphi]`,
    unbiased: true,
    hasExactForm: false,
    leastSamples: 2,
    colorKey: 'score-function',
  },
  {
    name: 'straight-through',
    label: 'Straight-through',
    help: 'The penalty’s slope at the hard sample, with the sampling step counted as the identity. Biased.',
    formula: String.raw`\mathbf 1[v_i>0]\,a_{ij}`,
    target: 'own',
    targetFormula: String.raw`\textstyle\sum_i a_{ij}\,\mathbb{P}(v_i>0)`,
    unbiased: false,
    hasExactForm: false,
    leastSamples: 1,
    colorKey: 'straight-through',
  },
  {
    name: 'concrete',
    label: 'Concrete',
    help: 'Relaxed samples at a temperature τ that falls with the iterations. Biased while τ > 0.',
    formula: String.raw`\mathbf 1[a_i^\top x_\tau>b_i]\,a_{ij}\,\partial x_{\tau,j},\quad x_\tau=\sigma\bigl((\sigma^{-1}(\hat x)+\sigma^{-1}(\varepsilon))/\tau\bigr)`,
    target: 'own',
    targetFormula: String.raw`\nabla\,\mathbb{E}[\max(a_i^\top x_\tau-b_i,0)]`,
    unbiased: false,
    hasExactForm: false,
    leastSamples: 1,
    colorKey: 'concrete',
  },
  {
    name: 'finite-difference',
    label: 'Finite difference',
    help: 'Simultaneous perturbation of the sampled penalty with common random numbers. Bias of order h².',
    formula: String.raw`\frac{\tilde\varphi(\hat x+h\Delta)-\tilde\varphi(\hat x-h\Delta)}{2h\,\Delta_j}`,
    target: 'biased-true-gradient',
    targetFormula: String.raw`\nabla\,\mathbb{E}[\tilde\varphi]+O(h^2)`,
    unbiased: false,
    hasExactForm: false,
    leastSamples: 1,
    colorKey: 'finite-difference',
  },
  {
    name: 'naive-pathwise',
    label: 'Naive pathwise',
    help: 'The derivative of a sample of the true penalty, which is 0. Shown to compare with.',
    formula: '0',
    target: 'zero',
    targetFormula: '0',
    unbiased: false,
    hasExactForm: true,
    leastSamples: 1,
    colorKey: 'naive-pathwise',
  },
];

/** The description of a scheme. */
export function describeScheme(name: SchemeName): SchemeDescription {
  const found = SCHEMES.find((scheme) => scheme.name === name);
  if (found === undefined) throw new RangeError(`There is no scheme named ${name}`);
  return found;
}
