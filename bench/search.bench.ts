/**
 * The compiled loops of the local search against the TypeScript that defines them: nonzeros a second, side by side in
 * one process on one thread, by processor time, from x = 0 on instances of DiffILO's families and on the problem files
 * of a folder. Both must end at the same vector. Run: `node bench/search.bench.ts [FOLDER]`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createSearchHost } from '../src-kernels/search-host.ts';
import { compileModule } from '../src-kernels/web-assembly.ts';
import { kernelsFolder } from '../src-main/engine/entry-points.ts';
import { readProblem } from '../src-main/engine/problems/read-problem.ts';
import { indexColumns } from '../src-science/decoding/column-index.ts';
import { searchLocally } from '../src-science/decoding/local-search.ts';
import type { LocalSearchResult } from '../src-science/decoding/local-search.ts';
import type { CreateSearchLoops } from '../src-science/decoding/search-loops.ts';
import { normalForm } from '../src-science/program/normal-form.ts';
import type { Program } from '../src-science/program/program.ts';
import { clock } from './by-highs.ts';
import { DIFFILO_FAMILIES, diffiloInstance } from './diffilo-instances.ts';
import { machineLine, section, table } from './report.ts';

const { positionals } = parseArgs({ allowPositionals: true, options: {} });
const ENDING = /\.(mps|lp)(\.gz)?$/u;
const ROUNDS = 5;
const WORK = 100_000_000;
const module = compileModule(new Uint8Array(readFileSync(join(kernelsFolder(), 'search.wasm'))));
const compiled: CreateSearchLoops = (layout) => createSearchHost(module, layout);

const programs: (readonly [string, Program])[] = DIFFILO_FAMILIES.map((family) => [family, diffiloInstance(family, 1)]);
for (const folder of positionals) {
  for (const file of readdirSync(folder).filter((each) => ENDING.test(each)).sort()) {
    programs.push([file.replace(ENDING, ''), (await readProblem(join(folder, file))).program]);
  }
}

const rows: string[][] = [];
const ratios: number[] = [];
for (const [name, program] of programs) {
  const form = normalForm(program);
  const columns = indexColumns(form);
  const start = Uint8Array.from(form.fixed, (at) => Math.max(at, 0));
  const rates: [number[], number[]] = [[], []];
  const ends: LocalSearchResult[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    for (const n of [0, 1] as const) {
      const began = clock();
      const end = searchLocally(form, columns, start, 1, WORK, undefined, n === 1 ? compiled : undefined);
      ends[n] = end;
      // The first round is the compilers'.
      if (round > 0) rates[n].push(end.work / (clock() - began) / 1e6);
    }
  }
  const [plain, fast] = ends;
  const same = plain !== undefined && plain.flips === fast?.flips && plain.work === fast.work && Buffer.compare(plain.x, fast.x) === 0;
  if (!same) throw new Error(`${name}: the compiled search went another way`);
  const [typescript, wasm] = rates.map((list) => list.toSorted((a, b) => a - b)) as [number[], number[]];
  const middle = ROUNDS >> 1;
  const ratio = (wasm[middle] ?? 0) / (typescript[middle] ?? 1);
  ratios.push(ratio);
  const cell = (list: readonly number[]): string =>
    `${(list[middle] ?? 0).toFixed(0)} (${(list[0] ?? 0).toFixed(0)}–${(list.at(-1) ?? 0).toFixed(0)})`;
  rows.push([name, String(form.column.length), cell(wasm), cell(typescript), `${ratio.toFixed(2)}×`]);
}
const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
const reached = ratios.filter((ratio) => ratio >= 2.5).length;
const means = `Geometric mean ${mean.toFixed(2)}×, ${String(reached)} of ${String(ratios.length)} at least 2.5×.`;
const how = `Median (least–greatest) of ${String(ROUNDS)} rounds by turns, 10⁸ nonzeros each, processor time.`;
const head = ['program', 'nonzeros', 'WebAssembly, 10⁶ nonzeros/s', 'TypeScript', 'ratio'];
section('search', `${table(head, rows)}\n\n${means} ${how} ${machineLine()}`);
