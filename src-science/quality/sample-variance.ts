/**
 * The trace of the covariance of a single sample's estimate, from single samples: divided by K it is what
 * the variance of a K-sample estimate must come to, which `point-quality.ts` measures apart from it. A
 * score-function sample has no estimate of its own, its baseline being the others.
 */
import { appendNode, createLeafAccumulator, foldNodes, LEAF_SAMPLES, type MomentNode } from '../estimation/moments.ts';
import type { LaneResult } from '../gradients/lane-kernel.ts';
import { createLaneKernel } from '../gradients/registry.ts';
import { validLanes } from '../gradients/sample-block.ts';
import type { NormalForm } from '../program/normal-form.ts';
import { createRandomStream, LANES, positionStream } from '../random/bit-planes.ts';
import { hasSpread } from './bias-test.ts';
import { ownTuning, QUALITY_STREAM, type ReplicationSpec } from './replications.ts';

/**
 * @param xHat length d
 * @param free indices of the coordinates that count
 * @param spec `samples` is the number of samples, from `firstSample` on; `replications` is not used
 * @returns null for `score-function`, and where fewer than two samples were asked for
 * Cost: `samples` per-sample estimates; sums merge in the fixed tree of estimates.
 */
export function sampleVariance(form: NormalForm, xHat: Float64Array, free: Int32Array, spec: ReplicationSpec): number | null {
  const { scheme, samples, firstSample } = spec;
  if (scheme === 'score-function' || samples < 2) return null;
  const kernel = createLaneKernel(form, scheme, ownTuning(scheme, spec.tuning));
  kernel.load(xHat, spec.iteration);
  const stream = createRandomStream();
  positionStream(stream, spec.seed, QUALITY_STREAM, spec.iteration);
  const lanes = new Float64Array(LANES * form.variableCount);
  const result: LaneResult = { penalty: new Float64Array(LANES), feasible: 0, violations: 0 };
  const leaf = createLeafAccumulator(form.variableCount);
  const nodes: MomentNode[] = [];
  for (let first = 0; first < samples; first += LEAF_SAMPLES) {
    leaf.begin();
    for (let s = first; s < Math.min(samples, first + LEAF_SAMPLES); s += LANES) {
      const block = (firstSample + s) / LANES;
      const valid = validLanes(block, firstSample + s, Math.min(LANES, samples - s));
      kernel.lanes(stream, block, valid, lanes, result);
      leaf.add(lanes, valid);
    }
    appendNode(nodes, { level: 0, index: first / LEAF_SAMPLES, moments: leaf.finish() });
  }
  const { count, mean, squares } = foldNodes(nodes);
  let trace = 0;
  for (const j of free) {
    const variance = squares[j]! / (count - 1);
    if (hasSpread(variance, count, mean[j]!, mean[j]!)) trace += variance;
  }
  return trace;
}
