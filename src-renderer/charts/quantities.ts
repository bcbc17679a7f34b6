/**
 * What a trajectory chart can show: each quantity with its stored column, its name, what it means and
 * the axis it is usually read on. Loss and penalty are the normal form's (minimizing); objectives are
 * shown in the user's own sense (docs/science.md, section 1).
 */
import type { SeriesColumn } from '../../src-contract/job-event.ts';
import type { ScaleKind } from '../plot/axis-scale.ts';

export const QUANTITIES = ['loss', 'objective', 'penalty', 'gradientNorm', 'feasibleShare', 'mu'] as const;
export type Quantity = (typeof QUANTITIES)[number];

export interface QuantityInfo {
  readonly label: string;
  /** On the axis: name and unit. */
  readonly axis: string;
  readonly help: string;
  readonly usualScale: ScaleKind;
}

export const QUANTITY_INFO: Readonly<Record<Quantity, QuantityInfo>> = {
  loss: {
    label: 'Loss',
    axis: 'loss L(x̂)',
    help: 'L(x̂) = cᵀx̂ + c₀ + μ Σᵢ E[max(aᵢᵀx − bᵢ, 0)], of the minimizing normal form',
    usualScale: 'linear',
  },
  objective: {
    label: 'Objective',
    axis: 'objective',
    help: 'Expected objective at x̂, in the problem’s own sense; for an exact run its incumbent and bound',
    usualScale: 'linear',
  },
  penalty: {
    label: 'Penalty',
    axis: 'penalty, without μ',
    help: 'Σᵢ E[max(aᵢᵀx − bᵢ, 0)] over the rows of the normal form, without μ',
    usualScale: 'log',
  },
  gradientNorm: {
    label: 'Gradient norm',
    axis: 'gradient norm ‖g‖₂',
    help: 'Euclidean norm over the free coordinates of the scheme’s gradient of L in x̂',
    usualScale: 'log',
  },
  feasibleShare: {
    label: 'Feasible share',
    axis: 'share of samples feasible',
    help: 'Share of the step’s samples that satisfy every row; the band is its 95 % interval (Clopper–Pearson). Exact evaluation draws no samples',
    usualScale: 'linear',
  },
  mu: {
    label: 'μ',
    axis: 'penalty weight μ',
    help: 'Weight of the penalty in the loss at each iteration',
    usualScale: 'linear',
  },
};

export type XAxis = 'iteration' | 'seconds' | 'samples';

export const X_AXIS_LABEL: Readonly<Record<XAxis, string>> = { iteration: 'iteration', seconds: 'seconds', samples: 'samples drawn' };

/** Columns to ask a descent for: what is on the axes, and the iteration that ranges are named by. */
export function descentColumns(x: XAxis, quantities: readonly Quantity[]): SeriesColumn[] {
  return [...new Set<SeriesColumn>(['iteration', x, ...quantities])];
}
