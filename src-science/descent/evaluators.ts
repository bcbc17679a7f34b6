/** The evaluator that a descent's spec asks for: of the plain penalty, or of DiffILO's normalized one. */
import type { CompiledKernels } from '../compiled.ts';
import type { GradientEvaluator } from '../gradients/evaluator.ts';
import { createEvaluator, resolveEvaluation } from '../gradients/registry.ts';
import type { EvaluationVerdict } from '../gradients/registry.ts';
import type { NormalForm } from '../program/normal-form.ts';
import type { RowNamer } from '../relaxation/exact-plan.ts';
import type { DescentSpec } from './descent-spec.ts';
import { createDiffiloEvaluator, normalizeRows } from './diffilo-loss.ts';
import { withInterchangeError } from './interchange-error.ts';

/** What of a descent's spec decides about its evaluator. */
export type EvaluationChoice =
  Pick<DescentSpec, 'scheme' | 'evaluation' | 'samples' | 'loss' | 'tuning' | 'interchangeError' | 'errorShare'>
  & Partial<Pick<DescentSpec, 'mu'>>;

/** @throws EvaluationRefused where `exact` has no form; RangeError where `samples` or a scheme's setting is out of range */
export function descentEvaluator(
  form: NormalForm, { scheme, evaluation, samples, loss, tuning, interchangeError = 'none', errorShare = 1, mu }: EvaluationChoice,
  compiled?: CompiledKernels,
): GradientEvaluator {
  const create = loss === 'diffilo' ? createDiffiloEvaluator : createEvaluator;
  const weighable = mu?.kind === 'parallel';
  const base = create(form, { scheme, evaluation, samples, tuning, weighable }, undefined, compiled);
  if (interchangeError === 'none') return base;
  const other = { scheme: 'surrogate-interchange', evaluation: base.evaluation, samples, weighable } as const;
  const interchange = create(form, other, undefined, compiled);
  return withInterchangeError(form, base, interchange, interchangeError, errorShare);
}

/** Sampled or exact, and why, without making the evaluator. @throws EvaluationRefused as above. Cost: O(nnz). */
export function descentEvaluation(
  form: NormalForm, { scheme, evaluation, samples, loss }: EvaluationChoice, nameRow?: RowNamer,
): EvaluationVerdict {
  return resolveEvaluation(loss === 'diffilo' ? normalizeRows(form) : form, { scheme, evaluation, samples }, nameRow);
}
