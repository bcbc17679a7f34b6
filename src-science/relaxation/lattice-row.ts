/**
 * Rows with integer weights: the weighted Poisson-binomial recursion over the sums inside the bound, with
 * all leave-one-out values (docs/science.md, section 5). The recursions themselves are a `LatticeEngine`,
 * shared by all rows of a plan; this is the row's side of it. O(k · size) time and cells.
 */
import { latticeTable, type CreateLatticeEngine, type LatticeCapacity, type LatticeEngine } from './lattice-engine.ts';
import { createLatticeRecursion } from './lattice-recursion.ts';
import type { MarginalTables } from './marginal-tables.ts';
import {
  settleConditional,
  settlePartial,
  settlePenalty,
  settleSurrogate,
  settleSurrogateGradient,
  weighOriented,
  type OrientedRow,
  type RowDistribution,
} from './row-distribution.ts';

/** Number of sums inside the bound: U < δ (upper) or U ≤ δ (lower). */
export function latticeSize(delta: number, upper: boolean): number {
  return upper ? Math.ceil(delta) : Math.floor(delta) + 1;
}

/** Cells of the forward table that are reached, given weights in ascending order: the cost of one pass. */
export function latticeCells(weight: ArrayLike<number>, size: number): number {
  let reach = 0;
  let cells = 1;
  for (let n = 0; n < weight.length; n++) {
    reach = Math.min(size - 1, reach + weight[n]!);
    cells += reach + 1;
  }
  return cells;
}

/** What an engine must hold to serve all of these rows. */
function latticeCapacity(rows: readonly OrientedRow[]): LatticeCapacity {
  let variables = 0;
  let size = 0;
  let table = 0;
  for (const { weight, delta, upper } of rows) {
    const own = latticeSize(delta, upper);
    variables = Math.max(variables, weight.length);
    size = Math.max(size, own);
    table = Math.max(table, latticeTable(weight.length, own));
  }
  return { variables, size, table };
}

/** Distributions of these rows, over one engine. */
export function createLatticeRows(
  rows: readonly OrientedRow[], createEngine: CreateLatticeEngine = createLatticeRecursion,
): RowDistribution[] {
  if (rows.length === 0) return [];
  const engine = createEngine(latticeCapacity(rows));
  return rows.map((row) => latticeRow(row, engine));
}

/**
 * The distribution of one row.
 * @param oriented integer weights, ascending
 */
export function createLatticeRow(oriented: OrientedRow, createEngine: CreateLatticeEngine = createLatticeRecursion): RowDistribution {
  return latticeRow(oriented, createEngine(latticeCapacity([oriented])));
}

function latticeRow(oriented: OrientedRow, engine: LatticeEngine): RowDistribution {
  const { hit, coefficient, delta, upper } = oriented;
  const k = hit.length;
  const size = latticeSize(delta, upper);
  /** A weight beyond the bound is as good as any other beyond it. */
  const weight = Int32Array.from(oriented.weight, (w) => Math.min(w, size));
  const { frame } = engine;

  function load({ probability }: MarginalTables): void {
    frame.weight.set(weight);
    for (let n = 0; n < k; n++) {
      frame.hit[n] = probability[hit[n]!]!;
      frame.miss[n] = probability[hit[n]! ^ 1]!;
    }
  }

  function settle(tables: MarginalTables): number {
    return settlePenalty(oriented, tables, frame.sums[0]!, frame.sums[1]!);
  }

  function penalty(tables: MarginalTables, withGradient: boolean): number {
    load(tables);
    engine.penalty(k, size, delta, withGradient);
    if (withGradient) for (let n = 0; n < k; n++) settlePartial(oriented, tables, n, frame.slope[n]!);
    return settle(tables);
  }

  function conditionals(tables: MarginalTables): number {
    load(tables);
    engine.conditionals(k, size, delta);
    for (let n = 0; n < k; n++) settleConditional(oriented, tables, n, frame.insideHit[n]!, frame.insideMiss[n]!);
    return settle(tables);
  }

  function surrogate(tables: MarginalTables, withGradient: boolean): number {
    load(tables);
    for (let n = 0; n < k; n++) {
      frame.hitMean[n] = coefficient[n]! * tables.surrogate[hit[n]!]!;
      frame.missMean[n] = coefficient[n]! * tables.surrogate[hit[n]! ^ 1]!;
    }
    engine.surrogate(k, size, oriented.rhs, withGradient);
    if (withGradient) {
      for (let n = 0; n < k; n++) {
        settleSurrogateGradient(oriented, tables, n, frame.slope[n]!, frame.insideHit[n]!, frame.insideMiss[n]!);
      }
    }
    return settleSurrogate(oriented, tables, frame.sums[0]!);
  }

  return { penalty, conditionals, surrogate, reweigh: weighOriented(oriented) };
}
