/**
 * Random numbers for generators: one after the other from a counter-based stream of their own, so that
 * a family, its parameters and a seed always give the same program, on any machine.
 */
import { setThreefryKey, threefryBlock, threefryKey } from '../../random/threefry.ts';
import { STREAMS } from '../../random/streams.ts';


const TWO_32 = 4294967296;

export class Draws {
  readonly #key = threefryKey(0, 0, 0, 0);
  readonly #words = new Int32Array(4);
  #block = 0;
  #used = 4;

  /** @param seed integer in [0, 2⁵³) */
  constructor(seed: number) {
    setThreefryKey(this.#key, seed % TWO_32 | 0, Math.floor(seed / TWO_32), STREAMS.generators, 0);
  }

  #word(): number {
    if (this.#used === 4) {
      threefryBlock(this.#key, this.#block % TWO_32 | 0, Math.floor(this.#block / TWO_32), 0, 0, this.#words);
      this.#block++;
      this.#used = 0;
    }
    return this.#words[this.#used++]! >>> 0;
  }

  /** Uniform in [0, 1), a multiple of 2⁻⁵³. */
  uniform(): number {
    const high = this.#word() >>> 5;
    const low = this.#word() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** Uniform among the integers low … high. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.uniform() * (high - low + 1));
  }

  /** The first `count` places of a random order of 0 … size − 1 (Fisher & Yates). */
  distinct(count: number, size: number): Int32Array {
    const order = Int32Array.from({ length: size }, (_, k) => k);
    for (let k = 0; k < count; k++) {
      const other = this.integer(k, size - 1);
      const kept = order[k]!;
      order[k] = order[other]!;
      order[other] = kept;
    }
    return order.subarray(0, count);
  }

  /** An index drawn with probability in proportion to its weight; weights ≥ 0, not all 0. */
  weighted(weight: Float64Array): number {
    let total = 0;
    for (const w of weight) total += w;
    let rest = this.uniform() * total;
    let last = 0;
    for (let k = 0; k < weight.length; k++) {
      if (weight[k]! === 0) continue;
      last = k;
      rest -= weight[k]!;
      if (rest < 0) return k;
    }
    return last;
  }
}
