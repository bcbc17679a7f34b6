/**
 * Names of the gradient schemes (docs/science.md, section 4) and of the ways to evaluate them.
 * `surrogate-interchange` is DiffILO's published direction (GWL25, Theorem 5); `true-penalty` is the
 * local-expectation gradient of the true penalty (TL15); `surrogate-corrected` is the interchange
 * estimate with the boundary term of Leibniz's rule restored, which has prior art (docs/claims.md): smoothed
 * perturbation analysis (Gong & Ho 1987; Fu & Hu 1997) and Lee, Yu & Yang (NeurIPS 2018). What each computes
 * lives in its own file; the registry is `registry.ts`.
 */
export const SCHEME_NAMES = [
  'true-penalty',
  'surrogate-interchange',
  'surrogate-corrected',
  'score-function',
  'straight-through',
  'concrete',
  'finite-difference',
  'naive-pathwise',
] as const;
export type SchemeName = (typeof SCHEME_NAMES)[number];

/** `auto` picks exact or sampled by cost and says which it picked. */
export const EVALUATION_NAMES = ['sampled', 'exact', 'auto'] as const;
export type EvaluationName = (typeof EVALUATION_NAMES)[number];
/** What an evaluation turned out to be; `exact` is never a rounding. */
export type ResolvedEvaluation = 'sampled' | 'exact';
