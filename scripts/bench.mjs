/**
 * `npm run bench [-- NAMES FOLDERS OPTIONS]`: runs the programs of bench/ (`NAME.bench.ts`), all or those named, one
 * after the other. Each measures one thing and prints what it found; what it hands over besides
 * (bench/report.ts) replaces its part of docs/benchmarks.md. None is a test, because what it finds
 * depends on the machine.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { updatedPage } from './bench-page.mjs';
import { environmentWith } from './set-up/command.mjs';
import { sayFailure } from './set-up/failure.mjs';
import { setUp } from './set-up/levels.mjs';
import { projectRoot } from './set-up/places.mjs';
import { toolchainNode } from './set-up/toolchain.mjs';

const SUFFIX = '.bench.ts';
const folder = join(projectRoot, 'bench');
const page = join(projectRoot, 'docs', 'benchmarks.md');
const known = existsSync(folder)
  ? readdirSync(folder)
      .filter((name) => name.endsWith(SUFFIX))
      .map((name) => name.slice(0, -SUFFIX.length))
  : [];
const given = process.argv.slice(2);
const firstOption = given.findIndex((each) => each.startsWith('--'));
/** Handed to each program that is run, with their values. */
const options = firstOption < 0 ? [] : given.slice(firstOption);
const named = firstOption < 0 ? given : given.slice(0, firstOption);
const asked = named.filter((name) => !name.includes('/'));
/** Folders, handed to each program that is run. */
const folders = named.filter((name) => name.includes('/'));
const unknown = asked.find((name) => !known.includes(name));
if (unknown !== undefined || known.length === 0) {
  process.stderr.write(
    `${unknown === undefined ? 'There are no benchmarks.' : `There is no benchmark ${unknown}.`} Known: ${known.join(', ')}\n`,
  );
  process.exit(2);
}
const handed = mkdtempSync(join(tmpdir(), 'leibniz-bench-report-'));
const report = join(handed, 'report.jsonl');
try {
  await setUp('cli');
  const node = toolchainNode();
  for (const name of asked.length > 0 ? asked : known) {
    console.log(`\n── ${name}`);
    rmSync(report, { force: true });
    const env = { ...environmentWith(dirname(node)), LEIBNIZ_BENCH_REPORT: report };
    const call = ['--expose-gc', join(folder, `${name}${SUFFIX}`), ...folders.map((each) => resolve(each)), ...options];
    const { status } = spawnSync(node, call, { cwd: projectRoot, env, stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
    else if (existsSync(report)) writeFileSync(page, updatedPage(readFileSync(page, 'utf8'), entriesOf(readFileSync(report, 'utf8'))));
  }
} catch (error) {
  sayFailure(error);
  process.exitCode = 1;
} finally {
  rmSync(handed, { recursive: true, force: true });
}

/**
 * @param {string} lines one JSON value each
 * @returns {import('./bench-page.mjs').Entry[]}
 */
function entriesOf(lines) {
  return lines.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line));
}
