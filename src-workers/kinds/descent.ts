/**
 * A descent: one call of `descend`, with what it says on the way handed over. Trajectory chunks,
 * snapshots and checkpoints are given away with their memory; the science makes new ones each time.
 */
import { bestDecoded } from '../../src-science/decoding/decode.ts';
import { decoderOf } from '../../src-science/decoding/decoders.ts';
import { CONTROLS } from '../../src-science/descent/control-words.ts';
import { runControls } from '../../src-science/descent/controls.ts';
import type { Controls } from '../../src-science/descent/controls.ts';
import { descend } from '../../src-science/descent/descend.ts';
import type { TRAJECTORY_COLUMNS } from '../../src-science/descent/descent-control.ts';
import type { DescentCheckpoint, TrajectoryChunk } from '../../src-science/descent/descent-control.ts';
import type { DescentResult } from '../../src-science/descent/descent-result.ts';
import type { DescentSpec } from '../../src-science/descent/descent-spec.ts';
import { pricesOfRows } from '../../src-science/multipliers/row-prices.ts';
import type { Incumbent } from '../../src-science/descent/findings.ts';
import type { NormalForm } from '../../src-science/program/normal-form.ts';
import type { ControlsValue, DescentResultValue, JobOutcome, SeriesChunk } from '../../src-contract/job-event.ts';
import type { Attachment } from '../../src-contract/worker-task.ts';
import { beginDescent, relaxedPoint } from '../begin-descent.ts';
import type { Beginning } from '../begin-descent.ts';
import { compiledKernels } from '../compiled-kernels.ts';
import { owned, ownedBytes } from '../job-context.ts';
import type { JobContext } from '../job-context.ts';
import { normalFormOf } from '../normal-forms.ts';
import { solutionValue } from '../solution-value.ts';
import type { WorkerKind } from '../worker-kind.ts';

export const job: WorkerKind<'descent'> = {
  run: (context, spec, { resumeFrom, attached }) => runDescent(context, spec, resumeFrom, attached),
};

/** What a solution found on the way names as its source. */
const ON_THE_WAY = 'on the way';

type CheckpointValue = DescentResultValue['checkpoint'];

export async function runDescent(
  context: JobContext, asked: DescentSpec, resumeFrom: DescentCheckpoint | null, attached: Attachment = {},
): Promise<JobOutcome> {
  const form = normalFormOf(context.program);
  const begin = await beginDescent(context.program, normalFormOf(context.program), asked, () => context.cancelled(), attached);
  if (begin === null) return { status: 'cancelled', result: null };
  const { spec, guides, note } = begin;
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
  const controls = await controlsOf(context, form, begin, found);
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
    ...(found.multipliers === null ? {} : { multipliers: pricesOfRows(form, found.multipliers, context.program.rowNames) }),
    settling: found.settling,
    endingText: note === null ? found.endingText : `${note} ${found.endingText}`,
    solutions: found.decoded.map(solutionValue),
    best: bestDecoded(found.decoded, form.objectiveSign),
    ...(found.fixing === null ? {} : { fixing: found.fixing }),
    ...(controls === null ? {} : { controls: controlsValue(controls) }),
    ...(found.incumbent === null ? {} : { incumbent: incumbentValue(found.incumbent) }),
    bound: found.bound,
    provenGap: found.provenGap,
    findingWork: found.findingWork,
    feasibleAtLeast: found.feasibleAtLeast,
    checkpoint: checkpointValue(found.checkpoint),
  };
  return { status: found.stopped === 'cancelled' ? 'cancelled' : 'done', result };
}

/** The controls of a run that searched, where they are asked for; null where it was stopped before they were done. */
async function controlsOf(
  context: JobContext, form: NormalForm, { spec, guides, work }: Beginning, found: DescentResult,
): Promise<Controls | null> {
  const searched = spec.decoders.some((name) => decoderOf(name)?.searches === true);
  if (spec.controls !== 'same-work' || !searched || found.stopped === 'cancelled' || context.cancelled()) return null;
  const [guide] = guides;
  const relaxed = guide === undefined ? await relaxedPoint(context.program, () => context.cancelled()) : guide;
  const feasible = found.decoded.flatMap((each) => (each.feasible ? [each.objective] : []));
  const objectives = found.incumbent === null ? feasible : [...feasible, found.incumbent.objective];
  const best = objectives.length === 0 ? null : form.objectiveSign === 1 ? Math.min(...objectives) : Math.max(...objectives);
  return runControls(form, best, work + found.work, relaxed, {
    seed: spec.seed, cancelled: () => context.cancelled(), compiled: compiledKernels(), now: () => context.now(),
  });
}

function controlsValue({ work, runs, verdict, best }: Controls): ControlsValue {
  const valued = runs.map(({ name, solution, note }) => ({
    name,
    solution: solution === null ? null : { ...solutionValue(solution), source: `control: ${CONTROLS[name].label}` },
    work: solution?.work ?? 0,
    note,
  }));
  return { work, runs: valued, verdict, best };
}

function incumbentValue({ x, objective, iteration }: Incumbent): NonNullable<DescentResultValue['incumbent']> {
  return { iteration, solution: { source: ON_THE_WAY, x: ownedBytes(x), objective, violation: 0, feasible: true, seconds: 0 } };
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
