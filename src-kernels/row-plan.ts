/**
 * Which weighted rows of a program the sampling kernel works by tables, and what it needs for that
 * (`assembly/_table-rows.ts`). Variables stand in blocks of six, in the order in which rows name them. A run
 * of up to four successive rows has one entry for each block that any of them touches: their weights by
 * variable of the block. An entry costs the same whether it holds one nonzero or 24, so rows that share
 * variables gain most and rows of scattered variables nothing; those form runs without entries, which the
 * kernel walks nonzero by nonzero. Rows keep their order: a sample's penalty is added up in it.
 */

export interface PlannedRows {
  readonly count: number;
  readonly start: Int32Array;
  readonly middle: Int32Array;
  readonly column: Int32Array;
  readonly size: Int32Array;
}

export interface RowPlan {
  readonly runCount: number;
  /** First row of each run, and the number of rows. */
  readonly runStart: Int32Array;
  /** First entry of each run, and the number of entries. */
  readonly runEntry: Int32Array;
  /** First of each run's `spread`, and their number. */
  readonly runSpread: Int32Array;
  /** Variables of the runs without entries, each once a run. */
  readonly spread: Int32Array;
  readonly blockCount: number;
  /** Six variables a block; where it has fewer, the first again, which has weight 0 there. */
  readonly blockVariables: Int32Array;
  readonly entryBlock: Int32Array;
  /** By entry, variable and row: signed weight. */
  readonly entryWeight: Int32Array;
  /** By entry, row and variable: the nonzero, or the number of nonzeros where there is none. */
  readonly entryPlace: Int32Array;
}

/** Variables of a block. */
export const BLOCK = 6;
/** Rows of a run with entries, at most. */
export const RUN = 4;
/** Numbers an entry takes, by variable and row. */
export const ENTRY = BLOCK * RUN;

/**
 * Nanoseconds a block of 32 samples, as measured at passes of 64, between those of descents and those of
 * estimates: a nonzero's value and changes where its row is walked, and the bits of a variable spread for
 * such rows; an entry's values, and a block's indexes; the changes of a row's nonzero in an entry where all
 * samples are walked, and of its six where only those near 0 are, by their share.
 */
const COST = { value: 1.9, changes: 5.4, spread: 2.5, entry: 20, index: 6, allChanges: 6.1, nearChanges: 8, nearShare: 83 };

/** Most entries that `planRows` may make of so many nonzeros: each must be worth its cost. */
export function mostEntries(nonzeros: number, changes: boolean): number {
  const { value, spread, entry, allChanges, nearChanges } = COST;
  return Math.ceil(
    (nonzeros * (spread + value + (changes ? COST.changes : 0))) / (changes ? entry + Math.min(allChanges, nearChanges) : entry),
  );
}

/** @param changes the gradient of the true penalty is asked for, which the tables' indexes make cheaper. Cost: O(nnz). */
export function planRows(rows: PlannedRows, variableCount: number, changes: boolean): RowPlan {
  const place = placeVariables(rows, variableCount);
  const runs = cheapestCut(rows, place, changes);
  return { ...runs, ...fillEntries(rows, place, runs) };
}

/** The plan that walks every row: what tables are measured against, and give the same bits as. Cost: O(nnz). */
export function walkRows(rows: PlannedRows, variableCount: number): RowPlan {
  const place = placeVariables(rows, variableCount);
  const runs = cutRows(rows, place, new Uint8Array(rows.count));
  return { ...runs, ...fillEntries(rows, place, runs) };
}

/** By variable: its place in the order in which rows name them. */
function placeVariables({ column }: PlannedRows, variableCount: number): Int32Array {
  const place = new Int32Array(variableCount).fill(-1);
  let next = 0;
  for (const j of column) if (place[j] === -1) place[j] = next++;
  return place;
}

const blockOf = (place: number): number => Math.floor(place / BLOCK);

/** By row: blocks it touches, or 0 where a table cannot hold it: it names a variable twice. */
function countBlocks({ count, start, column }: PlannedRows, place: Int32Array): Int32Array {
  const blocks = new Int32Array(count);
  const seenBlock = new Int32Array(blockOf(place.length) + 1).fill(-1);
  const seenPlace = new Int32Array(place.length).fill(-1);
  for (let r = 0; r < count; r++) {
    let touched = 0;
    let twice = false;
    for (let k = start[r]!; k < start[r + 1]!; k++) {
      const at = place[column[k]!]!;
      twice ||= seenPlace[at] === r;
      seenPlace[at] = r;
      const block = blockOf(at);
      if (seenBlock[block] !== r) touched++;
      seenBlock[block] = r;
    }
    blocks[r] = twice ? 0 : touched;
  }
  return blocks;
}

/** Samples with a value that one flip carries over 0, at x̂ = ½ and a bound in the middle: ±reach of a normal distribution. */
function nearShare({ start, size }: PlannedRows, r: number): number {
  let reach = 0;
  let squares = 0;
  for (let k = start[r]!; k < start[r + 1]!; k++) {
    reach = Math.max(reach, size[k]!);
    squares += size[k]! ** 2;
  }
  return Math.min(1, (1.6 * reach) / Math.sqrt(squares));
}

interface Cut {
  /** By row: rows of the run with entries that begins there, or 0 where the row is walked. */
  readonly length: Uint8Array;
  /** Without what runs share: spread variables and indexes. */
  readonly cost: number;
}

/** The best of three cuts: all rows walked, all by tables that can be, or each as is better for itself; they share bits and indexes. */
function cheapestCut(rows: PlannedRows, place: Int32Array, changes: boolean): Runs {
  const touched = countBlocks(rows, place);
  const nonzero = COST.value + (changes ? COST.changes : 0);
  let best = cutRows(rows, place, new Uint8Array(rows.count));
  let least = nonzero * rows.column.length + COST.spread * best.spread.length;
  const block = new Int32Array(rows.column.length);
  for (let k = 0; k < block.length; k++) block[k] = blockOf(place[rows.column[k]!]!);
  for (const walks of [true, false]) {
    // Runs of four rows that touch the same blocks: no cut by tables is cheaper.
    if (!walks && (COST.entry * touched.reduce((sum, blocks) => sum + blocks, 0)) / RUN >= least) continue;
    const { length, cost } = cutRuns(rows, place.length, block, touched, changes, walks);
    if (cost >= least) continue;
    const runs = cutRows(rows, place, length);
    const total = cost + COST.spread * runs.spread.length + COST.index * runs.blockCount;
    if (total >= least) continue;
    best = runs;
    least = total;
  }
  return best;
}

/**
 * The cheapest cut into runs, by dynamic programming from the last row on.
 * @param block of each nonzero
 * @param touched blocks of each row
 * @param walks rows may be walked that need not be
 */
function cutRuns(rows: PlannedRows, variableCount: number, block: Int32Array, touched: Int32Array, changes: boolean, walks: boolean): Cut {
  const { count, start } = rows;
  const seen = new Int32Array(blockOf(variableCount) + 1).fill(-1);
  const nonzero = COST.value + (changes ? COST.changes : 0);
  /** Of the rows from this one on. */
  const cost = new Float64Array(count + 1);
  const length = new Uint8Array(count);
  for (let r = count - 1; r >= 0; r--) {
    cost[r] = walks || touched[r] === 0 ? cost[r + 1]! + nonzero * (start[r + 1]! - start[r]!) : Infinity;
    // A run has at least this row's entries; walked, its rows may cost less than those.
    if (walks && COST.entry * touched[r]! >= nonzero * (start[Math.min(count, r + RUN)]! - start[r]!)) continue;
    let entries = 0;
    let changed = 0;
    for (let last = r; last < Math.min(count, r + RUN) && touched[last]! > 0; last++) {
      if (changes) changed += Math.min(
        COST.allChanges * (start[last + 1]! - start[last]!), touched[last]! * (COST.nearChanges + COST.nearShare * nearShare(rows, last)),
      );
      for (let k = start[last]!; k < start[last + 1]!; k++) {
        if (seen[block[k]!] !== r) entries++;
        seen[block[k]!] = r;
      }
      const tabled = cost[last + 1]! + COST.entry * entries + changed;
      if (tabled >= cost[r]!) continue;
      cost[r] = tabled;
      length[r] = last + 1 - r;
    }
  }
  return { length, cost: cost[0]! };
}

type Runs = Pick<RowPlan, 'runCount' | 'runStart' | 'runEntry' | 'runSpread' | 'spread' | 'blockCount' | 'blockVariables' | 'entryBlock'>;

/** Rows by runs, with the blocks of their entries; walked rows that follow one another are one run. */
function cutRows({ count, start, column }: PlannedRows, place: Int32Array, length: Uint8Array): Runs {
  const runStart: number[] = [];
  const runEntry: number[] = [];
  const runSpread: number[] = [];
  const spread: number[] = [];
  const entryBlock: number[] = [];
  /** By place div 6: its number among the blocks in use. */
  const numbers = new Map<number, number>();
  const seen = new Int32Array(place.length).fill(-1);
  const seenBlock = new Int32Array(blockOf(place.length) + 1).fill(-1);
  for (let r = 0; r < count; ) {
    const run = runStart.push(r);
    runEntry.push(entryBlock.length);
    runSpread.push(spread.length);
    const walked = length[r] === 0;
    const end = walked ? lastWalked(length, r) : r + length[r]!;
    for (let k = start[r]!; k < start[end]!; k++) {
      const at = place[column[k]!]!;
      const block = blockOf(at);
      if (walked && seen[at] !== run) spread.push(column[k]!);
      if (!walked && seenBlock[block] !== run) {
        if (!numbers.has(block)) numbers.set(block, numbers.size);
        entryBlock.push(numbers.get(block)!);
      }
      seen[at] = run;
      seenBlock[block] = run;
    }
    r = end;
  }
  return {
    runCount: runStart.length,
    runStart: Int32Array.from([...runStart, count]),
    runEntry: Int32Array.from([...runEntry, entryBlock.length]),
    runSpread: Int32Array.from([...runSpread, spread.length]),
    spread: Int32Array.from(spread),
    blockCount: numbers.size,
    blockVariables: variablesOf([...numbers.keys()], place),
    entryBlock: Int32Array.from(entryBlock),
  };
}

function lastWalked(length: Uint8Array, from: number): number {
  let end = from;
  while (end < length.length && length[end] === 0) end++;
  return end;
}

function variablesOf(blocks: readonly number[], place: Int32Array): Int32Array {
  const variableAt = new Int32Array(place.length + BLOCK).fill(-1);
  for (let j = 0; j < place.length; j++) if (place[j]! >= 0) variableAt[place[j]!] = j;
  return Int32Array.from({ length: BLOCK * blocks.length }, (_, n) => {
    const first = BLOCK * blocks[Math.floor(n / BLOCK)]!;
    const j = variableAt[first + (n % BLOCK)]!;
    return j >= 0 ? j : variableAt[first]!;
  });
}

function fillEntries(
  { start, middle, column, size }: PlannedRows, place: Int32Array, { runCount, runStart, runEntry, blockVariables, entryBlock }: Runs,
): Pick<RowPlan, 'entryWeight' | 'entryPlace'> {
  const entryWeight = new Int32Array(ENTRY * entryBlock.length);
  const entryPlace = new Int32Array(ENTRY * entryBlock.length).fill(column.length);
  /** By block as the rows name them. */
  const entryOf = new Int32Array(blockOf(place.length) + 1);
  for (let n = 0; n < runCount; n++) {
    if (runEntry[n] === runEntry[n + 1]) continue;
    for (let e = runEntry[n]!; e < runEntry[n + 1]!; e++) entryOf[blockOf(place[blockVariables[BLOCK * entryBlock[e]!]!]!)] = e;
    for (let r = runStart[n]!; r < runStart[n + 1]!; r++) {
      const row = r - runStart[n]!;
      for (let k = start[r]!; k < start[r + 1]!; k++) {
        const at = place[column[k]!]!;
        const entry = ENTRY * entryOf[blockOf(at)]!;
        entryWeight[entry + RUN * (at % BLOCK) + row] = k < middle[r]! ? size[k]! : -size[k]!;
        entryPlace[entry + BLOCK * row + (at % BLOCK)] = k;
      }
    }
  }
  return { entryWeight, entryPlace };
}
