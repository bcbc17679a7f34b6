/**
 * How marginals x̂ ∈ [0,1]^d are written as parameters that a gradient rule can move. `logit`: x̂ = σ(l)
 * with l kept in [−LOGIT_LIMIT, LOGIT_LIMIT], dx̂/dl = x̂(1−x̂). `projected`: the parameters are the
 * marginals, cut back to [0,1] after each step (a hair inside it where the scheme needs that). Fixed variables have
 * their value as marginal and 0 as
 * gradient, whatever their parameter.
 */
import type { Parametrization } from './descent-spec.ts';

/**
 * Largest |logit|: marginals stay within [σ(−12), σ(12)] ≈ [6.1e-6, 1 − 6.1e-6]. Beyond that the chain
 * factor x̂(1−x̂) is so small that a coordinate which saturated early could never come back.
 */
export const LOGIT_LIMIT = 12;

/** ln 2 in two parts, the first with zeros enough at its end for products with small integers to be exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
/** Added and taken away, rounds a small number to an integer. */
const ROUND = 1.5 * 2 ** 52;
/** Beyond this σ is 0 or 1 to within a double's rounding. */
export const SIGMOID_LIMIT = 36;
/** k of 2^k in e^(−SIGMOID_LIMIT). */
const LEAST_POWER = -52;
const POWERS = Float64Array.from({ length: 1 - LEAST_POWER }, (_, k) => 2 ** (k + LEAST_POWER));

/**
 * σ(l) to within two units in the last place, by arithmetic that compiled code repeats to the bit, where `Math.exp`
 * is each engine's own. With e^(−|l|) = 2^k e^r and e^r = N/D, Padé's approximant of degree 6 over 6 (off by less than
 * 10⁻¹⁸ at |r| ≤ ln 2/2), σ is D or 2^k N over D + 2^k N.
 * @param l within ±SIGMOID_LIMIT; of anything else the answer is NaN or meaningless
 */
export function sigmoid(l: number): number {
  const a = -Math.abs(l);
  const k = a * Math.LOG2E + ROUND - ROUND;
  const r = a - k * LN2_HIGH - k * LN2_LOW;
  const u = r * r;
  const even = ((u + 840) * u + 75_600) * u + 665_280;
  const odd = ((u * 42 + 10_080) * u + 332_640) * r;
  const under = even - odd;
  const scaled = (even + odd) * POWERS[k - LEAST_POWER]!;
  return (l >= 0 ? under : scaled) / (under + scaled);
}

/** σ⁻¹(x), cut to ±LOGIT_LIMIT; finite for x = 0 and x = 1. */
export function logit(x: number): number {
  return Math.min(Math.max(Math.log(x) - Math.log1p(-x), -LOGIT_LIMIT), LOGIT_LIMIT);
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

/** Between what the parameters are kept. */
export interface ParameterRange {
  readonly least: number;
  readonly most: number;
}

/** @param margin how far projected marginals stay from 0 and 1, `projectionMargin` of the scheme's record */
export function parameterRange(kind: Parametrization, margin: number): ParameterRange {
  return kind === 'logit' ? { least: -LOGIT_LIMIT, most: LOGIT_LIMIT } : { least: margin, most: 1 - margin };
}

/** Between what the marginals are kept; as above. */
export function marginalRange(kind: Parametrization, margin: number): ParameterRange {
  const { least, most } = parameterRange(kind, margin);
  return kind === 'logit' ? { least: sigmoid(least), most: sigmoid(most) } : { least, most };
}

/** Cuts the parameters back to their range after a step. NaN stays, so that a divergence is seen and not hidden. */
export function clampParameters(parameters: Float64Array, { least, most }: ParameterRange): void {
  for (let j = 0; j < parameters.length; j++) parameters[j] = Math.min(Math.max(parameters[j]!, least), most);
}
