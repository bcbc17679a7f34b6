/**
 * Tables of any length: rows come in batches, column by column, and go to a file at once, so that memory does not grow with
 * them. Text goes through the escape of its format, as in tables that are made whole.
 */
import { oneLine } from '../../../src-science/program/one-line.ts';
import { separatedText } from '../../../src-contract/export-text.ts';
import type { WritePiece } from '../files/write-file.ts';

export interface LongColumn {
  readonly key: string;
  readonly unit?: string;
  /** `numbers`: a vector in each cell, of formats that hold one. */
  readonly type: 'whole' | 'number' | 'text' | 'truth' | 'numbers';
}

/** A column of a batch: its cells, or the one that all of them are. NaN and null are missing values. */
export type LongCells = ArrayLike<number> | readonly ArrayLike<number>[] | { readonly all: string | number | boolean | null };

export interface LongBatch {
  readonly length: number;
  /** In the order of the columns. */
  readonly cells: readonly LongCells[];
}

/** Writes a table batch by batch. */
export interface LongWriter {
  write(batch: LongBatch): Promise<void>;
  /** Writes what remains. @param manifest what made the numbers */
  end(manifest: object): Promise<void>;
}

export function longHeading({ key, unit }: LongColumn): string {
  return unit === undefined ? key : `${key} (${unit})`;
}

/** Rows of separated text that are put together at a time. */
const LINES_AT_ONCE = 4096;

/** Separated values, by RFC 4180 with commas; the manifest has no place in them. */
export function separatedWriter(columns: readonly LongColumn[], separator: ',' | '\t', put: WritePiece): LongWriter {
  const lineEnd = separator === ',' ? '\r\n' : '\n';
  let begun = false;
  const begin = async (): Promise<void> => {
    if (begun) return;
    begun = true;
    await put(`${columns.map((column) => separatedText(longHeading(column), separator)).join(separator)}${lineEnd}`);
  };
  return {
    async write({ length, cells }) {
      await begin();
      const written = cells.map((column): string | ((row: number) => string) => {
        if (isConstant(column)) return textOf(column.all, separator);
        return (row) => textOf(numberAt(column as ArrayLike<number>, row), separator);
      });
      for (let from = 0; from < length; from += LINES_AT_ONCE) {
        let text = '';
        for (let row = from; row < Math.min(length, from + LINES_AT_ONCE); row++) {
          for (let k = 0; k < written.length; k++) {
            const cell = written[k] ?? '';
            text += `${k === 0 ? '' : separator}${typeof cell === 'string' ? cell : cell(row)}`;
          }
          text += lineEnd;
        }
        await put(text);
      }
    },
    end: begin,
  };
}

export function isConstant(cells: LongCells): cells is { readonly all: string | number | boolean | null } {
  return 'all' in cells;
}

/** A number of a column, or null where there is none. */
export function numberAt(cells: ArrayLike<number>, row: number): number | null {
  const value = cells[row];
  return value === undefined || Number.isNaN(value) ? null : value;
}

function textOf(cell: string | number | boolean | null, separator: ',' | '\t'): string {
  if (cell === null) return '';
  // R takes TRUE for a truth value and true for a word.
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE';
  return typeof cell === 'string' ? separatedText(oneLine(cell), separator) : String(cell);
}
