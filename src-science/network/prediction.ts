/** Marginals that a trained network gives a program. */
import type { CompiledKernels } from '../compiled.ts';
import { programClass } from '../program/program-class.ts';
import { ProblemError } from '../program/problem-error.ts';
import type { Program } from '../program/program.ts';
import { bipartiteGraph } from './bipartite-graph.ts';
import { classComplaint } from './model-file.ts';
import type { NetworkModel } from './model-file.ts';
import { marginalsOf } from './network-loss.ts';
import { createNetworkPass } from './network-pass.ts';

/**
 * @param anyClass whether programs of another kind than the model was trained on are answered
 * @returns length d, each in [σ(−12), σ(12)], fixed variables their value
 * @throws ProblemError where the program is of another kind, or the network runs beyond single precision on it
 */
export function predictMarginals(
  { manifest, layout, parameters }: NetworkModel, program: Program, anyClass: boolean, compiled: CompiledKernels | undefined,
): Float64Array {
  const complaint = anyClass ? null : classComplaint(manifest, programClass(program));
  if (complaint !== null) {
    throw new ProblemError(
      'model-of-another-kind', complaint, 'Choose a model of this kind, or allow programs of other kinds.', { field: 'model' },
    );
  }
  const logits = createNetworkPass(layout, compiled?.network).forward(bipartiteGraph(program, layout.shape.coefficients), parameters);
  if (!logits.every(Number.isFinite)) {
    throw new ProblemError(
      'model-diverged', 'The model gives this program a marginal that is no number.', 'Choose another model.', { field: 'model' },
    );
  }
  return marginalsOf(logits, program.fixed);
}
