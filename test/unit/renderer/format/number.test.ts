/** How numbers are written: each line is a value and the text a user must see. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  columnFractionWidth,
  compareNumbers,
  formatCount,
  formatDuration,
  formatEstimate,
  formatGap,
  formatNumber,
  formatObjective,
  formatPlusMinus,
  formatShare,
  fullPrecision,
  splitAtDecimal,
} from '../../../../src-renderer/format/index.ts';

/** Written with ordinary spaces for the narrow ones, so that the tables can be read. */
const plain = (text: string): string => text.replaceAll('\u202f', ' ');

describe('numbers in tables', () => {
  it.each<[number | null | undefined, string]>([
    [0, '0'],
    [-0, '0'],
    [12, '12'],
    [-17.9, '−17.9'],
    [0.25, '0.25'],
    [0.25001, '0.2500'],
    [0.290412, '0.2904'],
    [1 / 3, '0.3333'],
    [2 / 3, '0.6667'],
    [9.99996, '10.00'],
    [99.9996, '100.0'],
    [0.99996, '1.000'],
    [3112, '3 112'],
    [3089.0001, '3 089'],
    [23036, '23 036'],
    [23036.7, '23 037'],
    [1234567, '1 234 567'],
    [1_000_000_000, '1 000 000 000'],
    [1234567890.5, '1.235e9'],
    [1e15, '1e15'],
    [-1.23456e20, '−1.235e20'],
    [0.0001, '0.0001'],
    [0.000123456, '0.0001235'],
    [0.00001, '1e−5'],
    [0.0000123456, '1.235e−5'],
    [-9.99999e-5, '−1.000e−4'],
    [5e-324, '5e−324'],
    [1.7976931348623157e308, '1.798e308'],
    [NaN, 'not a number'],
    [Infinity, 'infinite'],
    [-Infinity, '−infinite'],
    [null, 'none'],
    [undefined, 'none'],
  ])('writes %s as "%s"', (value, text) => {
    expect(plain(formatNumber(value))).toBe(text);
  });

  it('writes the digits, the sign and the word asked for', () => {
    expect(formatNumber(Math.PI, { digits: 7 })).toBe('3.141593');
    expect(formatNumber(2.5, { signed: true })).toBe('+2.5');
    expect(formatNumber(0, { signed: true })).toBe('0');
    expect(formatNumber(null, { missing: 'not solved' })).toBe('not solved');
  });

  it('never differs from the value by more than half a unit of the fourth digit, or of the last whole digit', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e300, max: 1e300, noNaN: true }), (value) => {
        const shown = Number(formatNumber(value).replaceAll('\u202f', '').replaceAll('−', '-'));
        const tolerance = Math.abs(value) * 0.5001e-3;
        expect(Math.abs(shown - value)).toBeLessThanOrEqual(tolerance);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  it('copies every digit', () => {
    expect(fullPrecision(0.1 + 0.2)).toBe('0.30000000000000004');
    expect(fullPrecision(-3)).toBe('-3');
    expect(fullPrecision(-0)).toBe('0');
    expect(fullPrecision(null)).toBe('');
  });

  it('counts in full', () => {
    expect(plain(formatCount(1234567))).toBe('1 234 567');
    expect(formatCount(null, '')).toBe('');
    expect(formatCount(999)).toBe('999');
  });

  it('sorts what is missing or not a number last in both directions', () => {
    const values = [3, null, -Infinity, NaN, 1, undefined, Infinity];
    const upward = values.toSorted((a, b) => compareNumbers(a, b));
    const downward = values.toSorted((a, b) => compareNumbers(a, b, true));
    expect(upward.slice(0, 4)).toEqual([-Infinity, 1, 3, Infinity]);
    expect(downward.slice(0, 4)).toEqual([Infinity, 3, 1, -Infinity]);
  });
});

describe('estimates', () => {
  it.each<[number | null, number | null, string, string]>([
    [0.29041, 0.0002, '0.2904(2)', '0.2904 ± 0.0002'],
    [0.29041, 0.00014, '0.29041(14)', '0.29041 ± 0.00014'],
    [0.290413, 0.000096, '0.29041(10)', '0.29041 ± 0.00010'],
    [0.290413, 0.000197, '0.2904(2)', '0.2904 ± 0.0002'],
    [12.3456, 1.5, '12.3(1.5)', '12.3 ± 1.5'],
    [12.3456, 3.2, '12(3)', '12 ± 3'],
    [1234.5, 23, '1 230(20)', '1 230 ± 20'],
    [123456, 1400, '123 500(1 400)', '123 500 ± 1 400'],
    [-5.4321, 0.02, '−5.43(2)', '−5.43 ± 0.02'],
    [-0.001, 0.02, '0.00(2)', '0.00 ± 0.02'],
    [0.5, 0, '0.5(?)', '0.5 ± ?'],
    [1.234e-7, 5e-10, '1.234(5)e−7', '(1.234 ± 0.005)e−7'],
    [3e-12, 5e-7, '0(5)e−7', '(0 ± 5)e−7'],
    [1.5e12, 2e9, '1.500(2)e12', '(1.500 ± 0.002)e12'],
    [0.5, null, '0.5 ± unknown', '0.5 ± unknown'],
    [0.5, Infinity, '0.5 ± infinite', '0.5 ± infinite'],
    [0.5, NaN, '0.5 ± not a number', '0.5 ± not a number'],
    [NaN, 0.1, 'not a number', 'not a number'],
    [null, 0.1, 'none', 'none'],
  ])('writes %s with standard error %s as "%s" and "%s"', (mean, error, short, long) => {
    expect(plain(formatEstimate(mean, error))).toBe(short);
    expect(plain(formatPlusMinus(mean, error))).toBe(long);
  });

  it('keeps mean and error within half a unit of the last digit shown', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e4, max: 1e4, noNaN: true }), fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (mean, error) => {
        const [shownMean = '', shownError = ''] = formatPlusMinus(mean, error).replaceAll('\u202f', '').replaceAll('−', '-').split(' ± ');
        // One digit of an error that starts with 2 is within 25 %; two digits of one that starts with 1 within 5 %.
        expect(Math.abs(Number(shownError) - error)).toBeLessThanOrEqual(0.26 * error);
        expect(Math.abs(Number(shownMean) - mean)).toBeLessThanOrEqual(0.26 * error);
      }),
      { seed: 2, numRuns: 2000 },
    );
  });
});

describe('gaps, shares and durations', () => {
  it.each<[number | null, string]>([
    [0.00744, '+0.74 %'],
    [-0.0321, '−3.21 %'],
    [0, '0 %'],
    [1.5, '+150.0 %'],
    [25, '+2 500 %'],
    [0.00000321, '+0.00032 %'],
    [1e-12, '+< 1e−6 %'],
    [-1e-12, '−< 1e−6 %'],
    [null, 'none'],
    [Infinity, 'infinite'],
  ])('writes a gap of %s as "%s"', (gap, text) => {
    expect(plain(formatGap(gap))).toBe(text);
  });

  it.each<[number, string]>([
    [0, '0 %'],
    [0.38, '38 %'],
    [0.9996, '99.96 %'],
    [1, '100 %'],
    [0.004, '0.4 %'],
    [0.00002, '0.002 %'],
  ])('writes a share of %s as "%s"', (share, text) => {
    expect(plain(formatShare(share))).toBe(text);
  });

  it.each<[number | null, string]>([
    [0, '0 s'],
    [2e-9, '1 µs'],
    [0.00034, '340 µs'],
    [0.012, '12 ms'],
    [0.1244, '124 ms'],
    [1.2401, '1.24 s'],
    [9.999, '10.0 s'],
    [59.99, '1 min 00 s'],
    [192, '3 min 12 s'],
    [7500, '2 h 05 min'],
    [3599.7, '1 h 00 min'],
    [360_000, '4 d 4 h'],
    [null, 'none'],
  ])('writes %s seconds as "%s"', (seconds, text) => {
    expect(plain(formatDuration(seconds))).toBe(text);
  });
});

describe('decimal alignment', () => {
  it.each<[string, string, string, boolean]>([
    ['12', '12', '', true],
    ['−17.90', '−17', '.90', true],
    ['1\u202f230(20)', '1\u202f230', '(20)', true],
    ['0.2904(2)', '0', '.2904(2)', true],
    ['1e−5', '1', 'e−5', true],
    ['+0.74\u202f%', '+0', '.74\u202f%', true],
    ['0\u202f%', '0', '\u202f%', true],
    ['3\u202fmin 12\u202fs', '3', '\u202fmin 12\u202fs', true],
    ['none', 'none', '', false],
    ['−infinite', '−infinite', '', false],
  ])('splits "%s" into "%s" and "%s"', (text, integer, fraction, numeric) => {
    expect(splitAtDecimal(text)).toEqual({ integer, fraction, numeric });
  });

  it('reserves the room of the widest right-hand part of a column', () => {
    expect(columnFractionWidth(['12', '3.25', 'none'])).toBe(2.5);
    expect(columnFractionWidth([])).toBe(0);
  });
});

describe('an objective', () => {
  it.each([
    [1.00000008, 6, '1.00000008'],
    [-1.00000008, 6, '\u22121.00000008'],
    [1, 6, '1'],
    [8690.9999, 6, '8\u202f690.9999'],
    [1.2345678, 6, '1.23457'],
    // A sum's rounding is no difference of solutions.
    [2.9999999999999996, 6, '3.00000'],
    [Number.NaN, 6, 'not a number'],
  ])('%d at %d digits is not written like the whole number beside it: %s', (value, digits, text) => {
    expect(formatObjective(value, { digits })).toBe(text);
  });

  it('differs from every whole number that it is not, by 10 digits or less', () => {
    for (let k = 1; k < 2000; k++) {
      const whole = (k * 7919) % 90_001;
      for (const off of [1e-4, -1e-4]) expect(formatObjective(whole + off, { digits: 6 })).not.toBe(formatObjective(whole));
    }
    for (const missing of [null, undefined]) expect(formatObjective(missing, { missing: '' })).toBe('');
  });
});
