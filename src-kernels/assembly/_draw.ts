/**
 * Draws the samples of a pass: x_j and 1 − x_j of every variable as masks. One block of 32 samples puts
 * four variables into the lanes of the generator, more blocks put four blocks of one variable there.
 */
import { bernoulli4 } from './_bernoulli';
import { alwaysOne, blocks, drawn, literals, threshold, variables } from './_program';

const HIGH: usize = 64;
const VALID: usize = 128;

/** One block. Arrays of variables are padded to a multiple of four. */
export function drawOne(): void {
  const low = v128.load32_splat(blocks);
  const high = v128.load32_splat(blocks + HIGH);
  const valid = v128.load32_splat(blocks + VALID);
  let number = i32x4(0, 1, 2, 3);
  for (let j = 0; j < variables; j += 4) {
    const o = <usize>j << 2;
    const wanted = v128.and(valid, v128.load(drawn + o));
    const ones = v128.or(bernoulli4(low, number, high, v128.load(threshold + o), wanted), v128.and(valid, v128.load(alwaysOne + o)));
    const zeros = v128.andnot(valid, ones);
    const at = literals + (o << 1);
    v128.store(at, i32x4.shuffle(ones, zeros, 0, 4, 1, 5), 0);
    v128.store(at, i32x4.shuffle(ones, zeros, 2, 6, 3, 7), 16);
    number = i32x4.add(number, i32x4.splat(4));
  }
}

/**
 * Up to 4 · `quads` blocks.
 * @param width vectors from literal to literal; those past `quads` are set to 0
 */
export function drawQuads(quads: i32, width: i32): void {
  const step = <usize>width << 4;
  let at = literals;
  for (let j = 0; j < variables; j++) {
    const o = <usize>j << 2;
    const bound = v128.load32_splat(threshold + o);
    const asked = v128.load32_splat(drawn + o);
    const sure = v128.load32_splat(alwaysOne + o);
    const number = i32x4.splat(j);
    for (let q = 0; q < width; q++) {
      const to = at + (<usize>q << 4);
      if (q >= quads) {
        v128.store(to, i32x4.splat(0));
        v128.store(to + step, i32x4.splat(0));
        continue;
      }
      const block = blocks + (<usize>q << 4);
      const valid = v128.load(block + VALID);
      const ones = v128.or(bernoulli4(v128.load(block), number, v128.load(block + HIGH), bound, v128.and(valid, asked)), v128.and(valid, sure));
      v128.store(to, ones);
      v128.store(to + step, v128.andnot(valid, ones));
    }
    at += step << 1;
  }
}
