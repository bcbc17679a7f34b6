/**
 * Host of the Monte Carlo kernels (`assembly/sampling.ts`): places a program in an instance's memory and
 * draws passes of its samples there. One instance a program: it costs some microseconds, and its memory
 * goes when nobody holds it. Layout and totals are those of src-science/gradients/sample-totals.ts; this room
 * imports their types, and no code.
 */
import type { BlockSums, CompiledTotals, TotalsRequest, TotalSums } from '../src-science/gradients/sample-totals.ts';
import type { SamplingLayout } from '../src-science/gradients/sampling-layout.ts';
import { createArena, type Arena, type Place } from './arena.ts';
import { BLOCK, ENTRY, mostEntries, planRows } from './row-plan.ts';
import { instantiate, type WasmModule } from './web-assembly.ts';

/** A program but for its wide rows, which are added in TypeScript. */
export type KernelLayout = Omit<SamplingLayout, 'wide'>;
/** `samples`: the bits of violated rows, in place of totals. */
type KernelRequest = Omit<TotalsRequest, 'sums'> & { readonly sums: TotalSums | Extract<BlockSums, 'samples'> };

const PASS_BLOCKS = 16;
const PASS_SAMPLES = 32 * PASS_BLOCKS;
const TWO_32 = 2 ** 32;
/** An array that a program does without. */
const NOWHERE: Place = { at: 0, length: 0 };
/** What planned rows take (`RowPlan`): an entry's block, weights and places; a block's variables and its samples' indexes. */
const ENTRY_BYTES = 4 + 8 * ENTRY;
const BLOCK_BYTES = 4 * BLOCK + 2 * PASS_SAMPLES;
const SUMS = { nothing: 0, 'true-penalty': 1, averaged: 2, samples: 3 } as const;

/** Bytes a program would take, before anything is allocated. */
export function samplingBytes({ variableCount: d, corner, weighted }: KernelLayout, { sums }: Pick<KernelRequest, 'sums'>): number {
  const perVariable = 2 * 4 + 16 + 2 * 64 + 2 * 4 + 4 + (weighted.count > 0 ? 128 : 0) + 2 * 12 + 6 * 8;
  const tables =
    mostEntries(weighted.column.length, sums === 'true-penalty') * ENTRY_BYTES + Math.ceil(weighted.variables.length / BLOCK) * BLOCK_BYTES;
  return 2 ** 16 + d * perVariable + corner.literal.length * 16 +
    corner.count * 24 + weighted.column.length * (sums === 'true-penalty' ? 44 : 36) + weighted.count * 132 + tables;
}

/**
 * Places a program.
 * @param module compiled from `assembly/sampling.ts`
 * @param plan says which rows are worked by tables; the same bits whatever it says
 * @throws RangeError where the program does not fit the 4 GiB a kernel can address
 * Cost: O(nnz).
 */
export function createKernelTotals(
  module: WasmModule, layout: KernelLayout, request: KernelRequest, plan: typeof planRows = planRows,
): CompiledTotals {
  const { exports, totals } = placeProgram(module, layout, request, () => ({}), plan);
  return totals(exports['pass'] as PassFunction);
}

/** Ways to put arrays into the memory of a program that is being placed. */
export interface Placing {
  readonly reserve: Arena['reserve'];
  readonly integers: (from: Int32Array) => Place;
  readonly doubles: (from: Float64Array) => Place;
  readonly bytes: (from: Uint8Array | Int8Array) => Place;
}

type PassFunction = (count: number, sums: number, pairs: number, rows: number, objective: number) => number;

/** A program in an instance's memory, with its totals once it is said how a pass is drawn. */
export interface PlacedProgram<More> {
  readonly exports: Readonly<Record<string, unknown>>;
  readonly arena: Arena;
  readonly more: More;
  readonly totals: (pass: PassFunction) => CompiledTotals;
}

/** What is written anew where rows are weighed. */
type Refresh = () => void;

/**
 * Places a program and tells the instance where.
 * @param placeMore places further arrays, each named as the exported address that it goes to
 */
export function placeProgram<More extends Readonly<Record<string, Place>>>(
  module: WasmModule,
  layout: KernelLayout,
  request: KernelRequest,
  placeMore: (placing: Placing) => More,
  planOf: typeof planRows = planRows,
): PlacedProgram<More> {
  const { exports, memory } = instantiate(module);
  const arena = createArena(memory, (exports['freeFrom'] as () => number)());
  const { corner, weighted, linear, objective: cost, variableCount: d } = layout;
  const padded = 4 * Math.ceil(d / 4);
  const plan = planOf(weighted, d, request.sums === 'true-penalty');
  const copies: (() => void)[] = [];
  const sizes: (() => void)[] = [];
  const integers = (from: Int32Array): Place => {
    const place = arena.reserve(from.length, 4);
    copies.push(() => arena.i32(place).set(from));
    return place;
  };
  const doubles = (from: Float64Array): Place => {
    const place = arena.reserve(from.length, 8);
    const copy = (): void => arena.f64(place).set(from);
    copies.push(copy);
    sizes.push(copy);
    return place;
  };

  const bytes = (from: Uint8Array | Int8Array): Place => {
    const place = arena.reserve(from.length, 1);
    copies.push(() => arena.u8(place).set(from));
    return place;
  };

  const key = arena.reserve(20, 4);
  const threshold = arena.reserve(padded, 4);
  const drawn = arena.reserve(padded, 4);
  // Low words, high words, wanted samples, and the kernel's scratch.
  const blocks = arena.reserve(4 * PASS_BLOCKS, 4);
  const penalty = arena.reserve(PASS_SAMPLES, 8);
  const objective = arena.reserve(request.objective ? PASS_SAMPLES : 0, 8);
  const feasible = arena.reserve(PASS_BLOCKS, 4);
  const cornerTotal = arena.reserve(corner.literal.length, 4);
  const cornerViolated = arena.reserve(corner.count, 4);
  // One more, for entries that hold no nonzero.
  const weightedTotal = { ...arena.reserve(weighted.column.length + 1, 8), length: weighted.column.length };
  const weightedViolated = arena.reserve(weighted.count, 4);
  const onesTotal = arena.reserve(d, 4);
  const averaged = request.sums === 'averaged';
  const gradient = arena.reserve(request.sums === 'true-penalty' || averaged ? d : 0, 8);
  const slopes = arena.reserve(averaged ? 2 * d : 0, 8);
  const literals = arena.reserve(2 * padded * 16, 4);
  const more = placeMore({ reserve: arena.reserve, integers, doubles, bytes });
  const placed: Readonly<Record<string, Place>> = {
    threshold,
    drawn,
    late: arena.reserve(4 * padded, 4),
    blocks,
    literals,
    penalty,
    objective,
    feasible,
    byteMasks: arena.reserve(256 * 8, 8),
    planes: arena.reserve(40 * 16, 4),
    groupStart: integers(corner.groupStart),
    groupKind: integers(corner.groupKind),
    groupAmount: doubles(corner.groupAmount),
    cornerStart: integers(corner.start),
    cornerMiss: integers(corner.literal.map((literal) => (literal ^ 1) << 6)),
    cornerTotal,
    cornerViolated,
    literalCount: arena.reserve(2 * d, 4),
    weightedStart: integers(weighted.start),
    weightedMiddle: integers(weighted.middle),
    weightedColumn: integers(weighted.column),
    weightedSize: integers(weighted.size),
    weightedBound: integers(weighted.bound),
    weightedReach: integers(weighted.reach),
    weightedDoubt: integers(weighted.doubt),
    weightedUnit: doubles(weighted.unit),
    weightedFactor: request.sums === 'true-penalty' ? doubles(weighted.factor) : NOWHERE,
    realWeight: doubles(weighted.realWeight),
    realBound: doubles(weighted.realBound),
    weightedTotal,
    weightedViolated,
    violatedMasks: arena.reserve(averaged ? weighted.count * 16 : 0, 4),
    laneMasks: arena.reserve(plan.spread.length > 0 ? d * 32 : 0, 4),
    lanes: arena.reserve(32, 4),
    runStart: integers(plan.runStart),
    runEntry: integers(plan.runEntry),
    runSpread: integers(plan.runSpread),
    spreadVariables: integers(plan.spread),
    blockVariables: integers(plan.blockVariables),
    entryBlock: integers(plan.entryBlock),
    entryWeight: integers(plan.entryWeight),
    entryPlace: integers(plan.entryPlace),
    indexes: arena.reserve(plan.blockCount * PASS_SAMPLES, 2),
    rowValues: arena.reserve(plan.blockCount > 0 ? 2 * 4 * PASS_SAMPLES : 0, 4),
    nearSamples: arena.reserve(plan.blockCount > 0 ? PASS_SAMPLES : 0, 8),
    linearVariables: integers(linear.variables),
    linear: doubles(linear.coefficient),
    objectiveVariables: integers(cost.variables),
    objectiveCoefficient: doubles(cost.coefficient),
    onesTotal,
    gradient,
    slopes,
    literalSum: arena.reserve(slopes.length, 8),
    cornerCoefficient: averaged ? doubles(corner.coefficient) : NOWHERE,
    weightedCoefficient: averaged ? doubles(weighted.coefficient) : NOWHERE,
    alwaysLinear: averaged ? doubles(layout.alwaysLinear) : NOWHERE,
    ...more,
  };
  arena.seal();
  for (const copy of copies) copy();
  const global = (name: string): { value: number } => exports[name] as { value: number };
  for (const [name, place] of Object.entries(placed)) global(name).value = place.at;
  const numbers = {
    variables: d,
    cornerCount: corner.count,
    coverCount: corner.coverCount,
    groupCount: corner.groupCount,
    weightedCount: weighted.count,
    runCount: plan.runCount,
    blockCount: plan.blockCount,
    linearCount: linear.variables.length,
    linearConstant: linear.constant,
    objectiveCount: cost.variables.length,
    objectiveConstant: cost.constant,
    alwaysCount: layout.alwaysCount,
  };
  for (const [name, value] of Object.entries(numbers)) global(name).value = value;
  (exports['placeKey'] as (at: number) => void)(key.at);
  (exports['begin'] as () => void)();
  const places = {
    key, threshold, drawn, blocks, penalty, objective, feasible, cornerTotal, cornerViolated, weightedTotal, weightedViolated, onesTotal,
    gradient, slopes, literals,
  };
  return {
    exports, arena, more,
    totals: (pass) => totalsOver(arena, { ...(exports as unknown as Loops), pass }, request, corner.hasPairs, places, () => {
      for (const copy of sizes) copy();
      global('linearConstant').value = linear.constant;
    }),
  };
}

interface Loops {
  readonly pass: PassFunction;
  readonly addTruePenalty: (samples: number) => void;
  readonly addAveraged: (samples: number) => void;
}
type Places = Readonly<Record<'key' | 'threshold' | 'drawn' | 'blocks' | 'penalty' | 'objective' | 'feasible'
  | 'cornerTotal' | 'cornerViolated' | 'weightedTotal' | 'weightedViolated' | 'onesTotal' | 'gradient' | 'slopes' | 'literals', Place>>;

function totalsOver(
  arena: Arena, { pass, addTruePenalty, addAveraged }: Loops, request: KernelRequest, pairs: boolean, places: Places, reweigh: Refresh,
): CompiledTotals {
  const key = arena.i32(places.key);
  const threshold = arena.i32(places.threshold);
  const drawn = arena.i32(places.drawn);
  const blocks = arena.i32(places.blocks);
  const cornerTotal = arena.i32(places.cornerTotal);
  const cornerViolated = arena.i32(places.cornerViolated);
  const weightedTotal = arena.f64(places.weightedTotal);
  const weightedViolated = arena.i32(places.weightedViolated);
  const onesTotal = arena.i32(places.onesTotal);
  const gradient = arena.f64(places.gradient);
  const slopePairs = arena.f64(places.slopes);
  const literals = arena.i32(places.literals);
  const sums = SUMS[request.sums];
  const rows = request.rows || request.sums === 'averaged' ? 1 : 0;
  let violations = 0;
  /** Literals of a variable, each with so many blocks of a pass. */
  let stride = 1;
  return {
    penalty: arena.f64(places.penalty),
    objective: arena.f64(places.objective),
    feasible: arena.i32(places.feasible),
    get violations() {
      return violations;
    },
    cornerTotal,
    cornerViolated,
    weightedViolated,
    weightedTotal,
    onesTotal,
    begin(stream, thresholds) {
      for (let n = 0; n < 5; n++) key.fill(stream.key[n]!, 4 * n, 4 * n + 4);
      for (let j = 0; j < thresholds.length; j++) {
        const t = thresholds[j]!;
        threshold[j] = t | 0;
        drawn[j] = t < TWO_32 ? -1 : 0;
      }
      cornerTotal.fill(0);
      cornerViolated.fill(0);
      weightedTotal.fill(0);
      weightedViolated.fill(0);
      onesTotal.fill(0);
    },
    draw({ first, count, valid }) {
      for (let n = 0; n < PASS_BLOCKS; n++) {
        const block = first + n;
        blocks[n] = block | 0;
        blocks[PASS_BLOCKS + n] = block < TWO_32 ? 0 : Math.floor(block / TWO_32);
        blocks[2 * PASS_BLOCKS + n] = n < count ? valid[n]! : 0;
      }
      stride = count === 1 ? 1 : count <= 4 ? 4 : PASS_BLOCKS;
      violations = pass(count, sums, pairs ? 1 : 0, rows, request.objective ? 1 : 0);
    },
    ones: (variable, block) => literals[2 * stride * variable + block]!,
    reweigh,
    addSum(samples, slopes, sum) {
      if (request.sums === 'nothing' || request.sums === 'samples') return;
      gradient.set(sum);
      if (request.sums === 'true-penalty') {
        addTruePenalty(samples);
      } else {
        slopePairs.set(slopes.slope);
        addAveraged(samples);
      }
      sum.set(gradient);
    },
  };
}
