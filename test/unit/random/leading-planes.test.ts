import { describe, expect, it } from 'vitest';
import { createLeadingPlanes, LEADING_PLANES, leadingPlanes } from '../../../src-science/random/leading-planes.ts';
import { threefryKey } from '../../../src-science/random/threefry.ts';

/** First outputs of PractRand 0.94's sfc32 seeded with these three words; it throws its first fifteen away. */
const SEEDS = [0xbb3c4104, 0x02294965, 0xda1ce2a9];
const WARM_UP = 15;
const KNOWN = [
  0x89b5c414, 0x7ee57639, 0xdbe18f7b, 0x94aa0162, 0xa22bff0a, 0x21c91fb8, 0x2c6fd6fe, 0xcda90d13,
  0x019684ca, 0xe5b400c0, 0x459d8590, 0x3aec0a1e, 0x254dac77, 0xbe10ae80, 0x9ac27819, 0xd17d10c6,
];

describe('leading planes', () => {
  it('step as the published sfc32 does (known answers)', () => {
    const at = createLeadingPlanes();
    const key = threefryKey(1, 2, 3, 4);
    // A sequence that has begun, with the published seeds in place of its own.
    leadingPlanes(at, key, 0, 2);
    at.state.set([...SEEDS, 1], 4 * 2);
    at.passed[2] = 0;
    const outputs: number[] = [];
    for (let variable = 2; outputs.length < WARM_UP + KNOWN.length; variable += 4) {
      const first = leadingPlanes(at, key, 0, variable);
      for (let p = 0; p < LEADING_PLANES; p++) outputs.push(at.planes[first + p]! >>> 0);
    }
    expect(outputs.slice(WARM_UP, WARM_UP + KNOWN.length)).toEqual(KNOWN);
  });

  it('begin a block again when a variable behind is asked for, and only then', () => {
    const at = createLeadingPlanes();
    const key = threefryKey(5, 6, 7, 8);
    const taken = (variable: number): number[] => {
      const first = leadingPlanes(at, key, 3, variable);
      return [...at.planes.subarray(first, first + LEADING_PLANES)];
    };
    const eighth = taken(8);
    expect(taken(8)).toEqual(eighth);
    taken(40);
    expect(taken(8)).toEqual(eighth);
    // The other sequences are where they were: nothing of theirs was drawn.
    expect([...at.block]).toEqual([3, Number.NaN, Number.NaN, Number.NaN]);
  });
});
