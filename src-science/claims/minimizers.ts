/**
 * The sets of minimizers of the problems (1), (2) and (3) of GWL25 for small programs, each found in its
 * own way (docs/science.md, section 2). A set of minimizers of (2) or (3) is a union of faces of the cube:
 * on a face a multilinear function is minimal everywhere as soon as it is minimal at the center, so the
 * 3^d centers (0, 1 or ½ in each coordinate) tell the whole set. (1) is enumerated by its rows alone.
 */
import type { NormalForm } from '../program/normal-form.ts';
import { roundingOfSums, scaleRow } from '../relaxation/integral-row.ts';

/** The penalty Σ_i E[max(a_iᵀx − b_i, 0)] at marginals. */
export type PenaltyAt = (xHat: Float64Array) => number;

/** Penalties below this are rounding: violations are at least 0.05, probabilities at least 2^−d. */
export const NO_PENALTY = 1e-9;
/** Losses that differ by less are equal. */
const SAME_LOSS = 1e-7;

/** Number of faces of the d-cube. */
export const faceCount = (d: number): number => 3 ** d;

/** The center of face number `face`: digit 0, 1 or 2 of base 3 stands for 0, 1, ½. */
export function faceCenter(d: number, face: number, into: Float64Array): void {
  let rest = face;
  for (let j = 0; j < d; j++) {
    const digit = rest % 3;
    into[j] = digit === 2 ? 0.5 : digit;
    rest = (rest - digit) / 3;
  }
}

/** Face number of a vertex. */
function vertexFace(x: Uint8Array): number {
  let face = 0;
  for (let j = x.length - 1; j >= 0; j--) face = 3 * face + x[j]!;
  return face;
}

function costAt(form: NormalForm, xHat: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 0; j < form.variableCount; j++) sum += form.objective[j]! * xHat[j]!;
  return sum;
}

/** Whether A x ≤ b, with each row read as the decimals it was written in. */
export function isFeasible(form: NormalForm, x: Uint8Array): boolean {
  for (let i = 0; i < form.rowCount; i++) {
    const from = form.start[i]!;
    const row = scaleRow(form.value, from, form.start[i + 1]!, form.rhs[i]!);
    let sum = 0;
    row.weight.forEach((w, k) => {
      sum += w * x[form.column[from + k]!]!;
    });
    if (sum > row.bound + roundingOfSums(row)) return false;
  }
  return true;
}

/** The faces (vertices) that minimize (1), by enumeration; empty if infeasible. Cost: 2^d · nnz. */
export function minimizersOfProgram(form: NormalForm): ReadonlySet<number> {
  const d = form.variableCount;
  const x = new Uint8Array(d);
  let best = Number.POSITIVE_INFINITY;
  let faces: number[] = [];
  for (let mask = 0; mask < 2 ** d; mask++) {
    for (let j = 0; j < d; j++) x[j] = (mask >> j) & 1;
    if (!isFeasible(form, x)) continue;
    const cost = costAt(form, x);
    if (cost < best - SAME_LOSS) faces = [];
    if (cost < best + SAME_LOSS) faces.push(vertexFace(x));
    best = Math.min(best, cost);
  }
  return new Set(faces);
}

/** Faces whose center minimizes `loss` among the faces it is defined on (not NaN). */
function leastFaces(d: number, loss: (center: Float64Array) => number): ReadonlySet<number> {
  const center = new Float64Array(d);
  let best = Number.POSITIVE_INFINITY;
  let faces: number[] = [];
  for (let face = 0; face < faceCount(d); face++) {
    faceCenter(d, face, center);
    const value = loss(center);
    if (Number.isNaN(value)) continue;
    if (value < best - SAME_LOSS) faces = [];
    if (value < best + SAME_LOSS) faces.push(face);
    best = Math.min(best, value);
  }
  return new Set(faces);
}

/** The faces that minimize (2); empty if it is infeasible. Cost: 3^d penalties. */
export function minimizersOfConstrained(form: NormalForm, penalty: PenaltyAt): ReadonlySet<number> {
  return leastFaces(form.variableCount, (center) => (penalty(center) > NO_PENALTY ? Number.NaN : costAt(form, center)));
}

/** The faces that minimize (3) at weight μ. Cost: 3^d penalties. */
export function minimizersOfPenalized(form: NormalForm, penalty: PenaltyAt, mu: number): ReadonlySet<number> {
  return leastFaces(form.variableCount, (center) => costAt(form, center) + mu * penalty(center));
}

/** The vertices among faces. */
export function verticesAmong(d: number, faces: ReadonlySet<number>): ReadonlySet<number> {
  const center = new Float64Array(d);
  return new Set(
    [...faces].filter((face) => {
      faceCenter(d, face, center);
      return center.every((x) => x !== 0.5);
    }),
  );
}

export function sameSet(a: ReadonlySet<number>, b: ReadonlySet<number>): boolean {
  return a.size === b.size && [...a].every((entry) => b.has(entry));
}
