/** Counts of set bits in vectors: by bytes, then across. */

/** Sum of a vector of byte counts. */
@inline
function total(bytes: v128): i32 {
  const pairs = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(bytes));
  const halves = i32x4.add(pairs, i32x4.shuffle(pairs, pairs, 2, 3, 0, 1));
  return i32x4.extract_lane(halves, 0) + i32x4.extract_lane(halves, 1);
}

/** Set bits of four vectors. */
@inline
export function count4(a: v128, b: v128, c: v128, d: v128): i32 {
  return total(i8x16.add(i8x16.add(i8x16.popcnt(a), i8x16.popcnt(b)), i8x16.add(i8x16.popcnt(c), i8x16.popcnt(d))));
}

/** Set bits of a vector. */
@inline
export function count1(a: v128): i32 {
  return total(i8x16.popcnt(a));
}
