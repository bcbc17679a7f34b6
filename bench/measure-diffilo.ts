/**
 * What descents find on DiffILO's three test families (GWL25; instances: `diffilo-instances.ts`) within
 * seconds on one thread: mean gap of decoded starts to the best known (`diffilo-best-known.json`), for the
 * true penalty and for DiffILO's interchange direction, tuned and as DiffILO has it without its network, under three
 * decoders. The local search needs no gradient to do well, so it is also run without any descent.
 * `node bench/diffilo.bench.ts [--families SC,IS,CA] [--seeds 1,2,…] [--methods TEXT] [--tune] [--json FILE]
 * [--from FILE]`; `--json` appends every single result to a file, a line each; `--from` makes the tables from
 * such a file and measures nothing.
 * Seconds are processor seconds of this process, so that other work on the machine does not count.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { DecoderName } from '../src-science/decoding/decoders.ts';
import { decode } from '../src-science/decoding/decode.ts';
import { priceScale } from '../src-science/decoding/price-scale.ts';
import { descend } from '../src-science/descent/descend.ts';
import type { DescentSpec } from '../src-science/descent/descent-spec.ts';
import { annealedRowsSpec, annealedSpec, defaultDescentSpec, DESCENT_PRESETS } from '../src-science/descent/presets.ts';
import type { DescentPresetName } from '../src-science/descent/presets.ts';
import { startAtRelaxation } from '../src-science/descent/start.ts';
import { normalForm } from '../src-science/program/normal-form.ts';
import type { NormalForm } from '../src-science/program/normal-form.ts';
import type { Program } from '../src-science/program/program.ts';
import { NUMERICS } from '../src-main/engine/numerics.ts';
import { compiledKernels } from '../src-workers/compiled-kernels.ts';
import { solveRelaxation } from '../src-workers/exact/lp-relaxation.ts';
import { DIFFILO_FAMILIES, DIFFILO_SEEDS, diffiloInstance, FAMILY_TITLES } from './diffilo-instances.ts';
import type { BestKnownTable, DiffiloFamily } from './diffilo-instances.ts';
import { edgeWords, familyTables, gapOf, senseOf, type Outcome, type Tuning } from './diffilo-report.ts';
import { machineLine, section } from './report.ts';

const { values } = parseArgs({
  options: {
    families: { type: 'string', default: DIFFILO_FAMILIES.join(',') },
    seeds: { type: 'string', default: DIFFILO_SEEDS.join(',') },
    methods: { type: 'string', default: '' },
    tune: { type: 'boolean', default: false },
    json: { type: 'string', default: '' },
    from: { type: 'string', default: '' },
  },
});

/** Instances that settings are chosen on; the reported ones are others. */
const TUNING_SEEDS = [11, 12];
const STEPS = [0.03, 0.1, 0.3];
const FIRST_MU = [0.003, 0.03, 0.3];
const DECODERS: readonly DecoderName[] = ['best-of-samples', 'greedy-repair', 'local-search'];

/** What `--tune` chose. */
const TUNED: Readonly<Record<DiffiloFamily, { readonly true: Tuning; readonly interchange: Tuning }>> = {
  SC: { true: [0.03, 0.03], interchange: [0.3, 0.3] },
  IS: { true: [0.1, 0.3], interchange: [0.03, 0.003] },
  CA: { true: [0.03, 0.3], interchange: [0.3, 0.03] },
};
const PUBLISHED: Readonly<Record<DiffiloFamily, DescentPresetName>> = {
  SC: 'diffilo-set-cover', IS: 'diffilo-independent-set', CA: 'diffilo-auctions',
};

const compiled = compiledKernels();

/** Processor seconds of this process. */
function clock(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function tuned(form: NormalForm, scheme: DescentSpec['scheme'], [step, firstMu]: Tuning): DescentSpec {
  const spec = defaultDescentSpec(form);
  return { ...spec, scheme, step, mu: spec.mu.kind === 'ramp' ? { ...spec.mu, from: firstMu * priceScale(form).typical } : spec.mu };
}

function published(form: NormalForm, family: DiffiloFamily): DescentSpec {
  const preset = DESCENT_PRESETS.find(({ name }) => name === PUBLISHED[family]);
  if (preset === undefined) throw new Error(`there is no preset ${PUBLISHED[family]}`);
  return preset.specFor(form);
}

/** The solution of the linear relaxation by HiGHS. */
async function relaxationPoint(program: Program): Promise<Float64Array> {
  const found = await solveRelaxation(program, () => false);
  if (found.status !== 'solved') throw new Error(found.says);
  // The simplex method ends within its tolerance of the bounds.
  return Float64Array.from(found.values, (value) => Math.min(1, Math.max(0, value)));
}

async function atRelaxation(program: Program, form: NormalForm): Promise<DescentSpec> {
  return { ...defaultDescentSpec(form), start: startAtRelaxation(await relaxationPoint(program), 0.1) };
}

interface Method {
  readonly name: string;
  readonly notFor?: DiffiloFamily;
  /** Marginals in place of a descent: decoded as they are, no step made. */
  readonly spec: (
    family: DiffiloFamily, program: Program, form: NormalForm,
  ) => DescentSpec | Float64Array | Promise<DescentSpec | Float64Array>;
}

const METHODS: readonly Method[] = [
  { name: 'no descent, x̂ = ½', spec: (_family, _program, form) => new Float64Array(form.variableCount).fill(0.5) },
  { name: 'no descent, x̂ = the LP’s solution', spec: (_family, program) => relaxationPoint(program) },
  { name: 'true penalty, exact', spec: (_family, _program, form) => defaultDescentSpec(form) },
  { name: 'true penalty, exact, tuned', spec: (family, _program, form) => tuned(form, 'true-penalty', TUNED[family].true) },
  // On set covers four descents take more than the five seconds that are given.
  {
    name: 'true penalty, exact, 4 descents, tuned', notFor: 'SC',
    spec: (family, _program, form) => ({ ...tuned(form, 'true-penalty', TUNED[family].true), restarts: 4 }),
  },
  { name: 'true penalty, exact, from the LP', spec: (_family, program, form) => atRelaxation(program, form) },
  { name: 'true penalty, exact, annealed', spec: (_family, _program, form) => annealedSpec(form) },
  { name: 'true penalty, exact, annealed, a multiplier a row', spec: (_family, _program, form) => annealedRowsSpec(form) },
  { name: 'interchange, exact, annealed', spec: (_family, _program, form) => ({ ...annealedSpec(form), scheme: 'surrogate-interchange' }) },
  {
    name: 'true penalty, 32 samples',
    spec: (_family, _program, form) => ({ ...defaultDescentSpec(form), evaluation: 'sampled', samples: 32 }),
  },
  { name: 'interchange, DiffILO without its network', spec: (family, _program, form) => published(form, family) },
  { name: 'interchange, exact, tuned', spec: (family, _program, form) => tuned(form, 'surrogate-interchange', TUNED[family].interchange) },
];

async function outcomeOf(
  method: Method, family: DiffiloFamily, program: Program, decoders: readonly DecoderName[],
): Promise<Pick<Outcome, 'seconds' | 'decoded'>> {
  const form = normalForm(program);
  const began = clock();
  const spec = await method.spec(family, program, form);
  if (spec instanceof Float64Array) {
    const seconds = clock() - began;
    return { seconds, decoded: decoders.map((decoder) => decode(form, decoder, spec, { mu: null, samples: 1000, seed: 1, now: clock })) };
  }
  const { decoded } = descend(
    form, { ...spec, recordEvery: 1000, snapshotEvery: 0, checkpointEvery: 0, decoders }, { now: clock, compiled },
  );
  return { seconds: clock() - began - decoded.reduce((sum, { seconds }) => sum + seconds, 0), decoded };
}

const bestKnown = JSON.parse(readFileSync(new URL('./diffilo-best-known.json', import.meta.url), 'utf8')) as BestKnownTable;

const mean = (list: readonly number[]): number => list.reduce((sum, v) => sum + v, 0) / list.length;

/** Every method on every instance of a family. */
async function measure(family: DiffiloFamily, seeds: readonly number[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const method of METHODS.filter(({ name, notFor }) => notFor !== family && name.includes(values.methods))) {
    for (const seed of seeds) {
      const { seconds, decoded } = await outcomeOf(method, family, diffiloInstance(family, seed), DECODERS);
      const outcome: Outcome = {
        family, seed, method: method.name, numerics: NUMERICS, seconds,
        decoded: decoded.map(({ decoder, objective, feasible, seconds: spent }) => ({ decoder, objective, feasible, seconds: spent })),
      };
      outcomes.push(outcome);
      if (values.json !== '') appendFileSync(values.json, `${JSON.stringify(outcome)}\n`);
      const best = bestKnown[family][String(seed)]?.value ?? Number.NaN;
      for (const { decoder, objective, feasible } of outcome.decoded) {
        if (feasible && gapOf(senseOf(family), objective, best) < -1e-9) {
          console.log(`${family} ${String(seed)}: ${decoder} found ${String(objective)}, better than the best known ${String(best)}`);
        }
      }
    }
    process.stderr.write(`${family}: ${method.name}\n`);
  }
  return outcomes;
}

/** Single results of an earlier run. */
function readBack(file: string, family: DiffiloFamily, seeds: readonly number[]): Outcome[] {
  const lines = readFileSync(file, 'utf8').split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as Outcome).filter(
    (outcome) => outcome.family === family && seeds.includes(outcome.seed) && outcome.method.includes(values.methods),
  );
}

async function report(family: DiffiloFamily, seeds: readonly number[]): Promise<void> {
  const outcomes = values.from === '' ? await measure(family, seeds) : readBack(values.from, family, seeds);
  const { [family]: known } = bestKnown;
  const title = `**${family}**, ${FAMILY_TITLES[family]}, seeds ${seeds.join(' ')}`;
  section(
    `diffilo-${family}`,
    `${title}\n\n${familyTables(outcomes, known, senseOf(family))}\n\n${edgeWords(TUNED[family], STEPS, FIRST_MU)}\n\n${machineLine().replace(/\.$/u, '')}, numerics ${[...new Set(outcomes.map(({ numerics }) => numerics))].join(' and ')}.`,
  );
}

/** Means over the tuning instances after greedy repair, for every setting of the grid: the same grid for both directions. */
async function tune(family: DiffiloFamily): Promise<void> {
  console.log(`\n${family}: tuning on seeds ${TUNING_SEEDS.join(' ')}, mean objective after greedy repair`);
  for (const scheme of ['true-penalty', 'surrogate-interchange'] as const) {
    for (const step of STEPS) {
      for (const firstMu of FIRST_MU) {
        const found: number[] = [];
        for (const seed of TUNING_SEEDS) {
          const method: Method = { name: '', spec: (_family, _program, form) => tuned(form, scheme, [step, firstMu]) };
          const outcome = await outcomeOf(method, family, diffiloInstance(family, seed), ['greedy-repair']);
          for (const { objective, feasible } of outcome.decoded) if (feasible) found.push(objective);
        }
        console.log(`${scheme}  step ${String(step)}  first μ ${String(firstMu)}: ${mean(found).toFixed(1)}`);
      }
    }
  }
}

const seeds = values.seeds.split(',').map(Number);
for (const family of DIFFILO_FAMILIES.filter((name) => values.families.split(',').includes(name))) {
  if (values.tune) await tune(family);
  else await report(family, seeds);
}
