/**
 * Functions of two marginals as they occur in a plane of the relaxation: finite sums of products of
 * known functions of one marginal each. Expectations are multilinear in the x̂ that enter through
 * probabilities, and all else of a coordinate is f₁, h1, h0 and their reflections, so a handful of
 * exact evaluations fixes such a function everywhere: this is interpolation in a space that contains
 * the function, exact up to rounding, and not an approximation.
 */
import { f1, f1Prime, slopeWhenOne, slopeWhenZero } from '../relaxation/one-variable.ts';
import { f1Second } from './curvature.ts';

/** Functions of one marginal. */
export interface Basis {
  readonly functions: readonly ((x: number) => number)[];
  readonly slopes: readonly ((x: number) => number)[];
  /**
   * As many points as functions, at which all are finite and independent; where an own and an other basis
   * occur together, the points of one are among those of the other, so that evaluations can be shared.
   */
  readonly nodes: readonly number[];
}

const zero = (): number => 0;
const one = (): number => 1;
const identity = (x: number): number => x;

/** What does not depend on the coordinate. */
export const CONSTANT: Basis = { functions: [one], slopes: [zero], nodes: [0.25] };
/** What depends on it through its probability. */
export const LINEAR: Basis = { functions: [one, identity], slopes: [zero, one], nodes: [0.25, 0.75] };
/** The own coordinate of the interchange field: h1 and h0. */
export const INTERCHANGE: Basis = {
  functions: [slopeWhenOne, slopeWhenZero],
  slopes: [f1Second, (x) => -f1Second(1 - x)],
  nodes: [0.25, 0.75],
};
/** What depends on the coordinate as the surrogate's expectation does: K1 = f₁(x) + x, K0 = −f₁(1−x). */
export const SURROGATE: Basis = {
  functions: [one, identity, f1, (x) => f1(1 - x)],
  slopes: [zero, one, f1Prime, (x) => -f1Prime(1 - x)],
  nodes: [0.03125, 0.25, 0.75, 0.96875],
};
/** The surrogate's slope in its own coordinate. */
export const SURROGATE_SLOPE: Basis = {
  functions: [one, f1Prime, (x) => f1Prime(1 - x)],
  slopes: [zero, f1Second, (x) => -f1Second(1 - x)],
  nodes: [0.03125, 0.25, 0.96875],
};

/** Σ_{p,q} coefficient[p, q] · own_p(x) · other_q(y). */
export interface TensorFunction {
  readonly own: Basis;
  readonly other: Basis;
  /** Row by row, one row for each function of `own`. */
  readonly coefficient: Float64Array;
}

/** @param entries coefficients by row */
export function tensorFunction(own: Basis, other: Basis, entries: readonly (readonly number[])[]): TensorFunction {
  return { own, other, coefficient: Float64Array.from(entries.flat()) };
}

/** Inverse of a small matrix given by rows, by Gauss–Jordan elimination with pivoting. */
function inverse(matrix: readonly (readonly number[])[]): number[][] {
  const n = matrix.length;
  const work = matrix.map((row, i) => [...row, ...row.map((_, k) => Number(k === i))]);
  for (let c = 0; c < n; c++) {
    let pivot = c;
    for (let r = c + 1; r < n; r++) if (Math.abs(work[r]![c]!) > Math.abs(work[pivot]![c]!)) pivot = r;
    [work[c], work[pivot]] = [work[pivot]!, work[c]!];
    const lead = work[c]!;
    const scale = 1 / lead[c]!;
    for (let k = 0; k < 2 * n; k++) lead[k]! *= scale;
    for (let r = 0; r < n; r++) {
      if (r === c) continue;
      const factor = work[r]![c]!;
      for (let k = 0; k < 2 * n; k++) work[r]![k]! -= factor * lead[k]!;
    }
  }
  return work.map((row) => row.slice(n));
}

const INVERSES = new Map<Basis, number[][]>();

/** Takes values at the nodes of a basis to coefficients: entry [p][i]. */
export function nodeInverse(basis: Basis): readonly (readonly number[])[] {
  let known = INVERSES.get(basis);
  if (known === undefined) {
    known = inverse(basis.nodes.map((x) => basis.functions.map((f) => f(x))));
    INVERSES.set(basis, known);
  }
  return known;
}

/**
 * The function of a tensor space that takes given values.
 * @param valueAt finite values at all pairs of nodes
 * Cost: one call of `valueAt` for each pair.
 */
export function fitTensor(own: Basis, other: Basis, valueAt: (x: number, y: number) => number): TensorFunction {
  const left = nodeInverse(own);
  const right = nodeInverse(other);
  const values = own.nodes.map((x) => other.nodes.map((y) => valueAt(x, y)));
  const entries = left.map((row) =>
    right.map((column) => {
      let sum = 0;
      row.forEach((l, i) => {
        column.forEach((r, k) => {
          sum += l * r * values[i]![k]!;
        });
      });
      return sum;
    }),
  );
  return tensorFunction(own, other, entries);
}

type Functions = readonly ((x: number) => number)[];

function contract(coefficient: Float64Array, own: Functions, x: number, other: Functions, y: number): number {
  const at = other.map((f) => f(y));
  let sum = 0;
  own.forEach((f, p) => {
    let row = 0;
    for (let q = 0; q < at.length; q++) {
      const c = coefficient[p * at.length + q]!;
      // ∞ · 0 at an edge counts as 0, as in the plan that was sampled.
      if (c !== 0) row += c * at[q]!;
    }
    if (row !== 0) sum += row * f(x);
  });
  return sum;
}

/** The value at (x, y). */
export function tensorValue(f: TensorFunction, x: number, y: number): number {
  return contract(f.coefficient, f.own.functions, x, f.other.functions, y);
}

/** The derivative in its own coordinate. */
export function tensorOwnSlope(f: TensorFunction, x: number, y: number): number {
  return contract(f.coefficient, f.own.slopes, x, f.other.functions, y);
}

/** The derivative in the other coordinate. */
export function tensorOtherSlope(f: TensorFunction, x: number, y: number): number {
  return contract(f.coefficient, f.own.functions, x, f.other.slopes, y);
}
