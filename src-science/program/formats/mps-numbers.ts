/** Numbers of an MPS file, and what is worth a warning about how they are written. */
import { quoted } from '../problem-error.ts';
import { readDecimal, readFortranNumber } from './decimal.ts';
import type { DecimalResult } from './decimal.ts';
import type { MpsFields } from './mps-fields.ts';
import { MPS_INFINITY } from './mps-meaning.ts';
import type { MpsRefusal } from './mps-rows.ts';
import { decodeLoosely } from './utf8.ts';

export class MpsNumbers {
  readonly #number: DecimalResult = { value: 0, end: 0 };
  readonly #refusal: MpsRefusal;
  /** Lines of the first number with a Fortran exponent, and of the first 1e30 that was taken as infinity. */
  #fortranLine = 0;
  #hugeLine = 0;

  constructor(refusal: MpsRefusal) {
    this.#refusal = refusal;
  }

  /** The number in a field. Hot. @param section where it stands, for refusals */
  read(bytes: Uint8Array, fields: MpsFields, field: number, section: string, line: number): number {
    const from = fields.from[field]!;
    const to = fields.to[field]!;
    let verdict = readDecimal(bytes, from, to, this.#number);
    if (verdict === 'number') return this.#number.value;
    if (verdict === 'malformed') {
      verdict = readFortranNumber(bytes, from, to, this.#number);
      if (verdict === 'number') {
        if (this.#fortranLine === 0) this.#fortranLine = line;
        return this.#number.value;
      }
    }
    const text = quoted(decodeLoosely(bytes, from, to));
    const near = decodeLoosely(bytes, fields.from[field - 1]!, fields.to[field - 1]!);
    if (verdict === 'malformed') throw this.#refusal(
      'problem-number', line, `${text} in ${section} is not a number`, 'Numbers are finite decimals such as 17, -0.5 or 1e-3.', near,
    );
    throw this.#refusal(
      'problem-number', line, `the number ${text} in ${section} is too ${verdict === 'overflow' ? 'large' : 'small'} for a double`,
      verdict === 'overflow' ? 'Leave a bound out to make it infinite; otherwise scale the row.' : 'Leave the entry out, or scale the row.',
      near,
    );
  }

  /** A side, range or bound: ±1e30 is infinite. */
  side(value: number, line: number): number {
    if (Math.abs(value) !== MPS_INFINITY) return value;
    if (this.#hugeLine === 0) this.#hugeLine = line;
    return value < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }

  warnings(): string[] {
    return [
      ...(this.#fortranLine === 0 ? [] : [`Numbers have a Fortran exponent (first in line ${this.#fortranLine}): 1.0D1 was read as 10.`]),
      ...(this.#hugeLine === 0
        ? []
        : [`Sides or bounds of 1e30 (first in line ${this.#hugeLine}) were read as infinite, as lp_solve writes infinity.`]),
    ];
  }
}
