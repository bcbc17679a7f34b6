/**
 * From multipliers to a 0/1 vector, a row at a time: Wedelin's algorithm (Annals of Operations Research 57, 1995) for rows
 * of any coefficients and both sides (generalized by Bastert, Hummel & de Vries, INFORMS Journal on Computing 22, 2010).
 * A row that is violated takes its multiplier out of the reduced costs, chooses anew the literals that keep it at least
 * cost, puts its multiplier between the last that was chosen and the first that was not, and pushes the chosen ones
 * down and the others up by the share κ/(1 − κ) of what lies between them. What a row has pushed fades by θ each
 * time it is visited. κ grows until all rows are kept: small, the choices follow the linear relaxation; large, each
 * row insists on what it chose before.
 *
 * A run that ends without a vector says that κ grew too fast; one that ends with one, that a slower run may end
 * better. So each run is longer than the one before, from multipliers that chance moves a little.
 *
 * Bounded by work counted in nonzeros and drawn from counter-based random numbers: the same start, seed and work give
 * the same vector on every machine.
 */
import { assess } from '../decoding/assessment.ts';
import type { ColumnIndex } from '../decoding/column-index.ts';
import { createFlipState } from '../decoding/flip-state.ts';
import { improveByFlips } from '../decoding/local-improvement.ts';
import type { NormalForm } from '../program/normal-form.ts';
import { createNumberSequence } from '../random/number-sequence.ts';
import type { NumberSequence } from '../random/number-sequence.ts';
import { STREAMS } from '../random/streams.ts';
import { chooseByCount, chooseByWeight } from './row-choice.ts';
import type { RowAtHand } from './row-choice.ts';
import type { TwoSidedRows } from './two-sided-rows.ts';

/** Sweeps in which κ grows to its largest value: in the first run, by how much more in each that follows, and at most. */
const FIRST_SWEEPS = 100;
const MORE_SWEEPS = 1.3;
const MOST_SWEEPS = 20_000;
/** κ at which a run gives up. */
const MOST_KAPPA = 0.6;
/** θ of one run after the other. */
const FADING = [0.5, 0.3, 0.8] as const;
/** Chance moves a reduced cost by up to half this share of the median cost, in one run after the other. */
const NOISE = [0.01, 0.003, 0.03, 0.1] as const;
/** Runs in a row that may end with nothing better, once there is a vector. */
const PATIENCE = 100;
/** Work of improving a vector that keeps all rows, in programs. */
const IMPROVEMENT = 20;
/** By how much a multiplier goes past the last literal where it has to take all of them, in units of the median cost. */
const PAST_THE_LAST = 1e-6;

/** Where the runs begin. */
export interface PricedRows {
  readonly rows: TwoSidedRows;
  /** Length rowCount of the rows. */
  readonly multipliers: Float64Array;
  /** c + Aᵀy, length d. */
  readonly reducedCost: Float64Array;
  /** Unit of costs: the median one. */
  readonly unit: number;
}

export interface WedelinResult {
  /** Length d, 0/1: the best vector that keeps all rows, else the one that left the fewest violated. */
  readonly x: Uint8Array;
  readonly feasible: boolean;
  readonly runs: number;
  /** Nonzeros touched. */
  readonly work: number;
}

/**
 * @param lean length d: added to the reduced costs at the start of every run
 * @param work nonzeros that may be touched; a run under way then ends
 * @param cancelled asked now and then; true ends it with what there is
 * Cost: about `work` nonzeros, one program's at least.
 */
export function chooseByRows(
  form: NormalForm,
  columns: ColumnIndex,
  priced: PricedRows,
  lean: Float64Array,
  seed: number,
  work: number,
  cancelled: () => boolean = () => false,
): WedelinResult {
  const random = createNumberSequence(seed, STREAMS.rows);
  const state = createRun(form, columns, priced.rows);
  let best: Uint8Array | null = null;
  let bestObjective = Infinity;
  let least = Infinity;
  let leastViolated = state.x.slice();
  let sweeps = FIRST_SWEEPS;
  let runs = 0;
  let betterAt = 0;
  const improved = new Uint8Array(form.variableCount);
  let isFirst = true;
  const stops = (): boolean => state.work >= work || cancelled();
  do {
    begin(state, priced, lean, NOISE[runs % NOISE.length]! * priced.unit, random);
    const kept = run(state, { theta: FADING[runs % FADING.length]!, sweeps, unit: priced.unit }, random, stops);
    runs++;
    sweeps = Math.min(Math.ceil(sweeps * MORE_SWEEPS), MOST_SWEEPS);
    if (kept && (isFirst || state.x.some((v, j) => v !== improved[j]))) {
      isFirst = false;
      improved.set(state.x);
      const flips = createFlipState(form, columns, state.x);
      improveByFlips(flips, flips.work + IMPROVEMENT * form.column.length);
      state.work += flips.work + 2 * form.column.length;
      const { feasible, objective } = assess(form, flips.x);
      if (feasible && form.objectiveSign * objective < bestObjective) {
        bestObjective = form.objectiveSign * objective;
        best = flips.x.slice();
        betterAt = runs;
      }
    } else if (!kept && state.leastCount < least) {
      least = state.leastCount;
      leastViolated = state.leastX.slice();
    }
  } while (!stops() && (best === null || runs - betterAt < PATIENCE));
  return { x: best ?? leastViolated, feasible: best !== null, runs, work: state.work };
}

/** What a run works on; made once for all of them. */
interface Run extends RowAtHand {
  readonly form: NormalForm;
  readonly columns: ColumnIndex;
  readonly reduced: Float64Array;
  readonly multipliers: Float64Array;
  /** Length nnz: what its row pushes each entry's variable by. */
  readonly push: Float64Array;
  readonly x: Uint8Array;
  /** Two-sided rows by column, with values. */
  readonly entryStart: Int32Array;
  readonly entryRow: Int32Array;
  readonly entryValue: Float64Array;
  /** Length rowCount: aᵀx over free variables. */
  readonly activity: Float64Array;
  /** Violated rows, `violatedCount` of them, and where in that list a row stands; −1 for none. */
  readonly violated: Int32Array;
  readonly place: Int32Array;
  violatedCount: number;
  /** The vector of this run that left the fewest rows violated. */
  readonly leastX: Uint8Array;
  leastCount: number;
  readonly todo: Int32Array;
}

function createRun(form: NormalForm, columns: ColumnIndex, rows: TwoSidedRows): Run {
  const { variableCount, rowCount, start, column, value } = rows;
  const entryStart = new Int32Array(variableCount + 1);
  for (const j of column) entryStart[j + 1]!++;
  for (let j = 0; j < variableCount; j++) entryStart[j + 1]! += entryStart[j]!;
  const next = entryStart.slice();
  const entryRow = new Int32Array(column.length);
  const entryValue = new Float64Array(column.length);
  for (let i = 0; i < rowCount; i++) {
    for (let k = start[i]!; k < start[i + 1]!; k++) {
      const slot = next[column[k]!]!++;
      entryRow[slot] = i;
      entryValue[slot] = value[k]!;
    }
  }
  const x = Uint8Array.from(form.fixed, (at) => Math.max(at, 0));
  return {
    form,
    columns,
    rows,
    reduced: new Float64Array(variableCount),
    multipliers: new Float64Array(rowCount),
    push: new Float64Array(column.length),
    x,
    entryStart,
    entryRow,
    entryValue,
    activity: new Float64Array(rowCount),
    violated: new Int32Array(rowCount),
    place: new Int32Array(rowCount),
    violatedCount: 0,
    leastX: x.slice(),
    leastCount: Infinity,
    work: 0,
    order: new Int32Array(rows.longest),
    literalCost: new Float64Array(rows.longest),
    todo: new Int32Array(rowCount),
  };
}

/** Puts a run at the multipliers, moved a little by chance, and at the vector that they choose. Cost: O(nnz + d). */
function begin(state: Run, priced: PricedRows, lean: Float64Array, noise: number, random: NumberSequence): void {
  const { form, rows, reduced, multipliers, push, x, activity, place } = state;
  multipliers.set(priced.multipliers);
  push.fill(0);
  for (let j = 0; j < x.length; j++) {
    reduced[j] = priced.reducedCost[j]! + lean[j]! + noise * (random.unit() - 0.5);
    if (form.fixed[j]! < 0) x[j] = reduced[j]! < 0 ? 1 : 0;
  }
  place.fill(-1);
  state.violatedCount = 0;
  state.leastCount = Infinity;
  for (let i = 0; i < rows.rowCount; i++) {
    let sum = 0;
    for (let k = rows.start[i]!; k < rows.start[i + 1]!; k++) if (x[rows.column[k]!] === 1) sum += rows.value[k]!;
    activity[i] = sum;
    noteRow(state, i);
  }
  state.work += rows.column.length + x.length;
}

interface RunSettings {
  readonly theta: number;
  readonly sweeps: number;
  readonly unit: number;
}

/**
 * Sweeps over the violated rows, in an order drawn anew each time, until none is left or κ is at its end.
 * @returns whether all rows are kept
 */
function run(state: Run, { theta, sweeps, unit }: RunSettings, random: NumberSequence, stops: () => boolean): boolean {
  const { violated, todo } = state;
  for (let n = 0; n < sweeps; n++) {
    if (state.violatedCount < state.leastCount) {
      state.leastCount = state.violatedCount;
      state.leastX.set(state.x);
    }
    if (state.violatedCount === 0) return true;
    if (n % 16 === 15 && stops()) return false;
    const kappa = (MOST_KAPPA * n) / sweeps;
    const count = state.violatedCount;
    for (let u = 0; u < count; u++) todo[u] = violated[u]!;
    for (let u = count - 1; u > 0; u--) {
      const other = random.below(u + 1);
      const row = todo[u]!;
      todo[u] = todo[other]!;
      todo[other] = row;
    }
    for (let u = 0; u < count; u++) visit(state, todo[u]!, theta, kappa / (1 - kappa), PAST_THE_LAST * unit);
    state.work += 8;
  }
  return state.violatedCount === 0;
}

/** A row chooses anew. Cost: O(k) expected where it is a row of ±1, O(k log k) else, and the columns of what changes. */
function visit(state: Run, i: number, theta: number, share: number, past: number): void {
  const { rows, reduced, push, order, literalCost, multipliers } = state;
  const { column, value } = rows;
  const from = rows.start[i]!;
  const count = rows.start[i + 1]! - from;
  const price = multipliers[i]!;
  let least = rows.lower[i]! - rows.tolerance[i]!;
  let most = rows.upper[i]! + rows.tolerance[i]!;
  for (let k = 0; k < count; k++) {
    const a = value[from + k]!;
    const j = column[from + k]!;
    const pushed = push[from + k]!;
    const faded = theta * pushed;
    push[from + k] = faded;
    const r = reduced[j]! - pushed + faded - a * price;
    reduced[j] = r;
    order[k] = k;
    literalCost[k] = r / a;
    // A negative coefficient is that of the complement.
    if (a < 0) {
      least -= a;
      most -= a;
    }
  }
  state.work += 2 * count;
  const chosen = rows.unit[i] === 1 ? chooseByCount(state, count, least, most) : chooseByWeight(state, from, count, least, most);
  const before = chosen.last;
  const after = chosen.next;
  const moved = !chosen.free;
  const middle = before === -Infinity ? after - past : after === Infinity ? before + past : (before + after) / 2;
  const fresh = moved ? -middle : 0;
  const gap = before === -Infinity || after === Infinity ? 0 : Math.max(after - before, 0);
  multipliers[i] = fresh;
  const delta = share * gap;
  for (let n = 0; n < count; n++) {
    const k = order[n]!;
    const a = value[from + k]!;
    const j = column[from + k]!;
    const change = n < chosen.count ? -delta * a : delta * a;
    push[from + k]! += change;
    reduced[j]! += change + a * fresh;
    setVariable(state, j, n < chosen.count === a > 0 ? 1 : 0);
  }
}

function setVariable(state: Run, j: number, to: number): void {
  const { x, entryStart, entryRow, entryValue, activity } = state;
  if (x[j] === to) return;
  x[j] = to;
  const sign = to === 1 ? 1 : -1;
  const end = entryStart[j + 1]!;
  for (let p = entryStart[j]!; p < end; p++) {
    const i = entryRow[p]!;
    activity[i]! += sign * entryValue[p]!;
    noteRow(state, i);
  }
  state.work += end - entryStart[j]!;
}

/** Keeps the list of violated rows. */
function noteRow(state: Run, i: number): void {
  const { rows, activity, violated, place } = state;
  const slack = rows.tolerance[i]!;
  const at = place[i]!;
  if (activity[i]! > rows.upper[i]! + slack || activity[i]! < rows.lower[i]! - slack) {
    if (at >= 0) return;
    place[i] = state.violatedCount;
    violated[state.violatedCount++] = i;
  } else if (at >= 0) {
    const last = violated[--state.violatedCount]!;
    violated[at] = last;
    place[last] = at;
    place[i] = -1;
  }
}
