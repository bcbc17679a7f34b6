/**
 * Bernoulli bits in four lanes of 32: the mapping of src-science/random/bit-planes.ts, with its
 * Threefry4x32-13, on vectors. A lane is a (block, variable): four blocks of one variable, or one block
 * of four variables. Planes are compared with the threshold from its top bit down without a branch, and
 * the search ends after the call in which the last lane of the 128 is decided.
 */

/** Address of the key: four words and their parity, each in all lanes of a vector. */
let key: usize = 0;

export function placeKey(at: usize): void {
  key = at;
}

@inline
function turned(x: v128, by: i32): v128 {
  return v128.or(i32x4.shl(x, by), i32x4.shr_u(x, 32 - by));
}

/**
 * @param threshold bits of the 32-bit integer from which on a sample is 1
 * @param valid lanes that are wanted; the others come back 0
 */
export function bernoulli4(low: v128, variable: v128, high: v128, threshold: v128, valid: v128): v128 {
  if (!v128.any_true(valid)) return valid;
  const k0 = v128.load(key, 0);
  const k1 = v128.load(key, 16);
  const k2 = v128.load(key, 32);
  const k3 = v128.load(key, 48);
  const k4 = v128.load(key, 64);
  const a0 = i32x4.add(low, k0);
  const b0 = i32x4.add(variable, k1);
  const d0 = i32x4.add(high, k3);
  let c0 = k2;
  let rest = threshold;
  let open = valid;
  let ones = i32x4.splat(0);
  for (let q = 0; q < 8; q++) {
    let a = a0;
    let b = b0;
    let c = c0;
    let d = d0;
    // rounds 1–4
    a = i32x4.add(a, b); b = v128.xor(turned(b, 10), a); c = i32x4.add(c, d); d = v128.xor(turned(d, 26), c);
    a = i32x4.add(a, d); d = v128.xor(turned(d, 11), a); c = i32x4.add(c, b); b = v128.xor(turned(b, 21), c);
    a = i32x4.add(a, b); b = v128.xor(turned(b, 13), a); c = i32x4.add(c, d); d = v128.xor(turned(d, 27), c);
    a = i32x4.add(a, d); d = v128.xor(turned(d, 23), a); c = i32x4.add(c, b); b = v128.xor(turned(b, 5), c);
    a = i32x4.add(a, k1); b = i32x4.add(b, k2); c = i32x4.add(c, k3); d = i32x4.add(d, i32x4.add(k4, i32x4.splat(1)));
    // rounds 5–8
    a = i32x4.add(a, b); b = v128.xor(turned(b, 6), a); c = i32x4.add(c, d); d = v128.xor(turned(d, 20), c);
    a = i32x4.add(a, d); d = v128.xor(turned(d, 17), a); c = i32x4.add(c, b); b = v128.xor(turned(b, 11), c);
    a = i32x4.add(a, b); b = v128.xor(turned(b, 25), a); c = i32x4.add(c, d); d = v128.xor(turned(d, 10), c);
    a = i32x4.add(a, d); d = v128.xor(turned(d, 18), a); c = i32x4.add(c, b); b = v128.xor(turned(b, 20), c);
    a = i32x4.add(a, k2); b = i32x4.add(b, k3); c = i32x4.add(c, k4); d = i32x4.add(d, i32x4.add(k0, i32x4.splat(2)));
    // rounds 9–12
    a = i32x4.add(a, b); b = v128.xor(turned(b, 10), a); c = i32x4.add(c, d); d = v128.xor(turned(d, 26), c);
    a = i32x4.add(a, d); d = v128.xor(turned(d, 11), a); c = i32x4.add(c, b); b = v128.xor(turned(b, 21), c);
    a = i32x4.add(a, b); b = v128.xor(turned(b, 13), a); c = i32x4.add(c, d); d = v128.xor(turned(d, 27), c);
    a = i32x4.add(a, d); d = v128.xor(turned(d, 23), a); c = i32x4.add(c, b); b = v128.xor(turned(b, 5), c);
    a = i32x4.add(a, k3); b = i32x4.add(b, k4); c = i32x4.add(c, k0); d = i32x4.add(d, i32x4.add(k1, i32x4.splat(3)));
    // round 13
    a = i32x4.add(a, b); b = v128.xor(turned(b, 6), a); c = i32x4.add(c, d); d = v128.xor(turned(d, 20), c);

    // Four planes, most significant first: a lane closes where its bit differs from the threshold's.
    let closing = v128.and(open, v128.xor(a, i32x4.shr_s(rest, 31)));
    ones = v128.or(ones, v128.and(closing, a));
    open = v128.xor(open, closing);
    rest = i32x4.shl(rest, 1);
    closing = v128.and(open, v128.xor(b, i32x4.shr_s(rest, 31)));
    ones = v128.or(ones, v128.and(closing, b));
    open = v128.xor(open, closing);
    rest = i32x4.shl(rest, 1);
    closing = v128.and(open, v128.xor(c, i32x4.shr_s(rest, 31)));
    ones = v128.or(ones, v128.and(closing, c));
    open = v128.xor(open, closing);
    rest = i32x4.shl(rest, 1);
    closing = v128.and(open, v128.xor(d, i32x4.shr_s(rest, 31)));
    ones = v128.or(ones, v128.and(closing, d));
    open = v128.xor(open, closing);
    rest = i32x4.shl(rest, 1);
    // What is still equal to the threshold stays at or above it when only zeros are left of it.
    const settled = v128.and(open, i32x4.eq(rest, i32x4.splat(0)));
    ones = v128.or(ones, settled);
    open = v128.xor(open, settled);
    if (!v128.any_true(open)) return ones;
    c0 = i32x4.add(c0, i32x4.splat(1));
  }
  return v128.or(ones, open);
}
