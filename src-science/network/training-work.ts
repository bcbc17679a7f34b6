/** What one unit of a training comes to: a pass over one program, and its gradient or its validation. */
import type { CompiledKernels } from '../compiled.ts';
import { DescentError } from '../descent/descent-error.ts';
import type { Program } from '../program/program.ts';
import { createRecent } from '../program/recent.ts';
import { STREAMS } from '../random/streams.ts';
import { bestSampled, lossAt, marginalsOf, trainingProgram } from './network-loss.ts';
import type { ProgramFigures, TrainingProgram } from './network-loss.ts';
import { createNetworkPass } from './network-pass.ts';
import type { NetworkLayout } from './network-shape.ts';
import type { TrainingMemory } from './training-memory.ts';
import { trainingOrders, unitAt } from './training-plan.ts';
import type { TrainingPlan, TrainingUnit } from './training-plan.ts';
import type { TrainSpec } from './training-settings.ts';

/** Bytes that a program with its evaluator takes, about, a nonzero; and what a thread keeps of them. */
const BYTES_A_NONZERO = 150;
const KEPT_BYTES = 300 * 2 ** 20;

export interface UnitFigures extends ProgramFigures {
  readonly validation: { readonly feasible: boolean; readonly objective: number } | null;
}

/**
 * @param programAt the programs that are trained on
 * @returns does a unit of an open round; a training unit's gradient goes to its place in the memory
 */
export function createTrainingWork(
  spec: TrainSpec, layout: NetworkLayout, plan: TrainingPlan, memory: TrainingMemory, programAt: (index: number) => Program,
  compiled: CompiledKernels | undefined,
): (unit: number) => UnitFigures {
  const pass = createNetworkPass(layout, compiled?.network);
  const orderOf = trainingOrders(plan, spec.seed);
  const kept = createRecent<number, TrainingProgram>({
    most: plan.programs, mostWeight: KEPT_BYTES, weightOf: ({ form }) => BYTES_A_NONZERO * (form.column.length + 100),
  });
  const prepared = (index: number): TrainingProgram => {
    const known = kept.get(index);
    if (known !== undefined) return known;
    const made = trainingProgram(programAt(index), spec, compiled);
    kept.put(index, made);
    return made;
  };
  const doUnit = ({ epoch, validates, slot, program: index }: TrainingUnit): UnitFigures => {
    const program = prepared(index);
    const logits = pass.forward(program.graph, memory.parameters);
    if (!logits.every(Number.isFinite)) throw diverged(epoch, 'a logit is');
    const direction = new Float64Array(logits.length);
    const at = { seed: spec.seed, stream: STREAMS.training, iteration: epoch * plan.programs + index, firstSample: 0 };
    const figures = lossAt(program, logits, memory.numbers[0]!, at, spec.loss === 'diffilo', direction);
    if (!Number.isFinite(figures.loss)) throw diverged(epoch, 'the loss is');
    if (validates) {
      const xHat = marginalsOf(logits, program.form.fixed);
      return { ...figures, validation: bestSampled(program, xHat, spec.validationSamples, spec.seed) };
    }
    const gradient = pass.backward(direction);
    if (!gradient.every(Number.isFinite)) throw diverged(epoch, 'the gradient is');
    memory.gradients[slot]!.set(gradient);
    return { ...figures, validation: null };
  };
  return (unit) => doUnit(unitAt(plan, unit, orderOf));
}

function diverged(epoch: number, what: string): DescentError {
  return new DescentError(
    'descent-diverged', `The training stopped in epoch ${epoch}: ${what} not a finite number.`,
    'Choose a smaller step or a smaller μ.', 'step',
  );
}
