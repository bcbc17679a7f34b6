/**
 * Where a descent begins: the same marginal everywhere, marginals drawn from the seed, or given ones
 * (another run's end, or the linear relaxation's, drawn in). Fixed variables start, and stay, at their
 * value. Restarts begin elsewhere, by draws of their own.
 */
import type { NormalForm } from '../program/normal-form.ts';
import { createRandomStream, positionStream, uniform } from '../random/bit-planes.ts';
import type { DescentStart } from './descent-spec.ts';
import { STREAMS } from '../random/streams.ts';

/** Random marginals stay this far from 0 and 1, so that the draw is from the open interval. */
const EDGE = 1e-9;

/**
 * Starting marginals.
 * @returns length d, each in [0, 1]
 * @throws RangeError when a given x̂ has not length d
 * Cost: O(d).
 */
export function startMarginals(form: NormalForm, start: DescentStart, seed: number): Float64Array {
  const d = form.variableCount;
  const xHat = new Float64Array(d);
  switch (start.kind) {
    case 'uniform':
      xHat.fill(start.value);
      break;
    case 'random':
      drawMarginals(start, seed, 0, xHat);
      break;
    case 'lp-relaxation':
      if (start.otherwise === undefined) throw new RangeError('the linear relaxation has to be solved before a descent can start there');
      xHat.fill(start.otherwise);
      break;
    case 'model':
      throw new RangeError('the model has to be asked before a descent can start there');
    case 'given':
      if (start.xHat.length !== d) {
        throw new RangeError(`the starting point has ${start.xHat.length} marginals, the program has ${d} variables`);
      }
      xHat.set(start.xHat);
      break;
  }
  for (let j = 0; j < d; j++) if (form.fixed[j]! >= 0) xHat[j] = form.fixed[j]!;
  return xHat;
}

/**
 * Start of restart r ≥ 1: a random start draws anew; any other is mixed half and half with marginals
 * drawn uniformly, so that every restart is another one and still knows where it was told to begin.
 * @param first marginals of the first descent, length d
 * @returns length d, each in [0, 1]
 */
export function restartMarginals(form: NormalForm, start: DescentStart, first: Float64Array, seed: number, restart: number): Float64Array {
  const xHat = new Float64Array(form.variableCount);
  if (start.kind === 'random') {
    drawMarginals(start, seed, restart, xHat);
  } else {
    drawMarginals({ center: 0.5, spread: 0.5 }, seed, restart, xHat);
    for (let j = 0; j < xHat.length; j++) xHat[j] = 0.5 * (first[j]! + xHat[j]!);
  }
  for (let j = 0; j < xHat.length; j++) if (form.fixed[j]! >= 0) xHat[j] = form.fixed[j]!;
  return xHat;
}

/** Between what random marginals lie. */
function rangeOf(
  { center, spread }: { readonly center: number; readonly spread: number },
): { readonly low: number; readonly high: number } {
  return { low: Math.max(center - spread, EDGE), high: Math.min(center + spread, 1 - EDGE) };
}

/** Whether marginals in such a range differ from seed to seed. */
export function drawsMarginals(range: { readonly center: number; readonly spread: number }): boolean {
  const { low, high } = rangeOf(range);
  return low !== high;
}

function drawMarginals(
  range: { readonly center: number; readonly spread: number }, seed: number, restart: number, xHat: Float64Array,
): void {
  const { low, high } = rangeOf(range);
  const stream = createRandomStream();
  positionStream(stream, seed, STREAMS.start, restart);
  for (let j = 0; j < xHat.length; j++) xHat[j] = low + (high - low) * uniform(stream, 0, j);
}

/** The start at the linear relaxation's solution. @param solution length d, each in [0, 1] up to a solver's rounding */
export function startAtRelaxation(solution: ArrayLike<number>, margin: number): Extract<DescentStart, { kind: 'given' }> {
  return { kind: 'given', xHat: Array.from(solution, (x) => margin + (1 - 2 * margin) * Math.min(Math.max(x, 0), 1)) };
}
