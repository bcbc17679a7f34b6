/**
 * Evaluates, by compiled code, the schemes whose gradient is summed sample by sample: passes of up to 512
 * samples in place of the blocks of `registry.ts`, to the same bits.
 */
import type { NormalForm } from '../program/normal-form.ts';
import { createRandomStream, LANES, positionStream } from '../random/bit-planes.ts';
import type { EvaluatorSpec, GradientEvaluator } from './evaluator.ts';
import { addBlockPenalties, createPenaltySums, resetPenaltySums, settleOutcome } from './penalty-sums.ts';
import { loadThresholds } from './sample-block.ts';
import { addRowCounts, sampledWeights } from './row-counts.ts';
import { FACTORS, loadFactors, type CompiledGradients } from './sample-gradients.ts';
import { reweighColumns } from './sampling-columns.ts';
import { createPass, setPass } from './totals-evaluator.ts';

/** @param gradients of `compiledGradients` for this scheme */
export function sampleEvaluator(
  form: NormalForm, spec: EvaluatorSpec, reason: string, { kind, gradients, layout, columns }: CompiledGradients,
): GradientEvaluator {
  const { totals } = gradients;
  const thresholds = new Float64Array(form.variableCount);
  const factors = new Float64Array(FACTORS * form.variableCount);
  const stream = createRandomStream();
  const pass = createPass();
  const penalties = createPenaltySums();
  const weights = sampledWeights(form, spec.weighable, (weight) => {
    layout.reweigh?.(weight);
    reweighColumns(layout, columns);
    gradients.reweigh();
  });
  const found = { cornerViolated: new Int32Array(layout.corner.count), weightedViolated: new Int32Array(layout.weighted.count) };
  return {
    scheme: spec.scheme,
    evaluation: 'sampled',
    reason,
    ...(weights === null ? {} : { weights }),
    evaluate(xHat, at, penaltyGradient, outcome) {
      positionStream(stream, at.seed, at.stream, at.iteration);
      loadThresholds(xHat, thresholds);
      loadFactors(kind, xHat, factors);
      gradients.begin(stream, thresholds, factors);
      penaltyGradient.fill(0);
      resetPenaltySums(penalties);
      found.cornerViolated.fill(0);
      found.weightedViolated.fill(0);
      const end = at.firstSample + spec.samples;
      for (let sample = at.firstSample; sample < end; ) {
        sample = setPass(pass, sample, end);
        totals.draw(pass);
        gradients.addSums(penaltyGradient);
        if (weights !== null) gradients.countRows(found.cornerViolated, found.weightedViolated);
        penalties.violations += totals.violations;
        for (let n = 0; n < pass.count; n++) addBlockPenalties(penalties, totals.penalty, LANES * n, pass.valid[n]!, totals.feasible[n]!);
      }
      for (let j = 0; j < penaltyGradient.length; j++) penaltyGradient[j]! /= spec.samples;
      settleOutcome(penalties, outcome);
      if (weights === null) return;
      weights.begin();
      addRowCounts(layout, found, spec.samples, weights.counts);
      weights.settle(spec.samples);
    },
  };
}
