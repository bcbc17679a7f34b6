/**
 * How good a start is within some processor seconds on one thread: the preset “best start” against its controls,
 * which do the same without a descent or without anything but the search, a descent without any search, and HiGHS at
 * the same seconds. Over the
 * shipped problems, instances of generated families and every problem file of a folder; best known values come from an
 * `index.tsv` beside the files (columns `name` and `optimum`), from `diffilo-best-known.json`, or else from this run.
 * Then the paired test of the preset against its own control, and what one descent proves within a second.
 * `node bench/starts.bench.ts [FOLDER] [--seconds 10] [--method-seeds 1,2,3] [--seeds 1,…,10] [--only NAME,…]
 * [--without NAME,…] [--methods NAME;…] [--parts starts,bound] [--json FILE]`: `--method-seeds` are those of every
 * method, `--seeds` are those of the generated instances; `--json` appends each result to a file, and what the file has
 * already is not measured again. Our methods do counted work and end by themselves.
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
import { annealedRowsSpec, defaultDescentSpec, DESCENT_PRESETS } from '../src-science/descent/presets.ts';
import type { DescentPresetName } from '../src-science/descent/presets.ts';
import { normalForm } from '../src-science/program/normal-form.ts';
import type { NormalForm } from '../src-science/program/normal-form.ts';
import type { Program } from '../src-science/program/program.ts';
import { beginDescent } from '../src-workers/begin-descent.ts';
import { compiledKernels } from '../src-workers/compiled-kernels.ts';
import { solveRelaxation } from '../src-workers/exact/lp-relaxation.ts';
import { byHighs, clock, isBetter } from './by-highs.ts';
import { DIFFILO_FAMILIES, DIFFILO_SEEDS, diffiloInstance } from './diffilo-instances.ts';
import type { BestKnownTable } from './diffilo-instances.ts';
import { machineLine, section, target } from './report.ts';
import { againstControl, boundTable, methodCell, startsTable } from './starts-report.ts';
import type { BoundRow, StartsRow } from './starts-report.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '10' },
    'method-seeds': { type: 'string', default: '1,2,3' },
    seeds: { type: 'string', default: DIFFILO_SEEDS.join(',') },
    methods: { type: 'string', default: '' },
    parts: { type: 'string', default: 'starts,bound' },
    only: { type: 'string', default: '' },
    without: { type: 'string', default: '' },
    json: { type: 'string', default: '' },
  },
});
const SECONDS = Number(values.seconds);
const METHOD_SEEDS = values['method-seeds'].split(',').map(Number);
const PARTS = values.parts.split(',');
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
  /** Null where nothing in the method is drawn. */
  readonly seed: number | null;
  readonly objective: number | null;
  readonly seconds: number;
}

type Found = Pick<Outcome, 'objective' | 'seconds'>;

function bestOf(form: NormalForm, decoded: readonly Pick<DecodedSolution, 'feasible' | 'objective'>[]): number | null {
  let best: number | null = null;
  for (const { feasible, objective } of decoded) {
    if (feasible && (best === null || form.objectiveSign * (objective - best) < 0)) best = objective;
  }
  return best;
}

/** @param onTheWay whether what the descent's own looks decoded counts too, as in its result */
async function byDescent(
  program: Program, seed: number, asked: (form: NormalForm) => DescentSpec, onTheWay = false,
): Promise<Found> {
  const form = normalForm(program);
  const began = clock();
  const spec: DescentSpec = { ...asked(form), seed, recordEvery: 1000, snapshotEvery: 0, checkpointEvery: 0 };
  const begin = await beginDescent(program, form, spec, () => false);
  if (begin === null) throw new Error('nobody cancelled it');
  const { decoded, incumbent } = descend(form, begin.spec, { now: clock, compiled, guides: begin.guides });
  const found = onTheWay && incumbent !== null ? [...decoded, { ...incumbent, feasible: true }] : decoded;
  return { objective: bestOf(form, found), seconds: clock() - began };
}

function presetNamed(wanted: DescentPresetName): (form: NormalForm) => DescentSpec {
  const found = DESCENT_PRESETS.find(({ name }) => name === wanted);
  if (found === undefined) throw new Error(`there is no preset ${wanted}`);
  return found.specFor;
}
const preset = presetNamed('best-start');

/** The same dives and search without a descent: from the relaxation's solution where it is solved in time, else from ½. */
async function withoutDescent(program: Program, seed: number): Promise<Found> {
  const form = normalForm(program);
  const began = clock();
  const spec: DescentSpec = { ...defaultDescentSpec(form), start: { kind: 'lp-relaxation', margin: 0, otherwise: 0.5 } };
  const begin = await beginDescent(program, form, spec, () => false);
  if (begin === null) throw new Error('nobody cancelled it');
  const half = new Float64Array(form.variableCount).fill(0.5);
  const [guide = { xHat: half, price: null, bound: 0 }] = begin.guides;
  const options = { mu: null, samples: 1, seed, now: clock, compiled };
  const { searchWork, diveWork } = preset(form);
  const searched = decode(form, 'local-search', guide.xHat, { ...options, searchWork });
  const pool = { guides: begin.guides, solutions: [searched] };
  const dived = decode(form, 'dive', guide.xHat, { ...options, searchWork: diveWork, pool });
  return { objective: bestOf(form, [dived, searched]), seconds: clock() - began };
}

function bySearch(program: Program, seed: number): Found {
  const form = normalForm(program);
  const began = clock();
  const half = new Float64Array(form.variableCount).fill(0.5);
  const found = decode(form, 'local-search', half, { mu: null, samples: 1, seed, now: clock, compiled });
  return { objective: found.feasible ? found.objective : null, seconds: clock() - began };
}

interface Method {
  readonly name: string;
  readonly run: (program: Program, seed: number) => Found | Promise<Found>;
  readonly drawsNothing?: true;
}

const PRESET = 'best start';
const CONTROL = 'the same, no descent';
const METHODS: readonly Method[] = ([
  { name: PRESET, run: (program, seed) => byDescent(program, seed, preset) },
  { name: CONTROL, run: withoutDescent },
  {
    name: 'descent from ½, search',
    run: (program, seed) =>
      byDescent(program, seed, (form) => ({ ...defaultDescentSpec(form), decoders: ['greedy-repair', 'local-search'] })),
  },
  { name: 'search from ½', run: bySearch },
  { name: 'gradients alone', run: (program, seed) => byDescent(program, seed, annealedRowsSpec, true) },
  {
    name: 'HiGHS',
    drawsNothing: true,
    async run(program) {
      const { best, seconds } = await byHighs(program, SECONDS);
      return { objective: best, seconds };
    },
  },
] satisfies Method[]).filter(({ name }) => values.methods === '' || values.methods.split(';').includes(name));

const written = values.json !== '' && existsSync(values.json) ? readFileSync(values.json, 'utf8').trim().split('\n') : [];
const already = written.filter((line) => line !== '').map((line) => JSON.parse(line) as Outcome);

/** By method, by seed. */
async function measured(instance: Instance): Promise<Outcome[][]> {
  const outcomes: Outcome[][] = [];
  for (const { name, run, drawsNothing } of METHODS) {
    const own: Outcome[] = [];
    for (const seed of drawsNothing === true ? [null] : METHOD_SEEDS) {
      const before = already.find((each) => each.name === instance.name && each.method === name && each.seed === seed);
      const outcome = before ?? { name: instance.name, method: name, seed, ...(await run(instance.program, seed ?? 0)) };
      if (before === undefined && values.json !== '') appendFileSync(values.json, `${JSON.stringify(outcome)}\n`);
      const value = outcome.objective === null ? 'none' : String(outcome.objective);
      process.stderr.write(`${instance.name}  ${name}  ${String(seed ?? '')}: ${value} in ${outcome.seconds.toFixed(1)} s\n`);
      own.push(outcome);
    }
    outcomes.push(own);
  }
  return outcomes;
}

const bestKnown = JSON.parse(readFileSync(new URL('./diffilo-best-known.json', import.meta.url), 'utf8')) as BestKnownTable;

async function wantedInstances(): Promise<Instance[]> {
  const instances: Instance[] = await filesOf(fileURLToPath(new URL('../examples/problems', import.meta.url)), 'shipped');
  for (const family of DIFFILO_FAMILIES) {
    for (const seed of values.seeds.split(',').map(Number)) {
      const name = `${family} ${String(seed)}`;
      const best = bestKnown[family][String(seed)]?.value ?? null;
      if (isWanted(name)) instances.push({ name, group: family, program: diffiloInstance(family, seed), best });
    }
  }
  for (const folder of positionals) {
    const shipped = new Set(instances.map(({ name }) => name));
    instances.push(...(await filesOf(folder, 'the folder')).filter(({ name }) => !shipped.has(name)));
  }
  return instances;
}

if (PARTS.includes('starts')) {
  const rows: StartsRow[] = [];
  for (const instance of await wantedInstances()) {
    const outcomes = await measured(instance);
    const all = [instance.best, ...outcomes.flat().map(({ objective }) => objective)].filter((value) => value !== null);
    const [first] = all;
    if (first === undefined) continue;
    // What this run found better than the best known is the best known.
    const best = all.reduce((one, other) => (isBetter(instance.program, other, one) ? other : one), first);
    rows.push({ name: instance.name, group: instance.group, methods: outcomes.map((own) => methodCell(own, best)) });
  }
  const names = METHODS.map(({ name }) => name);
  const foot = `Seeds ${METHOD_SEEDS.join(', ')} of each method; HiGHS stopped at ${String(SECONDS)} processor seconds. ${machineLine()}`;
  section('starts', `${startsTable(names, rows)}\n\n${foot}`);
  const [ours, control] = [names.indexOf(PRESET), names.indexOf(CONTROL)];
  if (ours >= 0 && control >= 0) {
    const { markdown, times, p } = againstControl(rows, ours, control);
    section('starts-control', markdown);
    target({
      name: 'best start against its own control', goal: '≥ 1.5 times better mean gap',
      measured: `${times.toFixed(2)} times, p = ${p.toFixed(3)}`,
      reached: times >= 1.5 && p < 0.05,
    });
  }
}

if (PARTS.includes('bound')) {
  const rows: BoundRow[] = [];
  for (const seed of values.seeds.split(',').map(Number)) {
    const program = diffiloInstance('SC', seed);
    const form = normalForm(program);
    const bounds = (['recommended', 'annealed'] as const).map((name) => boundWithin(form, presetNamed(name)(form), 1));
    const relaxation = await solveRelaxation(program, () => false);
    if (relaxation.status === 'solved') rows.push({ seed, linear: relaxation.value + form.objectiveConstant, bounds });
  }
  const { markdown, least } = boundTable(['recommended', 'annealed'], rows);
  section('starts-bound', `${markdown}\n\n${machineLine()}`);
  target({
    name: 'a descent’s bound at SC size within 1 s', goal: '≥ 95 % of the LP bound', measured: `${least.toFixed(1)} % at least`,
    reached: least >= 95,
  });
}

/** What a descent has proven when so many processor seconds have gone, in its own sense. */
function boundWithin(form: NormalForm, asked: DescentSpec, seconds: number): number | null {
  const spec: DescentSpec = { ...asked, decoders: [], recordEvery: 1000, snapshotEvery: 0, checkpointEvery: 0 };
  const began = clock();
  return descend(form, spec, { now: clock, compiled, cancelled: () => clock() - began > seconds }).bound;
}
