/**
 * The recursions over the sums of one integer row, as an interface: `lattice-recursion.ts` defines what is
 * right, a compiled kernel may stand in for it and gives the same bits. Numbers go in and out through one
 * frame, by variable in the order of the recursion; the tables behind it are the engine's own.
 *
 * What both must do alike, so that 128-bit lanes never need a mask: sums over t are kept in four parts, by
 * t mod 4, and put together as (s₀ + s₂) + (s₁ + s₃); loops over t run to the end of their block of four,
 * over cells that are zero.
 */

/** A row of k variables, z_n = 1 with probability `hit[n]`, each adding `weight[n]` to the sum U. */
export interface LatticeFrame {
  /** Read: weights ≥ 0; one beyond the bound may be any number ≥ size. Length of the largest row, as all but `sums`. */
  readonly weight: Int32Array;
  /** Read: P(z = 1) and P(z = 0). */
  readonly hit: Float64Array;
  readonly miss: Float64Array;
  /** Read by `surrogate`: a E[s · 1[z = 1]] and a E[s · 1[z = 0]]. */
  readonly hitMean: Float64Array;
  readonly missMean: Float64Array;
  /** Written: derivative of the quantity in P(z = 1), with P(z = 0) = 1 − P(z = 1) and the means held fixed. */
  readonly slope: Float64Array;
  /** Written: P(inside | z = 1) and P(inside | z = 0). */
  readonly insideHit: Float64Array;
  readonly insideMiss: Float64Array;
  /** Written: the quantity, and P(inside); length 2. */
  readonly sums: Float64Array;
}

/** One evaluation each; `size` sums 0 … size − 1 are inside the bound. O(k · size). */
export interface LatticeEngine {
  readonly frame: LatticeFrame;
  /** Quantity E[(δ − U) · 1[inside]]; `slope` if asked. */
  readonly penalty: (k: number, size: number, delta: number, withGradient: boolean) => void;
  /** The same quantity; `insideHit` and `insideMiss`. */
  readonly conditionals: (k: number, size: number, delta: number) => void;
  /** Quantity E[(Σ a s − b) · 1[inside]]; `slope`, `insideHit` and `insideMiss` if asked. */
  readonly surrogate: (k: number, size: number, rhs: number, withGradient: boolean) => void;
}

/** The largest row an engine is made for. */
export interface LatticeCapacity {
  /** k */
  readonly variables: number;
  readonly size: number;
  /** Doubles of one whole table, over all rows: the largest `latticeTable`. */
  readonly table: number;
}

export type CreateLatticeEngine = (capacity: LatticeCapacity) => LatticeEngine;

/** Zeros before and after each row of a table. */
export const LATTICE_PAD = 4;

/** Doubles from one row of a table to the next. */
export function latticeStride(size: number): number {
  return LATTICE_PAD + 4 * Math.ceil(size / 4) + LATTICE_PAD;
}

/** Doubles of the table of k + 1 rows. */
export function latticeTable(k: number, size: number): number {
  return (k + 1) * latticeStride(size);
}

/** Doubles of a vector over the sums that is read one weight ahead: beyond the bound it is zero. */
export function latticeVector(size: number): number {
  return 2 * size + 2 * LATTICE_PAD;
}
