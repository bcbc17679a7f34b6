/**
 * Certified brackets of Σ_i E[max(a_iᵀx − b_i, 0)] where some rows have no exact form (science notes,
 * section 5): a long real row is turned into U = Σ w z, w > 0, and E[(δ − U)⁺] falls as weights grow, so
 * weights rounded up to a grid bound it from below and weights rounded down from above. Both ends are
 * widened by what floating-point rounding can do. Never reported as an exact value.
 */
import type { CompiledKernels } from '../compiled.ts';
import type { NormalForm } from '../program/normal-form.ts';
import { chooseWeightedForm } from './exact-plan.ts';
import { createHalvedRow, createHalvedWorkspace } from './halved-row.ts';
import { roundingOfSums } from './integral-row.ts';
import { createLatticeRow } from './lattice-row.ts';
import { createMarginalTables, loadProbabilities, type MarginalTables } from './marginal-tables.ts';
import { orientRow, type OrientedRow } from './row-distribution.ts';
import { createCornerPlan } from './corner-plan.ts';
import { cornerPenalty } from './corner-rows.ts';
import { splitRows } from './row-split.ts';

/** An interval that contains a value for certain; `lower === upper` only where it is exact. */
export interface Bracket {
  readonly lower: number;
  readonly upper: number;
}

/** Relative widening for rounding in sums of up to a few thousand terms. */
const ROUNDING = 1e-12;

/** Cells spent on one row's grid. */
const GRID_CELLS = 2e6;
const FINEST_GRID = 2 ** 15;

/**
 * Brackets the penalty at x̂.
 * @param xHat marginals, length d, in [0, 1]
 * @param compiled stand-ins for the hot loops; the same bits without
 * @returns `lower === upper` where every row has an exact form
 * Cost: an exact evaluation of the rows that have one, and two lattices of at most 2·10⁶ cells for each other row.
 */
export function penaltyBracket(form: NormalForm, xHat: Float64Array, compiled: CompiledKernels = {}): Bracket {
  const split = splitRows(form);
  const corners = createCornerPlan(split.corner, form);
  const tables = createMarginalTables(form.variableCount, form.rowCount, corners.loops);
  loadProbabilities(tables, xHat);
  let exact = cornerPenalty(corners, form.rhs, tables, false);
  exact += split.alwaysConstant;
  for (let j = 0; j < form.variableCount; j++) exact += split.alwaysLinear[j]! * xHat[j]!;
  let lower = 0;
  let upper = 0;
  let rounded = false;
  const { weighted } = split;
  for (let r = 0; r < weighted.count; r++) {
    const column = weighted.column.subarray(weighted.start[r], weighted.start[r + 1]);
    const weight = weighted.weight.subarray(weighted.start[r], weighted.start[r + 1]);
    const bound = weighted.bound[r]!;
    const chosen = chooseWeightedForm(weight, bound, weighted.integral[r] === 1);
    const orient = (above: boolean): OrientedRow =>
      orientRow(weighted.row[r]!, column, weight, weighted.unit[r]!, bound, above);
    if (chosen.kind === 'none') {
      const above = orient(true);
      const below = orient(false);
      const interval = bracketRow(above.delta <= below.delta ? above : below, tables, compiled);
      lower += interval.lower;
      // The bound of a real row stands a rounding above b.
      upper += interval.upper + weighted.unit[r]! * roundingOfSums({ integral: weighted.integral[r] === 1, unit: 1, weight, bound });
      rounded = true;
    } else if (chosen.kind === 'lattice') {
      exact += createLatticeRow(orient(chosen.upper), compiled.lattice).penalty(tables, false);
    } else {
      exact += createHalvedRow(orient(true), createHalvedWorkspace()).penalty(tables, false);
    }
  }
  if (!rounded) return { lower: exact, upper: exact };
  const slop = ROUNDING * (1 + Math.abs(exact) + upper);
  return { lower: Math.max(0, exact + lower - slop), upper: exact + upper + slop };
}

/** Brackets one oriented row by two lattices on a grid of its own. */
export function bracketRow(oriented: OrientedRow, tables: MarginalTables, compiled: CompiledKernels = {}): Bracket {
  const steps = Math.max(16, Math.min(FINEST_GRID, Math.floor(GRID_CELLS / (oriented.weight.length + 1))));
  const step = oriented.delta / steps;
  const onGrid = (round: (w: number) => number): number => {
    const grid = {
      ...oriented,
      weight: oriented.weight.map(round),
      delta: steps,
      unit: oriented.unit * step,
    };
    return createLatticeRow(grid, compiled.lattice).penalty(tables, false);
  };
  // One part in 10¹² decides which side a weight that sits on the grid is rounded to.
  const lower = onGrid((w) => Math.ceil((w / step) * (1 + ROUNDING)));
  const upper = onGrid((w) => Math.floor((w / step) * (1 - ROUNDING)));
  const slop = ROUNDING * oriented.unit * (oriented.delta + Math.abs(oriented.rhs / oriented.unit) + 1);
  return { lower: Math.max(0, lower - slop), upper: upper + slop };
}
