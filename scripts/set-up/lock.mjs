/**
 * One set-up at a time on this cache: a lock file with the holder's process number, touched while
 * held. A lock whose holder is gone (no such process, or not touched for a minute) is taken over.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SetUpFailure, say } from './failure.mjs';

const TOUCH_EVERY_MS = 5_000;
const ABANDONED_AFTER_MS = 60_000;

/**
 * What to make of a lock file that is in the way.
 * @param {{ holder: { pid: number, host: string } | null, ageMs: number, host: string, alive: (pid: number) => boolean }} facts
 * @returns {'held' | 'abandoned'}
 */
export function lockVerdict({ holder, ageMs, host, alive }) {
  if (ageMs > ABANDONED_AFTER_MS) return 'abandoned';
  // Just created and not yet written, or another machine's (a shared home): only age tells.
  if (holder === null || holder.host !== host) return 'held';
  return alive(holder.pid) ? 'held' : 'abandoned';
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/**
 * @param {string} file
 * @returns {{ holder: { pid: number, host: string } | null, ageMs: number } | null} null when the lock is gone
 */
function look(file) {
  try {
    const ageMs = Date.now() - statSync(file).mtimeMs;
    const [pid, host] = readFileSync(file, 'utf8').split('\n');
    const number = Number(pid);
    return { holder: Number.isInteger(number) && number > 0 && host !== undefined ? { pid: number, host } : null, ageMs };
  } catch {
    return null;
  }
}

/**
 * Runs `work` while holding the lock.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, work) {
  try {
    mkdirSync(dirname(file), { recursive: true });
  } catch (error) {
    throw new SetUpFailure(
      `the cache folder ${dirname(file)} cannot be made (${/** @type {Error} */ (error).message})`,
      'make it writable, or set XDG_CACHE_HOME to a folder that is.',
    );
  }
  let announced = false;
  for (;;) {
    try {
      writeFileSync(file, `${process.pid}\n${hostname()}\n`, { flag: 'wx' });
      break;
    } catch (error) {
      const code = /** @type {NodeJS.ErrnoException} */ (error).code;
      if (code !== 'EEXIST') throw new SetUpFailure(
        `the lock ${file} cannot be written (${code ?? 'unknown error'})`,
        'make its folder writable, or set XDG_CACHE_HOME to a folder that is.',
      );
    }
    const seen = look(file);
    if (seen === null) continue;
    if (lockVerdict({ ...seen, host: hostname(), alive: isAlive }) === 'abandoned') {
      // Renaming is atomic: of two processes that see the same abandoned lock, one wins.
      const aside = `${file}.${process.pid}.abandoned`;
      try {
        renameSync(file, aside);
        rmSync(aside, { force: true });
      } catch {
        // The other one won.
      }
      continue;
    }
    if (!announced) say(`another set-up is at work (process ${seen.holder?.pid ?? 'unknown'}); waiting for it`);
    announced = true;
    await sleep(200);
  }
  const touch = setInterval(() => {
    const now = new Date();
    try {
      utimesSync(file, now, now);
    } catch {
      // Someone took the lock for abandoned (this machine slept): the work is idempotent, go on.
    }
  }, TOUCH_EVERY_MS);
  touch.unref();
  const release = () => rmSync(file, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    clearInterval(touch);
    process.removeListener('exit', release);
    release();
  }
}
