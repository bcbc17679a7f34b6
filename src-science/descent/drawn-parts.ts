/**
 * What of a descent or a decoding is drawn at random, and so differs from seed to seed. Where nothing is, every
 * seed gives the same bits, and several runs of one spec are one run made several times.
 */
import { DECODERS, decodersThat } from '../decoding/decoders.ts';
import type { DecoderName } from '../decoding/decoders.ts';
import type { NormalForm } from '../program/normal-form.ts';
import type { DescentSpec } from './descent-spec.ts';
import { descentEvaluation } from './evaluators.ts';
import { drawsSigns } from './interchange-error.ts';
import { drawsMarginals } from './start.ts';

/** In the order in which they are drawn. */
const DRAWN_BEFORE = ['start', 'samples', 'error-signs', 'restarts'] as const;
export type DrawnPart = (typeof DRAWN_BEFORE)[number] | DecoderName;

/**
 * @returns empty where the seed decides nothing
 * @throws EvaluationRefused where `exact` has no form
 * Cost: O(nnz).
 */
export function drawnParts(form: NormalForm, spec: DescentSpec): readonly DrawnPart[] {
  if (form.fixed.every((value) => value >= 0)) return [];
  const { start } = spec;
  const several = (spec.restarts ?? 1) > 1;
  const drawn: Readonly<Record<(typeof DRAWN_BEFORE)[number], boolean>> = {
    start: start.kind === 'random' && drawsMarginals(start),
    samples: descentEvaluation(form, spec).evaluation === 'sampled',
    'error-signs': drawsSigns(spec),
    // Other starts are mixed with marginals drawn from all of [0, 1].
    restarts: several && (start.kind !== 'random' || drawsMarginals(start)),
  };
  return [...DRAWN_BEFORE.filter((part) => drawn[part]), ...decodersThat('draws').filter((decoder) => spec.decoders.includes(decoder))];
}

/** The same of one decoding. */
export function drawnInDecoding(form: NormalForm, decoder: DecoderName): readonly DrawnPart[] {
  return DECODERS[decoder].draws && form.fixed.some((value) => value < 0) ? [decoder] : [];
}

/** Said before several seeds of a run that draws nothing would start. */
export const DRAWS_NOTHING = 'Nothing in it is drawn at random: every seed gives the same run, so one is made.';
