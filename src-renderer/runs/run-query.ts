/**
 * The filter of the run table: `gap<1 scheme:true status:done problem~cover seed:1..5 -failed`. Every term must hold. A term is
 * a word, looked for in what a run is called, or a key, an operator and a value:
 *
 *   :  begins a word with it, or is that number to the digits typed     =  is exactly it     ~  contains it     != is not
 *   <  <=  >  >=  compare numbers and dates
 *
 * Values may be several (`seed:1,2`), a range (`seed:1..5`), `none`, or quoted. `-` before a term turns it round.
 */
import type { RunSummary } from '../../src-contract/session.ts';
import { statusWords } from '../common/status.ts';
import { parseNumber } from '../form/parse-number.ts';
import { nearestName, queryKey } from './query-keys.ts';
import type { QueryKey } from './query-keys.ts';
import { tokensOf } from './query-tokens.ts';
import type { QueryTerm } from './query-tokens.ts';

export interface QueryMistake {
  /** The characters it is about. */
  readonly from: number;
  readonly to: number;
  readonly message: string;
}

export interface RunQuery {
  readonly test: (run: RunSummary) => boolean;
  /** Terms that mean nothing; they are passed over. */
  readonly mistakes: readonly QueryMistake[];
}

type Test = (run: RunSummary) => boolean;

export function parseQuery(text: string): RunQuery {
  const tests: Test[] = [];
  const mistakes: QueryMistake[] = [];
  for (const { from, to, negated, term } of tokensOf(text)) {
    const made = testOf(term);
    if (typeof made === 'string') mistakes.push({ from, to, message: made });
    else if (made !== null) tests.push(negated ? (run) => !made(run) : made);
  }
  return { mistakes, test: (run) => tests.every((test) => test(run)) };
}

/** Runs for which every term of the text holds. */
export function filterRuns(runs: readonly RunSummary[], text: string): readonly RunSummary[] {
  return text.trim() === '' ? runs : runs.filter(parseQuery(text).test);
}

/** What a term asks of a run; null where it is not typed to its end; a sentence where it means nothing. */
function testOf(term: QueryTerm): Test | null | string {
  if (term.kind === 'run') return term.id === null ? null : (run) => run.id === term.id;
  if (term.kind === 'word') return wordTest(term.text);
  const key = queryKey(term.key);
  if (key === null) {
    const near = nearestName(term.key);
    const meant = near === null ? '.' : `; is it “${near}”?`;
    return `There is no column “${term.key}”${meant} A word with “${term.operator}” in it is put in quotes.`;
  }
  if (term.values.every((value) => value === '')) return null;
  return keyTest(key, term.operator, term.values.filter((value) => value !== ''));
}

const wordsOf = new WeakMap<RunSummary, string>();

/** What words look in: what a run is called, where it stands and what was noted of it; no seeds and no numbers of runs. */
function words(run: RunSummary): string {
  let known = wordsOf.get(run);
  if (known === undefined) {
    const { problemName, methodName, method, label, note, kind, tags } = run;
    known = [problemName, methodName, method, label, note, kind, statusWords(run).word, ...tags].join(' ').toLowerCase();
    wordsOf.set(run, known);
  }
  return known;
}

/** Words of the names that people gave, in which a bare number is looked for as a whole. */
function givenWords({ problemName, label, tags }: RunSummary): readonly string[] {
  return [problemName, label, ...tags].join(' ').toLowerCase().split(/[^\p{L}\p{N}.]+/u);
}

function wordTest(text: string): Test | null {
  const word = text.toLowerCase();
  if (word === '') return null;
  return /^\d+$/.test(word) ? (run) => givenWords(run).includes(word) : (run) => words(run).includes(word);
}

type CellTest = (cell: string | number) => boolean;

function keyTest(key: QueryKey, operator: Operator, values: readonly string[]): Test | string {
  const tests: CellTest[] = [];
  let orNone = false;
  for (const value of values) {
    if (value.toLowerCase() === 'none' && (operator === ':' || operator === '=' || operator === '!=')) orNone = true;
    const test = cellTest(key, operator === '!=' ? '=' : operator, value);
    if (typeof test !== 'string') tests.push(test);
    else if (!orNone) return test;
  }
  const holds = (run: RunSummary): boolean => {
    const cells = key.cells(run);
    return cells.length === 0 ? orNone : cells.some((cell) => tests.some((test) => test(cell)));
  };
  return operator === '!=' ? (run) => !holds(run) : holds;
}

type Operator = Extract<QueryTerm, { kind: 'key' }>['operator'];

const COMPARE: Readonly<Partial<Record<Operator, (a: number | string, b: number | string) => boolean>>> = {
  '<': (a, b) => a < b, '<=': (a, b) => a <= b, '>': (a, b) => a > b, '>=': (a, b) => a >= b,
};

/** What one value asks of one cell, or a sentence where it can ask nothing. */
function cellTest(key: QueryKey, operator: Operator, value: string): CellTest | string {
  if (operator === '~') {
    const part = value.toLowerCase();
    return (cell) => String(cell).toLowerCase().includes(part);
  }
  const compare = COMPARE[operator];
  if (key.kind === 'words') {
    return compare === undefined
      ? wordCellTest(operator, value)
      : `“${key.name}” has words, which are not smaller or larger: write ${key.name}:${value} or ${key.name}~${value}.`;
  }
  if (key.kind === 'date') return dateTest(key, compare, operator, value);
  const number = numberTest(key, compare, operator, value);
  if (key.kind === 'number') {
    return number === null
      ? `“${value}” is no number: write ${key.name}${operator}${EXAMPLES[key.unit ?? '']}.`
      : (cell) => typeof cell === 'number' && number(cell);
  }
  const word = compare === undefined ? wordCellTest(operator, value) : null;
  return (cell) => (typeof cell === 'number' ? number?.(cell) === true : word?.(cell) === true);
}

const EXAMPLES: Readonly<Record<string, string>> = { '': '10', '%': '1, in percent as the table shows it', s: '60, in seconds, or 2min' };

function wordCellTest(operator: Operator, value: string): CellTest {
  const wanted = value.toLowerCase();
  if (operator === '=') return (cell) => String(cell).toLowerCase() === wanted;
  return (cell) => beginsWord(String(cell).toLowerCase(), wanted);
}

const LETTER = /[\p{L}\p{N}]/u;

/** True where a word of the text begins with it; what begins with a sign is looked for anywhere. */
function beginsWord(text: string, part: string): boolean {
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    if (at === 0 || !LETTER.test(text.charAt(at - 1)) || !LETTER.test(part.charAt(0))) return true;
  }
  return false;
}

function dateTest(key: QueryKey, compare: (typeof COMPARE)[Operator], operator: Operator, value: string): CellTest | string {
  if (!/^\d{4}(-\d\d(-\d\d(t\d\d(:\d\d(:\d\d)?)?)?)?)?$/i.test(value)) {
    return `“${value}” is no date: write ${key.name}${operator}2026-12-01, or with the time 2026-12-01T14:30.`;
  }
  const wanted = value.toUpperCase();
  // A day is all of its seconds: what was made on it is neither before nor after it.
  return (cell) => (compare ?? ((a, b) => a === b))(String(cell).slice(0, wanted.length), wanted);
}

const SECONDS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, min: 60, h: 3600, d: 86_400 };

/** A number as the table shows it, in the cell's own unit, and the room of its last digit. */
interface Typed {
  readonly value: number;
  readonly half: number;
}

function typed(text: string, unit: QueryKey['unit']): Typed | null {
  const [, digits = '', suffix = ''] = /^(.*?)(%|ms|s|min|h|d)?$/i.exec(text) ?? [];
  const given = suffix.toLowerCase();
  const known = given === '' || (unit === '%' ? given === '%' : unit === 's' && given !== '%');
  const number = known ? parseNumber(digits) : null;
  if (number === null) return null;
  const scale = unit === '%' ? 0.01 : unit === 's' && given !== '' ? (SECONDS[given] ?? 1) : 1;
  const [, fraction = '', exponent = '0'] = /^[^.,e]*(?:[.,](\d*))?(?:e([+-]?\d+))?$/i.exec(digits.trim()) ?? [];
  return { value: number * scale, half: 0.5 * scale * 10 ** (Number(exponent) - fraction.length) };
}

function numberTest(
  key: QueryKey, compare: (typeof COMPARE)[Operator], operator: Operator, value: string,
): ((cell: number) => boolean) | null {
  const range = compare === undefined ? /^(.*?)\.\.(.*)$/.exec(value) : null;
  if (range !== null) {
    const [, from = '', to = ''] = range;
    const low = from === '' ? null : typed(from, key.unit);
    const high = to === '' ? null : typed(to, key.unit);
    if ((from !== '' && low === null) || (to !== '' && high === null) || from + to === '') return null;
    return (cell) => cell >= (low?.value ?? -Infinity) && cell <= (high?.value ?? Infinity);
  }
  const wanted = typed(value, key.unit);
  if (wanted === null) return null;
  if (compare !== undefined) return (cell) => compare(cell, wanted.value);
  if (operator === '=') return (cell) => cell === wanted.value;
  return (cell) => cell === wanted.value || Math.abs(cell - wanted.value) < wanted.half;
}
