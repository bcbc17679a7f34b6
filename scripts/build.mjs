/**
 * `npm run build`: builds the desktop program from scratch into out/, setting up what that needs.
 */
import { build } from './set-up/build.mjs';
import { sayFailure, say } from './set-up/failure.mjs';
import { setUp } from './set-up/levels.mjs';

try {
  await setUp('cli');
  await build({ always: true });
  say('built into out/');
} catch (error) {
  sayFailure(error);
  process.exitCode = 1;
}
