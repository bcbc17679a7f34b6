/**
 * `npm run bench [-- NAMES]`: runs the programs of bench/ (`NAME.bench.ts`), all or those named, one
 * after the other. Each measures one thing and prints what it found; none is a test, because what it
 * finds depends on the machine.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { environmentWith } from './set-up/command.mjs';
import { sayFailure } from './set-up/failure.mjs';
import { setUp } from './set-up/levels.mjs';
import { projectRoot } from './set-up/places.mjs';
import { toolchainNode } from './set-up/toolchain.mjs';

const SUFFIX = '.bench.ts';
const folder = join(projectRoot, 'bench');
const known = existsSync(folder)
  ? readdirSync(folder)
      .filter((name) => name.endsWith(SUFFIX))
      .map((name) => name.slice(0, -SUFFIX.length))
  : [];
const asked = process.argv.slice(2);
const unknown = asked.find((name) => !known.includes(name));
if (unknown !== undefined || known.length === 0) {
  process.stderr.write(`${unknown === undefined ? 'There are no benchmarks.' : `There is no benchmark ${unknown}.`} Known: ${known.join(', ')}\n`);
  process.exit(2);
}
try {
  await setUp('cli');
  const node = toolchainNode();
  for (const name of asked.length > 0 ? asked : known) {
    console.log(`\n── ${name}`);
    const { status } = spawnSync(node, ['--expose-gc', join(folder, `${name}${SUFFIX}`)], { cwd: projectRoot, env: environmentWith(dirname(node)), stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  }
} catch (error) {
  sayFailure(error);
  process.exitCode = 1;
}
