/**
 * Draws one leaf of 256 samples for an estimate and returns its moments: of one number a sample (feasible
 * or not), of two (loss or penalty, violated or not), or of a scheme's gradient. Uses random stream 1, iteration 0.
 */
import type { CompiledKernels } from '../compiled.ts';
import type { LaneResult } from '../gradients/lane-kernel.ts';
import { createBatch } from '../gradients/registry.ts';
import { loadThresholds, validLanes } from '../gradients/sample-block.ts';
import { layOutSamples } from '../gradients/sampling-layout.ts';
import { createPass, sampleTotals, setPass } from '../gradients/totals-evaluator.ts';
import { hasKernel, type CoupledScheme, type KernelScheme } from '../gradients/scheme.ts';
import type { NormalForm } from '../program/normal-form.ts';
import { createRandomStream, LANES, positionStream, type RandomStream } from '../random/bit-planes.ts';
import type { EstimateSpec, GradientEstimateSpec, ScalarEstimateSpec } from './estimate-settings.ts';
import { createGradientLeaves } from './gradient-leaves.ts';
import { createLeafAccumulator, LEAF_SAMPLES, type Moments } from './moments.ts';
import { STREAMS } from '../random/streams.ts';


/** @param samples in the leaf: 256, or fewer in the last one */
export type LeafSampler = (leaf: number, samples: number) => Moments;

/** Calls `visit` for each block of 32 samples of a leaf. */
function eachBlock(leaf: number, samples: number, visit: (block: number, valid: number) => void): void {
  const first = leaf * LEAF_SAMPLES;
  for (let block = first / LANES; block * LANES < first + samples; block++) {
    visit(block, validLanes(block, first, samples));
  }
}

/** @throws RangeError from the random stream where the seed is out of range */
export function createLeafSampler(form: NormalForm, spec: EstimateSpec, compiled?: CompiledKernels): LeafSampler {
  const stream = createRandomStream();
  positionStream(stream, spec.seed, STREAMS.estimation, 0);
  const xHat = Float64Array.from(spec.xHat);
  if (spec.quantity !== 'gradient') return scalarSampler(form, spec, xHat, stream, compiled);
  return hasKernel(spec.scheme)
    ? gradientSampler(form, spec, spec.scheme, xHat, stream, compiled)
    : coupledSampler(form, spec.scheme, xHat, stream);
}

function scalarSampler(
  form: NormalForm, spec: ScalarEstimateSpec, xHat: Float64Array, stream: RandomStream, compiled: CompiledKernels | undefined,
): LeafSampler {
  const totals = sampleTotals(
    layOutSamples(form, spec.samples), { sums: 'nothing', rows: false, objective: spec.quantity === 'loss' }, compiled,
  );
  const thresholds = new Float64Array(form.variableCount);
  loadThresholds(xHat, thresholds);
  totals.begin(stream, thresholds);
  const pass = createPass();
  // Of a loss or penalty the violated samples are counted beside it, as a second component.
  const components = spec.quantity === 'feasibility' ? 1 : 2;
  const values = new Float64Array(components * LANES);
  const leafMoments = createLeafAccumulator(components);
  /** First sample of the pass that is at hand, and the first after it: a pass holds more than one leaf. */
  let from = 0;
  let next = 0;
  return (leaf, samples) => {
    leafMoments.begin();
    eachBlock(leaf, samples, (number, valid) => {
      const first = number * LANES;
      if (first < from || first >= next) {
        from = first;
        next = setPass(pass, first, spec.samples);
        totals.draw(pass);
      }
      const at = first - from;
      const feasible = totals.feasible[at / LANES]!;
      if (components === 2) for (let l = 0; l < LANES; l++) values[LANES + l] = 1 - ((feasible >>> l) & 1);
      switch (spec.quantity) {
        case 'feasibility':
          for (let l = 0; l < LANES; l++) values[l] = (feasible >>> l) & 1;
          break;
        case 'penalty':
          for (let l = 0; l < LANES; l++) values[l] = totals.penalty[at + l]!;
          break;
        case 'loss':
          for (let l = 0; l < LANES; l++) values[l] = totals.objective[at + l]! + spec.mu * totals.penalty[at + l]!;
      }
      leafMoments.add(values, valid);
    });
    return leafMoments.finish();
  };
}

function emptyResult(): LaneResult {
  return { penalty: new Float64Array(LANES), feasible: 0, violations: 0 };
}

function gradientSampler(
  form: NormalForm,
  spec: GradientEstimateSpec,
  scheme: KernelScheme,
  xHat: Float64Array,
  stream: RandomStream,
  compiled: CompiledKernels | undefined,
): LeafSampler {
  return createGradientLeaves(
    form, { scheme, tuning: spec.tuning, xHat, iteration: 0, firstSample: 0, samples: spec.samples }, stream, compiled,
  );
}

/** Samples are coupled within their own leaf only, so that leaves stay independent. */
function coupledSampler(form: NormalForm, scheme: CoupledScheme, xHat: Float64Array, stream: RandomStream): LeafSampler {
  const batch = createBatch(form, scheme, LEAF_SAMPLES / LANES);
  batch.load(xHat);
  const lanes = new Float64Array(LANES * form.variableCount);
  const result = emptyResult();
  const leafMoments = createLeafAccumulator(form.variableCount);
  return (leaf, samples) => {
    leafMoments.begin();
    batch.begin();
    const valids: number[] = [];
    eachBlock(leaf, samples, (number, valid) => {
      batch.add(stream, number, valid, result);
      valids.push(valid);
    });
    valids.forEach((valid, n) => {
      batch.lanes(n, lanes);
      leafMoments.add(lanes, valid);
    });
    return leafMoments.finish();
  };
}
