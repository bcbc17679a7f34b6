/**
 * The sample counts that gradient quality is measured at where none are given: powers of two up to 2¹⁴,
 * fewer on a program with many nonzeros, so that all schemes together take seconds rather than minutes.
 */
import type { NormalForm } from '../program/normal-form.ts';
import { SCHEME_NAMES } from '../gradients/scheme.ts';
import { QUALITY } from './quality-settings.ts';

const LARGEST = 2 ** 14;
const LEAST_OF_LARGEST = 2 ** 8;
/** Nonzeros that all replications of all schemes may read together, about ten seconds. */
const WORK = 3e9;

/** 1, 2, 4, … */
export function defaultLadder(form: NormalForm): number[] {
  const perSample = SCHEME_NAMES.length * QUALITY.cases.point.replications.default * Math.max(1, form.value.length + form.variableCount);
  const ladder: number[] = [];
  for (let samples = 1; samples <= LARGEST; samples *= 2) {
    // A doubling ladder takes twice its last step.
    if (samples > LEAST_OF_LARGEST && 2 * samples * perSample > WORK) break;
    ladder.push(samples);
  }
  return ladder;
}
