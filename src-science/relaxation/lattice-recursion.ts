/**
 * The recursions over the sums of an integer row: the weighted Poisson-binomial recursion forward, its
 * reverse sweep backward, which gives all leave-one-out values without a division, and the augmented
 * recursion that carries E[Σ a s; sum = t] for the surrogate (docs/science.md, section 5). This is the
 * definition; `src-kernels/assembly/expectations.ts` is the same, loop by loop, in 128-bit lanes. Hot.
 *
 * Backward, a sum t is *certain* at variable n where t stays inside even if all of n, n + 1, … add their weight. There
 * P(inside) and the adjoint of P are one number each for all such t, flips change neither, and only the mass is added up.
 */
import {
  LATTICE_PAD,
  latticeStride,
  latticeVector,
  type LatticeCapacity,
  type LatticeEngine,
} from './lattice-engine.ts';

/** Allocates for the largest row; tables at the first evaluation that needs them. */
export function createLatticeRecursion(capacity: LatticeCapacity): LatticeEngine {
  const { variables } = capacity;
  const vector = (): Float64Array => new Float64Array(variables);
  const weight = new Int32Array(variables);
  const frame = {
    weight,
    hit: vector(),
    miss: vector(),
    hitMean: vector(),
    missMean: vector(),
    slope: vector(),
    insideHit: vector(),
    insideMiss: vector(),
    sums: new Float64Array(2),
  };
  const { hit, miss, hitMean, missMean, slope, insideHit, insideMiss, sums } = frame;
  /** Largest reachable sum inside the bound after the first n variables. */
  const reach = new Int32Array(variables + 1);
  const value = new Float64Array(latticeVector(capacity.size));
  const inside = new Float64Array(latticeVector(capacity.size));
  const twoRows = 2 * latticeStride(capacity.size);
  let table = new Float64Array(0);
  let mean = new Float64Array(0);

  /**
   * Row n of the table is P(first n sum to t). Where only the last row is wanted, even and odd rows
   * share two places.
   * @returns where the last row begins
   */
  function forwardPass(k: number, size: number, keep: boolean): number {
    const wanted = keep ? capacity.table : twoRows;
    if (table.length < wanted) table = new Float64Array(wanted);
    const stride = latticeStride(size);
    let to = LATTICE_PAD;
    table.fill(0, 0, stride);
    table[to] = 1;
    reach[0] = 0;
    for (let n = 0; n < k; n++) {
      const from = to;
      to = LATTICE_PAD + (keep ? n + 1 : (n + 1) & 1) * stride;
      const w = Math.min(weight[n]!, size);
      const p = hit[n]!;
      const q = miss[n]!;
      const old = reach[n]!;
      const now = Math.min(size - 1, old + w);
      reach[n + 1] = now;
      const oldEnd = (old | 3) + 1;
      const end = (now | 3) + 1;
      const first = w & ~3;
      for (let t = -LATTICE_PAD; t < 0; t++) table[to + t] = 0;
      let t = 0;
      for (const stop = Math.min(first, oldEnd); t < stop; t++) table[to + t] = q * table[from + t]!;
      for (const stop = Math.min(first, end); t < stop; t++) table[to + t] = 0;
      for (; t < oldEnd; t++) table[to + t] = q * table[from + t]! + p * table[from + t - w]!;
      for (; t < end; t++) table[to + t] = p * table[from + t - w]!;
      for (const stop = end + LATTICE_PAD; t < stop; t++) table[to + t] = 0;
    }
    return to;
  }

  /** E[(δ − U) · 1[inside]] and P(inside) from the last row. */
  function settle(last: number, top: number, delta: number): void {
    let lack = 0;
    let sum = 0;
    for (let t = 0; t <= top; t++) {
      const p = table[last + t]!;
      sum += p;
      lack += p * (delta - t);
    }
    sums[0] = lack;
    sums[1] = sum;
  }

  function penalty(k: number, size: number, delta: number, withGradient: boolean): void {
    const last = forwardPass(k, size, withGradient);
    settle(last, reach[k]!, delta);
    if (!withGradient) return;
    const stride = latticeStride(size);
    for (let t = 0; t < size; t++) value[t] = delta - t;
    value.fill(0, size, latticeVector(size));
    for (let n = k - 1; n >= 0; n--) {
      const from = LATTICE_PAD + n * stride;
      const w = Math.min(weight[n]!, size);
      const p = hit[n]!;
      const q = miss[n]!;
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      for (let t = 0; t <= reach[n]!; t += 4) {
        const a0 = value[t]!;
        const a1 = value[t + 1]!;
        const a2 = value[t + 2]!;
        const a3 = value[t + 3]!;
        const b0 = value[t + w]!;
        const b1 = value[t + w + 1]!;
        const b2 = value[t + w + 2]!;
        const b3 = value[t + w + 3]!;
        s0 += table[from + t]! * (b0 - a0);
        s1 += table[from + t + 1]! * (b1 - a1);
        s2 += table[from + t + 2]! * (b2 - a2);
        s3 += table[from + t + 3]! * (b3 - a3);
        value[t] = q * a0 + p * b0;
        value[t + 1] = q * a1 + p * b1;
        value[t + 2] = q * a2 + p * b2;
        value[t + 3] = q * a3 + p * b3;
      }
      slope[n] = s0 + s2 + (s1 + s3);
    }
  }

  /**
   * How many sums from 0 on are certain, whole blocks of four below `end`.
   * @param rest Σ of the weights of variable n and those behind it, or any number ≥ size
   */
  function certainCells(size: number, rest: number, end: number): number {
    return Math.min(Math.max(size - rest, 0), end) & ~3;
  }

  function conditionals(k: number, size: number, delta: number): void {
    const last = forwardPass(k, size, true);
    settle(last, reach[k]!, delta);
    const stride = latticeStride(size);
    let rest = 0;
    let certain = certainCells(size, 0, (reach[k]! | 3) + 1);
    let surely = 1;
    inside.fill(1, certain, size);
    inside.fill(0, size, latticeVector(size));
    for (let n = k - 1; n >= 0; n--) {
      const from = LATTICE_PAD + n * stride;
      const w = Math.min(weight[n]!, size);
      const p = hit[n]!;
      const q = miss[n]!;
      const before = certain;
      rest = Math.min(rest + w, size);
      certain = certainCells(size, rest, (reach[n]! | 3) + 1);
      inside.fill(surely, certain, before);
      let h0 = 0;
      let h1 = 0;
      let h2 = 0;
      let h3 = 0;
      for (let t = 0; t < certain; t += 4) {
        h0 += table[from + t]! * surely;
        h1 += table[from + t + 1]! * surely;
        h2 += table[from + t + 2]! * surely;
        h3 += table[from + t + 3]! * surely;
      }
      surely = q * surely + p * surely;
      let m0 = h0;
      let m1 = h1;
      let m2 = h2;
      let m3 = h3;
      for (let t = certain; t <= reach[n]!; t += 4) {
        const a0 = inside[t]!;
        const a1 = inside[t + 1]!;
        const a2 = inside[t + 2]!;
        const a3 = inside[t + 3]!;
        const b0 = inside[t + w]!;
        const b1 = inside[t + w + 1]!;
        const b2 = inside[t + w + 2]!;
        const b3 = inside[t + w + 3]!;
        const f0 = table[from + t]!;
        const f1 = table[from + t + 1]!;
        const f2 = table[from + t + 2]!;
        const f3 = table[from + t + 3]!;
        h0 += f0 * b0;
        h1 += f1 * b1;
        h2 += f2 * b2;
        h3 += f3 * b3;
        m0 += f0 * a0;
        m1 += f1 * a1;
        m2 += f2 * a2;
        m3 += f3 * a3;
        inside[t] = q * a0 + p * b0;
        inside[t + 1] = q * a1 + p * b1;
        inside[t + 2] = q * a2 + p * b2;
        inside[t + 3] = q * a3 + p * b3;
      }
      insideHit[n] = h0 + h2 + (h1 + h3);
      insideMiss[n] = m0 + m2 + (m1 + m3);
    }
  }

  function surrogate(k: number, size: number, rhs: number, withGradient: boolean): void {
    const last = forwardPass(k, size, true);
    if (mean.length < capacity.table) mean = new Float64Array(capacity.table);
    const stride = latticeStride(size);
    mean.fill(0, 0, stride);
    for (let n = 0; n < k; n++) {
      const from = LATTICE_PAD + n * stride;
      const to = from + stride;
      const w = Math.min(weight[n]!, size);
      const p = hit[n]!;
      const q = miss[n]!;
      const one = hitMean[n]!;
      const zero = missMean[n]!;
      const oldEnd = (reach[n]! | 3) + 1;
      const end = (reach[n + 1]! | 3) + 1;
      const first = w & ~3;
      for (let t = -LATTICE_PAD; t < 0; t++) mean[to + t] = 0;
      let t = 0;
      for (const stop = Math.min(first, oldEnd); t < stop; t++) mean[to + t] = q * mean[from + t]! + zero * table[from + t]!;
      for (const stop = Math.min(first, end); t < stop; t++) mean[to + t] = 0;
      for (; t < oldEnd; t++) {
        mean[to + t] = q * mean[from + t]! + zero * table[from + t]! + (p * mean[from + t - w]! + one * table[from + t - w]!);
      }
      for (; t < end; t++) mean[to + t] = p * mean[from + t - w]! + one * table[from + t - w]!;
      for (const stop = end + LATTICE_PAD; t < stop; t++) mean[to + t] = 0;
    }
    let insideMean = 0;
    let sum = 0;
    for (let t = 0; t <= reach[k]!; t++) {
      sum += table[last + t]!;
      insideMean += mean[last + t]! - rhs * table[last + t]!;
    }
    sums[0] = insideMean;
    sums[1] = sum;
    if (withGradient) surrogateSweep(k, size, rhs);
  }

  /** Adjoints of P and M at each t, walked down through the variables. */
  function surrogateSweep(k: number, size: number, rhs: number): void {
    const stride = latticeStride(size);
    let rest = 0;
    let certain = certainCells(size, 0, (reach[k]! | 3) + 1);
    let surely = 1;
    /** The adjoint of P at every certain sum. */
    let same = -rhs;
    value.fill(same, certain, size);
    value.fill(0, size, latticeVector(size));
    inside.fill(surely, certain, size);
    inside.fill(0, size, latticeVector(size));
    /** Four parts each of the slope, P(inside | z = 1) and P(inside | z = 0). */
    const parts = new Float64Array(12);
    for (let n = k - 1; n >= 0; n--) {
      const from = LATTICE_PAD + n * stride;
      const w = Math.min(weight[n]!, size);
      const p = hit[n]!;
      const q = miss[n]!;
      const one = hitMean[n]!;
      const zero = missMean[n]!;
      const end = (reach[n]! | 3) + 1;
      const before = certain;
      rest = Math.min(rest + w, size);
      certain = certainCells(size, rest, end);
      value.fill(same, certain, before);
      inside.fill(surely, certain, before);
      parts.fill(0);
      for (let t = 0; t < certain; t++) parts[4 + (t & 3)]! += table[from + t]! * surely;
      parts.copyWithin(8, 4, 8);
      same = q * same + p * same + (zero * surely + one * surely);
      surely = q * surely + p * surely;
      for (let t = certain; t < end; t++) {
        const v0 = value[t]!;
        const v1 = value[t + w]!;
        const i0 = inside[t]!;
        const i1 = inside[t + w]!;
        const f = table[from + t]!;
        const part = t & 3;
        parts[part]! += f * (v1 - v0) + mean[from + t]! * (i1 - i0);
        parts[4 + part]! += f * i1;
        parts[8 + part]! += f * i0;
        value[t] = q * v0 + p * v1 + (zero * i0 + one * i1);
        inside[t] = q * i0 + p * i1;
      }
      slope[n] = parts[0]! + parts[2]! + (parts[1]! + parts[3]!);
      insideHit[n] = parts[4]! + parts[6]! + (parts[5]! + parts[7]!);
      insideMiss[n] = parts[8]! + parts[10]! + (parts[9]! + parts[11]!);
    }
  }

  return { frame, penalty, conditionals, surrogate };
}
