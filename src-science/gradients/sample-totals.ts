/**
 * Samples of a program, pass by pass of up to 512: the penalty and feasibility of each, and integer
 * totals over all of them from which a gradient is put together (`total-gradient.ts`). Totals are counts
 * and sums of integers, exact in any order, so compiled code that works on many samples at once gives the
 * same bits; this file is the definition and the plain form of that work, `src-kernels` the fast one.
 *
 * A sample's penalty is, in this order: the linear part over variables, amount · count over groups of
 * corner rows, unit · max(V, 0) over weighted rows; 0 where no row is violated; then wide rows.
 */
import { LANES, type RandomStream } from '../random/bit-planes.ts';
import { COVER } from '../relaxation/row-split.ts';
import { popcount } from './lane-bits.ts';
import type { AveragedSlopes } from './averaged-slopes.ts';
import type { SamplingLayout } from './sampling-layout.ts';
import { drawLiterals, violatedLanes, writeLinear } from './settle-block.ts';
import { createWideTotals, type WideTotals } from './wide-rows.ts';

/** Blocks of 32 samples in a pass, at most. */
export const PASS_BLOCKS = 16;
/** Samples in a pass, at most. */
const PASS_SAMPLES = PASS_BLOCKS * LANES;
/** Totals of so many samples are exact; whoever draws more puts them away before. */
export const MOST_SAMPLES = 2 ** 22;

/** What the totals of nonzeros are for: nothing, the true-penalty gradient, the averaged interchange estimate. */
export type TotalSums = 'nothing' | 'true-penalty' | 'averaged';

/**
 * What of a block is wanted for gradients sample by sample, in place of totals: the bits of violated rows
 * (`samples`), or what a flip of a variable changes (`flips`).
 */
export type BlockSums = 'samples' | 'flips';

export interface TotalsRequest {
  readonly sums: TotalSums;
  /** Count the violated samples of each row also where `sums` needs no such counts. */
  readonly rows: boolean;
  /** Write Σ c_j x_j + c₀ of each sample. */
  readonly objective: boolean;
}

/** Which samples a pass draws. */
export interface Pass {
  /** Number of its first block. */
  first: number;
  /** Blocks, 1 to 16. */
  count: number;
  /** By block: lanes that are samples. */
  readonly valid: Int32Array;
}

export interface SampleTotals {
  /** By sample of the last pass: Σ_i max(a_iᵀx − b_i, 0); 0 in lanes that are no sample. Length 512. */
  readonly penalty: Float64Array;
  /** By sample of the last pass, where asked for; undefined numbers in lanes that are no sample. */
  readonly objective: Float64Array;
  /** By block of the last pass: lanes with no violated row. */
  readonly feasible: Int32Array;
  /** Violated (row, sample) pairs of the last pass. */
  readonly violations: number;
  /**
   * By corner nonzero, since `begin`. For `true-penalty` the samples in which all other literals of the
   * row are true; for `averaged` the violated samples in which its own is false, 0 in covers.
   */
  readonly cornerTotal: Int32Array;
  /** By row, since `begin`: its violated samples, where asked for or `averaged`. */
  readonly cornerViolated: Int32Array;
  readonly weightedViolated: Int32Array;
  /**
   * By weighted nonzero, since `begin`. For `true-penalty` Σ min(max(V⁻ + |w|, 0), |w|) with V⁻ the row's
   * integer value where the nonzero's literal is false; for `averaged` the violated samples with x_j = 1.
   */
  readonly weightedTotal: Float64Array;
  /** Rows that are too coarse in 32 bits: their totals, and, by row, their violated samples since `begin`. */
  readonly wide: WideTotals;
  /** By variable, since `begin`: samples with x_j = 1, where `averaged` and some row is always violated. */
  readonly onesTotal: Int32Array;
  /** Clears the totals. @param thresholds of `loadThresholds`, length d; read until the next `begin` */
  readonly begin: (stream: RandomStream, thresholds: Float64Array) => void;
  /** Draws and settles the samples of a pass. */
  readonly draw: (pass: Pass) => void;
  /**
   * Adds to `sum` (length d) the gradient's sum over the samples since `begin`, where that is cheaper than
   * `total-gradient.ts` over the totals above; the same bits.
   */
  readonly addSum?: (samples: number, slopes: AveragedSlopes, sum: Float64Array) => void;
}

/** Drawn by compiled code, without wide rows. */
export type CompiledTotals = Omit<SampleTotals, 'wide' | 'addSum' | 'begin'> & {
  readonly begin: (stream: Pick<RandomStream, 'key'>, thresholds: Float64Array) => void;
  readonly addSum: NonNullable<SampleTotals['addSum']>;
  /** Bits of x_j in a block of the last pass. */
  readonly ones: (variable: number, block: number) => number;
  /** The layout's sizes have been written anew (`SamplingLayout.reweigh`), and the columns' where it has some. */
  readonly reweigh: () => void;
};

/** The same where it can be looked into, block by block. */
export interface BlockTotals extends SampleTotals {
  /** Of the last block drawn: x_j at 2j, 1 − x_j at 2j + 1; lanes that are no sample 0. Length 2d. */
  readonly literalBits: Int32Array;
  /** Of the last block drawn, where `samples`: lanes that violate a row, corner rows first, then weighted and wide ones. */
  readonly violatedBits: Int32Array;
  /** Of the last block drawn, where `flips`: by corner row the lanes at its corner, and those one literal from it. */
  readonly cornerBits: Int32Array;
  /** Of the last block drawn, where `flips`: by weighted row and lane its integer value, far below 0 in lanes that are no sample. */
  readonly weightedValues: Int32Array;
}

/** Lowest value of a lane that is no sample: no flip lifts it to 0. */
const NOWHERE = -0x40000000;

/** Cost: a pass of n samples about as `drawBlock`; O(nnz) memory. */
export function createSampleTotals(
  layout: SamplingLayout, request: Omit<TotalsRequest, 'sums'> & { readonly sums: TotalSums | BlockSums },
): BlockTotals {
  const { corner, weighted, variableCount: d } = layout;
  const { sums } = request;
  const penalty = new Float64Array(PASS_SAMPLES);
  const objective = new Float64Array(request.objective ? PASS_SAMPLES : 0);
  const feasible = new Int32Array(PASS_BLOCKS);
  const summed = sums === 'true-penalty' || sums === 'averaged';
  const cornerTotal = new Int32Array(summed ? corner.literal.length : 0);
  const cornerViolated = new Int32Array(corner.count);
  const weightedTotal = new Float64Array(summed ? weighted.column.length : 0);
  const weightedViolated = new Int32Array(weighted.count);
  const onesTotal = new Int32Array(d);
  const violatedBits = new Int32Array(sums === 'samples' ? corner.count + weighted.count + layout.wide.count : 0);
  const wide = createWideTotals(layout.wide, sums === 'true-penalty' || sums === 'averaged' ? sums : 'nothing');
  const ones = (j: number): number => literalBits[2 * j]!;
  const cornerBits = new Int32Array(sums === 'flips' ? 2 * corner.count : 0);
  const weightedValues = new Int32Array(sums === 'flips' ? LANES * weighted.count : 0);
  const literalBits = new Int32Array(2 * d);
  const counts = new Int32Array(LANES);
  const values = new Int32Array(LANES);
  /** −1 where x_j = 1, by variable and lane. */
  const masks = new Int32Array(weighted.count === 0 ? 0 : d * LANES);
  let stream: RandomStream | null = null;
  let thresholds: Float64Array = new Float64Array(0);
  let violations = 0;
  let good = 0;

  /** Hot. */
  function settleCorners(valid: number, at: number): void {
    const { groupCount, groupStart, groupKind, groupAmount, start, literal } = corner;
    for (let g = 0; g < groupCount; g++) {
      const kind = groupKind[g]!;
      const amount = groupAmount[g]!;
      let touched = 0;
      for (let r = groupStart[g]!; r < groupStart[g + 1]!; r++) {
        const from = start[r]!;
        const to = start[r + 1]!;
        let any = 0;
        let two = 0;
        for (let k = from; k < to; k++) {
          const miss = literalBits[literal[k]! ^ 1]!;
          two |= any & miss;
          any |= miss;
          // Once every sample has two, nothing below can change.
          if (two === valid) break;
        }
        const all = ~any & valid;
        touched |= all;
        for (let bits = all; bits !== 0; bits &= bits - 1) counts[31 - Math.clz32(bits & -bits)]!++;
        const violated = violatedLanes(kind, all, any, two);
        const count = popcount(violated);
        good &= ~violated;
        violations += count;
        cornerViolated[r]! += count;
        if (sums === 'samples') violatedBits[r] = violated;
        if (sums === 'flips') {
          cornerBits[2 * r] = all;
          cornerBits[2 * r + 1] = any & ~two;
        }
        if (sums === 'true-penalty') {
          const one = any & ~two;
          // The others are all true: nobody misses, or only this one does.
          if ((all | one) !== 0) for (let k = from; k < to; k++) cornerTotal[k]! += popcount(all | (one & literalBits[literal[k]! ^ 1]!));
        } else if (sums === 'averaged' && kind !== COVER && count > 0) {
          for (let k = from; k < to; k++) cornerTotal[k]! += popcount(violated & literalBits[literal[k]! ^ 1]!);
        }
      }
      for (let bits = touched; bits !== 0; bits &= bits - 1) {
        const lane = 31 - Math.clz32(bits & -bits);
        penalty[at + lane]! += amount * counts[lane]!;
        counts[lane] = 0;
      }
    }
  }

  function spreadMasks(): void {
    for (let n = 0; n < weighted.variables.length; n++) {
      const j = weighted.variables[n]!;
      const bits = literalBits[2 * j]!;
      for (let l = 0; l < LANES; l++) masks[LANES * j + l] = -((bits >>> l) & 1);
    }
  }

  /** Hot: eight lanes at a time, in registers. */
  function valuesOf(r: number, valid: number): void {
    const { start, middle, column, size, bound } = weighted;
    const from = start[r]!;
    const between = middle[r]!;
    const to = start[r + 1]!;
    const b = -bound[r]!;
    for (let group = 0; group < LANES; group += 8) {
      let v0 = b, v1 = b, v2 = b, v3 = b, v4 = b, v5 = b, v6 = b, v7 = b;
      for (let k = from; k < to; k++) {
        const w = k < between ? size[k]! : -size[k]!;
        const o = LANES * column[k]! + group;
        v0 = (v0 + (w & masks[o]!)) | 0;
        v1 = (v1 + (w & masks[o + 1]!)) | 0;
        v2 = (v2 + (w & masks[o + 2]!)) | 0;
        v3 = (v3 + (w & masks[o + 3]!)) | 0;
        v4 = (v4 + (w & masks[o + 4]!)) | 0;
        v5 = (v5 + (w & masks[o + 5]!)) | 0;
        v6 = (v6 + (w & masks[o + 6]!)) | 0;
        v7 = (v7 + (w & masks[o + 7]!)) | 0;
      }
      values[group] = v0;
      values[group + 1] = v1;
      values[group + 2] = v2;
      values[group + 3] = v3;
      values[group + 4] = v4;
      values[group + 5] = v5;
      values[group + 6] = v6;
      values[group + 7] = v7;
    }
    for (let l = 0; l < LANES; l++) if (((valid >>> l) & 1) === 0) values[l] = NOWHERE;
  }

  /** Puts values that are within the rounding of 0 on the side where the row's doubles are. */
  function decide(r: number): void {
    const { start, column, doubt, realWeight, realBound } = weighted;
    const close = doubt[r]!;
    for (let l = 0; l < LANES; l++) {
      const v = values[l]!;
      if (v > close || v < -close) continue;
      let sum = -realBound[r]!;
      for (let k = start[r]!; k < start[r + 1]!; k++) if (masks[LANES * column[k]! + l] !== 0) sum += realWeight[k]!;
      if (sum > 0 && v <= 0) values[l] = 1;
      else if (sum <= 0 && v > 0) values[l] = 0;
    }
  }

  /** Hot: the change of max(V, 0) by each literal, eight lanes at a time. */
  function addChanges(r: number): void {
    const { start, middle, column, size } = weighted;
    const from = start[r]!;
    const between = middle[r]!;
    const to = start[r + 1]!;
    for (let group = 0; group < LANES; group += 8) {
      for (let k = from; k < to; k++) {
        const w = size[k]!;
        const o = LANES * column[k]! + group;
        // Lanes in which the literal is false: a positive weight's is x_j, a negative one's 1 − x_j.
        const flip = k < between ? -1 : 0;
        let total = 0;
        for (let l = 0; l < 8; l++) {
          const v = (values[group + l]! + (w & (masks[o + l]! ^ flip))) | 0;
          const above = v & ~(v >> 31);
          const over = (above - w) | 0;
          total += w + (over & (over >> 31));
        }
        weightedTotal[k]! += total;
      }
    }
  }

  function settleWeighted(valid: number, at: number): void {
    const { count, start, column, unit, reach, doubt } = weighted;
    spreadMasks();
    for (let r = 0; r < count; r++) {
      valuesOf(r, valid);
      if (doubt[r]! > 0) decide(r);
      const u = unit[r]!;
      let violated = 0;
      let most = NOWHERE;
      for (let l = 0; l < LANES; l++) {
        const v = values[l]!;
        if (v > most) most = v;
        if (v <= 0) continue;
        violated |= 1 << l;
        penalty[at + l]! += u * v;
      }
      good &= ~violated;
      const pairs = popcount(violated);
      violations += pairs;
      weightedViolated[r]! += pairs;
      if (sums === 'samples') violatedBits[corner.count + r] = violated;
      if (sums === 'flips') weightedValues.set(values, LANES * r);
      if (sums === 'averaged' && pairs > 0) {
        for (let k = start[r]!; k < start[r + 1]!; k++) weightedTotal[k]! += popcount(violated & literalBits[2 * column[k]!]!);
      }
      // Where no flip violates the row in any of these samples there is nothing to add.
      if (sums === 'true-penalty' && most + reach[r]! > 0) addChanges(r);
    }
  }

  return {
    penalty,
    objective,
    feasible,
    get violations() {
      return violations;
    },
    cornerTotal,
    cornerViolated,
    weightedViolated,
    weightedTotal,
    wide,
    onesTotal,
    literalBits,
    violatedBits,
    cornerBits,
    weightedValues,
    begin(from, bounds) {
      stream = from;
      thresholds = bounds;
      for (const total of [cornerTotal, cornerViolated, weightedTotal, weightedViolated, onesTotal]) total.fill(0);
      wide.begin();
    },
    draw(pass) {
      if (stream === null) throw new Error('samples are drawn after begin');
      violations = 0;
      for (let n = 0; n < pass.count; n++) {
        const valid = pass.valid[n]!;
        const at = LANES * n;
        drawLiterals(stream, thresholds, pass.first + n, valid, literalBits);
        good = layout.alwaysCount > 0 ? 0 : valid;
        violations += layout.alwaysCount * popcount(valid);
        writeLinear(layout.linear, literalBits, penalty, at);
        if (request.objective) writeLinear(layout.objective, literalBits, objective, at);
        settleCorners(valid, at);
        if (weighted.count > 0) settleWeighted(valid, at);
        if (sums === 'averaged' && layout.alwaysCount > 0) for (let j = 0; j < d; j++) onesTotal[j]! += popcount(literalBits[2 * j]!);
        feasible[n] = good;
        // A feasible sample's penalty is 0 whatever rounding the linear parts left.
        const keep = valid & ~good;
        for (let l = 0; l < LANES; l++) if (((keep >>> l) & 1) === 0) penalty[at + l] = 0;
        if (layout.wide.count === 0) continue;
        feasible[n] =
          good & ~wide.add(ones, valid, penalty, at, sums === 'samples' ? violatedBits : undefined, corner.count + weighted.count);
        violations += wide.pairs();
      }
    },
  };
}
