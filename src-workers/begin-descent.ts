/** Where a descent begins: the linear relaxation is solved for those that start there, and guides their decoders. */
import { guideOfRelaxation } from '../src-science/decoding/pool.ts';
import type { Guide } from '../src-science/decoding/pool.ts';
import type { RelaxedPoint } from '../src-science/descent/controls.ts';
import type { DescentSpec } from '../src-science/descent/descent-spec.ts';
import { startAtRelaxation } from '../src-science/descent/start.ts';
import { validateDescent } from '../src-science/descent/validate-descent.ts';
import type { NormalForm } from '../src-science/program/normal-form.ts';
import type { Program } from '../src-science/program/program.ts';
import type { Attachment } from '../src-contract/worker-task.ts';
import { attachedModel } from './attached-model.ts';
import { compiledKernels } from './compiled-kernels.ts';
import { JobError } from './job-error.ts';

export interface Beginning {
  /** With the relaxation's solution as given start, where it starts there. */
  readonly spec: DescentSpec;
  readonly guides: readonly Guide[];
  /** Nonzeros that the linear relaxation counts as: those of the program for each iteration of the simplex method; 0 without it. */
  readonly work: number;
  /** A sentence where the descent begins elsewhere than asked for. */
  readonly note: string | null;
}

/**
 * @returns null if cancelled
 * @throws JobError where the spec is wrong, or the relaxation is not solved and there is no other start
 */
export async function beginDescent(
  program: Program, form: NormalForm, spec: DescentSpec, cancelled: () => boolean, attached: Attachment = {},
): Promise<Beginning | null> {
  const { start } = spec;
  if (start.kind === 'model') {
    const { predictMarginals } = await import('../src-science/network/prediction.ts');
    const model = attachedModel(attached, start.model);
    const xHat = Array.from(predictMarginals(model, program, false, compiledKernels()));
    return { spec: { ...spec, start: { kind: 'given', xHat } }, guides: [], note: null, work: 0 };
  }
  if (start.kind !== 'lp-relaxation') return { spec, guides: [], note: null, work: 0 };
  // What is wrong with the spec is said before the solver is loaded.
  const complaint = validateDescent(form, spec)[0];
  if (complaint !== undefined) {
    throw new JobError('spec-invalid', complaint.message, `Change the field ${complaint.field}.`, complaint.field);
  }
  const { relaxationBudget, solveRelaxation } = await import('./exact/lp-relaxation.ts');
  const { otherwise } = start;
  const nonzeros = program.rows.value.length;
  const budget = otherwise === undefined ? Infinity : relaxationBudget(nonzeros);
  const found = await solveRelaxation(program, cancelled, budget);
  if (found.status === 'cancelled') return null;
  if (otherwise !== undefined && (found.status === 'unfinished' || found.status === 'failed')) {
    const note = `The linear relaxation is no start here: ${found.says}. The descent began at ${otherwise} for all.`;
    return { spec: { ...spec, start: { kind: 'uniform', value: otherwise } }, guides: [], note, work: budget * nonzeros };
  }
  if (found.status !== 'solved') {
    throw new JobError(
      'relaxation-unsolved', `The descent cannot start at the linear relaxation: ${found.says}.`, 'Choose another start.', 'start',
    );
  }
  const guide = guideOfRelaxation(found.values, found.reducedCost, found.value);
  const given = { ...spec, start: startAtRelaxation(found.values, start.margin) };
  return { spec: given, guides: [guide], note: null, work: found.iterations * nonzeros };
}

/** The linear relaxation's point for the controls of a run that did not start there, within the budget that starts have. */
export async function relaxedPoint(program: Program, cancelled: () => boolean): Promise<RelaxedPoint> {
  const { relaxationBudget, solveRelaxation } = await import('./exact/lp-relaxation.ts');
  const found = await solveRelaxation(program, cancelled, relaxationBudget(program.rows.value.length));
  return found.status === 'solved' ? { xHat: found.values.map((x) => Math.min(Math.max(x, 0), 1)) } : { note: found.says };
}
