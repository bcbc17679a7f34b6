/** Gradient quality: bias, variance, angle and cost of schemes' estimates, at a point or along a trajectory. */
import { SCHEME_NAMES } from '../../../src-science/gradients/scheme.ts';
import { defaultLadder } from '../../../src-science/quality/default-ladder.ts';
import { QUALITY } from '../../../src-science/quality/quality-settings.ts';
import { qualityComplaints } from '../../../src-science/quality/validate-quality.ts';
import type { EngineKind } from './engine-kind.ts';
import { centerOf } from './vectors.ts';

export const quality: EngineKind<'quality'> = {
  asked(body) {
    const [only, ...others] = body.schemes;
    return {
      method: body.shape === 'point'
        ? 'gradient quality'
        : `gradient quality along ${body.runId === null ? 'points' : `run ${body.runId}`}`,
      scheme: only !== undefined && others.length === 0 ? only : null,
      samplesPerStep: body.shape === 'path' ? body.samples : null,
      seed: body.seed,
    };
  },
  found: ({ quality: found }) => ({ seconds: found.seconds, ...(found.shape === 'path' ? {} : { z: largestBias(found.schemes) }) }),
  solutions: null,
  complaints: (body, _program, form) => qualityComplaints(form, body),
  draws: () => true,
  defaults: (form) => ({
    shape: 'point',
    schemes: SCHEME_NAMES,
    xHat: centerOf(form),
    samples: defaultLadder(form),
    replications: QUALITY.cases.point.replications.default,
    seed: 1,
  }),
  // Said before specs had an origin.
  origin: (body) => (body.shape === 'path' && body.runId !== null ? { runId: body.runId, iteration: null } : null),
};

/** The largest z of a scheme against its own expectation, each at its largest measured sample count. */
function largestBias(schemes: readonly { readonly biasZ: Float64Array }[]): number | null {
  const last = schemes.flatMap(({ biasZ }) => biasZ.findLast((z) => !Number.isNaN(z)) ?? []);
  return last.length === 0 ? null : Math.max(...last);
}
