/**
 * Estimates at a point x̂: loss, penalty, feasibility probability, or the gradient of a scheme, with
 * standard errors and, where an exact value is known, z against it (science notes, section 11). The
 * work can be split at leaf borders (`estimateBlock`) and put together again (`mergeEstimates`) with
 * the same bits as in one piece. Objectives are those of the normal form (minimizing).
 */
import { createEvaluator, EvaluationRefused, resolveEvaluation } from '../gradients/registry.ts';
import type { EvaluationOutcome } from '../gradients/evaluator.ts';
import type { NormalForm } from '../program/normal-form.ts';
import { createExactPlan, surveyExact, type ExactPlan, type RowNamer } from '../relaxation/exact-plan.ts';
import { feasibleProbability } from '../relaxation/feasibility.ts';
import { penaltyBracket } from '../relaxation/penalty-bracket.ts';
import type {
  EstimateControl,
  EstimateResult,
  EstimateSpec,
  ExactValue,
  GradientEstimate,
  GradientEstimateSpec,
  ScalarEstimate,
  ScalarEstimateSpec,
} from './estimate-spec.ts';
import { createLeafSampler } from './leaf-sampler.ts';
import { appendNode, foldNodes, LEAF_SAMPLES, standardErrors, type MomentNode, type Moments } from './moments.ts';

/** Exact values are computed for comparison up to this many cells (about a second). */
const COMPARISON_CELLS = 2e8;

/** Seconds between two calls of `onProgress`. */
const PROGRESS_SECONDS = 0.05;

/** Deviation, as a share of the mean, up to which adding 256 equal numbers may be off. */
const ROUNDING = 64 * Number.EPSILON;

/** A part of an estimate: plain, small (a few nodes of length d), survives structured cloning. */
export interface EstimatePartial {
  readonly nodes: readonly MomentNode[];
}

/**
 * @throws RangeError naming the field that is wrong
 * Cost: O(d).
 */
function validateEstimate(form: NormalForm, spec: EstimateSpec): void {
  const d = form.variableCount;
  if (spec.xHat.length !== d) {
    throw new RangeError(`xHat has ${String(spec.xHat.length)} entries, the program ${String(d)} variables`);
  }
  spec.xHat.forEach((x, j) => {
    if (!(x >= 0 && x <= 1)) throw new RangeError(`xHat[${String(j)}] is ${String(x)}, not a number from 0 to 1`);
  });
  if (!Number.isSafeInteger(spec.samples) || spec.samples < 1) {
    throw new RangeError(`samples must be an integer of at least 1, not ${String(spec.samples)}`);
  }
  if (!Number.isSafeInteger(spec.seed) || spec.seed < 0) {
    throw new RangeError(`seed must be a non-negative integer, not ${String(spec.seed)}`);
  }
  if (spec.quantity === 'loss' && !Number.isFinite(spec.mu)) throw new RangeError('mu must be a finite number');
}

/**
 * How many standard errors a mean lies from the exact value; null where rounding is all there is: samples
 * that are all the same number have a mean and a deviation in the last places only, which is no evidence.
 */
function standardScore(mean: number, exact: number, standardError: number): number | null {
  if (!Number.isFinite(exact) || !(standardError > ROUNDING * Math.max(Math.abs(mean), Math.abs(exact)))) return null;
  return (mean - exact) / standardError;
}

/** True where the estimate draws samples, false where a gradient is evaluated exactly. */
function isSampled(form: NormalForm, spec: EstimateSpec, nameRow?: RowNamer): boolean {
  return spec.quantity !== 'gradient' || resolveEvaluation(form, spec, nameRow).evaluation === 'sampled';
}

/**
 * One range of an estimate's samples.
 * @param firstSample a multiple of 256
 * @param count a multiple of 256, or what is left up to `spec.samples`
 * @throws RangeError where the range does not fit
 * Cost: `count` samples.
 */
export function estimateBlock(
  form: NormalForm,
  spec: EstimateSpec,
  firstSample: number,
  count: number,
  control?: EstimateControl,
): EstimatePartial {
  validateEstimate(form, spec);
  const end = firstSample + count;
  if (
    !Number.isSafeInteger(firstSample) ||
    firstSample < 0 ||
    firstSample % LEAF_SAMPLES !== 0 ||
    !(count >= 1) ||
    end > spec.samples ||
    (end % LEAF_SAMPLES !== 0 && end !== spec.samples)
  ) {
    throw new RangeError(`Samples ${String(firstSample)} to ${String(end)} are no range of whole leaves`);
  }
  const sample = createLeafSampler(form, spec);
  const nodes: MomentNode[] = [];
  let reported = control?.now() ?? 0;
  for (let first = firstSample; first < end; first += LEAF_SAMPLES) {
    // At least one leaf, so that a cancelled estimate still is one.
    if (first > firstSample && control?.cancelled?.() === true) break;
    const index = first / LEAF_SAMPLES;
    appendNode(nodes, { level: 0, index, moments: sample(index, Math.min(LEAF_SAMPLES, end - first)) });
    if (control?.onProgress !== undefined && control.now() - reported >= PROGRESS_SECONDS) {
      reported = control.now();
      control.onProgress((first + LEAF_SAMPLES - firstSample) / count);
    }
  }
  return { nodes };
}

/**
 * Puts the parts of an estimate together; the same bits however it was split.
 * @param partials in any order, covering a range of samples from 0 without gaps
 * @param seconds reported with the result
 * @throws RangeError where parts overlap or leave a gap
 */
export function mergeEstimates(
  form: NormalForm,
  spec: EstimateSpec,
  partials: readonly EstimatePartial[],
  seconds: number,
  nameRow?: RowNamer,
): EstimateResult {
  const moments = foldNodes(partials.flatMap((partial) => partial.nodes));
  return spec.quantity === 'gradient'
    ? gradientResult(form, spec, moments, seconds, nameRow)
    : scalarResult(form, spec, moments, seconds);
}

/**
 * The whole estimate. A cancelled one returns what was sampled so far.
 * @throws RangeError for a bad spec; EvaluationRefused where an exact gradient has no form
 */
export function estimate(form: NormalForm, spec: EstimateSpec, control: EstimateControl): EstimateResult {
  validateEstimate(form, spec);
  const began = control.now();
  if (!isSampled(form, spec, control.nameRow) && spec.quantity === 'gradient') {
    const result = exactGradientResult(form, spec, control.nameRow);
    return { ...result, seconds: control.now() - began };
  }
  const partial = estimateBlock(form, spec, 0, spec.samples, control);
  const seconds = control.now() - began;
  const result = mergeEstimates(form, spec, [partial], seconds, control.nameRow);
  control.onProgress?.(1);
  return result;
}

/** An exact plan to compare with, where there is one of bearable cost. */
function comparisonPlan(form: NormalForm): ExactPlan | null {
  const survey = surveyExact(form);
  if (survey.refusal !== null || survey.cells > COMPARISON_CELLS) return null;
  return createExactPlan(form).plan;
}

function objectiveAt(form: NormalForm, xHat: Float64Array): number {
  let sum = form.objectiveConstant;
  for (let j = 0; j < xHat.length; j++) sum += form.objective[j]! * xHat[j]!;
  return sum;
}

/** The exact value of a scalar, or a bracket of it, or null. */
function exactScalar(form: NormalForm, spec: ScalarEstimateSpec): ExactValue | null {
  const xHat = Float64Array.from(spec.xHat);
  const plan = comparisonPlan(form);
  if (spec.quantity === 'feasibility') {
    const value = feasibleProbability(form, plan, xHat);
    return value === null ? null : { value, lower: value, upper: value };
  }
  let lower: number;
  let upper: number;
  if (plan !== null) {
    lower = upper = plan.penalty(xHat);
  } else if (surveyExact(form).refusal !== null) {
    ({ lower, upper } = penaltyBracket(form, xHat));
  } else {
    return null;
  }
  if (spec.quantity === 'loss') {
    const base = objectiveAt(form, xHat);
    const ends = [base + spec.mu * lower, base + spec.mu * upper] as const;
    lower = Math.min(...ends);
    upper = Math.max(...ends);
  }
  return { value: (lower + upper) / 2, lower, upper };
}

function scalarResult(
  form: NormalForm,
  spec: ScalarEstimateSpec,
  moments: Moments,
  seconds: number,
): ScalarEstimate {
  const mean = moments.mean[0] ?? Number.NaN;
  const standardError = standardErrors(moments)[0] ?? Number.NaN;
  const exact = exactScalar(form, spec);
  const known = exact !== null && exact.lower === exact.upper;
  return {
    quantity: spec.quantity,
    samples: moments.count,
    mean,
    standardError,
    exact,
    z: known ? standardScore(mean, exact.value, standardError) : null,
    seconds,
  };
}

/** What the scheme's mean should be, where section 4 of the notes says so and a plan is at hand. */
function exactExpectation(
  spec: GradientEstimateSpec,
  plan: ExactPlan | null,
  xHat: Float64Array,
  trueGradient: Float64Array | null,
): Float64Array | null {
  const out = new Float64Array(xHat.length);
  switch (spec.scheme) {
    case 'naive-pathwise':
      return out;
    case 'true-penalty':
      return trueGradient;
    case 'score-function':
      // A marginal of 0 or 1 has no score: the estimate is 0 there, the gradient is not.
      return trueGradient?.map((g, j) => (xHat[j]! > 0 && xHat[j]! < 1 ? g : 0)) ?? null;
    case 'surrogate-interchange':
      if (plan === null) return null;
      plan.interchangeField(xHat, out);
      return out;
    case 'surrogate-corrected':
      if (plan === null) return null;
      plan.surrogateGradient(xHat, out);
      return out;
    case 'straight-through':
      if (plan === null) return null;
      plan.penalty(xHat);
      for (let i = 0; i < plan.form.rowCount; i++) {
        for (let k = plan.form.start[i]!; k < plan.form.start[i + 1]!; k++) {
          out[plan.form.column[k]!]! += plan.form.value[k]! * plan.rowViolation[i]!;
        }
      }
      return out;
    case 'concrete':
    case 'finite-difference':
      return null;
  }
}

function gradientResult(
  form: NormalForm,
  spec: GradientEstimateSpec,
  moments: Moments,
  seconds: number,
  nameRow?: RowNamer,
): GradientEstimate {
  const xHat = Float64Array.from(spec.xHat);
  const plan = comparisonPlan(form);
  const trueGradient = plan === null ? null : trueGradientAt(plan, xHat);
  const exact = exactExpectation(spec, plan, xHat, trueGradient);
  const standardError = standardErrors(moments);
  let maxAbsZ: number | null = null;
  if (exact !== null) {
    for (let j = 0; j < xHat.length; j++) {
      const z = standardScore(moments.mean[j]!, exact[j]!, standardError[j]!);
      if (z !== null) maxAbsZ = Math.max(maxAbsZ ?? 0, Math.abs(z));
    }
  }
  return {
    quantity: 'gradient',
    scheme: spec.scheme,
    evaluation: 'sampled',
    evaluationReason: resolveEvaluation(form, spec, nameRow).reason,
    samples: moments.count,
    penaltyGradient: moments.mean.slice(),
    standardError,
    objectiveGradient: form.objective.slice(),
    exact,
    maxAbsZ,
    trueGradient,
    cosineToTrue: trueGradient === null ? null : cosine(moments.mean, trueGradient),
    seconds,
  };
}

function trueGradientAt(plan: ExactPlan, xHat: Float64Array): Float64Array {
  const out = new Float64Array(xHat.length);
  plan.penaltyGradient(xHat, out);
  return out;
}

function exactGradientResult(
  form: NormalForm,
  spec: GradientEstimateSpec,
  nameRow?: RowNamer,
): Omit<GradientEstimate, 'seconds'> {
  const evaluator = createEvaluator(form, spec, nameRow);
  if (evaluator.evaluation !== 'exact') throw new EvaluationRefused(evaluator.reason);
  const xHat = Float64Array.from(spec.xHat);
  const d = form.variableCount;
  const penaltyGradient = new Float64Array(d);
  const outcome: EvaluationOutcome = {
    penalty: 0,
    penaltyStandardError: 0,
    feasibleShare: Number.NaN,
    samples: 0,
    meanViolation: 0,
  };
  evaluator.evaluate(xHat, { seed: spec.seed, stream: 1, iteration: 0, firstSample: 0 }, penaltyGradient, outcome);
  const plan = comparisonPlan(form);
  const trueGradient = plan === null ? null : trueGradientAt(plan, xHat);
  return {
    quantity: 'gradient',
    scheme: spec.scheme,
    evaluation: 'exact',
    evaluationReason: evaluator.reason,
    samples: 0,
    penaltyGradient,
    standardError: new Float64Array(d),
    objectiveGradient: form.objective.slice(),
    exact: penaltyGradient.slice(),
    maxAbsZ: null,
    trueGradient,
    cosineToTrue: trueGradient === null ? null : cosine(penaltyGradient, trueGradient),
  };
}

/** Cosine between two vectors; null for a zero or infinite one. */
export function cosine(a: Float64Array, b: Float64Array): number | null {
  let dot = 0;
  let aa = 0;
  let bb = 0;
  for (let j = 0; j < a.length; j++) {
    dot += a[j]! * b[j]!;
    aa += a[j]! * a[j]!;
    bb += b[j]! * b[j]!;
  }
  const scale = Math.sqrt(aa) * Math.sqrt(bb);
  if (!(scale > 0) || !Number.isFinite(scale)) return null;
  return Math.min(1, Math.max(-1, dot / scale));
}
