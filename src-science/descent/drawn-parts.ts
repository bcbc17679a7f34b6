/**
 * What of a descent or a decoding is drawn at random, and so differs from seed to seed. Where nothing is, every
 * seed gives the same bits, and several runs of one spec are one run made several times.
 */
import type { DecoderName } from '../decoding/decoder.ts';
import type { NormalForm } from '../program/normal-form.ts';
import type { DescentSpec } from './descent-spec.ts';
import { descentEvaluation } from './evaluators.ts';
import { drawsSigns } from './interchange-error.ts';
import { drawsMarginals } from './start.ts';

/** In the order in which they are drawn. */
export const DRAWN_PARTS = ['start', 'samples', 'error-signs', 'restarts', 'best-of-samples', 'wedelin', 'local-search', 'dive'] as const;
export type DrawnPart = (typeof DRAWN_PARTS)[number];

/**
 * @returns empty where the seed decides nothing
 * @throws EvaluationRefused where `exact` has no form
 * Cost: O(nnz).
 */
export function drawnParts(form: NormalForm, spec: DescentSpec): readonly DrawnPart[] {
  if (form.fixed.every((value) => value >= 0)) return [];
  const { start } = spec;
  const several = (spec.restarts ?? 1) > 1;
  const drawn: Readonly<Record<DrawnPart, boolean>> = {
    start: start.kind === 'random' && drawsMarginals(start),
    samples: descentEvaluation(form, spec).evaluation === 'sampled',
    'error-signs': drawsSigns(spec),
    // Other starts are mixed with marginals drawn from all of [0, 1].
    restarts: several && (start.kind !== 'random' || drawsMarginals(start)),
    'best-of-samples': spec.decoders.includes('best-of-samples'),
    wedelin: spec.decoders.includes('wedelin'),
    dive: spec.decoders.includes('dive'),
    'local-search': spec.decoders.includes('local-search'),
  };
  return DRAWN_PARTS.filter((part) => drawn[part]);
}

/** The same of one decoding. */
export function drawnInDecoding(form: NormalForm, decoder: DecoderName): readonly DrawnPart[] {
  return isDrawnPart(decoder) && form.fixed.some((value) => value < 0) ? [decoder] : [];
}

/** Said before several seeds of a run that draws nothing would start. */
export const DRAWS_NOTHING = 'Nothing in it is drawn at random: every seed gives the same run, so one is made.';

function isDrawnPart(decoder: string): decoder is DrawnPart {
  return DRAWN_PARTS.some((part) => part === decoder);
}
