/**
 * How good a start is within some processor seconds on one thread: the preset “best start” against its controls,
 * which do the same without a descent or without anything but the search, and HiGHS at the same seconds. Over the
 * shipped problems, instances of generated families and every problem file of a folder; best known values come from an
 * `index.tsv` beside the files (columns `name` and `optimum`), from `diffilo-best-known.json`, or else from this run.
 * `node bench/starts.bench.ts [FOLDER] [--seconds 10] [--seed 1] [--seeds 1] [--only NAME,…] [--without NAME,…] [--json FILE]`:
 * `--seed` is that of every method, `--seeds` are those of the generated instances; `--json` appends each result to
 * a file, and what the file has already is not measured again. Our methods do counted work and end by themselves.
 */
import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readProblem } from '../src-main/engine/problems/read-problem.ts';
import { decode } from '../src-science/decoding/decode.ts';
import type { DecodedSolution } from '../src-science/decoding/decoded-solution.ts';
import { descend } from '../src-science/descent/descend.ts';
import type { DescentSpec } from '../src-science/descent/descent-spec.ts';
import { defaultDescentSpec, DESCENT_PRESETS } from '../src-science/descent/presets.ts';
import { normalForm } from '../src-science/program/normal-form.ts';
import type { NormalForm } from '../src-science/program/normal-form.ts';
import type { Program } from '../src-science/program/program.ts';
import { beginDescent } from '../src-workers/begin-descent.ts';
import { compiledKernels } from '../src-workers/compiled-kernels.ts';
import { byHighs, clock, isBetter } from './by-highs.ts';
import { DIFFILO_FAMILIES, diffiloInstance } from './diffilo-instances.ts';
import type { BestKnownTable } from './diffilo-instances.ts';
import { machineLine, section, table } from './report.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    without: { type: 'string', default: '' },
    json: { type: 'string', default: '' },
  },
});
const SECONDS = Number(values.seconds);
const SEED = Number(values.seed);
const compiled = compiledKernels();

interface Instance {
  readonly name: string;
  readonly group: string;
  readonly program: Program;
  /** In the sense of the program. */
  readonly best: number | null;
}

/** Problem files of a folder, with what its index says. */
async function filesOf(folder: string, group: string): Promise<Instance[]> {
  const index = join(folder, 'index.tsv');
  const known = new Map<string, number>();
  if (existsSync(index)) {
    const [head = '', ...lines] = readFileSync(index, 'utf8').trim().split('\n');
    const names = head.split('\t');
    for (const line of lines) {
      const cells = line.split('\t');
      const value = Number(cells[names.indexOf('optimum')]);
      if (Number.isFinite(value)) known.set(cells[names.indexOf('name')] ?? '', value);
    }
  }
  const found: Instance[] = [];
  for (const file of readdirSync(folder).filter((each) => /\.(mps|lp|json)(\.gz)?$/u.test(each)).sort()) {
    const name = file.replace(/\.(mps|lp|json)(\.gz)?$/u, '');
    if (!isWanted(name)) continue;
    const { program } = await readProblem(join(folder, file));
    found.push({ name, group, program, best: known.get(name) ?? null });
  }
  return found;
}

function isWanted(name: string): boolean {
  return (values.only === '' || values.only.split(',').includes(name)) && !values.without.split(',').includes(name);
}

interface Outcome {
  readonly name: string;
  readonly method: string;
  readonly objective: number | null;
  readonly seconds: number;
}

type Found = Pick<Outcome, 'objective' | 'seconds'>;

function bestOf(form: NormalForm, decoded: readonly DecodedSolution[]): number | null {
  let best: number | null = null;
  for (const { feasible, objective } of decoded) {
    if (feasible && (best === null || form.objectiveSign * (objective - best) < 0)) best = objective;
  }
  return best;
}

async function byDescent(program: Program, asked: (form: NormalForm) => DescentSpec): Promise<Found> {
  const form = normalForm(program);
  const began = clock();
  const spec: DescentSpec = { ...asked(form), seed: SEED, recordEvery: 1000, snapshotEvery: 0, checkpointEvery: 0 };
  const begin = await beginDescent(program, form, spec, () => false);
  if (begin === null) throw new Error('nobody cancelled it');
  const { decoded } = descend(form, begin.spec, { now: clock, compiled, guides: begin.guides });
  return { objective: bestOf(form, decoded), seconds: clock() - began };
}

/** The same dives and search without a descent: from the relaxation's solution where it is solved in time, else from ½. */
async function withoutDescent(program: Program): Promise<Found> {
  const form = normalForm(program);
  const began = clock();
  const spec: DescentSpec = { ...defaultDescentSpec(form), start: { kind: 'lp-relaxation', margin: 0, otherwise: 0.5 } };
  const begin = await beginDescent(program, form, spec, () => false);
  if (begin === null) throw new Error('nobody cancelled it');
  const half = new Float64Array(form.variableCount).fill(0.5);
  const [guide = { xHat: half, price: null, bound: 0 }] = begin.guides;
  const options = { mu: null, samples: 1, seed: SEED, now: clock, compiled };
  const searched = decode(form, 'local-search', guide.xHat, options);
  const dived = decode(form, 'dive', guide.xHat, { ...options, pool: { guides: begin.guides, solutions: [searched] } });
  return { objective: bestOf(form, [dived, searched]), seconds: clock() - began };
}

function bySearch(program: Program): Found {
  const form = normalForm(program);
  const began = clock();
  const half = new Float64Array(form.variableCount).fill(0.5);
  const found = decode(form, 'local-search', half, { mu: null, samples: 1, seed: SEED, now: clock, compiled });
  return { objective: found.feasible ? found.objective : null, seconds: clock() - began };
}

function preset(form: NormalForm): DescentSpec {
  const found = DESCENT_PRESETS.find(({ name }) => name === 'best-start');
  if (found === undefined) throw new Error('there is no preset best-start');
  return found.specFor(form);
}

const METHODS: readonly { readonly name: string; readonly run: (program: Program) => Found | Promise<Found> }[] = [
  { name: 'best start', run: (program) => byDescent(program, preset) },
  { name: 'the same, no descent', run: withoutDescent },
  {
    name: 'descent from ½, search',
    run: (program) => byDescent(program, (form) => ({ ...defaultDescentSpec(form), decoders: ['greedy-repair', 'local-search'] })),
  },
  { name: 'search from ½', run: bySearch },
  {
    name: 'HiGHS',
    async run(program) {
      const { best, seconds } = await byHighs(program, SECONDS);
      return { objective: best, seconds };
    },
  },
];

/** |z − z*| / max(|z|, |z*|) in percent; 100 where nothing feasible was found. */
function gapOf(objective: number | null, best: number): number {
  if (objective === null) return 100;
  const size = Math.max(Math.abs(objective), Math.abs(best));
  return size === 0 ? 0 : Math.min(100, (100 * Math.abs(objective - best)) / size);
}

const written = values.json !== '' && existsSync(values.json) ? readFileSync(values.json, 'utf8').trim().split('\n') : [];
const already = written.filter((line) => line !== '').map((line) => JSON.parse(line) as Outcome);

async function measured(instance: Instance): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { name, run } of METHODS) {
    const before = already.find((each) => each.name === instance.name && each.method === name);
    const outcome = before ?? { name: instance.name, method: name, ...(await run(instance.program)) };
    if (before === undefined && values.json !== '') appendFileSync(values.json, `${JSON.stringify(outcome)}\n`);
    const value = outcome.objective === null ? 'none' : String(outcome.objective);
    process.stderr.write(`${instance.name}  ${name}: ${value} in ${outcome.seconds.toFixed(1)} s\n`);
    outcomes.push(outcome);
  }
  return outcomes;
}

const bestKnown = JSON.parse(readFileSync(new URL('./diffilo-best-known.json', import.meta.url), 'utf8')) as BestKnownTable;
const instances: Instance[] = await filesOf(fileURLToPath(new URL('../examples/problems', import.meta.url)), 'shipped');
for (const family of DIFFILO_FAMILIES) {
  for (const seed of values.seeds.split(',').map(Number)) {
    const name = `${family} ${String(seed)}`;
    const best = bestKnown[family][String(seed)]?.value ?? null;
    if (isWanted(name)) instances.push({ name, group: 'families', program: diffiloInstance(family, seed), best });
  }
}
for (const folder of positionals) {
  const shipped = new Set(instances.map(({ name }) => name));
  instances.push(...(await filesOf(folder, 'the folder')).filter(({ name }) => !shipped.has(name)));
}

interface Row {
  readonly instance: Instance;
  readonly gaps: readonly number[];
  readonly outcomes: readonly Outcome[];
}

const rows: Row[] = [];
for (const instance of instances) {
  const outcomes = await measured(instance);
  const all = [instance.best, ...outcomes.map(({ objective }) => objective)].filter((value) => value !== null);
  const [first] = all;
  if (first === undefined) continue;
  // What this run found better than the best known is the best known.
  const best = all.reduce((one, other) => (isBetter(instance.program, other, one) ? other : one), first);
  rows.push({ instance, outcomes, gaps: outcomes.map(({ objective }) => gapOf(objective, best)) });
}

const mean = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;
const cell = (gap: number, { objective, seconds }: Outcome): string =>
  `${objective === null ? 'none' : gap.toFixed(2)} (${seconds.toFixed(1)} s)`;
const lines = rows.map(({ instance, gaps, outcomes }) => [instance.name, ...outcomes.map((outcome, n) => cell(gaps[n] ?? 100, outcome))]);
const sums = [...new Set(rows.map(({ instance }) => instance.group)), 'all'].map((group) => {
  const own = rows.filter(({ instance }) => group === 'all' || instance.group === group);
  const cells = METHODS.map((_, n) => {
    const feasible = own.filter(({ outcomes }) => outcomes[n]?.objective !== null).length;
    return `**${String(feasible)}, ${mean(own.map(({ gaps }) => gaps[n] ?? 100)).toFixed(2)} %**`;
  });
  return [`**${group}**, ${String(own.length)}: feasible, mean gap`, ...cells];
});
const foot = `Seed ${String(SEED)}; HiGHS stopped at ${String(SECONDS)} processor seconds. ${machineLine()}`;
section('starts', `${table(['program', ...METHODS.map(({ name }) => name)], [...lines, ...sums])}\n\n${foot}`);
