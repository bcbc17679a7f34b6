/** Problem files altered as an editor, a script or a bad transfer would alter them, from a stream of random numbers. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { examplesFolder } from '../../src-main/engine/entry-points.ts';
import { PROGRAM_FORMATS } from '../../src-science/program/formats/format-table.ts';
import type { ProgramFormat } from '../../src-science/program/formats/format-table.ts';
import { parseProgram } from '../../src-science/program/parse-program.ts';
import { ProblemError } from '../../src-science/program/problem-error.ts';
import type { Program } from '../../src-science/program/program.ts';
import { writeProgram } from '../../src-science/program/write-program.ts';

/** What files of the formats are made of, and what readers trip over. */
const PIECES = [
  '0',
  '1',
  '-1',
  '1e308',
  '-1e400',
  '1e-400',
  '0x10',
  'inf',
  '-infinity',
  'nan',
  '1e30',
  '1d5',
  '.',
  '+',
  '-',
  '+ -',
  '<=',
  '>=',
  '=',
  '<',
  '=>',
  ':',
  '\\',
  '*',
  '$',
  '&',
  '[',
  ']',
  '^2',
  '/2',
  ' ',
  '\t',
  '\r\n',
  '\n',
  '\n\n',
  '\u0000',
  '\u00a0',
  '\ufeff',
  '"',
  '{',
  '}',
  ',',
  'null',
  '[]',
  'end',
  'st',
  'subject to',
  'bounds',
  'binary',
  'general',
  'free',
  'max',
  'min',
  'RHS',
  'ROWS',
  'COLUMNS',
  'RANGES',
  'BOUNDS',
  'ENDATA',
  'OBJSENSE',
  'MARKER',
  "'INTORG'",
  "'INTEND'",
  ' UP BND x 1',
  ' FX BND x 0.5',
  ' LI BND x -3',
  'obj',
  'x',
  'e9',
  '~r_1',
  'a'.repeat(300),
];

/** A problem file. */
export interface ProblemText {
  readonly name: string;
  readonly text: string;
}

/** A program in a format, or null where the format cannot hold it. */
export function writtenAs(program: Program, format: ProgramFormat): string | null {
  try {
    return writeProgram(program, format);
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'problem-unwritable') return null;
    throw error;
  }
}

/** The cases, and small shipped problems in every format. */
export function problemTexts(): readonly ProblemText[] {
  const cases = join(import.meta.dirname, '../cases');
  const found: ProblemText[] = ['reading', 'written-by-others'].flatMap((folder) =>
    readdirSync(join(cases, folder)).map((name) => ({ name, text: readFileSync(join(cases, folder, name), 'utf8') }))
  );
  for (const name of ['p0033', 'lseu', 'stein27']) {
    const text = gunzipSync(readFileSync(join(examplesFolder(), 'problems', `${name}.mps.gz`))).toString('utf8');
    found.push({ name: `${name}.mps`, text });
    const { program } = parseProgram(Buffer.from(text), `${name}.mps`);
    for (const format of PROGRAM_FORMATS) {
      const written = writtenAs(program, format);
      if (written !== null) found.push({ name: `${name}.${format}`, text: written });
    }
  }
  return found;
}

function mutate(text: string, other: string, random: () => number): string {
  const upTo = (n: number): number => Math.floor(n * random());
  const piece = (): string => PIECES[upTo(PIECES.length)] ?? '';
  const lines = text.split('\n');
  const line = upTo(lines.length);
  switch (upTo(9)) {
    case 0:
      return lines.toSpliced(line, 1 + upTo(3)).join('\n');
    case 1:
      return lines.toSpliced(upTo(lines.length), 0, lines[line] ?? '').join('\n');
    case 2:
      return lines.toSpliced(line, 1, lines[upTo(lines.length)] ?? '').join('\n');
    case 3:
      return text.slice(0, upTo(text.length));
    case 4: {
      const at = upTo(text.length);
      return text.slice(0, at) + piece() + text.slice(at + upTo(4));
    }
    case 5: {
      const numbers = [...text.matchAll(/-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/giu)];
      const number = numbers[upTo(numbers.length)];
      return number === undefined ? text : text.slice(0, number.index) + piece() + text.slice(number.index + number[0].length);
    }
    case 6: {
      const words = [...text.matchAll(/[^\s]+/gu)];
      const [one, two] = [words[upTo(words.length)], words[upTo(words.length)]];
      return one === undefined || two === undefined ? text : text.slice(0, one.index) + two[0] + text.slice(one.index + one[0].length);
    }
    case 7:
      return text.slice(0, upTo(text.length)) + other.slice(upTo(other.length));
    default: {
      const bytes = Buffer.from(text);
      for (let k = 1 + upTo(3); k > 0; k--) bytes[upTo(bytes.length)] = upTo(256);
      return bytes.toString('latin1');
    }
  }
}

/** One of the files, altered once to three times. */
export function mutantOf(all: readonly ProblemText[], random: () => number): ProblemText {
  const pick = (): ProblemText => all[Math.floor(random() * all.length)] ?? { name: 'a.lp', text: '' };
  const { name, text } = pick();
  let mutant = text;
  for (let times = 1 + Math.floor(3 * random() ** 2); times > 0; times--) mutant = mutate(mutant, pick().text, random);
  return { name, text: mutant };
}
