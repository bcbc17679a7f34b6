/** An update rule with its state, for tests that make single steps. */
import type { OptimizerSpec } from '../../../src-science/descent/descent-spec.ts';
import { adaptDamping, aim, inMarginals, momentCount, update, writeFactors } from '../../../src-science/descent/optimizer.ts';
import { LOGIT_LIMIT } from '../../../src-science/descent/parametrization.ts';

/** @param iterations length of the descent @param from state vectors to go on from */
export function createRule(spec: OptimizerSpec, d: number, iterations: number, from?: readonly Float64Array[]) {
  const moments = from?.map((vector) => vector.slice()) ?? Array.from({ length: momentCount(spec) }, () => new Float64Array(d));
  const factors = { length: 0, scale: 0 };
  return {
    moments,
    update(parameters: Float64Array, gradient: Float64Array, step: number, iteration: number, temperatureFactor = 1): void {
      writeFactors(spec, iterations, step, iteration, temperatureFactor, factors);
      const range = { fixed: new Int8Array(d).fill(-1), least: -LOGIT_LIMIT, most: LOGIT_LIMIT };
      if (inMarginals(spec))
        factors.length *= adaptDamping(moments, aim(range, parameters, gradient, factors.scale, moments[0] ?? new Float64Array(d)));
      update(spec, parameters, moments, gradient, factors);
    },
  };
}
