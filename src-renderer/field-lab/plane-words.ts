/** What a plane shows, in one sentence: whether the field is a gradient, and by how much it is not. */
import type { FieldScheme } from '../../src-science/field/field-scheme.ts';
import { formatNumber } from '../format/index.ts';
import type { LoopReading } from './loop.ts';
import type { PlaneGrids } from './plane-scene.ts';

const OF: Readonly<Record<FieldScheme, string>> = {
  'true-penalty': 'The gradient of the true penalty',
  'score-function': 'The score function has the gradient of the true penalty as its expectation',
  'surrogate-corrected': 'The gradient of the surrogate',
  'surrogate-interchange': 'The interchange field',
  'straight-through': 'The expected straight-through direction',
  'naive-pathwise': 'The naive pathwise derivative',
};

export function planeWords(scheme: FieldScheme, { mostMagnitude, mostCurl }: Pick<PlaneGrids, 'mostMagnitude' | 'mostCurl'>, loop: LoopReading | null): string {
  if (mostMagnitude === 0) return `${OF[scheme]} is 0 everywhere: nothing moves.`;
  if (mostCurl === 0) {
    const verb = scheme === 'score-function' ? ': curl' : ' has curl';
    return scheme === 'true-penalty' || scheme === 'surrogate-corrected' || scheme === 'score-function'
      ? `${OF[scheme]}${verb} 0 everywhere, so every circulation is 0.`
      : `${OF[scheme]} has curl 0 in this plane, so here it is the gradient of something.`;
  }
  const start = `${OF[scheme]} is the gradient of nothing: its curl is not 0`;
  if (loop === null) return `${start}.`;
  const agree = Math.abs(loop.circulation - loop.curlIntegral) <= 4 * (loop.circulationError + loop.curlError);
  const value = formatNumber(loop.circulation);
  return agree ? `${start}, and round this loop circulation and curl integral agree at ${value}.` : `${start}; circulation and curl integral of this loop differ beyond their quadrature errors, as they can where the loop touches the edge of the square.`;
}
