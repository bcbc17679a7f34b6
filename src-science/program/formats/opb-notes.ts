/**
 * What OPB has no place for, in comments of the form `* Leibniz: KEY JSON …`: names, maximization, a constant,
 * the power of ten that a row of decimals was multiplied by, rows with two bounds, fixings, integers. A file
 * with the mark is read with them; to everybody else they are comments.
 */
import type { IntegerVariable } from '../program.ts';

/** The first line of a file with notes. */
export const OPB_NOTES_MARK = '* Leibniz: names, scales and all else that OPB has no place for stand in comments';
export const OPB_NOTE_PREFIX = '* Leibniz: ';

/** OPB has >= and = only: an upper bound is a negated row, two bounds are a row and then a negated one. */
export type OpbRowForm = 'plain' | 'negated' | 'range';
const FORMS: readonly OpbRowForm[] = ['plain', 'negated', 'range'];

export type OpbNote =
  | { readonly is: 'name'; readonly name: string }
  | { readonly is: 'maximize' }
  | { readonly is: 'objective'; readonly name: string; readonly scale: number; readonly constant: number }
  | { readonly is: 'variable'; readonly name: string }
  | { readonly is: 'fixed'; readonly variable: number; readonly value: number }
  | { readonly is: 'row'; readonly name: string; readonly scale: number; readonly form: OpbRowForm }
  /** WBO: whether the soft constraints are the objective's terms, and whether the top cost is meant. */
  | { readonly is: 'soft'; readonly costs: boolean; readonly top: boolean }
  | { readonly is: 'integer'; readonly integer: IntegerVariable };

/** The note as a line. @param text writes a name as JSON */
export function opbNoteLine(note: OpbNote, text: (name: string) => string): string {
  const words = (): readonly (string | number)[] => {
    switch (note.is) {
      case 'name': case 'variable': return [text(note.name)];
      case 'maximize': return [];
      case 'soft': return [Number(note.costs), Number(note.top)];
      case 'objective': return [text(note.name), note.scale, note.constant + 0];
      case 'fixed': return [note.variable, note.value];
      case 'row': return [text(note.name), note.scale, FORMS.indexOf(note.form)];
      case 'integer': return [text(note.integer.name), note.integer.lower, note.integer.upper, note.integer.bit, note.integer.row];
    }
  };
  return `${OPB_NOTE_PREFIX}${[note.is, ...words()].join(' ')}`;
}

/** A line that begins with the prefix. @returns null where it is no note */
export function parseOpbNote(line: string): OpbNote | null {
  if (line === OPB_NOTES_MARK) return { is: 'name', name: '' };
  const parts = /^\* Leibniz: (\w+)(?: ("(?:[^"\\]|\\.)*"))?((?: -?[0-9.eE+-]+)*)$/.exec(line);
  if (parts === null) return null;
  const [, is = '', quotedName, rest = ''] = parts;
  const numbers = rest.trim() === '' ? [] : rest.trim().split(' ').map(Number);
  const name = quotedName === undefined ? null : unquoted(quotedName);
  const [a, b, c, d] = numbers;
  if (numbers.some(Number.isNaN)) return null;
  if (is === 'maximize') return { is };
  if ((is === 'name' || is === 'variable') && name !== null) return { is, name };
  if (is === 'objective' && name !== null && a !== undefined && b !== undefined) return { is, name, scale: a, constant: b };
  if (is === 'soft' && b !== undefined) return { is, costs: a === 1, top: b === 1 };
  if (is === 'fixed' && a !== undefined && (b === 0 || b === 1)) return { is, variable: a, value: b };
  if (is === 'row' && name !== null && a !== undefined && b !== undefined) return { is, name, scale: a, form: FORMS[b] ?? 'plain' };
  if (is === 'integer' && name !== null && a !== undefined && b !== undefined && c !== undefined && d !== undefined) {
    return { is, integer: { name, lower: a, upper: b, bit: c, row: d } };
  }
  return null;
}

function unquoted(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
}
