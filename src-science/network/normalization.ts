/**
 * Batch and graph normalization of a program's nodes, feature by feature:
 *   o = x − α m,  y = γ o / √(mean o² + 10⁻⁵) + β,  m the mean of x,
 * with α = 1 for batch normalization (Ioffe & Szegedy 2015) and learned for graph normalization (Cai et al. 2021). Means are of
 * the program's own nodes, also in batch normalization, in training as in prediction: the published training takes them over
 * the five programs of a batch and predicts with running averages. So programs of a batch do not wait for each other, and
 * a prediction does not depend on what was trained last. Sums are in double precision, in the order of the nodes.
 */
import type { NormAt } from './network-shape.ts';

const EPSILON = 1e-5;

/** What the gradient needs of a normalization: means and inverse deviations by feature. */
export interface NormState {
  readonly mean: Float64Array;
  readonly inverse: Float64Array;
}

export function createNormState(width: number): NormState {
  return { mean: new Float64Array(width), inverse: new Float64Array(width) };
}

/**
 * @param at where the norm's parameters stand, `parameters` added
 * @param x n × width, row by row without gaps, @param y the same with a stride
 */
export function normalize(
  floats: Float32Array, n: number, x: number, { scale, shift, meanScale, width }: NormAt, parameters: number, y: number, yStride: number,
  { mean, inverse }: NormState,
): void {
  mean.fill(0);
  inverse.fill(0);
  const taken = new Float64Array(width);
  for (let r = 0, at = x; r < n; r++, at += width) for (let o = 0; o < width; o++) mean[o]! += floats[at + o]!;
  for (let o = 0; o < width; o++) {
    mean[o]! /= n;
    taken[o] = (meanScale === null ? 1 : floats[parameters + meanScale + o]!) * mean[o]!;
  }
  for (let r = 0, at = x; r < n; r++, at += width) {
    for (let o = 0; o < width; o++) {
      const off = floats[at + o]! - taken[o]!;
      inverse[o]! += off * off;
    }
  }
  for (let o = 0; o < width; o++) inverse[o] = 1 / Math.sqrt(inverse[o]! / n + EPSILON);
  for (let r = 0, at = x, to = y; r < n; r++, at += width, to += yStride) {
    for (let o = 0; o < width; o++) {
      floats[to + o] = (floats[at + o]! - taken[o]!) * inverse[o]! * floats[parameters + scale + o]! + floats[parameters + shift + o]!;
    }
  }
}

/**
 * Turns the gradient in y into that in x and adds those of the parameters.
 * @param d gradient in y, n × width with a stride; @param dx gradient in x, n × width without gaps, may be d where that has none
 * @param gradients where the parameters' gradients begin
 */
export function normalizeBack(
  floats: Float32Array, n: number, x: number, { scale, shift, meanScale, width }: NormAt, parameters: number, d: number, dStride: number,
  dx: number, gradients: number, { mean, inverse }: NormState,
): void {
  const taken = new Float64Array(width);
  const sum = new Float64Array(width);
  const along = new Float64Array(width);
  const moved = new Float64Array(width);
  for (let o = 0; o < width; o++) taken[o] = (meanScale === null ? 1 : floats[parameters + meanScale + o]!) * mean[o]!;
  for (let r = 0, at = x, by = d; r < n; r++, at += width, by += dStride) {
    for (let o = 0; o < width; o++) {
      const g = floats[by + o]!;
      sum[o]! += g;
      along[o]! += g * (floats[at + o]! - taken[o]!) * inverse[o]!;
    }
  }
  for (let o = 0; o < width; o++) {
    floats[gradients + scale + o]! += along[o]!;
    floats[gradients + shift + o]! += sum[o]!;
    along[o]! /= n;
  }
  // Of o: γ/deviation (d − ŷ mean(d ŷ)); its own mean goes back through m.
  for (let r = 0, at = x, by = d, to = dx; r < n; r++, at += width, by += dStride, to += width) {
    for (let o = 0; o < width; o++) {
      const unit = (floats[at + o]! - taken[o]!) * inverse[o]!;
      const g = floats[parameters + scale + o]! * inverse[o]! * (floats[by + o]! - unit * along[o]!);
      moved[o]! += g;
      floats[to + o] = g;
    }
  }
  for (let o = 0; o < width; o++) {
    if (meanScale !== null) floats[gradients + meanScale + o]! -= mean[o]! * moved[o]!;
    moved[o]! *= (meanScale === null ? 1 : floats[parameters + meanScale + o]!) / n;
  }
  for (let r = 0, to = dx; r < n; r++, to += width) for (let o = 0; o < width; o++) floats[to + o]! -= moved[o]!;
}
