/**
 * Cover and packing rows of a pass, in bits: `any` are the samples that miss one literal of the corner,
 * `two` those that miss two. What is counted is written for each nonzero and row as integers, so the order
 * of work cannot show. Three widths of one loop: sixteen blocks of 32 samples, four, one.
 *
 * For `true-penalty` nonzero k counts the samples in which all other literals are true; for `averaged` the
 * violated samples in which its own is false (nothing to count where the corner itself is the violation).
 */
import { addWord, countBytes, masksLeft, masksWritten, maskWritten, nextMask, settleGroup, settleWords } from './_counters';
import {
  AVERAGED, blocks, cornerMiss, cornerStart, cornerTotal, cornerViolated, COVER, feasible, groupAmount, groupCount, groupKind,
  groupStart, literalCount, literals, rowBits, SAMPLES, TIED_PACKING, TRUE_PENALTY, variables,
} from './_program';
import { count1, count4 } from './_popcount';

const VALID: usize = 128;

@inline
function addTo(at: usize, count: i32): void {
  store<i32>(at, load<i32>(at) + count);
}

/** What a nonzero of a row of two literals counts for `true-penalty`: the samples in which the other is true. */
@inline
function addPair(from: usize): void {
  const first = <usize>load<u32>(cornerMiss + from, 0) >> 6;
  const second = <usize>load<u32>(cornerMiss + from, 4) >> 6;
  addTo(cornerTotal + from, load<i32>(literalCount + ((second ^ 1) << 2)));
  addTo(cornerTotal + from + 4, load<i32>(literalCount + ((first ^ 1) << 2)));
}

/** Counts the samples in which each literal is true. @param shift log₂ of the bytes from literal to literal */
function countLiterals(shift: usize): void {
  for (let l = 0; l < 2 * variables; l++) {
    const at = literals + (<usize>l << shift);
    let count = 0;
    if (shift == 6) count = count4(v128.load(at, 0), v128.load(at, 16), v128.load(at, 32), v128.load(at, 48));
    else if (shift == 4) count = count1(v128.load(at));
    else count = popcnt(load<i32>(at));
    store<i32>(literalCount + (<usize>l << 2), count);
  }
}

/** First row behind those `pairRows` has done. */
let pairsEnd: i32 = 0;

/**
 * Cover rows of two literals, from row r on to the first that is none: at the corner is where both are
 * true. At most eight, so that no call stands in the loop and its masks stay in registers.
 * @returns violated (row, sample) pairs
 */
function pairRows(from: i32, lastRow: i32, sums: i32, amount: f64, rows: bool): i32 {
  let violations = 0;
  let masks = 0;
  let bad0 = i32x4.splat(0), bad1 = bad0, bad2 = bad0, bad3 = bad0;
  const room = masksLeft();
  let mask = nextMask();
  let r = from;
  for (; r < lastRow && masks < room; r++) {
    const first = <usize>load<i32>(cornerStart + (<usize>r << 2)) << 2;
    if ((<usize>load<i32>(cornerStart + (<usize>r << 2), 4) << 2) - first != 8) break;
    const a = literals + (<usize>load<u32>(cornerMiss + first, 0) ^ 64);
    const b = literals + (<usize>load<u32>(cornerMiss + first, 4) ^ 64);
    const all0 = v128.and(v128.load(a, 0), v128.load(b, 0));
    const all1 = v128.and(v128.load(a, 16), v128.load(b, 16));
    const all2 = v128.and(v128.load(a, 32), v128.load(b, 32));
    const all3 = v128.and(v128.load(a, 48), v128.load(b, 48));
    if (sums == TRUE_PENALTY) addPair(first);
    if (sums == SAMPLES) {
      const own = rowBits + (<usize>r << 6);
      v128.store(own, all0, 0);
      v128.store(own, all1, 16);
      v128.store(own, all2, 32);
      v128.store(own, all3, 48);
    }
    const some = v128.or(v128.or(all0, all1), v128.or(all2, all3));
    if (!v128.any_true(some)) continue;
    bad0 = v128.or(bad0, all0);
    bad1 = v128.or(bad1, all1);
    bad2 = v128.or(bad2, all2);
    bad3 = v128.or(bad3, all3);
    if (amount != 0) {
      v128.store(mask, all0, 0);
      v128.store(mask, all1, 16);
      v128.store(mask, all2, 32);
      v128.store(mask, all3, 48);
      mask += 64;
      masks++;
    }
    if (rows) {
      const count = count4(all0, all1, all2, all3);
      violations += count;
      addTo(cornerViolated + (<usize>r << 2), count);
    }
  }
  v128.store(feasible, v128.andnot(v128.load(feasible, 0), bad0), 0);
  v128.store(feasible, v128.andnot(v128.load(feasible, 16), bad1), 16);
  v128.store(feasible, v128.andnot(v128.load(feasible, 32), bad2), 32);
  v128.store(feasible, v128.andnot(v128.load(feasible, 48), bad3), 48);
  masksWritten(masks);
  pairsEnd = r;
  return violations;
}

/**
 * @param pairs some row has two literals
 * @param rows count violated samples row by row; else those of covers come from the counters, all at once
 * @returns violated (row, sample) pairs
 */
export function cornerSixteen(sums: i32, pairs: bool, rows: bool): i32 {
  let violations = 0;
  countBytes(64);
  const wanted0 = v128.load(blocks + VALID, 0);
  const wanted1 = v128.load(blocks + VALID, 16);
  const wanted2 = v128.load(blocks + VALID, 32);
  const wanted3 = v128.load(blocks + VALID, 48);
  if (sums == TRUE_PENALTY && pairs) countLiterals(6);
  for (let g = 0; g < groupCount; g++) {
    const kind = load<i32>(groupKind + (<usize>g << 2));
    const amount = load<f64>(groupAmount + (<usize>g << 3));
    const lastRow = load<i32>(groupStart + (<usize>g << 2), 4);
    const needsTwo = sums == TRUE_PENALTY || kind == TIED_PACKING;
    for (let r = load<i32>(groupStart + (<usize>g << 2)); r < lastRow; r++) {
      const from = <usize>load<i32>(cornerStart + (<usize>r << 2)) << 2;
      const to = <usize>load<i32>(cornerStart + (<usize>r << 2), 4) << 2;
      if (to - from == 8 && kind == COVER) {
        violations += pairRows(r, lastRow, sums, amount, rows);
        r = pairsEnd - 1;
        continue;
      }
      let any0 = i32x4.splat(0), any1 = any0, any2 = any0, any3 = any0;
      let two0 = any0, two1 = any0, two2 = any0, two3 = any0;
      if (needsTwo) {
        for (let k = from; k < to; k += 4) {
          const at = literals + <usize>load<u32>(cornerMiss + k);
          let miss = v128.load(at, 0);
          two0 = v128.or(two0, v128.and(any0, miss));
          any0 = v128.or(any0, miss);
          miss = v128.load(at, 16);
          two1 = v128.or(two1, v128.and(any1, miss));
          any1 = v128.or(any1, miss);
          miss = v128.load(at, 32);
          two2 = v128.or(two2, v128.and(any2, miss));
          any2 = v128.or(any2, miss);
          miss = v128.load(at, 48);
          two3 = v128.or(two3, v128.and(any3, miss));
          any3 = v128.or(any3, miss);
        }
      } else {
        let k = from;
        for (; k + 4 < to; k += 8) {
          const at = literals + <usize>load<u32>(cornerMiss + k, 0);
          const next = literals + <usize>load<u32>(cornerMiss + k, 4);
          any0 = v128.or(any0, v128.or(v128.load(at, 0), v128.load(next, 0)));
          any1 = v128.or(any1, v128.or(v128.load(at, 16), v128.load(next, 16)));
          any2 = v128.or(any2, v128.or(v128.load(at, 32), v128.load(next, 32)));
          any3 = v128.or(any3, v128.or(v128.load(at, 48), v128.load(next, 48)));
        }
        if (k < to) {
          const at = literals + <usize>load<u32>(cornerMiss + k);
          any0 = v128.or(any0, v128.load(at, 0));
          any1 = v128.or(any1, v128.load(at, 16));
          any2 = v128.or(any2, v128.load(at, 32));
          any3 = v128.or(any3, v128.load(at, 48));
        }
      }
      const all0 = v128.andnot(wanted0, any0);
      const all1 = v128.andnot(wanted1, any1);
      const all2 = v128.andnot(wanted2, any2);
      const all3 = v128.andnot(wanted3, any3);
      const someAtCorner = v128.any_true(v128.or(v128.or(all0, all1), v128.or(all2, all3)));
      if (someAtCorner && amount != 0) {
        const mask = nextMask();
        v128.store(mask, all0, 0);
        v128.store(mask, all1, 16);
        v128.store(mask, all2, 32);
        v128.store(mask, all3, 48);
        maskWritten();
      }
      let violated0 = all0, violated1 = all1, violated2 = all2, violated3 = all3;
      if (kind != COVER) {
        violated0 = kind == TIED_PACKING ? two0 : any0;
        violated1 = kind == TIED_PACKING ? two1 : any1;
        violated2 = kind == TIED_PACKING ? two2 : any2;
        violated3 = kind == TIED_PACKING ? two3 : any3;
      }
      if (sums == SAMPLES) {
        const own = rowBits + (<usize>r << 6);
        v128.store(own, violated0, 0);
        v128.store(own, violated1, 16);
        v128.store(own, violated2, 32);
        v128.store(own, violated3, 48);
      }
      if (kind != COVER || someAtCorner) {
        v128.store(feasible, v128.andnot(v128.load(feasible, 0), violated0), 0);
        v128.store(feasible, v128.andnot(v128.load(feasible, 16), violated1), 16);
        v128.store(feasible, v128.andnot(v128.load(feasible, 32), violated2), 32);
        v128.store(feasible, v128.andnot(v128.load(feasible, 48), violated3), 48);
        const count = kind != COVER || rows ? count4(violated0, violated1, violated2, violated3) : 0;
        violations += count;
        addTo(cornerViolated + (<usize>r << 2), count);
        if (sums == AVERAGED && kind != COVER && count != 0) {
          for (let k = from; k < to; k += 4) {
            const at = literals + <usize>load<u32>(cornerMiss + k);
            addTo(cornerTotal + k,
              count4(v128.and(violated0, v128.load(at, 0)), v128.and(violated1, v128.load(at, 16)), v128.and(violated2, v128.load(at, 32)),
                v128.and(violated3, v128.load(at, 48))));
          }
        }
      }
      if (sums != TRUE_PENALTY) continue;
      // One literal missing, and which: those samples count for that literal alone.
      two0 = v128.andnot(any0, two0);
      two1 = v128.andnot(any1, two1);
      two2 = v128.andnot(any2, two2);
      two3 = v128.andnot(any3, two3);
      const atCorner = someAtCorner ? count4(all0, all1, all2, all3) : 0;
      if (!v128.any_true(v128.or(v128.or(two0, two1), v128.or(two2, two3)))) {
        if (atCorner != 0) for (let k = from; k < to; k += 4) addTo(cornerTotal + k, atCorner);
        continue;
      }
      for (let k = from; k < to; k += 4) {
        const at = literals + <usize>load<u32>(cornerMiss + k);
        addTo(cornerTotal + k,
          atCorner +
            count4(v128.and(two0, v128.load(at, 0)), v128.and(two1, v128.load(at, 16)), v128.and(two2, v128.load(at, 32)),
              v128.and(two3, v128.load(at, 48))));
      }
    }
    const corners = settleGroup(amount);
    if (kind == COVER && !rows) violations += corners;
  }
  return violations;
}

/** The same for up to four blocks. */
export function cornerFour(sums: i32, pairs: bool, rows: bool): i32 {
  let violations = 0;
  countBytes(16);
  const wanted = v128.load(blocks + VALID);
  const none = i32x4.splat(0);
  if (sums == TRUE_PENALTY && pairs) countLiterals(4);
  for (let g = 0; g < groupCount; g++) {
    const kind = load<i32>(groupKind + (<usize>g << 2));
    const amount = load<f64>(groupAmount + (<usize>g << 3));
    const lastRow = load<i32>(groupStart + (<usize>g << 2), 4);
    for (let r = load<i32>(groupStart + (<usize>g << 2)); r < lastRow; r++) {
      const from = <usize>load<i32>(cornerStart + (<usize>r << 2)) << 2;
      const to = <usize>load<i32>(cornerStart + (<usize>r << 2), 4) << 2;
      const isPair = to - from == 8 && kind == COVER;
      let any = none, two = none;
      for (let k = from; k < to; k += 4) {
        const miss = v128.load(literals + (<usize>load<u32>(cornerMiss + k) >> 2));
        two = v128.or(two, v128.and(any, miss));
        any = v128.or(any, miss);
      }
      const all = v128.andnot(wanted, any);
      const someAtCorner = v128.any_true(all);
      if (someAtCorner && amount != 0) {
        const mask = nextMask();
        v128.store(mask, all);
        maskWritten();
      }
      const violated = kind == COVER ? all : kind == TIED_PACKING ? two : any;
      if (sums == SAMPLES) v128.store(rowBits + (<usize>r << 4), violated);
      if (kind != COVER || someAtCorner) {
        v128.store(feasible, v128.andnot(v128.load(feasible), violated));
        const count = kind != COVER || rows ? count1(violated) : 0;
        violations += count;
        addTo(cornerViolated + (<usize>r << 2), count);
        if (sums == AVERAGED && kind != COVER && count != 0) {
          for (let k = from; k < to; k += 4) {
            const miss = v128.load(literals + (<usize>load<u32>(cornerMiss + k) >> 2));
            addTo(cornerTotal + k, count1(v128.and(violated, miss)));
          }
        }
      }
      if (sums != TRUE_PENALTY) continue;
      if (isPair) {
        addPair(from);
        continue;
      }
      const one = v128.andnot(any, two);
      const atCorner = someAtCorner ? count1(all) : 0;
      if (!v128.any_true(one)) {
        if (atCorner != 0) for (let k = from; k < to; k += 4) addTo(cornerTotal + k, atCorner);
        continue;
      }
      for (let k = from; k < to; k += 4) {
        const miss = v128.load(literals + (<usize>load<u32>(cornerMiss + k) >> 2));
        addTo(cornerTotal + k, atCorner + count1(v128.and(one, miss)));
      }
    }
    const corners = settleGroup(amount);
    if (kind == COVER && !rows) violations += corners;
  }
  return violations;
}

/** The samples of one block that miss the literal of a nonzero. @param miss address of its entry of `cornerMiss` */
@inline
function wordAt(miss: usize): i32 {
  return load<i32>(literals + (<usize>load<u32>(miss) >> 4));
}

/** The same for one block, in scalar words: a step of a few samples is over before vectors pay. */
export function cornerOne(sums: i32, pairs: bool, rows: bool): i32 {
  let violations = 0;
  countBytes(16);
  const wanted = load<i32>(blocks + VALID);
  let good = load<i32>(feasible);
  if (sums == TRUE_PENALTY && pairs) countLiterals(2);
  for (let g = 0; g < groupCount; g++) {
    const kind = load<i32>(groupKind + (<usize>g << 2));
    const amount = load<f64>(groupAmount + (<usize>g << 3));
    const lastRow = load<i32>(groupStart + (<usize>g << 2), 4);
    for (let r = load<i32>(groupStart + (<usize>g << 2)); r < lastRow; r++) {
      const from = <usize>load<i32>(cornerStart + (<usize>r << 2)) << 2;
      const to = <usize>load<i32>(cornerStart + (<usize>r << 2), 4) << 2;
      if (to - from == 8 && kind == COVER) {
        const first = load<u32>(cornerMiss + from, 0) ^ 64;
        const second = load<u32>(cornerMiss + from, 4) ^ 64;
        const both = load<i32>(literals + <usize>(first >> 4)) & load<i32>(literals + <usize>(second >> 4));
        if (sums == TRUE_PENALTY) addPair(from);
        if (sums == SAMPLES) store<i32>(rowBits + (<usize>r << 2), both);
        if (both == 0) continue;
        if (amount != 0) addWord(both);
        good &= ~both;
        if (rows) {
          const count = popcnt(both);
          violations += count;
          addTo(cornerViolated + (<usize>r << 2), count);
        }
        continue;
      }
      let any = 0, two = 0;
      if (sums == TRUE_PENALTY || kind == TIED_PACKING) {
        for (let k = from; k < to; k += 4) {
          const miss = load<i32>(literals + (<usize>load<u32>(cornerMiss + k) >> 4));
          two |= any & miss;
          any |= miss;
          // Once every sample misses two, nothing below can change.
          if (two == wanted) break;
        }
      } else {
        // Once every sample misses one, nothing below can change.
        let k = from;
        for (; k + 12 < to && any != wanted; k += 16) {
          const early = wordAt(cornerMiss + k) | wordAt(cornerMiss + k + 4);
          any |= early | wordAt(cornerMiss + k + 8) | wordAt(cornerMiss + k + 12);
        }
        for (; k < to && any != wanted; k += 4) any |= wordAt(cornerMiss + k);
      }
      const all = wanted & ~any;
      if (all != 0 && amount != 0) addWord(all);
      const violated = kind == COVER ? all : kind == TIED_PACKING ? two : any;
      if (sums == SAMPLES) store<i32>(rowBits + (<usize>r << 2), violated);
      if (violated != 0) {
        good &= ~violated;
        const count = kind != COVER || rows ? popcnt(violated) : 0;
        violations += count;
        addTo(cornerViolated + (<usize>r << 2), count);
        if (sums == AVERAGED && kind != COVER) {
          for (let k = from; k < to; k += 4) {
            addTo(cornerTotal + k, popcnt(violated & load<i32>(literals + (<usize>load<u32>(cornerMiss + k) >> 4))));
          }
        }
      }
      if (sums != TRUE_PENALTY) continue;
      const one = any & ~two;
      if ((all | one) == 0) continue;
      for (let k = from; k < to; k += 4) {
        const miss = load<i32>(literals + (<usize>load<u32>(cornerMiss + k) >> 4));
        addTo(cornerTotal + k, popcnt(all | (one & miss)));
      }
    }
    const corners = settleWords(amount);
    if (kind == COVER && !rows) violations += corners;
  }
  store<i32>(feasible, good);
  return violations;
}
