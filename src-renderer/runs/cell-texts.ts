/**
 * Texts of numeric cells and the room each column keeps right of the decimal point. Texts are kept with
 * the run they belong to: runs are replaced when they change, so that ten thousand rows are written
 * once and not at every event.
 */
import type { RunSummary } from '../../src-contract/session.ts';
import { fractionWidth, splitAtDecimal } from '../format/index.ts';
import type { RunColumn } from './run-columns.ts';

interface CellText {
  readonly text: string;
  readonly room: number;
}

const cache = new WeakMap<RunSummary, Map<string, CellText>>();

export function cellText(run: RunSummary, column: RunColumn): CellText {
  let cells = cache.get(run);
  if (cells === undefined) {
    cells = new Map();
    cache.set(run, cells);
  }
  const known = cells.get(column.key);
  if (known !== undefined) return known;
  const text = column.text(run);
  const cell = { text, room: column.numeric ? fractionWidth(splitAtDecimal(text).fraction) : 0 };
  cells.set(column.key, cell);
  return cell;
}
