/**
 * `npm test [-- STAGES]`: sets up what is missing, then checks and tests everything, one stage after the
 * other; a stage that fails or crashes does not keep the next from running. Each static check and the
 * build count as one test; a test program that ends badly without a failed test counts as one failure.
 * The last line is `N passed, N failed`; the exit code is 0 only if nothing failed.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { environmentWith } from './set-up/command.mjs';
import { sayFailure } from './set-up/failure.mjs';
import { setUp } from './set-up/levels.mjs';
import { compiledSources, packages, projectRoot } from './set-up/places.mjs';
import { failures, tally } from './set-up/tally.mjs';
import { toolchainNode } from './set-up/toolchain.mjs';

/** Longer than any stage takes on a slow machine; a stage that hangs must not hang for ever. */
const STAGE_LIMIT_MINUTES = 45;

const reports = join(projectRoot, 'reports');

/** @typedef {{ name: string, title: string, command: readonly string[], report?: string, env?: Readonly<Record<string, string>> }} Stage */

/** @param {'unit' | 'integration' | 'e2e'} project @param {string} title @returns {Stage} */
function vitest(project, title) {
  const report = join(reports, `${project}.json`);
  return { name: project, title, report, command: [
    join(packages, 'vitest/vitest.mjs'), 'run', '--project', project, '--reporter=default', '--reporter=json',
    `--outputFile.json=${report}`,
  ] };
}

/** @type {readonly Stage[]} */
const STAGES = [
  { name: 'lint', title: 'Lint', command: [join(packages, 'oxlint/bin/oxlint'), '--type-aware', '--deny-warnings'] },
  { name: 'typecheck', title: 'Types', command: ['scripts/typecheck.mjs'] },
  { name: 'layers', title: 'Layers', command: ['scripts/layers.mjs'] },
  { name: 'knip', title: 'Unused code', command: [join(packages, 'knip/bin/knip.js')] },
  vitest('unit', 'Unit tests'),
  // Some four hundred starts of the command; the window's start is measured as its users have it.
  { ...vitest('integration', 'Integration tests'), env: { NODE_COMPILE_CACHE: compiledSources } },
  { name: 'build', title: 'Build', command: ['scripts/build.mjs'] },
  vitest('e2e', 'End-to-end tests'),
];

/**
 * Runs a stage on this terminal.
 * @param {readonly string[]} command
 * @param {Readonly<Record<string, string>>} env
 * @returns {Promise<{ endedWell: boolean, complaints: string }>} with the end of its stderr
 */
function succeeds(command, env) {
  const node = toolchainNode();
  let complaints = '';
  return new Promise((resolve) => {
    const child = spawn(node, command, {
      cwd: projectRoot, env: { ...environmentWith(dirname(node)), ...env }, stdio: ['ignore', 'inherit', 'pipe'],
    });
    child.stderr.on('data', (/** @type {Buffer} */ chunk) => {
      process.stderr.write(chunk);
      complaints = (complaints + chunk.toString()).slice(-4000);
    });
    const limit = setTimeout(() => {
      console.log(`the stage did not end within ${STAGE_LIMIT_MINUTES} minutes and is stopped`);
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), 10_000).unref();
    }, STAGE_LIMIT_MINUTES * 60_000);
    const pass = () => child.kill('SIGTERM');
    process.on('SIGTERM', pass);
    child.on('error', (error) => console.log(error.message));
    child.on('close', (code) => {
      clearTimeout(limit);
      process.off('SIGTERM', pass);
      resolve({ endedWell: code === 0, complaints });
    });
  });
}

/**
 * @param {Stage} stage
 * @returns {Promise<{ passed: number, failed: number, why: string[] }>}
 */
async function runStage({ command, report, env = {} }) {
  if (report !== undefined) rmSync(report, { force: true });
  const { endedWell, complaints } = await succeeds(command, env);
  if (report === undefined) return { passed: endedWell ? 1 : 0, failed: endedWell ? 0 : 1, why: [] };
  /** @type {unknown} */
  let content = null;
  try {
    content = JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    // No report: the test program crashed, which the tally counts.
  }
  const counts = tally(content, endedWell);
  const why = failures(content, projectRoot);
  // Nothing that was tested failed, yet the program ended badly: what it said last is all there is.
  return { ...counts, why: counts.failed > 0 && why.length === 0 ? complaints.trim().split('\n').slice(-20) : why };
}

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !STAGES.some((stage) => stage.name === name));
if (unknown !== undefined) {
  process.stderr.write(`There is no stage ${unknown}. Stages: ${STAGES.map(({ name }) => name).join(', ')}\n`);
  process.exit(2);
}

let passed = 0;
let failed = 0;
/** @type {string[]} */
const lines = [];
try {
  await setUp('test');
  mkdirSync(reports, { recursive: true });
  for (const stage of STAGES) {
    if (asked.length > 0 && !asked.includes(stage.name)) continue;
    console.log(`\n── ${stage.title}`);
    const started = Date.now();
    const counts = await runStage(stage);
    passed += counts.passed;
    failed += counts.failed;
    lines.push(
      `${counts.failed === 0 ? 'ok    ' : 'FAILED'} ${stage.title}: ${counts.passed} passed, ${counts.failed} failed (${((Date.now() - started) / 1000).toFixed(0)} s)`,
      ...counts.why.map((line) => `         ${line}`),
    );
  }
} catch (error) {
  sayFailure(error);
  failed++;
  lines.push('FAILED Set-up');
}
console.log(`\n${lines.join('\n')}\n\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
