/**
 * `--at X`: a point x̂ as a JSON array, an object of names and numbers, one number for all coordinates, or a file that holds
 * one of these, the JSON of `leibniz descend` (its `xHat`), an array of NumPy or a CSV of names and values. What stands for
 * integers in bits is said in `solutions/given-marginals.ts`.
 */
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { oneLine } from '../../src-science/program/one-line.ts';
import { npyValues } from '../../src-science/program/solutions/npy.ts';
import { marginalsInBits } from '../../src-science/program/solutions/given-marginals.ts';
import type { GivenMarginals } from '../../src-science/program/solutions/given-marginals.ts';
import { quoted } from '../../src-science/program/problem-error.ts';
import { fromCsv, readSolution } from '../../src-science/program/solutions/solution-file.ts';
import { bitsOfValue, userVariables } from '../../src-science/program/integers.ts';
import type { Program } from '../../src-science/program/program.ts';
import { EngineError, fileFailure } from '../engine/error-value.ts';
import { requireRegularFile } from '../engine/files/regular-file.ts';

const LARGEST_FILE = 512 * 2 ** 20;
/** As every number of the command line may be written: JSON alone would refuse `.5` and `+0.5`. */
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const HINT = 'Give one number in [0, 1] for all variables, a JSON array with one per variable, or a file that holds one: .json, .csv, .npy.';

/** @throws EngineError `usage` naming the option and what is wrong with its value; ProblemError where a CSV or an array cannot be read */
export async function readMarginals(option: string, text: string, program: Program): Promise<readonly number[]> {
  const given = text.trim();
  if (given === '') throw refused(option, 'is empty');
  const point = looksLikeJson(given) ? pointOf(option, parsed(option, given)) : await pointOfFile(option, given, program);
  const read = marginalsInBits(program, point);
  if ('complaint' in read) throw refused(option, read.complaint);
  return read.xHat;
}

async function pointOfFile(option: string, path: string, program: Program): Promise<GivenMarginals> {
  const bytes = await bytesOf(option, path);
  const array = npyValues(bytes, basename(path));
  if (array !== null) return array;
  const text = bytes.toString('utf8');
  if (!/\.csv$/i.test(path)) return pointOf(option, parsed(option, text.trim(), path));
  const { byName } = fromCsv(text, basename(path), new Set(program.variableNames));
  return new Map([...byName].map(([name, { value }]) => [name, value]));
}

/** What JSON says: a number, numbers in order, or numbers by name; of a reply of this program its `xHat`. */
function pointOf(option: string, value: unknown): GivenMarginals {
  const isReply = typeof value === 'object' && value !== null && 'xHat' in value && typeof value.xHat === 'object';
  const point: unknown = isReply ? value.xHat : value;
  const number = (entry: unknown, what: string): number => {
    if (typeof entry !== 'number') throw refused(option, `has ${JSON.stringify(entry)} as ${what}, which is no number`);
    return entry;
  };
  if (typeof point === 'number') return point;
  if (Array.isArray(point)) return point.map((entry: unknown, j) => number(entry, `value ${j + 1}`));
  if (typeof point !== 'object' || point === null) {
    throw refused(option, 'is neither a number nor an array of numbers, nor an object of names and numbers');
  }
  return new Map(Object.entries(point).map(([name, entry]) => [name, number(entry, `the value of ${quoted(name)}`)]));
}

/**
 * `--start X`: a 0/1 vector as a JSON array, as a JSON object of the variables by name, as one number for all, or as a
 * file that holds one of these, that holds the JSON of `leibniz decode`, `descend` or `solve` (its `x`), or a solution as
 * solvers write it (`solutions/solution-file.ts`), whose warnings go to stderr.
 * An array is in bits; where the program has integers, it may also have one value for each of the user's variables.
 * @throws EngineError `usage` naming the option and what is wrong with its value
 */
export async function readZeroOne(option: string, text: string, program: Program): Promise<(0 | 1)[]> {
  const given = text.trim();
  if (given === '') throw refused(option, 'is empty');
  const solution = looksLikeJson(given) ? null : await solutionOfFile(option, given, program);
  if (solution !== null) return solution;
  const direct = looksLikeJson(given) ? parsed(option, given) : await fromFile(option, given);
  const read = marginalsInBits(program, pointOf(option, inBitsOf(option, byName(option, direct, program), program)));
  if ('complaint' in read) throw refused(option, read.complaint);
  return read.xHat.map((value, j) => {
    if (value !== 0 && value !== 1) throw refused(option, `has ${value} as value ${j + 1}, which is neither 0 nor 1`);
    return value;
  });
}

/** The solution in a file that is no JSON and no number; null where it is one of these. */
async function solutionOfFile(option: string, path: string, program: Program): Promise<(0 | 1)[] | null> {
  const bytes = await bytesOf(option, path);
  const head = new TextDecoder().decode(bytes.subarray(0, 64)).trimStart();
  // A CSV may begin with a name in quotation marks.
  if (head === '' || /^[[{]/.test(head) || (head.startsWith('"') && !/\.csv$/i.test(path))) return null;
  if (bytes.length < 64 && (DECIMAL.test(head.trim()) || /^[+-]?(?:nan|inf|infinity)$/i.test(head.trim()))) return null;
  const { x, warnings } = readSolution(bytes, basename(path), program);
  for (const warning of warnings) process.stderr.write(`warning: ${oneLine(warning)}\n`);
  return Array.from(x, (value): 0 | 1 => (value === 1 ? 1 : 0));
}

/** The solution in a reply of this program, as an array; anything else as it is. */
function byName(option: string, value: unknown, program: Program): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  // A program may have variables of these names: then it is a reply only where the value is none of theirs.
  if ('decoded' in value && typeof value.decoded === 'object') return byName(option, value.decoded ?? { x: null }, program);
  if ('xHat' in value && Array.isArray(value.xHat)) return value;
  if (!('x' in value) || typeof value.x === 'number') return named(option, value, program);
  const { x } = value;
  if (Array.isArray(x)) return x;
  if (typeof x !== 'object' || x === null) throw refused(option, 'names a reply without a solution');
  return named(option, x, program);
}

/** The values of an object of the user's variables, in the order of the program. */
function named(option: string, object: object, program: Program): unknown[] {
  const values = new Map<string, unknown>(Object.entries(object));
  const variables = userVariables(program);
  for (const { name } of variables) if (!values.has(name)) throw refused(option, `says nothing of the variable “${name}”`);
  const known = new Set(variables.map(({ name }) => name));
  for (const name of values.keys()) if (!known.has(name)) throw refused(option, `gives a value to “${name}”, which is no variable of the problem`);
  return variables.map(({ name }) => values.get(name));
}

/** The bits of an array of the user's values; anything else as it is. */
function inBitsOf(option: string, value: unknown, program: Program): unknown {
  const { integers, variableNames } = program;
  if (integers === undefined || !Array.isArray(value)) return value;
  const variables = userVariables(program);
  const inBits = value.length === variableNames.length && value.every((entry) => entry === 0 || entry === 1);
  if (inBits || value.length !== variables.length) return value;
  return variables.flatMap(({ name, integer }, j): unknown[] => {
    const entry: unknown = value[j];
    if (integer === null) return [entry];
    const bits = typeof entry === 'number' ? bitsOfValue(integer, entry) : null;
    if (bits === null) throw refused(
      option, `gives “${name}” the value ${JSON.stringify(entry)}, which is no integer from ${integer.lower} to ${integer.upper}`,
    );
    return [...bits];
  });
}

/** JSON and anything that begins like a number, so that `nan` and `-1` are judged and not looked for on disk. */
function looksLikeJson(text: string): boolean {
  return /^[[{"]/.test(text) || /^[+-]?(?:\d|\.\d|inf|nan)/i.test(text) && !/[/\\]|\.json$|\.txt$|\.sol$|\.mst$|\.csv$|\.npy$/i.test(text);
}

async function bytesOf(option: string, path: string): Promise<Buffer> {
  try {
    requireRegularFile(path);
    if ((await stat(path)).size > LARGEST_FILE) throw refused(option, `names “${path}”, which is too large to hold a point`);
    return await readFile(path);
  } catch (error) {
    throw fileFailure(error, path);
  }
}

async function fromFile(option: string, path: string): Promise<unknown> {
  return parsed(option, (await bytesOf(option, path)).toString('utf8').trim(), path);
}

function parsed(option: string, text: string, file?: string): unknown {
  if (DECIMAL.test(text)) return Number(text);
  try {
    return JSON.parse(text);
  } catch {
    const what = /nan|inf/i.test(text) ? 'holds NaN or an infinity, which are not numbers in [0, 1]' : 'is no JSON array and no number';
    throw refused(option, file === undefined ? what : `names “${file}”, which ${what}`);
  }
}

function refused(option: string, what: string): EngineError {
  return new EngineError('usage', `The value of ${option} ${what}.`, HINT, { field: option });
}
