/**
 * Methods compared over problems and seeds: what each came to on each problem and over all, and paired tests against one of
 * them. A run without a feasible solution is never left out: it counts in every share, stands behind all others in medians, ranks
 * and tests, and is counted beside every mean, which is taken over the runs that have the figure. Pure.
 */
import { holm, signedRanks } from './paired.ts';
import { averageRanks } from './ranks.ts';
import { ascending, quantile, summaryOf } from './summary.ts';
import type { Summary } from './summary.ts';

/**
 * `solved`: it has a feasible solution, however it ended; `infeasible`: it ended without one; `failed`; `stopped`: cancelled or
 * interrupted before it had one.
 */
export type OutcomeEnd = 'solved' | 'infeasible' | 'failed' | 'stopped';

/** What a run that has ended came to. */
export interface Outcome {
  /** Places in the lists of methods and problems. */
  readonly method: number;
  readonly problem: number;
  /** Null of a run that draws nothing: it stands for every seed. */
  readonly seed: number | null;
  readonly end: OutcomeEnd;
  /** Of its best feasible solution, relative, positive is worse; null without one. */
  readonly gap: number | null;
  readonly objective: number | null;
  readonly seconds: number | null;
  /** Primal integral, in seconds; null where it is not known. */
  readonly integral: number | null;
}

/** What methods are ranked and tested by; smaller is better. `seconds`: of runs that end within the target. */
export const COMPARED_NAMES = ['gap', 'seconds', 'integral'] as const;
export type Compared = (typeof COMPARED_NAMES)[number];

/** What a run costs in the comparison: ∞ where it has no such figure. @param target largest gap that counts as reached */
export function costOf(outcome: Outcome, by: Compared, target: number): number {
  if (by === 'seconds') return reaches(outcome, target) ? (outcome.seconds ?? Infinity) : Infinity;
  return (by === 'gap' ? outcome.gap : outcome.integral) ?? Infinity;
}

export function reaches({ gap }: Outcome, target: number): boolean {
  return gap !== null && gap <= target;
}

export interface PairedTest {
  /** Pairs that both have: seeds of one problem, or problems. */
  readonly pairs: number;
  /** How often it is better than, equal to and worse than the baseline. */
  readonly wins: number;
  readonly ties: number;
  readonly losses: number;
  /** Pairs that one of the two lacks. */
  readonly unpaired: number;
  /** Two-sided, of Wilcoxon's signed ranks; of one test, and as Holm corrects it for all in its family. */
  readonly p: number;
  readonly corrected: number;
  readonly exact: boolean;
  /** Rank-biserial correlation: −1 where it is always better than the baseline, 1 where it is always worse. */
  readonly effect: number;
}

export interface Figures {
  /** Runs that have ended, and how. */
  readonly runs: number;
  readonly ends: Readonly<Record<OutcomeEnd, number>>;
  /** Runs within the target. */
  readonly reached: number;
  /** Over the runs that have the figure. Of a method over all problems: over the means of the problems, each counting once. */
  readonly gap: Summary | null;
  readonly objective: Summary | null;
  readonly seconds: Summary | null;
  readonly integral: Summary | null;
  /** The objective of the least gap. */
  readonly bestObjective: number | null;
  /** Median of what is compared, runs without it as ∞; NaN of no runs. Of a method over all problems: the median of the problems'. */
  readonly typical: number;
  /** Mean of the ranks: over seeds of one problem, or over problems; null where the methods have no common ones. */
  readonly rank: number | null;
  /** Against the baseline; null of itself and where they have no pair. */
  readonly test: PairedTest | null;
}

export interface Comparison {
  /** By method, over all problems. */
  readonly overall: readonly (Figures | null)[];
  /** By problem and method; null where the method has no run. */
  readonly cells: readonly (readonly (Figures | null)[])[];
  /** Problems on which every method has a run: those that ranks over problems are taken over. */
  readonly common: readonly number[];
  /** By common problem, the typical cost of each method. */
  readonly blocks: readonly Float64Array[];
}

export interface ComparedBy {
  readonly by: Compared;
  /** Largest gap that counts as reached. */
  readonly target: number;
  /** Place of the method that the others are tested against. */
  readonly baseline: number;
}

/** Pairs up to which tests are exact here; beyond, the normal limit is close and much faster. */
const MOST_EXACT = 100;

/**
 * @param methods, problems how many there are
 * Cost: O(runs log runs), and the tests.
 */
export function compare(outcomes: readonly Outcome[], methods: number, problems: number, asked: ComparedBy): Comparison {
  const byCell = Array.from({ length: problems * methods }, (): Outcome[] => []);
  for (const outcome of outcomes) byCell[outcome.problem * methods + outcome.method]!.push(outcome);
  const cellOf = (problem: number, method: number): readonly Outcome[] => byCell[problem * methods + method]!;

  const plain = Array.from({ length: problems }, (_, problem) =>
    Array.from({ length: methods }, (_each, method) => figuresOf(cellOf(problem, method), asked)));
  const costs = Array.from({ length: problems }, (_, problem) =>
    Array.from({ length: methods }, (_each, method) => costsBySeed(cellOf(problem, method), asked)));
  const bySeed = costs.map((row) => row.map((own, method) => pairedBySeed(own, row[asked.baseline]!, method === asked.baseline)));
  correctTogether(bySeed.flat());
  const seedRanks = costs.map((row) => ranksBySeed(row));
  const cells = plain.map((row, problem) => row.map((figures, method): Figures | null => (
    figures === null ? null : { ...figures, rank: seedRanks[problem]![method] ?? null, test: bySeed[problem]![method] ?? null }
  )));

  const common = cells.flatMap((row, problem) => (methods > 0 && row.every((figures) => figures !== null) ? [problem] : []));
  const blocks = common.map((problem) => Float64Array.from(cells[problem]!, (figures) => figures!.typical));
  const ranks = new Float64Array(methods);
  for (const block of blocks) averageRanks(block).forEach((rank, method) => (ranks[method]! += rank / blocks.length));
  const byProblem = Array.from({ length: methods }, (_, method) => {
    if (method === asked.baseline) return null;
    const both = cells.filter((row) => row[method] !== null && row[asked.baseline] !== null);
    return paired(
      both.map((row) => row[method]!.typical), both.map((row) => row[asked.baseline]!.typical),
      cells.filter((row) => (row[method] === null) !== (row[asked.baseline] === null)).length,
    );
  });
  correctTogether(byProblem);
  const overall = Array.from({ length: methods }, (_, method) => {
    const own = cells.flatMap((row) => row[method] ?? []);
    if (own.length === 0) return null;
    return { ...over(own), rank: blocks.length === 0 ? null : ranks[method]!, test: byProblem[method] ?? null };
  });
  return { overall, cells, common, blocks };
}

type Plain = Omit<Figures, 'rank' | 'test'>;

function figuresOf(runs: readonly Outcome[], { by, target }: ComparedBy): Plain | null {
  if (runs.length === 0) return null;
  const ends: Record<OutcomeEnd, number> = { solved: 0, infeasible: 0, failed: 0, stopped: 0 };
  let best: Outcome | null = null;
  for (const run of runs) {
    ends[run.end]++;
    if (run.gap !== null && (best === null || run.gap < best.gap!)) best = run;
  }
  let reached = 0;
  const costs = new Float64Array(runs.length);
  const [gaps, objectives, seconds, integrals]: readonly number[][] = [[], [], [], []];
  const keep = (into: number[], value: number | null): void => {
    if (value !== null && Number.isFinite(value)) into.push(value);
  };
  runs.forEach((run, k) => {
    if (reaches(run, target)) reached++;
    costs[k] = costOf(run, by, target);
    keep(gaps!, run.gap);
    keep(objectives!, run.objective);
    keep(seconds!, run.seconds);
    keep(integrals!, run.integral);
  });
  return {
    runs: runs.length, ends, reached, gap: summaryOf(gaps!), objective: summaryOf(objectives!), seconds: summaryOf(seconds!),
    integral: summaryOf(integrals!), bestObjective: best?.objective ?? null, typical: quantile(ascending(costs), 0.5),
  };
}

/** A method over its problems, each of which counts once. */
function over(cells: readonly Figures[]): Plain {
  const means = (pick: (figures: Figures) => Summary | null): Summary | null => summaryOf(cells.flatMap((cell) => pick(cell)?.mean ?? []));
  const sum = (pick: (figures: Figures) => number): number => cells.reduce((total, cell) => total + pick(cell), 0);
  return {
    runs: sum((cell) => cell.runs),
    ends: {
      solved: sum((cell) => cell.ends.solved), infeasible: sum((cell) => cell.ends.infeasible), failed: sum((cell) => cell.ends.failed),
      stopped: sum((cell) => cell.ends.stopped),
    },
    reached: sum((cell) => cell.reached), gap: means((cell) => cell.gap), seconds: means((cell) => cell.seconds),
    integral: means((cell) => cell.integral),
    // Objectives of different problems have no mean.
    objective: null, bestObjective: null, typical: quantile(ascending(cells.map((cell) => cell.typical)), 0.5),
  };
}

/** Cost by seed; runs of one seed count once, by their mean; null is the key of runs without one. */
type CostsBySeed = ReadonlyMap<number | null, number>;

function costsBySeed(runs: readonly Outcome[], { by, target }: ComparedBy): CostsBySeed {
  const costs = new Map<number | null, number>();
  let counts: Map<number | null, number> | null = null;
  for (const run of runs) {
    const cost = costOf(run, by, target);
    const before = costs.get(run.seed);
    if (before === undefined) costs.set(run.seed, cost);
    else {
      counts ??= new Map();
      const count = (counts.get(run.seed) ?? 1) + 1;
      counts.set(run.seed, count);
      costs.set(run.seed, before + cost);
    }
  }
  if (counts !== null) for (const [seed, count] of counts) costs.set(seed, costs.get(seed)! / count);
  return costs;
}

const isSeedless = (costs: CostsBySeed): boolean => costs.size === 1 && costs.has(null);
/** The cost at a seed; that of the only run of a method that draws nothing, whatever the seed. */
const costAt = (costs: CostsBySeed, seed: number | null): number | undefined => costs.get(isSeedless(costs) ? null : seed);

function pairedBySeed(own: CostsBySeed, other: CostsBySeed, isBaseline: boolean): Draft | null {
  if (isBaseline || own.size === 0 || other.size === 0) return null;
  // What draws nothing has no seeds of its own; two such make one pair.
  const [first, second] = isSeedless(own) ? [other, own] : [own, other];
  const costs: number[] = [];
  const others: number[] = [];
  let unpaired = 0;
  for (const [seed, cost] of first) {
    const partner = costAt(second, seed);
    if (partner === undefined) unpaired++;
    else {
      costs.push(first === own ? cost : partner);
      others.push(first === own ? partner : cost);
    }
  }
  if (!isSeedless(second)) for (const seed of second.keys()) if (!first.has(seed)) unpaired++;
  return paired(costs, others, unpaired);
}

/** Mean ranks over the seeds that all methods with runs have; null where there are none, or only one method. */
function ranksBySeed(row: readonly CostsBySeed[]): readonly (number | null)[] {
  const there = row.flatMap((costs, method) => (costs.size > 0 ? [method] : []));
  if (there.length < 2) return row.map(() => null);
  const seeded = there.filter((method) => !isSeedless(row[method]!));
  const [first = there[0]!] = seeded;
  const seeds = [...row[first]!.keys()].filter((seed) => there.every((method) => costAt(row[method]!, seed) !== undefined));
  if (seeds.length === 0) return row.map(() => null);
  const sums = new Map(there.map((method) => [method, 0]));
  for (const seed of seeds) {
    averageRanks(there.map((method) => costAt(row[method]!, seed)!)).forEach((rank, k) => sums.set(there[k]!, sums.get(there[k]!)! + rank));
  }
  return row.map((_, method) => (sums.has(method) ? sums.get(method)! / seeds.length : null));
}

type Draft = { -readonly [Name in keyof PairedTest]: PairedTest[Name] };

/** @param costs, others own cost and the baseline's, pair by pair; null of none */
function paired(costs: readonly number[], others: readonly number[], unpaired: number): Draft | null {
  if (costs.length === 0) return null;
  const raw = costs.map((cost, k) => (cost === others[k] ? 0 : cost - others[k]!));
  // Between a figure and none lies more than between any two figures; among themselves such differences are equal.
  const beyond = 2 * raw.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0.5);
  const differences = raw.map((value) => Math.max(-beyond, Math.min(beyond, value)));
  const { p, exact, effect } = signedRanks(differences, MOST_EXACT);
  return {
    pairs: raw.length, wins: raw.filter((value) => value < 0).length, ties: raw.filter((value) => value === 0).length,
    losses: raw.filter((value) => value > 0).length, unpaired, p, corrected: p, exact, effect,
  };
}

/** Holm's correction over one family of tests. */
function correctTogether(tests: readonly (Draft | null)[]): void {
  const family = tests.filter((test) => test !== null);
  holm(family.map(({ p }) => p)).forEach((corrected, k) => (family[k]!.corrected = corrected));
}
