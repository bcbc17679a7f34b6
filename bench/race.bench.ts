/**
 * The raced exact solve against GLPK and HiGHS alone, and how long a cancel takes. One pool of one warm
 * worker, everything from the request to the outcome by the clock. A race needs two cores, and on a
 * busy machine one solver alone gets more of them than either of two: so the two are also run apart at the
 * same time, as two jobs, and the race is held against the first of them to end. Prints Markdown tables. The
 * targets are of docs/architecture.md: a race never slower than 1.15 times the better one, a cancel
 * within 250 ms. `node bench/race.bench.ts [least rounds] [part of a problem's name]`.
 *
 * Ratios are medians over rounds of the ratio within a round: a round's solves stand next to each other in
 * time, so that what the machine does meanwhile falls on both and cancels, where medians of each taken over
 * minutes would not let it. The better one is the solver with the lesser median, not the lesser of a round:
 * the least of two noisy times is below either. Orders are balanced, so that each way of solving
 * follows each other one equally often; between two there is a rest, in which a loser ends that is still at
 * it. A problem is played until the 99 % interval of its median lies on one side of the target.
 */
import { join } from 'node:path';
import type { ExactResult, JobEvent } from '../src-contract/job-event.ts';
import type { SolverName } from '../src-science/exact/exact-settings.ts';
import { examplesFolder } from '../src-main/engine/entry-points.ts';
import { exampleProblems } from '../src-main/engine/problems/examples.ts';
import { createPiscinaExecutor } from '../src-main/engine/execution/piscina-executor.ts';
import { encodeForJobs } from '../src-main/engine/problems/program-encoding.ts';
import { readProblem } from '../src-main/engine/problems/read-problem.ts';
import { generate } from '../src-science/program/generate.ts';
import type { Program } from '../src-science/program/program.ts';
import { machineLine, section, table, target } from './report.ts';

const LEAST_ROUNDS = Number(process.argv[2] ?? 8);
const ONLY = process.argv[3] ?? '';
/** Of problems that are settled within a tenth of a second. */
const SHORT_MS = 100;
const SHORT_ROUNDS = Math.max(28, LEAST_ROUNDS);
/** More than a race may take of the better one's time. */
const MOST_RATIO = 1.15;
/** Rounds and time after which a problem is left undecided. */
const MOST_ROUNDS = 320;
const MOST_MS = 200_000;
/** Standard normal quantile of a two-sided 99 % interval: wide, since it is looked at after every round. */
const INTERVAL_Z = 2.576;
const LIMIT_SECONDS = 60;
/** Without rests: blocks by turns of so many solves of each, a loser still winding down while the next one begins. */
const ROW_BLOCKS = 3;
const ROW_MS = 1500;
/** Longer than a solver has to answer to a stop before its thread is ended and made anew. */
const REST_MS = 250;
/** Between solves of which even the loser is done by then. */
const SHORT_REST_MS = 120;
/** A Latin square in which every contestant follows every other once (Williams 1949). */
const ORDERS = [
  ['glpk', 'highs', 'apart', 'race'],
  ['highs', 'race', 'glpk', 'apart'],
  ['race', 'apart', 'highs', 'glpk'],
  ['apart', 'glpk', 'race', 'highs'],
] as const;
const RUNNERS = ['glpk', 'highs', 'race'] as const;
const executor = createPiscinaExecutor({ size: 1 });
/** The second of two jobs at the same time. */
const beside = createPiscinaExecutor({ size: 1 });

interface Ended {
  readonly ms: number;
  readonly result: ExactResult;
}

/** Runs one solve; with `cancelAfterMs` it is cancelled that long after its start, and `ms` counts from there. */
async function solve(program: Program, solver: SolverName, cancelAfterMs: number | null = null, where = executor): Promise<Ended> {
  const encoded = encodeForJobs(program);
  let started: () => void = () => undefined;
  const start = new Promise<void>((resolve) => (started = resolve));
  let began = performance.now();
  const exact = { solver, timeLimitSeconds: cancelAfterMs === null ? LIMIT_SECONDS : null, relativeGap: 0, start: null };
  const job = where.start(
    { id: 'bench', spec: { version: 1, kind: 'exact', exact }, program: encoded, resumeFrom: null }, (_event: JobEvent) => undefined,
    started,
  );
  if (cancelAfterMs !== null) {
    await start;
    await new Promise((resolve) => setTimeout(resolve, cancelAfterMs));
    began = performance.now();
    job.cancel();
  }
  const outcome = await job.outcome;
  const ms = performance.now() - began;
  if (outcome.status === 'failed' || outcome.result?.kind !== 'exact') throw new Error(`${solver} ended ${JSON.stringify(outcome)}`);
  return { ms, result: outcome.result };
}

/** Both solvers as jobs of their own at the same time: when the first has ended. */
async function apart(program: Program): Promise<Ended> {
  const both = [solve(program, 'glpk'), solve(program, 'highs', null, beside)];
  const first = await Promise.race(both);
  await Promise.all(both);
  return first;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** `median (least–most)` */
function spread(values: readonly number[]): string {
  const digits = median(values) < 100 ? 1 : 0;
  return `${median(values).toFixed(digits)} (${Math.min(...values).toFixed(digits)}–${Math.max(...values).toFixed(digits)})`;
}

const generated: readonly (readonly [string, Program])[] = [
  ['set cover 120 × 300', generate('set-cover', { rows: 120, columns: 300, density: 0.05 }, 1)],
  ['set cover 200 × 400', generate('set-cover', { rows: 200, columns: 400, density: 0.05 }, 2)],
  ['independent set 120', generate('independent-set', { nodes: 120, affinity: 4 }, 1)],
  ['auction 40 × 200', generate('combinatorial-auction', { items: 40, bids: 200 }, 4)],
  ['auction 60 × 300', generate('combinatorial-auction', { items: 60, bids: 300 }, 1)],
  ['random 20 × 10', generate('random', {}, 1)],
];
const problems: (readonly [string, Program])[] = [];
for (const { name } of exampleProblems()) problems.push([
  name, (await readProblem(join(examplesFolder(), 'problems', `${name}.mps.gz`))).program,
]);
problems.push(...generated);

const rest = (ms = REST_MS): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
type Times = Record<(typeof ORDERS)[number][number], number[]>;

/** One round, each way once. */
async function playRound(program: Program, round: number, times: Times, wins: Map<string, number>): Promise<void> {
  for (const solver of ORDERS[round % ORDERS.length] ?? ORDERS[0]) {
    await rest(Math.max(...times.glpk, ...times.highs) < SHORT_MS ? SHORT_REST_MS : REST_MS);
    const { ms, result } = solver === 'apart' ? await apart(program) : await solve(program, solver);
    times[solver].push(ms);
    if (result.race !== undefined) wins.set(result.race.winner ?? 'nobody', (wins.get(result.race.winner ?? 'nobody') ?? 0) + 1);
  }
}

/** Races in a row against the better one in a row, both without a rest. */
async function inARow(program: Program, best: SolverName, ms: number): Promise<number> {
  const solves = Math.min(30, Math.max(5, Math.ceil(ROW_MS / ms)));
  const times = { race: [] as number[], alone: [] as number[] };
  for (let block = 0; block < ROW_BLOCKS; block++) {
    for (const way of ['alone', 'race'] as const) {
      await rest();
      for (let k = 0; k < solves; k++) times[way].push((await solve(program, way === 'race' ? 'race' : best)).ms);
    }
  }
  return median(times.race) / median(times.alone);
}

interface Ratio {
  readonly median: number;
  /** The order statistics between which the median of the distribution lies. */
  readonly least: number;
  readonly most: number;
}

function ratioOf(over: readonly number[], under: readonly number[]): Ratio {
  const ratios = over.map((ms, round) => ms / (under[round] ?? Number.NaN)).toSorted((a, b) => a - b);
  const rank = Math.max(0, Math.floor((ratios.length - INTERVAL_Z * Math.sqrt(ratios.length)) / 2));
  return { median: median(ratios), least: ratios[rank] ?? Number.NaN, most: ratios[ratios.length - 1 - rank] ?? Number.NaN };
}

const betterOf = (times: Times): 'glpk' | 'highs' => (median(times.glpk) <= median(times.highs) ? 'glpk' : 'highs');

/** True while the rounds do not show on which side of the target a problem lies. */
function isUndecided(times: Times): boolean {
  const { least, most } = ratioOf(times.race, times[betterOf(times)]);
  return least <= MOST_RATIO && most > MOST_RATIO;
}

const solved: string[][] = [];
const ratios: Ratio[] = [];
const overheads: number[] = [];
for (const [name, program] of problems.filter(([name]) => name.includes(ONLY))) {
  await playRound(program, 0, { glpk: [], highs: [], race: [], apart: [] }, new Map());
  const times: Times = { glpk: [], highs: [], race: [], apart: [] };
  const wins = new Map<string, number>();
  let rounds = 0;
  const isShort = (): boolean => Math.min(median(times.glpk), median(times.highs)) < SHORT_MS;
  const began = performance.now();
  const more = (): boolean => rounds < MOST_ROUNDS && performance.now() - began < MOST_MS && isUndecided(times);
  while (rounds < LEAST_ROUNDS || (rounds < SHORT_ROUNDS && isShort()) || more()) await playRound(program, rounds++, times, wins);
  const ratio = ratioOf(times.race, times[betterOf(times)]);
  const overhead = ratioOf(times.race, times.apart).median;
  const best = betterOf(times);
  const row = await inARow(program, best, median(times[best]));
  ratios.push(ratio);
  overheads.push(overhead);
  solved.push([
    name, String(rounds), spread(times.glpk), spread(times.highs), spread(times.race),
    `${ratio.median.toFixed(2)} (${ratio.least.toFixed(2)}–${ratio.most.toFixed(2)})`, spread(times.apart), overhead.toFixed(2),
    row.toFixed(2), [...wins].map(([winner, count]) => `${winner} ${count}`).join(', '),
  ]);
}

const columns = [
  'problem', 'rounds', 'GLPK, ms', 'HiGHS, ms', 'race, ms', 'race / better one', 'first of two jobs at once, ms', 'race / that',
  'race / better one, no rests', 'won by',
];
if (ONLY !== '') {
  console.log(table(columns, solved));
  process.exit();
}
const typical = median(ratios.map((ratio) => ratio.median));
const [worst = ratios[0] as Ratio] = ratios.toSorted((a, b) => b.median - a.median);
const shown = ratios.filter(({ most }) => most <= MOST_RATIO).length;

const hard: readonly (readonly [string, Program])[] = [
  ['set cover 500 × 1000', generate('set-cover', { rows: 500, columns: 1000 }, 1)],
  ['independent set 1500', generate('independent-set', { nodes: 1500, affinity: 4 }, 1)],
  ['auction 300 × 1500', generate('combinatorial-auction', { items: 300, bids: 1500 }, 1)],
  ['set cover 3000 × 2000, 600 000 nonzeros', generate('set-cover', { rows: 3000, columns: 2000, density: 0.1 }, 1)],
];
const cancelled: string[][] = [];
const latencies: number[] = [];
for (const [name, program] of hard) {
  const cells: string[] = [];
  const kept: string[] = [];
  for (const solver of RUNNERS) {
    const found: Ended[] = [];
    for (const after of [50, 200, 700, 1500, 3000]) found.push(await solve(program, solver, after));
    latencies.push(...found.map(({ ms }) => ms));
    cells.push(spread(found.map(({ ms }) => ms)));
    kept.push(`${solver} ${found.filter(({ result }) => result.solution !== null).length} of ${found.length}`);
  }
  cancelled.push([name, ...cells, kept.join(', ')]);
}
section(
  'race',
  [
    table(columns, solved),
    `Medians of the ratios within a round and their 99 % intervals: median ${typical.toFixed(2)}, worst ${worst.median.toFixed(2)} (${worst.least.toFixed(2)}–${worst.most.toFixed(2)}); against two jobs at once: median ${median(overheads).toFixed(2)}, worst ${Math.max(...overheads).toFixed(2)}.`,
    table(['cancelled after 0.05, 0.2, 0.7, 1.5 and 3 s', 'GLPK, ms', 'HiGHS, ms', 'race, ms', 'kept a solution'], cancelled),
    `From the request to the outcome: median ${median(latencies).toFixed(0)} ms, worst ${Math.max(...latencies).toFixed(0)} ms. Memory of the process at the end: ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MiB. ${machineLine()} A pool of one worker, each way of solving after each other equally often.`,
  ].join('\n\n'),
);
target({
  name: 'raced exact solve', goal: `≤ ${MOST_RATIO}× the better`,
  measured: `median ${typical.toFixed(2)}×, worst of ${ratios.length} problems ${worst.median.toFixed(2)}× (99 %: ${worst.least.toFixed(2)}–${worst.most.toFixed(2)}); ${shown} below the target at 99 %`,
  reached: shown === ratios.length,
});
target({
  name: 'cancel of a raced solve', goal: '≤ 250 ms',
  measured: `median ${median(latencies).toFixed(0)} ms, worst ${Math.max(...latencies).toFixed(0)} ms`,
  reached: Math.max(...latencies) <= 250,
});
await Promise.all([executor.close(), beside.close()]);
