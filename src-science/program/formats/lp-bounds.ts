/**
 * One line of the Bounds section of the LP format: `1 <= x <= 1`, `x >= 0`, `0 <= x`, `x = 1`, `x free`.
 * A bound stands in a line of its own, as CPLEX asks.
 */
import type { ProblemError } from '../problem-error.ts';
import type { LpTokens } from './lp-tokens.ts';
import { decodeLoosely } from './utf8.ts';

export interface LpBound {
  /** Range of the variable's name in the line's bytes. */
  readonly nameFrom: number;
  readonly nameTo: number;
  /** null where the line says nothing of it. */
  readonly lower: number | null;
  readonly upper: number | null;
}

type Sense = '<' | '>' | '=';
const FORMS = 'Write one bound a line: “0 <= x <= 1”, “x >= 0”, “x = 1” or “x free”.';

/**
 * @param tokens at the beginning of the line
 * @returns null where the line is empty
 */
export function readLpBound(tokens: LpTokens, bytes: Uint8Array, error: (what: string, hint: string) => ProblemError): LpBound | null {
  let token = tokens.next();
  if (token === 'end') return null;
  let lower: number | null = null;
  let upper: number | null = null;
  const wrong = (): ProblemError => error(
    token === 'end' ? 'the bound is not complete' : `“${decodeLoosely(bytes, tokens.from, tokens.to)}” makes no sense in a bound`, FORMS,
  );
  const value = (): number => {
    let sign = 1;
    while (token === '+' || token === '-') {
      if (token === '-') sign = -sign;
      token = tokens.next();
    }
    if (token !== 'number' && token !== 'infinity') throw wrong();
    const magnitude = token === 'number' ? tokens.value : Number.POSITIVE_INFINITY;
    token = tokens.next();
    return sign * magnitude;
  };
  const sense = (): Sense => {
    if (token !== '<' && token !== '>' && token !== '=') throw wrong();
    const found = token;
    token = tokens.next();
    return found;
  };
  /** `x sense bound` */
  const set = (how: Sense, bound: number): void => {
    if (how !== '>') upper = bound;
    if (how !== '<') lower = bound;
  };

  let left: Sense | null = null;
  if (token !== 'name') {
    const bound = value();
    left = sense();
    set(left === '<' ? '>' : left === '>' ? '<' : '=', bound);
  }
  if (token !== 'name') throw wrong();
  const nameFrom = tokens.from;
  const nameTo = tokens.to;
  token = tokens.next();
  if (token === 'name' && left === null) {
    if (decodeLoosely(bytes, tokens.from, tokens.to).toLowerCase() !== 'free') throw wrong();
    lower = Number.NEGATIVE_INFINITY;
    upper = Number.POSITIVE_INFINITY;
    token = tokens.next();
  } else if (token !== 'end' || left === null) {
    const right = sense();
    if (left !== null && (right !== left || right === '=')) throw error('the two senses of the bound do not go together', FORMS);
    set(right, value());
  }
  if (token !== 'end') throw wrong();
  return { nameFrom, nameTo, lower, upper };
}
