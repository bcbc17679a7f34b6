/** Points given in the user's integers: the law of the mean over all ranges, what bits a point has, and what is refused. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitsOfValue, boundRow, boundRows, integerValue, userValues } from '../../../src-science/program/integers.ts';
import { parseProgram } from '../../../src-science/program/parse-program.ts';
import type { IntegerVariable } from '../../../src-science/program/program.ts';
import { marginalsInBits, marginalsOfMean } from '../../../src-science/program/solutions/given-marginals.ts';
import type { GivenMarginals } from '../../../src-science/program/solutions/given-marginals.ts';
import { bytesOf } from './arbitrary-program.ts';

/** In bits x, v of 0..12 (4), w of −3..1 (unary, 4), s of 2..3 (1), and y, which is fixed at 1. */
const { program } = parseProgram(bytesOf(`Minimize
 x + v + w + s + y
Subject To
 r: x + v + w + s + y >= 1
Bounds
 v <= 12
 -3 <= w <= 1
 2 <= s <= 3
 y = 1
Generals
 v w s
Binaries
 x y
End
`), 'a.lp');
const xHatOf = (given: GivenMarginals): readonly number[] => {
  const read = marginalsInBits(program, given);
  if ('complaint' in read) throw new Error(read.complaint);
  return read.xHat;
};

const ranges = fc.record({
  lower: fc.integer({ min: -40, max: 40 }), width: fc.integer({ min: 1, max: 300 }), share: fc.double({ min: 0, max: 1, noNaN: true }),
}).map(({ lower, width, share }) => {
  const integer: IntegerVariable = { name: 'v', lower, upper: lower + width, bit: 0, row: 0 };
  return { integer, mean: lower + width * share };
});

describe('the bits of a mean', () => {
  it('have it as their mean, are marginals, and keep the integer’s own rows', () => {
    fc.assert(fc.property(ranges, ({ integer, mean }) => {
      const bits = marginalsOfMean(integer, mean);
      expect(bits.every((bit) => bit >= 0 && bit <= 1)).toBe(true);
      expect(integerValue(integer, bits)).toBeCloseTo(mean, 8);
      for (let k = 0; k < boundRows(integer); k++) {
        const { terms, upper } = boundRow(integer, k);
        expect(terms.reduce((sum, [bit, weight]) => sum + weight * bits[bit]!, 0)).toBeLessThanOrEqual(upper + 1e-9);
      }
    }), { seed: 1501 });
  });
  it('are those of a solution where it is whole, and a mixture of its neighbors elsewhere', () => {
    fc.assert(fc.property(ranges, fc.integer({ min: 0, max: 3 }), ({ integer, mean }, quarter) => {
      const whole = Math.min(Math.floor(mean), integer.upper - 1);
      const [low, high] = [bitsOfValue(integer, whole)!, bitsOfValue(integer, whole + 1)!];
      const share = quarter / 4;
      expect(marginalsOfMean(integer, whole + share)).toEqual(low.map((bit, k) => (1 - share) * bit + share * high[k]!));
      expect(marginalsOfMean(integer, integer.upper)).toEqual(bitsOfValue(integer, integer.upper));
    }), { seed: 1502 });
  });
});

describe('a point', () => {
  const bits = [0.25, 0.5, 0.5, 0, 1, 1, 0.5, 0, 0, 0.75, 1];
  it('is taken in bits and in the user’s variables, in their order and by name', () => {
    expect(xHatOf(bits)).toEqual(bits);
    // v = 9 or 10, w = −1.5 between two values of one more and one less, s = 2.75.
    const user = [0.25, 9.5, -1.5, 2.75, 1];
    expect(xHatOf(user)).toEqual([0.25, 0.5, 0.5, 0, 1, 1, 0.5, 0, 0, 0.75, 1]);
    expect(userValues(program, xHatOf(user))).toEqual(user);
    const named = new Map([['s', 2.75], ['w', -1.5], ['v', 9.5], ['x', 0.25]]);
    expect(xHatOf(named)).toEqual(bits);
    named.delete('s');
    expect(xHatOf(named.set('s#0', 0.75))).toEqual(bits);
    expect(xHatOf(0.5)).toEqual(new Array(11).fill(0.5));
  });
  it.each<[GivenMarginals, string]>([
    [2, 'is 2, which is not in [0, 1]'],
    [[0.5, 1], 'has 2 values, but the problem has 11 variables, or 5 with each integer as one'],
    [[...bits.slice(1), 1.5], 'has 1.5 as value 11, which is not in [0, 1]'],
    [[0.5, 12.5, 0, 2, 1], 'has 12.5 as value 2, of “v”, which is not in [0, 12]'],
    [[0.5, Number.NaN, 0, 2, 1], 'has NaN as value 2, of “v”, which is not in [0, 12]'],
    [[1.5, 12, 0, 2, 1], 'has 1.5 as value 1, of “x”, which is not in [0, 1]'],
    [new Map([['x', 0.5], ['v', 3], ['w', -4], ['s', 2]]), 'has -4 as the value of “w”, which is not in [-3, 1]'],
    [new Map([['x', 0.5], ['v', 3], ['w', -3]]), 'says nothing of the variable “s”'],
    [new Map([['v', 3]]), 'says nothing of the variable “x”'],
    [new Map([['x', 0.5], ['v', 3], ['w', -3], ['s', 2], ['q', 0]]), 'names “q”, which is no variable of the problem'],
    [new Map([['x', 0.5], ['v', 3], ['w', -3], ['s', 2], ['s#0', 0]]), 'gives the bit “s#0” and its integer both a value'],
    [new Map([['x', 0.5], ['v', 3], ['w', -3], ['s#0', 2]]), 'has 2 as the value of “s#0”, which is not in [0, 1]'],
  ])('%j is refused: it %s', (given, complaint) => {
    expect(marginalsInBits(program, given)).toEqual({ complaint });
  });
  it('has one form where bits and integers are as many: in bits if all lie in [0, 1]', () => {
    const { program: single } = parseProgram(bytesOf('Minimize\n s\nSubject To\nBounds\n 2 <= s <= 3\nGenerals\n s\nEnd\n'), 'b.lp');
    expect(marginalsInBits(single, [0.5])).toEqual({ xHat: [0.5] });
    expect(marginalsInBits(single, [2.25])).toEqual({ xHat: [0.25] });
  });
});
