/**
 * The order of the run table's rows and the room of its columns, made for lists of twenty thousand runs of
 * which a few change at a time: what one change costs is paid between two frames.
 */
import type { RunSummary } from '../../src-contract/session.ts';
import { cellText } from './cell-texts.ts';
import { rankedValue } from './run-columns.ts';
import type { RunColumn } from './run-columns.ts';
import { pinnedFirst } from './run-filter.ts';

/** Sorted by the first column, ties by the next. */
export type RowSorting = readonly { readonly id: string; readonly desc: boolean }[];

/** Numbers of runs begin with the newest. */
const NEWEST_FIRST = 'id';

/**
 * The sorting after a click on a column's head: by it alone, or by it too; on one that is sorted by, the other way round.
 * @param add keep what the rows are sorted by, as with the shift key
 */
export function nextSorting(sorting: RowSorting, id: string, add: boolean): RowSorting {
  const before = sorting.find((by) => by.id === id);
  const next = { id, desc: before === undefined ? id === NEWEST_FIRST : !before.desc };
  if (!add) return [next];
  return before === undefined ? [...sorting, next] : sorting.map((by) => (by === before ? next : by));
}

type Ranked = string | number | undefined;

const words = new Intl.Collator('en', { numeric: true });

/** Numbers by size, words by the alphabet with numbers in them by size; what is empty comes last, whatever the direction. */
function compare(a: Ranked, b: Ranked, desc: boolean): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  const order = typeof a === 'number' && typeof b === 'number' ? a - b : words.compare(String(a), String(b));
  return desc ? -order : order;
}

/**
 * Runs in the order shown: sorted, then pinned ones first. Runs that compare equal keep their order.
 * Cost: one value a run and column sorted by, and what a sort of a list takes that is mostly sorted.
 */
export function orderRuns(runs: readonly RunSummary[], columns: readonly RunColumn[], sorting: RowSorting): readonly RunSummary[] {
  const by = sorting.flatMap(({ id, desc }) => {
    const column = columns.find(({ key }) => key === id);
    return column === undefined ? [] : [{ values: runs.map((run) => rankedValue(column, run)), desc }];
  });
  if (by.length === 0) return pinnedFirst(runs, (run) => run.pinned);
  const order = runs.map((_, k) => k).sort((a, b) => {
    for (const { values, desc } of by) {
      const difference = compare(values[a], values[b], desc);
      if (difference !== 0) return difference;
    }
    return a - b;
  });
  return pinnedFirst(order.flatMap((k) => runs[k] ?? []), (run) => run.pinned);
}

/** Keeps the room of each numeric column, and looks only at runs that are new to it. */
export interface ColumnRooms {
  /**
   * Room right of the decimal point, in ch, by column. The same map as before where no column needs more.
   * @param drawn the runs whose rows are drawn: whatever the others need, these have room
   */
  of(runs: readonly RunSummary[], columns: readonly RunColumn[], drawn: readonly RunSummary[]): ReadonlyMap<string, number>;
}

/** Of so many new runs at most the texts are written for their room, spread over all of them; of others when they are drawn. */
const MOST_LOOKED_AT = 1000;

/** Rooms only grow while the columns stay and no row goes: numbers that move with every value would tremble. */
export function createColumnRooms(): ColumnRooms {
  let rooms: ReadonlyMap<string, number> = new Map();
  let known: readonly RunSummary[] = [];
  let knownColumns: readonly RunColumn[] = [];
  const widen = (looked: readonly RunSummary[], columns: readonly RunColumn[]): void => {
    let next: Map<string, number> | null = null;
    for (const column of columns) {
      if (!column.numeric) continue;
      const before = rooms.get(column.key);
      const widest = looked.reduce((most, run) => Math.max(most, cellText(run, column).room), 0);
      if (before === undefined || widest > before) (next ??= new Map(rooms)).set(column.key, Math.ceil(10 * widest) / 10);
    }
    rooms = next ?? rooms;
  };
  return {
    of(runs, columns, drawn) {
      if (runs !== known || columns !== knownColumns) {
        if (columns !== knownColumns || runs.length < known.length) {
          rooms = new Map();
          known = [];
          knownColumns = columns;
        }
        const news = runs.filter((run, k) => run !== known[k]);
        known = runs;
        const stride = Math.max(1, Math.ceil(news.length / MOST_LOOKED_AT));
        widen(stride === 1 ? news : news.filter((_, k) => k % stride === 0), columns);
      }
      widen(drawn, columns);
      return rooms;
    },
  };
}
