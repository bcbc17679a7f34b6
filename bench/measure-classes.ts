/**
 * Which preset is best on which class of programs (`program-class.ts`): what the form and the command line propose is
 * chosen by these figures (`descent/proposal.ts`). Over generated programs of every class, and every problem file of a folder, of which
 * the first, third, … by name are chosen on and the others only looked at.
 * `node bench/classes.bench.ts [FOLDER] [--seeds 1,2] [--json FILE]`: `--json` appends each result to a file, and what
 * the file has already is not measured again. Everything is counted work, nothing is stopped by time.
 */
import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readProblem } from '../src-main/engine/problems/read-problem.ts';
import { decode } from '../src-science/decoding/decode.ts';
import type { DecodedSolution } from '../src-science/decoding/decoded-solution.ts';
import { runControls } from '../src-science/descent/controls.ts';
import { CONTROL_VERDICTS } from '../src-science/descent/control-words.ts';
import type { ControlVerdict } from '../src-science/descent/control-words.ts';
import { descend } from '../src-science/descent/descend.ts';
import { DESCENT_PRESETS } from '../src-science/descent/presets.ts';
import { normalForm } from '../src-science/program/normal-form.ts';
import type { NormalForm } from '../src-science/program/normal-form.ts';
import type { Program } from '../src-science/program/program.ts';
import { programClass, PROGRAM_CLASSES } from '../src-science/program/program-class.ts';
import type { ProgramClass } from '../src-science/program/program-class.ts';
import { beginDescent, relaxedPoint } from '../src-workers/begin-descent.ts';
import { compiledKernels } from '../src-workers/compiled-kernels.ts';
import { clock, isBetter } from './by-highs.ts';
import { classInstances } from './class-instances.ts';
import { machineLine, section, table } from './report.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true, options: { seeds: { type: 'string', default: '1,2' }, json: { type: 'string', default: '' } },
});
const compiled = compiledKernels();
const SEED = 1;

/** What a program is measured for: what the choice is made on, generated or of a folder, or what it is looked at on afterwards. */
const GROUPS = ['generated', 'folder, chosen on', 'folder, held out'] as const;

interface Instance {
  readonly name: string;
  readonly group: (typeof GROUPS)[number];
  readonly program: Program;
  readonly best: number | null;
}

interface Found {
  readonly objective: number | null;
  readonly seconds: number;
  /** Of a preset with controls: how it stands against them. */
  readonly controls?: ControlVerdict;
}

function bestOf(form: NormalForm, decoded: readonly DecodedSolution[]): number | null {
  let best: number | null = null;
  for (const { feasible, objective } of decoded) {
    if (feasible && (best === null || form.objectiveSign * (objective - best) < 0)) best = objective;
  }
  return best;
}

async function byPreset(program: Program, name: string): Promise<Found> {
  const form = normalForm(program);
  const preset = DESCENT_PRESETS.find((each) => each.name === name);
  if (preset === undefined) throw new Error(`there is no preset ${name}`);
  const began = clock();
  const spec = { ...preset.specFor(form), seed: SEED, recordEvery: 1000, snapshotEvery: 0, checkpointEvery: 0 };
  const begin = await beginDescent(program, form, spec, () => false);
  if (begin === null) throw new Error('nobody cancelled it');
  const { decoded, work } = descend(form, begin.spec, { now: clock, compiled, guides: begin.guides });
  const objective = bestOf(form, decoded);
  const seconds = clock() - began;
  if (begin.spec.controls !== 'same-work') return { objective, seconds };
  const relaxed = begin.guides[0] ?? (await relaxedPoint(program, () => false));
  const controls = runControls(form, objective, work + begin.work, relaxed, { seed: SEED, compiled, now: clock });
  return { objective, seconds, ...(controls === null ? {} : { controls: controls.verdict }) };
}

function bySearch(program: Program): Found {
  const form = normalForm(program);
  const began = clock();
  const half = new Float64Array(form.variableCount).fill(0.5);
  const found = decode(form, 'local-search', half, { mu: null, samples: 1, seed: SEED, now: clock, compiled });
  return { objective: bestOf(form, [found]), seconds: clock() - began };
}

const METHODS: readonly { readonly name: string; readonly run: (program: Program) => Found | Promise<Found> }[] = [
  ...['recommended', 'annealed', 'best-start', 'row-multipliers'].map((name) => ({
    name, run: (program: Program) => byPreset(program, name),
  })),
  { name: 'search from ½', run: bySearch },
];

/** |z − z*| / max(|z|, |z*|) in percent; 100 where nothing feasible was found. */
function gapOf(objective: number | null, best: number): number {
  if (objective === null) return 100;
  const size = Math.max(Math.abs(objective), Math.abs(best));
  return size === 0 ? 0 : Math.min(100, (100 * Math.abs(objective - best)) / size);
}

async function filesOf(folder: string): Promise<Instance[]> {
  const index = join(folder, 'index.tsv');
  const lines = existsSync(index) ? readFileSync(index, 'utf8').trim().split('\n').map((line) => line.split('\t')) : [];
  const column = lines[0]?.indexOf('optimum') ?? -1;
  const files = readdirSync(folder).filter((each) => /\.(mps|lp|json)(\.gz)?$/u.test(each)).sort();
  return Promise.all(files.map(async (file, k): Promise<Instance> => {
    const name = file.replace(/\.(mps|lp|json)(\.gz)?$/u, '');
    const known = Number(lines.find(([of]) => of === name)?.[column]);
    const { program } = await readProblem(join(folder, file));
    return {
      name, program, group: k % 2 === 0 ? 'folder, chosen on' : 'folder, held out', best: Number.isFinite(known) ? known : null,
    };
  }));
}

interface Outcome extends Found {
  readonly name: string;
  readonly method: string;
}

const written = values.json !== '' && existsSync(values.json) ? readFileSync(values.json, 'utf8').trim().split('\n') : [];
const already = written.filter((line) => line !== '').map((line) => JSON.parse(line) as Outcome);

async function measured({ name, program }: Instance): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { name: method, run } of METHODS) {
    const before = already.find((each) => each.name === name && each.method === method);
    const outcome = before ?? { name, method, ...(await run(program)) };
    if (before === undefined && values.json !== '') appendFileSync(values.json, `${JSON.stringify(outcome)}\n`);
    outcomes.push(outcome);
  }
  process.stderr.write(
    `${name} (${programClass(program)})  ${outcomes.map(({ method, objective, seconds }) => `${method}: ${String(objective)} in ${seconds.toFixed(1)} s`).join('; ')}\n`,
  );
  return outcomes;
}

const instances: Instance[] = values.seeds.split(',').flatMap((seed) =>
  classInstances(Number(seed)).map((each) => ({ ...each, group: 'generated' as const, best: null })));
for (const folder of positionals) instances.push(...(await filesOf(folder)));

interface Row {
  readonly instance: Instance;
  readonly of: ProgramClass;
  readonly gaps: readonly number[];
  readonly outcomes: readonly Outcome[];
}

const rows: Row[] = [];
for (const instance of instances) {
  const outcomes = await measured(instance);
  const all = [instance.best, ...outcomes.map(({ objective }) => objective)].filter((value) => value !== null);
  const [first] = all;
  if (first === undefined) continue;
  const best = all.reduce((one, other) => (isBetter(instance.program, other, one) ? other : one), first);
  rows.push({
    instance, outcomes, of: programClass(instance.program), gaps: outcomes.map(({ objective }) => gapOf(objective, best)),
  });
}

const mean = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;
const lines = Object.entries(PROGRAM_CLASSES).flatMap(([of, { label }]) => GROUPS.flatMap((group) => {
  const own = rows.filter((row) => row.of === of && row.instance.group === group);
  if (own.length === 0) return [];
  const cells = METHODS.map((_, n) => {
    const none = own.filter(({ outcomes }) => outcomes[n]?.objective === null).length;
    const seconds = mean(own.map(({ outcomes }) => outcomes[n]?.seconds ?? 0));
    const against = CONTROL_VERDICTS.map((verdict) => own.filter(({ outcomes }) => outcomes[n]?.controls === verdict).length);
    const stands = own.every(({ outcomes }) => outcomes[n]?.controls === undefined) ? '' : ` ${against.join('/')}`;
    return `${mean(own.map(({ gaps }) => gaps[n] ?? 100)).toFixed(2)}${none === 0 ? '' : `, ${none} none`} (${seconds.toFixed(1)} s)${stands}`;
  });
  return [[label, group, String(own.length), ...cells]];
}));
const foot = `Seeds ${values.seeds} of the generated programs, seed ${SEED} of every method. ${machineLine()}`;
section('classes', `${table(['most rows are', 'programs', 'of them', ...METHODS.map(({ name }) => name)], lines)}\n\n${foot}`);
