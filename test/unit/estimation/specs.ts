/** Specs of estimates and a form for them, for tests. */
import type { EstimateControl } from '../../../src-science/estimation/estimate-spec.ts';
import type { GradientEstimateSpec, ScalarEstimateSpec } from '../../../src-science/estimation/estimate-settings.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { randomForm } from '../relaxation/enumeration.ts';

export const CONTROL: EstimateControl = { now: () => 0 };

export function scalar(quantity: ScalarEstimateSpec['quantity'], xHat: Float64Array, samples: number, seed = 1): ScalarEstimateSpec {
  return { quantity, xHat: [...xHat], mu: 2.5, samples, seed };
}

export function gradient(scheme: GradientEstimateSpec['scheme'], xHat: Float64Array, samples: number, seed = 1): GradientEstimateSpec {
  return { quantity: 'gradient', scheme, evaluation: 'sampled', xHat: [...xHat], mu: 1, samples, seed };
}

export function form8(seed: number): NormalForm {
  return { ...randomForm(8, 6, seed), objective: Float64Array.from({ length: 8 }, (_, j) => j - 3), objectiveConstant: 7 };
}
