/**
 * The kernels of the gradient schemes: makes the evaluator of any scheme for a program, sampled or exact, and
 * decides what `auto` means. Everything else about a scheme is in its record (`scheme.ts`).
 */
import type { CompiledKernels } from '../compiled.ts';
import type { NormalForm } from '../program/normal-form.ts';
import { createRandomStream, LANES, positionStream } from '../random/bit-planes.ts';
import { createExactPlan, surveyExact, type ExactPlan, type RowNamer } from '../relaxation/exact-plan.ts';
import { createConcreteKernel } from './concrete.ts';
import type { EvaluatorSpec, GradientEvaluator } from './evaluator.ts';
import { createFiniteDifferenceKernel } from './finite-difference.ts';
import type { LaneKernel, LaneResult } from './lane-kernel.ts';
import { createNaiveKernel } from './naive-pathwise.ts';
import { laneSum } from './lane-sums.ts';
import { addBlockPenalties, createPenaltySums, resetPenaltySums, settleOutcome } from './penalty-sums.ts';
import { sampledWeights } from './row-counts.ts';
import { validLanes } from './sample-block.ts';
import { sampleEvaluator } from './sample-evaluator.ts';
import { compiledGradients } from './sample-gradients.ts';
import { hasKernel, SCHEMES, type CoupledScheme, type KernelScheme, type ResolvedEvaluation, type SchemeName } from './scheme.ts';
import type { SchemeExpectation } from './scheme-record.ts';
import type { SchemeTuning } from './scheme-settings.ts';
import { createScoreBatch, createScoreSum, type ScoreBatch, type ScoreSum } from './score-function.ts';
import { createStraightThroughKernel } from './straight-through.ts';
import { createCorrectedKernel } from './surrogate-corrected.ts';
import { createAveragedInterchangeKernel, createInterchangeKernel } from './surrogate-interchange.ts';
import { TOO_LARGE_NOTE, totalsEvaluator } from './totals-evaluator.ts';
import { createTruePenaltyKernel } from './true-penalty.ts';

/** `auto` takes the exact form up to this many cells an evaluation, and beyond it where sampling is dearer still. */
const AUTO_EXACT_CELLS = 2e6;

/** A scheme or evaluation that cannot be had for this program; the message says why. */
export class EvaluationRefused extends Error {
  override readonly name = 'EvaluationRefused';
}

type CreateKernel = (form: NormalForm, tuning: SchemeTuning, samples: number | undefined, weighable: boolean) => LaneKernel;

const KERNELS: Readonly<Record<KernelScheme, CreateKernel>> = {
  'true-penalty': (form, _tuning, samples, weighable) => createTruePenaltyKernel(form, samples, weighable),
  'surrogate-interchange': (form, tuning, _samples, weighable) =>
    (tuning.soft === 'averaged' ? createAveragedInterchangeKernel : createInterchangeKernel)(form, weighable),
  'surrogate-corrected': (form, _tuning, _samples, weighable) => createCorrectedKernel(form, weighable),
  'straight-through': (form, _tuning, _samples, weighable) => createStraightThroughKernel(form, weighable),
  concrete: (form, tuning, _samples, weighable) => createConcreteKernel(form, tuning, weighable),
  'finite-difference': (form, tuning, _samples, weighable) => createFiniteDifferenceKernel(form, tuning, weighable),
  'naive-pathwise': (form, _tuning, _samples, weighable) => createNaiveKernel(form, weighable),
};

/** How a scheme whose samples are coupled sums them, and how it takes them apart again. */
interface CoupledSamples {
  readonly sum: (form: NormalForm, weighable: boolean) => ScoreSum;
  readonly batch: (form: NormalForm, capacity: number) => ScoreBatch;
}

const COUPLED: Readonly<Record<CoupledScheme, CoupledSamples>> = {
  'score-function': { sum: createScoreSum, batch: createScoreBatch },
};

/**
 * Per-sample estimates of a scheme whose samples are coupled.
 * @param capacity blocks a batch may have
 */
export function createBatch(form: NormalForm, scheme: CoupledScheme, capacity: number): ScoreBatch {
  return COUPLED[scheme].batch(form, capacity);
}

/**
 * The per-sample kernel of a scheme.
 * @param samples that are drawn, in all
 * @param weighable whether rows are to have weights
 */
export function createLaneKernel(
  form: NormalForm, scheme: KernelScheme, tuning: SchemeTuning = {}, samples?: number, weighable = false,
): LaneKernel {
  return KERNELS[scheme](form, tuning, samples, weighable);
}

/** What an evaluation will be, and one sentence why. */
export interface EvaluationVerdict {
  readonly evaluation: ResolvedEvaluation;
  readonly reason: string;
  /** Multiply-adds of an evaluation, about; samples are worked many at a time. */
  readonly work: number;
}

/** Samples that one nonzero's work is shared by, about: they are drawn and counted as bits. */
const SAMPLES_AT_ONCE = 8;

/** 26000 → "26 thousand". */
function roughly(n: number): string {
  if (n < 1e3) return String(Math.round(n));
  if (n < 1e6) return `${String(Math.round(n / 1e3))} thousand`;
  return `${(n / 1e6).toPrecision(n < 1e8 ? 2 : 3).replace(/\.0$/, '')} million`;
}

/** What is evaluated in place of samples; null where nothing is. */
function replacementOf(scheme: SchemeName): SchemeExpectation | null {
  const { expectation } = SCHEMES[scheme];
  return expectation?.inPlaceOfSamples === true ? expectation : null;
}

/**
 * Decides between sampled and exact.
 * @throws EvaluationRefused where `exact` was asked for and there is none
 * Cost: O(nnz).
 */
export function resolveEvaluation(form: NormalForm, spec: EvaluatorSpec, nameRow?: RowNamer): EvaluationVerdict {
  const sampled = (reason: string): EvaluationVerdict => ({
    evaluation: 'sampled', reason, work: (spec.samples / SAMPLES_AT_ONCE) * form.value.length + form.variableCount,
  });
  if (spec.evaluation === 'sampled') {
    return sampled(`Sampled, as asked, with ${String(spec.samples)} samples.`);
  }
  if (replacementOf(spec.scheme) === null) {
    const why = `The expectation of ${spec.scheme} has no exact form`;
    if (spec.evaluation === 'exact') throw new EvaluationRefused(`${why}; choose sampled evaluation.`);
    return sampled(`${why}, so it is sampled with ${String(spec.samples)} samples.`);
  }
  const survey = surveyExact(form, nameRow);
  if (survey.refusal !== null) {
    if (spec.evaluation === 'exact') throw new EvaluationRefused(survey.refusal);
    return sampled(`${survey.refusal.slice(0, -1)}, so it is sampled with ${String(spec.samples)} samples.`);
  }
  const cells = survey.cells;
  if (spec.evaluation === 'exact') {
    return { evaluation: 'exact', reason: `Exact, as asked: about ${roughly(cells)} operations an evaluation.`, work: cells };
  }
  const sampling = spec.samples * Math.max(1, form.value.length);
  if (cells <= AUTO_EXACT_CELLS || cells <= sampling) {
    const kinds = survey.split.weighted.count === 0 ? 'every row has a closed form' : 'every row has an exact form';
    return { evaluation: 'exact', reason: `Exact: ${kinds}, about ${roughly(cells)} operations an evaluation.`, work: cells };
  }
  return sampled(
    `Sampled: exact evaluation would take about ${roughly(cells)} operations, ${String(spec.samples)} samples about ${roughly(sampling)}.`,
  );
}

/**
 * Makes the evaluator of a scheme for one program.
 * @param nameRow names rows in refusals; numbers from 1 where left out
 * @param compiled stand-ins for the hot loops; the same bits without
 * @throws EvaluationRefused where `exact` has no form; RangeError where `samples` is out of range
 */
export function createEvaluator(form: NormalForm, spec: EvaluatorSpec, nameRow?: RowNamer, compiled?: CompiledKernels): GradientEvaluator {
  const verdict = resolveEvaluation(form, spec, nameRow);
  return { ...evaluatorOf(form, spec, verdict, nameRow, compiled), work: verdict.work };
}

function evaluatorOf(
  form: NormalForm, spec: EvaluatorSpec, verdict: EvaluationVerdict, nameRow: RowNamer | undefined, compiled: CompiledKernels | undefined,
): GradientEvaluator {
  const expectation = replacementOf(spec.scheme);
  if (verdict.evaluation === 'exact' && expectation !== null) {
    const outcome = createExactPlan(form, nameRow, compiled);
    if (outcome.plan === null) throw new EvaluationRefused(outcome.refusal);
    return exactEvaluator(outcome.plan, spec, expectation, verdict.reason);
  }
  const { leastSamples: least, totals } = SCHEMES[spec.scheme];
  if (!Number.isSafeInteger(spec.samples) || spec.samples < least) {
    throw new RangeError(`${spec.scheme} needs an integer of at least ${String(least)} samples, not ${String(spec.samples)}`);
  }
  const sums = totals(spec.tuning);
  if (sums !== null) return totalsEvaluator(form, spec, sums, verdict.reason, compiled);
  if (!hasKernel(spec.scheme)) return coupledEvaluator(form, spec.scheme, spec, verdict.reason);
  const found = compiledGradients(form, spec.scheme, spec.tuning, compiled, undefined, spec.weighable);
  if (found !== undefined && found !== null) return sampleEvaluator(form, spec, verdict.reason, found);
  return kernelEvaluator(form, spec.scheme, spec, found === null ? `${verdict.reason} ${TOO_LARGE_NOTE}` : verdict.reason);
}

function exactEvaluator(plan: ExactPlan, spec: EvaluatorSpec, expectation: SchemeExpectation, reason: string): GradientEvaluator {
  return {
    scheme: spec.scheme,
    evaluation: 'exact',
    reason,
    rowViolation: plan.rowViolation,
    ...(spec.weighable === true ? { weights: { set: plan.reweigh, rowShare: plan.rowViolation } } : {}),
    evaluate(xHat, _at, penaltyGradient, outcome) {
      const penalty = expectation.write(plan, xHat, penaltyGradient) ?? plan.penalty(xHat);
      const violations = sumOf(plan.rowViolation);
      outcome.penalty = penalty;
      outcome.penaltyStandardError = 0;
      outcome.feasibleShare = Number.NaN;
      outcome.samples = 0;
      outcome.meanViolation = violations > 0 ? penalty / violations : 0;
    },
  };
}

/** Σ in four parts, by place mod 4, so that no addition waits for the one before it. */
function sumOf(values: Float64Array): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let k = 0;
  for (; k + 3 < values.length; k += 4) {
    s0 += values[k]!;
    s1 += values[k + 1]!;
    s2 += values[k + 2]!;
    s3 += values[k + 3]!;
  }
  for (; k < values.length; k++) s0 += values[k]!;
  return s0 + s2 + (s1 + s3);
}

function kernelEvaluator(
  form: NormalForm,
  scheme: KernelScheme,
  spec: EvaluatorSpec,
  reason: string,
): GradientEvaluator {
  const kernel = createLaneKernel(form, scheme, spec.tuning, undefined, spec.weighable);
  const weights = sampledWeights(form, spec.weighable, kernel.weighing?.reweigh);
  const stream = createRandomStream();
  const result: LaneResult = { penalty: new Float64Array(LANES), feasible: 0, violations: 0 };
  const d = form.variableCount;
  const lanes = new Float64Array(LANES * d);
  const sums = createPenaltySums();
  return {
    scheme,
    evaluation: 'sampled',
    reason,
    ...(weights === null ? {} : { weights }),
    evaluate(xHat, at, penaltyGradient, outcome) {
      weights?.begin();
      kernel.weighing?.countInto(weights?.counts ?? null);
      positionStream(stream, at.seed, at.stream, at.iteration);
      kernel.load(xHat, at.iteration);
      penaltyGradient.fill(0);
      resetPenaltySums(sums);
      const end = at.firstSample + spec.samples;
      for (let block = Math.floor(at.firstSample / LANES); block * LANES < end; block++) {
        const valid = validLanes(block, at.firstSample, spec.samples);
        kernel.lanes(stream, block, valid, lanes, result);
        for (let j = 0; j < d; j++) penaltyGradient[j]! += laneSum(lanes, LANES * j);
        sums.violations += result.violations;
        addBlockPenalties(sums, result.penalty, 0, valid, result.feasible);
      }
      for (let j = 0; j < d; j++) penaltyGradient[j]! /= spec.samples;
      settleOutcome(sums, outcome);
      weights?.settle(spec.samples);
    },
  };
}

function coupledEvaluator(form: NormalForm, scheme: CoupledScheme, spec: EvaluatorSpec, reason: string): GradientEvaluator {
  const score = COUPLED[scheme].sum(form, spec.weighable === true);
  const weights = sampledWeights(form, spec.weighable, score.weighing?.reweigh);
  const stream = createRandomStream();
  const result: LaneResult = { penalty: new Float64Array(LANES), feasible: 0, violations: 0 };
  const sums = createPenaltySums();
  return {
    scheme,
    evaluation: 'sampled',
    reason,
    ...(weights === null ? {} : { weights }),
    evaluate(xHat, at, penaltyGradient, outcome) {
      weights?.begin();
      score.weighing?.countInto(weights?.counts ?? null);
      positionStream(stream, at.seed, at.stream, at.iteration);
      score.load(xHat);
      resetPenaltySums(sums);
      const end = at.firstSample + spec.samples;
      for (let block = Math.floor(at.firstSample / LANES); block * LANES < end; block++) {
        const valid = validLanes(block, at.firstSample, spec.samples);
        score.add(stream, block, valid, result);
        sums.violations += result.violations;
        addBlockPenalties(sums, result.penalty, 0, valid, result.feasible);
      }
      score.settle(penaltyGradient);
      settleOutcome(sums, outcome);
      weights?.settle(spec.samples);
    },
  };
}
