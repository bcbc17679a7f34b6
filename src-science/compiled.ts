/**
 * Compiled stand-ins for the hot loops of this room, passed in by whoever has them: the science is pure
 * and loads nothing. Each part gives the same bits as the TypeScript that defines it, so having it or
 * not never changes a number; what is left out is done in TypeScript.
 */
import type { CreateStepLoops } from './descent/step-loops.ts';
import type { SampleGradients } from './gradients/sample-gradients.ts';
import type { CompiledTotals, TotalsRequest } from './gradients/sample-totals.ts';
import type { ColumnLayout } from './gradients/sampling-columns.ts';
import type { SamplingLayout } from './gradients/sampling-layout.ts';
import type { SampleForm } from './gradients/scheme-record.ts';
import type { CreateCornerLoops } from './relaxation/corner-loops.ts';
import type { CreateLatticeEngine } from './relaxation/lattice-engine.ts';

export interface CompiledKernels {
  /** Samples of a program but for its wide rows (`sample-totals.ts`); null where the program is too large for it. */
  readonly sampling?: ((layout: SamplingLayout, request: TotalsRequest) => CompiledTotals | null) | undefined;
  /** Gradients of single samples (`sample-gradients.ts`); null where the program is too large for it. */
  readonly gradients?: ((layout: SamplingLayout, columns: ColumnLayout, form: SampleForm) => SampleGradients | null) | undefined;
  /** The recursions over the sums of integer rows (`lattice-recursion.ts`). */
  readonly lattice?: CreateLatticeEngine | undefined;
  /** The loops over cover, packing and edge rows in closed form (`corner-loops.ts`). */
  readonly corners?: CreateCornerLoops | undefined;
  /** The update of a descent and the marginals it leads to (`step-loops.ts`). */
  readonly steps?: CreateStepLoops | undefined;
}
