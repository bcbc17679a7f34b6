import { expect, it } from 'vitest';
import { jsonText } from '../../../src-main/cli/output.ts';

it('writes typed arrays as arrays and says infinities instead of dropping them', () => {
  const value = {
    gradient: Float64Array.of(1.5, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN),
    bound: Number.NEGATIVE_INFINITY,
    z: Number.NaN,
    x: Uint8Array.of(0, 1),
  };
  expect(JSON.parse(jsonText(value))).toEqual({ gradient: [1.5, 'Infinity', '-Infinity', null], bound: '-Infinity', z: null, x: [0, 1] });
});
