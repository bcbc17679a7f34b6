/**
 * The nonzeros of the rows that some sample of a pass violates, by variable: where these are few, `_entry-sums.ts`
 * walks them in place of whole columns, in the same order, so that the sums are the same. A row is as long as it is
 * whether it is violated or not, and most rows of a long program are violated in no sample.
 */
import { alwaysCount, cornerCount, cornerMiss, cornerStart, rowBits, variables, weightedColumn, weightedCount,
  weightedStart } from './_program';

/** Address: of each nonzero, corner rows first, its place in `columnRow`. */
export let rowEntry: usize = 0;
/** Address of scratch: rows, corner rows first. */
export let liveRow: usize = 0;
/** Address of scratch: length d + 2, of `liveEntry`. */
export let liveStart: usize = 0;
/** Address of scratch, `liveLimit` long: places in `columnRow`. */
export let liveEntry: usize = 0;
/** As many nonzeros are worth it. */
export let liveLimit: i32 = 0;

let live: bool = false;

/** Whether the last pass is to be summed by its violated rows. */
@inline
export function walksLiveRows(): bool {
  return live;
}

/** Whether a row is violated in one of the first `count` blocks. */
@inline
function isLive(r: i32, count: i32, shift: usize): bool {
  const at = rowBits + (<usize>r << shift);
  let some = load<i32>(at);
  for (let w: usize = 1; w < <usize>count; w++) some |= load<i32>(at + (w << 2));
  return some != 0;
}

/** Places of the nonzeros of row r among all, four bytes each: first and end. */
@inline
function firstOf(r: i32): usize {
  return <usize>load<i32>(r < cornerCount ? cornerStart + (<usize>r << 2) : weightedStart + (<usize>(r - cornerCount) << 2)) << 2;
}

@inline
function endOf(r: i32): usize {
  return <usize>load<i32>(r < cornerCount ? cornerStart + (<usize>r << 2) : weightedStart + (<usize>(r - cornerCount) << 2), 4) << 2;
}

/** Four bytes for each variable. @param k of `firstOf` */
@inline
function variableAt(r: i32, k: usize): usize {
  return r < cornerCount ? (<usize>load<u32>(cornerMiss + k) >> 7) << 2 : <usize>load<i32>(weightedColumn + k) << 2;
}

/** Lists the nonzeros of violated rows, unless they are too many. @param shift log₂ of the bytes from row to row */
export function listLiveRows(count: i32, shift: usize): void {
  live = false;
  // Rows that are violated at every vertex are in every sample.
  if (alwaysCount > 0) return;
  let rows: usize = 0;
  let nonzeros = 0;
  for (let r = 0; r < cornerCount + weightedCount; r++) {
    if (!isLive(r, count, shift)) continue;
    nonzeros += <i32>((endOf(r) - firstOf(r)) >> 2);
    if (nonzeros > liveLimit) return;
    store<i32>(liveRow + (rows << 2), r);
    rows++;
  }
  live = true;
  memory.fill(liveStart, 0, (<usize>variables + 2) << 2);
  for (let n: usize = 0; n < rows; n++) {
    const r = load<i32>(liveRow + (n << 2));
    const end = endOf(r);
    for (let k = firstOf(r); k < end; k += 4) {
      const at = liveStart + variableAt(r, k);
      store<i32>(at, load<i32>(at, 8) + 1, 8);
    }
  }
  let sum = 0;
  for (let at = liveStart; at < liveStart + ((<usize>variables + 2) << 2); at += 4) {
    sum += load<i32>(at);
    store<i32>(at, sum);
  }
  const weighted = rowEntry + (<usize>load<i32>(cornerStart + (<usize>cornerCount << 2)) << 2);
  for (let n: usize = 0; n < rows; n++) {
    const r = load<i32>(liveRow + (n << 2));
    const entries = r < cornerCount ? rowEntry : weighted;
    const end = endOf(r);
    for (let k = firstOf(r); k < end; k += 4) {
      const at = liveStart + variableAt(r, k);
      const to = load<i32>(at, 4);
      store<i32>(at, to + 1, 4);
      store<i32>(liveEntry + (<usize>to << 2), load<i32>(entries + k));
    }
  }
}
