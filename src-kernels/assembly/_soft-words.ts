/**
 * The uniform words behind ε given x: the sequences of src-science/gradients/soft-sequence.ts, the four of a
 * block in the lanes of vectors, so that a step gives the words of four neighboring samples.
 */
import { blocks } from './_program';
import { threefry, word0, word1, word2 } from './_threefry';

/** Address of 64 bytes a block: a, b, c and the counter. */
export let softStates: usize = 0;

const HIGH: usize = 64;
/** Third word of the counters that seed the sequences. */
const SEED_WORD: i32 = -2;

/** Begins the sequences of the first blocks of a pass. */
export function beginWords(count: i32): void {
  for (let w: usize = 0; w < <usize>count; w++) {
    threefry(v128.load32_splat(blocks + (w << 2)), i32x4(0, 1, 2, 3), i32x4.splat(SEED_WORD), v128.load32_splat(blocks + HIGH + (w << 2)));
    const to = softStates + (w << 6);
    v128.store(to, word0, 0);
    v128.store(to, word1, 16);
    v128.store(to, word2, 32);
    v128.store(to, i32x4.splat(1), 48);
  }
}

/** Passes the next variable of a block, whose words nobody needs. @param state of the block */
export function passWords(state: usize): void {
  let a = v128.load(state, 0);
  let b = v128.load(state, 16);
  let c = v128.load(state, 32);
  let n = v128.load(state, 48);
  for (let step = 0; step < 8; step++) {
    const word = i32x4.add(i32x4.add(a, b), n);
    n = i32x4.add(n, i32x4.splat(1));
    a = v128.xor(b, i32x4.shr_u(b, 9));
    b = i32x4.add(c, i32x4.shl(c, 3));
    c = i32x4.add(v128.or(i32x4.shl(c, 21), i32x4.shr_u(c, 11)), word);
  }
  v128.store(state, a, 0);
  v128.store(state, b, 16);
  v128.store(state, c, 32);
  v128.store(state, n, 48);
}
