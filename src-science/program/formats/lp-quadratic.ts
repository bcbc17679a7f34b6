/**
 * The quadratic part of an objective in the CPLEX LP format, `[ 2 x * y - 4 z ^ 2 ] / 2`, token by token. The
 * division by 2 is part of the form: readers differ on what a bracket without it means, so it is refused.
 */
export interface QuadraticTerm {
  /** Numbers of the reader's variables; equal for a square. */
  readonly first: number;
  readonly second: number;
  /** Halved already. */
  readonly coefficient: number;
}

/** What is wrong, and what to do. */
export type QuadraticComplaint = readonly [what: string, hint: string];

/** What must come next. */
type Expected = 'term' | 'number-or-name' | 'name' | 'operator' | 'second' | 'exponent' | 'sign' | 'slash' | 'two';

const FORM = 'Write it as “[ 2 x * y + 4 z ^ 2 ] / 2”.';

export class LpQuadratic {
  readonly terms: QuadraticTerm[] = [];
  #expected: Expected = 'term';
  #sign: number;
  readonly #outerSign: number;
  #number = 1;
  #first = 0;

  /** @param sign of the bracket */
  constructor(sign: number) {
    this.#sign = sign;
    this.#outerSign = sign;
  }

  /**
   * Takes the next token.
   * @param text of a name or a mark
   * @param variable number of the variable that the token names
   * @returns 'done' after the division by 2, a complaint, or null
   */
  take(token: string, text: string, value: number, variable: () => number): 'done' | QuadraticComplaint | null {
    // “/2” and “/” come as names, since a name may begin so.
    if (this.#expected === 'slash') {
      if (text === '/2') return 'done';
      if (text !== '/') return ['the bracket is not divided by 2', FORM];
      this.#expected = 'two';
      return null;
    }
    if (this.#expected === 'two') return token === 'number' && value === 2 ? 'done' : ['the bracket is not divided by 2', FORM];
    if (token === '+' || token === '-') {
      if (this.#expected !== 'term' && this.#expected !== 'number-or-name' && this.#expected !== 'sign') {
        return ['a sign stands within a product', FORM];
      }
      if (this.#expected === 'sign') this.#sign = this.#outerSign;
      if (token === '-') this.#sign = -this.#sign;
      this.#expected = 'number-or-name';
      return null;
    }
    if (token === 'number') {
      if (this.#expected === 'exponent' && value === 2) {
        this.#add(this.#first);
        return null;
      }
      if (this.#expected !== 'term' && this.#expected !== 'number-or-name') {
        return [`the number ${value} makes no sense in the quadratic part`, FORM];
      }
      this.#number = value;
      this.#expected = 'name';
      return null;
    }
    if (token === 'name') {
      if (this.#expected === 'second') this.#add(variable());
      else if (this.#expected === 'term' || this.#expected === 'number-or-name' || this.#expected === 'name') {
        this.#first = variable();
        this.#expected = 'operator';
      } else return [`the variable “${text}” stands where it makes no sense in the quadratic part`, FORM];
      return null;
    }
    if (text === '*' && this.#expected === 'operator') this.#expected = 'second';
    else if (text === '^' && this.#expected === 'operator') this.#expected = 'exponent';
    else if (text === ']' &&
      (this.#expected === 'sign' || (this.#expected === 'term' && this.terms.length === 0))) this.#expected = 'slash';
    else return [`“${text}” makes no sense in the quadratic part`, FORM];
    return null;
  }

  #add(second: number): void {
    this.terms.push({ first: this.#first, second, coefficient: (this.#sign * this.#number) / 2 });
    this.#number = 1;
    this.#expected = 'sign';
  }
}
