/** Evaluators with and without compiled kernels, held against each other. */
import { expect } from 'vitest';
import type { CompiledKernels } from '../../../src-science/compiled.ts';
import type { EvaluationOutcome, EvaluatorSpec, GradientEvaluator } from '../../../src-science/gradients/evaluator.ts';
import { createEvaluator } from '../../../src-science/gradients/registry.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';

/** Gradient and outcome of one evaluation, as numbers. */
export function evaluateWith(
  evaluator: GradientEvaluator, xHat: Float64Array, seed: number, iteration: number, firstSample: number,
): Float64Array {
  const gradient = new Float64Array(xHat.length);
  const outcome: EvaluationOutcome = { penalty: 0, penaltyStandardError: 0, feasibleShare: 0, samples: 0, meanViolation: 0 };
  evaluator.evaluate(xHat, { seed, stream: 0, iteration, firstSample }, gradient, outcome);
  const { penalty, penaltyStandardError, feasibleShare, samples, meanViolation } = outcome;
  return Float64Array.of(...gradient, penalty, penaltyStandardError, feasibleShare, samples, meanViolation);
}

type Create = (form: NormalForm, spec: EvaluatorSpec, nameRow: undefined, compiled?: CompiledKernels) => GradientEvaluator;
type Part = Pick<EvaluatorSpec, 'scheme' | 'tuning'>;

/** @returns what expects evaluations of each of these schemes to have the same bits with the kernels and without */
export function sameBits(parts: readonly Part[], compiled: CompiledKernels) {
  return (
    form: NormalForm,
    xHat: Float64Array,
    samples: number,
    seed: number,
    firstSample: number,
    create: Create = createEvaluator,
  ): void => {
    for (const part of parts) {
      const spec: EvaluatorSpec = { ...part, evaluation: 'sampled', samples };
      const plain = create(form, spec, undefined);
      const fast = create(form, spec, undefined, compiled);
      // Twice, so that what one evaluation leaves behind cannot help the next.
      for (const iteration of [0, 1]) {
        const what = `${part.scheme}, ${String(samples)} samples from ${String(firstSample)}`;
        const expected = evaluateWith(plain, xHat, seed, iteration, firstSample);
        expect(evaluateWith(fast, xHat, seed, iteration, firstSample), what).toStrictEqual(expected);
      }
    }
  };
}
