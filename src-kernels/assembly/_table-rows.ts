/**
 * Weighted rows that share variables, up to four at a time, by tables of partial sums (the method of four
 * Russians). The host has cut the rows' variables into blocks of six; a run of rows has an entry for each
 * block it touches. The six bits of a sample are an index, the same for all rows; the four sums
 * Σ w x over the block's variables stand side by side in one vector of a table of 64. So a lookup and an
 * addition settle up to 24 nonzeros of a sample. Sums of integers are the same in any order.
 *
 * A flip changes max(V, 0) by min(max(V + w · [literal false], 0), w): by nothing where V ≤ −reach, by w
 * where V ≥ reach, the largest |w| of the row. Only samples between the two are walked for the gradient.
 */
import {
  blockCount, blocks, blockVariables, entryBlock, entryPlace, entryWeight, indexes, literals, nearSamples, rowValues,
  TRUE_PENALTY, weightedBound, weightedReach, weightedStart, weightedTotal,
} from './_program';
import { settleRow, wideTotal } from './_row-values';

const VALID: usize = 128;
const NOWHERE: i32 = -0x40000000;
/** Variables of a block. */
const BLOCK: usize = 6;
/** Bytes of an entry's weights, by variable and row, and of the places of its totals, by row and variable. */
const WEIGHTS: usize = BLOCK << 4;
const PLACES: usize = BLOCK << 4;
/** Bytes of a table, and of the indexes of a block: two a sample, already times 16. */
const TABLE: usize = 1024;
const INDEXES: usize = 1024;
/** Four tables. */
const TABLES: usize = memory.data(4096, 16);
/** A near sample of an entry costs as much as so many samples of one nonzero; an entry itself as so many near samples. */
const NEAR_COST: usize = 14;
const ENTRY_COST: usize = 6;
/** Totals of eight literals on their way to memory. */
const SUMS: usize = memory.data(32, 16);

/** For each block and sample its variables' bits as an index. */
export function fillIndexes(count: i32, shift: usize): void {
  const bits = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128);
  for (let b: usize = 0; b < <usize>blockCount; b++) {
    const variable = blockVariables + b * (BLOCK << 2);
    let to = indexes + b * INDEXES;
    for (let word: usize = 0; word < <usize>count; word++) {
      const from = literals + (word << 2);
      let low = i32x4.splat(0);
      let high = i32x4.splat(0);
      let one = i8x16.splat(1);
      for (let n: usize = 0; n < BLOCK; n++) {
        const x = v128.load32_splat(from + (<usize>load<i32>(variable + (n << 2)) << (shift + 1)));
        low = v128.or(low,
          v128.and(one, i8x16.eq(v128.and(i8x16.shuffle(x, x, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1), bits), bits)));
        high = v128.or(high,
          v128.and(one, i8x16.eq(v128.and(i8x16.shuffle(x, x, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3), bits), bits)));
        one = i8x16.add(one, one);
      }
      v128.store(to, i16x8.shl(i16x8.extend_low_i8x16_u(low), 4), 0);
      v128.store(to, i16x8.shl(i16x8.extend_high_i8x16_u(low), 4), 16);
      v128.store(to, i16x8.shl(i16x8.extend_low_i8x16_u(high), 4), 32);
      v128.store(to, i16x8.shl(i16x8.extend_high_i8x16_u(high), 4), 48);
      to += 64;
    }
  }
}

/** Writes the 64 sums of an entry. Eight of three variables stay in registers. */
function fillTable(entry: usize, at: usize): void {
  const weight = entryWeight + entry * WEIGHTS;
  const w0 = v128.load(weight, 0);
  const w1 = v128.load(weight, 16);
  const w2 = v128.load(weight, 32);
  const s3 = i32x4.add(w0, w1);
  const s5 = i32x4.add(w0, w2);
  const s6 = i32x4.add(w1, w2);
  const s7 = i32x4.add(s3, w2);
  for (let high: usize = 0; high < 8; high++) {
    let sum = i32x4.splat(0);
    if (high & 1) sum = v128.load(weight, 48);
    if (high & 2) sum = i32x4.add(sum, v128.load(weight, 64));
    if (high & 4) sum = i32x4.add(sum, v128.load(weight, 80));
    const to = at + (high << 7);
    v128.store(to, sum, 0);
    v128.store(to, i32x4.add(sum, w0), 16);
    v128.store(to, i32x4.add(sum, w1), 32);
    v128.store(to, i32x4.add(sum, s3), 48);
    v128.store(to, i32x4.add(sum, w2), 64);
    v128.store(to, i32x4.add(sum, s5), 80);
    v128.store(to, i32x4.add(sum, s6), 96);
    v128.store(to, i32x4.add(sum, s7), 112);
  }
}

@inline
function indexesOf(entry: usize): usize {
  return indexes + <usize>load<i32>(entryBlock + (entry << 2)) * INDEXES;
}

/** Adds the sums of four entries to each sample's four values. Hot. */
function addFour(entry: usize, to: usize, end: usize): void {
  for (let n: usize = 0; n < 4; n++) fillTable(entry + n, TABLES + n * TABLE);
  let i0 = indexesOf(entry);
  let i1 = indexesOf(entry + 1);
  let i2 = indexesOf(entry + 2);
  let i3 = indexesOf(entry + 3);
  for (let at = to; at < end; at += 32) {
    let value = v128.load(at);
    value = i32x4.add(value, i32x4.add(v128.load(<usize>load<u16>(i0), TABLES), v128.load(<usize>load<u16>(i1), TABLES + TABLE)));
    value = i32x4.add(value,
      i32x4.add(v128.load(<usize>load<u16>(i2), TABLES + 2 * TABLE), v128.load(<usize>load<u16>(i3), TABLES + 3 * TABLE)));
    v128.store(at, value);
    value = v128.load(at, 16);
    value = i32x4.add(value, i32x4.add(v128.load(<usize>load<u16>(i0, 2), TABLES), v128.load(<usize>load<u16>(i1, 2), TABLES + TABLE)));
    value = i32x4.add(value,
      i32x4.add(v128.load(<usize>load<u16>(i2, 2), TABLES + 2 * TABLE), v128.load(<usize>load<u16>(i3, 2), TABLES + 3 * TABLE)));
    v128.store(at, value, 16);
    i0 += 4;
    i1 += 4;
    i2 += 4;
    i3 += 4;
  }
}

function addOne(entry: usize, to: usize, end: usize): void {
  fillTable(entry, TABLES);
  let index = indexesOf(entry);
  for (let at = to; at < end; at += 32) {
    v128.store(at, i32x4.add(v128.load(at), v128.load(<usize>load<u16>(index), TABLES)));
    v128.store(at, i32x4.add(v128.load(at, 16), v128.load(<usize>load<u16>(index, 2), TABLES)), 16);
    index += 4;
  }
}

/** From the values of four rows by sample to the values of each row: 2048 bytes a row, behind the others. */
function turn(from: usize, end: usize): void {
  let to = from + 8192;
  for (let at = from; at < end; at += 64) {
    const a = v128.load(at, 0);
    const b = v128.load(at, 16);
    const c = v128.load(at, 32);
    const d = v128.load(at, 48);
    const ab = i32x4.shuffle(a, b, 0, 4, 1, 5);
    const cd = i32x4.shuffle(c, d, 0, 4, 1, 5);
    const ef = i32x4.shuffle(a, b, 2, 6, 3, 7);
    const gh = i32x4.shuffle(c, d, 2, 6, 3, 7);
    v128.store(to, i64x2.shuffle(ab, cd, 0, 2), 0);
    v128.store(to, i64x2.shuffle(ab, cd, 1, 3), 2048);
    v128.store(to, i64x2.shuffle(ef, gh, 0, 2), 4096);
    v128.store(to, i64x2.shuffle(ef, gh, 1, 3), 6144);
    to += 16;
  }
}

/** Puts the lanes of a word that are no sample far below 0. */
function clearLanes(at: usize, valid: i32): void {
  for (let l: usize = 0; l < 32; l++) if (((valid >>> <i32>l) & 1) == 0) store<i32>(at + (l << 2), NOWHERE);
}

/**
 * All samples of a pass, of rows first … last − 1 (at most four), which have the entries from … to − 1.
 * @returns violated (row, sample) pairs
 */
export function tableRows(first: usize, last: usize, from: usize, to: usize, count: i32, shift: usize, sums: i32): i32 {
  const rows = last - first;
  const end = rowValues + (<usize>count << 9);
  const bound = weightedBound + (first << 2);
  const start = i32x4(-load<i32>(bound), rows > 1 ? -load<i32>(bound, 4) : 0, rows > 2 ? -load<i32>(bound, 8) : 0,
    rows > 3 ? -load<i32>(bound, 12) : 0);
  for (let at = rowValues; at < end; at += 16) v128.store(at, start);
  let entry = from;
  for (; entry + 4 <= to; entry += 4) addFour(entry, rowValues, end);
  for (; entry < to; entry++) addOne(entry, rowValues, end);
  turn(rowValues, end);
  let violations = 0;
  for (let n: usize = 0; n < rows; n++) {
    const values = rowValues + 8192 + (n << 11);
    for (let word: usize = 0; word < <usize>count; word++) {
      const valid = load<i32>(blocks + VALID + (word << 2));
      const at = values + (word << 7);
      if (valid != -1) clearLanes(at, valid);
      violations += settleRow(first + n, word, shift, sums, at);
    }
    if (sums == TRUE_PENALTY) addChanges(first + n, n, from, to, values, count);
  }
  return violations;
}

/** Lists the samples with −reach < V < reach: value, and bytes to its index. @returns end of the list */
function listNear(values: usize, count: i32, reach: i32): usize {
  const r = i32x4.splat(reach);
  const zero = i32x4.splat(0);
  let to = nearSamples;
  const end = values + (<usize>count << 7);
  for (let at = values; at < end; at += 16) {
    const v = v128.load(at);
    let near = i32x4.bitmask(v128.and(i32x4.gt_s(i32x4.add(v, r), zero), i32x4.gt_s(r, v)));
    while (near != 0) {
      const lane = at + (<usize>ctz(near) << 2);
      store<i32>(to, load<i32>(lane));
      store<i32>(to, <i32>((lane - values) >> 1), 4);
      to += 8;
      near &= near - 1;
    }
  }
  return to;
}

/** Samples with V ≥ reach: each literal's change is its whole weight. */
function countAbove(values: usize, count: i32, reach: i32): i32 {
  const r = i32x4.splat(reach);
  let counts = i32x4.splat(0);
  const end = values + (<usize>count << 7);
  for (let at = values; at < end; at += 16) counts = i32x4.sub(counts, i32x4.ge_s(v128.load(at), r));
  return i32x4.extract_lane(counts, 0) + i32x4.extract_lane(counts, 1) + i32x4.extract_lane(counts, 2) + i32x4.extract_lane(counts, 3);
}

@inline
function change(value: v128, size: v128, literalFalse: v128): v128 {
  return i32x4.min_s(i32x4.max_s(i32x4.add(value, v128.and(size, literalFalse)), i32x4.splat(0)), size);
}

/** Adds what flips of the n-th row's literals change, over the pass. */
function addChanges(row: usize, n: usize, from: usize, to: usize, values: usize, count: i32): void {
  const reach = load<i32>(weightedReach + (row << 2));
  const above = countAbove(values, count, reach);
  const end = listNear(values, count, reach);
  const near = (end - nearSamples) >> 3;
  if (near == 0 && above == 0) return;
  // So many changes of that size fit 32 bits; at least eight.
  const most = 0xffffffff / <u32>max<i32>(1, reach);
  const nonzeros = load<i32>(weightedStart + (row << 2), 4) - load<i32>(weightedStart + (row << 2));
  if ((near + ENTRY_COST) * NEAR_COST * (to - from) > (<usize>count << 5) * <usize>nonzeros)
    addAllChanges(n, from, to, values, count, most);
  else addNearChanges(n, from, to, end, above, most);
}

/** Six literals a turn, one near sample after the other. Hot. */
function addNearChanges(n: usize, from: usize, to: usize, end: usize, above: i32, most: u32): void {
  const stride = <usize>min<u32>(512, most) << 3;
  const zero = i32x4.splat(0);
  const bits0 = i32x4(16, 32, 64, 128);
  const bits1 = i32x4(256, 512, 0, 0);
  for (let entry = from; entry < to; entry++) {
    const weight = entryWeight + entry * WEIGHTS + (n << 2);
    const w0 = i32x4(load<i32>(weight), load<i32>(weight, 16), load<i32>(weight, 32), load<i32>(weight, 48));
    const w1 = i32x4(load<i32>(weight, 64), load<i32>(weight, 80), 0, 0);
    if (!v128.any_true(v128.or(w0, w1))) continue;
    const size0 = i32x4.abs(w0);
    const size1 = i32x4.abs(w1);
    // A positive weight's literal is false where the bit is 0, a negative one's where it is 1.
    const false0 = v128.and(bits0, i32x4.gt_s(zero, w0));
    const false1 = v128.and(bits1, i32x4.gt_s(zero, w1));
    const index = indexesOf(entry);
    const place = entryPlace + entry * PLACES + n * (BLOCK << 2);
    let whole = <f64>above;
    let at = nearSamples;
    do {
      const stop = min<usize>(end, at + stride);
      let sum0 = zero;
      let sum1 = zero;
      for (; at < stop; at += 8) {
        const value = v128.load32_splat(at);
        const x = i32x4.splat(load<u16>(index + <usize>load<i32>(at, 4)));
        sum0 = i32x4.add(sum0, change(value, size0, i32x4.eq(v128.and(x, bits0), false0)));
        sum1 = i32x4.add(sum1, change(value, size1, i32x4.eq(v128.and(x, bits1), false1)));
      }
      v128.store(SUMS, sum0, 0);
      v128.store(SUMS, sum1, 16);
      for (let l: usize = 0; l < BLOCK; l++) {
        const total = weightedTotal + (<usize>load<i32>(place + (l << 2)) << 3);
        store<f64>(total, load<f64>(total) + <f64>load<u32>(SUMS + (l << 2)) + whole * <f64>abs<i32>(load<i32>(weight + (l << 4))));
      }
      whole = 0;
    } while (at < end);
  }
}

/** Eight samples a turn, one literal after the other. Hot. */
function addAllChanges(n: usize, from: usize, to: usize, values: usize, count: i32, most: u32): void {
  const end = values + (<usize>count << 7);
  // Each word of 32 samples adds eight changes to a lane.
  const stride = <usize>min<u32>(16, most >> 3) << 7;
  for (let entry = from; entry < to; entry++) {
    for (let l: usize = 0; l < BLOCK; l++) {
      const w = load<i32>(entryWeight + entry * WEIGHTS + (l << 4) + (n << 2));
      if (w == 0) continue;
      const size = i32x4.splat(abs<i32>(w));
      const bit = i16x8.shl(i16x8.splat(16), <i32>l);
      const isFalse = w < 0 ? bit : i32x4.splat(0);
      const total = weightedTotal + (<usize>load<i32>(entryPlace + entry * PLACES + n * (BLOCK << 2) + (l << 2)) << 3);
      let index = indexesOf(entry);
      let at = values;
      do {
        const stop = min<usize>(end, at + stride);
        let sum = i32x4.splat(0);
        for (; at < stop; at += 32) {
          const literalFalse = i16x8.eq(v128.and(v128.load(index), bit), isFalse);
          sum = i32x4.add(sum, change(v128.load(at), size, i32x4.extend_low_i16x8_s(literalFalse)));
          sum = i32x4.add(sum, change(v128.load(at, 16), size, i32x4.extend_high_i16x8_s(literalFalse)));
          index += 16;
        }
        store<f64>(total, load<f64>(total) + wideTotal(sum));
      } while (at < end);
    }
  }
}
