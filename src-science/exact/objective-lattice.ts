/**
 * The resolution of an objective: the least difference two of its values can have. Where all costs are
 * integers or decimals, every value is base + step · (a whole number), and the step is known exactly: a
 * solver's proof is one where its tolerance is below the step. Costs count as decimals by the shortest text
 * that denotes them, up to 15 digits, as rows do (`integral-row.ts`). Of 17-digit reals nothing is known.
 *
 * On feasible vectors an equality row of one coefficient (Σ x_j = k over some j) makes its variables' costs
 * movable by a common amount: costs about 10⁸ that differ by hundreds become costs of hundreds, and their
 * step grows to the divisor of the differences.
 */
import { scaleRow } from '../relaxation/integral-row.ts';
import { FREE } from '../program/program.ts';
import type { Program } from '../program/program.ts';
import { commonDivisor } from '../program/common-divisor.ts';

export interface ObjectiveLattice {
  /** User's units between neighboring values; Infinity where all feasible values are equal. */
  readonly step: number;
  /**
   * Length d, whole numbers without common divisor, 0 at fixed variables. For feasible x and y the minimized objective
   * of x less that of y is step · (weightᵀx − weightᵀy). Doubles where Σ|weight| < 2⁵³, which makes their sums exact.
   */
  readonly weight: Float64Array | readonly bigint[];
  /** Minimized objective (without the program's constant) of x = base + step · weightᵀx, to rounding. */
  readonly base: number;
}

/** Decimals beyond so many places are no data. */
const MOST_PLACES = 40;
/** Digits a decimal may have: 16 and 17 are those of a computed double. */
const MOST_DIGITS = 15;
/** Below this sum of weights nothing is gained by moving costs: every solver's tolerance is below one step. */
const WORTH_MOVING = 1e6;

/** The lattice of a program's objective; null where its costs are reals. Cost: O(nnz + d). */
export function objectiveLattice(program: Program): ObjectiveLattice | null {
  const sign = program.sense === 'min' ? 1 : -1;
  const d = program.objective.length;
  const free = new Float64Array(d);
  let base = 0;
  let sum = 0;
  let integers = true;
  for (let j = 0; j < d; j++) {
    const c = sign * program.objective[j]!;
    if (program.fixed[j] !== FREE) {
      if (program.fixed[j] === 1) base += c;
      continue;
    }
    free[j] = c + 0;
    sum += Math.abs(c);
    if (integers && !Number.isInteger(c)) integers = false;
  }
  if (sum === 0) return { step: Infinity, weight: free, base };
  if (integers && sum < WORTH_MOVING) return inSteps(free, 1, base);
  if (integers && sum <= Number.MAX_SAFE_INTEGER) return inSteps(...moved(program, free, 1, base));
  const decimals = decimalWeights(free);
  if (decimals !== null) return inSteps(...moved(program, decimals.weight, decimals.step, base));
  const unit = scaleRow(nonzeros(free), 0, nonzeros(free).length, 0);
  return unit.integral ? inSteps(...moved(program, free.map((c) => Math.round(c / unit.unit)), unit.unit, base)) : null;
}

/**
 * The step of costs alone, whatever the rows: c·x of every 0/1 vector is base + step · (a whole number). Costs that are
 * neither integers nor decimals have none: null.
 * @param cost length d
 * @param fixed length d: −1 free, else the value
 * Cost: O(d), with strings for costs that are not whole.
 */
export function costStep(cost: Float64Array, fixed: Int8Array): Pick<ObjectiveLattice, 'step' | 'base'> | null {
  const free = cost.map((c, j) => (fixed[j] === FREE ? c + 0 : 0));
  const base = cost.reduce((sum, c, j) => (fixed[j] === 1 ? sum + c : sum), 0);
  const sum = free.reduce((total, c) => total + Math.abs(c), 0);
  if (sum === 0) return { step: Infinity, base };
  if (sum <= Number.MAX_SAFE_INTEGER && free.every(Number.isInteger)) return inSteps(free, 1, base);
  const decimals = decimalWeights(free);
  return decimals === null ? null : inSteps(decimals.weight, decimals.step, base);
}

/** weightᵀx, exactly. @param x length d, 0/1 */
export function latticeValue({ weight }: ObjectiveLattice, x: ArrayLike<number>): bigint {
  if (weight instanceof Float64Array) {
    let sum = 0;
    for (let j = 0; j < weight.length; j++) if (x[j] === 1) sum += weight[j]!;
    return BigInt(sum);
  }
  return weight.reduce((sum, w, j) => (x[j] === 1 ? sum + w : sum), 0n);
}

/** The costs as whole multiples of a power of ten; null where one of them is a real. */
function decimalWeights(costs: Float64Array): { readonly weight: readonly bigint[]; readonly step: number } | null {
  let places = 0;
  const parts: { readonly digits: bigint; readonly places: number }[] = [];
  for (const c of costs) {
    const part = decimalOf(c);
    if (part === null) return null;
    parts.push(part);
    places = Math.max(places, part.places);
  }
  return { weight: parts.map((part) => part.digits * 10n ** BigInt(places - part.places)), step: 10 ** -places };
}

/** value = digits / 10^places exactly as written; null for a real. */
function decimalOf(value: number): { readonly digits: bigint; readonly places: number } | null {
  if (Number.isInteger(value)) return { digits: BigInt(value), places: 0 };
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value));
  if (match === null) return null;
  const fraction = match[3] ?? '';
  const digits = `${match[2] ?? ''}${fraction}`;
  const places = fraction.length - Number(match[4] ?? 0);
  if (digits.replace(/^0+/, '').length > MOST_DIGITS || places > MOST_PLACES) return null;
  const whole = BigInt(`${match[1] ?? ''}${digits}`);
  return places < 0 ? { digits: whole * 10n ** BigInt(-places), places: 0 } : { digits: whole, places };
}

/** Costs moved along equality rows where that makes them much smaller. */
function moved(
  program: Program, weight: Float64Array | readonly bigint[], step: number, base: number,
): [Float64Array | readonly bigint[], number, number] {
  const { start, column, value } = program.rows;
  let wide: bigint[] | null = null;
  let offset = 0n;
  for (let i = 0; i < program.rowLower.length; i++) {
    const bound = program.rowUpper[i]!;
    if (program.rowLower[i] !== bound) continue;
    const a = value[start[i]!];
    if (a === undefined || !Number.isInteger(bound / a)) continue;
    let equal = true;
    for (let k = start[i]!; equal && k < start[i + 1]!; k++) equal = value[k] === a;
    if (!equal) continue;
    let ones = BigInt(bound / a);
    const members: number[] = [];
    for (let k = start[i]!; k < start[i + 1]!; k++) {
      const j = column[k]!;
      if (program.fixed[j] === FREE) members.push(j);
      else if (program.fixed[j] === 1) ones--;
    }
    if (members.length < 2) continue;
    const current: bigint[] = (wide ??= Array.from(weight, BigInt));
    const sorted = members.map((j) => current[j] ?? 0n).sort((p, q) => (p < q ? -1 : p > q ? 1 : 0));
    const middle = sorted[sorted.length >> 1] ?? 0n;
    const before = sorted.reduce((sum, w) => sum + magnitude(w), 0n);
    const after = sorted.reduce((sum, w) => sum + magnitude(w - middle), 0n);
    if (2n * after > before) continue;
    for (const j of members) current[j] = (current[j] ?? 0n) - middle;
    offset += middle * ones;
  }
  return [wide ?? weight, step, base + step * Number(offset)];
}

/** Divides by the common divisor, and holds the weights as doubles where their sums are exact. */
function inSteps(weight: Float64Array | readonly bigint[], step: number, base: number): ObjectiveLattice {
  if (weight instanceof Float64Array) {
    let divisor = 0;
    for (const w of weight) {
      divisor = commonDivisor(w, divisor);
      if (divisor === 1) return { step, weight, base };
    }
    return divisor === 0 ? { step: Infinity, weight, base } : { step: divisor * step, weight: weight.map((w) => w / divisor), base };
  }
  const divisor = weight.reduce((common, w) => commonDivisorOf(magnitude(w), common), 0n);
  if (divisor === 0n) return { step: Infinity, weight: new Float64Array(weight.length), base };
  const divided = weight.map((w) => w / divisor);
  const sum = divided.reduce((total, w) => total + magnitude(w), 0n);
  return {
    step: Number(divisor) * step, weight: sum <= BigInt(Number.MAX_SAFE_INTEGER) ? Float64Array.from(divided, Number) : divided, base,
  };
}

function nonzeros(values: Float64Array): Float64Array {
  return values.filter((value) => value !== 0);
}

export function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function commonDivisorOf(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}
