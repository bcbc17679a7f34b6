/**
 * Problem files that were altered as an editor, a script or a bad transfer would alter them. Each must be read
 * or refused within seconds; a refusal is one sentence and one that says what to do; what is read is a valid
 * program that comes back equal from every format that can hold it. A file read in pieces of any size is what it
 * is when read at once.
 */
import { encodeProgram } from '../../../src-science/program/encoding.ts';
import { PROGRAM_FORMATS } from '../../../src-science/program/formats/format-table.ts';
import { createProgramReader, parseProgram } from '../../../src-science/program/parse-program.ts';
import { ProblemError } from '../../../src-science/program/problem-error.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { validateProgram } from '../../../src-science/program/validate-program.ts';
import type { Attack } from '../attack.ts';
import { mutantOf, problemTexts, writtenAs } from '../mutants.ts';

/** Longer than any file of these sizes may take on a busy machine. */
const LIMIT_SECONDS = 20;

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
    const all = problemTexts();
    const failed: string[] = [];
    const counts = { read: 0, refused: 0 };
    for (let k = 0; k < files; k++) {
      const { name, text: mutant } = mutantOf(all, random);
      const complaint = lookAt(mutant, name, random, counts);
      if (complaint !== null) failed.push(`file ${k}, from ${name}: ${complaint}${mutant.length < 3000 ? `\n${JSON.stringify(mutant)}` : ''}`);
      if ((k + 1) % 5000 === 0) say(`${k + 1} of ${files} files, ${failed.length} failed`);
    }
    return Promise.resolve({ tried: files, failed, counts });
  },
};
