/**
 * Loss and penalty at one x̂, better than a descent step gives them: exactly where an exact plan is
 * cheap enough, else from many fresh samples with a standard error (docs/science.md, section 11). Used
 * for the end of a sampled descent.
 */
import type { CompiledKernels } from '../compiled.ts';
import type { EvaluationOutcome } from '../gradients/evaluator.ts';
import { createEvaluator } from '../gradients/registry.ts';
import type { ResolvedEvaluation } from '../gradients/scheme.ts';
import type { NormalForm } from '../program/normal-form.ts';
import { STREAMS } from '../random/streams.ts';

/** Sample·nonzeros spent: a fraction of a second. */
const WORK = 2e7;
const LEAST_SAMPLES = 1024;
const MOST_SAMPLES = 65_536;

export interface LossAt {
  readonly evaluation: ResolvedEvaluation;
  /** In the normal form's (minimizing) sense. */
  readonly loss: number;
  readonly objective: number;
  readonly penalty: number;
  /** 0 where exact. */
  readonly lossStandardError: number;
  readonly penaltyStandardError: number;
  /** Samples drawn; 0 where exact. */
  readonly samples: number;
}

/** Samples that `evaluateAt` draws where it has to sample. */
export function evaluationSamples(form: NormalForm): number {
  const wanted = WORK / Math.max(1, form.column.length);
  return Math.round(Math.min(Math.max(wanted, LEAST_SAMPLES), MOST_SAMPLES));
}

/**
 * @param xHat marginals, length d
 * @param mu weight of the penalty
 * @param iteration position in the descent's random stream that no step has used
 * @param weights of the rows in the penalty, length m; null: 1 each
 * Cost: one exact evaluation, or `evaluationSamples(form)` samples.
 */
export function evaluateAt(
  form: NormalForm, xHat: Float64Array, mu: number, seed: number, iteration: number, compiled?: CompiledKernels,
  weights: Float64Array | null = null,
): LossAt {
  const evaluator = createEvaluator(
    form, { scheme: 'true-penalty', evaluation: 'auto', samples: evaluationSamples(form), weighable: weights !== null }, undefined,
    compiled,
  );
  if (weights !== null) evaluator.weights?.set(weights);
  const outcome: EvaluationOutcome = { penalty: 0, penaltyStandardError: 0, feasibleShare: 0, samples: 0, meanViolation: 0 };
  evaluator.evaluate(xHat, { seed, stream: STREAMS.descent, iteration, firstSample: 0 }, new Float64Array(form.variableCount), outcome);
  let objective = form.objectiveConstant;
  for (let j = 0; j < form.variableCount; j++) objective += form.objective[j]! * xHat[j]!;
  return {
    evaluation: evaluator.evaluation,
    loss: objective + mu * outcome.penalty,
    objective,
    penalty: outcome.penalty,
    lossStandardError: mu * outcome.penaltyStandardError,
    penaltyStandardError: outcome.penaltyStandardError,
    samples: outcome.samples,
  };
}
