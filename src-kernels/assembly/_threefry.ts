/**
 * Threefry4x32-13 of src-science/random/threefry.ts at four counters at once, one in each lane. A call
 * leaves its four words in `word0` … `word3`, planes 4q … 4q + 3 of its lanes.
 */

/** Address of the key: four words and their parity, each in all lanes of a vector. */
let key: usize = 0;

export let word0: v128 = i32x4.splat(0);
export let word1: v128 = i32x4.splat(0);
export let word2: v128 = i32x4.splat(0);
export let word3: v128 = i32x4.splat(0);

export function placeKey(at: usize): void {
  key = at;
}

@inline
function turned(x: v128, by: i32): v128 {
  return v128.or(i32x4.shl(x, by), i32x4.shr_u(x, 32 - by));
}

export function threefry(c0: v128, c1: v128, c2: v128, c3: v128): void {
  const k0 = v128.load(key, 0);
  const k1 = v128.load(key, 16);
  const k2 = v128.load(key, 32);
  const k3 = v128.load(key, 48);
  const k4 = v128.load(key, 64);
  let a = i32x4.add(c0, k0);
  let b = i32x4.add(c1, k1);
  let c = i32x4.add(c2, k2);
  let d = i32x4.add(c3, k3);
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
  word0 = a;
  word1 = b;
  word2 = c;
  word3 = d;
}
