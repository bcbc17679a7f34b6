/**
 * How marginals x̂ ∈ [0,1]^d are written as parameters that a gradient rule can move. `logit`: x̂ = σ(l)
 * with l kept in [−LOGIT_LIMIT, LOGIT_LIMIT], dx̂/dl = x̂(1−x̂). `projected`: the parameters are the
 * marginals, cut back to [0,1] after each step (a hair inside it where the scheme needs that). Fixed variables have their value as marginal and 0 as
 * gradient, whatever their parameter.
 */
import type { SchemeName } from '../gradients/scheme.ts';
import type { Parametrization } from './descent-spec.ts';

/**
 * Largest |logit|: marginals stay within [σ(−12), σ(12)] ≈ [6.1e-6, 1 − 6.1e-6]. Beyond that the chain
 * factor x̂(1−x̂) is so small that a coordinate which saturated early could never come back.
 */
export const LOGIT_LIMIT = 12;

/**
 * How far projected marginals stay from 0 and 1 under schemes whose direction is infinite or undefined
 * there: the surrogates' E[∂s] grows like −ln x̂, the score divides by x̂(1−x̂), the concrete relaxation
 * needs logits. 0 for the others.
 */
export function projectionMargin(scheme: SchemeName): number {
  switch (scheme) {
    case 'surrogate-interchange':
    case 'surrogate-corrected':
    case 'score-function':
    case 'concrete':
      return 1e-9;
    case 'true-penalty':
    case 'straight-through':
    case 'finite-difference':
    case 'naive-pathwise':
      return 0;
  }
}

/** σ(l), without overflow on either side. */
export function sigmoid(l: number): number {
  if (l >= 0) return 1 / (1 + Math.exp(-l));
  const e = Math.exp(l);
  return e / (1 + e);
}

/** σ⁻¹(x), cut to ±LOGIT_LIMIT; finite for x = 0 and x = 1. */
export function logit(x: number): number {
  return clampLogit(Math.log(x) - Math.log1p(-x));
}

/** Keeps NaN, so that a divergence is seen and not hidden; min and max keep a double where a choice between it and 12 would be boxed. */
function clampLogit(l: number): number {
  return Math.min(Math.max(l, -LOGIT_LIMIT), LOGIT_LIMIT);
}

/** Parameters of given marginals (length d, each in [0,1]). Allocates. */
export function parametersOf(kind: Parametrization, xHat: Float64Array): Float64Array {
  return kind === 'logit' ? xHat.map(logit) : xHat.slice();
}

/**
 * Writes the marginals of the parameters.
 * @param fixed length d: −1 free, else the value
 * @param xHat length d, overwritten
 */
export function writeMarginals(kind: Parametrization, parameters: Float64Array, fixed: Int8Array, xHat: Float64Array): void {
  if (kind === 'logit') {
    for (let j = 0; j < xHat.length; j++) xHat[j] = fixed[j]! >= 0 ? fixed[j]! : sigmoid(parameters[j]!);
  } else {
    for (let j = 0; j < xHat.length; j++) xHat[j] = fixed[j]! >= 0 ? fixed[j]! : parameters[j]!;
  }
}

/**
 * Turns a gradient in x̂ into the gradient in the parameters, in place. A fixed variable's x̂ is 0 or 1,
 * its entry becomes 0 for both kinds.
 */
export function chainGradient(kind: Parametrization, xHat: Float64Array, fixed: Int8Array, gradient: Float64Array): void {
  if (kind === 'logit') {
    for (let j = 0; j < xHat.length; j++) {
      const x = xHat[j]!;
      gradient[j] = fixed[j]! >= 0 ? 0 : gradient[j]! * (x * (1 - x));
    }
  } else {
    for (let j = 0; j < xHat.length; j++) if (fixed[j]! >= 0) gradient[j] = 0;
  }
}

/**
 * Cuts the parameters back to their range after a step.
 * @param margin projected marginals stay in [margin, 1 − margin]; logits have their own limit
 */
export function clampParameters(kind: Parametrization, parameters: Float64Array, margin: number): void {
  if (kind === 'logit') {
    for (let j = 0; j < parameters.length; j++) parameters[j] = clampLogit(parameters[j]!);
  } else {
    for (let j = 0; j < parameters.length; j++) parameters[j] = Math.min(Math.max(parameters[j]!, margin), 1 - margin);
  }
}
