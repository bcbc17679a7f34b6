/**
 * The tables of DiffILO's families from single results: mean gaps with intervals over the instances, paired
 * differences between methods, where the best known values come from, and which tuned settings lie at the
 * edge of their grid. Pure: `measure-diffilo.ts` measures.
 */
import type { DecoderName } from '../src-science/decoding/decoders.ts';
import { studentInterval } from '../src-science/statistics/paired.ts';
import type { BestKnown, DiffiloFamily } from './diffilo-instances.ts';
import { table } from './report.ts';

/** What one method found on one instance. */
export interface Outcome {
  readonly family: DiffiloFamily;
  readonly seed: number;
  readonly method: string;
  /** Version of the numerics it was found with. */
  readonly numerics: number;
  /** Processor seconds of the descent, or of what takes its place, LP included. */
  readonly seconds: number;
  readonly decoded: readonly {
    readonly decoder: DecoderName; readonly objective: number; readonly feasible: boolean; readonly seconds: number
  }[];
}

/** A step, and the first μ in multiples of the typical price of a violation. */
export type Tuning = readonly [step: number, firstMu: number];

const mean = (list: readonly number[]): number => list.reduce((sum, v) => sum + v, 0) / list.length;

/** How much worse than the best known, in percent; negative where it is better. */
export function gapOf(sense: 'min' | 'max', objective: number, best: number): number {
  return (100 * (sense === 'min' ? objective - best : best - objective)) / Math.abs(best);
}

export const senseOf = (family: DiffiloFamily): 'min' | 'max' => (family === 'SC' ? 'min' : 'max');

function intervalWords(values: readonly number[], unit: string, signed = false): string {
  const { mean: middle, half } = studentInterval(values);
  const digits = Math.abs(middle) >= 1000 ? 0 : 2;
  const text = `${middle < 0 ? '−' : signed ? '+' : ''}${Math.abs(middle).toFixed(digits)}`;
  if (!Number.isFinite(half)) return `${text}${unit}`;
  return half === 0 ? `${text}${unit} on each` : `${text} ± ${half.toFixed(digits)}${unit}`;
}

/** Gaps by seed of one method and decoder, of the feasible ones. */
function gapsOf(
  outcomes: readonly Outcome[], method: string, decoder: DecoderName, bestKnown: Readonly<Record<string, BestKnown>>,
): ReadonlyMap<number, number> {
  const gaps = new Map<number, number>();
  for (const outcome of outcomes) {
    if (outcome.method !== method) continue;
    const best = bestKnown[String(outcome.seed)];
    if (best === undefined) throw new Error(`no best known value of ${outcome.family} ${String(outcome.seed)}`);
    const found = outcome.decoded.find((one) => one.decoder === decoder);
    if (found?.feasible === true) gaps.set(outcome.seed, gapOf(senseOf(outcome.family), found.objective, best.value));
  }
  return gaps;
}

const listed = (seeds: readonly string[]): string => `${seeds.length === 1 ? 'seed' : 'seeds'} ${seeds.join(', ')}`;

/** Who found the best known values, and how far they are from proven. `by` is “local search” or “HiGHS” (`diffilo-best-known.ts`). */
export function provenance(bestKnown: Readonly<Record<string, BestKnown>>, sense: 'min' | 'max'): string {
  const entries = Object.entries(bestKnown);
  const search = entries.filter(([, { by }]) => by === 'local search').map(([seed]) => seed);
  const others = entries.filter(([, { by }]) => by !== 'local search').map(([seed]) => seed);
  const distances = entries.flatMap(([, { value, highsBound }]) => (highsBound === null ? [] : [gapOf(sense, value, highsBound)]));
  const own = search.length === 0
    ? 'None of the best known values is the local search’s own.'
    : `† The best known value is the local search’s own on ${String(search.length)} of ${String(entries.length)} instances (${listed(search)})`;
  const rest = search.length === 0 ? '' : others.length === 0 ? '.' : `; HiGHS’s on the others (${listed(others)}).`;
  const proven = distances.length === 0
    ? ''
    : ` None is proven: they are ${mean(distances).toFixed(1)} % on average from HiGHS’s bound, and gaps to the optimum may be larger by up to that.`;
  return `${own}${rest}${proven}`;
}

/** Which of two tuned settings lie at the edge of the grid they were chosen from. */
export function edgeWords(
  tuned: Readonly<Record<'true' | 'interchange', Tuning>>, steps: readonly number[], firstMus: readonly number[],
): string {
  const place = (
    value: number, grid: readonly number[],
  ): string => (value === Math.min(...grid) ? ' (least of its grid)' : value === Math.max(...grid) ? ' (largest of its grid)' : '');
  const of = (name: string, [step, firstMu]: Tuning): string =>
    `${name} step ${String(step)}${place(step, steps)}, first μ ${String(firstMu)}${place(firstMu, firstMus)}`;
  return `Tuned: ${of('true penalty', tuned.true)}; ${of('interchange', tuned.interchange)}.`;
}

/** Pairs that the text compares: the first against the second, after greedy repair. */
const PAIRS: readonly (readonly [string, string])[] = [
  ['interchange, exact, tuned', 'true penalty, exact'],
  ['interchange, exact, tuned', 'true penalty, exact, tuned'],
  ['interchange, DiffILO without its network', 'true penalty, exact'],
  ['true penalty, exact, annealed', 'true penalty, exact'],
  ['true penalty, exact, annealed', 'no descent, x̂ = the LP’s solution'],
  ['true penalty, exact', 'no descent, x̂ = the LP’s solution'],
];

/** The table of a family, methods in the order in which they first appear, and what has to be said below it. */
export function familyTables(outcomes: readonly Outcome[], bestKnown: Readonly<Record<string, BestKnown>>, sense: 'min' | 'max'): string {
  const methods = [...new Set(outcomes.map(({ method }) => method))];
  const searched = Object.values(bestKnown).some(({ by }) => by === 'local search');
  const cell = (method: string, decoder: DecoderName): string => {
    const asked = outcomes.filter((outcome) => outcome.method === method).length;
    const gaps = [...gapsOf(outcomes, method, decoder, bestKnown).values()];
    if (gaps.length === 0) return 'none feasible';
    return `${intervalWords(gaps, ' %')}${gaps.length < asked ? ` (${String(gaps.length)} feasible)` : ''}`;
  };
  const time = (method: string, decoder: DecoderName): string =>
    mean(outcomes.filter((outcome) => outcome.method === method).map(
      ({ seconds, decoded }) => seconds + (decoded.find((one) => one.decoder === decoder)?.seconds ?? Number.NaN),
    )).toFixed(2);
  const rows = methods.map((method) => [
    method, cell(method, 'best-of-samples'), cell(method, 'greedy-repair'), time(method, 'greedy-repair'), cell(method, 'local-search'),
    time(method, 'local-search'),
  ]);
  const pairs = PAIRS.flatMap(([first, second]): string[][] => {
    const [a, b] = [gapsOf(outcomes, first, 'greedy-repair', bestKnown), gapsOf(outcomes, second, 'greedy-repair', bestKnown)];
    const differences = [...a].flatMap(([seed, gap]) => (b.has(seed) ? [gap - (b.get(seed) ?? Number.NaN)] : []));
    return differences.length < 2 ? [] : [[
      first, second, intervalWords(differences, ' points', true),
      `${String(differences.filter((d) => d < 0).length)} of ${String(differences.length)}`,
    ]];
  });
  const compared = pairs.length === 0
    ? ''
    : `\n\nAfter greedy repair, the first less the second, instance by instance (below 0 the first is better):\n\n${table(['first', 'second', 'difference of gaps', 'first better on'], pairs)}`;
  return `${table(['method', 'best of 1000 samples', 'greedy repair', 'seconds', `local search${searched ? ' †' : ''}`, 'seconds'], rows)}\n\n${provenance(bestKnown, sense)}${compared}`;
}
