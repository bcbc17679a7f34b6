/**
 * Gradient quality at one x̂ against the sample count. Cells (K, scheme) are measured one after the other,
 * small K first and all schemes at each K, so that a cancelled job still compares schemes; every cell has
 * samples of its own, so no cell depends on another or on who measured it.
 */
import { cosine } from '../estimation/estimate.ts';
import { comparisonPlan, exactExpectation } from '../estimation/exact-comparison.ts';
import { SCHEMES, type SchemeName } from '../gradients/scheme.ts';
import type { NormalForm } from '../program/normal-form.ts';
import { replicationMoments, testBias } from './bias-test.ts';
import { countedCosts } from './counted-cost.ts';
import { estimateFigures, type EstimateFigures } from './estimate-figures.ts';
import type { PointQuality, QualityControl, SchemeQuality, TrueGradient } from './quality-spec.ts';
import type { PointQualitySpec } from './quality-settings.ts';
import { canEstimate, freeCoordinates, pick, replicate, samplesTaken, type Replications } from './replications.ts';
import { sampleVariance } from './sample-variance.ts';
import { normOver, trueGradient } from './true-gradient.ts';

/** Samples of a true gradient that has to be sampled. */
const REFERENCE_SAMPLES = 2 ** 17;
/** Fewest single samples behind `sampleVariance`. */
const LEAST_VARIANCE_SAMPLES = 4096;

/** The arrays of a scheme while they are filled. */
type Figures =
  Omit<SchemeQuality, 'scheme' | 'expectation' | 'expectationNote' | 'exactBias' | 'exactCosine' | 'sampleVariance' | 'nonzerosPerSample'>;

const ESTIMATE_FIGURES = [
  'squaredBias', 'squaredBiasStandardError', 'variance', 'varianceStandardError',
  'cosine', 'cosineStandardError', 'rmse', 'rmseStandardError', 'zeroShare',
] as const satisfies readonly (keyof EstimateFigures)[];

function emptyFigures(length: number): Figures {
  const none = (): Float64Array => new Float64Array(length).fill(Number.NaN);
  return {
    biasP: none(), biasZ: none(), largestT: none(), coordinateP: none(), testedCoordinates: none(),
    squaredBias: none(), squaredBiasStandardError: none(), variance: none(), varianceStandardError: none(),
    cosine: none(), cosineStandardError: none(), rmse: none(), rmseStandardError: none(), zeroShare: none(), secondsPerEstimate: none(),
  };
}

/**
 * Measures a valid spec (`validate-quality.ts`).
 * @returns what was measured before it was cancelled; null where that is not even the true gradient
 * Cost: schemes · R · ΣK samples, and R² d for each scheme and K.
 */
export function pointQuality(form: NormalForm, spec: PointQualitySpec, control: QualityControl): PointQuality | null {
  const began = control.now();
  const iteration = spec.iteration ?? 0;
  const xHat = Float64Array.from(spec.xHat);
  const free = freeCoordinates(form);
  const plan = comparisonPlan(form, control.compiled);
  const levels = firstSamples(spec);
  const truth = trueGradient(
    form, plan, xHat, free, { seed: spec.seed, iteration, firstSample: levels.after, samples: REFERENCE_SAMPLES }, control,
  );
  if (truth === null) return null;
  const costs = countedCosts(form, xHat, spec.schemes, { seed: spec.seed, iteration, tuning: spec.tuning });
  const all = spec.schemes.map((scheme) => {
    const found = exactExpectation({ scheme, xHat }, plan, truth.basis === 'exact' ? truth.gradient : null);
    return { scheme, ...finiteExpectation(scheme, found, free, truth), figures: emptyFigures(spec.samples.length) };
  });

  const total = spec.schemes.length * spec.samples.reduce((sum, samples) => sum + samplesTaken(samples), 0);
  let settled = 0;
  let cancelled = false;
  spec.samples.forEach((samples, level) => {
    for (const { scheme, expectation, figures } of all) {
      const share = samplesTaken(samples);
      if (!cancelled && canEstimate(scheme, samples)) {
        const cell = {
          scheme, samples, replications: spec.replications, seed: spec.seed, iteration, firstSample: levels.first[level]!,
          tuning: spec.tuning,
        };
        const drawn = replicate(form, xHat, free, cell, control, (done) => {
          control.onProgress?.((settled + (share * done) / spec.replications) / total);
          return control.cancelled?.() !== true;
        });
        if (drawn === null) cancelled = true;
        else fillCell(figures, level, drawn, truth, free, expectation);
      }
      settled += share;
    }
  });

  const varianceSamples = Math.max(LEAST_VARIANCE_SAMPLES, spec.samples[spec.samples.length - 1] ?? 0);
  const firstOfVariance = levels.after + REFERENCE_SAMPLES;
  const schemes = all.map(({ scheme, expectation, expectationNote, exactBias, exactCosine, figures }, n): SchemeQuality => {
    const one = {
      scheme, samples: varianceSamples, replications: 1, seed: spec.seed, iteration, firstSample: firstOfVariance, tuning: spec.tuning,
    };
    const ofSample = cancelled ? null : sampleVariance(form, xHat, free, one, control.compiled);
    return {
      scheme, expectation, expectationNote, exactBias, exactCosine, sampleVariance: ofSample, nonzerosPerSample: costs[n]!, ...figures,
    };
  });
  const { samples, replications } = spec;
  return {
    shape: 'point', trueGradient: truth, freeVariables: free.length, samples, replications, schemes, seconds: control.now() - began,
  };
}

/** Where in the stream each sample count begins, and where all of them have ended. */
function firstSamples(spec: PointQualitySpec): { readonly first: readonly number[]; readonly after: number } {
  let after = 0;
  const first = spec.samples.map((samples) => {
    const here = after;
    after += spec.replications * samplesTaken(samples);
    return here;
  });
  return { first, after };
}

interface Expectation {
  readonly expectation: Float64Array | null;
  readonly expectationNote: string | null;
  readonly exactBias: number | null;
  readonly exactCosine: number | null;
}

/** The exact expectation where it is a vector of numbers, and what it says against an exact true gradient. */
function finiteExpectation(scheme: SchemeName, found: Float64Array | null, free: Int32Array, truth: TrueGradient): Expectation {
  const none = { expectation: null, exactBias: null, exactCosine: null };
  if (found === null) {
    const noForm = SCHEMES[scheme].expectation === null;
    return { ...none, expectationNote: noForm ? `The expectation of ${scheme} has no exact form.` : truth.reason };
  }
  const values = pick(found, free);
  if (!values.every(Number.isFinite)) {
    return {
      ...none,
      expectationNote: `The expectation of ${scheme} is infinite here: a marginal is exactly 0 or 1 in a row that can be violated.`,
    };
  }
  if (truth.basis !== 'exact') return { expectation: found, expectationNote: null, exactBias: null, exactCosine: null };
  const off = found.map((value, j) => value - truth.gradient[j]!);
  return {
    expectation: found, expectationNote: null, exactBias: normOver(off, free), exactCosine: cosine(values, pick(truth.gradient, free)),
  };
}

function fillCell(
  figures: Figures, level: number, drawn: Replications, truth: TrueGradient, free: Int32Array, expectation: Float64Array | null,
): void {
  const moments = replicationMoments(drawn.rows);
  const truthVariance = pick(truth.standardError, free).reduce((sum, error) => sum + error * error, 0);
  const found = estimateFigures(drawn.rows, moments, pick(truth.gradient, free), truthVariance);
  for (const name of ESTIMATE_FIGURES) figures[name][level] = found[name];
  figures.secondsPerEstimate[level] = drawn.seconds / drawn.rows.length;
  figures.testedCoordinates[level] = 0;
  const test = expectation === null ? null : testBias(moments, pick(expectation, free));
  if (test === null) return;
  figures.biasP[level] = test.p;
  figures.biasZ[level] = test.z;
  figures.largestT[level] = test.largestT;
  figures.coordinateP[level] = test.coordinateP;
  figures.testedCoordinates[level] = test.tested;
}
