/**
 * Sixty drawn programs in every format that we write, read back by ourselves (the same program) and by HiGHS, GLPK, CBC,
 * lp_solve and clasp, those that are here (the optimum that enumeration finds, at a point that we check). Outside
 * `npm test`, which must not need them. `--seed S`, `--programs N`, `--keep FOLDER`.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { encodeProgram } from '../../src-science/program/encoding.ts';
import { FORMAT_TABLE, WRITTEN_FORMS } from '../../src-science/program/formats/format-table.ts';
import type { ProgramFormat, WrittenForm } from '../../src-science/program/formats/format-table.ts';
import { parseProgram } from '../../src-science/program/parse-program.ts';
import { ProblemError } from '../../src-science/program/problem-error.ts';
import type { Program } from '../../src-science/program/program.ts';
import { userForm, userValues } from '../../src-science/program/integers.ts';
import { writeProgram } from '../../src-science/program/write-program.ts';
import { createNumberSequence } from '../../src-science/random/number-sequence.ts';
import { drawnProgram, objectiveAt } from './drawn-programs.ts';
import type { DrawnProgram } from './drawn-programs.ts';
import { OUTSIDE_READERS } from './readers.ts';
import type { Answer, OutsideReader } from './readers.ts';

const { values: options } = parseArgs({ options: { seed: { type: 'string' }, programs: { type: 'string' }, keep: { type: 'string' } } });
const seed = Number(options.seed ?? Math.floor(2 ** 32 * Math.random()));
const programs = Number(options.programs ?? 60);
const folder = options.keep ?? mkdtempSync(join(tmpdir(), 'leibniz-problems-'));
mkdirSync(folder, { recursive: true });

const namesOf = (
  program: Program,
): readonly string[] => [program.name, program.objectiveName, ...program.rowNames, ...program.variableNames];

/** What the lossless form holds and a reader takes otherwise (docs/formats.md, `findings/`); the portable form has none of it. */
const KNOWN: readonly (readonly [reader: string, format: ProgramFormat, has: (program: Program) => boolean])[] = [
  ['CBC', 'mps', ({ sense }) => sense === 'max'],
  ['GLPK', 'mps', ({ sense }) => sense === 'max'],
  ['GLPK', 'mps', ({ objectiveConstant }) => objectiveConstant !== 0],
  ['lp_solve', 'mps', ({ objectiveConstant }) => objectiveConstant !== 0],
  ['GLPK', 'lp', ({ objectiveConstant }) => objectiveConstant !== 0],
  ['CBC', 'lp', ({ objectiveConstant }) => objectiveConstant !== 0],
  ['GLPK', 'lp', ({ rowNames }) => rowNames.length === 0],
  // Names longer than its buffer.
  ['CBC', 'mps', (program) => namesOf(program).some((name) => Buffer.byteLength(encodeURIComponent(name)) > 160)],
];

/** The power of ten in our notes of an OPB or WBO file. */
function notedScale(text: string): number {
  return Number(/^\* Leibniz: objective "(?:[^"\\]|\\.)*" (\S+)/m.exec(text)?.[1] ?? 1);
}

/** The objective as the file's reader should print it. */
function expectedIn(text: string, format: ProgramFormat, portable: boolean, { program, optimum }: DrawnProgram): number {
  const sign = program.sense === 'max' ? -1 : 1;
  if (format === 'opb' || format === 'wbo') {
    // A soft constraint x ≥ 1 is paid where x is 0: minus its weight is the cost of x.
    const paid = [...text.matchAll(/^\[(\d+)\] \+1 x\d+ >= 1 ;/gm)].reduce((sum, [, weight]) => sum + Number(weight), 0);
    return sign * (optimum - program.objectiveConstant) * notedScale(text) + paid;
  }
  return portable && format === 'mps' ? sign * optimum : optimum;
}

/** What is wrong with an answer; null where it is as meant. */
function complaint(answer: Answer, wanted: number, { program, optimum }: DrawnProgram, inBits: boolean): string | null {
  if (answer.objective === null) return `no optimum: ${answer.said}`;
  if (Math.abs(answer.objective - wanted) > 1e-5 * Math.max(1, Math.abs(wanted))) return `the objective ${answer.objective} for ${wanted}`;
  if (answer.x === null) return null;
  const d = inBits ? program.objective.length : userForm(program).objective.length;
  const x = answer.x.slice(0, d).map(Math.round);
  const value = objectiveAt(program, inBits ? userValues(program, x) : x);
  return value === null || Math.abs(value - optimum) > 1e-9 ? `the point ${x.join(' ')}, which ${value === null ? 'breaks a row or a range' : `has ${value}, not ${optimum}`}` : null;
}

const bytesOf = (program: Program): string => Buffer.from(encodeProgram(program)).toString('base64');
const failures: string[] = [];
const seen = new Map<string, { right: number; known: number; wrong: number }>();
function count(who: string, as: 'right' | 'known' | 'wrong', what = ''): void {
  const counts = seen.get(who) ?? { right: 0, known: 0, wrong: 0 };
  counts[as]++;
  seen.set(who, counts);
  if (as === 'wrong') failures.push(`${who}: ${what}`);
}

async function tryFile(
  drawn: DrawnProgram,
  format: ProgramFormat,
  form: WrittenForm,
  name: string,
  readers: readonly OutsideReader[],
): Promise<void> {
  const { program } = drawn;
  const portable = form !== 'as-is';
  const label = `${FORMAT_TABLE[format].short}${portable ? `, ${form}` : ''}`;
  let text: string;
  try {
    text = writeProgram(program, format, { form });
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== 'problem-unwritable') throw error;
    count(`${label}: not writable`, 'known');
    return;
  }
  const { ending } = FORMAT_TABLE[format];
  const file = join(folder, `${name}${portable ? `-${form}` : ''}${ending}`);
  writeFileSync(file, text);
  const { program: back, warnings } = parseProgram(Buffer.from(text), `again${ending}`);
  const same = bytesOf(back) === bytesOf(program) &&
    warnings.every((warning) => /control characters|rows that make it the product/.test(warning));
  count(
    `${label}: Leibniz`,
    same ? 'right' : 'wrong',
    `${file} comes back otherwise${warnings.length > 0 ? `, ${warnings.join(' ')}` : ''}`,
  );
  const inBits = format === 'opb' || format === 'wbo';
  const d = inBits
    ? program.objective.length
    : userForm(program).objective.length + Number(portable && userForm(program).objectiveConstant !== 0);
  for (const reader of readers.filter(({ endings }) => endings.includes(ending))) {
    const who = `${label}: ${reader.name}`;
    const differs = !portable && KNOWN.some(([by, of, has]) => by === reader.name && of === format && has(userForm(program)));
    if (differs) {
      count(who, 'known');
      continue;
    }
    const answer = await reader.solve(file, ending, folder, d, form === 'fixed');
    const wrong = complaint(answer, expectedIn(text, format, portable, drawn), drawn, inBits);
    count(who, wrong === null ? 'right' : 'wrong', `${file}: ${wrong ?? ''}`);
  }
}

try {
  const readers: OutsideReader[] = [];
  for (const reader of OUTSIDE_READERS) {
    const version = await reader.version();
    console.log(version === null ? `not here: ${reader.name}` : version.trim());
    if (version !== null) readers.push(reader);
  }
  console.log(`seed ${seed}`);
  const { unit } = createNumberSequence(seed, 0);
  for (let k = 1; k <= programs; k++) {
    const drawn = drawnProgram(unit, k % 6 === 0);
    for (const { format, form } of WRITTEN_FORMS) await tryFile(drawn, format, form, `p${k}`, readers);
  }
  for (const [who, { right, known, wrong }] of [...seen].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    console.log(`${wrong > 0 ? 'FAILED' : 'ok    '} ${who}: ${right} as meant${known > 0 ? `, ${known} passed over` : ''}${wrong > 0 ? `, ${wrong} otherwise` : ''}`);
  }
  for (const failure of failures.slice(0, 40)) console.log(failure);
} finally {
  if (options.keep === undefined) rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failures.length > 0 ? 1 : 0;
