import { describe, expect, it } from 'vitest';
import { estimateText, factLines, numberText, secondsText, tableText } from '../../../src-main/cli/number-text.ts';

describe('numbers of the command line', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [3089, '3089'],
    [17.9999999997, '18'],
    [0.1 + 0.2, '0.3'],
    [1e-9, '1e-9'],
    [123456789.123, '123456800'],
    [null, 'none'],
    [Number.NaN, 'none'],
    [Infinity, 'infinite'],
    [-Infinity, '-infinite'],
  ])('writes %s as %s', (value, text) => {
    expect(numberText(value)).toBe(text);
  });

  it.each([
    [0.29044, 0.0002, '0.2904(2)'],
    [0.29044, 0.00015, '0.29044(15)'],
    [0.29044, 0.000104, '0.29044(10)'],
    [-1.5, 0.03, '-1.50(3)'],
    [1234.4, 56, '1230(60)'],
    [1234.4, 12, '1234(12)'],
    [12, 0.96, '12.00(96)'],
    [5, 0, '5(?)'],
    [21028.199999999993, 3.65e-13, '21028.2(?)'],
    [5, Number.NaN, '5 ± none'],
  ])('writes %s with the standard error %s as %s', (value, error, text) => {
    expect(estimateText(value, error)).toBe(text);
  });

  it.each([
    [0.0000005, '1 us'],
    [0.0314, '31 ms'],
    [2.345, '2.35 s'],
    [812.3, '812 s'],
  ])('writes %s seconds as %s', (seconds, text) => {
    expect(secondsText(seconds)).toBe(text);
  });

  it('aligns facts and tables, leaving out what is not there', () => {
    expect(factLines([['a', '1'], ['long', null], ['bb', '2']])).toBe('a   1\nbb  2\n');
    expect(tableText([{ label: 'name', numeric: false }, { label: 'n', numeric: true }], [['x', '10'], ['yy', '7']]))
      .toBe('name   n\n----  --\nx     10\nyy     7\n');
  });

  it('aligns what terminals show, in which combining marks take no place', () => {
    expect(tableText([{ label: 'x\u0302', numeric: false }, { label: 'n', numeric: true }], [['x\u0302\u2081', '1'], ['ab', '10']]))
      .toBe('x\u0302    n\n--  --\nx\u0302\u2081   1\nab  10\n');
  });
});
