/** Numbers and marginals as people type them. */
import { describe, expect, it } from 'vitest';
import { parseMarginals, parseNumber } from '../../../../src-renderer/form/parse-number.ts';

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

describe('typed marginals', () => {
  it.each<[string, readonly number[]]>([
    ['0.5', [0.5, 0.5, 0.5]],
    ['0 0.5 1', [0, 0.5, 1]],
    ['[0, 0.5, 1]', [0, 0.5, 1]],
    ['0;0.5;1', [0, 0.5, 1]],
    ['0\n0.5\n1', [0, 0.5, 1]],
  ])('%j are %j', (text, xHat) => {
    expect(parseMarginals(text, 3)).toEqual({ xHat });
  });
  it.each<[string, RegExp]>([
    ['', /Type/],
    ['0 1', /2 values for 3/],
    ['0 1 x', /Value 3/],
    ['0 1 1.01', /between 0 and 1/],
    ['-0.1', /between 0 and 1/],
  ])('%j are refused', (text, words) => {
    expect(parseMarginals(text, 3)).toMatchObject({ complaint: expect.stringMatching(words) as unknown });
  });
});
