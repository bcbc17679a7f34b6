/** Counting and listing the set bits of a word of 32 lanes. */

/** Number of set bits of a 32-bit integer. */
export function popcount(bits: number): number {
  let n = bits - ((bits >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/**
 * Writes the lanes of a mask in ascending order.
 * @param list length 32
 * @returns how many there are
 */
export function listLanes(mask: number, list: Int32Array): number {
  let bits = mask;
  let count = 0;
  while (bits !== 0) {
    list[count++] = 31 - Math.clz32(bits & -bits);
    bits &= bits - 1;
  }
  return count;
}
