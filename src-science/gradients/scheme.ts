/**
 * The gradient schemes (docs/science.md, section 4), in the order in which lists show them, and the ways to evaluate
 * them. A scheme is its record in `schemes/`; names are those of the records. The kernels that draw their samples
 * are listed in `registry.ts`, apart, so that who only wants names and words does not load them.
 */
import { concrete } from './schemes/concrete.ts';
import { finiteDifference } from './schemes/finite-difference.ts';
import { naivePathwise } from './schemes/naive-pathwise.ts';
import { scoreFunction } from './schemes/score-function.ts';
import { straightThrough } from './schemes/straight-through.ts';
import { surrogateCorrected } from './schemes/surrogate-corrected.ts';
import { surrogateInterchange } from './schemes/surrogate-interchange.ts';
import { truePenalty } from './schemes/true-penalty.ts';

export const SCHEMES = {
  [truePenalty.name]: truePenalty,
  [surrogateInterchange.name]: surrogateInterchange,
  [surrogateCorrected.name]: surrogateCorrected,
  [scoreFunction.name]: scoreFunction,
  [straightThrough.name]: straightThrough,
  [concrete.name]: concrete,
  [finiteDifference.name]: finiteDifference,
  [naivePathwise.name]: naivePathwise,
} as const;

type Scheme = (typeof SCHEMES)[keyof typeof SCHEMES];
export type SchemeName = Scheme['name'];
export const SCHEME_NAMES: readonly SchemeName[] = Object.values(SCHEMES).map(({ name }) => name);

/** Schemes that have an estimate of every single sample. */
export type KernelScheme = Extract<Scheme, { readonly samples: 'apart' }>['name'];
/** Schemes whose samples are coupled. */
export type CoupledScheme = Exclude<SchemeName, KernelScheme>;
/** Schemes whose expectation is known in closed form. */
export type FieldScheme = Extract<Scheme, { readonly expectation: object }>['name'];

/** Schemes that are the gradient of something, of which the interchange direction has an error (descent/interchange-error.ts). */
export const SCHEMES_WITH_ERROR: readonly SchemeName[] = [truePenalty.name, surrogateCorrected.name];

/** True where every single sample has an estimate. */
export function hasKernel(scheme: SchemeName): scheme is KernelScheme {
  return SCHEMES[scheme].samples === 'apart';
}

/** `auto` picks exact or sampled by cost and says which it picked. */
export const EVALUATIONS = {
  auto: { label: 'Auto', help: 'Exact where it is cheap enough, else sampled; the run says which, and why.', brief: 'auto evaluation' },
  exact: { label: 'Exact', help: 'The expectation itself, without sampling: for cover and packing rows, rows of integer or decimal coefficients, and short rows of any.' },
  sampled: { label: 'Sampled', help: 'Average over K random samples a step.' },
} as const;
export type EvaluationName = keyof typeof EVALUATIONS;
export const EVALUATION_NAMES: readonly EvaluationName[] = Object.keys(EVALUATIONS) as EvaluationName[];
/** What an evaluation turned out to be; `exact` is never a rounding. */
export type ResolvedEvaluation = 'sampled' | 'exact';
