/**
 * What Leibniz writes, read by other programs, those of them that are installed. Not part of `npm test`, which must not
 * need them.
 * `npm run check-tables [-- --keep FOLDER]`: exported tables by pandas, R and LaTeX (test/outside/read-tables.ts).
 * `npm run check-problems [-- --seed S --programs N --keep FOLDER]`: problem files by HiGHS, GLPK, CBC, lp_solve
 * and clasp (test/outside/read-problems.ts).
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { sayFailure } from './set-up/failure.mjs';
import { setUp } from './set-up/levels.mjs';
import { projectRoot } from './set-up/places.mjs';
import { toolchainNode } from './set-up/toolchain.mjs';

const [check = '', ...parameters] = process.argv.slice(2);
try {
  await setUp('cli');
  const { status } = spawnSync(toolchainNode(), [join(projectRoot, 'test/outside', `${check}.ts`), ...parameters], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} catch (error) {
  sayFailure(error);
  process.exitCode = 1;
}
