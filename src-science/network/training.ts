/**
 * A training: takes in what the units of a round came to, in whatever order they come, adds gradients up in the order of the
 * batch, makes Adam's step, and opens the next round; after an epoch moves μ, validates and keeps the best parameters
 * (train.py of MIRALab-USTC/L2O-DiffILO). The same spec gives the same bits on any number of threads and after any stop.
 *
 * Other than published: normalization takes its means over a program, not over a batch; an epoch is better with more validation
 * programs that got a feasible vector, then with the better mean of their objectives, where the published code counts one without
 * as 1000; logits count as cut to ±12; the cosine falls to 0, not to 10⁻⁸.
 */
import type { DescentCheckpoint } from '../descent/descent-control.ts';
import { DescentError } from '../descent/descent-error.ts';
import { update, writeFactors } from '../descent/optimizer.ts';
import type { StepFactors } from '../descent/optimizer.ts';
import { initialParameters } from './network-shape.ts';
import type { NetworkLayout } from './network-shape.ts';
import { trainingMemory } from './training-memory.ts';
import type { TrainingMemory } from './training-memory.ts';
import { roundSize, trainingOrders, trainingPlan, unitAt } from './training-plan.ts';
import type { TrainingPlan } from './training-plan.ts';
import type { TrainSpec } from './training-settings.ts';
import type { UnitFigures } from './training-work.ts';

const ADAM = { name: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

/** How good an epoch was on the validation programs. */
export interface Validation {
  readonly epoch: number;
  /** Programs of which a sample was feasible. */
  readonly feasible: number;
  /** Mean over these of the best sample's objective, in the minimizing sense; +∞ without any. */
  readonly objective: number;
}

/** One point of a training's learning curves, after an epoch. */
export interface EpochFigures {
  /** Epochs done. */
  readonly epoch: number;
  /** Random vectors drawn so far for gradients. */
  readonly samples: number;
  /** The epoch's. */
  readonly mu: number;
  /** Means over the training programs, each under the parameters of its own step. */
  readonly loss: number;
  readonly objective: number;
  readonly violation: number;
  /** Norm of the gradient, mean over the steps. */
  readonly gradientNorm: number;
  readonly feasibleShare: number;
  readonly validationLoss: number;
  readonly validation: Validation;
}

export interface Training {
  readonly plan: TrainingPlan;
  readonly memory: TrainingMemory;
  /** Takes in a unit. @returns the epoch's figures where it ends one */
  take(unit: number, figures: UnitFigures): EpochFigures | null;
  /** The state after the last epoch that is done. */
  checkpoint(seconds: number): DescentCheckpoint;
  /** After the last epoch that is done. */
  readonly state: () => TrainingState;
}

export interface TrainingState {
  readonly epochs: number;
  readonly best: Validation | null;
  /** Of the best epoch; of the beginning before one is done. */
  readonly parameters: Float32Array;
  readonly mu: number;
  readonly samples: number;
}

/** Step of an epoch. */
export function stepOfEpoch({ step, period }: Pick<TrainSpec, 'step' | 'period'>, epoch: number): number {
  return (step * (1 + Math.cos((Math.PI * epoch) / period))) / 2;
}

/**
 * @param buffer for `trainingMemory`, from byte `from` on
 * @param resumeFrom a checkpoint of the same spec
 * @throws DescentError `checkpoint-mismatch`
 */
export function createTraining(
  spec: TrainSpec, layout: NetworkLayout, buffer: ArrayBufferLike, from: number, resumeFrom: DescentCheckpoint | null,
): Training {
  const { count } = layout;
  if (resumeFrom !== null) requireCheckpoint(resumeFrom, spec, count);
  const plan = trainingPlan(spec, resumeFrom?.iteration ?? 0);
  const memory = trainingMemory(buffer, from, layout, spec.batch);
  const orderOf = trainingOrders(plan, spec.seed);
  const parameters = resumeFrom?.parameters.slice() ?? initialParameters(layout, spec.seed);
  const moments = [0, 1].map((k) => resumeFrom?.moments[k]?.slice() ?? new Float64Array(count)) as [Float64Array, Float64Array];
  const bestParameters = resumeFrom?.moments[2]?.slice() ?? new Float64Array(count);
  const [stepsDone, bestEpoch, bestFeasible, bestObjective] = resumeFrom?.findings ?? [0, -1, -1, Infinity];
  let steps = stepsDone!;
  let best: Validation | null = bestEpoch! < 0 ? null : { epoch: bestEpoch!, feasible: bestFeasible!, objective: bestObjective! };
  let mu = resumeFrom?.mu ?? spec.mu.start;
  let samples = resumeFrom?.samples ?? 0;
  let epochs = plan.firstEpoch;
  /** Of the epochs that are done, where one is under way. */
  let done: DescentCheckpoint | null = null;
  const gradient = new Float64Array(count);
  const factors: StepFactors = { length: 0, scale: 0 };
  let round = 0;
  let figures: (UnitFigures | undefined)[] = [];
  let taken = 0;
  let epoch = emptyEpoch();

  const snapshot = (): DescentCheckpoint => ({
    version: 1, iteration: epochs, seconds: 0, samples, mu, parameters: parameters.slice(),
    moments: [moments[0].slice(), moments[1].slice(), bestParameters.slice()],
    findings: Float64Array.of(steps, best?.epoch ?? -1, best?.feasible ?? -1, best?.objective ?? Infinity),
  });
  const open = (): void => {
    memory.parameters.set(parameters);
    memory.numbers[0] = mu;
    memory.numbers[1] = plan.firstEpoch;
    Atomics.store(memory.open, 0, round + 1);
    Atomics.notify(memory.open, 0);
  };
  const makeStep = (size: number): void => {
    gradient.fill(0);
    for (let slot = 0; slot < size; slot++) {
      const of = memory.gradients[slot]!;
      for (let k = 0; k < count; k++) gradient[k] = gradient[k]! + of[k]!;
    }
    let squared = 0;
    for (let k = 0; k < count; k++) {
      const g = gradient[k]! / size;
      gradient[k] = g;
      squared += g * g;
    }
    epoch.gradientNorm += Math.sqrt(squared) / (plan.rounds - 1);
    writeFactors(ADAM, 1, stepOfEpoch(spec, epochs), steps, 1, factors);
    update(ADAM, parameters, moments, gradient, factors);
    steps++;
  };
  const validate = (found: readonly UnitFigures[]): Validation => {
    const feasible = found.flatMap(({ validation }) => (validation?.feasible === true ? [validation.objective] : []));
    const objective = feasible.length === 0 ? Infinity : feasible.reduce((sum, value) => sum + value, 0) / feasible.length;
    return { epoch: epochs + 1, feasible: feasible.length, objective };
  };
  const endEpoch = (found: readonly UnitFigures[]): EpochFigures => {
    const validation = validate(found);
    const result = {
      ...epoch, epoch: epochs + 1, samples, mu, validation,
      validationLoss: found.reduce((sum, { loss }) => sum + loss, 0) / found.length,
    };
    if (best === null || isNoWorse(validation, best)) {
      best = validation;
      bestParameters.set(memory.parameters);
    }
    mu = Math.min(Math.max(mu + spec.mu.step * (epoch.violation - 1), spec.mu.min), spec.mu.max);
    epochs++;
    epoch = emptyEpoch();
    done = null;
    return result;
  };

  memory.open[0] = 0;
  open();
  return {
    plan,
    memory,
    take(unit, of) {
      const { slot, round: itsRound, validates } = unitAt(plan, unit, orderOf);
      if (itsRound !== round) throw new Error(`unit ${unit} is of round ${itsRound}, not of round ${round}`);
      figures[slot] = of;
      taken++;
      if (taken < roundSize(plan, round)) return null;
      const found = figures as UnitFigures[];
      figures = [];
      taken = 0;
      let ended: EpochFigures | null = null;
      if (validates) {
        ended = endEpoch(found);
      } else {
        done ??= snapshot();
        makeStep(found.length);
        for (const { loss, objective, violation, feasibleShare, samples: drawn } of found) {
          epoch.loss += loss / plan.train;
          epoch.objective += objective / plan.train;
          epoch.violation += violation / plan.train;
          epoch.feasibleShare += feasibleShare / plan.train;
          samples += drawn;
        }
      }
      round++;
      if (round < (spec.epochs - plan.firstEpoch) * plan.rounds) open();
      return ended;
    },
    checkpoint: (seconds) => ({ ...(done ?? snapshot()), seconds }),
    state: () => ({
      epochs, best, mu, samples,
      parameters: Float32Array.from(best === null ? parameters : bestParameters),
    }),
  };
}

const emptyEpoch = () => ({ loss: 0, objective: 0, violation: 0, gradientNorm: 0, feasibleShare: 0 });

/** The later of two equal epochs is kept, as published. */
function isNoWorse(a: Validation, b: Validation): boolean {
  return a.feasible !== b.feasible ? a.feasible > b.feasible : a.objective <= b.objective;
}

function requireCheckpoint({ iteration, parameters, moments, findings }: DescentCheckpoint, { epochs }: TrainSpec, count: number): void {
  const vectors = [parameters, ...moments];
  const fits = vectors.length === 4 && vectors.every(({ length }) => length === count) && findings?.length === 4;
  if (fits && iteration <= epochs) return;
  throw new DescentError(
    'checkpoint-mismatch', 'The checkpoint is not of a training with these settings.', 'Start the training anew.',
  );
}
