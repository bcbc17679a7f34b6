/** Marginals as typed: in bits or in the user's integers, in order or by name (`solutions/given-marginals.ts`). */
import { marginalsInBits } from '../../src-science/program/solutions/given-marginals.ts';
import type { BitMarginals, GivenMarginals } from '../../src-science/program/solutions/given-marginals.ts';
import type { Program } from '../../src-science/program/program.ts';
import { parseNumber } from './parse-number.ts';

/** The problem's variables; null while they are on their way. */
export type TypedFor = (Pick<Program, 'variableNames' | 'integers' | 'fixed'>) | null;

/**
 * A JSON array or an object of names and numbers, numbers set apart by commas or spaces, or one number for all.
 * @param length number of variables
 * @param program null: they are not known yet, and the outcome is null where it depends on them
 */
export function parseMarginals(text: string, length: number, program: TypedFor): BitMarginals | null {
  const given = text.trim().startsWith('{') ? named(text) : listed(text);
  if (typeof given === 'object' && 'complaint' in given) return given;
  if (program === null) {
    const values = typeof given === 'number' ? Array.from({ length }, () => given) : given;
    return Array.isArray(values) && values.length === length && values.every((value: number) => value >= 0 && value <= 1)
      ? { xHat: values as readonly number[] }
      : null;
  }
  const read = marginalsInBits(program, given);
  return 'complaint' in read ? { complaint: `This ${read.complaint}` } : read;
}

/** One number stands for all, in brackets for one variable. */
function listed(text: string): number | readonly number[] | { readonly complaint: string } {
  const inner = text.trim().replace(/^\[/, '').replace(/\]$/, '').trim();
  if (inner === '') return { complaint: 'Type one number for all variables, or one for each, set apart by commas or spaces' };
  const values: number[] = [];
  for (const [k, word] of inner.split(/[\s,;]+/).filter((each) => each !== '').entries()) {
    const value = parseNumber(word);
    if (value === null) return { complaint: `Value ${k + 1} is “${word.slice(0, 20)}”, which is not a number` };
    values.push(value);
  }
  const [first] = values;
  return values.length === 1 && first !== undefined && !text.trim().startsWith('[') ? first : values;
}

function named(text: string): GivenMarginals | { readonly complaint: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { complaint: 'This is not the JSON of names and numbers that its brace announces' };
  }
  const given = new Map<string, number>();
  for (const [name, entry] of Object.entries(value as object)) {
    if (typeof entry !== 'number') return { complaint: `The value of “${name.slice(0, 40)}” is not a number` };
    given.set(name, entry);
  }
  return given;
}
