/** Rounds each marginal by itself: 1 where x̂_j > ½, else 0; fixed variables keep their value. It looks at no row. */
import type { NormalForm } from '../program/normal-form.ts';

/** @param xHat marginals, length d. @returns length d, 0/1. Cost: O(d). */
export function roundByThreshold(form: NormalForm, xHat: Float64Array): Uint8Array {
  const x = new Uint8Array(form.variableCount);
  for (let j = 0; j < x.length; j++) x[j] = form.fixed[j]! >= 0 ? form.fixed[j]! : xHat[j]! > 0.5 ? 1 : 0;
  return x;
}
