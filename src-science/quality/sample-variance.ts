/**
 * The trace of the covariance of a single sample's estimate, from single samples: divided by K it is what
 * the variance of a K-sample estimate must come to, which `point-quality.ts` measures apart from it. A
 * score-function sample has no estimate of its own, its baseline being the others.
 */
import type { CompiledKernels } from '../compiled.ts';
import { createGradientLeaves } from '../estimation/gradient-leaves.ts';
import { appendNode, foldNodes, LEAF_SAMPLES, type MomentNode } from '../estimation/moments.ts';
import { hasKernel } from '../gradients/scheme.ts';
import type { NormalForm } from '../program/normal-form.ts';
import { createRandomStream, positionStream } from '../random/bit-planes.ts';
import { hasSpread } from './bias-test.ts';
import { ownTuning } from '../gradients/scheme-tuning.ts';
import type { ReplicationSpec } from './replications.ts';
import { STREAMS } from '../random/streams.ts';

/**
 * @param xHat length d
 * @param free indices of the coordinates that count
 * @param spec `samples` is the number of samples, from `firstSample` on; `replications` is not used
 * @param compiled stand-ins for the hot loops; the same bits without
 * @returns null where samples have no estimate of their own, and where fewer than two samples were asked for
 * Cost: `samples` per-sample estimates; sums merge in the fixed tree of estimates.
 */
export function sampleVariance(
  form: NormalForm, xHat: Float64Array, free: Int32Array, spec: ReplicationSpec, compiled?: CompiledKernels,
): number | null {
  const { scheme, samples, firstSample, iteration } = spec;
  if (!hasKernel(scheme) || samples < 2) return null;
  const stream = createRandomStream();
  positionStream(stream, spec.seed, STREAMS.quality, iteration);
  const leaves = createGradientLeaves(
    form, { scheme, tuning: ownTuning(scheme, spec.tuning), xHat, iteration, firstSample, samples }, stream, compiled,
  );
  const nodes: MomentNode[] = [];
  for (let index = 0; index * LEAF_SAMPLES < samples; index++) appendNode(nodes, { level: 0, index, moments: leaves(index) });
  const { count, mean, squares } = foldNodes(nodes);
  let trace = 0;
  for (const j of free) {
    const variance = squares[j]! / (count - 1);
    if (hasSpread(variance, count, mean[j]!, mean[j]!)) trace += variance;
  }
  return trace;
}
