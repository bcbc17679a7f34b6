/**
 * Finding a place in an ascending sequence by bisection. On a logarithmic axis the first entries may be
 * NaN (what is not positive has no place there); they count as lying before everything.
 */

/** Index of the first entry ≥ value, or the length. */
export function firstAtLeast(ascending: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? Number.NaN) >= value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Index of the last entry ≤ value, or −1. */
export function lastAtMost(ascending: ArrayLike<number>, value: number): number {
  let low = -1;
  let high = ascending.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? Infinity) > value) high = middle;
    else low = middle;
  }
  return low;
}
