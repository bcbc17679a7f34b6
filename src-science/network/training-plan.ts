/**
 * A training as units of work, one a program and round: every round but the last of an epoch is a batch of training programs,
 * whose gradients one step is made of; the last goes over the validation programs. Units are counted from the epoch that is begun
 * with; all of a round are done with the same parameters, by whoever is free, and what they come to does not depend on who.
 */
import { createNumberSequence } from '../random/number-sequence.ts';
import { STREAMS } from '../random/streams.ts';
import type { TrainSpec } from './training-settings.ts';

export interface TrainingPlan {
  readonly programs: number;
  /** The first ones; the others are for validation. */
  readonly train: number;
  readonly batch: number;
  /** Of an epoch. */
  readonly rounds: number;
  /** Epoch that unit 0 belongs to. */
  readonly firstEpoch: number;
  readonly units: number;
}

export interface TrainingUnit {
  readonly epoch: number;
  /** Of all rounds, from the first epoch's first. */
  readonly round: number;
  readonly validates: boolean;
  /** Place in its round. */
  readonly slot: number;
  readonly program: number;
}

function countPrograms({ programs }: TrainSpec): number {
  return programs.kind === 'generated' ? programs.count : programs.hashes.length;
}

/** At least one program on either side. @param spec with at least two programs */
export function trainingPlan(spec: TrainSpec, firstEpoch: number): TrainingPlan {
  const programs = countPrograms(spec);
  const train = Math.min(Math.max(1, Math.floor((1 - spec.validationShare) * programs + 1e-9)), programs - 1);
  return {
    programs, train, batch: spec.batch, rounds: Math.ceil(train / spec.batch) + 1, firstEpoch, units: (spec.epochs - firstEpoch) * programs,
  };
}

/** @param orderOf the order of an epoch's training programs */
export function unitAt(plan: TrainingPlan, unit: number, orderOf: (epoch: number) => Int32Array): TrainingUnit {
  const epoch = plan.firstEpoch + Math.floor(unit / plan.programs);
  const place = unit % plan.programs;
  const before = (epoch - plan.firstEpoch) * plan.rounds;
  if (place >= plan.train) {
    return { epoch, round: before + plan.rounds - 1, validates: true, slot: place - plan.train, program: place };
  }
  const slot = place % plan.batch;
  return { epoch, round: before + Math.floor(place / plan.batch), validates: false, slot, program: orderOf(epoch)[place]! };
}

/** Units of a round. */
export function roundSize(plan: TrainingPlan, round: number): number {
  const within = round % plan.rounds;
  if (within === plan.rounds - 1) return plan.programs - plan.train;
  return Math.min(plan.batch, plan.train - within * plan.batch);
}

/** An epoch's order of the training programs, kept until another is asked for. */
export function trainingOrders(plan: Pick<TrainingPlan, 'train'>, seed: number): (epoch: number) => Int32Array {
  let known = -1;
  const order = new Int32Array(plan.train);
  return (epoch) => {
    if (epoch === known) return order;
    for (let k = 0; k < order.length; k++) order[k] = k;
    const draws = createNumberSequence(seed, STREAMS.trainingOrder, epoch);
    for (let k = order.length - 1; k > 0; k--) {
      const other = draws.below(k + 1);
      const kept = order[k]!;
      order[k] = order[other]!;
      order[other] = kept;
    }
    known = epoch;
    return order;
  };
}
