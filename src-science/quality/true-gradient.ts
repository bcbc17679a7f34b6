/**
 * The gradient of the true penalty that estimates are held against: exact where a plan of bearable cost
 * exists, else the mean of many samples of the unbiased true-penalty scheme, with its standard error and
 * said to be so (docs/science.md, sections 5 and 11).
 */
import { trueGradientOf } from '../estimation/exact-comparison.ts';
import type { NormalForm } from '../program/normal-form.ts';
import { surveyExact, type ExactPlan } from '../relaxation/exact-plan.ts';
import type { QualityControl, TrueGradient } from './quality-spec.ts';
import { replicate } from './replications.ts';

/** Batches whose spread gives the standard error of a sampled gradient. */
const BATCHES = 128;

/** One sentence: why a true gradient is what it is. */
export function trueGradientReason(
  form: NormalForm, plan: ExactPlan | null, samples: number, nameRow?: (sourceRow: number) => string,
): string {
  if (plan !== null) return 'Exact: every row has an exact expectation.';
  const why = surveyExact(form, nameRow).refusal ?? 'The exact expectation would take too many operations.';
  return `${why.slice(0, -1)}, so the true gradient is the mean of ${String(samples)} samples of the true-penalty scheme.`;
}

export interface TrueGradientSpec {
  readonly seed: number;
  readonly iteration: number;
  /** First sample of a part of the stream that nothing else uses; a multiple of 32. */
  readonly firstSample: number;
  /** Where it has to be sampled: a multiple of 128 · 32. */
  readonly samples: number;
}

/**
 * @param xHat length d
 * @param free indices of the coordinates whose norm counts
 * @returns null where it was cancelled
 * Cost: one exact evaluation, or `samples` samples.
 */
export function trueGradient(
  form: NormalForm,
  plan: ExactPlan | null,
  xHat: Float64Array,
  free: Int32Array,
  spec: TrueGradientSpec,
  control: QualityControl,
): TrueGradient | null {
  const d = form.variableCount;
  if (plan !== null) {
    const gradient = trueGradientOf(plan, { xHat });
    const reason = trueGradientReason(form, plan, 0);
    return { basis: 'exact', reason, samples: 0, gradient, standardError: new Float64Array(d), norm: normOver(gradient, free) };
  }
  const all = Int32Array.from({ length: d }, (_, j) => j);
  const batch = {
    scheme: 'true-penalty', samples: spec.samples / BATCHES, replications: BATCHES, seed: spec.seed, iteration: spec.iteration,
    firstSample: spec.firstSample,
  } as const;
  const drawn = replicate(form, xHat, all, batch, control, () => control.cancelled?.() !== true);
  if (drawn === null) return null;
  const gradient = new Float64Array(d);
  const standardError = new Float64Array(d);
  for (const row of drawn.rows) for (let j = 0; j < d; j++) gradient[j]! += row[j]! / BATCHES;
  for (const row of drawn.rows) for (let j = 0; j < d; j++) standardError[j]! += (row[j]! - gradient[j]!) ** 2;
  for (let j = 0; j < d; j++) standardError[j] = Math.sqrt(standardError[j]! / (BATCHES - 1) / BATCHES);
  const reason = trueGradientReason(form, null, spec.samples, control.nameRow);
  return { basis: 'sampled', reason, samples: spec.samples, gradient, standardError, norm: normOver(gradient, free) };
}

/** ‖v‖₂ over some coordinates. */
export function normOver(vector: Float64Array, free: Int32Array): number {
  let squared = 0;
  for (const j of free) squared += vector[j]! * vector[j]!;
  return Math.sqrt(squared);
}
