/**
 * Problem files that were altered as an editor, a script or a bad transfer would alter them. Each must be read
 * or refused within seconds; a refusal is one sentence and one that says what to do; what is read is a valid
 * program that comes back equal from every format that can hold it. A file read in pieces of any size is what it
 * is when read at once.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { examplesFolder } from '../../../src-main/engine/entry-points.ts';
import { encodeProgram } from '../../../src-science/program/encoding.ts';
import { PROGRAM_FORMATS } from '../../../src-science/program/formats/format-table.ts';
import type { ProgramFormat } from '../../../src-science/program/formats/format-table.ts';
import { createProgramReader, parseProgram } from '../../../src-science/program/parse-program.ts';
import { ProblemError } from '../../../src-science/program/problem-error.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { validateProgram } from '../../../src-science/program/validate-program.ts';
import { writeProgram } from '../../../src-science/program/write-program.ts';
import type { Attack } from '../attack.ts';

/** Longer than any file of these sizes may take on a busy machine. */
const LIMIT_SECONDS = 20;

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

interface Source {
  readonly name: string;
  readonly text: string;
}

/** A program in a format, or null where the format cannot hold it. */
function writtenAs(program: Program, format: ProgramFormat): string | null {
  try {
    return writeProgram(program, format);
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'problem-unwritable') return null;
    throw error;
  }
}

function sources(): readonly Source[] {
  const cases = join(import.meta.dirname, '../../cases');
  const found: Source[] = ['reading', 'written-by-others'].flatMap((folder) =>
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

const sameProgram = (a: Program, b: Program): boolean => Buffer.from(encodeProgram(a)).equals(Buffer.from(encodeProgram(b)));

/** What a file is, read in pieces: the program's bytes, or the refusal. */
function inPieces(bytes: Uint8Array, name: string, random: () => number): string {
  try {
    const reader = createProgramReader(name);
    for (let at = 0; at < bytes.length;) {
      const end = at + 1 + Math.floor(bytes.length * random() ** 3);
      reader.push(bytes.subarray(at, end));
      at = end;
    }
    return Buffer.from(encodeProgram(reader.finish().program)).toString('base64');
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What is wrong with how a file was taken, or null. */
function lookAt(text: string, name: string, random: () => number, counts: { read: number; refused: number }): string | null {
  const bytes = Buffer.from(text);
  const from = performance.now();
  try {
    const { program, warnings } = parseProgram(bytes, name);
    counts.read++;
    validateProgram(program);
    const unclear = warnings.find((warning) => /[\n\r]/u.test(warning) || warning.trim() === '');
    if (unclear !== undefined) return `a warning is no line: ${JSON.stringify(unclear)}`;
    if (inPieces(bytes, name, random) !== Buffer.from(encodeProgram(program)).toString('base64'))
      return 'it is another program when it is read in pieces';
    for (const format of PROGRAM_FORMATS) {
      const written = writtenAs(program, format);
      if (written === null) continue;
      if (!sameProgram(parseProgram(Buffer.from(written), `again.${format}`).program, program)) return `it comes back otherwise from ${format}`;
    }
  } catch (error) {
    if (!(error instanceof ProblemError)) return `${error instanceof Error ? (error.stack ?? error.message).slice(0, 400) : String(error)}`;
    counts.refused++;
    const pieces = inPieces(bytes, name, random);
    if (pieces !== error.message) return `it is refused otherwise when it is read in pieces: ${error.message}; in pieces: ${pieces.slice(0, 300)}`;
    if (error.message.trim() === '' || error.hint.trim() === '' || /[\n\r]/u.test(error.message + error.hint)) return `the refusal is no sentence: ${JSON.stringify([error.message, error.hint])}`;
  }
  const seconds = (performance.now() - from) / 1000;
  return seconds > LIMIT_SECONDS ? `it took ${seconds.toFixed(0)} s` : null;
}

export const attack: Attack = {
  name: 'mutated-problems',
  summary: 'Problem files of every format are altered; each is refused in one sentence, or read as a valid program that comes back equal from every format.',
  run({ form, random, say }) {
    const files = form === 'short' ? 300 : 60_000;
    const all = sources();
    const pick = (): Source => all[Math.floor(random() * all.length)] ?? { name: 'a.lp', text: '' };
    const failed: string[] = [];
    const counts = { read: 0, refused: 0 };
    for (let k = 0; k < files; k++) {
      const { name, text } = pick();
      let mutant = text;
      for (let times = 1 + Math.floor(3 * random() ** 2); times > 0; times--) mutant = mutate(mutant, pick().text, random);
      const complaint = lookAt(mutant, name, random, counts);
      if (complaint !== null) failed.push(`file ${k}, from ${name}: ${complaint}${mutant.length < 3000 ? `\n${JSON.stringify(mutant)}` : ''}`);
      if ((k + 1) % 5000 === 0) say(`${k + 1} of ${files} files, ${failed.length} failed`);
    }
    return Promise.resolve({ tried: files, failed, counts });
  },
};
