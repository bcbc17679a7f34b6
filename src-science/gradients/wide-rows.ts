/**
 * Wide rows (`wide-layout.ts`) on a block of 32 samples: their exact values, what a flip changes, and totals over
 * all samples. Worked in TypeScript also beside the compiled kernels, which leave them out, so both paths add
 * the same numbers in the same order: block by block, row by row, nonzero by nonzero, sample by sample.
 */
import { LANES } from '../random/bit-planes.ts';
import type { AveragedSlopes } from './averaged-slopes.ts';
import { listLanes, popcount } from './lane-bits.ts';
import type { WideLayout } from './wide-layout.ts';

/** Doubles this close, as a share, are told apart by their words. */
const CLOSE = 1e-6;

/** The bits of x_j of the block. */
export type OnesOf = (variable: number) => number;

/** One block at a time. */
export interface WideBlock {
  /**
   * Values of row r.
   * @returns lanes that violate it
   */
  readonly settle: (r: number, ones: OnesOf, valid: number) => number;
  /** Of the row just settled: aᵀx − b by lane, correctly signed and to the last place; −∞ in lanes that are no sample. */
  readonly value: Float64Array;
  /** By lane of the row just settled: what making the literal of nonzero n true changes in max(aᵀx − b, 0), ≥ 0. */
  readonly change: (n: number, lane: number) => number;
  /** Whether a flip of nonzero n's variable makes the row violated, or keeps it. */
  readonly crosses: (n: number, lane: number) => boolean;
}

export function createWideBlock(wide: WideLayout): WideBlock {
  const most = wide.rows.reduce((words, row) => Math.max(words, row.words), 0);
  const value = new Float64Array(LANES);
  /** Word by word, 32 lanes each; normal: words but the first in [0, base). */
  const words = new Float64Array(most * LANES);
  const scratch = new Float64Array(most);
  let current = 0;
  let onesNow: OnesOf = () => 0;

  /** Carries from the last word up. */
  function normalize(of: Float64Array, stride: number, at: number, count: number, base: number): void {
    for (let n = count - 1; n > 0; n--) {
      const carry = Math.floor(of[n * stride + at]! / base);
      of[n * stride + at]! -= carry * base;
      of[(n - 1) * stride + at]! += carry;
    }
  }

  /** The signed double that normal words denote; every term has one sign, so that nothing cancels. */
  function numberOf(of: Float64Array, stride: number, at: number, count: number, base: number, unit: Float64Array): number {
    if (of[at]! >= 0) {
      let sum = 0;
      for (let n = count - 1; n >= 0; n--) sum += of[n * stride + at]! * unit[n]!;
      return sum;
    }
    for (let n = 0; n < count; n++) scratch[n] = -of[n * stride + at]!;
    normalize(scratch, 1, 0, count, base);
    let sum = 0;
    for (let n = count - 1; n >= 0; n--) sum += scratch[n]! * unit[n]!;
    return -sum;
  }

  function settle(r: number, ones: OnesOf, valid: number): number {
    const row = wide.rows[r]!;
    const from = wide.start[r]!;
    const k = wide.start[r + 1]! - from;
    current = r;
    onesNow = ones;
    for (let n = 0; n < row.words; n++) words.fill(-row.bound[n]!, LANES * n, LANES * (n + 1));
    for (let m = 0; m < k; m++) {
      for (let bits = ones(wide.column[from + m]!) & valid; bits !== 0; bits &= bits - 1) {
        const lane = 31 - Math.clz32(bits & -bits);
        for (let n = 0; n < row.words; n++) words[LANES * n + lane]! += row.part[n * k + m]!;
      }
    }
    let violated = 0;
    for (let l = 0; l < LANES; l++) {
      if (((valid >>> l) & 1) === 0) {
        value[l] = -Infinity;
        continue;
      }
      normalize(words, LANES, l, row.words, row.base);
      const v = numberOf(words, LANES, l, row.words, row.base, row.unit);
      value[l] = v;
      if (v > 0) violated |= 1 << l;
    }
    return violated;
  }

  /** The value with `times` |a_n| added, exactly. */
  function moved(n: number, lane: number, times: 1 | -1): number {
    const row = wide.rows[current]!;
    const k = wide.start[current + 1]! - wide.start[current]!;
    const step = wide.coefficient[wide.start[current]! + n]! > 0 ? times : -times;
    const sum = new Float64Array(row.words);
    for (let w = 0; w < row.words; w++) sum[w] = words[LANES * w + lane]! + step * row.part[w * k + n]!;
    normalize(sum, 1, 0, row.words, row.base);
    return numberOf(sum, 1, 0, row.words, row.base, row.unit);
  }

  function change(n: number, lane: number): number {
    const a = wide.coefficient[wide.start[current]! + n]!;
    const size = Math.abs(a);
    const v = value[lane]!;
    const isOne = ((onesNow(wide.column[wide.start[current]! + n]!) >>> lane) & 1) === 1;
    if (isOne === a > 0) {
      // The literal is true: without it the value is v − |a|.
      if (v <= 0) return 0;
      if (v > (1 + CLOSE) * size) return size;
      if (v < (1 - CLOSE) * size) return v;
      return moved(n, lane, -1) >= 0 ? size : v;
    }
    if (v >= 0) return size;
    if (-v > (1 + CLOSE) * size) return 0;
    if (-v < (1 - CLOSE) * size) return size + v;
    return Math.min(size, Math.max(0, moved(n, lane, 1)));
  }

  function crosses(n: number, lane: number): boolean {
    const a = wide.coefficient[wide.start[current]! + n]!;
    const isTrue = (((onesNow(wide.column[wide.start[current]! + n]!) >>> lane) & 1) === 1) === a > 0;
    const v = value[lane]!;
    if (isTrue !== v > 0) return false;
    if (Math.abs(v) > (1 + CLOSE) * Math.abs(a)) return false;
    if (Math.abs(v) < (1 - CLOSE) * Math.abs(a)) return true;
    return isTrue ? moved(n, lane, -1) <= 0 : moved(n, lane, 1) > 0;
  }

  return { settle, value, change, crosses };
}

/** Totals of wide rows over the samples since `begin`. */
export interface WideTotals {
  /** By row: its violated samples. */
  readonly violated: Int32Array;
  readonly begin: () => void;
  /**
   * Adds a block whose other rows are settled.
   * @param penalty entries [at, at + 32): the block's penalties, added to; `violatedBits` is overwritten where given
   * @returns lanes that violate some wide row
   */
  readonly add: (ones: OnesOf, valid: number, penalty: Float64Array, at: number, violatedBits?: Int32Array, first?: number) => number;
  /** Violated (row, sample) pairs of the block just added. */
  readonly pairs: () => number;
  /** Adds the gradient's sum over the samples since `begin`. */
  readonly addTruePenaltySum: (sum: Float64Array) => void;
  readonly addAveragedSum: (slopes: AveragedSlopes, sum: Float64Array) => void;
}

/** @param sums what of the gradient is wanted */
export function createWideTotals(wide: WideLayout, sums: 'true-penalty' | 'averaged' | 'nothing'): WideTotals {
  const block = createWideBlock(wide);
  const nonzeros = wide.column.length;
  const violated = new Int32Array(wide.count);
  /** By nonzero: samples in which the change is the whole coefficient, and the sum of the others. */
  const whole = new Float64Array(sums === 'true-penalty' ? nonzeros : 0);
  const partial = new Float64Array(sums === 'true-penalty' ? nonzeros : 0);
  /** By nonzero: violated samples with x_j = 1. */
  const ones = new Float64Array(sums === 'averaged' ? nonzeros : 0);
  /** By row: its largest |a_ij|. */
  const reach = new Float64Array(wide.count);
  const lane = new Int32Array(LANES);
  const nearValue = new Float64Array(LANES);
  let pairs = 0;

  /** Lanes whose value no flip carries over 0 count whole or not at all. */
  function addChanges(r: number, valid: number, onesOf: OnesOf): void {
    const far = (1 + CLOSE) * reach[r]!;
    let all = 0;
    let near = 0;
    for (let l = 0; l < LANES; l++) {
      if (((valid >>> l) & 1) === 0) continue;
      const v = block.value[l]!;
      if (v > far) all |= 1 << l;
      else if (v >= -far) near |= 1 << l;
    }
    if ((all | near) === 0) return;
    const count = popcount(all);
    const lanes = listLanes(near, lane);
    for (let n = 0; n < lanes; n++) nearValue[n] = block.value[lane[n]!]!;
    for (let k = wide.start[r]!; k < wide.start[r + 1]!; k++) addNear(r, k, lanes, count, onesOf(wide.column[k]!));
  }

  /** Hot: `change` of one nonzero on the listed lanes, but for those that only words tell apart. */
  function addNear(r: number, k: number, lanes: number, count: number, bits: number): void {
    const a = wide.coefficient[k]!;
    const size = Math.abs(a);
    const low = (1 - CLOSE) * size;
    const high = (1 + CLOSE) * size;
    const trueBits = a > 0 ? bits : ~bits;
    let full = count;
    let sum = partial[k]!;
    for (let n = 0; n < lanes; n++) {
      const v = nearValue[n]!;
      const isTrue = ((trueBits >>> lane[n]!) & 1) === 1;
      const far = v < 0 ? -v : v;
      if (far >= low && far <= high) {
        const changed = block.change(k - wide.start[r]!, lane[n]!);
        if (changed === size) full++;
        else sum += changed;
      } else if (far > high) {
        if (v > 0) full++;
      } else if (isTrue) {
        if (v > 0) sum += v;
      } else if (v >= 0) {
        full++;
      } else {
        sum += size + v;
      }
    }
    whole[k]! += full;
    partial[k] = sum;
  }

  return {
    violated,
    begin() {
      for (const total of [violated, whole, partial, ones]) total.fill(0);
      // Rows may have been weighed meanwhile.
      for (let r = 0; r < wide.count; r++) {
        reach[r] = wide.coefficient.subarray(wide.start[r], wide.start[r + 1]).reduce((most, a) => Math.max(most, Math.abs(a)), 0);
      }
    },
    add(onesOf, valid, penalty, at, violatedBits, first = 0) {
      pairs = 0;
      let any = 0;
      for (let r = 0; r < wide.count; r++) {
        const bad = block.settle(r, onesOf, valid);
        any |= bad;
        const count = popcount(bad);
        pairs += count;
        violated[r]! += count;
        if (violatedBits !== undefined) violatedBits[first + r] = bad;
        for (let bits = bad; bits !== 0; bits &= bits - 1) {
          const lane = 31 - Math.clz32(bits & -bits);
          penalty[at + lane]! += block.value[lane]!;
        }
        if (sums === 'true-penalty') addChanges(r, valid, onesOf);
        if (sums === 'averaged' && bad !== 0) {
          for (let k = wide.start[r]!; k < wide.start[r + 1]!; k++) ones[k]! += popcount(bad & onesOf(wide.column[k]!));
        }
      }
      return any;
    },
    pairs: () => pairs,
    addTruePenaltySum(sum) {
      for (let k = 0; k < nonzeros; k++) {
        const a = wide.coefficient[k]!;
        sum[wide.column[k]!]! += a * whole[k]! + (a > 0 ? partial[k]! : -partial[k]!);
      }
    },
    addAveragedSum({ slope }, sum) {
      for (let r = 0; r < wide.count; r++) {
        for (let k = wide.start[r]!; k < wide.start[r + 1]!; k++) {
          const j = wide.column[k]!;
          sum[j]! += wide.coefficient[k]! * (ones[k]! * slope[2 * j]! + (violated[r]! - ones[k]!) * slope[2 * j + 1]!);
        }
      }
    },
  };
}
