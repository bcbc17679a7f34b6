/**
 * Points x̂ as people give them, in the marginals of the program's 0/1 variables: one number for all, numbers in the order of the
 * variables or by their names. Where integers are written in bits (`integers.ts`), a point may also be given in the user's variables,
 * an integer by its mean; its bits then have the marginals of the two whole numbers around the mean, each with the probability that
 * gives the mean. So l + Σ w_k x̂_k is the mean, and a whole number has the bits that it has in a solution.
 */
import { bitsOfValue, bitWeights, userVariables } from '../integers.ts';
import { FREE } from '../program.ts';
import type { IntegerVariable, Program } from '../program.ts';
import { quoted } from '../problem-error.ts';

/** The program's variables; where it is not said which are fixed, all have to be given. */
type Named = Pick<Program, 'variableNames' | 'integers'> & Partial<Pick<Program, 'fixed'>>;

export type GivenMarginals = number | readonly number[] | ReadonlyMap<string, number>;

/** A point in bits, or what is wrong with what was given: a clause without its subject, as `has 3 values, but …`. */
export type BitMarginals = { readonly xHat: readonly number[] } | { readonly complaint: string };

/** @param mean within the range. Sum of weights times marginals, and the lower bound, is the mean. */
export function marginalsOfMean(integer: IntegerVariable, mean: number): readonly number[] {
  const below = Math.min(Math.floor(mean), integer.upper - 1);
  const share = mean - below;
  const low = bitsOfValue(integer, below) ?? [];
  const high = bitsOfValue(integer, below + 1) ?? [];
  return low.map((bit, k) => (bit === high[k] ? bit : bit === 0 ? share : 1 - share));
}

/**
 * @param given an array has one number for each 0/1 variable, all in [0, 1], or one for each of the user's variables
 * Cost: O(d).
 */
export function marginalsInBits(program: Named, given: GivenMarginals): BitMarginals {
  const d = program.variableNames.length;
  if (typeof given === 'number') {
    return inUnit(given) ? { xHat: new Array<number>(d).fill(given) } : { complaint: `is ${given}, which is not in [0, 1]` };
  }
  if (given instanceof Map) return byName(program, given as ReadonlyMap<string, number>);
  const values = given as readonly number[];
  const outside = values.findIndex((value) => !inUnit(value));
  if (values.length === d && outside < 0) return { xHat: values };
  const variables = userVariables(program);
  if ((program.integers ?? []).length === 0 || values.length !== variables.length) {
    if (values.length === d) return { complaint: `has ${values[outside]!} as value ${outside + 1}, which is not in [0, 1]` };
    const inIntegers = variables.length === d ? '' : `, or ${variables.length} with each integer as one`;
    return { complaint: `has ${values.length} values, but the problem has ${d} variables${inIntegers}` };
  }
  const xHat: number[] = [];
  for (const [j, variable] of variables.entries()) {
    const value = values[j]!;
    const complaint = rangeComplaint(variable.integer, value, `value ${j + 1}, of ${quoted(variable.name)}`);
    if (complaint !== null) return { complaint };
    xHat.push(...(variable.integer === null ? [value] : marginalsOfMean(variable.integer, value)));
  }
  return { xHat };
}

function byName(program: Named, given: ReadonlyMap<string, number>): BitMarginals {
  const left = new Set(given.keys());
  const xHat: number[] = [];
  for (const { name, bit, integer } of userVariables(program)) {
    const value = given.get(name);
    left.delete(name);
    if (value !== undefined) {
      const complaint = rangeComplaint(integer, value, `the value of ${quoted(name)}`);
      if (complaint !== null) return { complaint };
      xHat.push(...(integer === null ? [value] : marginalsOfMean(integer, value)));
      continue;
    }
    const fixed = integer === null ? (program.fixed?.[bit] ?? FREE) : FREE;
    if (fixed !== FREE) {
      xHat.push(fixed);
      continue;
    }
    const bits = integer === null ? [] : bitWeights(integer).map((_, k) => program.variableNames[bit + k]!);
    if (integer === null || bits.some((each) => !given.has(each))) return { complaint: `says nothing of the variable ${quoted(name)}` };
    for (const each of bits) {
      const marginal = given.get(each)!;
      left.delete(each);
      if (!inUnit(marginal)) return { complaint: `has ${marginal} as the value of ${quoted(each)}, which is not in [0, 1]` };
      xHat.push(marginal);
    }
  }
  const [stranger] = left;
  return stranger === undefined ? { xHat } : {
    complaint: program.variableNames.includes(stranger)
      ? `gives the bit ${quoted(stranger)} and its integer both a value`
      : `names ${quoted(stranger)}, which is no variable of the problem`,
  };
}

function rangeComplaint(integer: IntegerVariable | null, value: number, what: string): string | null {
  const { lower, upper } = integer ?? { lower: 0, upper: 1 };
  return value >= lower && value <= upper ? null : `has ${value} as ${what}, which is not in [${lower}, ${upper}]`;
}

function inUnit(value: number): boolean {
  return value >= 0 && value <= 1;
}
