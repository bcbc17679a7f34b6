/**
 * Gradients of single samples: estimates of 1024 samples, each with mean and variance of every coordinate, in
 * TypeScript, compiled and in NumPy; and steps of descents by the published interchange direction. Round by
 * round in turns. `node bench/gradients.bench.ts [--rounds N] [--seconds S]`. Not a test.
 */
import { parseArgs } from 'node:util';
import { defaultDescentSpec } from '../src-science/descent/presets.ts';
import { runDescent } from '../src-science/descent/descent-loop.ts';
import type { DescentSpec } from '../src-science/descent/descent-spec.ts';
import { descentEvaluator } from '../src-science/descent/evaluators.ts';
import { startMarginals } from '../src-science/descent/start.ts';
import { createGradientLeaves, type GradientLeavesSpec } from '../src-science/estimation/gradient-leaves.ts';
import { appendNode, foldNodes, LEAF_SAMPLES, type MomentNode } from '../src-science/estimation/moments.ts';
import { generate } from '../src-science/program/generate.ts';
import { normalForm, type NormalForm } from '../src-science/program/normal-form.ts';
import { createRandomStream, positionStream } from '../src-science/random/bit-planes.ts';
import { compiledKernels } from '../src-workers/compiled-kernels.ts';
import { kernelInstances, type KernelInstance } from './kernel-instances.ts';
import { instanceFile, numpy } from './references.ts';
import { callsOf, interleave, machineLine, ratio, section, table, target, type Contender, type Spread } from './report.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' }, seconds: { type: 'string', default: '0.3' } } });
const ROUNDS = Number(values.rounds);
const SECONDS = Number(values.seconds);
const SAMPLES = 1024;
const compiled = compiledKernels();

interface Estimate extends Pick<GradientLeavesSpec, 'scheme' | 'tuning'> {
  readonly name: string;
  /** Task of the NumPy reference. */
  readonly task: string;
}

const ESTIMATES: readonly Estimate[] = [
  { name: 'interchange, drawn', task: 'estimate-drawn', scheme: 'surrogate-interchange' },
  { name: 'interchange, averaged', task: 'estimate-averaged', scheme: 'surrogate-interchange', tuning: { soft: 'averaged' } },
  { name: 'straight-through', task: 'estimate-straight', scheme: 'straight-through' },
  { name: 'true penalty', task: 'estimate-true', scheme: 'true-penalty' },
];

/** Draws all leaves; the means summed over the coordinates. */
function estimation({ form, xHat }: KernelInstance, { scheme, tuning }: Estimate, kernels: typeof compiled): () => number {
  const stream = createRandomStream();
  positionStream(stream, 1, 1, 0);
  const leaves = createGradientLeaves(form, { scheme, tuning, xHat, iteration: 0, firstSample: 0, samples: SAMPLES }, stream, kernels);
  return () => {
    const nodes: MomentNode[] = [];
    for (let index = 0; index < SAMPLES / LEAF_SAMPLES; index++) appendNode(nodes, { level: 0, index, moments: leaves(index) });
    return foldNodes(nodes).mean.reduce((sum, g) => sum + g, 0);
  };
}

function cell(spread: Spread | null, work: number, missing: string): string {
  if (spread === null) return missing;
  const rate = (seconds: number): string => (work / seconds).toPrecision(3);
  return `${rate(spread.median)} (${rate(spread.greatest)}–${rate(spread.least)})`;
}

function measureEstimates(): string {
  const rows = kernelInstances().flatMap((instance) => {
    const file = instanceFile(instance.form, instance.xHat);
    return ESTIMATES.map((estimate) => {
      const own = estimation(instance, estimate, compiled);
      const found = interleave(
        {
          typescript: callsOf(estimation(instance, estimate, {})),
          compiled: callsOf(own),
          numpy: numpy.contender(estimate.task, file, { value: own(), within: 0.1 }),
        },
        ROUNDS,
        SECONDS,
      );
      const work = (SAMPLES * instance.form.value.length) / 1e9;
      const times = ratio(found.numpy, found.compiled, numpy.missing ?? '');
      // Against a dense product in BLAS as for the penalty alone.
      const goal = instance.key === 'KN' ? 1 : 10;
      target({
        name: `gradient estimate, ${instance.key}, ${estimate.name}`,
        goal: `≥ ${String(goal)}× NumPy`,
        measured: `${ratio(found.typescript, found.compiled, '')} TypeScript`,
        numpy: times,
        reached: found.numpy === null || found.compiled === null || found.numpy.median >= goal * found.compiled.median,
      });
      return [
        `${instance.key}, ${estimate.name}`, cell(found.typescript, work, ''), cell(found.compiled, work, ''),
        cell(found.numpy, work, numpy.missing ?? ''), times,
      ];
    });
  });
  return table(['10⁹ sample·nonzeros a second', 'TypeScript', 'with kernels', 'NumPy', 'NumPy’s time over ours'], rows);
}

/** Steps of whole descents by the published direction, without what comes before the first. */
function measureDescents(): string {
  const cover = normalForm(generate('set-cover', { rows: 3000, columns: 2000, density: 0.1, maxCost: 100 }, 1));
  const instances = [...kernelInstances().map(({ key, form }) => ({ key, form, start: 0.5, iterations: 500 })),
    // Of 3000 rows a sample violates none, a tenth of a row, 50 and 400 on average.
    ...[0.5, 0.05, 0.02, 0.01].map((start) => ({ key: `SC 3000 × 2000, x̂ = ${String(start)}`, form: cover, start, iterations: 100 })),
  ];
  const rows = instances.flatMap(({ key, form, start, iterations }) =>
    [15, 32].map((samples) => {
      const spec = {
        ...defaultDescentSpec(form), scheme: 'surrogate-interchange', evaluation: 'sampled', samples, iterations, restarts: 1, decoders: [],
        snapshotEvery: 0, checkpointEvery: 0, start: { kind: 'uniform', value: start },
      } as const;
      const found = interleave({ typescript: stepsOf(form, spec, {}), compiled: stepsOf(form, spec, compiled) }, ROUNDS, SECONDS);
      return [
        `${key}, ${String(samples)} samples a step`, cell(found.typescript, iterations, ''), cell(found.compiled, iterations, ''),
        ratio(found.typescript, found.compiled, ''),
      ];
    }),
  );
  return table(['steps a second', 'TypeScript', 'with kernels', 'TypeScript’s time over that'], rows);
}

/** Seconds of a descent's steps, of which it has one evaluator for all calls. */
function stepsOf(form: NormalForm, spec: DescentSpec, kernels: typeof compiled): Contender {
  const evaluator = descentEvaluator(form, spec, kernels);
  const start = startMarginals(form, spec.start, spec.seed);
  const control = {
    now: () => 0, onTrajectory: () => undefined, onProgress: () => undefined, cancelled: () => false, compiled: kernels,
  };
  return callsOf(() => void runDescent(form, spec, control, evaluator, start));
}

const loaded = compiled.gradients === undefined ? ' The compiled kernels were missing.' : '';
section(
  'gradients',
  `${measureEstimates()}\n\n${measureDescents()}\n\n${machineLine()} One thread; median (least–greatest) of ${String(ROUNDS)} rounds by turns.${loaded}`,
);
