/**
 * Gradient quality along a trajectory: at each of its points, how far the direction of a scheme lies from
 * the true gradient, as a cosine and a ratio of norms. Twice: by the scheme's exact expectation, which is
 * where it goes on average, and by K-sample estimates, which is where it goes in a step. And for two
 * gradients: that of the penalty, and that of the loss, c + μ · penalty, which is what is descended: a
 * direction that is wrong in the penalty can be right in the loss where c dominates, and the reverse.
 */
import { cosine } from '../estimation/estimate.ts';
import { comparisonPlan, exactExpectation } from '../estimation/exact-comparison.ts';
import type { NormalForm } from '../program/normal-form.ts';
import type { ExactPlan } from '../relaxation/exact-plan.ts';
import { meanOf } from './estimate-figures.ts';
import type { PathQuality, QualityControl, SchemePath } from './quality-spec.ts';
import type { PathPoint } from '../settings/setting.ts';
import type { PathQualitySpec } from './quality-settings.ts';
import { canEstimate, freeCoordinates, pick, replicate, samplesTaken } from './replications.ts';
import { trueGradient, trueGradientReason } from './true-gradient.ts';

/** Samples of a true gradient that has to be sampled, at each point. */
const REFERENCE_SAMPLES = 2 ** 15;

function emptyPath(scheme: SchemePath['scheme'], length: number): SchemePath {
  const none = (): Float64Array => new Float64Array(length).fill(Number.NaN);
  return {
    scheme,
    penaltyCosine: none(), penaltyNormRatio: none(), lossCosine: none(), lossNormRatio: none(),
    sampledPenaltyCosine: none(), sampledPenaltyCosineStandardError: none(), sampledPenaltyNormRatio: none(),
    sampledLossCosine: none(), sampledLossCosineStandardError: none(), sampledLossNormRatio: none(),
  };
}

/**
 * Measures a valid spec (`validate-quality.ts`).
 * @returns what was measured before it was cancelled, NaN where it was not
 * Cost: for each point one exact evaluation (or 32768 samples) and schemes · R · K samples.
 */
export function pathQuality(form: NormalForm, spec: PathQualitySpec, control: QualityControl): PathQuality {
  const began = control.now();
  const plan = comparisonPlan(form, control.compiled);
  const free = freeCoordinates(form);
  const length = spec.points.length;
  const truePenaltyNorm = new Float64Array(length).fill(Number.NaN);
  const trueLossNorm = new Float64Array(length).fill(Number.NaN);
  const schemes = spec.schemes.map((scheme) => emptyPath(scheme, length));
  const objective = pick(form.objective, free);
  let settled = 0;
  for (const point of spec.points) {
    const xHat = Float64Array.from(point.xHat);
    const firstSample = spec.replications * samplesTaken(spec.samples);
    const truth = trueGradient(
      form, plan, xHat, free, { seed: spec.seed, iteration: point.iteration, firstSample, samples: REFERENCE_SAMPLES }, control,
    );
    if (truth === null) break;
    const penalty = pick(truth.gradient, free);
    const loss = lossGradient(objective, point.mu, penalty);
    const here: Here = { form, spec, control, point, index: settled, xHat, free, objective, penalty, loss };
    const done = schemes.every((path) => {
      fillExpected(path, here, plan, truth.basis === 'exact' ? truth.gradient : null);
      return fillSampled(path, here);
    });
    if (!done) break;
    truePenaltyNorm[settled] = norm(penalty);
    trueLossNorm[settled] = norm(loss);
    settled++;
    control.onProgress?.(settled / length);
  }
  return {
    shape: 'path',
    basis: plan === null ? 'sampled' : 'exact',
    reason: trueGradientReason(form, plan, REFERENCE_SAMPLES, control.nameRow),
    referenceSamples: plan === null ? REFERENCE_SAMPLES : 0,
    samples: spec.samples,
    replications: spec.replications,
    points: settled,
    iteration: Float64Array.from(spec.points, (point) => point.iteration),
    mu: Float64Array.from(spec.points, (point) => point.mu),
    truePenaltyNorm,
    trueLossNorm,
    schemes,
    seconds: control.now() - began,
  };
}

/** One point while it is measured; vectors are of the free coordinates, but for x̂. */
interface Here {
  readonly form: NormalForm;
  readonly spec: PathQualitySpec;
  readonly control: QualityControl;
  readonly point: PathPoint;
  readonly index: number;
  readonly xHat: Float64Array;
  readonly free: Int32Array;
  readonly objective: Float64Array;
  /** The true gradients. */
  readonly penalty: Float64Array;
  readonly loss: Float64Array;
}

function fillExpected(path: SchemePath, here: Here, plan: ExactPlan | null, truth: Float64Array | null): void {
  const { index, free, objective, point, penalty, loss } = here;
  const found = exactExpectation({ scheme: path.scheme, xHat: here.xHat }, plan, truth);
  if (found === null) return;
  const expected = pick(found, free);
  if (!expected.every(Number.isFinite)) return;
  const descended = lossGradient(objective, point.mu, expected);
  path.penaltyCosine[index] = cosine(expected, penalty) ?? Number.NaN;
  path.penaltyNormRatio[index] = ratio(expected, penalty);
  path.lossCosine[index] = cosine(descended, loss) ?? Number.NaN;
  path.lossNormRatio[index] = ratio(descended, loss);
}

/** @returns false where it was cancelled */
function fillSampled(path: SchemePath, here: Here): boolean {
  const { form, spec, control, point, index, free, objective, penalty, loss } = here;
  if (!canEstimate(path.scheme, spec.samples)) return true;
  const cell = {
    scheme: path.scheme, samples: spec.samples, replications: spec.replications, seed: spec.seed, iteration: point.iteration,
    firstSample: 0, tuning: spec.tuning,
  };
  const drawn = replicate(form, here.xHat, free, cell, control, () => control.cancelled?.() !== true);
  if (drawn === null) return false;
  const descended = drawn.rows.map((row) => lossGradient(objective, point.mu, row));
  // A gradient of zero has no direction to be compared with.
  if (norm(penalty) > 0) {
    const found = meanOf(drawn.rows.map((row) => cosine(row, penalty) ?? 0));
    path.sampledPenaltyCosine[index] = found.mean;
    path.sampledPenaltyCosineStandardError[index] = found.standardError;
    path.sampledPenaltyNormRatio[index] = meanOf(drawn.rows.map((row) => ratio(row, penalty))).mean;
  }
  if (norm(loss) > 0) {
    const found = meanOf(descended.map((row) => cosine(row, loss) ?? 0));
    path.sampledLossCosine[index] = found.mean;
    path.sampledLossCosineStandardError[index] = found.standardError;
    path.sampledLossNormRatio[index] = meanOf(descended.map((row) => ratio(row, loss))).mean;
  }
  return true;
}

/** c + μ g. */
function lossGradient(objective: Float64Array, mu: number, penalty: Float64Array): Float64Array {
  return objective.map((c, j) => c + mu * penalty[j]!);
}

function norm(vector: Float64Array): number {
  let squared = 0;
  for (const value of vector) squared += value * value;
  return Math.sqrt(squared);
}

/** ‖a‖/‖b‖; NaN where b is zero. */
function ratio(a: Float64Array, b: Float64Array): number {
  const below = norm(b);
  return below > 0 ? norm(a) / below : Number.NaN;
}
