/**
 * Electron's own download, given up early: nothing for a few seconds, or a stall on the way, ends it.
 * What arrives lies in the cache of Electron's downloader, where the `electron` package's installer
 * finds it. Runs on the toolchain's Node as a program of its own (the downloader needs Node ≥ 22).
 * Exit code 0: downloaded and checked; 3: not reachable, and the reason is printed.
 */
import { downloadArtifact } from '@electron/get';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const FIRST_BYTE_WITHIN_MS = 6_000;
const STALLED_AFTER_MS = 20_000;

const require = createRequire(import.meta.url);
const { version } = JSON.parse(readFileSync(require.resolve('electron/package.json'), 'utf8'));
const checksums = JSON.parse(readFileSync(require.resolve('electron/checksums.json'), 'utf8'));

const giveUp = new AbortController();
/** @param {number} ms @param {string} reason */
const patience = (ms, reason) => setTimeout(() => giveUp.abort(new Error(reason)), ms);
let timer = patience(FIRST_BYTE_WITHIN_MS, `no answer within ${FIRST_BYTE_WITHIN_MS / 1000} s`);

const cacheRoot = process.env['electron_config_cache'];
try {
  await downloadArtifact({
    version,
    artifactName: 'electron',
    platform: process.platform,
    arch: process.arch,
    checksums,
    ...(cacheRoot === undefined ? {} : { cacheRoot }),
    downloadOptions: {
      quiet: true,
      signal: giveUp.signal,
      getProgressCallback: async () => {
        clearTimeout(timer);
        timer = patience(STALLED_AFTER_MS, `nothing arrived for ${STALLED_AFTER_MS / 1000} s`);
      },
    },
  });
  clearTimeout(timer);
} catch (error) {
  clearTimeout(timer);
  const reason = giveUp.signal.aborted ? giveUp.signal.reason : error;
  const cause = reason instanceof Error && reason.cause instanceof Error ? ` (${reason.cause.message})` : '';
  process.stdout.write(`${reason instanceof Error ? reason.message : String(reason)}${cause}\n`);
  process.exit(3);
}
