/**
 * `npm run check-tables [-- --keep FOLDER]`: exported tables read by pandas, R and LaTeX, those of them that
 * are installed (test/outside/read-tables.ts). Not part of `npm test`, which must not need them.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { sayFailure } from './set-up/failure.mjs';
import { setUp } from './set-up/levels.mjs';
import { projectRoot } from './set-up/places.mjs';
import { toolchainNode } from './set-up/toolchain.mjs';

try {
  await setUp('cli');
  const { status } = spawnSync(
    toolchainNode(), [join(projectRoot, 'test/outside/read-tables.ts'), ...process.argv.slice(2)], { stdio: 'inherit' },
  );
  process.exitCode = status ?? 1;
} catch (error) {
  sayFailure(error);
  process.exitCode = 1;
}
