import { expect, it } from 'vitest';
import { decimalSum } from '../../../src-science/program/formats/decimal-sum.ts';

it.each([
  [0.1, 3, 0.2, 0.7],
  [1, 2, -Infinity, -Infinity],
  [1, -2, -Infinity, Infinity],
  [Infinity, 1, -5, Infinity],
  [1, 0, Infinity, 1],
])('%s + %s · %s is %s, rounded once', (base, factor, value, sum) => {
  expect(decimalSum(base, factor, value)).toBe(sum);
});
