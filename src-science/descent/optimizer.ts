/**
 * The rules a descent can use: plain gradient steps, heavy-ball momentum (Polyak 1964), Adam with bias
 * correction (Kingma & Ba 2015, Algorithm 1), and mean-field annealing (Peterson & Anderson 1987):
 *   l ← (1 − ρ) l − (ρ/T) ∇L(x̂),  x̂ = σ(l),
 * a damped iteration of x̂ = σ(−∇L/T), and the same as a mirror step of length ρ/T, with the entropy H as
 * mirror map, down the free energy L(x̂) − T·H(x̂). State vectors are allocated
 * once; an update allocates nothing. The bias correction is a function of the iteration's number, not
 * a running product, so that a resumed run computes the very same bits; powers go through exp and log
 * because V8 computes these from fixed source code while `Math.pow` has changed between versions.
 */
import type { OptimizerSpec } from './descent-spec.ts';
import { temperatureAt } from './schedules.ts';

export interface Optimizer {
  /** State vectors, length d each (SGD none, momentum 1, Adam 2); what a checkpoint carries. */
  readonly moments: readonly Float64Array[];
  /**
   * One step in place, downhill. A coordinate whose gradient has always been 0 never moves.
   * @param parameters length d, updated
   * @param gradient length d, of the loss in the parameters; in the marginals where `inMarginals`
   * @param step step length of this iteration
   * @param iteration number of the iteration, from 0
   * @param factor of the temperatures, where the rule has any; 1 where left out
   */
  update(parameters: Float64Array, gradient: Float64Array, step: number, iteration: number, factor?: number): void;
}

/** Whether a rule takes the gradient in x̂ itself, not in the parameters. */
export function inMarginals(spec: OptimizerSpec): boolean {
  return spec.name === 'mean-field';
}

/** Number of state vectors an optimizer keeps. */
export function momentCount(spec: OptimizerSpec): number {
  return spec.name === 'adam' ? 2 : spec.name === 'momentum' ? 1 : 0;
}

/**
 * An optimizer for d parameters.
 * @param iterations length of the descent, for rules that change on the way
 * @param initial state vectors to go on from (copied), as a checkpoint holds them; zeros if left out
 * @throws RangeError when `initial` does not fit the optimizer
 */
export function createOptimizer(spec: OptimizerSpec, d: number, iterations: number, initial?: readonly Float64Array[]): Optimizer {
  const count = momentCount(spec);
  if (initial !== undefined && (initial.length !== count || initial.some((vector) => vector.length !== d))) {
    throw new RangeError(`optimizer ${spec.name} needs ${count} state vectors of length ${d}`);
  }
  const vector = (k: number): Float64Array => initial?.[k]?.slice() ?? new Float64Array(d);
  switch (spec.name) {
    case 'sgd':
      return { moments: [], update: gradientStep };
    case 'momentum':
      return createMomentum(spec.momentum, vector(0));
    case 'adam':
      return createAdam(spec.beta1, spec.beta2, spec.epsilon, vector(0), vector(1));
    case 'mean-field':
      return createMeanField(spec.temperature, spec.finalTemperature, iterations);
  }
}

function gradientStep(parameters: Float64Array, gradient: Float64Array, step: number): void {
  for (let j = 0; j < parameters.length; j++) parameters[j] = parameters[j]! - step * gradient[j]!;
}

function createMomentum(momentum: number, velocity: Float64Array): Optimizer {
  return {
    moments: [velocity],
    update(parameters, gradient, step) {
      for (let j = 0; j < parameters.length; j++) {
        const v = momentum * velocity[j]! + gradient[j]!;
        velocity[j] = v;
        parameters[j] = parameters[j]! - step * v;
      }
    },
  };
}

function createAdam(beta1: number, beta2: number, epsilon: number, mean: Float64Array, square: Float64Array): Optimizer {
  const log1 = Math.log(beta1);
  const log2 = Math.log(beta2);
  return {
    moments: [mean, square],
    update(parameters, gradient, step, iteration) {
      const scale1 = 1 / (1 - Math.exp((iteration + 1) * log1));
      const scale2 = 1 / (1 - Math.exp((iteration + 1) * log2));
      for (let j = 0; j < parameters.length; j++) {
        const g = gradient[j]!;
        const m = beta1 * mean[j]! + (1 - beta1) * g;
        const v = beta2 * square[j]! + (1 - beta2) * g * g;
        mean[j] = m;
        square[j] = v;
        parameters[j] = parameters[j]! - (step * (m * scale1)) / (Math.sqrt(v * scale2) + epsilon);
      }
    },
  };
}

function createMeanField(from: number, to: number, iterations: number): Optimizer {
  return {
    moments: [],
    update(parameters, gradient, step, iteration, factor = 1) {
      const rate = step / (factor * temperatureAt(from, to, iteration, iterations));
      for (let j = 0; j < parameters.length; j++) parameters[j] = (1 - step) * parameters[j]! - rate * gradient[j]!;
    },
  };
}
