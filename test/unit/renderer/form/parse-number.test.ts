/** Numbers as people type them. */
import { describe, expect, it } from 'vitest';
import { parseNumber } from '../../../../src-renderer/form/parse-number.ts';

describe('a typed number', () => {
  it.each<[string, number | null]>([
    ['0.5', 0.5],
    [' 12 ', 12],
    ['1e-8', 1e-8],
    ['−3', -3],
    ['+3', 3],
    ['.5', 0.5],
    ['5.', 5],
    ['0,5', 0.5],
    ['1 000', 1000],
    ['1,000,000', null],
    ['', null],
    ['abc', null],
    ['0x10', null],
    ['1e999', null],
    ['Infinity', null],
    ['1 e 5 x', null],
  ])('%j is %j', (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });
});
