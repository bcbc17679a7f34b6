/** The two choices of a flip (src-science/decoding/search-loops.ts), to the same variable. */
import {
  variables, start, entry, x, score, lastFlip, cost, absoluteCost, gains, free, place, costedCount, objective, work, flips,
} from './_search-state';

/** What rounding of a quotient may add to a product that is compared in its place. */
const ROUNDING: f64 = 1e-12;
const LEAST: f64 = 1e-290;

/** Of sixteen variables those whose score is not above what `leastHarm` looks for, as bits. */
@inline
function harmless(byte: usize, limit: f64): i32 {
  const limits = f64x2.splat(limit);
  const least = f64x2.splat(LEAST);
  let bits = 0;
  for (let n = 0; n < 16; n += 2) {
    const most = f64x2.add(f64x2.mul(limits, v128.load(absoluteCost + byte)), least);
    // Not “above”: a variable without a cost compares with no number, and is in no mask.
    bits |= i64x2.bitmask(f64x2.le(f64x2.neg(v128.load(score + byte)), most)) << n;
    byte += 16;
  }
  return bits;
}

/** The flip that lowers the objective with the least rise of weighted violation per unit gained; −1 for none. */
export function leastHarm(): i32 {
  let best = -1;
  let bestHarm: f64 = Infinity;
  let limit: f64 = Infinity;
  for (let from: usize = 0; from < <usize>variables; from += 16) {
    let left = i8x16.bitmask(v128.load(gains + from));
    if (popcnt(left) > 4) left &= harmless(from << 3, limit);
    for (; left != 0; left &= left - 1) {
      const j = from + <usize>ctz(left);
      const byte = j << 3;
      const own = -load<f64>(score + byte);
      const c = load<f64>(absoluteCost + byte);
      // Nearly always above: no division for those that cannot be better, with room for its rounding.
      if (own > limit * c + LEAST) continue;
      const harm = own / c;
      if (harm > bestHarm || load<f64>(lastFlip + byte) >= flips) continue;
      if (best < 0 || harm < bestHarm || load<f64>(lastFlip + byte) < load<f64>(lastFlip + (<usize>best << 3))) {
        best = <i32>j;
        bestHarm = harm;
        limit = harm + ROUNDING * abs(harm);
      }
    }
  }
  work += <f64>(costedCount >> 2);
  return best;
}

/** The flip relieving row i that mends most per unit of cost, free ones first; −1 for none. */
export function bestRelief(i: i32): i32 {
  let best = -1;
  let bestValue: f64 = -Infinity;
  let bestFree = false;
  const first = <usize>load<u32>(start + (<usize>i << 2), 0);
  const last = <usize>load<u32>(start + (<usize>i << 2), 4);
  for (let k = first; k < last; k++) {
    const at = load<u32>(entry + (k << 2));
    const j = <usize>(at >> 3);
    const isOne = <u32>load<u8>(x + j);
    if (isOne != (at & 1) || load<u8>(free + j) == 0) continue;
    const byte = <usize>(at & ~7);
    const last = load<f64>(lastFlip + byte);
    if (last >= flips) continue;
    const c = load<f64>(cost + byte);
    const paid = isOne == 1 ? -c : c;
    const own = load<f64>(score + byte);
    const isFree = paid <= 0 && own > 0;
    if (best >= 0 && paid > 0) {
      // Nearly always below: no division for those that cannot be better, with room for its rounding.
      if (bestFree) continue;
      const needed = bestValue * paid;
      if (own < needed - ROUNDING * abs(needed) - LEAST) continue;
    }
    const worth = paid > 0 ? own / paid : own;
    if (best >= 0) {
      if (isFree != bestFree) {
        if (bestFree) continue;
      } else if (worth < bestValue || (worth == bestValue && last >= load<f64>(lastFlip + (<usize>best << 3)))) continue;
    }
    best = <i32>j;
    bestValue = worth;
    bestFree = isFree;
  }
  work += <f64>(last - first);
  return best;
}
