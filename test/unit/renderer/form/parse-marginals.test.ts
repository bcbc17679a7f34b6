/** Marginals as people type them. */
import { describe, expect, it } from 'vitest';
import { parseMarginals } from '../../../../src-renderer/form/parse-marginals.ts';

const three = { variableNames: ['x', 'y', 'z'], fixed: new Int8Array([-1, -1, -1]) };
/** v of 0..12 in four bits, and z. */
const crew = {
  variableNames: ['v#0', 'v#1', 'v#2', 'v#3', 'z'], fixed: new Int8Array(5).fill(-1),
  integers: [{ name: 'v', lower: 0, upper: 12, bit: 0, row: 0 }],
};

describe('typed marginals', () => {
  it.each<[string, readonly number[]]>([
    ['0.5', [0.5, 0.5, 0.5]],
    ['0 0.5 1', [0, 0.5, 1]],
    ['[0, 0.5, 1]', [0, 0.5, 1]],
    ['0;0.5;1', [0, 0.5, 1]],
    ['0\n0.5\n1', [0, 0.5, 1]],
    ['{"z": 1, "y": 0.5, "x": 0}', [0, 0.5, 1]],
  ])('%j are %j', (text, xHat) => {
    expect(parseMarginals(text, 3, three)).toEqual({ xHat });
  });
  it('need not wait for the variables where they are marginals as they stand', () => {
    expect(parseMarginals('0 0.5 1', 3, null)).toEqual({ xHat: [0, 0.5, 1] });
    expect(parseMarginals('0.5', 3, null)).toEqual({ xHat: [0.5, 0.5, 0.5] });
    expect(parseMarginals('{"x": 1}', 3, null)).toBeNull();
    expect(parseMarginals('9 0.5', 5, null)).toBeNull();
  });
  it.each<[string, readonly number[]]>([
    ['9 0.5', [1, 0, 0, 1, 0.5]],
    ['9.5, 1', [0.5, 0.5, 0, 1, 1]],
    ['{"v": 9.5, "z": 0}', [0.5, 0.5, 0, 1, 0]],
    ['0 1 0 1 1', [0, 1, 0, 1, 1]],
  ])('%j are means of integers, or bits: %j', (text, xHat) => {
    expect(parseMarginals(text, 5, crew)).toEqual({ xHat });
  });
  it.each<[string, RegExp]>([
    ['', /^Type/],
    ['0 1', /^This has 2 values, but the problem has 3 variables$/],
    ['0 1 x', /^Value 3/],
    ['0 1 1.01', /^This has 1.01 as value 3, which is not in \[0, 1\]$/],
    ['-0.1', /^This is -0.1, which/],
    ['{"x": 1', /brace/],
    ['{"x": "1"}', /value of “x” is not a number/],
    ['{"x": 1}', /^This says nothing of the variable “y”$/],
  ])('%j are refused', (text, words) => {
    expect(parseMarginals(text, 3, three)).toMatchObject({ complaint: expect.stringMatching(words) as unknown });
  });
});
