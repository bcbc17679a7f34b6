/**
 * Lines of an MPS file as they are written: free, where two blanks separate the fields, or fixed, where they stand in columns 2–3,
 * 5–12, 15–22, 25–36, 40–47 and 50–61 for readers that know nothing else.
 */
import { ProblemError, quoted } from '../problem-error.ts';

/** Characters of a name and of a number in the columns of fixed MPS. */
export const FIXED_NAME = 8;
const FIXED_NUMBER = 12;

export interface MpsLines {
  title: (name: string) => string;
  row: (type: string, name: string) => string;
  marker: (word: 'INTORG' | 'INTEND') => string;
  /** Of COLUMNS, RHS or RANGES. @throws ProblemError where the layout cannot hold the number */
  entry: (first: string, row: string, value: number) => string;
  /** Of BOUNDS. @throws ProblemError where the layout cannot hold the number */
  bound: (type: string, variable: string, value: number) => string;
}

export const FREE_LINES: MpsLines = {
  title: (name) => `NAME ${name}`.trimEnd(),
  row: (type, name) => ` ${type}  ${name}`,
  marker: (word) => `    MARKER  'MARKER'  '${word}'`,
  entry: (first, row, value) => `    ${first}  ${row}  ${value}`,
  bound: (type, variable, value) => ` ${type} BND  ${variable}  ${value}`,
};

/**
 * For names of at most `FIXED_NAME` characters without blanks, such as `portableForm` leaves.
 * @param meant what a name in the file stands for, in refusals
 */
export const fixedLines = (meant: { readonly variable: (name: string) => string; readonly row: (name: string) => string }): MpsLines => ({
  title: (name) => `NAME          ${name}`.trimEnd(),
  row: (type, name) => ` ${type}  ${name}`,
  marker: (word) => `    MARKER    'MARKER'                 '${word}'`,
  entry: (first, row, value) => fixedLine('', first, row, value, `of ${quoted(meant.variable(first))} in ${quoted(meant.row(row))}`),
  bound: (type, variable, value) => fixedLine(type, 'BND', variable, value, `as a bound of ${quoted(meant.variable(variable))}`),
});

function fixedLine(code: string, first: string, second: string, value: number, where: string): string {
  const number = shortNumber(value);
  if (number.length > FIXED_NUMBER) throw new ProblemError(
    'problem-unwritable', `fixed MPS has ${FIXED_NUMBER} characters for a number, and ${value} ${where} needs ${number.length}`,
    'Write the portable form, which has room for every digit, or round the number in the problem.', { field: second },
  );
  return ` ${code.padEnd(2)} ${first.padEnd(FIXED_NAME)}  ${second.padEnd(FIXED_NAME)}  ${number.padStart(FIXED_NUMBER)}`;
}

/** The shortest decimal that reads back to the same double, in the fewest characters: `.1` for 0.1, `15e-8` for 1.5e-7. */
export function shortNumber(value: number): string {
  const plain = String(value);
  const [, sign = '', whole = '', part = '', power = '0'] = /^(-?)(\d+)\.?(\d*)(?:e([+-]\d+))?$/.exec(plain)!;
  const digits = (whole + part).replace(/^0+/, '');
  const short = digits.replace(/0+$/, '');
  const exponent = Number(power) - part.length + digits.length - short.length;
  return [plain, plain.replace(/^(-?)0\./, '$1.'), `${sign}${short}e${exponent}`].reduce(
    (best, each) => (each.length < best.length && short !== '' ? each : best),
  );
}
