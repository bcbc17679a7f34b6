/**
 * What each stage of the preset “best start” brings: the linear relaxation, the descent, greedy repair, the local search and the
 * dives, each left out of the rest in turn, over the shipped problems and some instances of each family of DiffILO's. Every search
 * and every dive has the same counted work, so that a stage is not paid for with another's. The descent here is exact and draws
 * nothing; seeds are those of search and dives.
 * `node bench/ablation.bench.ts [--method-seeds 1,2,3,4,5] [--seeds 1,2] [--work 30000000]`: `--seeds` are those of the families' instances
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readProblem } from '../src-main/engine/problems/read-problem.ts';
import { decode } from '../src-science/decoding/decode.ts';
import type { DecodedSolution } from '../src-science/decoding/decoded-solution.ts';
import type { DecoderName } from '../src-science/decoding/decoders.ts';
import type { Guide } from '../src-science/decoding/pool.ts';
import { descend } from '../src-science/descent/descend.ts';
import type { DescentSpec } from '../src-science/descent/descent-spec.ts';
import { defaultDescentSpec } from '../src-science/descent/presets.ts';
import { normalForm } from '../src-science/program/normal-form.ts';
import type { NormalForm } from '../src-science/program/normal-form.ts';
import type { Program } from '../src-science/program/program.ts';
import { beginDescent } from '../src-workers/begin-descent.ts';
import { compiledKernels } from '../src-workers/compiled-kernels.ts';
import { isBetter } from './by-highs.ts';
import { DIFFILO_FAMILIES, diffiloInstance } from './diffilo-instances.ts';
import type { BestKnownTable } from './diffilo-instances.ts';
import { machineLine, section } from './report.ts';
import { methodCell, startsTable } from './starts-report.ts';
import type { StartsRow } from './starts-report.ts';

const { values } = parseArgs({
  options: {
    'method-seeds': { type: 'string', default: '1,2,3,4,5' }, seeds: { type: 'string', default: '1,2' },
    work: { type: 'string', default: '30000000' },
  },
});
const SEEDS = values['method-seeds'].split(',').map(Number);
const WORK = Number(values.work);
const compiled = compiledKernels();

interface Point {
  readonly xHat: Float64Array;
  /** μ where the descent ended; null where there was none. */
  readonly mu: number | null;
}

interface Ground {
  readonly form: NormalForm;
  readonly guides: readonly Guide[];
  /** Where the relaxation is, where the descent from it ends, ½, and where the descent from there ends. */
  readonly relaxation: Point;
  readonly fromRelaxation: Point;
  readonly half: Point;
  readonly fromHalf: Point;
}

async function groundOf(program: Program): Promise<Ground> {
  const form = normalForm(program);
  const spec: DescentSpec = { ...defaultDescentSpec(form), decoders: [], recordEvery: 1000, snapshotEvery: 0, checkpointEvery: 0 };
  const begin = await beginDescent(program, form, { ...spec, start: { kind: 'lp-relaxation', margin: 0.1, otherwise: 0.5 } }, () => false);
  if (begin === null) throw new Error('nobody cancelled it');
  const descended = (from: DescentSpec): Point => {
    const { xHat, final } = descend(form, from, { now: () => 0, compiled });
    return { xHat, mu: final.mu };
  };
  const half = new Float64Array(form.variableCount).fill(0.5);
  return {
    form, guides: begin.guides, half: { xHat: half, mu: null }, fromHalf: descended(spec), fromRelaxation: descended(begin.spec),
    relaxation: { xHat: begin.guides[0]?.xHat ?? half, mu: null },
  };
}

interface Variant {
  readonly name: string;
  readonly at: (ground: Ground) => Point;
  readonly decoders: readonly DecoderName[];
  /** Whether the relaxation's prices guide the dives. */
  readonly guided: boolean;
}

const ALL = ['threshold', 'conditional-expectation', 'greedy-repair', 'local-search', 'dive'] as const;
const VARIANTS: readonly Variant[] = [
  { name: 'all stages', at: (g) => g.fromRelaxation, decoders: ALL, guided: true },
  { name: 'no descent', at: (g) => g.relaxation, decoders: ALL, guided: true },
  { name: 'no relaxation', at: (g) => g.fromHalf, decoders: ALL, guided: false },
  { name: 'no search', at: (g) => g.fromRelaxation, decoders: ALL.filter((name) => name !== 'local-search'), guided: true },
  { name: 'no dives', at: (g) => g.fromRelaxation, decoders: ALL.filter((name) => name !== 'dive'), guided: true },
  { name: 'neither relaxation nor descent', at: (g) => g.half, decoders: ALL, guided: false },
  { name: 'descent and repair alone', at: (g) => g.fromRelaxation, decoders: ALL.slice(0, 3), guided: false },
  { name: 'relaxation and repair alone', at: (g) => g.relaxation, decoders: ALL.slice(0, 3), guided: false },
];

function run(ground: Ground, { at, decoders, guided }: Variant, seed: number): number | null {
  const { form } = ground;
  const { xHat, mu } = at(ground);
  const decoded: DecodedSolution[] = [];
  for (const name of decoders) {
    const pool = { guides: guided ? ground.guides : [], solutions: decoded };
    decoded.push(decode(form, name, xHat, { mu, samples: 1, seed, searchWork: WORK, now: () => 0, compiled, pool }));
  }
  return decoded.reduce<number | null>(
    (best, { feasible, objective }) =>
      feasible && (best === null || form.objectiveSign * (objective - best) < 0) ? objective : best, null,
  );
}

const rows: StartsRow[] = [];

async function measure(name: string, group: string, program: Program, known: number | null): Promise<void> {
  const ground = await groundOf(program);
  const found = VARIANTS.map((variant) => SEEDS.map((seed) => ({ objective: run(ground, variant, seed), seconds: 0 })));
  const all = [known, ...found.flat().map(({ objective }) => objective)].filter((value) => value !== null);
  const best = all.reduce((one, other) => (isBetter(program, other, one) ? other : one));
  rows.push({ name, group, methods: found.map((own) => methodCell(own, best)) });
  process.stderr.write(`${name}: ${found.map((own) => own.map(({ objective }) => objective ?? 'none').join(' ')).join(' | ')}\n`);
}

const folder = fileURLToPath(new URL('../examples/problems', import.meta.url));
for (const file of readdirSync(folder).filter((each) => each.endsWith('.mps.gz')).sort()) {
  const { program, optimum } = await readProblem(join(folder, file));
  await measure(file.replace(/\.mps\.gz$/u, ''), 'shipped', program, optimum ?? null);
}
const bestKnown = JSON.parse(readFileSync(new URL('./diffilo-best-known.json', import.meta.url), 'utf8')) as BestKnownTable;
for (const family of DIFFILO_FAMILIES) {
  for (const seed of values.seeds.split(',').map(Number)) {
    await measure(`${family} ${String(seed)}`, family, diffiloInstance(family, seed), bestKnown[family][String(seed)]?.value ?? null);
  }
}
const table = startsTable(VARIANTS.map(({ name }) => name), rows).replaceAll(' (0.0 s)', '');
const work = `${(WORK / 1e6).toFixed(0)}·10⁶ counted nonzeros for each search and each dive`;
section('ablation', `${table}\n\nSeeds ${SEEDS.join(', ')}; ${work}. ${machineLine()}`);
