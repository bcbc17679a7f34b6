/**
 * The compiled loops of the local search, behind the interface that src-science declares for them (`SearchLoops`). The
 * vector, excesses and weights are arrays in an instance's memory, so nothing is copied at a flip.
 */
import { createArena, type Place } from './arena.ts';
import { instantiate, type WasmModule } from './web-assembly.ts';

interface SearchExports {
  placeArrays(variables: number, rows: number, costed: number, at: number): void;
  countOfViolated(): number;
  objectiveNow(): number;
  workDone(): number;
  flipsMade(): number;
  addWork(amount: number): void;
  rebuild(): void;
  flip(j: number): void;
  weigh(): void;
  leastHarm(): number;
  bestRelief(i: number): number;
  heapBase(): number;
}

interface Layout {
  readonly form: {
    readonly variableCount: number;
    readonly rowCount: number;
    readonly start: Int32Array;
    readonly column: Int32Array;
    readonly value: Float64Array;
    readonly objective: Float64Array;
    readonly fixed: Int8Array;
  };
  readonly columns: { readonly start: Int32Array; readonly row: Int32Array; readonly value: Float64Array };
  readonly tolerance: Float64Array;
  readonly scale: Float64Array;
  readonly reach: Float64Array;
}

/** Arrays whose addresses the kernel is told. */
const ARRAYS = 26;

/** Bytes a search would take, before anything is allocated. */
export function searchBytes({ form: { variableCount, rowCount, column } }: Layout): number {
  return 2 ** 16 + variableCount * 48 + rowCount * 72 + column.length * 32;
}

/** @throws RangeError where the program does not fit the 4 GiB a kernel can address. Cost: O(nnz). */
export function createSearchHost(module: WasmModule, { form, columns, tolerance, scale, reach }: Layout) {
  const { exports, memory } = instantiate(module);
  const run = exports as unknown as SearchExports;
  const { variableCount: d, rowCount: m } = form;
  const nnz = form.column.length;
  const arena = createArena(memory, run.heapBase());
  const addresses = arena.reserve(ARRAYS, 4);
  const places: Place[] = [];
  const place = (length: number, bytes: number): Place => {
    const made = arena.reserve(length, bytes);
    places.push(made);
    return made;
  };
  // In the order in which the kernel reads their addresses; some are read sixteen at a time.
  const padded = 16 * Math.ceil(d / 16);
  const start = place(m + 1, 4);
  const entry = place(nnz, 4);
  const sorted = place(nnz, 4);
  const columnStart = place(d + 1, 4);
  const columnRow = place(nnz, 4);
  const columnValue = place(nnz, 8);
  const x = place(d, 1);
  const excess = place(m, 8);
  const tolerances = place(m, 8);
  const scales = place(m, 8);
  const reaches = place(m, 8);
  const weight = place(m, 8);
  const uniform = place(m, 1);
  place(m, 4);
  place(m, 4);
  const columnsXor = place(m, 4);
  const score = place(padded, 8);
  const lastFlip = place(d, 8);
  const cost = place(d, 8);
  const absoluteCost = place(padded, 8);
  place(padded, 1);
  const free = place(d, 1);
  const violated = place(m, 4);
  place(m, 4);
  const size = place(nnz, 8);
  const runLength = place(nnz, 4);
  arena.seal();

  arena.i32(start).set(form.start);
  const entries = arena.i32(entry);
  for (let k = 0; k < nnz; k++) entries[k] = (form.column[k]! << 3) | (form.value[k]! > 0 ? 1 : 0);
  arena.i32(columnStart).set(columns.start);
  arena.i32(columnRow).set(columns.row);
  arena.f64(columnValue).set(columns.value);
  arena.f64(tolerances).set(tolerance);
  arena.f64(scales).set(scale);
  arena.f64(reaches).set(reach);
  const sortedEntries = arena.i32(sorted);
  const sizes = arena.f64(size);
  const runs = arena.i32(runLength);
  const isUniform = arena.u8(uniform);
  const xors = arena.i32(columnsXor);
  for (let i = 0; i < m; i++) {
    let same = true;
    let xor = 0;
    for (let k = form.start[i]!; k < form.start[i + 1]!; k++) {
      same &&= Math.abs(form.value[k]!) === reach[i];
      xor ^= form.column[k]!;
    }
    isUniform[i] = same ? 1 : 0;
    xors[i] = xor;
    if (!same) sortRow(i);
  }
  arena.f64(lastFlip).fill(-Infinity);
  arena.f64(cost).set(form.objective);
  arena.f64(absoluteCost).set(form.objective.map(Math.abs));
  const isFree = arena.u8(free);
  let costed = 0;
  for (let j = 0; j < d; j++) {
    isFree[j] = form.fixed[j]! < 0 ? 1 : 0;
    if (form.fixed[j]! < 0 && form.objective[j] !== 0) costed++;
  }
  arena.i32(addresses).set(places.map(({ at }) => at));
  run.placeArrays(d, m, costed, addresses.at);
  return {
    x: arena.u8(x),
    excess: arena.f64(excess),
    weight: arena.f64(weight),
    score: arena.f64(score),
    violated: arena.i32(violated),
    violatedCount: () => run.countOfViolated(),
    objective: () => run.objectiveNow(),
    work: () => run.workDone(),
    addWork: (amount: number) => run.addWork(amount),
    flips: () => run.flipsMade(),
    rebuild: () => run.rebuild(),
    flip: (j: number) => run.flip(j),
    weigh: () => run.weigh(),
    leastHarm: () => run.leastHarm(),
    bestRelief: (i: number) => run.bestRelief(i),
  };

  /** Entries of row i by falling size, and how many of one size follow one another. */
  function sortRow(i: number): void {
    const from = form.start[i]!;
    const order = Array.from({ length: form.start[i + 1]! - from }, (_, n) => from + n);
    order.sort((a, b) => Math.abs(form.value[b]!) - Math.abs(form.value[a]!) || a - b);
    let first = from;
    order.forEach((k, n) => {
      sortedEntries[from + n] = entries[k]!;
      sizes[from + n] = Math.abs(form.value[k]!);
      if (sizes[from + n] !== sizes[first]) first = from + n;
      runs[first] = from + n - first + 1;
    });
  }
}
