/**
 * Estimates at a point x̂: loss, penalty, feasibility probability, or the gradient of a scheme, with
 * standard errors and, where an exact value is known, z against it (docs/science.md, section 11). Sampled
 * work comes apart at leaf borders (`divideEstimate`); put together again it has the same bits as in one
 * piece, whoever drew which leaves. Objectives are those of the normal form (minimizing).
 */
import type { CompiledKernels } from '../compiled.ts';
import { EvaluationRefused, resolveEvaluation } from '../gradients/registry.ts';
import { SCHEMES } from '../gradients/scheme.ts';
import type { NormalForm } from '../program/normal-form.ts';
import { createExactPlan, type RowNamer } from '../relaxation/exact-plan.ts';
import type { EstimateControl, EstimateResult, GradientEstimate, ScalarEstimate } from './estimate-spec.ts';
import type { EstimateSpec, GradientEstimateSpec, ScalarEstimateSpec } from './estimate-settings.ts';
import { compareExactly, exactExpectation, isComparable, trueGradientOf, type ExactComparison } from './exact-comparison.ts';
import { createLeafSampler, type LeafSampler } from './leaf-sampler.ts';
import { costsTooRare, MANY_EVENTS, meanInterval, rareMeanInterval, ROUNDING, type EstimateInterval } from './mean-interval.ts';
import { createMomentTree } from './moment-tree.ts';
import { appendNode, LEAF_SAMPLES, standardErrors, type MomentNode, type Moments } from './moments.ts';
import { lossRange, penaltyRange } from './sample-range.ts';
import { eventsOf, INTERVAL_LEVEL, shareInterval, shareScore } from './share-interval.ts';

/** Seconds between two calls of `onProgress`. */
const PROGRESS_SECONDS = 0.05;

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

/** A sampled estimate taken apart: leaves to draw in any cut and order, and a comparison that needs none of them. */
export interface DividedEstimate {
  /** Leaves of 256 samples, numbered from 0; the last may have fewer. */
  readonly leaves: number;
  /**
   * Draws leaves [first, first + count) into the fewest nodes that hold them.
   * @throws RangeError where there are no such leaves
   * Cost: 256 samples a leaf.
   */
  readonly draw: (first: number, count: number) => MomentNode[];
  /** Cost: about a second at most. */
  readonly compare: () => ExactComparison;
  /** @param seconds reported with the result. Cost: O(d). */
  readonly result: (moments: Moments, comparison: ExactComparison, seconds: number) => EstimateResult;
}

/**
 * Takes an estimate apart; null where it is a gradient that is evaluated exactly, in one piece.
 * @param compiled stand-ins for the hot loops; the same bits without
 * @throws RangeError for a bad spec; EvaluationRefused where an exact gradient has no form
 * Cost: O(nnz).
 */
export function divideEstimate(
  form: NormalForm, spec: EstimateSpec, nameRow?: RowNamer, compiled?: CompiledKernels,
): DividedEstimate | null {
  validateEstimate(form, spec);
  const verdict = spec.quantity === 'gradient' ? resolveEvaluation(form, spec, nameRow) : null;
  if (verdict?.evaluation === 'exact') return null;
  const leaves = Math.ceil(spec.samples / LEAF_SAMPLES);
  let sampler: LeafSampler | null = null;
  return {
    leaves,
    draw(first, count) {
      if (!Number.isSafeInteger(first) || !Number.isSafeInteger(count) || first < 0 || count < 1 || first + count > leaves) {
        throw new RangeError(`Leaves ${String(first)} to ${String(first + count)} are not among the ${String(leaves)} of the estimate`);
      }
      sampler ??= createLeafSampler(form, spec, compiled);
      const nodes: MomentNode[] = [];
      for (let index = first; index < first + count; index++) {
        const samples = Math.min(LEAF_SAMPLES, spec.samples - index * LEAF_SAMPLES);
        appendNode(nodes, { level: 0, index, moments: sampler(index, samples) });
      }
      return nodes;
    },
    compare: () => compareExactly(form, spec, compiled),
    result: (moments, comparison, seconds) =>
      spec.quantity === 'gradient'
        ? gradientResult(form, spec, verdict?.reason ?? '', moments, comparison, seconds)
        : scalarResult(form, spec, moments, comparison, seconds),
  };
}

/**
 * The whole estimate on one thread. A cancelled one returns what was sampled so far.
 * @throws RangeError for a bad spec; EvaluationRefused where an exact gradient has no form
 */
export function estimate(form: NormalForm, spec: EstimateSpec, control: EstimateControl): EstimateResult {
  const began = control.now();
  const divided = divideEstimate(form, spec, control.nameRow, control.compiled);
  if (divided === null) return exactEstimate(form, spec, control);
  const tree = createMomentTree();
  let reported = began;
  let leaf = 0;
  // At least one leaf, so that a cancelled estimate still is one.
  do {
    for (const node of divided.draw(leaf, 1)) tree.add(node);
    leaf++;
    if (control.onProgress !== undefined && control.now() - reported >= PROGRESS_SECONDS) {
      reported = control.now();
      control.onProgress(leaf / divided.leaves);
    }
  } while (leaf < divided.leaves && control.cancelled?.() !== true);
  const result = divided.result(tree.fold(), divided.compare(), control.now() - began);
  control.onProgress?.(1);
  return result;
}

/**
 * A gradient by its exact expectation.
 * @throws EvaluationRefused where it has none
 */
export function exactEstimate(form: NormalForm, spec: EstimateSpec, control: EstimateControl): GradientEstimate {
  if (spec.quantity !== 'gradient') throw new EvaluationRefused(`A ${spec.quantity} is estimated by sampling.`);
  const began = control.now();
  const found = exactGradientResult(form, spec, control.nameRow, control.compiled);
  return { ...found, seconds: control.now() - began };
}

function scalarResult(
  form: NormalForm,
  spec: ScalarEstimateSpec,
  moments: Moments,
  comparison: ExactComparison,
  seconds: number,
): ScalarEstimate {
  const mean = moments.mean[0] ?? Number.NaN;
  const standardError = standardErrors(moments)[0] ?? Number.NaN;
  const exact = comparison.quantity === 'scalar' ? comparison.value : null;
  return {
    quantity: spec.quantity,
    samples: moments.count,
    mean,
    standardError,
    interval: { level: INTERVAL_LEVEL, ...scalarInterval(form, spec, moments, standardError) },
    violatedSamples: spec.quantity === 'feasibility' ? null : eventsOf(moments.mean[1]!, moments.count),
    exact,
    z: exact === null || exact.value === null ? null : scalarScore(form, spec, exact.value, moments, standardError),
    seconds,
  };
}

function scalarInterval(
  form: NormalForm, spec: ScalarEstimateSpec, { mean, count }: Moments, standardError: number,
): Omit<EstimateInterval, 'level'> {
  const value = mean[0]!;
  if (spec.quantity === 'feasibility') return { ...shareInterval(eventsOf(value, count), count), method: 'clopper-pearson' };
  if (spec.quantity === 'penalty') {
    return rareMeanInterval(
      { mean: value, standardError, samples: count, range: penaltyRange(form, spec.xHat) }, eventsOf(mean[1]!, count),
    );
  }
  const interval = meanInterval({ mean: value, standardError, samples: count, range: lossRange(form, spec.mu, spec.xHat) });
  // Where no sample violates a row, only costs spread them.
  const variance = eventsOf(mean[1]!, count) > 0 ? standardError ** 2 * count : 0;
  const isShort = interval.method === 'normal' && costsTooRare(form, spec.xHat, variance, count);
  return isShort ? { ...interval, short: true } : interval;
}

/**
 * A share has the spread that its exact probability gives it, also where all samples agree. A mean of amounts
 * of which too few samples had any is not normal, and the samples' own spread says nothing of those that none
 * had: it has no z.
 */
function scalarScore(
  form: NormalForm, spec: ScalarEstimateSpec, exact: number, { mean, count }: Moments, standardError: number,
): number | null {
  if (spec.quantity === 'feasibility') return shareScore(mean[0]!, exact, count);
  let objective = 0;
  if (spec.quantity === 'loss') for (let j = 0; j < spec.xHat.length; j++) objective += form.objective[j]! * spec.xHat[j]!;
  const size = Math.max(Math.abs(exact), Math.abs(objective));
  const neverViolated = Math.abs(exact - objective) <= ROUNDING * size;
  return neverViolated || eventsOf(mean[1]!, count) >= MANY_EVENTS ? standardScore(mean[0]!, exact, standardError) : null;
}

function gradientResult(
  form: NormalForm,
  spec: GradientEstimateSpec,
  reason: string,
  moments: Moments,
  comparison: ExactComparison,
  seconds: number,
): GradientEstimate {
  const { expectation: exact, trueGradient } =
    comparison.quantity === 'gradient' ? comparison : { expectation: null, trueGradient: null };
  const standardError = standardErrors(moments);
  let maxAbsZ: number | null = null;
  if (exact !== null) {
    for (let j = 0; j < exact.length; j++) {
      const z = standardScore(moments.mean[j]!, exact[j]!, standardError[j]!);
      if (z !== null) maxAbsZ = Math.max(maxAbsZ ?? 0, Math.abs(z));
    }
  }
  return {
    quantity: 'gradient',
    scheme: spec.scheme,
    evaluation: 'sampled',
    evaluationReason: reason,
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

/** One plan serves the gradient and the true one beside it. */
function exactGradientResult(
  form: NormalForm,
  spec: GradientEstimateSpec,
  nameRow?: RowNamer,
  compiled?: CompiledKernels,
): Omit<GradientEstimate, 'seconds'> {
  const { evaluation, reason } = resolveEvaluation(form, spec, nameRow);
  if (evaluation !== 'exact') throw new EvaluationRefused(reason);
  const outcome = createExactPlan(form, nameRow, compiled);
  if (outcome.plan === null) throw new EvaluationRefused(outcome.refusal);
  const trueGradient = SCHEMES[spec.scheme].target === 'true-gradient' || isComparable(form) ? trueGradientOf(outcome.plan, spec) : null;
  const expectation = exactExpectation(spec, outcome.plan, trueGradient)?.slice();
  if (expectation === undefined) throw new EvaluationRefused(`The expectation of ${spec.scheme} has no exact form.`);
  return {
    quantity: 'gradient',
    scheme: spec.scheme,
    evaluation: 'exact',
    evaluationReason: reason,
    samples: 0,
    penaltyGradient: expectation,
    standardError: new Float64Array(form.variableCount),
    objectiveGradient: form.objective.slice(),
    exact: expectation.slice(),
    maxAbsZ: null,
    trueGradient,
    cosineToTrue: trueGradient === null ? null : cosine(expectation, trueGradient),
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
