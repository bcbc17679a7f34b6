import { describe, expect, it } from 'vitest';
import { threefryBlock, threefryKey } from '../../../src-science/random/threefry.ts';

/** Published known answers of threefry4x32 with 13 rounds (Random123, tests/kat_vectors): counter, key, result. */
type Words = readonly [number, number, number, number];

const KNOWN_ANSWERS: readonly { readonly counter: Words; readonly key: Words; readonly result: Words }[] = [
  {
    counter: [0, 0, 0, 0],
    key: [0, 0, 0, 0],
    result: [0x531c7e4f, 0x39491ee5, 0x2c855a92, 0x3d6abf9a],
  },
  {
    counter: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    key: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    result: [0xc4189358, 0x1c9cc83a, 0xd5881c67, 0x6a0a89e0],
  },
  {
    counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    key: [0xa4093822, 0x299f31d0, 0x082efa98, 0xec4e6c89],
    result: [0x4aa71d8f, 0x734738c2, 0x431fc6a8, 0xae6debf1],
  },
];

describe('threefry4x32 with 13 rounds', () => {
  it('gives the published known answers', () => {
    for (const { counter, key, result } of KNOWN_ANSWERS) {
      const out = new Int32Array(4);
      threefryBlock(threefryKey(...key), ...counter, out);
      expect([...out].map((word) => word >>> 0)).toEqual([...result]);
    }
  });

  it('changes about half of all output bits when one bit of counter or key changes', () => {
    const base = new Int32Array(4);
    const other = new Int32Array(4);
    threefryBlock(threefryKey(1, 2, 3, 4), 5, 6, 7, 8, base);
    let flips = 0;
    for (let bit = 0; bit < 256; bit++) {
      const words = [5, 6, 7, 8, 1, 2, 3, 4];
      words[bit >> 5]! ^= 1 << (bit & 31);
      const [c0, c1, c2, c3, k0, k1, k2, k3] = words as [number, number, number, number, number, number, number, number];
      threefryBlock(threefryKey(k0, k1, k2, k3), c0, c1, c2, c3, other);
      for (let w = 0; w < 4; w++) {
        for (let l = 0; l < 32; l++) flips += ((base[w]! ^ other[w]!) >>> l) & 1;
      }
    }
    // 32768 fair coins: six standard deviations are 543.
    expect(Math.abs(flips - 256 * 64)).toBeLessThan(543);
  });
});
