/**
 * A decoding of one x̂: one call of `decode`; the samples of `best-of-samples` are drawn by all workers
 * there are. A cancelled one is the best of the samples that were drawn.
 */
import { betterSample, BLOCK_SAMPLES } from '../../src-science/decoding/best-of-samples.ts';
import type { BestSample } from '../../src-science/decoding/best-of-samples.ts';
import { decode, divideDecoding, samplesWork, solutionOf } from '../../src-science/decoding/decode.ts';
import type { DecodeOptions } from '../../src-science/decoding/decode.ts';
import type { DecodedSolution } from '../../src-science/decoding/decoded-solution.ts';
import type { NormalForm } from '../../src-science/program/normal-form.ts';
import type { Program } from '../../src-science/program/program.ts';
import type { JobOutcome } from '../../src-contract/job-event.ts';
import type { DecodeSpec } from '../../src-science/decoding/decode-settings.ts';
import { evenShare } from '../divided-work.ts';
import type { DividedWork } from '../divided-work.ts';
import { compiledKernels } from '../compiled-kernels.ts';
import type { JobContext } from '../job-context.ts';
import { leadWork } from '../lead-work.ts';
import type { Assistance } from '../lead-work.ts';
import { requireMarginals } from '../marginals.ts';
import { normalFormOf } from '../normal-forms.ts';
import { solutionValue } from '../solution-value.ts';
import type { WorkerKind } from '../worker-kind.ts';

export const job: WorkerKind<'decode'> = {
  run: (context, spec, { assistance, fromFile }) => named(runDecode(context, spec, assistance), fromFile), divide: decodeWork,
};

/** What was read from a file is not called after the decoder that left it as it was. */
function named(outcome: JobOutcome, file: string | null): JobOutcome {
  if (file === null || outcome.status === 'failed' || outcome.result?.kind !== 'decode') return outcome;
  const { result } = outcome;
  return { ...outcome, result: { ...result, solution: { ...result.solution, source: file } } };
}

type SearchWork = DividedWork<BestSample, null>;

/** What an assistant does of a decoding; null where it is not done in samples. */
function decodeWork(program: Program, spec: DecodeSpec): SearchWork | null {
  return spec.decoder === 'best-of-samples'
    ? searchWorkOf(normalFormOf(program), Float64Array.from(spec.xHat), { ...spec, now: () => 0 })
    : null;
}

function searchWorkOf(form: NormalForm, xHat: Float64Array, options: DecodeOptions): SearchWork {
  const { blocks, search } = divideDecoding(form, xHat, options);
  return {
    units: blocks,
    share: (next, wanted) => evenShare(next, blocks, wanted),
    doPart: search,
    buffersOf: ({ x }) => [x.buffer],
    doAside: null,
  };
}

/** @param assistance where further workers come from; null where there are none */
function runDecode(context: JobContext, spec: DecodeSpec, assistance: Assistance | null): JobOutcome {
  const xHat = requireMarginals(context.program, spec.xHat, 'decode.xHat');
  const form = normalFormOf(context.program);
  const { mu, samples, seed, searchWork } = spec;
  const options = {
    mu, samples, seed, searchWork, compiled: compiledKernels(), cancelled: () => context.cancelled(), now: () => context.now(),
  };
  if (spec.decoder !== 'best-of-samples') {
    return outcomeOf(context.cancelled() ? 'cancelled' : 'done', decode(form, spec.decoder, xHat, options));
  }

  const work = searchWorkOf(form, xHat, options);
  let best = null as BestSample | null;
  let blocks = 0;
  leadWork(work, assistance, {
    onPart({ count, part }) {
      best = best === null ? part : betterSample(best, part);
      blocks += count;
      context.progress({
        fraction: blocks / work.units, done: Math.min(samples, blocks * BLOCK_SAMPLES), unit: 'samples', incumbent: null, bound: null,
      });
    },
    cancelled: () => context.cancelled(),
    now: () => context.now(),
  });
  if (best === null) return { status: 'cancelled', result: null };
  return outcomeOf(
    blocks < work.units ? 'cancelled' : 'done', solutionOf(form, spec.decoder, best.x, context.elapsed(), samplesWork(form, samples)),
  );
}

function outcomeOf(status: 'done' | 'cancelled', solution: DecodedSolution): JobOutcome {
  return { status, result: { kind: 'decode', decoder: solution.decoder, solution: solutionValue(solution) } };
}
