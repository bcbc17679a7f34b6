/**
 * Exact expectations of a whole program (docs/science.md, section 5), compiled once: rows split by class,
 * cover and packing rows batched in closed form, the others each with the cheaper of the lattice
 * recursion and meeting in the middle. Exact means exact up to floating-point rounding; a row that has
 * no such form makes the plan refuse, with a sentence that names the row. An evaluation allocates
 * nothing. Brackets for long real rows are `penalty-bracket.ts`.
 */
import type { NormalForm } from '../program/normal-form.ts';
import { createCornerPlan, type CornerPlan } from './corner-plan.ts';
import { cornerConditionals, cornerPenalty } from './corner-rows.ts';
import { cornerSurrogate } from './corner-surrogate.ts';
import type { CreateCornerLoops } from './corner-loops.ts';
import type { CreateLatticeEngine } from './lattice-engine.ts';
import { createEnumeratedRow, enumeratedCells } from './enumerated-row.ts';
import { farRow, LONGEST_ENUMERATED_ROW } from './far-row.ts';
import { createHalvedRow, createHalvedWorkspace, halvedCells, LONGEST_HALVED_ROW } from './halved-row.ts';
import { createLatticeRows, latticeCells, latticeSize } from './lattice-row.ts';
import {
  createMarginalTables,
  loadProbabilities,
  loadSlopes,
  loadSurrogates,
  type MarginalTables,
} from './marginal-tables.ts';
import { orientRow, type OrientedRow, type RowDistribution } from './row-distribution.ts';
import { splitRows, TIED_PACKING, type RowSplit, type WeightedRows } from './row-split.ts';
import { weighBounds, weighSplit, type Reweigh } from './row-weights.ts';

/** A single row's table may not exceed this many cells (160 MB, twice that for the surrogate). */
const LARGEST_TABLE = 2e7;

/**
 * Where the row's size is so many times its smallest coefficient, what a flip of that changes is lost in differences
 * of expectations; a short row is then taken vertex by vertex.
 */
const WIDE_SPREAD = 2 ** 30;

/** A source of exact expectations; not safe for interleaved use, its tables are scratch. */
export interface ExactPlan {
  readonly form: NormalForm;
  readonly split: RowSplit;
  /** E[max(a_iᵀx − b_i, 0)] of each normal row, after any evaluation but `surrogateGradient`. */
  readonly rowPenalty: Float64Array;
  /** P(a_iᵀx > b_i) of each normal row, after any evaluation but `surrogateGradient`. */
  readonly rowViolation: Float64Array;
  /** Σ_i E[max(a_iᵀx − b_i, 0)] at x̂ (length d, in [0, 1]). */
  readonly penalty: (xHat: Float64Array) => number;
  /** The same, and its gradient ∇E[φ̃] into `gradient` (length d, overwritten). */
  readonly penaltyGradient: (xHat: Float64Array, gradient: Float64Array) => number;
  /**
   * The interchange field ĝ_j = Σ_i a_ij [h1 P(v_i>0|x_j=1) + h0 P(v_i>0|x_j=0)] into `field`; returns the
   * true penalty. At a marginal of exactly 0 or 1 ĝ is infinite unless that probability is 0.
   */
  readonly interchangeField: (xHat: Float64Array, field: Float64Array) => number;
  /** Σ_i E[φ_i] of the surrogate. */
  readonly surrogate: (xHat: Float64Array) => number;
  /** The same, and its gradient ∇E[φ]. Infinite at marginals of 0 and 1 where ĝ is. */
  readonly surrogateGradient: (xHat: Float64Array, gradient: Float64Array) => number;
  /** From now on every row times its weight, `rowPenalty` too; `rowViolation` is what it was. */
  readonly reweigh: Reweigh;
}

export type ExactPlanOutcome =
  | { readonly plan: ExactPlan; readonly refusal: null }
  /** `refusal`: one sentence naming the first row without an exact form. */
  | { readonly plan: null; readonly refusal: string };

/** Names a normal row for messages: the user's row names, or numbers from 1. */
export type RowNamer = (sourceRow: number) => string;

function weightedSlice(rows: WeightedRows, r: number): { column: Int32Array; weight: Float64Array } {
  const from = rows.start[r]!;
  const to = rows.start[r + 1]!;
  return { column: rows.column.subarray(from, to), weight: rows.weight.subarray(from, to) };
}

/** How a weighted row is evaluated, before anything is allocated. */
export type WeightedForm =
  | { readonly kind: 'lattice'; readonly upper: boolean; readonly cells: number }
  | { readonly kind: 'halved'; readonly upper: true; readonly cells: number }
  | { readonly kind: 'enumerated'; readonly upper: true; readonly cells: number }
  | { readonly kind: 'none'; readonly why: string };

/**
 * Picks the cheapest exact form of a weighted row.
 * @param weight signed, scaled; k ≥ 1
 * @param isFar sums of its doubles lose coefficients
 */
export function chooseWeightedForm(weight: Float64Array, bound: number, integral: boolean, isFar = false): WeightedForm {
  const k = weight.length;
  if (isFar) {
    if (k <= LONGEST_ENUMERATED_ROW) return { kind: 'enumerated', upper: true, cells: enumeratedCells(k) };
    return {
      kind: 'none',
      why: `its coefficients lie so far apart that sums of doubles lose the small ones, and it has ${String(k)} of them, more than ${String(LONGEST_ENUMERATED_ROW)}`,
    };
  }
  const halved = k <= LONGEST_HALVED_ROW ? halvedCells(k) : Infinity;
  let lattice = Infinity;
  let upper = true;
  if (integral) {
    let low = 0;
    let high = 0;
    for (const w of weight) {
      if (w < 0) low += w;
      else high += w;
    }
    const above = latticeSize(high - bound, true);
    const below = latticeSize(bound - low, false);
    // Seen from above nothing cancels, so it is preferred unless it is clearly larger.
    upper = above <= 1.25 * below;
    const size = upper ? above : below;
    const table = (k + 1) * size;
    if (table <= LARGEST_TABLE) lattice = latticeCells(weight.map(Math.abs).sort(), size);
  }
  if (k <= LONGEST_ENUMERATED_ROW && enumeratedCells(k) < lattice && isWide(weight)) {
    return { kind: 'enumerated', upper: true, cells: enumeratedCells(k) };
  }
  if (lattice < Infinity && lattice <= halved) return { kind: 'lattice', upper, cells: lattice };
  if (halved < Infinity) return { kind: 'halved', upper: true, cells: halved };
  const why = integral
    ? `its ${String(k)} integer weights reach too many sums`
    : `it has ${String(k)} real weights, more than ${String(LONGEST_HALVED_ROW)}`;
  return { kind: 'none', why };
}

function isWide(weight: Float64Array): boolean {
  let size = 0;
  let least = Infinity;
  for (const w of weight) {
    size += Math.abs(w);
    least = Math.min(least, Math.abs(w));
  }
  return size >= WIDE_SPREAD * least;
}

/** What exact evaluation of a program would take, found without allocating it. */
export interface ExactSurvey {
  readonly split: RowSplit;
  readonly forms: readonly WeightedForm[];
  /** Multiply-adds of one evaluation, about; the measure by which `auto` decides. */
  readonly cells: number;
  /** One sentence naming the first row without an exact form, or null. */
  readonly refusal: string | null;
}

/**
 * Looks at every row of `form`.
 * @param nameRow how to name a row in the refusal
 * Cost: O(nnz).
 */
export function surveyExact(
  form: NormalForm,
  nameRow: RowNamer = (row) => `number ${String(row + 1)}`,
): ExactSurvey {
  const split = splitRows(form);
  const { weighted } = split;
  const forms: WeightedForm[] = [];
  let refusal: string | null = null;
  let cells = split.corner.literal.length + form.variableCount;
  for (let r = 0; r < weighted.count; r++) {
    const { weight } = weightedSlice(weighted, r);
    const chosen = chooseWeightedForm(weight, weighted.bound[r]!, weighted.integral[r] === 1, weighted.far[r] !== null);
    forms.push(chosen);
    if (chosen.kind !== 'none') {
      cells += chosen.cells;
    } else if (refusal === null) {
      const name = nameRow(form.sourceRow[weighted.row[r]!] ?? weighted.row[r]!);
      refusal = `Row ${name} has no exact expectation: ${chosen.why}.`;
    }
  }
  return { split, forms, cells, refusal };
}

/** The compiled code that a plan can use. */
export interface PlanKernels {
  /** The recursions over the sums of integer rows (`lattice-recursion.ts`). */
  readonly lattice?: CreateLatticeEngine | undefined;
  /** The loops over cover, packing and edge rows in closed form (`corner-loops.ts`). */
  readonly corners?: CreateCornerLoops | undefined;
}

/**
 * Compiles the exact expectations of `form`.
 * @param nameRow how to name a row in the refusal
 * @param compiled stand-ins for the hot loops; the same bits without
 * @returns a plan, or the refusal; never a rounding
 * Cost: O(nnz), and O(2^{k/2} k) for each halved row, O(2^k) for each enumerated one.
 */
export function createExactPlan(form: NormalForm, nameRow?: RowNamer, compiled: PlanKernels = {}): ExactPlanOutcome {
  const survey = surveyExact(form, nameRow);
  if (survey.refusal !== null) return { plan: null, refusal: survey.refusal };
  const { weighted } = survey.split;
  const halvedWorkspace = createHalvedWorkspace();
  const oriented = survey.forms.map((chosen, r): OrientedRow => {
    const { column, weight } = weightedSlice(weighted, r);
    const upper = chosen.kind === 'lattice' ? chosen.upper : true;
    return orientRow(weighted.row[r]!, column, weight, weighted.unit[r]!, weighted.bound[r]!, upper);
  });
  const isLattice = (_: unknown, r: number): boolean => survey.forms[r]?.kind === 'lattice';
  const lattices = createLatticeRows(oriented.filter(isLattice), compiled.lattice).values();
  const distributions = oriented.map((row, r): RowDistribution => {
    if (survey.forms[r]?.kind === 'enumerated') return enumeratedRow(weighted, r);
    return (isLattice(row, r) ? lattices.next().value : undefined) ?? createHalvedRow(row, halvedWorkspace);
  });
  return { plan: compilePlan(form, survey.split, distributions, compiled), refusal: null };
}

/** A weighted row vertex by vertex; its bound holds the rounding of its sums where it is one of doubles. */
export function enumeratedRow(weighted: WeightedRows, r: number): RowDistribution {
  const { column, weight } = weightedSlice(weighted, r);
  const unit = weighted.unit[r]!;
  const bound = weighted.bound[r]!;
  const far = weighted.far[r] ?? farRow(weight, bound, Infinity);
  if (far === null) throw new Error('a row of a normal form has a finite bound');
  return createEnumeratedRow(weighted.row[r]!, column, weight.map((w) => unit * w), unit, unit * bound, far);
}

/** Tied packing rows as lattices of two sums, for their surrogate. */
function tiedLattices(form: NormalForm, split: RowSplit): readonly TiedRow[] {
  const { corner } = split;
  if (!corner.kind.includes(TIED_PACKING)) return [];
  const tied = splitRows(form, { cornersAsWeighted: 'tied' }).weighted;
  const weightedRows = new Set(split.weighted.row);
  const rows: OrientedRow[] = [];
  for (let r = 0; r < tied.count; r++) {
    if (weightedRows.has(tied.row[r]!)) continue;
    const { column, weight } = weightedSlice(tied, r);
    const oriented = orientRow(tied.row[r]!, column, weight, tied.unit[r]!, tied.bound[r]!, false);
    // All weights are equal, so "none or one" may count ones; coefficients keep their size.
    const ones = oriented.weight.map(() => 1);
    rows.push({ ...oriented, weight: ones, delta: 1 });
  }
  // Of two sums each: nothing for a compiled loop to gain.
  return createLatticeRows(rows).map((distribution, n) => ({ ...distribution, row: rows[n]!.row }));
}

/** With its normal row. */
type TiedRow = RowDistribution & { readonly row: number };

function compilePlan(form: NormalForm, split: RowSplit, distributions: readonly RowDistribution[], compiled: PlanKernels): ExactPlan {
  const { variableCount, rowCount } = form;
  /** b as the corner rows read it; written where rows are weighed. */
  const rhs = form.rhs.slice();
  const corner: CornerPlan = createCornerPlan(split.corner, { variableCount, rowCount, rhs }, compiled.corners);
  const tables: MarginalTables = createMarginalTables(variableCount, rowCount, corner.loops);
  const { always, alwaysLinear } = split;
  let tiedSurrogates: readonly TiedRow[] | null = null;
  let weight: Float64Array | null = null;
  let weigh: Reweigh | null = null;

  function alwaysPenalty(xHat: Float64Array): number {
    for (const i of always) {
      let sum = -form.rhs[i]!;
      for (let k = form.start[i]!; k < form.start[i + 1]!; k++) sum += form.value[k]! * xHat[form.column[k]!]!;
      tables.rowPenalty[i] = weight === null ? sum : weight[i]! * sum;
      tables.rowViolation[i] = 1;
    }
    if (always.length === 0) return 0;
    let total = split.alwaysConstant;
    for (let j = 0; j < variableCount; j++) total += alwaysLinear[j]! * xHat[j]!;
    return total;
  }

  function allPenalties(xHat: Float64Array, withGradient: boolean): number {
    loadProbabilities(tables, xHat);
    let total = alwaysPenalty(xHat) + cornerPenalty(corner, rhs, tables, withGradient);
    for (const row of distributions) total += row.penalty(tables, withGradient);
    return total;
  }

  function penaltyGradient(xHat: Float64Array, gradient: Float64Array): number {
    const total = allPenalties(xHat, true);
    const { partial } = tables;
    const { linear } = corner;
    for (let j = 0; j < variableCount; j++) {
      gradient[j] = alwaysLinear[j]! + linear[j]! + (partial[2 * j]! - partial[2 * j + 1]!);
    }
    return total;
  }

  function interchangeField(xHat: Float64Array, field: Float64Array): number {
    loadProbabilities(tables, xHat);
    loadSlopes(tables);
    const { conditional, slope } = tables;
    let total = alwaysPenalty(xHat) + cornerPenalty(corner, rhs, tables, false);
    cornerConditionals(corner, tables);
    for (const row of distributions) total += row.conditionals(tables);
    for (let j = 0; j < variableCount; j++) {
      const one = conditional[2 * j]! + alwaysLinear[j]!;
      const zero = conditional[2 * j + 1]! + alwaysLinear[j]!;
      // ∞ · 0 at a marginal of 0 or 1 counts as 0: the sample derivative is 0 there in every sample.
      field[j] = (one === 0 ? 0 : slope[2 * j]! * one) + (zero === 0 ? 0 : slope[2 * j + 1]! * zero);
    }
    return total;
  }

  /** d E[s·x]/dx̂ = h1 + ½ and d E[s·(1−x)]/dx̂ = h0 − ½; ∞ · 0 at a marginal of 0 or 1 counts as 0. */
  function addSlopes(gradient: Float64Array): void {
    const { conditional, slope, surrogateGradient, partial } = tables;
    for (let j = 0; j < variableCount; j++) {
      const one = conditional[2 * j]!;
      const zero = conditional[2 * j + 1]!;
      gradient[j] =
        surrogateGradient[j]! +
        (partial[2 * j]! - partial[2 * j + 1]!) +
        (one === 0 ? 0 : one * (slope[2 * j]! + 0.5)) +
        (zero === 0 ? 0 : zero * (slope[2 * j + 1]! - 0.5));
    }
  }

  function surrogateSum(xHat: Float64Array, gradient: Float64Array | null): number {
    loadProbabilities(tables, xHat);
    loadSurrogates(tables);
    if (gradient !== null) tables.surrogateGradient.fill(0);
    tiedSurrogates ??= weighed(tiedLattices(form, split));
    // First, because it writes all of `conditional`.
    let total = split.alwaysConstant + cornerSurrogate(corner, rhs, tables, gradient !== null);
    for (let j = 0; j < variableCount; j++) {
      const a = alwaysLinear[j]!;
      if (a === 0) continue;
      total += a * (tables.surrogate[2 * j]! + tables.surrogate[2 * j + 1]!);
      tables.conditional[2 * j]! += a;
      tables.conditional[2 * j + 1]! += a;
    }
    for (const row of tiedSurrogates) total += row.surrogate(tables, gradient !== null);
    for (const row of distributions) total += row.surrogate(tables, gradient !== null);
    if (gradient !== null) addSlopes(gradient);
    return total;
  }

  function weighed(rows: readonly TiedRow[]): readonly TiedRow[] {
    if (weight !== null) for (const row of rows) row.reweigh(weight[row.row]!);
    return rows;
  }

  function reweigh(weights: Float64Array): void {
    if (weigh === null) {
      const parts = [weighBounds(rhs), weighSplit(form, split)];
      weigh = (each) => parts.forEach((part) => part(each));
    }
    weight = weights;
    weigh(weights);
    corner.reweigh();
    distributions.forEach((row, r) => row.reweigh(weights[split.weighted.row[r]!]!));
    weighed(tiedSurrogates ?? []);
  }

  return {
    form,
    split,
    reweigh,
    rowPenalty: tables.rowPenalty,
    rowViolation: tables.rowViolation,
    penalty: (xHat) => allPenalties(xHat, false),
    penaltyGradient,
    interchangeField,
    surrogate: (xHat) => surrogateSum(xHat, null),
    surrogateGradient: (xHat, gradient) => surrogateSum(xHat, gradient),
  };
}
