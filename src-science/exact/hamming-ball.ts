/**
 * The 0/1 vectors within Δ flips of a center, as one more row of a program: Σ_{center_j = 0} x_j +
 * Σ_{center_j = 1} (1 − x_j) ≤ Δ (local branching, Fischetti & Lodi, Mathematical Programming 2003). Used
 * to hand a decoded vector over to an exact solver (docs/science.md, section 10, `trust-region`). What is
 * proven of the smaller program is proven inside the ball only.
 */
import { bitWeights } from '../program/integers.ts';
import { FREE } from '../program/program.ts';
import type { Program } from '../program/program.ts';
import { appendRows } from './append-rows.ts';

const ROW_NAME = 'ball';

/**
 * The program with the ball's row after its own.
 * @param center length d, 0/1; it need not satisfy any row
 * @param radius Δ, a whole number ≥ 0
 * @throws RangeError when center or radius are none
 * Cost: O(nnz + d).
 */
export function withinBall(program: Program, center: ArrayLike<number>, radius: number): Program {
  const d = program.objective.length;
  if (center.length !== d) throw new RangeError(`the center has ${center.length} values, the program has ${d} variables`);
  if (!Number.isSafeInteger(radius) || radius < 0) throw new RangeError(`the radius must be a whole number of at least 0, got ${radius}`);
  const column: number[] = [];
  const value: number[] = [];
  let upper = radius;
  for (let j = 0; j < d; j++) {
    if (center[j] !== 0 && center[j] !== 1) throw new RangeError(`value ${j + 1} of the center is ${center[j]}, neither 0 nor 1`);
    if (program.fixed[j] !== FREE) {
      // A variable fixed against the center is a flip spent.
      if (program.fixed[j] !== center[j]) upper--;
      continue;
    }
    column.push(j);
    value.push(center[j] === 1 ? -1 : 1);
    if (center[j] === 1) upper--;
  }
  return appendRows(program, [{ name: ROW_NAME, column, value, lower: -Infinity, upper }]);
}

/** Number of places in which two 0/1 vectors differ. @param x length d. @param y length d. Cost: O(d). */
export function hammingDistance(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let distance = 0;
  for (let j = 0; j < x.length; j++) if (x[j] !== y[j]) distance++;
  return distance;
}

/**
 * Number of the user's variables in which two vectors of bits differ: an integer counts once.
 * @param x length d
 * @param y length d
 * Cost: O(d).
 */
export function userDistance(program: Pick<Program, 'variableNames' | 'integers'>, x: ArrayLike<number>, y: ArrayLike<number>): number {
  const { integers = [] } = program;
  let distance = 0;
  let n = 0;
  for (let j = 0; j < x.length; ) {
    const integer = integers[n];
    const width = integer?.bit === j ? bitWeights(integer).length : 1;
    if (integer?.bit === j) n++;
    let differs = false;
    for (const end = j + width; j < end; j++) differs ||= x[j] !== y[j];
    if (differs) distance++;
  }
  return distance;
}
