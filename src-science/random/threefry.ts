/**
 * Threefry4x32 with 13 rounds, the counter-based generator that seeds every sequence of random numbers
 * and gives those that are needed singly: Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy
 * as 1, 2, 3" (SC 2011). A bijection of 128-bit counters for each 128-bit key; nothing is carried from one
 * call to the next.
 *
 * Why this one: it needs only 32-bit additions, rotations and exclusive ors, which JavaScript and WASM
 * SIMD both have; Philox needs the high half of 32×32-bit products (`npm run bench -- generators`). Why 13
 * rounds: 12 is the fewest that pass all of TestU01's BigCrush in that paper; 13 has published known-answer
 * vectors. What the words mean is `bit-planes.ts`.
 */

/** Skein's key schedule parity, as in the paper's reference implementation. */
const PARITY = 0x1bd11bda;

/** The four key words and their parity word, length 5. */
export type ThreefryKey = Int32Array;

/**
 * Expands a 128-bit key.
 * @returns length 5: the key words and the parity word
 */
export function threefryKey(k0: number, k1: number, k2: number, k3: number): ThreefryKey {
  const key = new Int32Array(5);
  setThreefryKey(key, k0, k1, k2, k3);
  return key;
}

/** The same into an existing key, so that a step allocates nothing. */
export function setThreefryKey(key: ThreefryKey, k0: number, k1: number, k2: number, k3: number): void {
  key[0] = k0;
  key[1] = k1;
  key[2] = k2;
  key[3] = k3;
  key[4] = PARITY ^ k0 ^ k1 ^ k2 ^ k3;
}

/**
 * One block: the counter (c0, c1, c2, c3) under `key`.
 * @param out length ≥ 4, overwritten with the four output words as signed 32-bit integers
 * Cost: about 150 integer operations. Hot: called once for every four bit planes of 32 samples.
 */
export function threefryBlock(
  key: ThreefryKey,
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  out: Int32Array,
): void {
  const k0 = key[0]!;
  const k1 = key[1]!;
  const k2 = key[2]!;
  const k3 = key[3]!;
  const k4 = key[4]!;
  let a = (c0 + k0) | 0;
  let b = (c1 + k1) | 0;
  let c = (c2 + k2) | 0;
  let d = (c3 + k3) | 0;
  // rounds 1–4
  a = (a + b) | 0; b = ((b << 10) | (b >>> 22)) ^ a; c = (c + d) | 0; d = ((d << 26) | (d >>> 6)) ^ c;
  a = (a + d) | 0; d = ((d << 11) | (d >>> 21)) ^ a; c = (c + b) | 0; b = ((b << 21) | (b >>> 11)) ^ c;
  a = (a + b) | 0; b = ((b << 13) | (b >>> 19)) ^ a; c = (c + d) | 0; d = ((d << 27) | (d >>> 5)) ^ c;
  a = (a + d) | 0; d = ((d << 23) | (d >>> 9)) ^ a; c = (c + b) | 0; b = ((b << 5) | (b >>> 27)) ^ c;
  a = (a + k1) | 0; b = (b + k2) | 0; c = (c + k3) | 0; d = (d + k4 + 1) | 0;
  // rounds 5–8
  a = (a + b) | 0; b = ((b << 6) | (b >>> 26)) ^ a; c = (c + d) | 0; d = ((d << 20) | (d >>> 12)) ^ c;
  a = (a + d) | 0; d = ((d << 17) | (d >>> 15)) ^ a; c = (c + b) | 0; b = ((b << 11) | (b >>> 21)) ^ c;
  a = (a + b) | 0; b = ((b << 25) | (b >>> 7)) ^ a; c = (c + d) | 0; d = ((d << 10) | (d >>> 22)) ^ c;
  a = (a + d) | 0; d = ((d << 18) | (d >>> 14)) ^ a; c = (c + b) | 0; b = ((b << 20) | (b >>> 12)) ^ c;
  a = (a + k2) | 0; b = (b + k3) | 0; c = (c + k4) | 0; d = (d + k0 + 2) | 0;
  // rounds 9–12
  a = (a + b) | 0; b = ((b << 10) | (b >>> 22)) ^ a; c = (c + d) | 0; d = ((d << 26) | (d >>> 6)) ^ c;
  a = (a + d) | 0; d = ((d << 11) | (d >>> 21)) ^ a; c = (c + b) | 0; b = ((b << 21) | (b >>> 11)) ^ c;
  a = (a + b) | 0; b = ((b << 13) | (b >>> 19)) ^ a; c = (c + d) | 0; d = ((d << 27) | (d >>> 5)) ^ c;
  a = (a + d) | 0; d = ((d << 23) | (d >>> 9)) ^ a; c = (c + b) | 0; b = ((b << 5) | (b >>> 27)) ^ c;
  a = (a + k3) | 0; b = (b + k4) | 0; c = (c + k0) | 0; d = (d + k1 + 3) | 0;
  // round 13
  a = (a + b) | 0; b = ((b << 6) | (b >>> 26)) ^ a; c = (c + d) | 0; d = ((d << 20) | (d >>> 12)) ^ c;
  out[0] = a;
  out[1] = b;
  out[2] = c;
  out[3] = d;
}
