/**
 * What random bits cost by generator, in the vectors the kernels use: raw planes, and draws of 128 samples
 * of a marginal. Compiles bench/assembly/generators.ts as set-up compiles the kernels.
 * `node bench/generators.bench.ts [--rounds N] [--seconds S]`. Not a test.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { kernelFlags } from '../scripts/set-up/kernels.mjs';
import { compileModule, instantiate } from '../src-kernels/web-assembly.ts';
import { bernoulliThreshold } from '../src-science/random/bit-planes.ts';
import { threefryBlock, threefryKey } from '../src-science/random/threefry.ts';
import { callsOf, inUnit, interleave, machineLine, section, table } from './report.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' }, seconds: { type: 'string', default: '0.1' } } });
const ROUNDS = Number(values.rounds);
const SECONDS = Number(values.seconds);
const VARIABLES = 1000;
const CALLS = 1000;
const KEY = threefryKey(1, 2, 3, 4);
/** What `generators.ts` reads. */
const KEY_AT = 32_768;
const THRESHOLDS_AT = 65_536;
/** Philox4x32-10 at counter and key 0, as published. */
const PHILOX_FIRST = 0x6627e8d5;

type Loop = (count: number, parameter?: number) => number;

interface Generator {
  readonly name: string;
  readonly kind: string;
  readonly words: Loop;
  readonly draw: Loop;
  /** Rounds, or leading planes. */
  readonly parameter: number;
}

function compile(): Record<string, Loop> {
  const folder = mkdtempSync(join(tmpdir(), 'leibniz-generators-'));
  try {
    const file = join(folder, 'generators.wasm');
    execFileSync(
      process.execPath, ['node_modules/assemblyscript/bin/asc.js', 'bench/assembly/generators.ts', ...kernelFlags, '-o', file],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const { exports, memory } = instantiate(compileModule(new Uint8Array(readFileSync(file))));
    memory.grow(4);
    const words = new Int32Array(memory.buffer);
    for (let n = 0; n < 5; n++) words.fill(KEY[n] ?? 0, KEY_AT / 4 + 4 * n, KEY_AT / 4 + 4 * n + 4);
    for (let j = 0; j < VARIABLES; j++) words[THRESHOLDS_AT / 4 + j] = bernoulliThreshold((j + 0.5) / VARIABLES) | 0;
    const loops = exports as Record<string, Loop>;
    loops['placeKey']?.(KEY_AT);
    return loops;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function loop(loops: Record<string, Loop>, name: string): Loop {
  const found = loops[name];
  if (found === undefined) throw new Error(`generators.ts has no ${name}`);
  return found;
}

/** First words against what is known of each generator. @throws where one is wrong */
function check(loops: Record<string, Loop>): void {
  const out = new Int32Array(4);
  threefryBlock(KEY, 0, 0, 0, 0, out);
  const first = out[0] ?? 0;
  threefryBlock(KEY, 0, 0, -1, 0, out);
  const [a, b, , d] = [...out] as [number, number, number, number];
  const sum = (a + d) | 0;
  const known: readonly (readonly [string, number, number])[] = [
    ['wordsThreefry', loop(loops, 'wordsThreefry')(1), first],
    ['wordsPhilox', loop(loops, 'wordsPhilox')(1, 10), PHILOX_FIRST],
    ['wordsSfc', loop(loops, 'wordsSfc')(1), a + b + 1],
    ['wordsXoshiro', loop(loops, 'wordsXoshiro')(1), ((sum << 7) | (sum >>> 25)) + a],
  ];
  for (const [name, found, expected] of known) {
    if ((found | 0) !== (expected | 0)) throw new Error(`${name} begins with ${String(found | 0)}, not ${String(expected | 0)}`);
  }
}

const loops = compile();
check(loops);
const generator = (
  name: string, kind: string, parameter: number, suffix: string,
): Generator => ({ name, kind, parameter, words: loop(loops, `words${suffix}`), draw: loop(loops, `draw${suffix}`) });
const counter = 'every four planes a counter of their own';
const sequence = (planes: number): string => `${String(planes)} planes of a sequence, then Threefry`;
const GENERATORS: readonly Generator[] = [
  generator('Threefry4x32-13', counter, 13, 'Threefry'),
  generator('Philox4x32-10', counter, 10, 'Philox'),
  generator('Philox4x32-7', counter, 7, 'Philox'),
  generator('xoshiro128++', sequence(12), 12, 'Xoshiro'),
  generator('sfc32', sequence(8), 8, 'Sfc'),
  generator('sfc32', sequence(12), 12, 'Sfc'),
  generator('sfc32', sequence(16), 16, 'Sfc'),
];
const contenders = Object.fromEntries(
  GENERATORS.flatMap(({ words, draw, parameter }, n) => [
    [`words ${String(n)}`, callsOf(() => words(CALLS, parameter))],
    [`draw ${String(n)}`, callsOf(() => draw(VARIABLES, parameter))],
  ]),
);
const found = interleave(contenders, ROUNDS, SECONDS);
const rows = GENERATORS.map(({ name, kind }, n) => [
  name,
  kind,
  inUnit(found[`words ${String(n)}`] ?? null, 4e-9 * CALLS, 2, '–'),
  inUnit(found[`draw ${String(n)}`] ?? null, 1e-9 * VARIABLES, 1, '–'),
]);
const checksum = loop(loops, 'checksum')(0);
if (!Number.isInteger(checksum)) throw new Error('nothing was drawn');
const head = ['generator', 'how a draw uses it', 'ns a plane of 128 bits', 'ns a draw of 128 samples'];
section(
  'generators',
  `${table(head, rows)}\n\n${machineLine()} One thread; median (least–greatest) of ${String(ROUNDS)} rounds by turns. The kernels draw two vectors at a time, which hides latencies.`,
);
