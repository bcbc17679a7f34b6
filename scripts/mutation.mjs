/**
 * `npm run mutation -- [--sample N] [--seed S] [--only PATH]`: how much of src-science the tests would
 * miss if it were wrong (test/mutation, docs/testing.md). Not part of `npm test`: all mutants take hours.
 */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { environmentWith } from './set-up/command.mjs';
import { sayFailure } from './set-up/failure.mjs';
import { setUp } from './set-up/levels.mjs';
import { projectRoot } from './set-up/places.mjs';
import { toolchainNode } from './set-up/toolchain.mjs';

try {
  await setUp('test');
  const node = toolchainNode();
  const { status } = spawnSync(
    node, [join(projectRoot, 'test/mutation/main.ts'), ...process.argv.slice(2)],
    { cwd: projectRoot, env: environmentWith(dirname(node)), stdio: 'inherit' },
  );
  process.exitCode = status ?? 1;
} catch (error) {
  sayFailure(error);
  process.exitCode = 1;
}
