/**
 * An estimate at one x̂: divided into leaves of samples, drawn by all workers there are, merged here.
 * A cancelled one is the estimate from its first samples, as if no more had been asked for; how many
 * those are depends on the moment.
 */
import { divideEstimate, exactEstimate } from '../../src-science/estimation/estimate.ts';
import type { DividedEstimate } from '../../src-science/estimation/estimate.ts';
import type { EstimateResult } from '../../src-science/estimation/estimate-spec.ts';
import type { EstimateSpec } from '../../src-science/estimation/estimate-settings.ts';
import type { ExactComparison } from '../../src-science/estimation/exact-comparison.ts';
import { nextShare } from '../../src-science/estimation/leaf-share.ts';
import { createMomentTree } from '../../src-science/estimation/moment-tree.ts';
import type { MomentNode } from '../../src-science/estimation/moments.ts';
import type { Program } from '../../src-science/program/program.ts';
import type { EstimateResultValue, JobOutcome } from '../../src-contract/job-event.ts';
import { compiledKernels } from '../compiled-kernels.ts';
import type { DividedWork } from '../divided-work.ts';
import { owned } from '../job-context.ts';
import type { JobContext } from '../job-context.ts';
import { leadWork } from '../lead-work.ts';
import type { Assistance } from '../lead-work.ts';
import { requireMarginals } from '../marginals.ts';
import { normalFormOf } from '../normal-forms.ts';
import type { WorkerKind } from '../worker-kind.ts';

export const job: WorkerKind<'estimate'> = {
  run: (context, spec, { assistance }) => runEstimate(context, spec, assistance), divide: estimateWork,
};

type EstimateWork = DividedWork<readonly MomentNode[], ExactComparison>;

/** What an assistant does of an estimate; null where it is not sampled. */
function estimateWork(program: Program, spec: EstimateSpec): EstimateWork | null {
  const divided = divideEstimate(normalFormOf(program), spec, undefined, compiledKernels());
  return divided === null ? null : workOf(divided);
}

function workOf(divided: DividedEstimate): EstimateWork {
  return {
    units: divided.leaves,
    share: (next, wanted) => nextShare(next, divided.leaves, wanted),
    doPart: (first, count) => divided.draw(first, count),
    buffersOf: (nodes) => nodes.flatMap(({ moments }) => [owned(moments.mean).buffer, owned(moments.squares).buffer]),
    doAside: () => divided.compare(),
  };
}

/** @param assistance where further workers come from; null where there are none */
function runEstimate(context: JobContext, spec: EstimateSpec, assistance: Assistance | null): JobOutcome {
  requireMarginals(context.program, spec.xHat, 'estimate.xHat');
  const form = normalFormOf(context.program);
  const divided = divideEstimate(form, spec, undefined, compiledKernels());
  if (divided === null) {
    return { status: 'done', result: resultValue(exactEstimate(form, spec, { now: () => context.now(), compiled: compiledKernels() })) };
  }
  const tree = createMomentTree();
  let drawn = 0;
  const comparison = leadWork(workOf(divided), assistance, {
    onPart({ part }) {
      for (const node of part) {
        tree.add(node);
        drawn += node.moments.count;
      }
      context.progress({ fraction: drawn / spec.samples, done: drawn, unit: 'samples', incumbent: null, bound: null });
    },
    cancelled: () => context.cancelled(),
    now: () => context.now(),
  });
  const samples = tree.samples();
  if (samples === 0 || comparison === null) return { status: 'cancelled', result: null };
  const result = resultValue(divided.result(tree.fold(), comparison, context.elapsed()));
  return { status: samples < spec.samples ? 'cancelled' : 'done', result };
}

function resultValue(found: EstimateResult): EstimateResultValue {
  if (found.quantity !== 'gradient') return { kind: 'estimate', estimate: found };
  return {
    kind: 'estimate',
    estimate: {
      ...found,
      penaltyGradient: owned(found.penaltyGradient),
      standardError: owned(found.standardError),
      objectiveGradient: owned(found.objectiveGradient),
      exact: found.exact === null ? null : owned(found.exact),
      trueGradient: found.trueGradient === null ? null : owned(found.trueGradient),
    },
  };
}
