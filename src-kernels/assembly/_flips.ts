/**
 * What a flip of each variable changes, for the true penalty's gradient of single samples: of corner rows
 * the samples at the corner and those one literal from it, of weighted rows the integer values, from which a
 * nonzero's change is min(max(V⁻ + |w|, 0), |w|). The twin in TypeScript is src-science/gradients/true-penalty.ts.
 */
import { blocks, cornerCount, cornerMiss, cornerStart, lanes, literals, rowBits, variables, weightedCount } from './_program';
import { walkRow } from './_row-walk';

/** Addresses of `WeightedColumns`; 128 bytes a weighted row and block for values, 128 a variable for its x in lanes. */
export let flipStart: usize = 0;
export let flipRow: usize = 0;
export let flipSize: usize = 0;
export let flipUnit: usize = 0;
export let flipValues: usize = 0;
export let flipMasks: usize = 0;

const VALID: usize = 128;

/**
 * Corner rows of a pass: two masks a row, laid out as literals, then those of a row that is at its corner in
 * every wanted sample and of one that is in none.
 */
export function flipCorners(count: i32, shift: usize): void {
  const quads = shift == 2 ? 1 : (count + 3) >> 2;
  for (let q: usize = 0; q < <usize>quads; q++) {
    const at = q << 4;
    const wanted = shift == 2 ? v128.load32_zero(blocks + VALID) : v128.load(blocks + VALID + at);
    for (let r: usize = 0; r < <usize>cornerCount; r++) {
      const from = <usize>load<i32>(cornerStart + (r << 2)) << 2;
      const to = <usize>load<i32>(cornerStart + (r << 2), 4) << 2;
      let any = i32x4.splat(0), two = any;
      if (shift == 2) {
        for (let k = from; k < to; k += 4) {
          const miss = v128.load32_zero(literals + (<usize>load<u32>(cornerMiss + k) >> 4));
          two = v128.or(two, v128.and(any, miss));
          any = v128.or(any, miss);
        }
        store<i32>(rowBits + (r << 3), i32x4.extract_lane(v128.andnot(wanted, any), 0), 0);
        store<i32>(rowBits + (r << 3), i32x4.extract_lane(v128.andnot(any, two), 0), 4);
      } else {
        for (let k = from; k < to; k += 4) {
          const miss = v128.load(literals + at + (<usize>load<u32>(cornerMiss + k) >> (6 - shift)));
          two = v128.or(two, v128.and(any, miss));
          any = v128.or(any, miss);
        }
        const own = rowBits + at + (r << (shift + 1));
        v128.store(own, v128.andnot(wanted, any));
        v128.store(own + (1 << shift), v128.andnot(any, two));
      }
    }
  }
  const always = rowBits + (<usize>cornerCount << (shift + 1));
  memory.fill(always, 0, 4 << shift);
  memory.copy(always, blocks + VALID, <usize>count << 2);
}

/** Spreads x_j of a block to lanes, all bits set where it is 1. */
function spread(word: usize, shift: usize): void {
  const first = i32x4(1, 2, 4, 8);
  for (let j: usize = 0; j < <usize>variables; j++) {
    const bits = v128.load32_splat(literals + (j << (shift + 1)) + (word << 2));
    let bit = first;
    for (let to = flipMasks + (j << 7); to < flipMasks + (j << 7) + 128; to += 16) {
      v128.store(to, i32x4.eq(v128.and(bits, bit), bit));
      bit = i32x4.shl(bit, 4);
    }
  }
}

/** Values of the weighted rows in all blocks of a pass; far below 0 in samples that are not wanted. */
export function flipWeighted(count: i32, shift: usize): void {
  for (let word: usize = 0; word < <usize>count; word++) {
    const valid = load<i32>(blocks + VALID + (word << 2));
    if (valid == 0) continue;
    spread(word, shift);
    for (let r: usize = 0; r < <usize>weightedCount; r++) walkRow(r, word, shift, valid, flipMasks, flipValues + (((r << 4) + word) << 7));
  }
}

/**
 * Adds the changes of a variable's weighted nonzeros to the 32 doubles at `to`. Hot.
 * @param ones samples of the block with x_j = 1
 */
export function addFlips(to: usize, from: usize, end: usize, word: usize, ones: i32): void {
  const bits = i32x4.splat(ones);
  const zero = i32x4.splat(0);
  for (let k = from; k < end; k++) {
    const w = v128.load32_splat(flipSize + (k << 2));
    const u = load<f64>(flipUnit + (k << 3));
    const unit = f64x2.splat(u);
    // A literal x_j is false where x_j = 0, a literal 1 − x_j where it is 1.
    const misses = u > 0 ? v128.not(bits) : bits;
    let bit = i32x4(1, 2, 4, 8);
    let at = flipValues + ((<usize>(load<i32>(flipRow + (k << 2)) << 4) + word) << 7);
    for (let g = to; g < to + 256; g += 32) {
      const lift = v128.and(w, i32x4.eq(v128.and(misses, bit), bit));
      const change = i32x4.min_s(i32x4.max_s(i32x4.add(v128.load(at), lift), zero), w);
      v128.store(g, f64x2.add(v128.load(g), f64x2.mul(unit, f64x2.convert_low_i32x4_s(change))));
      v128.store(g, f64x2.add(v128.load(g, 16), f64x2.mul(unit, f64x2.convert_low_i32x4_s(i32x4.shuffle(change, change, 2, 3, 2, 3)))), 16);
      bit = i32x4.shl(bit, 4);
      at += 16;
    }
  }
}
