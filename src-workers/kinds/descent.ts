/**
 * A descent: one call of `descend`, with what it says on the way handed over. Trajectory chunks,
 * snapshots and checkpoints are given away with their memory; the science makes new ones each time.
 */
import { bestDecoded } from '../../src-science/decoding/decode.ts';
import { descend } from '../../src-science/descent/descend.ts';
import type { TRAJECTORY_COLUMNS } from '../../src-science/descent/descent-control.ts';
import type { DescentCheckpoint, TrajectoryChunk } from '../../src-science/descent/descent-control.ts';
import type { DescentSpec } from '../../src-science/descent/descent-spec.ts';
import { guideOfRelaxation } from '../../src-science/decoding/pool.ts';
import type { Guide } from '../../src-science/decoding/pool.ts';
import type { Incumbent } from '../../src-science/descent/findings.ts';
import { startAtRelaxation } from '../../src-science/descent/start.ts';
import { validateDescent } from '../../src-science/descent/validate-descent.ts';
import type { DescentResultValue, JobOutcome, SeriesChunk } from '../../src-contract/job-event.ts';
import { compiledKernels } from '../compiled-kernels.ts';
import { owned, ownedBytes } from '../job-context.ts';
import type { JobContext } from '../job-context.ts';
import { JobError } from '../job-error.ts';
import { normalFormOf } from '../normal-forms.ts';
import { solutionValue } from '../solution-value.ts';
import type { WorkerKind } from '../worker-kind.ts';

export const job: WorkerKind<'descent'> = { run: (context, spec, { resumeFrom }) => runDescent(context, spec, resumeFrom) };

/** What a solution found on the way names as its source. */
const ON_THE_WAY = 'on the way';

type CheckpointValue = DescentResultValue['checkpoint'];

export async function runDescent(context: JobContext, asked: DescentSpec, resumeFrom: DescentCheckpoint | null): Promise<JobOutcome> {
  const form = normalFormOf(context.program);
  const begin = await withRelaxationSolved(context, asked);
  if (begin === null) return { status: 'cancelled', result: null };
  const { spec, guides } = begin;
  const found = descend(form, spec, {
    now: () => context.now(),
    compiled: compiledKernels(),
    guides,
    cancelled: () => context.cancelled(),
    onProgress: (fraction, iteration) => context.progress({ fraction, done: iteration, unit: 'iterations', incumbent: null, bound: null }),
    onTrajectory(chunk) {
      const columns = seriesColumns(chunk);
      context.emit({ type: 'series', chunk: { length: chunk.length, columns } }, buffersOf(Object.values(columns)));
    },
    onSnapshot(snapshot) {
      const xHat = owned(snapshot.xHat);
      context.emit({ type: 'snapshot', iteration: snapshot.iteration, xHat }, [xHat.buffer]);
    },
    onCheckpoint(checkpoint) {
      const value = checkpointValue(checkpoint);
      context.emit(
        { type: 'checkpoint', checkpoint: value },
        buffersOf([value.parameters, ...value.moments, ...(value.findings === undefined ? [] : [value.findings])]),
      );
    },
    ...(resumeFrom === null ? {} : { resumeFrom }),
  });
  const result: DescentResultValue = {
    kind: 'descent',
    scheme: spec.scheme,
    stopped: found.stopped,
    evaluation: found.evaluation,
    evaluationReason: found.evaluationReason,
    iterations: found.iterations,
    seconds: found.seconds,
    samples: found.samples,
    final: found.final,
    xHat: owned(found.xHat),
    settling: found.settling,
    endingText: found.endingText,
    solutions: found.decoded.map(solutionValue),
    best: bestDecoded(found.decoded, form.objectiveSign),
    ...(found.incumbent === null ? {} : { incumbent: incumbentValue(found.incumbent) }),
    bound: found.bound,
    provenGap: found.provenGap,
    findingWork: found.findingWork,
    feasibleAtLeast: found.feasibleAtLeast,
    checkpoint: checkpointValue(found.checkpoint),
  };
  return { status: found.stopped === 'cancelled' ? 'cancelled' : 'done', result };
}

function incumbentValue({ x, objective, iteration }: Incumbent): NonNullable<DescentResultValue['incumbent']> {
  return { iteration, solution: { source: ON_THE_WAY, x: ownedBytes(x), objective, violation: 0, feasible: true, seconds: 0 } };
}

/** The spec with the linear relaxation's solution as given start, where it starts there, and the solution itself; null if cancelled. */
async function withRelaxationSolved(
  context: JobContext, spec: DescentSpec,
): Promise<{ readonly spec: DescentSpec; readonly guides: readonly Guide[] } | null> {
  const { start } = spec;
  if (start.kind !== 'lp-relaxation') return { spec, guides: [] };
  // What is wrong with the spec is said before the solver is loaded.
  const complaint = validateDescent(normalFormOf(context.program), spec)[0];
  if (complaint !== undefined) {
    throw new JobError('spec-invalid', complaint.message, `Change the field ${complaint.field}.`, complaint.field);
  }
  const { solveRelaxation } = await import('../exact/lp-relaxation.ts');
  const found = await solveRelaxation(context.program, () => context.cancelled());
  if (found.status === 'cancelled') return null;
  if (found.status !== 'solved') {
    throw new JobError(
      'relaxation-unsolved', `The descent cannot start at the linear relaxation: ${found.says}.`, 'Choose another start.', 'start',
    );
  }
  return {
    spec: { ...spec, start: startAtRelaxation(found.values, start.margin) },
    guides: [guideOfRelaxation(found.values, found.reducedCost, found.value)],
  };
}

function seriesColumns(
  chunk: TrajectoryChunk,
): Record<(typeof TRAJECTORY_COLUMNS)[number], Float64Array<ArrayBuffer>> & SeriesChunk['columns'] {
  const { iteration, seconds, samples, mu, loss, objective, penalty, gradientNorm, feasibleShare, incumbent, bound } = chunk.columns;
  return {
    iteration: owned(iteration),
    seconds: owned(seconds),
    samples: owned(samples),
    mu: owned(mu),
    loss: owned(loss),
    objective: owned(objective),
    penalty: owned(penalty),
    gradientNorm: owned(gradientNorm),
    feasibleShare: owned(feasibleShare),
    incumbent: owned(incumbent),
    bound: owned(bound),
  };
}

function checkpointValue(checkpoint: DescentCheckpoint): CheckpointValue {
  const { findings, ...rest } = checkpoint;
  return {
    ...rest, parameters: owned(checkpoint.parameters), moments: checkpoint.moments.map(owned),
    ...(findings === undefined ? {} : { findings: owned(findings) }),
  };
}

/** Each buffer once: naming one twice is an error. */
function buffersOf(arrays: readonly Float64Array<ArrayBuffer>[]): ArrayBuffer[] {
  return [...new Set(arrays.map((array) => array.buffer))];
}
