/** What is typed into the fields of a problem: read, or refused in a sentence. Pure. */
import type { EditedVariable } from '../../src-science/program/editing.ts';
import { fitsBits } from '../../src-science/program/integers.ts';
import { FREE } from '../../src-science/program/program.ts';
import { RowTextError } from '../../src-science/program/row-text.ts';
import { parseNumber } from '../form/parse-number.ts';

export function numberOf(text: string): number {
  const number = parseNumber(text);
  if (number === null || !Number.isFinite(number)) throw new RowTextError('Write a number, for instance 2.5.');
  return number;
}

/** @param own the place of the one that is named, among the names that there are */
export function nameOf(text: string, names: readonly string[], own: number): string {
  if (text === '') throw new RowTextError('A name is needed.');
  if (names.some((name, k) => k !== own && name === text)) throw new RowTextError(`“${text}” is taken.`);
  return text;
}

/** `0, 1` (or `0/1`), `0`, `1`, or a range as in `-3 … 5` or `-3..5`. */
export function valuesOf(text: string): Pick<EditedVariable, 'fixed' | 'range'> {
  if (/^0\s*[,/]\s*1$/u.test(text)) return { fixed: FREE, range: null };
  if (text === '0' || text === '1') return { fixed: Number(text), range: null };
  const match = /^([+-]?\d+)\s*(?:…|\.\.+)\s*([+-]?\d+)$/u.exec(text);
  if (match === null) throw new RowTextError('Write 0, 1 for both, or 0, or 1, or a range of integers as in -3..5.');
  const range = { lower: Number(match[1]), upper: Number(match[2]) };
  if (range.lower === 0 && range.upper === 1) return { fixed: FREE, range: null };
  if (range.lower >= range.upper) throw new RowTextError('A range begins below its end.');
  if (!fitsBits(range)) throw new RowTextError('The range is too wide to be written in bits.');
  return { fixed: FREE, range };
}
