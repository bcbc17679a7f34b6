/**
 * What a step of a descent does to each variable, besides the penalty and its gradient: the loss's gradient, the
 * update, the next marginals and their objective, with the vectors it does it to. Compiled code may stand in
 * for it, which does all of it to some variables while they are at hand where these loops go through all variables
 * one after the other; both give the same bits.
 */
import type { OptimizerSpec, Parametrization } from './descent-spec.ts';
import { addObjectiveGradient, objectiveAt } from './loss-sums.ts';
import type { LinearObjective } from './loss-sums.ts';
import { aim, inMarginals, momentCount, update } from './optimizer.ts';
import type { StepFactors } from './optimizer.ts';
import { chainGradient, clampParameters, writeMarginals } from './parametrization.ts';
import type { ParameterRange } from './parametrization.ts';

export interface StepLayout extends LinearObjective, ParameterRange {
  readonly variableCount: number;
  readonly parametrization: Parametrization;
  readonly optimizer: OptimizerSpec;
}

/** Vectors are of length d; the caller writes the start, and a gradient each step. */
export interface StepLoops {
  readonly parameters: Float64Array;
  readonly xHat: Float64Array;
  /** The penalty's, as the caller writes it; what it is after a step is nobody's. */
  readonly gradient: Float64Array;
  /** State of the update, zeros at first. */
  readonly moments: readonly Float64Array[];
  /** Writes the marginals of the parameters. @returns cᵀx̂ + c₀ */
  readonly marginals: () => number;
  /** Turns the penalty's gradient into the loss's, c + μ g. @returns its squared norm over the free variables */
  readonly lossGradient: (mu: number) => number;
  /** Of mean-field annealing, once a step before `advance`: `aim` of the loss's gradient. Other rules have none, and return 0. */
  readonly aim: (inverseTemperature: number) => number;
  /** One step down the loss's gradient, and the marginals of where it leads. @returns cᵀx̂ + c₀ there */
  readonly advance: (factors: StepFactors) => number;
}

/** null where the program is too large for it. */
export type CreateStepLoops = (layout: StepLayout) => StepLoops | null;

export function createStepLoops(layout: StepLayout): StepLoops {
  const { variableCount, fixed, parametrization, optimizer } = layout;
  const vector = (): Float64Array => new Float64Array(variableCount);
  const parameters = vector();
  const xHat = vector();
  const gradient = vector();
  const moments = Array.from({ length: momentCount(optimizer) }, vector);
  const chainless = inMarginals(optimizer);
  const marginals = (): number => {
    writeMarginals(parametrization, parameters, fixed, xHat);
    return objectiveAt(layout, xHat);
  };
  return {
    parameters,
    xHat,
    gradient,
    moments,
    marginals,
    lossGradient: (mu) => addObjectiveGradient(layout, mu, gradient),
    aim: (inverseTemperature) => (chainless ? aim(layout, parameters, gradient, inverseTemperature, moments[0]!) : 0),
    advance(factors) {
      if (!chainless) chainGradient(parametrization, xHat, fixed, gradient);
      update(optimizer, parameters, moments, gradient, factors);
      clampParameters(parameters, layout);
      return marginals();
    },
  };
}
