/**
 * What is wrong with a spec of gradient quality on a program: every complaint in one sentence, tied to
 * its field. Nothing is measured of a spec that has one.
 */
import { SCHEMES } from '../gradients/scheme.ts';
import { TUNED_SCHEMES, tuningComplaints } from '../gradients/scheme-tuning.ts';
import type { NormalForm } from '../program/normal-form.ts';
import { LEAST_REPLICATIONS, MOST_REPLICATED_VALUES, MOST_REPLICATIONS, type QualitySpec } from './quality-spec.ts';
import { ownTuning } from './replications.ts';

export interface QualityComplaint {
  /** Path in the spec, e.g. `samples` or `points`. */
  readonly field: string;
  readonly message: string;
}

/** Samples that one estimate may take. */
const MOST_SAMPLES = 1 << 24;
const MOST_POINTS = 10_000;

/** All complaints, empty if there are none. Cost: O(points · d). */
export function qualityComplaints(form: NormalForm, spec: QualitySpec): QualityComplaint[] {
  const complaints: QualityComplaint[] = [];
  const complain = (field: string, message: string): void => {
    complaints.push({ field, message });
  };
  const d = form.variableCount;
  if (spec.schemes.length === 0) complain('schemes', 'Choose at least one scheme.');
  const twice = spec.schemes.find((scheme, n) => spec.schemes.indexOf(scheme) !== n);
  if (twice !== undefined) complain('schemes', `${twice} is named twice.`);
  const { replications: R } = spec;
  if (!Number.isSafeInteger(R) || R < LEAST_REPLICATIONS || R > MOST_REPLICATIONS) {
    complain('replications', `There must be ${LEAST_REPLICATIONS} to ${MOST_REPLICATIONS} replications, not ${R}.`);
  } else if (R * d > MOST_REPLICATED_VALUES) {
    complain(
      'replications', `${R} replications of ${d} variables take too much memory; choose at most ${Math.floor(MOST_REPLICATED_VALUES / d)}.`,
    );
  }
  if (!Number.isSafeInteger(spec.seed) || spec.seed < 0) complain('seed', `The seed must be a non-negative integer, not ${spec.seed}.`);
  for (const scheme of Object.values(TUNED_SCHEMES)) {
    for (const { field, message } of tuningComplaints(scheme, ownTuning(scheme, spec.tuning))) complain(`tuning.${field}`, message);
  }
  const counts = spec.shape === 'point' ? spec.samples : [spec.samples];
  if (counts.length === 0) complain('samples', 'Give at least one sample count.');
  const odd = counts.find((samples) => !Number.isSafeInteger(samples) || samples < 1 || samples > MOST_SAMPLES);
  if (odd !== undefined) complain('samples', `A sample count must be an integer from 1 to ${MOST_SAMPLES}, not ${odd}.`);
  if (counts.some((samples, n) => n > 0 && samples <= (counts[n - 1] ?? 0))) complain('samples', 'Sample counts must ascend, each once.');
  const most = Math.max(0, ...counts);
  const starved = spec.schemes.find((scheme) => SCHEMES[scheme].leastSamples > most);
  if (starved !== undefined && counts.length > 0) {
    complain('samples', `${starved} needs at least ${SCHEMES[starved].leastSamples} samples.`);
  }
  if (spec.shape === 'point') {
    complainOfMarginals('xHat', spec.xHat, d, complain);
    if (spec.iteration !== undefined && !(Number.isSafeInteger(spec.iteration) && spec.iteration >= 0)) {
      complain('iteration', `The iteration must be a non-negative integer, not ${spec.iteration}.`);
    }
    return complaints;
  }
  if (spec.points.length === 0) complain('points', 'The trajectory has no point; choose a run with stored snapshots.');
  if (spec.points.length > MOST_POINTS) complain('points', `A trajectory may have ${MOST_POINTS} points, not ${spec.points.length}.`);
  for (const [n, { iteration, mu, xHat }] of spec.points.entries()) {
    const before = complaints.length;
    complainOfMarginals('points', xHat, d, complain);
    if (!Number.isSafeInteger(iteration) || iteration < 0 || iteration <= (spec.points[n - 1]?.iteration ?? -1)) {
      complain('points', 'The iterations of the points must ascend from 0.');
    }
    if (!(mu >= 0 && mu < Infinity)) complain('points', `The weight μ of a point must be a finite number of at least 0, not ${mu}.`);
    if (complaints.length > before) break;
  }
  return complaints;
}

function complainOfMarginals(field: string, xHat: readonly number[], d: number, complain: (field: string, message: string) => void): void {
  if (xHat.length !== d) {
    complain(field, `The point x̂ has ${xHat.length} values, the program has ${d} variables.`);
    return;
  }
  const j = xHat.findIndex((x) => !(x >= 0 && x <= 1));
  if (j >= 0) complain(field, `Value ${j + 1} of x̂ is ${xHat[j]}, not a number from 0 to 1.`);
}
