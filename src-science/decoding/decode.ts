/**
 * The one door to the decoders: x̂ and a decoder's name in, a 0/1 vector with its worth out. Objective
 * and violation are recomputed from the vector, never taken from the decoder's own running sums.
 */
import type { DecodedSolution, RoundingNote } from './decoded-solution.ts';
import type { CompiledKernels } from '../compiled.ts';
import type { NormalForm } from '../program/normal-form.ts';
import { assess } from './assessment.ts';
import { bestOfSamples, BLOCK_SAMPLES, createSampleSearch } from './best-of-samples.ts';
import type { SampleSearch } from './best-of-samples.ts';
import { indexColumns } from './column-index.ts';
import { roundByConditionalExpectation, roundWell } from './conditional-expectation.ts';
import type { ChosenRounding, ConditionalRounding } from './conditional-expectation.ts';
import type { DecoderName } from './decoders.ts';
import { decodingMu } from './price-scale.ts';
import { decodeByRows, wedelinWork } from '../multipliers/decode-by-rows.ts';
import { repairGreedily } from './greedy-repair.ts';
import { searchLocally, searchWork } from './local-search.ts';
import { diveBy } from './dive.ts';
import { diveWork } from './dive-work.ts';
import { EMPTY_POOL } from './pool.ts';
import type { Pool } from './pool.ts';
import { roundByThreshold } from './threshold.ts';

/** Samples of `best-of-samples` where nothing else is said: GWL25's number. */
export const DEFAULT_DECODING_SAMPLES = 1000;

/** Variants of the repair that are tried, as long as they have touched fewer nonzeros than this in all. */
const REPAIR_VARIANTS = 8;
const VARIANT_WORK = 4_000_000;

export interface DecodeOptions {
  /** Weight of the penalty in the loss of conditional expectation and repair; null takes `decodingMu(form)`. */
  readonly mu: number | null;
  /** Samples of `best-of-samples`, ≥ 1. */
  readonly samples: number;
  readonly seed: number;
  /** Nonzeros that `local-search`, `dive` and `wedelin` may touch, each; each has a default for the program. */
  readonly searchWork?: number | undefined;
  /** What other methods found; nothing where left out. */
  readonly pool?: Pool | undefined;
  /** Asked by `local-search`, `dive` and `wedelin` now and then; true ends them with what they have. */
  readonly cancelled?: (() => boolean) | undefined;
  /** Stand-ins for the hot loops; the same vectors without. */
  readonly compiled?: Pick<CompiledKernels, 'search'> | undefined;
  /** Seconds on a monotonic clock; only for `DecodedSolution.seconds`. */
  readonly now: () => number;
}

/**
 * Decodes x̂.
 * @param xHat marginals, length d, each in [0, 1]
 * @throws RangeError when x̂ has another length or an entry outside [0, 1], or μ, samples or work are out of range
 * Cost: O(d) for threshold, O(nnz) for conditional expectation on cover and packing rows,
 * O(N·(m + flipped nonzeros)) for best-of-samples, bounded work for repair and local search.
 */
export function decode(form: NormalForm, decoder: DecoderName, xHat: Float64Array, options: DecodeOptions): DecodedSolution {
  checkOptions(form, xHat, options);
  const started = options.now();
  if (decoder !== 'conditional-expectation') {
    const { x, work } = decodedVector(form, decoder, xHat, options);
    return solutionOf(form, decoder, x, Math.max(options.now() - started, 0), work);
  }
  const mu = options.mu ?? decodingMu(form);
  const rounding = roundWell(form, xHat, mu, conditionalRounding(form, xHat, mu));
  const seconds = Math.max(options.now() - started, 0);
  return { ...solutionOf(form, decoder, rounding.x, seconds, programSize(form)), rounding: noteOf(form, rounding, mu) };
}

function noteOf(form: NormalForm, { kept, loss, approximateRows, errorBound }: ChosenRounding, mu: number): RoundingNote {
  // Both rows of an equality are one of the user's.
  return { kept, mu, loss, approximateRows: [...new Set(Array.from(approximateRows, (i) => form.sourceRow[i]!))], errorBound };
}

/**
 * Best-of-samples taken apart, for who draws its blocks of samples in any cut and order (`betterSample`).
 * @throws RangeError as `decode`
 */
export function divideDecoding(
  form: NormalForm, xHat: Float64Array, options: DecodeOptions,
): { readonly blocks: number; readonly search: SampleSearch } {
  checkOptions(form, xHat, options);
  const search = createSampleSearch(form, indexColumns(form), xHat, options.samples, options.seed);
  return { blocks: Math.ceil(options.samples / BLOCK_SAMPLES), search };
}

/** A decoded vector with its worth. @param work nonzeros it took. Cost: O(nnz + d). */
export function solutionOf(form: NormalForm, decoder: DecoderName, x: Uint8Array, seconds: number, work: number): DecodedSolution {
  const { objective, violation, feasible } = assess(form, x);
  return { decoder, x, objective, violation, feasible, seconds, work };
}

/** What a pass over a program counts as. */
function programSize(form: NormalForm): number {
  return form.column.length + form.variableCount;
}

/** What best-of-samples counts as: a pass for each sample. */
export function samplesWork(form: NormalForm, samples: number): number {
  return samples * programSize(form);
}

/** A vector, and the nonzeros it took. */
interface Decoded {
  readonly x: Uint8Array;
  readonly work: number;
}

function checkOptions(form: NormalForm, xHat: Float64Array, options: DecodeOptions): void {
  checkMarginals(form, xHat);
  if (options.mu !== null && !(Number.isFinite(options.mu) && options.mu >= 0)) {
    throw new RangeError(`μ must be a number of at least 0, got ${options.mu}`);
  }
  if (options.searchWork !== undefined && !(Number.isSafeInteger(options.searchWork) && options.searchWork >= 1)) {
    throw new RangeError(`the search's work must be a whole number of at least 1, got ${options.searchWork}`);
  }
}

function decodedVector(
  form: NormalForm, decoder: Exclude<DecoderName, 'conditional-expectation'>, xHat: Float64Array, options: DecodeOptions,
): Decoded {
  switch (decoder) {
    case 'threshold':
      return { x: roundByThreshold(form, xHat), work: form.variableCount };
    case 'best-of-samples': {
      const x = bestOfSamples(form, indexColumns(form), xHat, options.samples, options.seed);
      return { x, work: samplesWork(form, options.samples) };
    }
    case 'greedy-repair':
      return repairBest(form, xHat, options.mu ?? decodingMu(form));
    case 'wedelin': {
      const multipliers = (options.pool ?? EMPTY_POOL).guides.findLast((guide) => guide.multipliers !== undefined)?.multipliers ?? null;
      const work = options.searchWork ?? wedelinWork(form);
      return decodeByRows(form, indexColumns(form), xHat, multipliers, options.seed, work, options.cancelled);
    }
    case 'dive': {
      const { guides, solutions } = options.pool ?? EMPTY_POOL;
      const known = solutions.map(({ x }) => x);
      // Prices are the program's, whatever marginals they came with.
      const { price, bound } = guides.find((guide) => guide.price !== null) ?? { price: null, bound: 0 };
      return diveBy(
        form, indexColumns(form), [...guides, { xHat, price, bound }], known, options.seed, options.searchWork ?? diveWork(form),
        options.cancelled,
      );
    }
    case 'local-search':
    case 'two-flip-search': {
      const repaired = repairBest(form, xHat, options.mu ?? decodingMu(form));
      const chosen = (options.pool ?? EMPTY_POOL).solutions.filter(({ decoder: by }) => by === 'wedelin');
      const start = chosen.reduce((best, { x }) => (isBetter(form, x, best) ? x : best), repaired.x);
      const work = options.searchWork ?? searchWork(form);
      const moves = decoder === 'two-flip-search' ? 'two' : 'one';
      const searched = searchLocally(
        form, indexColumns(form), start, options.seed, work, options.cancelled, options.compiled?.search, moves,
      );
      return { x: searched.x, work: searched.work + repaired.work };
    }
  }
}

interface Repaired extends Decoded {
  readonly roundings: readonly [Uint8Array, Uint8Array];
}

interface Rounded {
  readonly xHat: Float64Array;
  readonly mu: number;
  readonly rounding: ConditionalRounding;
}

/**
 * Results of a program's last roundings and repairs, which nothing but their arguments decides: descents in a row often
 * end at one rounding, several decoders begin with the same, and the kept end is decoded again.
 */
const REPAIRED = new WeakMap<NormalForm, Repaired[]>();
const ROUNDED = new WeakMap<NormalForm, Rounded[]>();
const MOST_REMEMBERED = 4;

/**
 * Repairs both roundings, by conditional expectation and by threshold, in several variants while that is
 * cheap, and keeps the best.
 */
function repairBest(form: NormalForm, xHat: Float64Array, mu: number): Decoded {
  const roundings = [conditionalRounding(form, xHat, mu).x, roundByThreshold(form, xHat)] as const;
  const isKnown =
    (entry: Repaired): boolean => sameVector(entry.roundings[0], roundings[0]) && sameVector(entry.roundings[1], roundings[1]);
  const { x, work } = remembered(REPAIRED, form, isKnown, () => ({ roundings, ...repairRoundings(form, roundings) }));
  return { x: x.slice(), work };
}

/** Of the last marginals, which the next decoder of a run rounds again. */
function conditionalRounding(form: NormalForm, xHat: Float64Array, mu: number): ConditionalRounding {
  const isKnown = (entry: Rounded): boolean => entry.mu === mu && sameVector(entry.xHat, xHat);
  const { rounding } = remembered(
    ROUNDED, form, isKnown, () => ({ xHat: xHat.slice(), mu, rounding: roundByConditionalExpectation(form, xHat, mu) }),
  );
  return { ...rounding, x: rounding.x.slice() };
}

/** What was worked out for a program lately, or anew. */
function remembered<T>(memory: WeakMap<NormalForm, T[]>, form: NormalForm, isKnown: (entry: T) => boolean, work: () => T): T {
  const entries = memory.get(form) ?? [];
  const before = entries.find(isKnown);
  if (before !== undefined) return before;
  const entry = work();
  memory.set(form, [entry, ...entries].slice(0, MOST_REMEMBERED));
  return entry;
}

/** The result depends on the roundings alone; of two that are one vector the second would repeat the first. */
function repairRoundings(form: NormalForm, [first, second]: readonly [Uint8Array, Uint8Array]): Decoded {
  const columns = indexColumns(form);
  const starts = sameVector(first, second) ? [first] : [first, second];
  let best: Uint8Array | null = null;
  let work = 0;
  let touched = 2 * programSize(form);
  for (let variant = 0; variant < REPAIR_VARIANTS && work < VARIANT_WORK; variant++) {
    for (const start of starts) {
      const repair = repairGreedily(form, columns, start, variant);
      // As if both had been repaired: the number of variants is the same either way.
      work += (repair.work * 2) / starts.length;
      touched += repair.work;
      if (best === null || isBetter(form, repair.x, best)) best = repair.x;
    }
  }
  return { x: best ?? second, work: touched };
}

/** Length and values alike; −0 is not 0. */
function sameVector(a: Uint8Array | Float64Array, b: Uint8Array | Float64Array): boolean {
  if (a.length !== b.length) return false;
  for (let j = 0; j < a.length; j++) if (!Object.is(a[j], b[j])) return false;
  return true;
}

function isBetter(form: NormalForm, x: Uint8Array, other: Uint8Array): boolean {
  const a = assess(form, x);
  const b = assess(form, other);
  if (a.feasible && b.feasible) return form.objectiveSign * (a.objective - b.objective) < 0;
  return a.violation < b.violation;
}

function checkMarginals(form: NormalForm, xHat: Float64Array): void {
  if (xHat.length !== form.variableCount) {
    throw new RangeError(`x̂ has ${xHat.length} marginals, the program has ${form.variableCount} variables`);
  }
  for (let j = 0; j < xHat.length; j++) {
    if (!(xHat[j]! >= 0 && xHat[j]! <= 1)) throw new RangeError(`marginal ${j + 1} of x̂ is ${xHat[j]}, not in [0, 1]`);
  }
}

/**
 * Index of the solution a run goes by: the best feasible objective, else the least violation; null for none.
 * @param objectiveSign +1 where the user minimizes, −1 where the user maximizes
 */
export function bestDecoded(solutions: readonly DecodedSolution[], objectiveSign: 1 | -1): number | null {
  let best: number | null = null;
  solutions.forEach((solution, index) => {
    const holder = best === null ? undefined : solutions[best];
    const better =
      holder === undefined ||
      (solution.feasible !== holder.feasible
        ? solution.feasible
        : solution.feasible
          ? objectiveSign * (solution.objective - holder.objective) < 0
          : solution.violation < holder.violation);
    if (better) best = index;
  });
  return best;
}
