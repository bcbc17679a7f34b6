/**
 * The compiled step of a descent, behind the interface that src-science declares for it (`StepLoops`). The
 * descent's vectors are arrays in an instance's memory, so nothing is copied at a step.
 */
import type { OptimizerSpec } from '../src-science/descent/descent-spec.ts';
import type { StepFactors } from '../src-science/descent/optimizer.ts';
import type { StepLayout, StepLoops } from '../src-science/descent/step-loops.ts';
import { createArena } from './arena.ts';
import { instantiate, type WasmModule } from './web-assembly.ts';

interface StepExports {
  marginals(groups: number, state: number, stride: number, logit: number, constant: number): number;
  lossGradient(groups: number, state: number, stride: number, mu: number): number;
  plain(groups: number, state: number, stride: number, logit: number, step: number, low: number, high: number, constant: number): number;
  momentum(
    groups: number, state: number, stride: number, logit: number, step: number, kept: number, low: number, high: number, constant: number,
  ): number;
  adam(
    groups: number, state: number, stride: number, logit: number, length: number, scale: number, beta1: number, beta2: number,
    epsilon: number, low: number, high: number, constant: number,
  ): number;
  meanField(
    groups: number, state: number, stride: number, logit: number, rate: number, low: number, high: number, constant: number,
  ): number;
  aim(groups: number, state: number, stride: number, inverse: number, low: number, high: number): number;
  heapBase(): number;
}

/** Vectors of a descent, whatever its rule. */
const ARRAYS = 8;
/** Variables in a turn of the loops. */
const GROUP = 4;

/** Bytes a descent over d variables would take, before anything is allocated. */
export function stepBytes(d: number): number {
  return 2 ** 16 + (d + GROUP) * 8 * ARRAYS;
}

/** @throws RangeError where the vectors do not fit the 4 GiB a kernel can address. Cost: O(d). */
export function createStepHost(module: WasmModule, layout: StepLayout): StepLoops {
  const { exports, memory } = instantiate(module);
  const run = exports as unknown as StepExports;
  const { variableCount, fixed, objectiveConstant, optimizer, least, most } = layout;
  const groups = Math.ceil(variableCount / GROUP);
  const arena = createArena(memory, run.heapBase());
  const places = Array.from({ length: ARRAYS }, () => arena.reserve(groups * GROUP, 8));
  arena.seal();
  const vector = (k: number): Float64Array => arena.f64({ at: places[k]!.at, length: variableCount });
  const [parameters, xHat, gradient, objective, free, value, first, second] = Array.from(
    { length: ARRAYS }, (_, k) => vector(k),
  ) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  objective.set(layout.objective);
  const mask = new BigInt64Array(free.buffer, free.byteOffset, variableCount);
  for (let j = 0; j < variableCount; j++) {
    const isFixed = fixed[j]! >= 0;
    mask[j] = isFixed ? 0n : -1n;
    value[j] = isFixed ? fixed[j]! : 0;
  }
  const state = places[0]!.at;
  const stride = groups * GROUP * 8;
  const logit = layout.parametrization === 'logit' ? 1 : 0;
  return {
    parameters,
    xHat,
    gradient,
    moments: optimizer.name === 'adam' || optimizer.name === 'mean-field' ? [first, second] : optimizer.name === 'momentum' ? [first] : [],
    marginals: (): number => run.marginals(groups, state, stride, logit, objectiveConstant),
    lossGradient: (mu: number): number => run.lossGradient(groups, state, stride, mu),
    aim: (
      inverseTemperature: number,
    ): number => (optimizer.name === 'mean-field' ? run.aim(groups, state, stride, inverseTemperature, least, most) : 0),
    advance: advanceBy(optimizer),
  };

  function advanceBy(rule: OptimizerSpec): (factors: StepFactors) => number {
    switch (rule.name) {
      case 'sgd':
        return ({ length }) => run.plain(groups, state, stride, logit, length, least, most, objectiveConstant);
      case 'momentum':
        return ({ length }) => run.momentum(groups, state, stride, logit, length, rule.momentum, least, most, objectiveConstant);
      case 'adam':
        return ({ length, scale }) =>
          run.adam(groups, state, stride, logit, length, scale, rule.beta1, rule.beta2, rule.epsilon, least, most, objectiveConstant);
      case 'mean-field':
        return ({ length }) => run.meanField(groups, state, stride, logit, length, least, most, objectiveConstant);
    }
  }
}
