/**
 * Moments of a scheme's per-sample gradients over leaves of samples: by compiled code, which does two
 * leaves at a time, where there is some that takes the scheme and the program; else block by block through
 * the scheme's lane kernel and a leaf accumulator, to the same bits.
 */
import type { CompiledKernels } from '../compiled.ts';
import type { LaneKernel, LaneResult } from '../gradients/lane-kernel.ts';
import { createLaneKernel } from '../gradients/registry.ts';
import { loadThresholds, validLanes } from '../gradients/sample-block.ts';
import { compiledGradients, FACTORS, loadFactors, type CompiledGradients } from '../gradients/sample-gradients.ts';
import type { KernelScheme } from '../gradients/scheme.ts';
import type { SchemeTuning } from '../gradients/scheme-settings.ts';
import { createPass, setPass } from '../gradients/totals-evaluator.ts';
import type { NormalForm } from '../program/normal-form.ts';
import { LANES, type RandomStream } from '../random/bit-planes.ts';
import { createLeafAccumulator, LEAF_SAMPLES, type Moments } from './moments.ts';

export interface GradientLeavesSpec {
  readonly scheme: KernelScheme;
  readonly tuning?: SchemeTuning | undefined;
  /** Length d. */
  readonly xHat: Float64Array;
  readonly iteration: number;
  /** First sample of leaf 0, a multiple of 32. */
  readonly firstSample: number;
  /** Samples in all. */
  readonly samples: number;
}

/** Moments of the samples of one leaf, any leaf in any order. */
export type GradientLeaves = (leaf: number) => Moments;

/** @param stream where the samples are drawn from; stays as it is positioned */
export function createGradientLeaves(
  form: NormalForm, spec: GradientLeavesSpec, stream: RandomStream, compiled?: CompiledKernels,
): GradientLeaves {
  const found = compiledGradients(form, spec.scheme, spec.tuning, compiled, spec.samples);
  if (found !== undefined && found !== null) return compiledLeaves(found, spec, stream);
  return laneLeaves(createLaneKernel(form, spec.scheme, spec.tuning, spec.samples), spec, stream);
}

function compiledLeaves({ kind, gradients }: CompiledGradients, spec: GradientLeavesSpec, stream: RandomStream): GradientLeaves {
  const { xHat, firstSample, samples } = spec;
  const d = xHat.length;
  const thresholds = new Float64Array(d);
  const factors = new Float64Array(FACTORS * d);
  loadThresholds(xHat, thresholds);
  loadFactors(kind, xHat, factors);
  gradients.begin(stream, thresholds, factors);
  const pass = createPass();
  const leafBlocks = LEAF_SAMPLES / LANES;
  /** First block of the pass that is at hand, and the next of it that has not been summed up. */
  let first = 0;
  let next = Infinity;
  return (leaf) => {
    const from = firstSample + LEAF_SAMPLES * leaf;
    const count = Math.min(LEAF_SAMPLES, samples - LEAF_SAMPLES * leaf);
    const block = from / LANES;
    if (block !== next || block + Math.ceil(count / LANES) > first + pass.count) {
      setPass(pass, from, firstSample + samples);
      gradients.totals.draw(pass);
      first = pass.first;
    }
    const mean = new Float64Array(d);
    const squares = new Float64Array(d);
    next = Math.min(block + leafBlocks, first + pass.count);
    gradients.moments(block - first, next - first, mean, squares);
    return { count, mean, squares };
  };
}

function laneLeaves(kernel: LaneKernel, spec: GradientLeavesSpec, stream: RandomStream): GradientLeaves {
  const { xHat, firstSample, samples } = spec;
  kernel.load(xHat, spec.iteration);
  const lanes = new Float64Array(LANES * xHat.length);
  const result: LaneResult = { penalty: new Float64Array(LANES), feasible: 0, violations: 0 };
  const accumulator = createLeafAccumulator(xHat.length);
  return (leaf) => {
    const from = firstSample + LEAF_SAMPLES * leaf;
    const count = Math.min(LEAF_SAMPLES, samples - LEAF_SAMPLES * leaf);
    accumulator.begin();
    for (let block = from / LANES; block * LANES < from + count; block++) {
      const valid = validLanes(block, from, count);
      kernel.lanes(stream, block, valid, lanes, result);
      accumulator.add(lanes, valid);
    }
    return accumulator.finish();
  };
}
