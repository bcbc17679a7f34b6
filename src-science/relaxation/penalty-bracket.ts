/**
 * Certified brackets of Σ_i E[max(a_iᵀx − b_i, 0)] where some rows have no exact form (docs/science.md,
 * section 5); the others stand in it exactly. Never reported as an exact value.
 */
import type { CompiledKernels } from '../compiled.ts';
import type { NormalForm } from '../program/normal-form.ts';
import { chooseWeightedForm, enumeratedRow } from './exact-plan.ts';
import { createHalvedRow, createHalvedWorkspace } from './halved-row.ts';
import { roundingOfSums } from './integral-row.ts';
import { createLatticeRow } from './lattice-row.ts';
import { createMarginalTables, loadProbabilities } from './marginal-tables.ts';
import { orientRow, type OrientedRow } from './row-distribution.ts';
import { bracketRow, type Bracket } from './row-bracket.ts';
import { createCornerPlan } from './corner-plan.ts';
import { cornerPenalty } from './corner-rows.ts';
import { splitRows } from './row-split.ts';

/** Relative widening for rounding in sums of up to a few thousand terms. */
const ROUNDING = 1e-12;

/** Multiply-adds spent on one row's grid, and on those of all rows together: about half a second. */
const ROW_CELLS = 2e7;
const ALL_CELLS = 3e8;

/**
 * Brackets the penalty at x̂.
 * @param xHat marginals, length d, in [0, 1]
 * @param compiled stand-ins for the hot loops; the same bits without
 * @returns `lower === upper` where every row has an exact form
 * Cost: an exact evaluation of the rows that have one, and a grid of at most 2·10⁷ cells for each other row, 3·10⁸ for all.
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
  const bracketed: { readonly row: OrientedRow; readonly rounding: number }[] = [];
  const { weighted } = split;
  for (let r = 0; r < weighted.count; r++) {
    const column = weighted.column.subarray(weighted.start[r], weighted.start[r + 1]);
    const weight = weighted.weight.subarray(weighted.start[r], weighted.start[r + 1]);
    const bound = weighted.bound[r]!;
    const far = weighted.far[r] ?? null;
    const integral = weighted.integral[r] === 1;
    const chosen = chooseWeightedForm(weight, bound, integral, far !== null);
    const orient = (above: boolean): OrientedRow =>
      orientRow(weighted.row[r]!, column, weight, weighted.unit[r]!, bound, above);
    if (chosen.kind === 'none') {
      const above = orient(true);
      const below = orient(false);
      // The bound of a real row stands a rounding above b; nothing but that separates it from the row as written.
      const rounding = weighted.unit[r]! * roundingOfSums({ integral, unit: 1, weight, bound, far });
      bracketed.push({ row: above.delta <= below.delta ? above : below, rounding });
    } else if (chosen.kind === 'lattice') {
      exact += createLatticeRow(orient(chosen.upper), compiled.lattice).penalty(tables, false);
    } else if (chosen.kind === 'enumerated') {
      exact += enumeratedRow(weighted, r).penalty(tables, false);
    } else {
      exact += createHalvedRow(orient(true), createHalvedWorkspace()).penalty(tables, false);
    }
  }
  if (bracketed.length === 0) return { lower: exact, upper: exact };
  const cells = Math.min(ROW_CELLS, ALL_CELLS / bracketed.length);
  for (const { row, rounding } of bracketed) {
    const interval = bracketRow(row, tables, cells);
    lower += interval.lower;
    upper += interval.upper + rounding;
  }
  const slop = ROUNDING * (1 + Math.abs(exact) + upper);
  return { lower: Math.max(0, exact + lower - slop), upper: exact + upper + slop };
}
