/**
 * The loops of the row-weighting local search (src-science/decoding/search-state.ts and search-loops.ts), to the
 * same choices: the same products and sums in the same order for every variable; only the sign of a zero may differ,
 * which no comparison sees.
 *
 * In a row whose coefficients are all of one size r, a flip changes the excess by +r or −r, so there are two changes of
 * score and not one a nonzero. Where only one of the two is not 0 and one variable alone is on that side, as on a cover
 * row that two variables cover, it is found without a look at the row: the columns on each side are kept as their
 * exclusive or. Other rows are kept by falling size of their coefficients as runs of one size, and a kept row is left at
 * the first size that cannot violate it.
 */
import {
  variables, rows, start, entry, sorted, size, run, columnStart, columnRow, columnValue, x, excess, tolerance, scale, reach,
  weight, uniform, raising, raisingXor, columnsXor, score, lastFlip, cost, gains, free, violated, place, violatedCount,
  objective, work, flips,
} from './_search-state';
export { bestRelief, leastHarm } from './_search-choices';
export { placeArrays } from './_search-state';

export function countOfViolated(): i32 {
  return violatedCount;
}

export function objectiveNow(): f64 {
  return objective;
}

export function workDone(): f64 {
  return work;
}

export function flipsMade(): f64 {
  return flips;
}

export function heapBase(): usize {
  return __heap_base;
}

/** Violation of a row at excess e. */
@inline
function violation(e: f64, slack: f64, s: f64): f64 {
  return select<f64>(0.5 + s * e, 0, e > slack);
}

@inline
function addScore(column8: u32, amount: f64): void {
  const at = score + <usize>column8;
  store<f64>(at, load<f64>(at) + amount);
}

/** Adds to every variable of the row what its flip's change of excess says: `up` where that is +r, `down` where −r. */
function addBoth(k: usize, to: usize, up: f64, down: f64): void {
  for (; k < to; k += 4) {
    const e = load<u32>(k);
    const isOne = <u32>load<u8>(x + <usize>(e >> 3));
    addScore(e & ~7, select<f64>(down, up, isOne == (e & 1)));
  }
}

/** Only those whose change is +r (`side` 1) or −r (`side` 0). */
function addSide(k: usize, to: usize, side: u32, amount: f64): void {
  for (; k < to; k += 4) {
    const e = load<u32>(k);
    const isOne = <u32>load<u8>(x + <usize>(e >> 3));
    if ((isOne ^ (e & 1)) == side) addScore(e & ~7, amount);
  }
}

/** @param except a variable of the row that need not be told, −1 for none; @param isRaising whether it is one of those */
@inline
function addUniform(i: usize, first: usize, last: usize, up: f64, down: f64, except: i32, isRaising: bool): void {
  if (up == 0 && down == 0) return;
  const k = entry + (first << 2);
  const to = entry + (last << 2);
  if (up != 0 && down != 0) {
    addBoth(k, to, up, down);
    return;
  }
  const all = <i32>(last - first);
  const count = load<i32>(raising + (i << 2));
  const xor = load<i32>(raisingXor + (i << 2));
  if (up != 0) {
    const others = except >= 0 && isRaising ? count - 1 : count;
    if (others == 0) return;
    if (others == 1) addScore(<u32>(except >= 0 && isRaising ? xor ^ except : xor) << 3, up);
    else addSide(k, to, 1, up);
    return;
  }
  const others = except >= 0 && !isRaising ? all - count - 1 : all - count;
  if (others == 0) return;
  const lowering = load<i32>(columnsXor + (i << 2)) ^ xor;
  if (others == 1) addScore(<u32>(except >= 0 && !isRaising ? lowering ^ except : lowering) << 3, down);
  else addSide(k, to, 0, down);
}

/** What the flip of an entry's variable does to the excess, of size v. */
@inline
function changeOf(at: u32, v: f64): f64 {
  return select<f64>(-v, v, <u32>load<u8>(x + <usize>(at >> 3)) == (at & 1));
}

/** The entries of one size in a row of several. */
@inline
function addRun(k: usize, count: u32, up: f64, down: f64): void {
  if (up == 0 && down == 0) return;
  const from = sorted + (k << 2);
  const to = from + (<usize>count << 2);
  if (up != 0 && down != 0) addBoth(from, to, up, down);
  else addSide(from, to, up != 0 ? 1 : 0, up != 0 ? up : down);
}

function addRowScores(i: usize, factor: f64): void {
  const e = load<f64>(excess + (i << 3));
  const slack = load<f64>(tolerance + (i << 3));
  const r = load<f64>(reach + (i << 3));
  if (e + r <= slack) return;
  const s = load<f64>(scale + (i << 3));
  const before = violation(e, slack, s);
  const first = <usize>load<u32>(start + (i << 2), 0);
  const last = <usize>load<u32>(start + (i << 2), 4);
  if (load<u8>(uniform + i) == 1) {
    addUniform(i, first, last, factor * (before - violation(e + r, slack, s)), factor * (before - violation(e - r, slack, s)), -1, false);
  } else {
    for (let k = first; k < last; ) {
      const v = load<f64>(size + (k << 3));
      if (e + v <= slack) break;
      const count = load<u32>(run + (k << 2));
      if (count == 1) {
        const at = load<u32>(sorted + (k << 2));
        addScore(at & ~7, factor * (before - violation(e + changeOf(at, v), slack, s)));
        k++;
        continue;
      }
      addRun(k, count, factor * (before - violation(e + v, slack, s)), factor * (before - violation(e - v, slack, s)));
      k += count;
    }
  }
  work += <f64>(last - first);
}

@inline
function enter(i: usize): void {
  store<i32>(place + (i << 2), violatedCount);
  store<i32>(violated + (<usize>violatedCount << 2), <i32>i);
  violatedCount++;
}

@inline
function leave(i: usize): void {
  const hole = load<i32>(place + (i << 2));
  violatedCount--;
  const last = load<i32>(violated + (<usize>violatedCount << 2));
  store<i32>(violated + (<usize>hole << 2), last);
  store<i32>(place + (<usize>last << 2), hole);
  store<i32>(place + (i << 2), -1);
}

@inline
function noteGain(j: usize): void {
  const isOne = load<u8>(x + j) == 1;
  const c = load<f64>(cost + (j << 3));
  store<u8>(gains + j, load<u8>(free + j) == 1 && c != 0 && isOne == (c > 0) ? 255 : 0);
}

/** Everything afresh from x and the weights. */
export function rebuild(): void {
  memory.fill(score, 0, <usize>variables << 3);
  violatedCount = 0;
  for (let i: usize = 0; i < <usize>rows; i++) {
    const first = <usize>load<u32>(start + (i << 2), 0);
    const last = <usize>load<u32>(start + (i << 2), 4);
    let count = 0;
    let xor = 0;
    for (let k = first; k < last; k++) {
      const at = load<u32>(entry + (k << 2));
      if (<u32>load<u8>(x + <usize>(at >> 3)) != (at & 1)) {
        count++;
        xor ^= <i32>(at >> 3);
      }
    }
    store<i32>(raising + (i << 2), count);
    store<i32>(raisingXor + (i << 2), xor);
    store<i32>(place + (i << 2), -1);
    if (load<f64>(excess + (i << 3)) > load<f64>(tolerance + (i << 3))) enter(i);
    addRowScores(i, load<f64>(weight + (i << 3)));
  }
  let sum: f64 = 0;
  for (let j: usize = 0; j < <usize>variables; j++) {
    if (load<u8>(x + j) == 1) sum += load<f64>(cost + (j << 3));
    noteGain(j);
  }
  objective = sum;
  work += <f64>load<u32>(start + (<usize>rows << 2));
}

export function flip(j: i32): void {
  const own = load<f64>(score + (<usize>j << 3));
  const up = load<u8>(x + <usize>j) == 0;
  const from = <usize>load<u32>(columnStart + (<usize>j << 2), 0);
  const end = <usize>load<u32>(columnStart + (<usize>j << 2), 4);
  for (let at = from; at < end; at++) {
    const i = <usize>load<u32>(columnRow + (at << 2));
    const a = load<f64>(columnValue + (at << 3));
    const e0 = load<f64>(excess + (i << 3));
    const e1 = up ? e0 + a : e0 - a;
    const slack = load<f64>(tolerance + (i << 3));
    store<f64>(excess + (i << 3), e1);
    const inside = load<i32>(place + (i << 2)) >= 0;
    if (e1 > slack) {
      if (!inside) enter(i);
    } else if (inside) leave(i);
    const r = load<f64>(reach + (i << 3));
    const isRaising = up == (a > 0);
    if (!(e0 + r <= slack && e1 + r <= slack)) {
      const w = load<f64>(weight + (i << 3));
      const s = load<f64>(scale + (i << 3));
      const first = <usize>load<u32>(start + (i << 2), 0);
      const last = <usize>load<u32>(start + (i << 2), 4);
      const now = violation(e1, slack, s) - violation(e0, slack, s);
      if (load<u8>(uniform + i) == 1) {
        addUniform(
          i, first, last,
          w * (now + violation(e0 + r, slack, s) - violation(e1 + r, slack, s)),
          w * (now + violation(e0 - r, slack, s) - violation(e1 - r, slack, s)),
          j, isRaising,
        );
      } else {
        const greater = max(e0, e1);
        for (let k = first; k < last; ) {
          const v = load<f64>(size + (k << 3));
          if (greater + v <= slack) break;
          const count = load<u32>(run + (k << 2));
          if (count == 1) {
            const other = load<u32>(sorted + (k << 2));
            const change = changeOf(other, v);
            addScore(other & ~7, w * (now + violation(e0 + change, slack, s) - violation(e1 + change, slack, s)));
            k++;
            continue;
          }
          addRun(
            k, count,
            w * (now + violation(e0 + v, slack, s) - violation(e1 + v, slack, s)),
            w * (now + violation(e0 - v, slack, s) - violation(e1 - v, slack, s)),
          );
          k += count;
        }
      }
      work += <f64>(last - first);
    }
    store<i32>(raising + (i << 2), load<i32>(raising + (i << 2)) + (isRaising ? -1 : 1));
    store<i32>(raisingXor + (i << 2), load<i32>(raisingXor + (i << 2)) ^ j);
  }
  work += <f64>(end - from);
  const c = load<f64>(cost + (<usize>j << 3));
  objective += up ? c : -c;
  store<u8>(x + <usize>j, up ? 1 : 0);
  store<f64>(score + (<usize>j << 3), -own);
  noteGain(<usize>j);
  flips += 1;
  store<f64>(lastFlip + (<usize>j << 3), flips);
}

/** Raises the weight of every violated row by 1. */
export function weigh(): void {
  for (let v = 0; v < violatedCount; v++) {
    const i = <usize>load<i32>(violated + (<usize>v << 2));
    addRowScores(i, 1);
    store<f64>(weight + (i << 3), load<f64>(weight + (i << 3)) + 1);
  }
}

export function addWork(amount: f64): void {
  work += amount;
}
