/**
 * Compiled stand-ins for the hot loops of this room, passed in by whoever has them: the science is pure
 * and loads nothing. Each part gives the same bits as the TypeScript that defines it, so having it or
 * not never changes a number; what is left out is done in TypeScript.
 */
import type { CreateSearchLoops } from './decoding/search-loops.ts';
import type { CreateStepLoops } from './descent/step-loops.ts';
import type { GradientKernels } from './gradients/sample-gradients.ts';
import type { CompiledTotals, TotalsRequest } from './gradients/sample-totals.ts';
import type { SamplingLayout } from './gradients/sampling-layout.ts';
import type { CreateNetworkLoops } from './network/network-loops.ts';
import type { PlanKernels } from './relaxation/exact-plan.ts';

export interface CompiledKernels extends GradientKernels, PlanKernels {
  /** Samples of a program but for its wide rows (`sample-totals.ts`); null where the program is too large for it. */
  readonly sampling?: ((layout: SamplingLayout, request: TotalsRequest) => CompiledTotals | null) | undefined;
  /** The update of a descent and the marginals it leads to (`step-loops.ts`). */
  readonly steps?: CreateStepLoops | undefined;
  /** The loops of the local search (`search-loops.ts`). */
  readonly search?: CreateSearchLoops | undefined;
  /** The loops of a network's pass (`network-loops.ts`). */
  readonly network?: CreateNetworkLoops | undefined;
}
