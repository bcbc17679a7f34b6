/**
 * A training: units of one program and round, done by all workers there are (`network/training-plan.ts`). The parameters and the
 * gradients of a batch stand in memory that they share; this worker adds gradients up, makes the steps and opens the rounds.
 */
import { bestDecoded } from '../../src-science/decoding/decode.ts';
import { programsInWords } from '../../src-science/network/training-settings.ts';
import type { TrainSpec } from '../../src-science/network/training-settings.ts';
import { layoutOf } from '../../src-science/network/network-shape.ts';
import type { NetworkLayout } from '../../src-science/network/network-shape.ts';
import { createTraining } from '../../src-science/network/training.ts';
import type { EpochFigures, Training, TrainingState } from '../../src-science/network/training.ts';
import { trainingMemory, trainingMemoryBytes } from '../../src-science/network/training-memory.ts';
import type { TrainingMemory } from '../../src-science/network/training-memory.ts';
import { trainingOrders, trainingPlan, unitAt } from '../../src-science/network/training-plan.ts';
import type { TrainingPlan } from '../../src-science/network/training-plan.ts';
import { createTrainingWork } from '../../src-science/network/training-work.ts';
import type { UnitFigures } from '../../src-science/network/training-work.ts';
import { predictMarginals } from '../../src-science/network/prediction.ts';
import { trainComplaints } from '../../src-science/network/validate-training.ts';
import { generate } from '../../src-science/program/generate.ts';
import { decodeProgram, encodeProgram } from '../../src-science/program/encoding.ts';
import { programClass } from '../../src-science/program/program-class.ts';
import type { Program } from '../../src-science/program/program.ts';
import type { JobOutcome, TrainResultValue } from '../../src-contract/job-event.ts';
import { SHARE_BYTES } from '../../src-contract/worker-task.ts';
import type { Attachment } from '../../src-contract/worker-task.ts';
import type { DescentCheckpoint } from '../../src-science/descent/descent-control.ts';
import { compiledKernels } from '../compiled-kernels.ts';
import { decodeMarginals } from '../decode-marginals.ts';
import type { DividedWork } from '../divided-work.ts';
import { owned } from '../job-context.ts';
import type { JobContext } from '../job-context.ts';
import { JobError } from '../job-error.ts';
import { leadWork } from '../lead-work.ts';
import { normalFormOf } from '../normal-forms.ts';
import { solutionValue } from '../solution-value.ts';
import type { JobSurroundings, WorkerKind } from '../worker-kind.ts';

export const job: WorkerKind<'train'> = {
  run: runTraining,
  divide: (_program, spec, { share, attached }) => {
    const layout = layoutOf(spec);
    const memory = trainingMemory(share, SHARE_BYTES, layout, spec.batch);
    // The epoch that units are counted from is known once the first round is open.
    Atomics.wait(memory.open, 0, 0, LONGEST_START_MS);
    if (Atomics.load(memory.open, 0) === 0) return null;
    return workOf(spec, layout, trainingPlan(spec, memory.numbers[1] ?? 0), memory, attached);
  },
};

const LONGEST_START_MS = 2000;
/** How long an assistant waits for the next round at once, and how often in a row before it goes: a unit was lost, or the lead. */
const WAIT_MS = 100;
const MOST_WAITS = 100;

type TrainingWork = DividedWork<UnitFigures, null>;

function workOf(spec: TrainSpec, layout: NetworkLayout, plan: TrainingPlan, memory: TrainingMemory, attached: Attachment): TrainingWork {
  const work = createTrainingWork(spec, layout, plan, memory, programsOf(spec, attached), compiledKernels());
  const orderOf = trainingOrders(plan, spec.seed);
  const isOpen = (unit: number): boolean => unitAt(plan, unit, orderOf).round < Atomics.load(memory.open, 0);
  let waits = 0;
  return {
    units: plan.units,
    share: (next) => (next < plan.units && isOpen(next) ? 1 : 0),
    doPart(first) {
      waits = 0;
      return work(first);
    },
    buffersOf: () => [],
    doAside: null,
    waitFor(next) {
      if (next >= plan.units || waits++ >= MOST_WAITS) return false;
      const open = Atomics.load(memory.open, 0);
      if (!isOpen(next)) Atomics.wait(memory.open, 0, open, WAIT_MS);
      return true;
    },
  };
}

/** The programs of a training by their index; those that are generated are kept encoded, a byte or two a nonzero. */
function programsOf({ programs }: TrainSpec, attached: Attachment): (index: number) => Program {
  if (programs.kind === 'listed') {
    const listed = attached.programs ?? [];
    return (index) => {
      const bytes = listed[index];
      if (bytes === undefined) {
        throw new JobError('program-missing', `Program ${index + 1} of the training is not in this session.`, 'Open its problem first.');
      }
      return decodeProgram(new Uint8Array(bytes));
    };
  }
  const { family, parameters, seed } = programs;
  const made = new Map<number, Uint8Array>();
  return (index) => {
    const known = made.get(index);
    if (known !== undefined) return decodeProgram(known);
    const program = generate(family, parameters, seed + index);
    made.set(index, encodeProgram(program));
    return program;
  };
}

function runTraining(context: JobContext, spec: TrainSpec, { assistance, resumeFrom, attached }: JobSurroundings): JobOutcome {
  const [complaint] = trainComplaints(spec);
  if (complaint !== undefined) {
    throw new JobError('spec-invalid', complaint.message, `Change the field ${complaint.field}.`, complaint.field);
  }
  const layout = layoutOf(spec);
  const buffer = assistance?.share ?? new SharedArrayBuffer(SHARE_BYTES + trainingMemoryBytes(layout, spec.batch));
  const training = createTraining(spec, layout, buffer, SHARE_BYTES, resumeFrom);
  const { plan } = training;
  const began = context.now() - (resumeFrom?.seconds ?? 0);
  const seconds = (): number => context.now() - began;
  const before = plan.firstEpoch * plan.programs;
  let done = 0;
  leadWork(workOf(spec, layout, plan, training.memory, attached), assistance, {
    onPart({ first, part }) {
      const ended = training.take(first, part);
      done++;
      context.progress({
        fraction: (before + done) / (before + plan.units), done: plan.firstEpoch + Math.floor(done / plan.programs), unit: 'iterations',
        incumbent: null, bound: null,
      });
      if (ended === null) return;
      emitPoint(context, ended, plan, seconds());
      if (ended.epoch % spec.checkpointEvery === 0 && ended.epoch < spec.epochs) emitCheckpoint(context, training.checkpoint(seconds()));
    },
    cancelled: () => context.cancelled(),
    now: () => context.now(),
  });
  const state = training.state();
  const first = programsOf(spec, attached)(0);
  const result = resultOf(context, spec, layout, training, state, first, seconds());
  return { status: state.epochs < spec.epochs ? 'cancelled' : 'done', result };
}

function resultOf(
  context: JobContext, spec: TrainSpec, layout: NetworkLayout, training: Training, state: TrainingState, first: Program, seconds: number,
): TrainResultValue {
  const { plan } = training;
  const { best, epochs, samples, mu, parameters } = state;
  const objective = best === null || !Number.isFinite(best.objective) ? null : best.objective;
  const manifest = {
    shape: layout.shape, programClass: programClass(first), programs: programsInWords(spec.programs), scheme: spec.scheme, loss: spec.loss,
    seed: spec.seed, epochs: Math.max(1, epochs), bestEpoch: best?.epoch ?? null, validationFeasible: best?.feasible ?? null,
    validationObjective: objective, spec: JSON.stringify(spec), trainedBy: 'Leibniz',
  };
  const form = normalFormOf(context.program);
  const xHat = predictMarginals({ manifest, layout, parameters }, context.program, true, compiledKernels());
  const decoded = decodeMarginals(form, xHat, spec.decoders, { samples: null, seed: spec.seed, context });
  const checkpoint = training.checkpoint(seconds);
  return {
    kind: 'train',
    stopped: epochs < spec.epochs ? 'cancelled' : 'epochs',
    epochs, seconds, samples, mu,
    trainingPrograms: plan.train,
    validationPrograms: plan.programs - plan.train,
    best: best === null ? null : { epoch: best.epoch, feasible: best.feasible, objective },
    model: best === null ? null : { manifest, parameters: Float64Array.from(parameters) },
    xHat: owned(xHat),
    solutions: decoded.map(solutionValue),
    bestSolution: bestDecoded(decoded, form.objectiveSign),
    checkpoint: checkpointValue(checkpoint),
  };
}

function emitPoint(context: JobContext, figures: EpochFigures, { programs, train }: TrainingPlan, seconds: number): void {
  const one = (value: number): Float64Array<ArrayBuffer> => Float64Array.of(value);
  const { validation } = figures;
  const columns = {
    iteration: one(figures.epoch), seconds: one(seconds), samples: one(figures.samples), mu: one(figures.mu), loss: one(figures.loss),
    objective: one(figures.objective), penalty: one(figures.violation), gradientNorm: one(figures.gradientNorm),
    feasibleShare: one(figures.feasibleShare), validationLoss: one(figures.validationLoss),
    validationObjective: one(Number.isFinite(validation.objective) ? validation.objective : Number.NaN),
    validationFeasible: one(validation.feasible / (programs - train)),
  };
  context.emit({ type: 'series', chunk: { length: 1, columns } }, Object.values(columns).map(({ buffer }) => buffer));
}

function checkpointValue(checkpoint: DescentCheckpoint): TrainResultValue['checkpoint'] {
  const { findings, ...rest } = checkpoint;
  return {
    ...rest, parameters: owned(checkpoint.parameters), moments: checkpoint.moments.map(owned),
    ...(findings === undefined ? {} : { findings: owned(findings) }),
  };
}

function emitCheckpoint(context: JobContext, checkpoint: DescentCheckpoint): void {
  context.emit({ type: 'checkpoint', checkpoint: checkpointValue(checkpoint) });
}
