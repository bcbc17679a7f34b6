/**
 * The Monte Carlo kernels in WebAssembly SIMD against the TypeScript that defines them, side by side in
 * one process on one thread: samples × nonzeros a second of K1 (penalty), K2 (penalty and averaged
 * interchange gradient) and K3 (penalty and true-penalty gradient) on SC, IS and KN, for the 32 samples
 * of a descent’s step and for 1024; steps of a descent, and a short one with its end; and what random bits cost, generator by
 * generator. Run: `node bench/kernels.bench.ts [--rounds N] [--seconds S]`. Not a test: nothing here can fail.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createKernelTotals } from '../src-kernels/sampling.ts';
import { compileModule } from '../src-kernels/web-assembly.ts';
import { kernelsFolder } from '../src-main/engine/entry-points.ts';
import type { CompiledKernels } from '../src-science/compiled.ts';
import { defaultDescentSpec } from '../src-science/descent/presets.ts';
import { descend } from '../src-science/descent/descend.ts';
import type { EvaluationOutcome, EvaluatorSpec } from '../src-science/gradients/evaluator.ts';
import { createEvaluator } from '../src-science/gradients/registry.ts';
import { createSampleTotals } from '../src-science/gradients/sample-totals.ts';
import { layOutSamples } from '../src-science/gradients/sampling-layout.ts';
import { loadThresholds } from '../src-science/gradients/sample-block.ts';
import { createPass, setPass } from '../src-science/gradients/totals-evaluator.ts';
import { createRandomStream, positionStream } from '../src-science/random/bit-planes.ts';
import { kernelInstances, onlyVariables, type KernelInstance } from './kernel-instances.ts';
import { machineLine, section } from './report.ts';

/** What was found so far, line by line: shown as it comes, and put into docs/benchmarks.md at the end. */
const lines: string[] = [];
function say(line: string): void {
  lines.push(line);
  process.stderr.write(`${line}\n`);
}

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' }, seconds: { type: 'string', default: '0.2' } } });
const ROUNDS = Number(values.rounds);
const SECONDS = Number(values.seconds);

const module = compileModule(new Uint8Array(readFileSync(join(kernelsFolder(), 'sampling.wasm'))));
const compiled: CompiledKernels = { sampling: (layout, request) => createKernelTotals(module, layout, request) };

interface Timing {
  readonly median: number;
  readonly least: number;
  readonly greatest: number;
}

/** Seconds a call of each, in turns, so that both meet the same machine. */
function sideBySide(calls: readonly (() => void)[]): Timing[] {
  // Until the engine has compiled all for good.
  for (const call of calls) for (const until = performance.now() + 300; performance.now() < until; ) call();
  const rounds: number[][] = calls.map(() => []);
  for (let round = 0; round < ROUNDS; round++) {
    calls.forEach((call, n) => {
      const began = performance.now();
      let count = 0;
      do {
        call();
        count++;
      } while (performance.now() - began < 1000 * SECONDS);
      rounds[n]?.push((performance.now() - began) / 1000 / count);
    });
  }
  return rounds.map((times) => {
    times.sort((a, b) => a - b);
    return { median: times[times.length >> 1] ?? 0, least: times[0] ?? 0, greatest: times.at(-1) ?? 0 };
  });
}

const WIDTHS = [5, 7, 9, 24, 24, 7];
function print(row: readonly string[], widths: readonly number[] = WIDTHS): void {
  say(row.map((cell, n) => (n < 2 ? cell.padEnd(widths[n] ?? 0) : cell.padStart(widths[n] ?? 0))).join('  '));
}

const KERNELS: readonly (readonly [string, Pick<EvaluatorSpec, 'scheme' | 'tuning'>])[] = [
  ['K1', { scheme: 'naive-pathwise' }],
  ['K2', { scheme: 'surrogate-interchange', tuning: { soft: 'averaged' } }],
  ['K3', { scheme: 'true-penalty' }],
];

function evaluation(
  { form, xHat }: KernelInstance, part: Pick<EvaluatorSpec, 'scheme' | 'tuning'>, samples: number, kernels: CompiledKernels | undefined,
): () => void {
  const evaluator = createEvaluator(form, { ...part, evaluation: 'sampled', samples }, undefined, kernels);
  const gradient = new Float64Array(xHat.length);
  const outcome: EvaluationOutcome = { penalty: 0, penaltyStandardError: 0, feasibleShare: 0, samples: 0, meanViolation: 0 };
  const at = { seed: 1, stream: 0, iteration: 0, firstSample: 0 };
  return () => {
    at.iteration++;
    evaluator.evaluate(xHat, at, gradient, outcome);
  };
}

function benchKernels(instance: KernelInstance): void {
  say(`\n${instance.name}, ${String(instance.form.value.length)} nonzeros`);
  print(['', '', 'samples', 'WebAssembly G/s', 'TypeScript G/s', 'ratio']);
  for (const [kernel, part] of KERNELS) {
    for (const samples of [32, 1024]) {
      const [fast, plain] = sideBySide([evaluation(instance, part, samples, compiled), evaluation(instance, part, samples, undefined)]);
      if (fast === undefined || plain === undefined) continue;
      const rate = (seconds: number): string => ((samples * instance.form.value.length) / seconds / 1e9).toFixed(2);
      const cell = (t: Timing): string => `${rate(t.median)} (${rate(t.greatest)}–${rate(t.least)})`;
      print([instance.key, kernel, String(samples), cell(fast), cell(plain), (plain.median / fast.median).toFixed(1)]);
    }
  }
}

/**
 * A descent by the true penalty with and without kernels: what a thousand steps more take, so that neither the start nor the
 * figures of the end count; and what a descent of a hundred steps takes, in which they do.
 */
function benchDescent(instance: KernelInstance): void {
  const run = (iterations: number, kernels: CompiledKernels | undefined): (() => void) => {
    const spec = {
      ...defaultDescentSpec(instance.form), scheme: 'true-penalty', evaluation: 'sampled', samples: 32, iterations, restarts: 1,
      decoders: [], snapshotEvery: 0, checkpointEvery: 0,
    } as const;
    return () => void descend(instance.form, spec, { now: () => 0, ...(kernels === undefined ? {} : { compiled: kernels }) });
  };
  const [fast, plain, fastLong, plainLong] =
    sideBySide([run(100, compiled), run(100, undefined), run(1100, compiled), run(1100, undefined)]);
  if (fast === undefined || plain === undefined || fastLong === undefined || plainLong === undefined) return;
  const rate = (long: Timing, short: Timing): number => 1000 / (long.median - short.median);
  const steps = [rate(fastLong, fast), rate(plainLong, plain)] as const;
  print([instance.key, 'steps/s', '32', steps[0].toFixed(0), steps[1].toFixed(0), (steps[0] / steps[1]).toFixed(1)]);
  const ms = (seconds: number): string => (1000 * seconds).toFixed(1);
  const cell = (t: Timing): string => `${ms(t.median)} (${ms(t.least)}–${ms(t.greatest)})`;
  print([instance.key, '100, ms', '32', cell(fast), cell(plain), (plain.median / fast.median).toFixed(1)]);
}

/** Nanoseconds a Bernoulli bit: a program of variables and no rows does nothing else. */
function benchBits(): void {
  const { form, xHat } = onlyVariables();
  const layout = layOutSamples(form);
  const thresholds = new Float64Array(form.variableCount);
  loadThresholds(xHat, thresholds);
  const stream = createRandomStream();
  const request = { sums: 'nothing', rows: false, objective: false } as const;
  say('\nBernoulli bits, nanoseconds each');
  print(['', '', 'samples', 'WebAssembly', 'TypeScript', 'ratio']);
  for (const samples of [32, 128, 512]) {
    const calls = [createKernelTotals(module, layout, request), createSampleTotals(layout, request)].map((totals) => {
      const pass = createPass();
      let iteration = 0;
      return () => {
        positionStream(stream, 1, 0, iteration++);
        totals.begin(stream, thresholds);
        setPass(pass, 0, samples);
        totals.draw(pass);
      };
    });
    const [fast, plain] = sideBySide(calls);
    if (fast === undefined || plain === undefined) continue;
    const ns = (seconds: number): string => ((1e9 * seconds) / (samples * form.variableCount)).toFixed(3);
    const cell = (t: Timing): string => `${ns(t.median)} (${ns(t.least)}–${ns(t.greatest)})`;
    print(['bits', '', String(samples), cell(fast), cell(plain), (plain.median / fast.median).toFixed(1)]);
  }
}

say(
  `Node ${process.version}, ${String(ROUNDS)} rounds of ${String(SECONDS)} s, one thread; median (least–greatest); G/s = 10⁹ samples × nonzeros a second`,
);
benchBits();
for (const instance of kernelInstances()) benchKernels(instance);
say('\nDescents by the true penalty');
print(['', '', 'samples', 'WebAssembly', 'TypeScript', 'ratio']);
for (const instance of kernelInstances()) benchDescent(instance);
section('kernels', `\`\`\`\n${lines.join('\n').trim()}\n\`\`\`\n\n${machineLine()}`);
