/**
 * Sets up this checkout: `node scripts/set-up.mjs [cli|electron|test] [--retry-download]`. Called by
 * every command that needs something; calling it by hand is never necessary, only possible.
 * See docs/set-up.md.
 */
import { sayFailure, say } from './set-up/failure.mjs';
import { LEVELS, setUp } from './set-up/levels.mjs';

const words = process.argv.slice(2);
const level = LEVELS.find((name) => words.includes(name)) ?? 'test';
const unknown = words.find((word) => word !== level && word !== '--retry-download');
if (unknown !== undefined) {
  process.stderr.write(`Unknown argument ${unknown}. Usage: npm run set-up -- [${LEVELS.join('|')}] [--retry-download]\n`);
  process.exit(2);
}
try {
  const done = await setUp(level, { retryDownload: words.includes('--retry-download') });
  say(done === 0 ? `nothing to do for "${level}"` : `ready for "${level}"`);
} catch (error) {
  sayFailure(error);
  process.exitCode = 1;
}
