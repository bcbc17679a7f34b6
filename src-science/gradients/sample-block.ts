/**
 * One block of up to 32 samples of a program: draws x for all variables, finds which rows each sample
 * violates and by how much. Every sampled scheme starts from here. Cover and packing rows stay in bits
 * (a few logical operations for 32 samples at once); weighted rows are summed in eight lanes at a time.
 * Buffers are made once; a block allocates nothing. Bit l of every mask is sample 32·block + l.
 */
import type { NormalForm } from '../program/normal-form.ts';
import { bernoulliThreshold, LANES, type RandomStream } from '../random/bit-planes.ts';
import { splitRows, type RowSplit, type SplitOptions } from '../relaxation/row-split.ts';
import { weighBounds, type Reweigh } from '../relaxation/row-weights.ts';
import { popcount } from './lane-bits.ts';
import { linearPart, weighLinear, weighWide, type LinearLayout } from './sampling-layout.ts';
import type { RowWeighing } from './row-weighing.ts';
import { drawLiterals, violatedLanes, writeLinear } from './settle-block.ts';
import { layOutWide } from './wide-layout.ts';
import { createWideBlock, type WideBlock } from './wide-rows.ts';

export interface SampleBlock {
  readonly form: NormalForm;
  readonly split: RowSplit;
  /** Lanes that are samples of the step. */
  valid: number;
  /** Literal masks, length 2d: x_j at 2j, 1 − x_j at 2j+1; invalid lanes 0. */
  readonly literalBits: Int32Array;
  /** By corner row: lanes where all its literals are true, and where exactly one is false. */
  readonly corner: Int32Array;
  readonly cornerButOne: Int32Array;
  /** By corner row and by weighted row: lanes where it is violated. */
  readonly cornerViolated: Int32Array;
  readonly weightedViolated: Int32Array;
  /** By weighted row and lane: Σ weight x − bound in scaled units; −∞ in invalid lanes. */
  readonly slack: Float64Array;
  /** 0/1 by group of 8 lanes, variable and lane, filled for variables of weighted rows. */
  readonly lanes: Float64Array;
  /** Signed coefficient unit · weight of the weighted nonzeros. */
  readonly weightedCoefficient: Float64Array;
  /** Largest |weight| of each weighted row: how far one flip can carry its slack. */
  readonly weightReach: Float64Array;
  /** By lane: Σ_i max(a_iᵀx − b_i, 0); 0 in invalid lanes. */
  readonly penalty: Float64Array;
  /** Lanes with no violated row. */
  feasible: number;
  /** Violated (row, sample) pairs of the block. */
  violations: number;
  /** Scratch, length 32: the lanes of one row, listed once and used for all its nonzeros. */
  readonly laneList: Int32Array;
  /** Weighted rows that sums of doubles lose coefficients of, and how they are settled instead. */
  readonly farRows: Int32Array;
  readonly far: WideBlock;
  /** Internal: variables that occur in weighted rows, and the linear part of the penalty. */
  readonly weightedVariables: Int32Array;
  readonly linear: LinearLayout;
  /** b of the normal rows, times their weights. */
  readonly rhs: Float64Array;
  /** Where rows are weighed: violated samples by normal row, added to by every block that is drawn. */
  counts: Int32Array | null;
  readonly reweigh: Reweigh;
}

/** Index of the lowest set bit; `bits` is not 0. */
export function lowestLane(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}

/** @param weighable whether rows are to have weights */
export function createSampleBlock(form: NormalForm, options: SplitOptions = {}, weighable = false): SampleBlock {
  const split = splitRows(form, options);
  const { corner, weighted } = split;
  const d = form.variableCount;
  const weightedCoefficient = new Float64Array(weighted.weight.length);
  const weightReach = new Float64Array(weighted.count);
  for (let r = 0; r < weighted.count; r++) {
    for (let k = weighted.start[r]!; k < weighted.start[r + 1]!; k++) {
      weightedCoefficient[k] = weighted.unit[r]! * weighted.weight[k]!;
      weightReach[r] = Math.max(weightReach[r]!, Math.abs(weighted.weight[k]!));
    }
  }
  const farRows = Array.from(weighted.far.keys()).filter((r) => weighted.far[r] !== null);
  const linear = linearPart(form, split, weighable);
  const far = layOutWide(weighted, farRows);
  const rhs = weighable ? form.rhs.slice() : form.rhs;
  const parts = weighable ? [weighLinear(form, split, linear), weighBounds(rhs), weighWide(far)] : [];
  return {
    form,
    split,
    rhs,
    counts: null,
    reweigh(weight) {
      for (const part of parts) part(weight);
      for (let r = 0; r < weighted.count; r++) {
        for (let k = weighted.start[r]!; k < weighted.start[r + 1]!; k++) weightedCoefficient[k] = weighted.unit[r]! * weighted.weight[k]!;
      }
    },
    valid: 0,
    literalBits: new Int32Array(2 * d),
    corner: new Int32Array(corner.count),
    cornerButOne: new Int32Array(corner.count),
    cornerViolated: new Int32Array(corner.count),
    weightedViolated: new Int32Array(weighted.count),
    slack: new Float64Array(weighted.count * LANES),
    lanes: new Float64Array(weighted.count === 0 ? 0 : d * LANES),
    weightedCoefficient,
    weightReach,
    penalty: new Float64Array(LANES),
    feasible: 0,
    violations: 0,
    laneList: new Int32Array(LANES),
    farRows: Int32Array.from(farRows),
    far: createWideBlock(far),
    weightedVariables: Int32Array.from(new Set(weighted.column)).sort(),
    linear,
  };
}

/** What of a block an evaluator with weights needs. */
export function weighingOf(block: SampleBlock): RowWeighing {
  return {
    reweigh: block.reweigh,
    countInto(counts) {
      block.counts = counts;
    },
  };
}

/** Thresholds of all marginals, once per x̂. */
export function loadThresholds(xHat: Float64Array, thresholds: Float64Array): void {
  for (let j = 0; j < xHat.length; j++) thresholds[j] = bernoulliThreshold(xHat[j]!);
}

/**
 * Draws x of a block and settles its rows.
 * @param thresholds of `loadThresholds`, length d
 * @param block number of the block: samples 32·block …
 * @param valid lanes wanted
 * Cost: about two generator calls a variable; a few operations a nonzero of corner rows; 32 multiply-adds
 * a nonzero of weighted rows.
 */
export function drawBlock(
  into: SampleBlock,
  stream: RandomStream,
  thresholds: Float64Array,
  block: number,
  valid: number,
): void {
  into.valid = valid;
  drawLiterals(stream, thresholds, block, valid, into.literalBits);
  settleBlock(into);
  if (into.counts !== null) countRows(into, into.counts);
}

function countRows({ split, cornerViolated, weightedViolated, valid }: SampleBlock, counts: Int32Array): void {
  const { always, corner, weighted } = split;
  for (const i of always) counts[i]! += popcount(valid);
  for (let r = 0; r < corner.count; r++) counts[corner.row[r]!]! += popcount(cornerViolated[r]!);
  for (let r = 0; r < weighted.count; r++) counts[weighted.row[r]!]! += popcount(weightedViolated[r]!);
}

/** Finds violations and penalties of the x already in `literalBits`. */
export function settleBlock(block: SampleBlock): void {
  const { valid, penalty } = block;
  block.feasible = block.split.always.length > 0 ? 0 : valid;
  block.violations = popcount(valid) * block.split.always.length;
  writeLinear(block.linear, block.literalBits, penalty, 0);
  settleCornerRows(block);
  if (block.split.weighted.count > 0) settleWeightedRows(block);
  if (block.farRows.length > 0) settleFarRows(block);
  // A feasible sample's penalty is 0 whatever rounding the linear parts left.
  let bits = valid & block.feasible;
  while (bits !== 0) {
    penalty[lowestLane(bits)] = 0;
    bits &= bits - 1;
  }
  for (let l = 0; l < LANES; l++) if (((valid >>> l) & 1) === 0) penalty[l] = 0;
}

function settleCornerRows(block: SampleBlock): void {
  const { valid, literalBits, corner, cornerButOne, cornerViolated, penalty } = block;
  const { count, kind, amount, start, literal } = block.split.corner;
  let feasible = block.feasible;
  let violations = block.violations;
  for (let r = 0; r < count; r++) {
    const to = start[r + 1]!;
    let any = 0;
    let two = 0;
    for (let k = start[r]!; k < to; k++) {
      const miss = literalBits[literal[k]! ^ 1]!;
      two |= any & miss;
      any |= miss;
      // Once every sample has two, nothing below can change.
      if (two === valid) break;
    }
    const all = ~any & valid;
    const violated = violatedLanes(kind[r]!, all, any, two);
    corner[r] = all;
    cornerButOne[r] = any & ~two;
    cornerViolated[r] = violated;
    feasible &= ~violated;
    violations += popcount(violated);
    const c = amount[r]!;
    let bits = all;
    while (bits !== 0) {
      penalty[31 - Math.clz32(bits & -bits)]! += c;
      bits &= bits - 1;
    }
  }
  block.feasible = feasible;
  block.violations = violations;
}

function settleWeightedRows(block: SampleBlock): void {
  const { valid, literalBits, lanes, slack, weightedViolated, weightedVariables, penalty } = block;
  const { count, start, column, weight, unit, bound, far } = block.split.weighted;
  const d = block.form.variableCount;
  weightedViolated.fill(0);
  for (let group = 0; group < LANES; group += 8) {
    if (((valid >>> group) & 0xff) === 0) {
      for (let r = 0; r < count; r++) slack.fill(-Infinity, r * LANES + group, r * LANES + group + 8);
      continue;
    }
    const base = d * group;
    for (let n = 0; n < weightedVariables.length; n++) {
      const j = weightedVariables[n]!;
      const bits = literalBits[2 * j]! >>> group;
      const o = base + 8 * j;
      lanes[o] = bits & 1;
      lanes[o + 1] = (bits >>> 1) & 1;
      lanes[o + 2] = (bits >>> 2) & 1;
      lanes[o + 3] = (bits >>> 3) & 1;
      lanes[o + 4] = (bits >>> 4) & 1;
      lanes[o + 5] = (bits >>> 5) & 1;
      lanes[o + 6] = (bits >>> 6) & 1;
      lanes[o + 7] = (bits >>> 7) & 1;
    }
    for (let r = 0; r < count; r++) {
      if (far[r] !== null) continue;
      const to = start[r + 1]!;
      const b = -bound[r]!;
      let v0 = b, v1 = b, v2 = b, v3 = b, v4 = b, v5 = b, v6 = b, v7 = b;
      for (let k = start[r]!; k < to; k++) {
        const w = weight[k]!;
        const o = base + 8 * column[k]!;
        v0 += w * lanes[o]!;
        v1 += w * lanes[o + 1]!;
        v2 += w * lanes[o + 2]!;
        v3 += w * lanes[o + 3]!;
        v4 += w * lanes[o + 4]!;
        v5 += w * lanes[o + 5]!;
        v6 += w * lanes[o + 6]!;
        v7 += w * lanes[o + 7]!;
      }
      const s = r * LANES + group;
      slack[s] = v0;
      slack[s + 1] = v1;
      slack[s + 2] = v2;
      slack[s + 3] = v3;
      slack[s + 4] = v4;
      slack[s + 5] = v5;
      slack[s + 6] = v6;
      slack[s + 7] = v7;
      const u = unit[r]!;
      let violated = 0;
      for (let l = 0; l < 8; l++) {
        if (((valid >>> (group + l)) & 1) === 0) {
          slack[s + l] = -Infinity;
          continue;
        }
        const v = slack[s + l]!;
        if (v > 0) {
          violated |= 1 << (group + l);
          penalty[group + l]! += u * v;
        }
      }
      weightedViolated[r]! |= violated;
      block.feasible &= ~violated;
      block.violations += popcount(violated);
    }
  }
}

/** Their units are 1: slacks are in the row's own. */
function settleFarRows(block: SampleBlock): void {
  const { literalBits, slack, weightedViolated, penalty, far, farRows, valid } = block;
  for (let n = 0; n < farRows.length; n++) {
    const r = farRows[n]!;
    const violated = far.settle(n, (j) => literalBits[2 * j]!, valid);
    slack.set(far.value, LANES * r);
    weightedViolated[r] = violated;
    block.feasible &= ~violated;
    block.violations += popcount(violated);
    for (let bits = violated; bits !== 0; bits &= bits - 1) penalty[lowestLane(bits)]! += far.value[lowestLane(bits)]!;
  }
}

/** The valid lanes of `block` among samples firstSample … firstSample + samples − 1. */
export function validLanes(block: number, firstSample: number, samples: number): number {
  const from = Math.max(0, firstSample - block * LANES);
  const to = Math.min(LANES, firstSample + samples - block * LANES);
  if (to <= from) return 0;
  const below = from === 0 ? 0 : 0xffffffff >>> (LANES - from);
  return (0xffffffff >>> (LANES - to)) & ~below;
}

/** Sets the lanes that are no sample to 0. */
export function clearInvalidLanes(gradient: Float64Array, valid: number): void {
  if (valid === -1 || valid >>> 0 === 0xffffffff) return;
  for (let l = 0; l < LANES; l++) {
    if (((valid >>> l) & 1) === 1) continue;
    for (let o = l; o < gradient.length; o += LANES) gradient[o] = 0;
  }
}
