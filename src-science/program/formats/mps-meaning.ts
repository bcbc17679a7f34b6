/**
 * What the numbers of an MPS file mean: bounds of a row from its type, right-hand side and range, and
 * bounds of a variable from the lines of BOUNDS. Pure rules, as docs/formats.md states them.
 */
import { ProblemError, quoted } from '../problem-error.ts';
import type { VariableDomains } from './variable-domains.ts';

/** lp_solve writes infinity so. */
export const MPS_INFINITY = 1e30;

/**
 * Bounds of a row.
 * @param type character code of L, G or E
 * @param range null where RANGES does not name the row
 * @returns [lower, upper]; on an equality the range goes the way of its sign
 */
export function mpsRowBounds(type: number, rhs: number, range: number | null): readonly [number, number] {
  const width = range === null ? 0 : Math.abs(range);
  if (type === 76) return [range === null ? Number.NEGATIVE_INFINITY : rhs - width, rhs];
  if (type === 71) return [rhs, range === null ? Number.POSITIVE_INFINITY : rhs + width];
  return range !== null && range < 0 ? [rhs - width, rhs] : [rhs, rhs + width];
}

const VALUED_BOUNDS = ['UP', 'LO', 'FX', 'LI', 'UI'];
const BARE_BOUNDS = ['BV', 'MI', 'PL', 'FR'];

/** Whether a bound of this type comes with a number; null where there is no such type. */
export function mpsBoundHasValue(type: string): boolean | null {
  return VALUED_BOUNDS.includes(type) ? true : BARE_BOUNDS.includes(type) ? false : null;
}

/**
 * Applies one line of BOUNDS.
 * @param value meaningless for BV, MI, PL and FR
 * @throws ProblemError where the bound was given before
 */
export function setMpsBound(
  domains: VariableDomains, variable: number, type: string, value: number, line: number, name: string, file: string,
): void {
  switch (type) {
    case 'BV':
      if (domains.kind(variable) === 'binary') {
        throw new ProblemError(
          'problem-duplicate', `variable ${quoted(name)} has a second bound of type BV`, 'Keep one of the two.',
          { file, line, field: name },
        );
      }
      domains.setKind(variable, 'binary');
      return;
    case 'LI':
    case 'UI':
      if (domains.kind(variable) === 'continuous') domains.setKind(variable, 'integer');
      if (type === 'LI') domains.setLower(variable, value, line, name);
      else domains.setUpper(variable, value, line, name);
      return;
    case 'LO':
      domains.setLower(variable, value, line, name);
      return;
    case 'UP':
      // The classic rule: a negative upper bound alone takes the lower bound of 0 away.
      if (value < 0) domains.releaseLower(variable);
      domains.setUpper(variable, value, line, name);
      return;
    case 'FX':
      domains.setLower(variable, value, line, name);
      domains.setUpper(variable, value, line, name);
      return;
    case 'MI':
      domains.setLower(variable, Number.NEGATIVE_INFINITY, line, name);
      return;
    case 'PL':
      domains.setUpper(variable, Number.POSITIVE_INFINITY, line, name);
      return;
    default:
      domains.setLower(variable, Number.NEGATIVE_INFINITY, line, name);
      domains.setUpper(variable, Number.POSITIVE_INFINITY, line, name);
  }
}
