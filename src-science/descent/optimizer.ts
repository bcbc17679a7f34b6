/**
 * The rules a descent can use: plain gradient steps, heavy-ball momentum (Polyak 1964), Adam with bias
 * correction (Kingma & Ba 2015, Algorithm 1), and mean-field annealing (Peterson & Anderson 1987):
 *   l ← l + ρ (l* − l),  l* = −∇L(x̂)/T cut to the logits' range,  x̂ = σ(l),
 * a damped iteration of x̂ = σ(−∇L/T), whose fixed points are the stationary points of the free energy
 * L(x̂) − T·H(x̂), H the entropy. All variables move at once, so with a fixed damping it can jump between
 * two points for ever; l* − l then points back at every step. Where it does, ρ is halved, else it grows
 * again, up to its setting. An update allocates nothing. The bias correction is a function of the iteration's
 * number, not
 * a running product, so that a resumed run computes the very same bits; powers go through exp and log
 * because V8 computes these from fixed source code while `Math.pow` has changed between versions.
 */
import type { OptimizerSpec } from './descent-spec.ts';
import type { ParameterRange } from './parametrization.ts';
import { temperatureAt } from './schedules.ts';

/** Whether a rule takes the gradient in x̂ itself, not in the parameters. */
export function inMarginals(spec: OptimizerSpec): boolean {
  return spec.name === 'mean-field';
}

/**
 * Number of state vectors a rule keeps, of length d, 0 at the start: SGD none, momentum 1, Adam 2, mean-field
 * annealing 2, the last l* − l and, as the first entry of the other, the share of ρ it has come down to.
 */
export function momentCount(spec: OptimizerSpec): number {
  return spec.name === 'adam' || spec.name === 'mean-field' ? 2 : spec.name === 'momentum' ? 1 : 0;
}

/** What an update takes from the iteration it belongs to. */
export interface StepFactors {
  /** Of the step the rule makes: the step length, over Adam's bias of the first moment; of mean-field annealing ρ. */
  length: number;
  /** Of Adam: one over its bias of the second moment. Of mean-field annealing: 1/T. */
  scale: number;
}

/**
 * Writes the factors of an iteration.
 * @param iterations length of the descent, for rules that change on the way
 * @param step step length of this iteration
 * @param iteration number of the iteration, from 0
 * @param temperatureFactor of the temperatures, where the rule has any
 */
export function writeFactors(
  spec: OptimizerSpec, iterations: number, step: number, iteration: number, temperatureFactor: number, into: StepFactors,
): void {
  switch (spec.name) {
    case 'sgd':
    case 'momentum':
      into.length = step;
      break;
    case 'adam':
      into.length = step / (1 - Math.exp((iteration + 1) * Math.log(spec.beta1)));
      into.scale = 1 / (1 - Math.exp((iteration + 1) * Math.log(spec.beta2)));
      break;
    case 'mean-field':
      into.length = step;
      into.scale = 1 / (temperatureFactor * temperatureAt(spec.temperature, spec.finalTemperature, iteration, iterations));
  }
}

/**
 * One step in place, downhill; of mean-field annealing along what `aim` has written. A coordinate whose gradient
 * has always been 0 never moves, but by mean-field annealing.
 * @param parameters length d, updated
 * @param moments `momentCount` vectors of length d, updated
 * @param gradient length d, of the loss in the parameters; in the marginals where `inMarginals`
 */
export function update(
  spec: OptimizerSpec, parameters: Float64Array, moments: readonly Float64Array[], gradient: Float64Array, factors: StepFactors,
): void {
  switch (spec.name) {
    case 'sgd':
      return gradientStep(parameters, gradient, factors.length);
    case 'momentum':
      return momentumStep(spec.momentum, parameters, moments[0]!, gradient, factors.length);
    case 'adam':
      return adamStep(spec, parameters, moments[0]!, moments[1]!, gradient, factors);
    case 'mean-field':
      return meanFieldStep(parameters, moments[0]!, factors.length);
  }
}

function gradientStep(parameters: Float64Array, gradient: Float64Array, step: number): void {
  for (let j = 0; j < parameters.length; j++) parameters[j] = parameters[j]! - step * gradient[j]!;
}

function momentumStep(momentum: number, parameters: Float64Array, velocity: Float64Array, gradient: Float64Array, step: number): void {
  for (let j = 0; j < parameters.length; j++) {
    const v = momentum * velocity[j]! + gradient[j]!;
    velocity[j] = v;
    parameters[j] = parameters[j]! - step * v;
  }
}

function adamStep(
  { beta1, beta2, epsilon }: Extract<OptimizerSpec, { name: 'adam' }>, parameters: Float64Array, mean: Float64Array, square: Float64Array,
  gradient: Float64Array, { length, scale }: StepFactors,
): void {
  const new1 = 1 - beta1;
  const new2 = 1 - beta2;
  for (let j = 0; j < parameters.length; j++) {
    const g = gradient[j]!;
    const m = beta1 * mean[j]! + new1 * g;
    const v = beta2 * square[j]! + new2 * g * g;
    mean[j] = m;
    square[j] = v;
    parameters[j] = parameters[j]! - (length * m) / (Math.sqrt(v * scale) + epsilon);
  }
}

function meanFieldStep(parameters: Float64Array, aimed: Float64Array, length: number): void {
  for (let j = 0; j < parameters.length; j++) parameters[j] = parameters[j]! + length * aimed[j]!;
}

/** What of a descent's layout an aim depends on. */
export interface AimRange extends ParameterRange {
  /** Length d: −1 free, else the value. */
  readonly fixed: Int8Array;
}

/**
 * Writes l* − l of every free variable over that of the step before, sums in four parts by j mod 4.
 * @param gradient length d, of the loss in the marginals
 * @param aimed length d, as the step before left it; overwritten
 * @returns the cosine between the two, 0 where one of them is 0
 */
export function aim(
  range: AimRange, parameters: Float64Array, gradient: Float64Array, inverseTemperature: number, aimed: Float64Array,
): number {
  const { fixed, least, most } = range;
  sums.fill(0);
  for (let j = 0; j < parameters.length; j++) {
    const old = aimed[j]!;
    // Adding 0 makes one zero of the two: compiled code cuts to a range without telling them apart.
    const next = fixed[j]! >= 0 ? 0 : Math.min(Math.max(-(gradient[j]! * inverseTemperature), least), most) + 0 - parameters[j]!;
    aimed[j] = next;
    const part = j & 3;
    sums[part]! += next * old;
    sums[4 + part]! += next * next;
    sums[8 + part]! += old * old;
  }
  const size = Math.sqrt(inFour(4) * inFour(8));
  return size > 0 ? inFour(0) / size : 0;
}

/** Of `aim`: new with old, new with itself, old with itself, each in four parts; nothing between calls. */
const sums = new Float64Array(12);

function inFour(from: number): number {
  return sums[from]! + sums[from + 2]! + (sums[from + 1]! + sums[from + 3]!);
}

/**
 * Below this cosine an aim points back: −1 in a cycle of two. Where few rows decide, samples turn it back by
 * chance as well; ρ then falls too, and what is followed is an average over more samples.
 */
const TURNED_BACK = -0.5;
const SHARE_GROWTH = 1.1;
/** ρ falls no lower: a cycle that is left moves a logit by a hundredth. */
const LEAST_SHARE = 2 ** -10;

/**
 * The share of ρ that a step of mean-field annealing takes, kept in its second vector, where a checkpoint holds it.
 * @param cosine as `aim` gives it
 */
export function adaptDamping(moments: readonly Float64Array[], cosine: number): number {
  const kept = moments[1]!;
  const before = kept[0] ?? 0;
  const share = before === 0 ? 1 : cosine < TURNED_BACK ? Math.max(before / 2, LEAST_SHARE) : Math.min(before * SHARE_GROWTH, 1);
  if (kept.length > 0) kept[0] = share;
  return share;
}
