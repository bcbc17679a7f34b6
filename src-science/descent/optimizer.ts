/**
 * The rules a descent can use: plain gradient steps, heavy-ball momentum (Polyak 1964), Adam with bias
 * correction (Kingma & Ba 2015, Algorithm 1), and mean-field annealing (Peterson & Anderson 1987):
 *   l ← (1 − ρ) l − (ρ/T) ∇L(x̂),  x̂ = σ(l),
 * a damped iteration of x̂ = σ(−∇L/T), and the same as a mirror step of length ρ/T, with the entropy H as
 * mirror map, down the free energy L(x̂) − T·H(x̂). An update allocates nothing. The bias correction is a
 * function of the iteration's number, not
 * a running product, so that a resumed run computes the very same bits; powers go through exp and log
 * because V8 computes these from fixed source code while `Math.pow` has changed between versions.
 */
import type { OptimizerSpec } from './descent-spec.ts';
import { temperatureAt } from './schedules.ts';

/** Whether a rule takes the gradient in x̂ itself, not in the parameters. */
export function inMarginals(spec: OptimizerSpec): boolean {
  return spec.name === 'mean-field';
}

/** Number of state vectors a rule keeps (SGD none, momentum 1, Adam 2), of length d, 0 at the start. */
export function momentCount(spec: OptimizerSpec): number {
  return spec.name === 'adam' ? 2 : spec.name === 'momentum' ? 1 : 0;
}

/** What an update takes from the iteration it belongs to. */
export interface StepFactors {
  /** Of the step the rule makes: the step length, over Adam's bias of the first moment; of mean-field annealing ρ/T. */
  length: number;
  /** Of Adam: one over its bias of the second moment. Of mean-field annealing: 1 − ρ. */
  scale: number;
}

/**
 * Writes the factors of an iteration.
 * @param iterations length of the descent, for rules that change on the way
 * @param step step length of this iteration
 * @param iteration number of the iteration, from 0
 * @param temperatureFactor of the temperatures, where the rule has any
 */
export function writeFactors(spec: OptimizerSpec, iterations: number, step: number, iteration: number, temperatureFactor: number, into: StepFactors): void {
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
      into.length = step / (temperatureFactor * temperatureAt(spec.temperature, spec.finalTemperature, iteration, iterations));
      into.scale = 1 - step;
  }
}

/**
 * One step in place, downhill. A coordinate whose gradient has always been 0 never moves, but by mean-field annealing.
 * @param parameters length d, updated
 * @param moments `momentCount` vectors of length d, updated
 * @param gradient length d, of the loss in the parameters; in the marginals where `inMarginals`
 */
export function update(spec: OptimizerSpec, parameters: Float64Array, moments: readonly Float64Array[], gradient: Float64Array, factors: StepFactors): void {
  switch (spec.name) {
    case 'sgd':
      return gradientStep(parameters, gradient, factors.length);
    case 'momentum':
      return momentumStep(spec.momentum, parameters, moments[0]!, gradient, factors.length);
    case 'adam':
      return adamStep(spec, parameters, moments[0]!, moments[1]!, gradient, factors);
    case 'mean-field':
      return meanFieldStep(parameters, gradient, factors);
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

function adamStep({ beta1, beta2, epsilon }: Extract<OptimizerSpec, { name: 'adam' }>, parameters: Float64Array, mean: Float64Array, square: Float64Array, gradient: Float64Array, { length, scale }: StepFactors): void {
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

function meanFieldStep(parameters: Float64Array, gradient: Float64Array, { length, scale }: StepFactors): void {
  for (let j = 0; j < parameters.length; j++) parameters[j] = scale * parameters[j]! - length * gradient[j]!;
}
