/** Soft constraints of WBO, which may be broken at a cost, and how files of the two formats begin. */
import { quoted } from '../problem-error.ts';
import type { Literal } from './products.ts';

/** A sum of an OPB file. */
export interface OpbSum {
  /** Coefficients of single variables. */
  readonly linear: Map<number, number>;
  /** What negated literals add. */
  constant: number;
  readonly products: { readonly literals: readonly Literal[]; readonly coefficient: number }[];
}

/** @param slacks their names */
export function softWarning(slacks: readonly string[]): readonly string[] {
  const [first] = slacks;
  if (first === undefined) return [];
  const one = slacks.length === 1;
  return [
    `${one ? 'A soft constraint' : `${slacks.length} soft constraints`} became ${one ? 'a row' : 'rows'} with a slack bit each, whose cost is the weight: ${quoted(first)}${one ? '' : ', …'}.`,
  ];
}

/** Where `soft1`, `soft2`, … begin; the number of variables where there are none. */
export function firstSlack(names: readonly string[]): number {
  const mark = /^soft\d+(#*)$/.exec(names.at(-1) ?? '')?.[1];
  if (mark === undefined) return names.length;
  const first = names.lastIndexOf(`soft1${mark}`);
  return first >= 0 && names.slice(first).every((name, k) => name === `soft${k + 1}${mark}`) ? first : names.length;
}

/**
 * The same, where each of them costs something to minimize, as a slack bit of a soft constraint does: what is shown as such.
 * @param objective in the sense in which it is minimized or maximized
 */
export function firstSoftSlack(names: readonly string[], objective: ArrayLike<number>, sense: 'min' | 'max'): number {
  const first = firstSlack(names);
  for (let j = first; j < names.length; j++) if (sense !== 'min' || !(objective[j]! > 0)) return names.length;
  return first;
}

/** By how much a sum of 0/1 variables can miss each of its sides, at most. */
export function largestMisses(
  coefficients: readonly number[], lower: number, upper: number,
): { readonly below: number; readonly above: number } {
  let least = 0;
  let most = 0;
  for (const coefficient of coefficients) {
    if (coefficient < 0) least += coefficient;
    else most += coefficient;
  }
  return { below: Math.max(0, lower - least), above: Math.max(0, most - upper) };
}

/**
 * The term of an objective that a soft constraint stands for: `-1 x >= 0` is broken where x is 1, so that its weight is the
 * cost of x; `+1 x >= 1` is broken where x is 0, so that minus its weight is, up to a constant.
 * @param relation `>=` and the right-hand side
 * @returns null where it is neither
 */
export function objectiveTermOf(
  terms: readonly (readonly [variable: number, coefficient: number])[], relation: readonly string[], weight: number,
): { readonly variable: number; readonly cost: number } | null {
  const [only] = terms;
  if (only === undefined || terms.length > 1 || relation[0] !== '>=') return null;
  const [variable, coefficient] = only;
  if (coefficient === -1 && relation[1] === '0') return { variable, cost: weight };
  return coefficient === 1 && relation[1] === '1' ? { variable, cost: -weight } : null;
}

/** The soft constraint of a cost, a whole number other than 0. @param name of the variable in the file */
export function softCostLine(cost: string, name: string): string {
  return cost.startsWith('-') ? `[${cost.slice(1)}] +1 ${name} >= 1 ;` : `[${cost}] -1 ${name} >= 0 ;`;
}

/** Whether a line begins a file with soft constraints. */
export function wboOpens(line: string): boolean {
  return line.trimStart().startsWith('soft:');
}

/** Whether a line has the strict form of OPB: signs touch their numbers, blanks stand before variables. */
export function opbOpens(line: string): boolean {
  return /^((min|max):\s*([+-]?\d+\s+~?[A-Za-z_]|;|$)|[+-]?\d+(\s+|\*)~?[A-Za-z_]\w*\s.*(>=|=)\s*[+-]?\d+\s*;)/.test(
    line.trimStart(),
  );
}
