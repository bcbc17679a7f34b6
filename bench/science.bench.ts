/**
 * How fast the science runs in plain JavaScript on one thread: samples × nonzeros a second of every
 * sampled scheme, milliseconds of every exact evaluation, at the sizes of docs/benchmarks.md, “Monte Carlo
 * kernels”, and what a random block costs. Prints tables with the median of several rounds and their spread. Run:
 * `node bench/science.bench.ts [--rounds N] [--seconds S]`. Not a test: nothing here can fail.
 */
import { parseArgs } from 'node:util';
import { exactInstances, kernelInstances } from './kernel-instances.ts';
import type { EvaluationOutcome } from '../src-science/gradients/evaluator.ts';
import { createEvaluator } from '../src-science/gradients/registry.ts';
import { SCHEME_NAMES, SCHEMES } from '../src-science/gradients/scheme.ts';
import type { NormalForm } from '../src-science/program/normal-form.ts';
import { bernoulliBits, bernoulliThreshold, createRandomStream, positionStream, uniformWords } from '../src-science/random/bit-planes.ts';
import { threefryBlock } from '../src-science/random/threefry.ts';
import { machineLine, section } from './report.ts';

/** What was found so far, line by line: shown as it comes, and put into docs/benchmarks.md at the end. */
const lines: string[] = [];
function say(line: string): void {
  lines.push(line);
  process.stderr.write(`${line}\n`);
}

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' }, seconds: { type: 'string', default: '0.2' } } });
const ROUNDS = Number(values.rounds);
const SECONDS = Number(values.seconds);

const stream = createRandomStream();
positionStream(stream, 20_26, 7, 0);

interface Instance {
  readonly name: string;
  readonly form: NormalForm;
  readonly xHat: Float64Array;
  readonly sampled: boolean;
}

function instances(): Instance[] {
  return [
    ...kernelInstances().map((instance) => ({ ...instance, sampled: true })),
    ...exactInstances().map((instance) => ({ ...instance, sampled: false })),
  ];
}

/** Philox4x32 with 10 rounds, the generator that was not chosen: 32×32-bit products by halves. */
function philoxBlock(k0: number, k1: number, counter: Int32Array, out: Int32Array): void {
  let [a, b, c, d] = [counter[0] ?? 0, counter[1] ?? 0, counter[2] ?? 0, counter[3] ?? 0];
  let x = k0;
  let y = k1;
  for (let round = 0; round < 10; round++) {
    const highA = highProduct(a, 0xd251, 0x1f53);
    const lowA = Math.imul(a, 0xd2511f53);
    const highC = highProduct(c, 0xcd9e, 0x8d57);
    const lowC = Math.imul(c, 0xcd9e8d57);
    a = highC ^ b ^ x;
    b = lowC;
    c = highA ^ d ^ y;
    d = lowA;
    x = (x + 0x9e3779b9) | 0;
    y = (y + 0xbb67ae85) | 0;
  }
  out[0] = a;
  out[1] = b;
  out[2] = c;
  out[3] = d;
}

/** The upper 32 bits of value · (high · 2¹⁶ + low), all unsigned. */
function highProduct(value: number, high: number, low: number): number {
  const upper = value >>> 16;
  const lower = value & 0xffff;
  const middle = (Math.imul(upper, low) >>> 0) + (Math.imul(lower, low) >>> 16);
  const carry = ((middle & 0xffff) + (Math.imul(lower, high) >>> 0)) / 65536;
  return (Math.imul(upper, high) + Math.floor(middle / 65536) + Math.floor(carry)) | 0;
}

/** Median, least and greatest seconds a call, over rounds of at least `SECONDS`. */
function time(call: () => void): { median: number; least: number; greatest: number } {
  call();
  const rounds: number[] = [];
  for (let n = 0; n < ROUNDS; n++) {
    const began = performance.now();
    let calls = 0;
    do {
      call();
      calls++;
    } while (performance.now() - began < 1000 * SECONDS);
    rounds.push((performance.now() - began) / 1000 / calls);
  }
  rounds.sort((a, b) => a - b);
  return { median: rounds[rounds.length >> 1] ?? 0, least: rounds[0] ?? 0, greatest: rounds.at(-1) ?? 0 };
}

function outcome(): EvaluationOutcome {
  return { penalty: 0, penaltyStandardError: 0, feasibleShare: 0, samples: 0, meanViolation: 0 };
}

function print(row: readonly string[], widths: readonly number[]): void {
  say(row.map((cell, n) => (n === 0 ? cell.padEnd(widths[n] ?? 0) : cell.padStart(widths[n] ?? 0))).join('  '));
}

function benchRandom(): void {
  const words = new Int32Array(4);
  const block = new Int32Array(32);
  const counter = new Int32Array(4);
  philoxBlock(0, 0, counter, words);
  if ((words[0] ?? 0) >>> 0 !== 0x6627e8d5) throw new Error('Philox misses its published known answer');
  let sink = 0;
  let blocks = 0;
  const perCall = 1000;
  const rows: readonly [string, number, () => void][] = [
    [
      'threefry4x32-13, 128 bits', perCall,
      () => { for (let n = 0; n < perCall; n++) { threefryBlock(stream.key, n, 0, 0, 0, words); sink ^= words[0] ?? 0; } },
    ],
    [
      'philox4x32-10, 128 bits', perCall,
      () => { for (let n = 0; n < perCall; n++) { counter[0] = n; philoxBlock(1, 2, counter, words); sink ^= words[0] ?? 0; } },
    ],
    [
      'Bernoulli bit', 32 * perCall,
      () => { for (let n = 0; n < perCall; n++) sink ^= bernoulliBits(
        stream, blocks, n, bernoulliThreshold(0.3 + n * 1e-4), -1,
      ); blocks++; },
    ],
    [
      'uniform number', 32 * perCall,
      () => { for (let n = 0; n < perCall; n++) { uniformWords(stream, blocks, n, block); sink ^= block[5] ?? 0; } blocks++; },
    ],
  ];
  say('\nRandom numbers, nanoseconds each');
  for (const [name, count, call] of rows) {
    const { median, least, greatest } = time(call);
    const ns = (s: number): string => ((s * 1e9) / count).toFixed(2);
    print([name, ns(median), `${ns(least)}–${ns(greatest)}`], [42, 8, 14]);
  }
  if (sink === 1) say('');
}

function benchInstance({ name, form, xHat, sampled }: Instance): void {
  const d = form.variableCount;
  const nonzeros = form.value.length;
  const gradient = new Float64Array(d);
  const found = outcome();
  say(`\n${name}, ${String(nonzeros)} nonzeros`);
  const widths = [26, 10, 8, 14];
  print(['scheme', 'evaluation', 'median', 'spread'], widths);
  for (const scheme of SCHEME_NAMES) {
    if (sampled) {
      const samples = 1024;
      const evaluator = createEvaluator(form, { scheme, evaluation: 'sampled', samples });
      let iteration = 0;
      const { median, least, greatest } = time(() =>
        evaluator.evaluate(xHat, { seed: 1, stream: 0, iteration: iteration++, firstSample: 0 }, gradient, found),
      );
      const rate = (s: number): string => ((samples * nonzeros) / s / 1e9).toFixed(2);
      print([scheme, 'sampled', `${rate(median)} G/s`, `${rate(greatest)}–${rate(least)}`], widths);
    }
    if (SCHEMES[scheme].expectation?.inPlaceOfSamples !== true) continue;
    try {
      const evaluator = createEvaluator(form, { scheme, evaluation: 'exact', samples: 1 });
      const { median, least, greatest } = time(() =>
        evaluator.evaluate(xHat, { seed: 1, stream: 0, iteration: 0, firstSample: 0 }, gradient, found),
      );
      const ms = (s: number): string => (1000 * s).toFixed(s < 0.001 ? 3 : 1);
      print([scheme, 'exact', `${ms(median)} ms`, `${ms(least)}–${ms(greatest)}`], widths);
    } catch (error) {
      print([scheme, 'exact', '–', error instanceof Error ? error.message : String(error)], widths);
    }
  }
}

say(`Node ${process.version}, ${String(ROUNDS)} rounds of ${String(SECONDS)} s; G/s = 10⁹ samples × nonzeros a second`);
benchRandom();
for (const instance of instances()) benchInstance(instance);
section('science', `\`\`\`\n${lines.join('\n').trim()}\n\`\`\`\n\n${machineLine()}`);
