/**
 * The table of 20 000 runs and the pictures of 10 000: what the window computes when it shows them, painting apart.
 */
import { parseArgs } from 'node:util';
import { comparedRuns } from '../src-renderer/comparison/compared-runs.ts';
import type { Improvements } from '../src-renderer/comparison/compared-runs.ts';
import type { PictureInput } from '../src-renderer/comparison/picture.ts';
import { PICTURE_NAMES, PICTURES } from '../src-renderer/comparison/pictures.ts';
import type { ProblemSummary, RunSummary } from '../src-contract/session.ts';
import { compare } from '../src-science/statistics/comparison.ts';
import type { ComparedBy } from '../src-science/statistics/comparison.ts';
import { makeRun } from '../test/unit/renderer/make-run.ts';
import { interleave, inUnit, machineLine, section, table, target } from './report.ts';
import type { Contender } from './report.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const ROUNDS = Number(values.rounds);
const METHODS = 10;
const SIZE = { width: 1200, height: 700 };
const ASKED: ComparedBy = { by: 'gap', target: 0.01, baseline: 0 };

/** Processor time of a call, s, that of collecting garbage beside it included: what else the machine does is not in it. */
function worked(call: () => void): Contender {
  call();
  return (seconds) => {
    const began = performance.now();
    const before = process.cpuUsage();
    let calls = 0;
    do {
      call();
      calls++;
    } while (performance.now() - began < 1000 * seconds);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6 / calls;
  };
}

/** A number in [0, 1) of a run, always the same. */
const drawn = (k: number): number => (Math.imul(k + 1, 0x9e3779b1) >>> 0) / 2 ** 32;

/** Runs of ten methods, each on every problem with every seed; a tenth has no solution. */
function manyRuns(count: number, problems: number): readonly RunSummary[] {
  const seeds = Math.ceil(count / METHODS / problems);
  return Array.from({ length: count }, (_, k) => {
    const method = k % METHODS;
    const problem = Math.floor(k / METHODS / seeds);
    const gap = drawn(k) < 0.1 ? null : (drawn(3 * k) ** 4) / (1 + method);
    return makeRun({
      id: k + 1, problemId: problem + 1, problemName: `problem ${problem + 1}`, label: `method ${method + 1}`,
      seed: Math.floor(k / METHODS) % seeds, step: 0.1 * (1 + method), seconds: 0.01 + 10 * drawn(7 * k), gap, feasible: gap !== null,
      objective: gap === null ? null : 100 * (1 + gap), scheme: method % 2 === 0 ? 'true-penalty' : 'surrogate-interchange',
    });
  });
}
const problemsOf = (count: number): readonly ProblemSummary[] => Array.from({ length: count }, (_, k) => ({
  id: k + 1, hash: '', name: `problem ${k + 1}`, origin: '', addedAt: 0, sense: 'min', variables: 100, rows: 3, nonzeros: 9, warnings: [],
  senseDoubt: null, reference: { objective: 100, basis: 'proven', runId: null }, stated: { typed: null, file: null }, referenceNote: null,
  runCount: 0,
}));

const table20 = manyRuns(20_000, 100);
const problems = problemsOf(100);
const grouping = worked(() => comparedRuns(table20, problems, 'name', null));
const grouped = comparedRuns(table20, problems, 'name', null);
const comparing = worked(() => compare(grouped.outcomes, METHODS, problems.length, ASKED));

const runs = manyRuns(10_000, 50);
/** Twenty improvements of each run. */
const improvements: ReadonlyMap<number, Improvements> = new Map(runs.map((run) => [run.id, {
  seconds: Float64Array.from({ length: 20 }, (_, k) => ((run.seconds ?? 1) * (k + 1)) / 21),
  iteration: Float64Array.from({ length: 20 }, (_, k) => 5 * k + 1),
  objective: Float64Array.from({ length: 20 }, (_, k) => (run.objective ?? 300) + 5 * (20 - k)),
}]));
const compared = comparedRuns(runs, problemsOf(50), 'name', improvements);
const input: PictureInput = {
  compared, comparison: compare(compared.outcomes, METHODS, 50, ASKED), asked: ASKED, improvements, scale: 'log', budget: 'seconds',
  ranksOver: 'instances', x: 'seconds', y: 'gap',
};
const found = interleave({
  grouping, comparing,
  ...Object.fromEntries(PICTURE_NAMES.map((name) => [name, worked(() => {
    if (typeof PICTURES[name].draw(input, SIZE) === 'string') throw new Error(`${name} drew nothing`);
  })])),
}, ROUNDS, 0.3) as Record<string, Parameters<typeof inUnit>[0]>;

const ms = (name: string): string => inUnit(found[name] ?? null, 1e-3, 1, 'none');
const row = (name: string): number => 1000 * (found[name]?.median ?? Number.NaN);
section('comparison', `${table(['ms of processor time, median (least–greatest)', 'ms'], [
  ['20 000 runs into methods and problems', ms('grouping')],
  ['their means, ranks and tests, 10 methods, 100 problems, 20 seeds', ms('comparing')],
  ...PICTURE_NAMES.map((name) => [`${PICTURES[name].label} of 10 000 runs, laid out`, ms(name)]),
])}\n\n${machineLine()} Medians of ${String(ROUNDS)} rounds by turns; painting is not in it.`);
const whole = row('grouping') + row('comparing');
target({
  name: 'a table of methods over 20 000 runs', goal: '100 ms', measured: `${whole.toFixed(0)} ms of processor time`, reached: whole <= 100,
});
for (const name of ['performance', 'data'] as const) {
  target({
    name: `a ${PICTURES[name].label.toLowerCase()} over 10 000 runs`, goal: '200 ms', measured: `${row(name).toFixed(0)} ms of processor time`,
    reached: row(name) <= 200,
  });
}
