/**
 * Builds the desktop program into out/, or finds that out/ is what the sources say already.
 */
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ending, environmentWith, run } from './command.mjs';
import { SetUpFailure } from './failure.mjs';
import { fingerprint, isFresh, stampFresh } from './freshness.mjs';
import { kernels, kernelsFolder } from './kernels.mjs';
import { withLock } from './lock.mjs';
import { noticesOf, shippedPackages } from './notices.mjs';
import { packages, projectRoot } from './places.mjs';
import { toolchainNode } from './toolchain.mjs';

const SOURCES = [
  'src-science', 'src-kernels', 'src-contract', 'src-workers', 'src-main', 'src-preload', 'src-renderer', 'migrations', 'examples',
  'electron.vite.config.ts', 'package.json', 'package-lock.json', 'scripts/set-up/notices.mjs',
];
const out = join(projectRoot, 'out');
const stamp = join(out, '.built-from');

/** Empties out/: the build itself never does, because its parts share the folder. */
export function emptyOut() {
  rmSync(out, { recursive: true, force: true });
}

/**
 * @param {{ always?: boolean }} [wish]
 * @returns {Promise<'fresh' | 'built'>}
 */
export async function build(wish = {}) {
  const fresh = () => wish.always !== true && isFresh(stamp, fingerprint(projectRoot, SOURCES));
  if (fresh()) return 'fresh';
  return withLock(join(packages, '.leibniz-build.lock'), async () => {
    if (fresh()) return 'fresh';
    // Taken before building: what changes meanwhile makes the result stale, not fresh.
    const from = fingerprint(projectRoot, SOURCES);
    emptyOut();
    const node = toolchainNode();
    const outcome = await run(node, [join(packages, 'electron-vite/bin/electron-vite.js'), 'build', '--logLevel', 'warn'], {
      cwd: projectRoot,
      env: { ...environmentWith(dirname(node)), NODE_ENV: 'production' },
    });
    if (outcome.code !== 0) throw new SetUpFailure(
      `the desktop program could not be built: ${ending(outcome, 40)}`, 'correct the error above, then run the command again.',
    );
    if (outcome.output.trim() !== '') process.stderr.write(outcome.output);
    if (kernels.needed() !== null) await kernels.act();
    cpSync(
      kernelsFolder, join(out, 'kernels'), { recursive: true, filter: (file) => !file.endsWith('.built-from') && !file.endsWith('.wat') },
    );
    // Shown in the About dialog.
    writeFileSync(join(out, 'renderer', 'third-party-notices.txt'), noticesOf(projectRoot, shippedPackages(projectRoot, out)));
    // The finished session of a first start is computed, not stored with the sources.
    const example = await run(
      node, [join(projectRoot, 'src-main/engine/study/build-example-session.ts')],
      { cwd: projectRoot, env: environmentWith(dirname(node)) },
    );
    if (example.code !== 0) throw new SetUpFailure(
      `the example session could not be made: ${ending(example, 40)}`, 'correct the error above, then run the command again.',
    );
    stampFresh(stamp, from);
    return 'built';
  });
}
