/**
 * The values of a weighted row on one block of 32 samples, nonzero by nonzero: eight vectors of four 32-bit
 * integers. Values in doubt are decided by the row's doubles (`_row-values.ts`).
 */
import { weightedBound, weightedColumn, weightedDoubt, weightedMiddle, weightedSize, weightedStart } from './_program';
import { decide, nearest } from './_row-values';

const NOWHERE: i32 = -0x40000000;

/**
 * @param valid samples that are wanted; the others get a value so low that no flip reaches 0
 * @param masks 128 bytes a variable: x_j in lanes
 * @param out address of the 32 values
 * Hot.
 */
export function walkRow(r: usize, word: usize, shift: usize, valid: i32, masks: usize, out: usize): void {
  const bits = i32x4.splat(valid);
  const low = i32x4.splat(NOWHERE);
  const from = <usize>load<i32>(weightedStart + (r << 2)) << 2;
  const middle = <usize>load<i32>(weightedMiddle + (r << 2)) << 2;
  const to = <usize>load<i32>(weightedStart + (r << 2), 4) << 2;
  const start = i32x4.splat(-load<i32>(weightedBound + (r << 2)));
  let bit = i32x4(1, 2, 4, 8);
  let v0 = v128.bitselect(start, low, i32x4.eq(v128.and(bits, bit), bit));
  bit = i32x4.shl(bit, 4);
  let v1 = v128.bitselect(start, low, i32x4.eq(v128.and(bits, bit), bit));
  bit = i32x4.shl(bit, 4);
  let v2 = v128.bitselect(start, low, i32x4.eq(v128.and(bits, bit), bit));
  bit = i32x4.shl(bit, 4);
  let v3 = v128.bitselect(start, low, i32x4.eq(v128.and(bits, bit), bit));
  bit = i32x4.shl(bit, 4);
  let v4 = v128.bitselect(start, low, i32x4.eq(v128.and(bits, bit), bit));
  bit = i32x4.shl(bit, 4);
  let v5 = v128.bitselect(start, low, i32x4.eq(v128.and(bits, bit), bit));
  bit = i32x4.shl(bit, 4);
  let v6 = v128.bitselect(start, low, i32x4.eq(v128.and(bits, bit), bit));
  bit = i32x4.shl(bit, 4);
  let v7 = v128.bitselect(start, low, i32x4.eq(v128.and(bits, bit), bit));
  for (let k = from; k < middle; k += 4) {
    const w = v128.load32_splat(weightedSize + k);
    const at = masks + (<usize>load<i32>(weightedColumn + k) << 7);
    v0 = i32x4.add(v0, v128.and(w, v128.load(at, 0)));
    v1 = i32x4.add(v1, v128.and(w, v128.load(at, 16)));
    v2 = i32x4.add(v2, v128.and(w, v128.load(at, 32)));
    v3 = i32x4.add(v3, v128.and(w, v128.load(at, 48)));
    v4 = i32x4.add(v4, v128.and(w, v128.load(at, 64)));
    v5 = i32x4.add(v5, v128.and(w, v128.load(at, 80)));
    v6 = i32x4.add(v6, v128.and(w, v128.load(at, 96)));
    v7 = i32x4.add(v7, v128.and(w, v128.load(at, 112)));
  }
  for (let k = middle; k < to; k += 4) {
    const w = v128.load32_splat(weightedSize + k);
    const at = masks + (<usize>load<i32>(weightedColumn + k) << 7);
    v0 = i32x4.sub(v0, v128.and(w, v128.load(at, 0)));
    v1 = i32x4.sub(v1, v128.and(w, v128.load(at, 16)));
    v2 = i32x4.sub(v2, v128.and(w, v128.load(at, 32)));
    v3 = i32x4.sub(v3, v128.and(w, v128.load(at, 48)));
    v4 = i32x4.sub(v4, v128.and(w, v128.load(at, 64)));
    v5 = i32x4.sub(v5, v128.and(w, v128.load(at, 80)));
    v6 = i32x4.sub(v6, v128.and(w, v128.load(at, 96)));
    v7 = i32x4.sub(v7, v128.and(w, v128.load(at, 112)));
  }
  v128.store(out, v0, 0);
  v128.store(out, v1, 16);
  v128.store(out, v2, 32);
  v128.store(out, v3, 48);
  v128.store(out, v4, 64);
  v128.store(out, v5, 80);
  v128.store(out, v6, 96);
  v128.store(out, v7, 112);
  const doubt = load<i32>(weightedDoubt + (r << 2));
  if (doubt > 0 && v128.any_true(i32x4.le_s(nearest(v0, v1, v2, v3, v4, v5, v6, v7), i32x4.splat(doubt))))
    decide(r, word, shift, out, doubt);
}
