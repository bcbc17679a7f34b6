/**
 * Linear forms of the samples: Σ_j c_j x_j in doubles, variables in ascending order, two samples to a
 * vector. Each sample's additions are those of a plain loop over its variables, to the bit: where
 * x_j = 0 a zero is added.
 */
import { byteMasks, literals } from './_program';

/**
 * @param out of 32·words doubles, overwritten
 * @param shift log₂ of the bytes from literal to literal
 */
export function linearForm(out: usize, words: i32, shift: usize, count: i32, which: usize, coefficient: usize, constant: f64): void {
  const start = f64x2.splat(constant);
  for (let half = 0; half < 2 * words; half++) {
    let s0 = start, s1 = start, s2 = start, s3 = start, s4 = start, s5 = start, s6 = start, s7 = start;
    const at = literals + (<usize>half << 1);
    for (let n = 0; n < count; n++) {
      const bits = load<u16>(at + (<usize>load<i32>(which + (<usize>n << 2)) << (shift + 1)));
      if (bits == 0) continue;
      const c = v128.load64_splat(coefficient + (<usize>n << 3));
      const lower = byteMasks + (<usize>(bits & 255) << 6);
      const upper = byteMasks + (<usize>(bits >> 8) << 6);
      s0 = f64x2.add(s0, v128.and(c, v128.load(lower, 0)));
      s1 = f64x2.add(s1, v128.and(c, v128.load(lower, 16)));
      s2 = f64x2.add(s2, v128.and(c, v128.load(lower, 32)));
      s3 = f64x2.add(s3, v128.and(c, v128.load(lower, 48)));
      s4 = f64x2.add(s4, v128.and(c, v128.load(upper, 0)));
      s5 = f64x2.add(s5, v128.and(c, v128.load(upper, 16)));
      s6 = f64x2.add(s6, v128.and(c, v128.load(upper, 32)));
      s7 = f64x2.add(s7, v128.and(c, v128.load(upper, 48)));
    }
    const to = out + (<usize>half << 7);
    v128.store(to, s0, 0);
    v128.store(to, s1, 16);
    v128.store(to, s2, 32);
    v128.store(to, s3, 48);
    v128.store(to, s4, 64);
    v128.store(to, s5, 80);
    v128.store(to, s6, 96);
    v128.store(to, s7, 112);
  }
}

/** Sets the numbers to 0 whose bit is not set. @param keep masks, one word for 32 numbers */
export function clearOthers(out: usize, words: i32, keep: usize): void {
  for (let byte = 0; byte < 4 * words; byte++) {
    const mask = byteMasks + (<usize>load<u8>(keep + byte) << 6);
    const to = out + (<usize>byte << 6);
    v128.store(to, v128.and(v128.load(to, 0), v128.load(mask, 0)), 0);
    v128.store(to, v128.and(v128.load(to, 16), v128.load(mask, 16)), 16);
    v128.store(to, v128.and(v128.load(to, 32), v128.load(mask, 32)), 32);
    v128.store(to, v128.and(v128.load(to, 48), v128.load(mask, 48)), 48);
  }
}
