/**
 * `npm run test:distributed [-- redis|postgres] [CHECK …] [--short]`: what must hold of runs on many machines, on real
 * servers (test/distributed, docs/testing.md). Installs redis-server and postgresql on Debian where they are missing,
 * and says so; the servers it starts listen on the loopback interface only and end with it.
 */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { environmentWith } from './set-up/command.mjs';
import { sayFailure, say } from './set-up/failure.mjs';
import { setUp } from './set-up/levels.mjs';
import { projectRoot } from './set-up/places.mjs';
import { servers } from './set-up/system-packages.mjs';
import { toolchainNode } from './set-up/toolchain.mjs';

try {
  await setUp('cli');
  const reason = servers.needed();
  if (reason !== null) {
    say(reason);
    try {
      await servers.act();
    } catch (error) {
      // What is there is tested all the same, and what is not is counted as failed there.
      sayFailure(error);
    }
  }
  const node = toolchainNode();
  const { status } = spawnSync(
    node, [join(projectRoot, 'test/distributed/main.ts'), ...process.argv.slice(2)],
    { cwd: projectRoot, env: environmentWith(dirname(node)), stdio: 'inherit' },
  );
  process.exitCode = status ?? 1;
} catch (error) {
  sayFailure(error);
  process.exitCode = 1;
}
