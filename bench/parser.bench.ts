/**
 * Speed of our readers on generated files of at least 50 MB and 10⁶ nonzeros. Median and spread of
 * several runs in one process, after one that does not count; the file is in memory, so that it is the
 * reader that is measured. Speeds are given by the clock and by the thread's own processor time, which
 * other work on the machine does not lengthen. Prints a Markdown table.
 */
import { machineLine, section, table } from './report.ts';
import { generate } from '../src-science/program/generate.ts';
import { createProgramReader, parseProgram } from '../src-science/program/parse-program.ts';
import type { ProgramFormat } from '../src-science/program/parse-program.ts';
import type { Program } from '../src-science/program/program.ts';
import { writeProgram } from '../src-science/program/write-program.ts';

const RUNS = Number(process.argv[2] ?? 7);
const CHUNK = 1 << 20;

/** Long names make the file as large as files from modeling systems are. */
function named(program: Program): Program {
  return {
    ...program,
    variableNames: program.variableNames.map((name) => `choose_option_${name.padStart(8, '0')}`),
    rowNames: program.rowNames.map((name) => `requirement_${name.padStart(12, '0')}`),
  };
}

/** Coefficients with decimals: the other half of what a reader does. */
function decimals(program: Program): Program {
  return { ...program, rows: { ...program.rows, value: program.rows.value.map((_, k) => ((k * 7919) % 100_000) / 1000 + 0.001) } };
}

function streamed(bytes: Uint8Array, name: string): Program {
  const reader = createProgramReader(name);
  for (let at = 0; at < bytes.length; at += CHUNK) reader.push(bytes.subarray(at, at + CHUNK));
  return reader.finish().program;
}

interface Case {
  readonly what: string;
  readonly format: ProgramFormat;
  readonly bytes: Uint8Array;
  readonly nonzeros: number;
  readonly read: (bytes: Uint8Array, name: string) => Program;
}

const whole = (bytes: Uint8Array, name: string): Program => parseProgram(bytes, name).program;
const large = decimals(named(generate('set-cover', { rows: 20_000, columns: 10_000, density: 0.0075, maxCost: 100 }, 1)));
const encode = (format: ProgramFormat): Uint8Array => new TextEncoder().encode(writeProgram(large, format));
const nonzeros = large.rows.value.length;
const mps = encode('mps');
const lp = encode('lp');
const json = encode('json');
const cases: readonly Case[] = [
  { what: 'MPS', format: 'mps', bytes: mps, nonzeros, read: whole },
  { what: 'MPS, in chunks of 1 MiB', format: 'mps', bytes: mps, nonzeros, read: streamed },
  { what: 'CPLEX LP', format: 'lp', bytes: lp, nonzeros, read: whole },
  { what: 'CPLEX LP, in chunks of 1 MiB', format: 'lp', bytes: lp, nonzeros, read: streamed },
  { what: 'JSON', format: 'json', bytes: json, nonzeros, read: whole },
];

const rows: string[][] = [];
for (const { what, format, bytes, nonzeros: count, read } of cases) {
  const clock: number[] = [];
  const processor: number[] = [];
  for (let run = 0; run <= RUNS; run++) {
    const used = process.threadCpuUsage();
    const began = performance.now();
    const program = read(bytes, `bench.${format}`);
    const took = (performance.now() - began) / 1000;
    const { user, system } = process.threadCpuUsage(used);
    if (program.rows.value.length !== count) throw new Error(`${what}: ${program.rows.value.length} nonzeros read, ${count} written`);
    if (run === 0) continue;
    clock.push(took);
    processor.push((user + system) / 1e6);
  }
  const speed = (seconds: number): number => bytes.length / 1e6 / seconds;
  rows.push([
    what, `${(bytes.length / 1e6).toFixed(0)} MB`, `${(count / 1e6).toFixed(2)}·10⁶`, spread(clock, 2), spread(clock.map(speed), 0),
    spread(processor.map(speed), 0),
  ]);
}
section(
  'parser',
  `${table(['format', 'file', 'nonzeros', 'seconds by the clock', 'MB/s by the clock', 'MB/s of processor time'], rows)}\n\n${machineLine()} One thread; median (least–most) of ${String(RUNS)} runs.`,
);

/** `median (least–most)` */
function spread(values: readonly number[], digits: number): string {
  const [least = Number.NaN, ...rest] = values.toSorted((a, b) => a - b);
  const sorted = [least, ...rest];
  return `${(sorted[sorted.length >> 1] ?? least).toFixed(digits)} (${least.toFixed(digits)}–${(sorted[sorted.length - 1] ?? least).toFixed(digits)})`;
}
