/**
 * Independent truth for the relaxation: expectations by summing over all 2^d vertices, straight from
 * the definitions, and small random programs with rows of every kind. Deliberately naive.
 */
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import {
  slopeWhenOne,
  slopeWhenZero,
  surrogateWhenOne,
  surrogateWhenZero,
} from '../../../src-science/relaxation/one-variable.ts';

export interface DenseRow {
  /** Length d, zeros allowed. */
  readonly a: readonly number[];
  readonly b: number;
}

/** A normal form from dense rows; every row its own source. */
export function formOf(d: number, rows: readonly DenseRow[], objective: readonly number[] = []): NormalForm {
  const start = [0];
  const column: number[] = [];
  const value: number[] = [];
  for (const row of rows) {
    row.a.forEach((a, j) => {
      if (a !== 0) {
        column.push(j);
        value.push(a);
      }
    });
    start.push(column.length);
  }
  return {
    variableCount: d,
    rowCount: rows.length,
    objective: Float64Array.from({ length: d }, (_, j) => objective[j] ?? 0),
    objectiveConstant: 0,
    start: Int32Array.from(start),
    column: Int32Array.from(column),
    value: Float64Array.from(value),
    rhs: Float64Array.from(rows, (row) => row.b),
    sourceRow: Int32Array.from(rows.keys()),
    sourceSign: new Int8Array(rows.length).fill(1),
    fixed: new Int8Array(d).fill(-1),
    objectiveSign: 1,
  };
}

/** A linear congruential generator of its own, so that test data do not depend on what is tested. */
export function testRandom(seed: number): () => number {
  let state = BigInt(seed) * 2862933555777941757n + 3037000493n;
  return () => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return Number(state >> 11n) / 2 ** 53;
  };
}

export interface Expectations {
  penalty: number;
  /** ∇E[φ̃] by differences of conditional expectations. */
  penaltyGradient: Float64Array;
  interchange: Float64Array;
  surrogate: number;
  rowViolation: Float64Array;
  rowPenalty: Float64Array;
  feasible: number;
}

/**
 * All expectations at x̂ by enumeration.
 * @param tolerance v counts as violated above it; ties of decimal rows are then not violated
 */
export function enumerate(form: NormalForm, xHat: ArrayLike<number>, tolerance = 1e-9): Expectations {
  const d = form.variableCount;
  const m = form.rowCount;
  const out: Expectations = {
    penalty: 0,
    penaltyGradient: new Float64Array(d),
    interchange: new Float64Array(d),
    surrogate: 0,
    rowViolation: new Float64Array(m),
    rowPenalty: new Float64Array(m),
    feasible: 0,
  };
  const x = new Uint8Array(d);
  /** Σ_i a_ij P(v_i > 0 | x_j = 0 or 1); multiplied by h at the end, since h is infinite at 0 or 1. */
  const given = [new Float64Array(d), new Float64Array(d)] as const;
  for (let mask = 0; mask < 2 ** d; mask++) {
    let p = 1;
    for (let j = 0; j < d; j++) {
      x[j] = (mask >> j) & 1;
      p *= x[j] === 1 ? xHat[j]! : 1 - xHat[j]!;
    }
    /** P of the other coordinates. */
    const without = Array.from({ length: d }, (_, j) => {
      let q = 1;
      for (let i = 0; i < d; i++) if (i !== j) q *= x[i] === 1 ? xHat[i]! : 1 - xHat[i]!;
      return q;
    });
    let feasible = true;
    for (let i = 0; i < m; i++) {
      let v = -form.rhs[i]!;
      for (let k = form.start[i]!; k < form.start[i + 1]!; k++) v += form.value[k]! * x[form.column[k]!]!;
      if (v <= tolerance) continue;
      feasible = false;
      out.rowViolation[i]! += p;
      out.rowPenalty[i]! += p * v;
      out.penalty += p * v;
      out.surrogate -= p * form.rhs[i]!;
      for (let j = 0; j < d; j++) out.penaltyGradient[j]! += without[j]! * v * (x[j] === 1 ? 1 : -1);
      for (let k = form.start[i]!; k < form.start[i + 1]!; k++) {
        const j = form.column[k]!;
        const a = form.value[k]!;
        const one = x[j] === 1;
        const at = xHat[j]!;
        if (without[j]! === 0) continue;
        given[one ? 1 : 0][j]! += without[j]! * a;
        out.surrogate += without[j]! * a * (one ? surrogateWhenOne(at) : surrogateWhenZero(at));
      }
    }
    if (feasible) out.feasible += p;
  }
  for (let j = 0; j < d; j++) {
    // What is 0 up to rounding stays 0 when multiplied by infinity.
    const [zero, one] = [given[0][j]!, given[1][j]!].map((c) => (Math.abs(c) < 1e-13 ? 0 : c)) as [number, number];
    out.interchange[j] =
      (one === 0 ? 0 : one * slopeWhenOne(xHat[j]!)) + (zero === 0 ? 0 : zero * slopeWhenZero(xHat[j]!));
  }
  return out;
}

export type RowStyle = 'integer' | 'decimal' | 'real' | 'cover' | 'packing' | 'signed-corner' | 'edge' | 'always' | 'never';
export const ROW_STYLES: readonly RowStyle[] = [
  'integer', 'decimal', 'real', 'cover', 'packing', 'signed-corner', 'edge', 'always', 'never',
];

/** One random row of the given style over d variables. */
function randomRow(d: number, style: RowStyle, random: () => number): DenseRow {
  const pick = (n: number): number => Math.floor(random() * n);
  const a = new Array<number>(d).fill(0);
  const indices = Array.from({ length: d }, (_, j) => j).sort(() => random() - 0.5);
  const k = style === 'edge' ? Math.min(2, d) : 1 + pick(d);
  const chosen = indices.slice(0, k);
  let low = 0;
  let high = 0;
  for (const j of chosen) {
    let w = 1;
    if (style === 'integer' || style === 'always' || style === 'never') w = (1 + pick(9)) * (random() < 0.4 ? -1 : 1);
    if (style === 'decimal') w = ((1 + pick(9)) * (random() < 0.4 ? -1 : 1)) / 10;
    if (style === 'real') w = (0.1 + random()) * (random() < 0.4 ? -1 : 1);
    if (style === 'cover') w = -1;
    if (style === 'signed-corner') w = random() < 0.5 ? -2 : 2;
    a[j] = w;
    low += Math.min(0, w);
    high += Math.max(0, w);
  }
  if (style === 'cover') return { a, b: -1 };
  if (style === 'packing' || style === 'edge') return { a, b: 1 };
  if (style === 'signed-corner') return { a, b: random() < 0.5 ? high - 1 - pick(2) : low + pick(3) };
  if (style === 'always') return { a, b: low - 1 - pick(3) };
  if (style === 'never') return { a, b: high + pick(3) };
  const b = low + random() * (high - low);
  if (style === 'integer') return { a, b: random() < 0.8 ? Math.round(b) : b };
  if (style === 'decimal') return { a, b: Number(b.toFixed(1)) };
  return { a, b };
}

/** A random program over d variables with some rows of every style. */
export function randomForm(d: number, m: number, seed: number, styles: readonly RowStyle[] = ROW_STYLES): NormalForm {
  const random = testRandom(seed);
  const rows = Array.from({ length: m }, () => randomRow(d, styles[Math.floor(random() * styles.length)] ?? 'integer', random));
  return formOf(d, rows);
}

/** Marginals of which some are 0, 1, ½, 1e−12 or close to ½. */
export function randomMarginals(d: number, seed: number, degenerate: boolean): Float64Array {
  const random = testRandom(seed);
  const special = [0, 1, 0.5, 1e-12, 1 - 1e-12, 0.5 + 1e-9];
  return Float64Array.from({ length: d }, () =>
    degenerate && random() < 0.4 ? special[Math.floor(random() * special.length)]! : random(),
  );
}
