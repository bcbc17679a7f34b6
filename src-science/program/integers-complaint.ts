/** Whether the integers of a program that comes from elsewhere are as `inBits` makes them. */
import { quoted } from './problem-error.ts';
import { FREE } from './program.ts';
import type { IntegerVariable, Program } from './program.ts';
import { bitWeights, boundRow, boundRows, fitsBits } from './integers.ts';

/**
 * Says what is wrong with the integers of a program, or null: bits in order and not fixed, coefficients in the
 * ratios of the weights, rows as `inBits` makes them. For borders.
 */
export function integersComplaint(program: Program): string | null {
  const { integers, rows } = program;
  if (integers === undefined) return null;
  const d = program.objective.length;
  const m = program.rowLower.length;
  let nextBit = 0;
  const seen = new Set(program.variableNames);
  const ownRows = new Map<number, { integer: IntegerVariable; k: number }>();
  for (const integer of integers) {
    if (typeof integer.name !== 'string' || integer.name === '' || seen.has(integer.name)) {
      return `the name of an integer variable is missing or taken: ${quoted(String(integer.name))}`;
    }
    seen.add(integer.name);
    if (!fitsBits(integer)) return `the range of ${quoted(integer.name)} cannot be written in bits`;
    const weights = bitWeights(integer);
    if (!Number.isInteger(integer.bit) || integer.bit < nextBit || integer.bit + weights.length > d) {
      return `the bits of ${quoted(integer.name)} are out of place`;
    }
    nextBit = integer.bit + weights.length;
    for (let k = 0; k < weights.length; k++) {
      if (program.fixed[integer.bit + k] !== FREE) return `a bit of ${quoted(integer.name)} is fixed`;
      if (program.objective[integer.bit + k] !== program.objective[integer.bit]! * weights[k]!) {
        return `the costs of the bits of ${quoted(integer.name)} do not fit together`;
      }
    }
    const count = boundRows(integer);
    if (count === 0 ? integer.row !== -1 : !Number.isInteger(integer.row) || integer.row < 0 || integer.row + count > m) {
      return `the rows of ${quoted(integer.name)} are out of place`;
    }
    for (let k = 0; k < count; k++) {
      if (ownRows.has(integer.row + k)) return `two integer variables have the row ${integer.row + k}`;
      ownRows.set(integer.row + k, { integer, k });
    }
  }
  const owner = integerOfBit(program)!;
  for (let i = 0; i < m; i++) {
    const from = rows.start[i]!;
    const to = rows.start[i + 1]!;
    const own = ownRows.get(i);
    if (own !== undefined) {
      const { terms, upper } = boundRow(own.integer, own.k);
      const fits = program.rowUpper[i] === upper && program.rowLower[i] === Number.NEGATIVE_INFINITY && to - from === terms.length &&
        terms.every(([bit, weight], k) => rows.column[from + k] === own.integer.bit + bit && rows.value[from + k] === weight);
      if (!fits) return `a row of ${quoted(own.integer.name)} is not as it should be`;
      continue;
    }
    for (let k = from; k < to; ) {
      const n = owner[rows.column[k]!]!;
      if (n < 0) {
        k++;
        continue;
      }
      const integer = integers[n]!;
      const weights = bitWeights(integer);
      for (let bit = 0; bit < weights.length; bit++) {
        if (k + bit >= to || rows.column[k + bit] !== integer.bit + bit || rows.value[k + bit] !== rows.value[k]! * weights[bit]!) {
          return `the coefficients of the bits of ${quoted(integer.name)} do not fit together`;
        }
      }
      k += weights.length;
    }
  }
  return null;
}

/** For each variable the number of the integer it is a bit of, or −1; null where there are no integers. */
function integerOfBit(program: Program): Int32Array | null {
  const { integers } = program;
  if (integers === undefined) return null;
  const owner = new Int32Array(program.objective.length).fill(-1);
  integers.forEach((integer, n) => owner.fill(n, integer.bit, integer.bit + bitWeights(integer).length));
  return owner;
}
