/**
 * Where a descent begins: the same marginal everywhere, marginals drawn from the seed, or given ones
 * (an LP relaxation, another run's end). Fixed variables start, and stay, at their value.
 */
import type { NormalForm } from '../program/normal-form.ts';
import { createRandomStream, positionStream, uniform } from '../random/bit-planes.ts';
import type { DescentStart } from './descent-spec.ts';

/** `StreamPosition.stream` of random starts. */
export const START_STREAM = 3;
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
    case 'random': {
      const low = Math.max(start.center - start.spread, EDGE);
      const high = Math.min(start.center + start.spread, 1 - EDGE);
      const stream = createRandomStream();
      positionStream(stream, seed, START_STREAM, 0);
      for (let j = 0; j < d; j++) xHat[j] = low + (high - low) * uniform(stream, 0, j);
      break;
    }
    case 'given':
      if (start.xHat.length !== d) throw new RangeError(`the starting point has ${start.xHat.length} marginals, the program has ${d} variables`);
      xHat.set(start.xHat);
      break;
  }
  for (let j = 0; j < d; j++) if (form.fixed[j]! >= 0) xHat[j] = form.fixed[j]!;
  return xHat;
}
