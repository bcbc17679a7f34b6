/**
 * What is wrong with a spec of gradient quality on a program: every complaint in one sentence, tied to
 * its field. Nothing is measured of a spec that has one.
 */
import { SCHEMES } from '../gradients/scheme.ts';
import type { NormalForm } from '../program/normal-form.ts';
import { recordComplaints } from '../settings/complaints.ts';
import type { SettingComplaint } from '../settings/complaints.ts';
import { QUALITY } from './quality-settings.ts';
import type { QualitySpec } from './quality-settings.ts';
import { MOST_REPLICATED_VALUES } from './quality-spec.ts';

const MOST_POINTS = 10_000;

/** All complaints, empty if there are none. Where a record refuses a value, nothing else is said of it. Cost: O(points · d). */
export function qualityComplaints(form: NormalForm, spec: QualitySpec): SettingComplaint[] {
  const complaints = recordComplaints(QUALITY.cases[spec.shape], spec);
  const refused = new Set(complaints.map(({ field }) => field));
  const complain = (field: string, message: string): void => {
    if (!refused.has(field)) complaints.push({ field, message });
  };
  const d = form.variableCount;
  const { replications: R } = spec;
  if (R * d > MOST_REPLICATED_VALUES) complain('replications', `${R} replications of ${d} variables take too much memory; choose at most ${Math.floor(MOST_REPLICATED_VALUES / d)}.`);
  const counts = spec.shape === 'point' ? spec.samples : [spec.samples];
  const most = Math.max(0, ...counts);
  const starved = spec.schemes.find((scheme) => SCHEMES[scheme].leastSamples > most);
  if (starved !== undefined && counts.length > 0) {
    complain('samples', `${starved} needs at least ${SCHEMES[starved].leastSamples} samples.`);
  }
  if (spec.shape === 'point') {
    complainOfMarginals('xHat', spec.xHat, d, complain);
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
