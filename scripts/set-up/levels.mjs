/**
 * The steps of set-up in their order, by what a command needs: the command line needs no Electron, the
 * window no virtual screen. Every step first asks whether there is anything to do; when there is
 * nothing, no lock is taken and a call costs milliseconds.
 */
import { join } from 'node:path';
import { dependencies } from './dependencies.mjs';
import { electronStep } from './electron.mjs';
import { say } from './failure.mjs';
import { kernels } from './kernels.mjs';
import { withLock } from './lock.mjs';
import { cacheRoot } from './places.mjs';
import { sqliteStep } from './sqlite.mjs';
import { libraries, screen } from './system-packages.mjs';
import { toolchain, toolchainLink } from './toolchain.mjs';

/** @typedef {'cli' | 'electron' | 'test'} Level */
/**
 * @typedef {object} Step
 * @property {string} name
 * @property {() => string | null} needed what is to be done, as a line for the person, or null
 * @property {() => Promise<void>} act
 */

export const LEVELS = /** @type {const} */ (['cli', 'electron', 'test']);

/**
 * @param {Level} level
 * @param {{ retryDownload?: boolean }} [wish]
 * @returns {readonly Step[]}
 */
function stepsOf(level, wish = {}) {
  const base = [toolchain, dependencies, toolchainLink, kernels];
  if (level === 'cli') return [...base, sqliteStep(false)];
  const window = [...base, electronStep({ retryDownload: wish.retryDownload === true }), libraries, sqliteStep(true)];
  return level === 'electron' ? window : [...window, screen];
}

/**
 * Brings this checkout to a level; returns how many steps had something to do.
 * @param {Level} level
 * @param {{ retryDownload?: boolean }} [wish]
 */
export async function setUp(level, wish = {}) {
  const steps = stepsOf(level, wish);
  // In order, because a later step may look at what an earlier one installs.
  if (steps.every((step) => step.needed() === null)) return 0;
  return withLock(join(cacheRoot(), 'set-up.lock'), async () => {
    let done = 0;
    for (const step of steps) {
      const reason = step.needed();
      if (reason === null) continue;
      say(reason);
      await step.act();
      done++;
    }
    return done;
  });
}
