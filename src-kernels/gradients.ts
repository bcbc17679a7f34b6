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
  return samplingBytes(layout, { sums: 'samples' }) + layout.variableCount * (4 + 1 + 8 * (FACTORS + 2)) +
    columns.row.length * 13 + 2048 + (layout.corner.count + layout.weighted.count + 2) * 64 + flips;
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
  const { exports, arena, more, totals } =
    placeProgram(module, layout, { sums: 'samples', rows: false, objective: false }, ({ reserve, integers, doubles, bytes }) => {
    const rowBits = reserve((form === 'true-penalty' ? 2 * rows : rows) * PASS_BLOCKS, 4);
    return {
      factors: reserve(FACTORS * d, 8),
      softStates: reserve(PASS_BLOCKS * 16, 4),
      laneValues: reserve(32, 8),
      countPlanes: reserve(8 * 16, 1),
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
      flipStart: integers(columns.flips.start),
      flipRow: integers(columns.flips.row),
      flipSize: integers(columns.flips.size),
      flipUnit: doubles(columns.flips.unit),
      flipMasks: reserve(form === 'true-penalty' && layout.weighted.count > 0 ? 32 * d : 0, 4),
      flipValues: reserve(form === 'true-penalty' ? 32 * PASS_BLOCKS * layout.weighted.count : 0, 4),
    };
  });
  const number = FORMS[form];
  const samplePass = exports['samplePass'] as (count: number, form: number) => number;
  const addSums = exports['addSums'] as (count: number, form: number) => void;
  const moments = exports['moments'] as (from: number, to: number, form: number) => void;
  const factors = arena.f64(more.factors);
  const means = arena.f64(more.means);
  const deviations = arena.f64(more.deviations);
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
    moments(from, to, mean, squares) {
      moments(from, to, number);
      mean.set(means);
      squares.set(deviations);
    },
  };
}
