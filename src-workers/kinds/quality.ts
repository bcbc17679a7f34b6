/** Gradient quality at one x̂ or along a trajectory: one call of `measureQuality`, its progress and its cancel. */
import type { JobOutcome, QualityResultValue } from '../../src-contract/job-event.ts';
import type { QualitySpec } from '../../src-science/quality/quality-settings.ts';
import type { QualityResult } from '../../src-science/quality/quality-spec.ts';
import { measureQuality } from '../../src-science/quality/quality.ts';
import { compiledKernels } from '../compiled-kernels.ts';
import { owned } from '../job-context.ts';
import type { JobContext } from '../job-context.ts';
import { requireMarginals } from '../marginals.ts';
import { normalFormOf } from '../normal-forms.ts';
import type { WorkerKind } from '../worker-kind.ts';
import { oneLine } from '../../src-science/program/one-line.ts';

export const job: WorkerKind<'quality'> = { run: (context, spec) => runQuality(context, spec) };

function runQuality(context: JobContext, spec: QualitySpec): JobOutcome {
  if (spec.shape === 'point') requireMarginals(context.program, spec.xHat, 'quality.xHat');
  else for (const point of spec.points) requireMarginals(context.program, point.xHat, 'quality.points');
  const samples = samplesOf(spec);
  const names = context.program.rowNames;
  const found = measureQuality(normalFormOf(context.program), spec, {
    now: () => context.now(),
    cancelled: () => context.cancelled(),
    onProgress: (fraction) =>
      context.progress({ fraction, done: Math.round(fraction * samples), unit: 'samples', incumbent: null, bound: null }),
    compiled: compiledKernels(),
    nameRow: (row) => oneLine(names[row] ?? `number ${row + 1}`),
  });
  const result = found === null ? null : ({ kind: 'quality', quality: ownedResult(found) } as const);
  return context.cancelled() || result === null ? { status: 'cancelled', result } : { status: 'done', result };
}

/** Samples that all estimates of the job take together. */
function samplesOf(spec: QualitySpec): number {
  const perReplication = spec.shape === 'point' ? spec.samples.reduce((sum, count) => sum + count, 0) : spec.points.length * spec.samples;
  return spec.schemes.length * spec.replications * perReplication;
}

/** The result with every array in memory of its own. */
function ownedResult(found: QualityResult): QualityResultValue['quality'] {
  return ownedArrays(found) as QualityResultValue['quality'];
}

function ownedArrays(value: unknown): unknown {
  if (value instanceof Float64Array) return owned(value);
  if (Array.isArray(value)) return value.map(ownedArrays);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, ownedArrays(item)]));
}
