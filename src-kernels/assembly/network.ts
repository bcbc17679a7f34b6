/**
 * The loops of a network's pass: those of src-science/network/network-loops.ts to the same bits. Entries of a vector lie in the
 * lanes of single-precision vectors, so that no sum is taken in another order than there: over inputs, nodes or edges, ascending.
 * Places come as words; everything is worked in tiles that stay in registers.
 */

/** First address after the module's own data. */
export function heapBase(): usize {
  return __heap_base;
}

const FROM_ZERO: i32 = 0;
const FROM_BIAS: i32 = 1;

/** Rows of a tile, and its columns: two vectors. */
const TILE_ROWS: i32 = 4;
const TILE: i32 = 8;
/** Rows that are gone through while a tile of a weight's gradient is in registers, so that they stay near. */
const BLOCK_ROWS: i32 = 64;
/** Entries of a vector that an edge is worked on at once: four vectors. */
const EDGE_TILE: i32 = 16;

@inline
function bytes(words: i32): usize {
  return <usize>words << 2;
}

@inline
function cut(v: v128): v128 {
  return f32x4.pmax(v, f32x4(0, 0, 0, 0));
}

/** What a sum of two vectors begins with. */
@inline
function begun(begin: i32, bias: usize, y: usize, offset: usize): v128 {
  return begin == FROM_ZERO ? f32x4(0, 0, 0, 0) : v128.load((begin == FROM_BIAS ? bias : y) + offset);
}

export function linear(n: i32, x: i32, xStride: i32, inputs: i32, weight: i32, outputs: i32, bias: i32, y: i32, yStride: i32, begin: i32,
  relu: i32): void {
  const xRow = bytes(xStride), yRow = bytes(yStride), wRow = bytes(outputs);
  const tiled = outputs & ~(TILE - 1);
  const whole = n & ~(TILE_ROWS - 1);
  for (let o = 0; o < tiled; o += TILE) {
    const w0 = bytes(weight + o), b = bytes(bias + o);
    let r = 0;
    for (; r < whole; r += TILE_ROWS) {
      let x0 = bytes(x) + <usize>r * xRow;
      let x1 = x0 + xRow, x2 = x1 + xRow, x3 = x2 + xRow;
      const y0 = bytes(y + o) + <usize>r * yRow;
      const y1 = y0 + yRow, y2 = y1 + yRow, y3 = y2 + yRow;
      let a0 = begun(begin, b, y0, 0), a1 = begun(begin, b, y0, 16), b0 = begun(begin, b, y1, 0), b1 = begun(begin, b, y1, 16);
      let c0 = begun(begin, b, y2, 0), c1 = begun(begin, b, y2, 16), d0 = begun(begin, b, y3, 0), d1 = begun(begin, b, y3, 16);
      let w = w0;
      for (let end = x0 + bytes(inputs); x0 < end; x0 += 4, x1 += 4, x2 += 4, x3 += 4, w += wRow) {
        const v0 = v128.load(w), v1 = v128.load(w, 16);
        let s = v128.load32_splat(x0);
        a0 = f32x4.add(a0, f32x4.mul(s, v0));
        a1 = f32x4.add(a1, f32x4.mul(s, v1));
        s = v128.load32_splat(x1);
        b0 = f32x4.add(b0, f32x4.mul(s, v0));
        b1 = f32x4.add(b1, f32x4.mul(s, v1));
        s = v128.load32_splat(x2);
        c0 = f32x4.add(c0, f32x4.mul(s, v0));
        c1 = f32x4.add(c1, f32x4.mul(s, v1));
        s = v128.load32_splat(x3);
        d0 = f32x4.add(d0, f32x4.mul(s, v0));
        d1 = f32x4.add(d1, f32x4.mul(s, v1));
      }
      if (relu) {
        a0 = cut(a0); a1 = cut(a1); b0 = cut(b0); b1 = cut(b1);
        c0 = cut(c0); c1 = cut(c1); d0 = cut(d0); d1 = cut(d1);
      }
      v128.store(y0, a0); v128.store(y0, a1, 16);
      v128.store(y1, b0); v128.store(y1, b1, 16);
      v128.store(y2, c0); v128.store(y2, c1, 16);
      v128.store(y3, d0); v128.store(y3, d1, 16);
    }
    for (; r < n; r++) {
      let x0 = bytes(x) + <usize>r * xRow;
      const y0 = bytes(y + o) + <usize>r * yRow;
      let a0 = begun(begin, b, y0, 0), a1 = begun(begin, b, y0, 16);
      let w = w0;
      for (let end = x0 + bytes(inputs); x0 < end; x0 += 4, w += wRow) {
        const s = v128.load32_splat(x0);
        a0 = f32x4.add(a0, f32x4.mul(s, v128.load(w)));
        a1 = f32x4.add(a1, f32x4.mul(s, v128.load(w, 16)));
      }
      if (relu) { a0 = cut(a0); a1 = cut(a1); }
      v128.store(y0, a0); v128.store(y0, a1, 16);
    }
  }
  for (let r = 0; r < n; r++) {
    const row = bytes(x) + <usize>r * xRow;
    for (let o = tiled; o < outputs; o++) {
      const to = bytes(y + o) + <usize>r * yRow;
      let s: f32 = begin == FROM_ZERO ? 0 : load<f32>(begin == FROM_BIAS ? bytes(bias + o) : to);
      for (let k = 0; k < inputs; k++) s += load<f32>(row + bytes(k)) * load<f32>(bytes(weight + o) + <usize>k * wRow);
      if (relu && s < 0) s = 0;
      store<f32>(to, s);
    }
  }
}

export function addOuter(n: i32, x: i32, xStride: i32, inputs: i32, d: i32, dStride: i32, outputs: i32, weight: i32): void {
  const xRow = bytes(xStride), dRow = bytes(dStride), wRow = bytes(outputs);
  const tiled = outputs & ~(TILE - 1), whole = inputs & ~(TILE_ROWS - 1);
  for (let from = 0; from < n; from += BLOCK_ROWS) {
    const rows = <usize>min(BLOCK_ROWS, n - from);
    const xBlock = bytes(x) + <usize>from * xRow, dBlock = bytes(d) + <usize>from * dRow;
    for (let k = 0; k < whole; k += TILE_ROWS) {
      for (let o = 0; o < tiled; o += TILE) {
        const y0 = bytes(weight + o) + <usize>k * wRow;
        const y1 = y0 + wRow, y2 = y1 + wRow, y3 = y2 + wRow;
        let a0 = v128.load(y0), a1 = v128.load(y0, 16), b0 = v128.load(y1), b1 = v128.load(y1, 16);
        let c0 = v128.load(y2), c1 = v128.load(y2, 16), e0 = v128.load(y3), e1 = v128.load(y3, 16);
        let xAt = xBlock + bytes(k), dAt = dBlock + bytes(o);
        for (let end = xAt + rows * xRow; xAt < end; xAt += xRow, dAt += dRow) {
          const v0 = v128.load(dAt), v1 = v128.load(dAt, 16);
          let s = v128.load32_splat(xAt);
          a0 = f32x4.add(a0, f32x4.mul(s, v0));
          a1 = f32x4.add(a1, f32x4.mul(s, v1));
          s = v128.load32_splat(xAt, 4);
          b0 = f32x4.add(b0, f32x4.mul(s, v0));
          b1 = f32x4.add(b1, f32x4.mul(s, v1));
          s = v128.load32_splat(xAt, 8);
          c0 = f32x4.add(c0, f32x4.mul(s, v0));
          c1 = f32x4.add(c1, f32x4.mul(s, v1));
          s = v128.load32_splat(xAt, 12);
          e0 = f32x4.add(e0, f32x4.mul(s, v0));
          e1 = f32x4.add(e1, f32x4.mul(s, v1));
        }
        v128.store(y0, a0); v128.store(y0, a1, 16);
        v128.store(y1, b0); v128.store(y1, b1, 16);
        v128.store(y2, c0); v128.store(y2, c1, 16);
        v128.store(y3, e0); v128.store(y3, e1, 16);
      }
    }
    for (let k = 0; k < inputs; k++) {
      // Of whole tiles nothing is left but the last columns.
      for (let o = k < whole ? tiled : 0; o < outputs; o++) {
        const to = bytes(weight + o) + <usize>k * wRow;
        let s = load<f32>(to);
        let xAt = xBlock + bytes(k), dAt = dBlock + bytes(o);
        for (let end = xAt + rows * xRow; xAt < end; xAt += xRow, dAt += dRow) s += load<f32>(xAt) * load<f32>(dAt);
        store<f32>(to, s);
      }
    }
  }
}

export function addRows(n: i32, d: i32, dStride: i32, width: i32, bias: i32): void {
  const dRow = bytes(dStride);
  const tiled = width & ~3;
  for (let o = 0; o < tiled; o += 4) {
    const to = bytes(bias + o);
    let s = v128.load(to);
    let at = bytes(d + o);
    for (let end = at + <usize>n * dRow; at < end; at += dRow) s = f32x4.add(s, v128.load(at));
    v128.store(to, s);
  }
  for (let o = tiled; o < width; o++) {
    const to = bytes(bias + o);
    let s = load<f32>(to);
    let at = bytes(d + o);
    for (let end = at + <usize>n * dRow; at < end; at += dRow) s += load<f32>(at);
    store<f32>(to, s);
  }
}

export function transpose(weight: i32, inputs: i32, outputs: i32, into: i32): void {
  for (let k = 0; k < inputs; k++) {
    for (let o = 0; o < outputs; o++) store<f32>(bytes(into + o * inputs + k), load<f32>(bytes(weight + k * outputs + o)));
  }
}

export function maskRelu(length: i32, y: i32, d: i32): void {
  const zero = f32x4(0, 0, 0, 0);
  let k = 0;
  for (; k + 3 < length; k += 4) {
    const at = bytes(d + k);
    v128.store(at, v128.and(v128.load(at), f32x4.gt(v128.load(bytes(y + k)), zero)));
  }
  for (; k < length; k++) if (!(load<f32>(bytes(y + k)) > 0)) store<f32>(bytes(d + k), 0);
}

@inline
function share(first: i32, end: i32): f32 {
  return end > first ? <f32>(1.0 / <f64>(end - first)) : 0;
}

export function gather(n: i32, start: i32, index: i32, coefficient: i32, u: i32, p: i32, q: i32, h: i32, width: i32): void {
  const row = bytes(width);
  for (let i = 0; i < n; i++) {
    const first = load<i32>(bytes(start + i)), end = load<i32>(bytes(start + i), 4);
    const part = f32x4.splat(share(first, end));
    for (let o = 0; o < width; o += EDGE_TILE) {
      const here = bytes(p + o) + <usize>i * row, senders = bytes(q + o), to = bytes(h + o) + <usize>i * row;
      const p0 = v128.load(here), p1 = v128.load(here, 16), p2 = v128.load(here, 32), p3 = v128.load(here, 48);
      let s0 = f32x4(0, 0, 0, 0), s1 = s0, s2 = s0, s3 = s0;
      if (coefficient == 0) {
        for (let k = bytes(index + first), last = bytes(index + end); k < last; k += 4) {
          const there = senders + <usize>load<i32>(k) * row;
          s0 = f32x4.add(s0, cut(f32x4.add(p0, v128.load(there))));
          s1 = f32x4.add(s1, cut(f32x4.add(p1, v128.load(there, 16))));
          s2 = f32x4.add(s2, cut(f32x4.add(p2, v128.load(there, 32))));
          s3 = f32x4.add(s3, cut(f32x4.add(p3, v128.load(there, 48))));
        }
      } else {
        const by = bytes(u + o);
        const u0 = v128.load(by), u1 = v128.load(by, 16), u2 = v128.load(by, 32), u3 = v128.load(by, 48);
        for (let k = first; k < end; k++) {
          const there = senders + <usize>load<i32>(bytes(index + k)) * row;
          const a = v128.load32_splat(bytes(coefficient + k));
          s0 = f32x4.add(s0, cut(f32x4.add(f32x4.add(p0, v128.load(there)), f32x4.mul(a, u0))));
          s1 = f32x4.add(s1, cut(f32x4.add(f32x4.add(p1, v128.load(there, 16)), f32x4.mul(a, u1))));
          s2 = f32x4.add(s2, cut(f32x4.add(f32x4.add(p2, v128.load(there, 32)), f32x4.mul(a, u2))));
          s3 = f32x4.add(s3, cut(f32x4.add(f32x4.add(p3, v128.load(there, 48)), f32x4.mul(a, u3))));
        }
      }
      v128.store(to, f32x4.mul(s0, part));
      v128.store(to, f32x4.mul(s1, part), 16);
      v128.store(to, f32x4.mul(s2, part), 32);
      v128.store(to, f32x4.mul(s3, part), 48);
    }
  }
}

/** Adds to the gradient of a sender's vector. */
@inline
function addTo(at: usize, g: v128, offset: usize): void {
  v128.store(at + offset, f32x4.add(v128.load(at + offset), g));
}

export function scatter(n: i32, start: i32, index: i32, coefficient: i32, u: i32, p: i32, q: i32, d: i32, dp: i32, dq: i32, s: i32,
  width: i32): void {
  const row = bytes(width);
  const zero = f32x4(0, 0, 0, 0);
  for (let i = 0; i < n; i++) {
    const first = load<i32>(bytes(start + i)), end = load<i32>(bytes(start + i), 4);
    const part = f32x4.splat(share(first, end));
    for (let o = 0; o < width; o += EDGE_TILE) {
      const own = <usize>i * row;
      const here = bytes(p + o) + own, from = bytes(d + o) + own, to = bytes(dp + o) + own;
      const senders = bytes(q + o), back = bytes(dq + o);
      const p0 = v128.load(here), p1 = v128.load(here, 16), p2 = v128.load(here, 32), p3 = v128.load(here, 48);
      const g0 = f32x4.mul(v128.load(from), part), g1 = f32x4.mul(v128.load(from, 16), part);
      const g2 = f32x4.mul(v128.load(from, 32), part), g3 = f32x4.mul(v128.load(from, 48), part);
      let s0 = zero, s1 = zero, s2 = zero, s3 = zero;
      if (coefficient == 0) {
        for (let k = bytes(index + first), last = bytes(index + end); k < last; k += 4) {
          const at = <usize>load<i32>(k) * row;
          const there = senders + at, sum = back + at;
          let g = v128.and(g0, f32x4.gt(f32x4.add(p0, v128.load(there)), zero));
          s0 = f32x4.add(s0, g);
          addTo(sum, g, 0);
          g = v128.and(g1, f32x4.gt(f32x4.add(p1, v128.load(there, 16)), zero));
          s1 = f32x4.add(s1, g);
          addTo(sum, g, 16);
          g = v128.and(g2, f32x4.gt(f32x4.add(p2, v128.load(there, 32)), zero));
          s2 = f32x4.add(s2, g);
          addTo(sum, g, 32);
          g = v128.and(g3, f32x4.gt(f32x4.add(p3, v128.load(there, 48)), zero));
          s3 = f32x4.add(s3, g);
          addTo(sum, g, 48);
        }
      } else {
        const by = bytes(u + o), along = bytes(s + o);
        for (let k = first; k < end; k++) {
          const at = <usize>load<i32>(bytes(index + k)) * row;
          const there = senders + at, sum = back + at;
          const a = v128.load32_splat(bytes(coefficient + k));
          let g = v128.and(g0, f32x4.gt(f32x4.add(f32x4.add(p0, v128.load(there)), f32x4.mul(a, v128.load(by))), zero));
          s0 = f32x4.add(s0, g);
          addTo(sum, g, 0);
          addTo(along, f32x4.mul(a, g), 0);
          g = v128.and(g1, f32x4.gt(f32x4.add(f32x4.add(p1, v128.load(there, 16)), f32x4.mul(a, v128.load(by, 16))), zero));
          s1 = f32x4.add(s1, g);
          addTo(sum, g, 16);
          addTo(along, f32x4.mul(a, g), 16);
          g = v128.and(g2, f32x4.gt(f32x4.add(f32x4.add(p2, v128.load(there, 32)), f32x4.mul(a, v128.load(by, 32))), zero));
          s2 = f32x4.add(s2, g);
          addTo(sum, g, 32);
          addTo(along, f32x4.mul(a, g), 32);
          g = v128.and(g3, f32x4.gt(f32x4.add(f32x4.add(p3, v128.load(there, 48)), f32x4.mul(a, v128.load(by, 48))), zero));
          s3 = f32x4.add(s3, g);
          addTo(sum, g, 48);
          addTo(along, f32x4.mul(a, g), 48);
        }
      }
      v128.store(to, s0);
      v128.store(to, s1, 16);
      v128.store(to, s2, 32);
      v128.store(to, s3, 48);
    }
  }
}
