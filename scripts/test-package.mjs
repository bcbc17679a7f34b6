/** `npm run test:package`: sets up, builds, and runs test/package, which makes the Linux packages, installs and removes one. */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { build } from './set-up/build.mjs';
import { environmentWith } from './set-up/command.mjs';
import { sayFailure } from './set-up/failure.mjs';
import { setUp } from './set-up/levels.mjs';
import { packages, projectRoot } from './set-up/places.mjs';
import { toolchainNode } from './set-up/toolchain.mjs';

try {
  await setUp('test');
  await build();
  const node = toolchainNode();
  const { status } = spawnSync(node, [join(packages, 'vitest/vitest.mjs'), 'run', '--project', 'package'], {
    cwd: projectRoot, env: environmentWith(dirname(node)), stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
} catch (error) {
  sayFailure(error);
  process.exitCode = 1;
}
