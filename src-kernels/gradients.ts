/**
 * Host of the kernels for gradients of single samples (`assembly/gradients.ts`): a program placed as for
 * its totals (`sampling.ts`), with its nonzeros by variable and the bits of its rows beside it. Layouts and
 * meaning are those of src-science/gradients (sampling-columns.ts, sample-gradients.ts).
 */
import type { SampleGradients } from '../src-science/gradients/sample-gradients.ts';
import type { ColumnLayout } from '../src-science/gradients/sampling-columns.ts';
import { placeProgram, samplingBytes, type KernelLayout } from './sampling.ts';
import type { WasmModule } from './web-assembly.ts';

const FORMS = { 'straight-through': 0, averaged: 1, drawn: 2, 'true-penalty': 3 } as const;
/** Numbers a variable. */
const FACTORS = 4;
const PASS_BLOCKS = 16;

/** Bytes a program would take, before anything is allocated. */
export function gradientBytes(layout: KernelLayout, columns: ColumnLayout, form: keyof typeof FORMS): number {
  // Of the true penalty two masks a corner row, the values of weighted rows, and their nonzeros by variable.
  const flips = form === 'true-penalty'
    ? (layout.corner.count + 2) * 64 + layout.weighted.count * 2048 + layout.variableCount * (4 + 128) + columns.flips.row.length * 16
    : 0;
  return samplingBytes(layout, { sums: 'samples' }) + layout.variableCount * (4 + 1 + 8 * (FACTORS + 2)) + 4 * (layout.variableCount + 2) +
    columns.row.length * 18 + 2048 + (layout.corner.count + layout.weighted.count + 2) * 68 + flips;
}

/**
 * Places a program.
 * @param module compiled from `assembly/gradients.ts`
 * @throws RangeError where the program does not fit the 4 GiB a kernel can address
 * Cost: O(nnz).
 */
export function createKernelGradients(
  module: WasmModule, layout: KernelLayout, columns: ColumnLayout, form: keyof typeof FORMS,
): SampleGradients {
  const d = layout.variableCount;
  // One that is always violated, and one that never is.
  const rows = layout.corner.count + layout.weighted.count + 2;
  const entries = form === 'true-penalty' ? new Int32Array(0) : entriesByRow(layout, columns);
  const liveLimit = mostLive(columns, entries.length);
  const { exports, arena, more, totals } =
    placeProgram(module, layout, { sums: 'samples', rows: false, objective: false }, ({ reserve, integers, doubles, bytes }) => {
    const rowBits = reserve((form === 'true-penalty' ? 2 * rows : rows) * PASS_BLOCKS, 4);
    return {
      factors: reserve(FACTORS * d, 8),
      softStates: reserve(PASS_BLOCKS * 16, 4),
      laneValues: reserve(32, 8),
      countPlanes: reserve(10 * 16, 1),
      means: reserve(d, 8),
      deviations: reserve(d, 8),
      rowBits,
      // Behind the corner rows, as if all stood 64 bytes apart.
      violatedMasks: { at: rowBits.at + 64 * layout.corner.count, length: 16 * layout.weighted.count },
      columnStart: integers(columns.start),
      columnRow: integers(columns.row),
      columnCoefficient: doubles(columns.coefficient),
      columnKind: bytes(columns.kind),
      columnByte: bytes(columns.byte),
      rowEntry: integers(entries),
      liveRow: reserve(form === 'true-penalty' ? 0 : rows - 2, 4),
      liveStart: reserve(form === 'true-penalty' ? 0 : d + 2, 4),
      liveEntry: reserve(liveLimit, 4),
      flipStart: integers(columns.flips.start),
      flipRow: integers(columns.flips.row),
      flipSize: integers(columns.flips.size),
      flipUnit: doubles(columns.flips.unit),
      flipMasks: reserve(form === 'true-penalty' && layout.weighted.count > 0 ? 32 * d : 0, 4),
      flipValues: reserve(form === 'true-penalty' ? 32 * PASS_BLOCKS * layout.weighted.count : 0, 4),
    };
  });
  (exports['liveLimit'] as { value: number }).value = liveLimit;
  const number = FORMS[form];
  const samplePass = exports['samplePass'] as (count: number, form: number) => number;
  const addSums = exports['addSums'] as (count: number, form: number) => void;
  const moments = exports['moments'] as (from: number, to: number, form: number) => void;
  const factors = arena.f64(more.factors);
  const means = arena.f64(more.means);
  const deviations = arena.f64(more.deviations);
  const rowWords = arena.i32(more.rowBits);
  let blocks = 0;
  const drawn = totals((count) => {
    blocks = count;
    return samplePass(count, number);
  });
  return {
    totals: drawn,
    begin(stream, thresholds, parameters) {
      drawn.begin(stream, thresholds);
      factors.set(parameters);
    },
    addSums(sum) {
      means.set(sum);
      addSums(blocks, number);
      sum.set(means);
    },
    countRows(corners, weighted) {
      const stride = blocks === 1 ? 1 : blocks <= 4 ? 4 : PASS_BLOCKS;
      for (let r = 0; r < rows - 2; r++) {
        let count = 0;
        for (let n = 0; n < blocks; n++) count += popcount(rowWords[stride * r + n]!);
        if (r < layout.corner.count) corners[r]! += count;
        else weighted[r - layout.corner.count]! += count;
      }
    },
    reweigh: drawn.reweigh,
    moments(from, to, mean, squares) {
      moments(from, to, number);
      mean.set(means);
      squares.set(deviations);
    },
  };
}

function popcount(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Place in the columns of each nonzero, corner rows first: a column has its rows in order. Cost: O(nnz). */
function entriesByRow({ corner, weighted, alwaysVariables }: KernelLayout, { start }: ColumnLayout): Int32Array {
  const next = start.slice();
  // The row that stands for those violated at every vertex is a column's first.
  for (const j of alwaysVariables) next[j]!++;
  const entries = new Int32Array(corner.literal.length + weighted.column.length);
  corner.literal.forEach((literal, k) => (entries[k] = next[literal >> 1]!++));
  weighted.column.forEach((j, k) => (entries[corner.literal.length + k] = next[j]!++));
  return entries;
}

/**
 * By kind of column, as sampling-columns.ts numbers them (real, small, uniform, long): of its nonzeros this share may be
 * listed. A listed one takes as long as so many that are walked.
 */
const LIVE_SHARE = [0.5, 0.25, 0.05, 0.15] as const;

/** How many nonzeros of violated rows are worth listing. */
function mostLive({ kind, start }: ColumnLayout, nonzeros: number): number {
  let worth = 0;
  kind.forEach((each, j) => (worth += (start[j + 1]! - start[j]!) * (LIVE_SHARE[each] ?? 0)));
  return Math.min(Math.floor(worth), nonzeros);
}
