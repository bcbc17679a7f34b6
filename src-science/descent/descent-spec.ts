/**
 * What a descent of the penalty relaxation is asked to do: the types of its settings (`descent-settings.ts`). Pure data: a
 * spec, a seed and a version give the same bits on any machine with any number of workers. The loop itself is
 * `descend.ts`; loss and penalty are those of the normal form (minimization),
 * `L(x̂) = cᵀx̂ + c₀ + μ Σ_i E[max(a_iᵀx − b_i, 0)]` (GWL25 problem 3).
 */
import type { SpecOf } from '../settings/setting.ts';
import type { DESCENT_SETTINGS } from './descent-settings.ts';

export type DescentSpec = SpecOf<typeof DESCENT_SETTINGS>;
export type OptimizerSpec = DescentSpec['optimizer'];
export type StepSchedule = DescentSpec['stepSchedule'];
export type MuSchedule = DescentSpec['mu'];
export type DescentStart = DescentSpec['start'];
export type Parametrization = DescentSpec['parametrization'];
