/**
 * Independent K-sample estimates of a scheme at one x̂: just what a descent's step would take, R times,
 * each from samples of its own. Replication r of K samples uses the samples
 * first + r · 32⌈K/32⌉ … + K − 1 of the stream of gradient quality at the iteration, so it is a pure
 * function of (seed, iteration, scheme, K, r, first); all schemes see the same x.
 */
import type { EvaluationOutcome } from '../gradients/evaluator.ts';
import { createEvaluator } from '../gradients/registry.ts';
import { SCHEMES, type SchemeName } from '../gradients/scheme.ts';
import type { SchemeTuning } from '../gradients/scheme-settings.ts';
import { ownTuning } from '../gradients/scheme-tuning.ts';
import type { NormalForm } from '../program/normal-form.ts';
import { LANES } from '../random/bit-planes.ts';
import type { QualityControl } from './quality-spec.ts';
import { STREAMS } from '../random/streams.ts';


/** Samples that a replication takes up in the stream: whole blocks, so that no block is drawn for two. */
export function samplesTaken(samples: number): number {
  return LANES * Math.ceil(samples / LANES);
}

/** Indices of the coordinates that a descent moves. */
export function freeCoordinates(form: NormalForm): Int32Array {
  const free: number[] = [];
  for (let j = 0; j < form.variableCount; j++) if (form.fixed[j]! < 0) free.push(j);
  return Int32Array.from(free);
}

/** The coordinates `free` of a vector of length d. */
export function pick(vector: Float64Array, free: Int32Array): Float64Array {
  return Float64Array.from(free, (j) => vector[j]!);
}

export interface ReplicationSpec {
  readonly scheme: SchemeName;
  readonly samples: number;
  readonly replications: number;
  readonly seed: number;
  readonly iteration: number;
  /** A multiple of 32. */
  readonly firstSample: number;
  readonly tuning?: SchemeTuning | undefined;
}

export interface Replications {
  /** R estimates of the free coordinates, one after the other. */
  readonly rows: readonly Float64Array[];
  readonly seconds: number;
}

/** True where the scheme can make an estimate of so few samples. */
export function canEstimate(scheme: SchemeName, samples: number): boolean {
  return samples >= SCHEMES[scheme].leastSamples;
}

/**
 * Draws the estimates.
 * @param xHat length d
 * @param free of `freeCoordinates`
 * @param proceed called after each replication; false stops the drawing
 * @returns null where it was stopped
 * Cost: R evaluations of K samples, and R · d values of memory.
 */
export function replicate(
  form: NormalForm,
  xHat: Float64Array,
  free: Int32Array,
  spec: ReplicationSpec,
  { now, compiled }: Pick<QualityControl, 'now' | 'compiled'>,
  proceed: (done: number) => boolean,
): Replications | null {
  const { scheme, samples, replications, seed, iteration, tuning } = spec;
  const evaluator = createEvaluator(
    form, { scheme, evaluation: 'sampled', samples, tuning: ownTuning(scheme, tuning) }, undefined, compiled,
  );
  const gradient = new Float64Array(form.variableCount);
  const outcome: EvaluationOutcome = { penalty: 0, penaltyStandardError: 0, feasibleShare: 0, samples: 0, meanViolation: 0 };
  const rows: Float64Array[] = [];
  let seconds = 0;
  for (let r = 0; r < replications; r++) {
    const began = now();
    evaluator.evaluate(
      xHat, { seed, stream: STREAMS.quality, iteration, firstSample: spec.firstSample + r * samplesTaken(samples) }, gradient, outcome,
    );
    seconds += now() - began;
    rows.push(pick(gradient, free));
    if (!proceed(r + 1)) return null;
  }
  return { rows, seconds };
}
