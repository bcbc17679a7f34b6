/**
 * What a network is trained on: one program with its graph, the loss of its marginals σ(logits), and the direction in the logits
 * that a scheme of the house gives: (∇(cᵀx̂) + μ ĝ(x̂))/‖c‖₂ times x̂(1 − x̂). Where the scheme is no gradient of anything,
 * as the published one, that is no gradient of the loss either.
 */
import type { CompiledKernels } from '../compiled.ts';
import { assess } from '../decoding/assessment.ts';
import { bestOfSamples } from '../decoding/best-of-samples.ts';
import { indexColumns } from '../decoding/column-index.ts';
import { descentEvaluator } from '../descent/evaluators.ts';
import { LOGIT_LIMIT, sigmoid } from '../descent/parametrization.ts';
import type { EvaluationOutcome, GradientEvaluator, StreamPosition } from '../gradients/evaluator.ts';
import { normalForm } from '../program/normal-form.ts';
import type { NormalForm } from '../program/normal-form.ts';
import type { Program } from '../program/program.ts';
import { bipartiteGraph } from './bipartite-graph.ts';
import type { BipartiteGraph } from './bipartite-graph.ts';
import type { TrainSpec } from './training-settings.ts';

export interface TrainingProgram {
  readonly form: NormalForm;
  readonly graph: BipartiteGraph;
  readonly evaluator: GradientEvaluator;
  /** ‖c‖₂, 1 where c is 0. */
  readonly costNorm: number;
}

/** @throws EvaluationRefused where `exact` has no form. Cost: O(nnz). */
export function trainingProgram(program: Program, spec: TrainSpec, compiled: CompiledKernels | undefined): TrainingProgram {
  const form = normalForm(program);
  const { scheme, evaluation, samples, loss, tuning } = spec;
  let squared = 0;
  for (const c of form.objective) squared += c * c;
  return {
    form,
    graph: bipartiteGraph(program, spec.edges === 'coefficients'),
    evaluator: descentEvaluator(form, { scheme, evaluation, samples, loss, tuning }, compiled),
    costNorm: squared > 0 ? Math.sqrt(squared) : 1,
  };
}

/** Marginals of logits, which count as cut to ±12; fixed variables have their value. */
export function marginalsOf(logits: ArrayLike<number>, fixed: Int8Array): Float64Array {
  return Float64Array.from(
    logits, (l, j) => (fixed[j]! >= 0 ? fixed[j]! : sigmoid(Math.min(Math.max(l, -LOGIT_LIMIT), LOGIT_LIMIT))),
  );
}

/** Figures of one program under the network, in the normal form's minimizing sense. */
export interface ProgramFigures {
  /** Over ‖c‖₂. */
  readonly loss: number;
  readonly objective: number;
  /** Σ_i E[max(a_iᵀx − b_i, 0)], rows as they are. */
  readonly violation: number;
  readonly samples: number;
  readonly feasibleShare: number;
}

/**
 * @param logits length d
 * @param direction length d, overwritten: in the logits
 */
export function lossAt(
  { form, evaluator, costNorm }: TrainingProgram, logits: ArrayLike<number>, mu: number, at: StreamPosition, isDiffilo: boolean,
  direction: Float64Array,
): ProgramFigures {
  const xHat = marginalsOf(logits, form.fixed);
  const outcome: EvaluationOutcome = { penalty: 0, penaltyStandardError: 0, feasibleShare: 0, samples: 0, meanViolation: 0 };
  evaluator.evaluate(xHat, at, direction, outcome);
  let objective = form.objectiveConstant;
  for (let j = 0; j < xHat.length; j++) {
    const x = xHat[j]!;
    objective += form.objective[j]! * x;
    direction[j] = form.fixed[j]! >= 0 ? 0 : ((form.objective[j]! + mu * direction[j]!) / costNorm) * (x * (1 - x));
  }
  return {
    loss: (objective + mu * outcome.penalty) / costNorm,
    objective,
    // Under DiffILO's loss the penalty is another number.
    violation: isDiffilo ? outcome.meanViolation : outcome.penalty,
    samples: outcome.samples,
    feasibleShare: outcome.feasibleShare,
  };
}

/** @returns the best of so many samples, as DiffILO validates: whether it is feasible, and its objective in the minimizing sense */
export function bestSampled(
  { form }: TrainingProgram, xHat: Float64Array, samples: number, seed: number,
): { readonly feasible: boolean; readonly objective: number } {
  const x = bestOfSamples(form, indexColumns(form), xHat, samples, seed);
  const { feasible, objective } = assess(form, x);
  return { feasible, objective: form.objectiveSign * objective };
}
