/**
 * The mean of a gradient scheme's estimates at a point, by the program's own sampled kernels: what the
 * claims about schemes measure.
 */
import { estimate } from '../estimation/estimate.ts';
import type { SchemeName } from '../gradients/scheme.ts';
import type { NormalForm } from '../program/normal-form.ts';
import type { ClaimControl } from './claim.ts';

export interface SchemeMean {
  /** Length d, penalty part. */
  readonly mean: Float64Array;
  /** Length d. */
  readonly standardError: Float64Array;
}

/** Cost: `samples` samples of the scheme. */
export function schemeMean(
  form: NormalForm,
  scheme: SchemeName,
  xHat: ArrayLike<number>,
  samples: number,
  seed: number,
  control: ClaimControl,
): SchemeMean {
  const found = estimate(
    form,
    { quantity: 'gradient', scheme, evaluation: 'sampled', xHat: Array.from(xHat), mu: 1, samples, seed },
    { now: control.now, ...(control.cancelled === undefined ? {} : { cancelled: control.cancelled }) },
  );
  if (found.quantity !== 'gradient') throw new TypeError('The estimate answered another quantity than was asked for');
  return { mean: found.penaltyGradient, standardError: found.standardError };
}
