/**
 * The recursions over the sums of an integer row in 128-bit lanes. Defined, and explained, by
 * src-science/relaxation/lattice-recursion.ts: the same blocks of four cells, the same four parts of every
 * sum, the same order of every operation, so the same bits. All arguments are addresses in bytes, or
 * numbers; a table's row has four zeros before and after it.
 */

const WIDE: usize = 8;

// “@ts-ignore: decorator”: AssemblyScript decorates functions, which an editor's TypeScript refuses; only asc compiles this file.
// @ts-ignore: decorator
@inline
function both(parts: v128, others: v128): f64 {
  const sum = f64x2.add(parts, others);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

// @ts-ignore: decorator
@inline
function strideOf(size: i32): usize {
  return <usize>(((size + 3) & ~3) + 8) * WIDE;
}

// @ts-ignore: decorator
@inline
function clear(at: usize): void {
  const zero = f64x2.splat(0);
  v128.store(at, zero);
  v128.store(at, zero, 16);
}

/** Zeros from double `from` of the vector up to its end, two weights ahead. */
function pad(vector: usize, size: i32): void {
  memory.fill(vector + <usize>size * WIDE, 0, <usize>(size + 8) * WIDE);
}

/**
 * Fills the table with P(first n sum to t) and `reach` with the largest sum of each row.
 * @param keep 1: all rows; 0: even and odd rows share two places
 * @returns the address of the last row
 */
function forwardPass(table: usize, reach: usize, weights: usize, hit: usize, miss: usize, k: i32, size: i32, keep: i32): usize {
  const stride = strideOf(size);
  const top = size - 1;
  const zero = f64x2.splat(0);
  memory.fill(table, 0, stride);
  let to = table + 4 * WIDE;
  store<f64>(to, 1);
  let old: i32 = 0;
  store<i32>(reach, 0);
  for (let n: i32 = 0; n < k; n++) {
    const from = to;
    to = table + 4 * WIDE + <usize>(keep ? n + 1 : (n + 1) & 1) * stride;
    const w = min(load<i32>(weights + (<usize>n << 2)), size);
    const p = f64x2.splat(load<f64>(hit + (<usize>n << 3)));
    const q = f64x2.splat(load<f64>(miss + (<usize>n << 3)));
    const now = min(top, old + w);
    store<i32>(reach + (<usize>(n + 1) << 2), now);
    const oldEnd = to + (<usize>((old | 3) + 1) << 3);
    const end = to + (<usize>((now | 3) + 1) << 3);
    const first = to + (<usize>(w & ~3) << 3);
    clear(to - 32);
    let t = to;
    let s = from;
    for (const stop = min(first, oldEnd); t < stop; t += 32, s += 32) {
      v128.store(t, f64x2.mul(q, v128.load(s)));
      v128.store(t, f64x2.mul(q, v128.load(s, 16)), 16);
    }
    for (const stop = min(first, end); t < stop; t += 32, s += 32) {
      v128.store(t, zero);
      v128.store(t, zero, 16);
    }
    let back = s - (<usize>w << 3);
    for (; t < oldEnd; t += 32, s += 32, back += 32) {
      v128.store(t, f64x2.add(f64x2.mul(q, v128.load(s)), f64x2.mul(p, v128.load(back))));
      v128.store(t, f64x2.add(f64x2.mul(q, v128.load(s, 16)), f64x2.mul(p, v128.load(back, 16))), 16);
    }
    for (; t < end; t += 32, back += 32) {
      v128.store(t, f64x2.mul(p, v128.load(back)));
      v128.store(t, f64x2.mul(p, v128.load(back, 16)), 16);
    }
    clear(t);
    old = now;
  }
  return to;
}

/** Writes E[(δ − U) · 1[inside]] and P(inside). */
function settle(last: usize, top: i32, delta: f64, sums: usize): void {
  let lack: f64 = 0;
  let sum: f64 = 0;
  for (let t: i32 = 0; t <= top; t++) {
    const p = load<f64>(last + (<usize>t << 3));
    sum += p;
    lack += p * (delta - <f64>t);
  }
  store<f64>(sums, lack);
  store<f64>(sums, sum, 8);
}

/** E[(δ − U) · 1[inside]] and, where `slope` is not 0, its derivatives. */
export function latticePenalty(table: usize, reach: usize, weights: usize, hit: usize, miss: usize, value: usize, slope: usize, sums: usize,
  k: i32, size: i32, delta: f64): void {
  const last = forwardPass(table, reach, weights, hit, miss, k, size, slope != 0 ? 1 : 0);
  settle(last, load<i32>(reach + (<usize>k << 2)), delta, sums);
  if (slope == 0) return;
  const stride = strideOf(size);
  for (let t: i32 = 0; t < size; t++) store<f64>(value + (<usize>t << 3), delta - <f64>t);
  pad(value, size);
  for (let n: i32 = k - 1; n >= 0; n--) {
    const ahead = <usize>min(load<i32>(weights + (<usize>n << 2)), size) << 3;
    const p = f64x2.splat(load<f64>(hit + (<usize>n << 3)));
    const q = f64x2.splat(load<f64>(miss + (<usize>n << 3)));
    let f = table + 4 * WIDE + <usize>n * stride;
    let a = f64x2.splat(0);
    let b = f64x2.splat(0);
    const end = value + (<usize>((load<i32>(reach + (<usize>n << 2)) | 3) + 1) << 3);
    for (let t = value; t < end; t += 32, f += 32) {
      const zero = v128.load(t);
      const zeroNext = v128.load(t, 16);
      const one = v128.load(t + ahead);
      const oneNext = v128.load(t + ahead, 16);
      a = f64x2.add(a, f64x2.mul(v128.load(f), f64x2.sub(one, zero)));
      b = f64x2.add(b, f64x2.mul(v128.load(f, 16), f64x2.sub(oneNext, zeroNext)));
      v128.store(t, f64x2.add(f64x2.mul(q, zero), f64x2.mul(p, one)));
      v128.store(t, f64x2.add(f64x2.mul(q, zeroNext), f64x2.mul(p, oneNext)), 16);
    }
    store<f64>(slope + (<usize>n << 3), both(a, b));
  }
}

/**
 * How many cells from 0 on keep the sum inside whatever variables n, n + 1, … are, whole blocks of four below `end`.
 * @param rest Σ of their weights
 */
// @ts-ignore: decorator
@inline
function certainCells(size: i32, rest: i32, end: i32): i32 {
  return min(max(size - rest, 0), end) & ~3;
}

// @ts-ignore: decorator
@inline
function fillCells(vector: usize, from: i32, to: i32, number: f64): void {
  for (let t = from; t < to; t++) store<f64>(vector + (<usize>t << 3), number);
}

/** The same quantity, and P(inside | z = 1), P(inside | z = 0). */
export function latticeConditionals(table: usize, reach: usize, weights: usize, hit: usize, miss: usize, inside: usize, insideHit: usize,
  insideMiss: usize, sums: usize, k: i32, size: i32, delta: f64): void {
  const last = forwardPass(table, reach, weights, hit, miss, k, size, 1);
  settle(last, load<i32>(reach + (<usize>k << 2)), delta, sums);
  const stride = strideOf(size);
  let rest = 0;
  let certain = certainCells(size, 0, (load<i32>(reach + (<usize>k << 2)) | 3) + 1);
  let surely: f64 = 1;
  fillCells(inside, certain, size, 1);
  pad(inside, size);
  for (let n: i32 = k - 1; n >= 0; n--) {
    const w = min(load<i32>(weights + (<usize>n << 2)), size);
    const ahead = <usize>w << 3;
    const chance = load<f64>(hit + (<usize>n << 3));
    const other = load<f64>(miss + (<usize>n << 3));
    const p = f64x2.splat(chance);
    const q = f64x2.splat(other);
    const row = table + 4 * WIDE + <usize>n * stride;
    const stop = (load<i32>(reach + (<usize>n << 2)) | 3) + 1;
    const before = certain;
    rest = min(rest + w, size);
    certain = certainCells(size, rest, stop);
    fillCells(inside, certain, before, surely);
    let h = f64x2.splat(0);
    let hNext = f64x2.splat(0);
    const factor = f64x2.splat(surely);
    let f = row;
    for (const open = row + (<usize>certain << 3); f < open; f += 32) {
      h = f64x2.add(h, f64x2.mul(v128.load(f), factor));
      hNext = f64x2.add(hNext, f64x2.mul(v128.load(f, 16), factor));
    }
    let m = h;
    let mNext = hNext;
    surely = other * surely + chance * surely;
    const end = inside + (<usize>stop << 3);
    for (let t = inside + (<usize>certain << 3); t < end; t += 32, f += 32) {
      const zero = v128.load(t);
      const zeroNext = v128.load(t, 16);
      const one = v128.load(t + ahead);
      const oneNext = v128.load(t + ahead, 16);
      const mass = v128.load(f);
      const massNext = v128.load(f, 16);
      h = f64x2.add(h, f64x2.mul(mass, one));
      hNext = f64x2.add(hNext, f64x2.mul(massNext, oneNext));
      m = f64x2.add(m, f64x2.mul(mass, zero));
      mNext = f64x2.add(mNext, f64x2.mul(massNext, zeroNext));
      v128.store(t, f64x2.add(f64x2.mul(q, zero), f64x2.mul(p, one)));
      v128.store(t, f64x2.add(f64x2.mul(q, zeroNext), f64x2.mul(p, oneNext)), 16);
    }
    store<f64>(insideHit + (<usize>n << 3), both(h, hNext));
    store<f64>(insideMiss + (<usize>n << 3), both(m, mNext));
  }
}

// @ts-ignore: decorator
@inline
function carried(q: v128, mean: v128, own: v128, mass: v128): v128 {
  return f64x2.add(f64x2.mul(q, mean), f64x2.mul(own, mass));
}

/** `forwardPass` with all rows, and beside each cell of `table` the cell of E[Σ a s; sum = t] in `means`. @returns the address of the last row */
function forwardMeans(table: usize, means: usize, reach: usize, weights: usize, hit: usize, miss: usize, hitMean: usize, missMean: usize,
  k: i32, size: i32): usize {
  const stride = strideOf(size);
  const zeros = f64x2.splat(0);
  const apart = means - table;
  memory.fill(table, 0, stride);
  memory.fill(means, 0, stride);
  let to = table + 4 * WIDE;
  store<f64>(to, 1);
  let old: i32 = 0;
  store<i32>(reach, 0);
  for (let n: i32 = 0; n < k; n++) {
    const from = to;
    to = from + stride;
    const w = min(load<i32>(weights + (<usize>n << 2)), size);
    const p = f64x2.splat(load<f64>(hit + (<usize>n << 3)));
    const q = f64x2.splat(load<f64>(miss + (<usize>n << 3)));
    const one = f64x2.splat(load<f64>(hitMean + (<usize>n << 3)));
    const zero = f64x2.splat(load<f64>(missMean + (<usize>n << 3)));
    const now = min(size - 1, old + w);
    store<i32>(reach + (<usize>(n + 1) << 2), now);
    const oldEnd = to + (<usize>((old | 3) + 1) << 3);
    const end = to + (<usize>((now | 3) + 1) << 3);
    const first = to + (<usize>(w & ~3) << 3);
    clear(to - 32);
    clear(to - 32 + apart);
    let t = to;
    let s = from;
    for (const stop = min(first, oldEnd); t < stop; t += 32, s += 32) {
      let mass = v128.load(s);
      v128.store(t, f64x2.mul(q, mass));
      v128.store(t + apart, carried(q, v128.load(s + apart), zero, mass));
      mass = v128.load(s, 16);
      v128.store(t, f64x2.mul(q, mass), 16);
      v128.store(t + apart, carried(q, v128.load(s + apart, 16), zero, mass), 16);
    }
    for (const stop = min(first, end); t < stop; t += 16, s += 16) {
      v128.store(t, zeros);
      v128.store(t + apart, zeros);
    }
    let back = s - (<usize>w << 3);
    for (; t < oldEnd; t += 32, s += 32, back += 32) {
      let mass = v128.load(s);
      let moved = v128.load(back);
      v128.store(t, f64x2.add(f64x2.mul(q, mass), f64x2.mul(p, moved)));
      v128.store(t + apart, f64x2.add(carried(q, v128.load(s + apart), zero, mass), carried(p, v128.load(back + apart), one, moved)));
      mass = v128.load(s, 16);
      moved = v128.load(back, 16);
      v128.store(t, f64x2.add(f64x2.mul(q, mass), f64x2.mul(p, moved)), 16);
      v128.store(t + apart,
        f64x2.add(carried(q, v128.load(s + apart, 16), zero, mass), carried(p, v128.load(back + apart, 16), one, moved)), 16);
    }
    for (; t < end; t += 32, back += 32) {
      let moved = v128.load(back);
      v128.store(t, f64x2.mul(p, moved));
      v128.store(t + apart, carried(p, v128.load(back + apart), one, moved));
      moved = v128.load(back, 16);
      v128.store(t, f64x2.mul(p, moved), 16);
      v128.store(t + apart, carried(p, v128.load(back + apart, 16), one, moved), 16);
    }
    clear(t);
    clear(t + apart);
    old = now;
  }
  return to;
}

/** E[(Σ a s − b) · 1[inside]]: fills both tables. */
export function latticeSurrogate(table: usize, means: usize, reach: usize, weights: usize, hit: usize, miss: usize, hitMean: usize,
  missMean: usize, sums: usize, k: i32, size: i32, rhs: f64): void {
  const last = forwardMeans(table, means, reach, weights, hit, miss, hitMean, missMean, k, size);
  const lastMean = means + (last - table);
  const top = load<i32>(reach + (<usize>k << 2));
  let insideMean: f64 = 0;
  let sum: f64 = 0;
  for (let t: i32 = 0; t <= top; t++) {
    const at = <usize>t << 3;
    sum += load<f64>(last + at);
    insideMean += load<f64>(lastMean + at) - rhs * load<f64>(last + at);
  }
  store<f64>(sums, insideMean);
  store<f64>(sums, sum, 8);
}

/** Its derivatives, from the tables `latticeSurrogate` has filled. */
export function latticeSurrogateSweep(table: usize, means: usize, reach: usize, weights: usize, hit: usize, miss: usize, hitMean: usize,
  missMean: usize, value: usize, inside: usize, slope: usize, insideHit: usize, insideMiss: usize, k: i32, size: i32, rhs: f64): void {
  const stride = strideOf(size);
  const toMeans = means - table;
  const toInside = inside - value;
  let rest = 0;
  let certain = certainCells(size, 0, (load<i32>(reach + (<usize>k << 2)) | 3) + 1);
  let surely: f64 = 1;
  let same: f64 = -rhs;
  fillCells(value, certain, size, same);
  fillCells(inside, certain, size, surely);
  pad(value, size);
  pad(inside, size);
  for (let n: i32 = k - 1; n >= 0; n--) {
    const w = min(load<i32>(weights + (<usize>n << 2)), size);
    const ahead = <usize>w << 3;
    const chance = load<f64>(hit + (<usize>n << 3));
    const other = load<f64>(miss + (<usize>n << 3));
    const meanOne = load<f64>(hitMean + (<usize>n << 3));
    const meanZero = load<f64>(missMean + (<usize>n << 3));
    const row = table + 4 * WIDE + <usize>n * stride;
    const stop = (load<i32>(reach + (<usize>n << 2)) | 3) + 1;
    const before = certain;
    rest = min(rest + w, size);
    certain = certainCells(size, rest, stop);
    fillCells(value, certain, before, same);
    fillCells(inside, certain, before, surely);
    let g = f64x2.splat(0);
    let gNext = f64x2.splat(0);
    let h = f64x2.splat(0);
    let hNext = f64x2.splat(0);
    const factor = f64x2.splat(surely);
    let f = row;
    for (const open = row + (<usize>certain << 3); f < open; f += 32) {
      h = f64x2.add(h, f64x2.mul(v128.load(f), factor));
      hNext = f64x2.add(hNext, f64x2.mul(v128.load(f, 16), factor));
    }
    let m = h;
    let mNext = hNext;
    same = other * same + chance * same + (meanZero * surely + meanOne * surely);
    surely = other * surely + chance * surely;
    const p = f64x2.splat(chance);
    const q = f64x2.splat(other);
    const one = f64x2.splat(meanOne);
    const zero = f64x2.splat(meanZero);
    const end = value + (<usize>stop << 3);
    for (let t = value + (<usize>certain << 3); t < end; t += 32, f += 32) {
      // One half after the other: both at once are more numbers than there are registers.
      let v0 = v128.load(t);
      let v1 = v128.load(t + ahead);
      let i0 = v128.load(t + toInside);
      let i1 = v128.load(t + ahead + toInside);
      let mass = v128.load(f);
      g = f64x2.add(g, f64x2.add(f64x2.mul(mass, f64x2.sub(v1, v0)), f64x2.mul(v128.load(f + toMeans), f64x2.sub(i1, i0))));
      h = f64x2.add(h, f64x2.mul(mass, i1));
      m = f64x2.add(m, f64x2.mul(mass, i0));
      v128.store(t, f64x2.add(f64x2.add(f64x2.mul(q, v0), f64x2.mul(p, v1)), f64x2.add(f64x2.mul(zero, i0), f64x2.mul(one, i1))));
      v128.store(t + toInside, f64x2.add(f64x2.mul(q, i0), f64x2.mul(p, i1)));
      v0 = v128.load(t, 16);
      v1 = v128.load(t + ahead, 16);
      i0 = v128.load(t + toInside, 16);
      i1 = v128.load(t + ahead + toInside, 16);
      mass = v128.load(f, 16);
      gNext = f64x2.add(gNext, f64x2.add(f64x2.mul(mass, f64x2.sub(v1, v0)), f64x2.mul(v128.load(f + toMeans, 16), f64x2.sub(i1, i0))));
      hNext = f64x2.add(hNext, f64x2.mul(mass, i1));
      mNext = f64x2.add(mNext, f64x2.mul(mass, i0));
      v128.store(t, f64x2.add(f64x2.add(f64x2.mul(q, v0), f64x2.mul(p, v1)), f64x2.add(f64x2.mul(zero, i0), f64x2.mul(one, i1))), 16);
      v128.store(t + toInside, f64x2.add(f64x2.mul(q, i0), f64x2.mul(p, i1)), 16);
    }
    store<f64>(slope + (<usize>n << 3), both(g, gNext));
    store<f64>(insideHit + (<usize>n << 3), both(h, hNext));
    store<f64>(insideMiss + (<usize>n << 3), both(m, mNext));
  }
}

/** First address after the module's own data. */
export function heapBase(): usize {
  return __heap_base;
}
