/**
 * One MPS file of 2·10⁶ nonzeros read by us, by HiGHS's WebAssembly and, where it is installed, by glpsol: processor time, by
 * turns. And the memory of a process that reads one of 10⁷ nonzeros in pieces, over one that reads none.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import loadHighs from 'highs';
import { createProgramReader, parseProgram } from '../src-science/program/parse-program.ts';
import { machineLine, section, table, target } from './report.ts';

const ROUNDS = 5;
const PIECE = 1 << 20;

/** A set cover whose rows have 100 and columns 200 entries, written line by line: never whole in memory. */
function writeCover(path: string, nonzeros: number): void {
  const columns = nonzeros / 200;
  const rows = nonzeros / 100;
  const file = openSync(path, 'w');
  let text = 'NAME cover\nROWS\n N  cost\n';
  const put = (line: string): void => {
    text += line;
    if (text.length < PIECE) return;
    writeSync(file, text);
    text = '';
  };
  for (let i = 1; i <= rows; i++) put(` G  r${i}\n`);
  put("COLUMNS\n    MARKER  'MARKER'  'INTORG'\n");
  for (let j = 0; j < columns; j++) {
    put(`    x${j + 1}  cost  ${1 + (j % 100)}\n`);
    // Odd steps through the rows: no row twice in a column.
    for (let k = 0; k < 200; k++) put(`    x${j + 1}  r${((j * 101 + k * (rows / 200)) % rows) + 1}  1\n`);
  }
  put("    MARKER  'MARKER'  'INTEND'\nRHS\n");
  for (let i = 1; i <= rows; i++) put(`    RHS  r${i}  1\n`);
  put('BOUNDS\n');
  for (let j = 1; j <= columns; j++) put(` UP BND  x${j}  1\n`);
  put('ENDATA\n');
  writeSync(file, text);
  closeSync(file);
}

/** Peak memory of this process in bytes. */
const peak = (): number => process.resourceUsage().maxRSS * 1024;

if (process.argv[2] === '--child') {
  const path = process.argv[3] ?? '';
  let nonzeros = 0;
  if (path !== '') {
    const reader = createProgramReader('cover.mps');
    const file = openSync(path, 'r');
    const piece = Buffer.alloc(PIECE);
    for (let got = readSync(file, piece); got > 0; got = readSync(file, piece)) reader.push(piece.subarray(0, got));
    nonzeros = reader.finish().program.rows.value.length;
  }
  console.log(JSON.stringify({ peak: peak(), nonzeros }));
} else await measure();

/** Seconds of this process's work. */
function own(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** Seconds that glpsol takes to read the file and no more; null where it is not here. */
function glpsol(path: string): number | null {
  const { stdout, stderr } = spawnSync('bash', ['-c', `TIMEFORMAT='%U %S'; time glpsol --freemps ${path} --check`], { encoding: 'utf8' });
  const times = /^([\d.]+) ([\d.]+)$/m.exec(stderr);
  return times === null || !stdout.includes('non-zeros') ? null : Number(times[1]) + Number(times[2]);
}

/** Peak bytes a nonzero over a process that reads nothing. */
function bytesEach(path: string, nonzeros: number): number {
  const child = (file: string): { peak: number; nonzeros: number } => {
    const { stdout } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), '--child', file], { encoding: 'utf8' });
    return JSON.parse(stdout) as { peak: number; nonzeros: number };
  };
  const full = child(path);
  if (full.nonzeros !== nonzeros) throw new Error(`${full.nonzeros} nonzeros were read`);
  return (full.peak - child('').peak) / nonzeros;
}

async function measure(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'leibniz-readers-'));
  try {
    const path = join(folder, 'cover.mps');
    writeCover(path, 2e6);
    const bytes = readFileSync(path);
    const highs = await loadHighs();
    const contenders: readonly (readonly [string, () => number | null])[] = [
      ['Leibniz', () => own(() => void parseProgram(bytes, 'cover.mps'))],
      ['HiGHS, WebAssembly', () => own(() => highs.withModel({ format: 'mps', data: bytes }, () => null))],
      ['glpsol, native', () => glpsol(path)],
    ];
    const found = new Map<string, number[]>(contenders.map(([name]) => [name, []]));
    for (let round = 0; round <= ROUNDS; round++) {
      for (const [name, contender] of contenders) {
        const took = contender();
        if (round > 0 && took !== null) found.get(name)?.push(took);
      }
    }
    const median = (name: string): number => found.get(name)?.toSorted((a, b) => a - b)[ROUNDS >> 1] ?? Number.NaN;
    const ratioTo = (name: string): number => median(name) / median('Leibniz');
    const large = join(folder, 'large.mps');
    writeCover(large, 1e7);
    const each = bytesEach(large, 1e7);
    const rows = contenders.map(([name]) => [
      name, Number.isNaN(median(name)) ? 'not here' : median(name).toFixed(2), Number.isNaN(median(name)) ? '' : ratioTo(name).toFixed(1),
    ]);
    section(
      'readers',
      `${table(['reader', 'seconds of processor time', 'times ours'], rows)}\n\nReading 10⁷ nonzeros takes ${each.toFixed(0)} bytes `
      + `a nonzero at the peak. ${machineLine()} Median of ${ROUNDS} rounds by turns.`,
    );
    const verdicts = [['HiGHS, WebAssembly', 14], ['glpsol, native', 4]] as const;
    for (const [name, goal] of verdicts) {
      if (Number.isNaN(median(name))) continue;
      const what = `MPS of 2·10⁶ nonzeros: time of ${name}, over ours`;
      target({ name: what, goal: `≥ ${goal}`, measured: ratioTo(name).toFixed(1), reached: ratioTo(name) >= goal });
    }
    target({ name: 'MPS of 10⁷ nonzeros: bytes a nonzero at the peak', goal: '≤ 40', measured: each.toFixed(0), reached: each <= 40 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
