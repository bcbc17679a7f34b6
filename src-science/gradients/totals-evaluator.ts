/**
 * Evaluates the schemes whose sum over samples is put together from integer totals (`sample-totals.ts`):
 * `true-penalty`, `surrogate-interchange` in its averaged form, and `naive-pathwise`, which has only a
 * penalty. The totals are drawn by compiled code where that is at hand, to the same bits.
 */
import type { CompiledKernels } from '../compiled.ts';
import type { NormalForm } from '../program/normal-form.ts';
import { createRandomStream, LANES, positionStream } from '../random/bit-planes.ts';
import { createAveragedSlopes, loadAveragedSlopes } from './averaged-slopes.ts';
import type { EvaluatorSpec, GradientEvaluator, StreamPosition } from './evaluator.ts';
import { addBlockPenalties, createPenaltySums, resetPenaltySums, settleOutcome } from './penalty-sums.ts';
import { addRowCounts, sampledWeights } from './row-counts.ts';
import { loadThresholds, validLanes } from './sample-block.ts';
import {
  createSampleTotals, MOST_SAMPLES, PASS_BLOCKS, type CompiledTotals, type Pass, type SampleTotals, type TotalsRequest, type TotalSums,
} from './sample-totals.ts';
import { layOutSamples, type SamplingLayout } from './sampling-layout.ts';
import { addAveragedSum, addTruePenaltySum } from './total-gradient.ts';
import { createWideTotals } from './wide-rows.ts';

/** Totals drawn by compiled code where there is some that takes the program. */
export function sampleTotals(layout: SamplingLayout, request: TotalsRequest, compiled: CompiledKernels | undefined): SampleTotals {
  return compiledTotals(layout, request, compiled) ?? createSampleTotals(layout, request);
}

type WeighableTotals = SampleTotals & Pick<CompiledTotals, 'reweigh'>;

/** Compiled code leaves wide rows out; they are added here, from the bits it has drawn. */
function compiledTotals(
  layout: SamplingLayout, request: TotalsRequest, compiled: CompiledKernels | undefined,
): WeighableTotals | null | undefined {
  const fast = compiled?.sampling?.(layout, request);
  if (fast === null || fast === undefined) return fast;
  return withWideRows(layout, request, fast);
}

/** Said where compiled code is at hand and did not take the program. */
export const TOO_LARGE_NOTE =
  'The program is too large for the compiled kernels, so TypeScript draws the samples: the same numbers, more slowly.';

function withWideRows(layout: SamplingLayout, request: TotalsRequest, fast: CompiledTotals): WeighableTotals {
  const wide = createWideTotals(layout.wide, request.sums);
  let pairs = 0;
  let block = 0;
  const ones = (j: number): number => fast.ones(j, block);
  return {
    penalty: fast.penalty,
    objective: fast.objective,
    feasible: fast.feasible,
    get violations() {
      return fast.violations + pairs;
    },
    cornerTotal: fast.cornerTotal,
    cornerViolated: fast.cornerViolated,
    weightedViolated: fast.weightedViolated,
    weightedTotal: fast.weightedTotal,
    onesTotal: fast.onesTotal,
    wide,
    begin(stream, thresholds) {
      fast.begin(stream, thresholds);
      wide.begin();
    },
    draw(pass) {
      fast.draw(pass);
      pairs = 0;
      if (layout.wide.count === 0) return;
      for (block = 0; block < pass.count; block++) {
        fast.feasible[block]! &= ~wide.add(ones, pass.valid[block]!, fast.penalty, LANES * block);
        pairs += wide.pairs();
      }
    },
    addSum: (samples, slopes, sum) => fast.addSum(samples, slopes, sum),
    reweigh: () => fast.reweigh(),
  };
}

export function createPass(): Pass {
  return { first: 0, count: 0, valid: new Int32Array(PASS_BLOCKS) };
}

/**
 * Points a pass at the samples from `first` on, up to `end`.
 * @returns number of the first sample after the pass
 */
export function setPass(pass: Pass, first: number, end: number): number {
  pass.first = Math.floor(first / LANES);
  const blocks = Math.min(PASS_BLOCKS, Math.ceil(end / LANES) - pass.first);
  const next = Math.min(end, (pass.first + blocks) * LANES);
  pass.count = blocks;
  for (let n = 0; n < blocks; n++) pass.valid[n] = validLanes(pass.first + n, first, next - first);
  return next;
}

/** @param sums what of the gradient the scheme needs */
export function totalsEvaluator(
  form: NormalForm, spec: EvaluatorSpec, sums: TotalSums, reason: string, compiled?: CompiledKernels,
): GradientEvaluator {
  const layout = layOutSamples(form, spec.samples, spec.weighable);
  const request: TotalsRequest = { sums, rows: spec.weighable === true, objective: false };
  const fast = compiledTotals(layout, request, compiled);
  const totals = fast ?? createSampleTotals(layout, request);
  const thresholds = new Float64Array(form.variableCount);
  const slopes = createAveragedSlopes(sums === 'averaged' ? form.variableCount : 0);
  const stream = createRandomStream();
  const pass = createPass();
  const penalties = createPenaltySums();
  const weights = sampledWeights(form, spec.weighable, (weight) => {
    layout.reweigh?.(weight);
    fast?.reweigh();
  });

  /** Adds the gradient's sum over the samples drawn since `begin`. */
  function settle(samples: number, sum: Float64Array): void {
    if (weights !== null) addRowCounts(layout, totals, samples, weights.counts);
    if (totals.addSum !== undefined) totals.addSum(samples, slopes, sum);
    else if (sums === 'true-penalty') addTruePenaltySum(layout, totals, samples, sum);
    else if (sums === 'averaged') addAveragedSum(layout, totals, samples, slopes, sum);
    if (sums === 'true-penalty') totals.wide.addTruePenaltySum(sum);
    else if (sums === 'averaged') totals.wide.addAveragedSum(slopes, sum);
  }

  function draw(at: StreamPosition, sum: Float64Array): void {
    const end = at.firstSample + spec.samples;
    let since = at.firstSample;
    for (let sample = since; sample < end; ) {
      if (sample - since >= MOST_SAMPLES) {
        settle(sample - since, sum);
        totals.begin(stream, thresholds);
        since = sample;
      }
      sample = setPass(pass, sample, end);
      totals.draw(pass);
      penalties.violations += totals.violations;
      for (let n = 0; n < pass.count; n++) addBlockPenalties(penalties, totals.penalty, LANES * n, pass.valid[n]!, totals.feasible[n]!);
    }
    settle(end - since, sum);
  }

  return {
    scheme: spec.scheme,
    evaluation: 'sampled',
    ...(weights === null ? {} : { weights }),
    reason: fast === null ? `${reason} ${TOO_LARGE_NOTE}` : reason,
    evaluate(xHat, at, penaltyGradient, outcome) {
      positionStream(stream, at.seed, at.stream, at.iteration);
      loadThresholds(xHat, thresholds);
      if (sums === 'averaged') loadAveragedSlopes(slopes, xHat);
      totals.begin(stream, thresholds);
      penaltyGradient.fill(0);
      resetPenaltySums(penalties);
      weights?.begin();
      draw(at, penaltyGradient);
      for (let j = 0; j < penaltyGradient.length; j++) penaltyGradient[j]! /= spec.samples;
      settleOutcome(penalties, outcome);
      weights?.settle(spec.samples);
    },
  };
}
