/** What a plane shows, in one sentence: whether the field is a gradient, and by how much it is not. */
import { SCHEMES, type FieldScheme } from '../../src-science/gradients/scheme.ts';
import { formatNumber } from '../format/index.ts';
import type { LoopReading } from './loop.ts';
import type { PlaneGrids } from './plane-scene.ts';

export function planeWords(
  scheme: FieldScheme, { mostMagnitude, mostCurl }: Pick<PlaneGrids, 'mostMagnitude' | 'mostCurl'>, loop: LoopReading | null,
): string {
  const { target, expectation } = SCHEMES[scheme];
  const { subject } = expectation;
  if (mostMagnitude === 0) return `${subject} is 0 everywhere: nothing moves.`;
  if (mostCurl === 0) {
    return target === 'true-gradient' || target === 'surrogate-gradient'
      ? `${subject} has curl 0 everywhere, so every circulation is 0.`
      : `${subject} has curl 0 in this plane, so here it is the gradient of something.`;
  }
  const start = `${subject} is the gradient of nothing: its curl is not 0`;
  if (loop === null) return `${start}.`;
  const agree = Math.abs(loop.circulation - loop.curlIntegral) <= 4 * (loop.circulationError + loop.curlError);
  const value = formatNumber(loop.circulation);
  return agree
    ? `${start}, and round this loop circulation and curl integral agree at ${value}.`
    : `${start}; circulation and curl integral of this loop differ beyond their quadrature errors, as they can where the loop touches the edge of the square.`;
}
