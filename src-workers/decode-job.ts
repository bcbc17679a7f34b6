/** A decoding of one x̂: one call of `decode`. */
import { decode } from '../src-science/decoding/decode.ts';
import type { JobOutcome } from '../src-contract/job-event.ts';
import type { JobSpec } from '../src-contract/job-spec.ts';
import type { JobContext } from './job-context.ts';
import { requireMarginals } from './marginals.ts';
import { normalFormOf } from './normal-forms.ts';
import { solutionValue } from './solution-value.ts';

type DecodeSpec = Extract<JobSpec, { kind: 'decode' }>['decode'];

export function runDecode(context: JobContext, spec: DecodeSpec): JobOutcome {
  const xHat = requireMarginals(context.program, spec.xHat, 'decode.xHat');
  const { mu, samples, seed, searchWork } = spec;
  const solution = decode(normalFormOf(context.program), spec.decoder, xHat, { mu, samples, seed, searchWork, cancelled: () => context.cancelled(), now: () => context.now() });
  return { status: context.cancelled() ? 'cancelled' : 'done', result: { kind: 'decode', decoder: spec.decoder, solution: solutionValue(solution) } };
}
