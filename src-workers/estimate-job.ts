/** An estimate at one x̂: one call of `estimate`, its progress and its cancel. */
import { estimate } from '../src-science/estimation/estimate.ts';
import type { EstimateSpec } from '../src-science/estimation/estimate-spec.ts';
import type { EstimateResultValue, JobOutcome } from '../src-contract/job-event.ts';
import { owned } from './job-context.ts';
import type { JobContext } from './job-context.ts';
import { requireMarginals } from './marginals.ts';
import { normalFormOf } from './normal-forms.ts';

export function runEstimate(context: JobContext, spec: EstimateSpec): JobOutcome {
  requireMarginals(context.program, spec.xHat, 'estimate.xHat');
  const found = estimate(normalFormOf(context.program), spec, {
    now: () => context.now(),
    cancelled: () => context.cancelled(),
    onProgress: (fraction) => context.progress({ fraction, done: Math.round(fraction * spec.samples), unit: 'samples', incumbent: null, bound: null }),
  });
  const result: EstimateResultValue =
    found.quantity === 'gradient'
      ? {
          kind: 'estimate',
          estimate: {
            ...found,
            penaltyGradient: owned(found.penaltyGradient),
            standardError: owned(found.standardError),
            objectiveGradient: owned(found.objectiveGradient),
            exact: found.exact === null ? null : owned(found.exact),
            trueGradient: found.trueGradient === null ? null : owned(found.trueGradient),
          },
        }
      : { kind: 'estimate', estimate: found };
  // A sampled estimate that stopped early is a good estimate from fewer samples.
  const short = context.cancelled() && found.samples < spec.samples && !(found.quantity === 'gradient' && found.evaluation === 'exact');
  return short ? { status: 'cancelled', result: found.samples > 0 ? result : null } : { status: 'done', result };
}
