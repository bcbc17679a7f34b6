/**
 * Independent truth for the spread of gradient estimates: the law of one sample's estimate by summing over
 * all 2^d vertices, straight from the printed per-sample forms (docs/science.md, section 4). Soft schemes
 * are integrated over ε by quadrature. Deliberately naive; nothing of the sampled kernels is used.
 */
import type { NormalForm } from '../../../src-science/program/normal-form.ts';

const TOLERANCE = 1e-9;

export interface Vertex {
  readonly x: readonly number[];
  readonly probability: number;
  readonly penalty: number;
  readonly estimate: Float64Array;
}

function value(form: NormalForm, i: number, x: readonly number[]): number {
  let v = -form.rhs[i]!;
  for (let k = form.start[i]!; k < form.start[i + 1]!; k++) v += form.value[k]! * x[form.column[k]!]!;
  return v;
}

/** max(v, 0), 0 where v is rounding. */
const part = (v: number): number => (v > TOLERANCE ? v : 0);

/** Every x with its probability and the hard scheme's estimate there. */
export function vertices(form: NormalForm, xHat: ArrayLike<number>, scheme: 'true-penalty' | 'straight-through'): Vertex[] {
  const d = form.variableCount;
  return Array.from({ length: 2 ** d }, (_, mask) => {
    const x = Array.from({ length: d }, (_unused, j) => (mask >> j) & 1);
    const probability = x.reduce((p, bit, j) => p * (bit === 1 ? xHat[j]! : 1 - xHat[j]!), 1);
    const estimate = new Float64Array(d);
    let penalty = 0;
    for (let i = 0; i < form.rowCount; i++) {
      const v = value(form, i, x);
      penalty += part(v);
      for (let k = form.start[i]!; k < form.start[i + 1]!; k++) {
        const j = form.column[k]!;
        const a = form.value[k]!;
        if (scheme === 'true-penalty') estimate[j]! += part(v + a * (1 - x[j]!)) - part(v - a * x[j]!);
        else if (v > TOLERANCE) estimate[j]! += a;
      }
    }
    return { x, probability, penalty, estimate };
  });
}

export interface Law {
  readonly mean: Float64Array;
  /** Trace of the covariance, and the standard deviation of ‖g − E g‖². */
  readonly trace: number;
  readonly spread: number;
}

/** Mean and total variance of a discrete law. */
export function lawOf(points: readonly { readonly probability: number; readonly estimate: Float64Array }[]): Law {
  const d = points[0]?.estimate.length ?? 0;
  const mean = new Float64Array(d);
  for (const { probability, estimate } of points) for (let j = 0; j < d; j++) mean[j]! += probability * estimate[j]!;
  let trace = 0;
  let fourth = 0;
  for (const { probability, estimate } of points) {
    let squared = 0;
    for (let j = 0; j < d; j++) squared += (estimate[j]! - mean[j]!) ** 2;
    trace += probability * squared;
    fourth += probability * squared * squared;
  }
  return { mean, trace, spread: Math.sqrt(Math.max(0, fourth - trace * trace)) };
}

/** The score-function estimate of K = 2 samples with the other as baseline, over all pairs of vertices. */
export function scorePairs(form: NormalForm, xHat: ArrayLike<number>): { probability: number; estimate: Float64Array }[] {
  const all = vertices(form, xHat, 'true-penalty');
  const score = (vertex: Vertex): Float64Array => Float64Array.from(vertex.x, (bit, j) => (bit - xHat[j]!) / (xHat[j]! * (1 - xHat[j]!)));
  return all.flatMap((a) => {
    const scoreOfA = score(a);
    return all.map((b) => {
      const scoreOfB = score(b);
      const estimate = scoreOfA.map((s, j) => ((a.penalty - b.penalty) * s + (b.penalty - a.penalty) * scoreOfB[j]!) / 2);
      return { probability: a.probability * b.probability, estimate };
    });
  });
}
