/**
 * How much the next of several workers takes of an estimate's leaves. They are dealt out in order, in
 * pieces that are whole nodes of the merge tree (`moments.ts`), so that a piece is one node to hand over;
 * pieces shrink towards the end, so that all workers end together. Sizes do not touch the result.
 */

/** A piece is at most this part of what is left. */
const LEFT_PART = 8;

/**
 * @param next first leaf that nobody has
 * @param leaves of the whole
 * @param wanted how many would suit the worker, ≥ 1
 * @returns a power of two that divides `next`, at most `wanted`; 0 where nothing is left
 */
export function nextShare(next: number, leaves: number, wanted: number): number {
  const left = leaves - next;
  if (left <= 0) return 0;
  const most = Math.max(1, Math.min(wanted, left / LEFT_PART));
  let size = 1;
  while (2 * size <= most && next % (2 * size) === 0) size *= 2;
  return size;
}
