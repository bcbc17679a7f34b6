/**
 * Collects the entries of a program in whatever order a file has them and makes the sparse rows, with
 * columns ascending, by two stable counting sorts. Says nothing about any format; what is a duplicate
 * is known to the readers, which see the lines.
 */
import type { Program, SparseRows } from '../program.ts';
import { ProblemError, quoted } from '../problem-error.ts';
import { FloatList, IntList } from './lists.ts';
import { unescapeName } from './name-escape.ts';
import type { NameTable } from './name-table.ts';

export class EntryList {
  readonly #row = new IntList();
  readonly #column = new IntList();
  readonly #value = new FloatList();

  get length(): number {
    return this.#value.length;
  }

  /** Adds a nonzero. */
  add(row: number, column: number, value: number): void {
    this.#row.push(row);
    this.#column.push(column);
    this.#value.push(value);
  }

  /**
   * Sparse rows of all entries.
   * Cost: O(entries + rows + variables); entries that came column by column are sorted once, not twice.
   */
  sparseRows(rowCount: number, variableCount: number): SparseRows {
    const count = this.length;
    let row = this.#row.items;
    let column = this.#column.items;
    let value = this.#value.items;
    let ascending = true;
    for (let k = 1; k < count && ascending; k++) ascending = column[k - 1]! <= column[k]!;
    if (!ascending) {
      const next = offsets(column, count, variableCount);
      const sortedRow = new Int32Array(count);
      const sortedColumn = new Int32Array(count);
      const sortedValue = new Float64Array(count);
      for (let k = 0; k < count; k++) {
        const at = next[column[k]!]!++;
        sortedRow[at] = row[k]!;
        sortedColumn[at] = column[k]!;
        sortedValue[at] = value[k]!;
      }
      row = sortedRow;
      column = sortedColumn;
      value = sortedValue;
    }
    const start = offsets(row, count, rowCount);
    const next = start.slice();
    const rowColumn = new Int32Array(count);
    const rowValue = new Float64Array(count);
    for (let k = 0; k < count; k++) {
      const at = next[row[k]!]!++;
      rowColumn[at] = column[k]!;
      rowValue[at] = value[k]!;
    }
    return { start, column: rowColumn, value: rowValue };
  }
}

/** Where each of `size` groups begins when entries are sorted by `key`; length size + 1. */
function offsets(key: Int32Array, count: number, size: number): Int32Array {
  const start = new Int32Array(size + 1);
  for (let k = 0; k < count; k++) start[key[k]! + 1]!++;
  for (let g = 0; g < size; g++) start[g + 1]! += start[g]!;
  return start;
}

/**
 * The names of a table as text.
 * @param escaped whether the file says that its names are (`name-escape.ts`)
 * @throws ProblemError where one is not UTF-8, holds a control character, or two are the same unescaped
 */
export function namesOf(table: NameTable, what: 'variable' | 'row', file: string, escaped: boolean): string[] {
  const names: string[] = [];
  for (let k = 0; k < table.count; k++) {
    const text = table.text(k);
    if (text === null) {
      throw new ProblemError(
        'problem-encoding', `the name of ${what} ${k + 1} is not UTF-8`, 'Save the file with the encoding UTF-8.', { file },
      );
    }
    for (let i = 0; i < text.length; i++) {
      if (text.charCodeAt(i) < 32 || text.charCodeAt(i) === 127) {
        throw new ProblemError(
          'problem-encoding', `the name ${quoted(text)} of ${what} ${k + 1} holds a control character`,
          'Check that the file is text, and give the name printable characters.', { file },
        );
      }
    }
    names.push(plainName(text, escaped, file));
  }
  if (!escaped) return names;
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw new ProblemError(
      'problem-duplicate', `two escaped names both stand for ${quoted(name)}`, 'The file was damaged: export it again.',
      { file, field: name },
    );
    seen.add(name);
  }
  return names;
}

/** A name as it was before it was escaped. */
export function plainName(name: string, escaped: boolean, file: string): string {
  if (!escaped) return name;
  const plain = unescapeName(name);
  if (plain === null) throw new ProblemError(
    'problem-encoding', `the escaped name ${quoted(name)} is not UTF-8`, 'The file was damaged: export it again.', { file },
  );
  return plain;
}

/** The warning on coefficients that were 0. @param first where the first stood */
export function zerosWarning(count: number, first: string): string[] {
  return count === 0 ? [] : [`${count} zero ${count === 1 ? 'coefficient was' : 'coefficients were'} left out; the first is in ${first}.`];
}

/** Everything a reader knows at the end of a file. */
export type ProgramParts = Omit<Program, 'integers'>;

/** A program of its parts, with every −0 made 0 so that equal programs are equal bit for bit. */
export function programOf(parts: ProgramParts & Pick<Program, 'integers'>): Program {
  const positiveZero = (values: Float64Array): Float64Array => {
    for (let k = 0; k < values.length; k++) if (values[k] === 0) values[k] = 0;
    return values;
  };
  return {
    ...parts,
    objective: positiveZero(parts.objective),
    objectiveConstant: parts.objectiveConstant === 0 ? 0 : parts.objectiveConstant,
    rowLower: positiveZero(parts.rowLower),
    rowUpper: positiveZero(parts.rowUpper),
  };
}
