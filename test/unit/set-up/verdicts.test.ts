/** What set-up decides, as tables of facts and verdicts. */
import { describe, expect, test } from 'vitest';
import { firstDifference } from '../../../scripts/set-up/dependencies.mjs';
import { lockVerdict } from '../../../scripts/set-up/lock.mjs';
import { sandboxVerdict } from '../../../scripts/set-up/sandbox.mjs';
import { electronHasNodeApi10 } from '../../../scripts/set-up/sqlite.mjs';
import { startVerdict } from '../../../scripts/set-up/start-verdict.mjs';
import { LIBRARIES, missingLibraries } from '../../../scripts/set-up/system-packages.mjs';
import { failures, tally } from '../../../scripts/set-up/tally.mjs';
import { toolchainVerdict } from '../../../scripts/set-up/toolchain.mjs';
import { entryFile } from '../../../src-main/engine/entry-points.ts';

describe('installed packages', () => {
  const locked = {
    '': { version: '1.0.0' },
    'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/b': { version: '2.0.0', optional: true },
  };

  test('match the lockfile when every package is there in its version', () => {
    expect(firstDifference(locked, {
      'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
      'node_modules/b': { version: '2.0.0' },
    })).toBeNull();
  });
  test('may lack what is optional, as packages of other platforms are', () => {
    expect(firstDifference(locked, { 'node_modules/a': { version: '1.0.0' } })).toBeNull();
  });
  test.each([
    ['a package is missing', {}],
    ['a package has another version', { 'node_modules/a': { version: '1.0.1' } }],
    ['a package has another content', { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-other' } }],
  ])('differ when %s', (_what, installed) => {
    expect(firstDifference(locked, installed)).toBe('node_modules/a');
  });
});

describe('the lock of set-up', () => {
  const alive = (pid: number): boolean => pid === 7;
  test.each([
    ['held by a living process of this machine', { holder: { pid: 7, host: 'here' }, ageMs: 1000 }, 'held'],
    ['abandoned when its process is gone', { holder: { pid: 8, host: 'here' }, ageMs: 1000 }, 'abandoned'],
    ['held by another machine while it is touched', { holder: { pid: 8, host: 'there' }, ageMs: 1000 }, 'held'],
    ['abandoned by another machine that no longer touches it', { holder: { pid: 8, host: 'there' }, ageMs: 61_000 }, 'abandoned'],
    ['held when just made and still empty', { holder: null, ageMs: 5 }, 'held'],
    ['abandoned when its process number was given to another program', { holder: { pid: 7, host: 'here' }, ageMs: 61_000 }, 'abandoned'],
  ] as const)('is %s', (_what, facts, verdict) => {
    expect(lockVerdict({ ...facts, host: 'here', alive })).toBe(verdict);
  });
});

describe('the toolchain', () => {
  test.each([
    ['is fetched where a build is pinned and not cached', { pinned: true, cached: false, running: 'v20.19.0' }, 'fetch'],
    ['is ready where it is cached', { pinned: true, cached: true, running: 'v20.19.0' }, 'ready'],
    ['is the machine’s own Node where none is pinned and that is new', { pinned: false, cached: false, running: 'v24.0.0' }, 'ready'],
    ['is refused where none is pinned and the machine’s own is old', { pinned: false, cached: false, running: 'v22.20.0' }, 'too-old'],
  ] as const)('%s', (_what, facts, verdict) => {
    expect(toolchainVerdict(facts)).toBe(verdict);
  });
});

describe('Chromium’s sandbox', () => {
  const user = { platform: 'linux', uid: 1000, usernsClone: null, apparmorRestricts: null };
  test.each([
    ['is on for a user', user, 'sandboxed'],
    ['is on where Debian’s switch allows namespaces', { ...user, usernsClone: '1' }, 'sandboxed'],
    ['cannot be had by root', { ...user, uid: 0 }, 'no-sandbox-as-root'],
    ['cannot be had where Debian’s switch forbids namespaces', { ...user, usernsClone: '0' }, 'no-sandbox-without-namespaces'],
    ['cannot be had where AppArmor restricts them', { ...user, apparmorRestricts: '1' }, 'no-sandbox-without-namespaces'],
    ['is none of this on other systems', { ...user, platform: 'darwin', uid: 0 }, 'sandboxed'],
  ] as const)('%s', (_what, facts, verdict) => {
    expect(sandboxVerdict(facts)).toBe(verdict);
  });
});

describe('npm start', () => {
  test.each([
    ['opens the window on an X display', { platform: 'linux', display: ':0', wayland: undefined, asked: false }, 'window'],
    ['opens the window on a Wayland display', { platform: 'linux', display: '', wayland: 'wayland-0', asked: false }, 'window'],
    ['runs the study without a display', { platform: 'linux', display: undefined, wayland: undefined, asked: false }, 'headless'],
    ['takes an empty DISPLAY for none', { platform: 'linux', display: '', wayland: '', asked: false }, 'headless'],
    ['runs the study when asked to', { platform: 'linux', display: ':0', wayland: undefined, asked: true }, 'headless'],
    ['opens the window elsewhere', { platform: 'darwin', display: undefined, wayland: undefined, asked: false }, 'window'],
  ] as const)('%s', (_what, facts, verdict) => {
    expect(startVerdict(facts)).toBe(verdict);
  });
});

describe('the libraries of Electron', () => {
  const cache = '2 libs found in cache\n\tlibnss3.so (libc6,x86-64) => /lib/libnss3.so\n\tlibgbm.so.1 (libc6,x86-64) => /lib/libgbm.so.1\n\tlibdrm.so.2 (libc6) => /lib32/libdrm.so.2\n';
  test('are missing when the loader does not know them', () => {
    expect(missingLibraries(['libnss3.so', 'libcups.so.2'], cache, 'x64')).toEqual(['libcups.so.2']);
  });
  test('are missing when only another architecture’s is there', () => {
    expect(missingLibraries(['libdrm.so.2'], cache, 'x64')).toEqual(['libdrm.so.2']);
  });
  test('each have a Debian package', () => {
    for (const [soname, names] of LIBRARIES) expect(names.length, soname).toBeGreaterThan(0);
  });
});

test.each([
  ['33.2.1', false],
  ['35.7.5', false],
  ['36.0.0', true],
  ['45.4.1', true],
])('Electron %s has Node-API 10: %s', (version, has) => {
  expect(electronHasNodeApi10(version)).toBe(has);
});

describe('the count of tests', () => {
  test.each([
    ['is what the report says', { numPassedTests: 5, numFailedTests: 2, testResults: [] }, false, { passed: 5, failed: 2 }],
    ['has no failure when all is well', {
      numPassedTests: 5,
      numFailedTests: 0,
      testResults: [{ status: 'passed', assertionResults: [{ status: 'passed' }] }],
    }, true, { passed: 5, failed: 0 }],
    ['counts a file that could not be loaded', {
      numPassedTests: 5,
      numFailedTests: 0,
      testResults: [{ status: 'failed', assertionResults: [] }],
    }, false, { passed: 5, failed: 1 }],
    ['counts a file with failed tests by its tests alone', {
      numPassedTests: 1,
      numFailedTests: 1,
      testResults: [{ status: 'failed', assertionResults: [{ status: 'failed' }] }],
    }, false, { passed: 1, failed: 1 }],
    ['counts a crash after the last test', { numPassedTests: 5, numFailedTests: 0, testResults: [] }, false, { passed: 5, failed: 1 }],
    ['counts a run without a report', null, false, { passed: 0, failed: 1 }],
    ['counts a run that found no tests, even if it ended well', { numPassedTests: 0, numFailedTests: 0, testResults: [] }, true, {
      passed: 0,
      failed: 1,
    }],
  ])('%s', (_what, report, endedWell, counts) => {
    expect(tally(report, endedWell)).toEqual(counts);
  });
});

test('what failed is told a line each, with the first line of why', () => {
  const testResults = [
    {
      name: '/p/test/a.test.ts',
      status: 'failed',
      message: '',
      assertionResults: [{ status: 'failed', fullName: 'adds', failureMessages: ['Error: 1 is not 2\n  at a.ts:1'] }, {
        status: 'passed',
        fullName: 'b',
      }],
    },
    { name: '/p/test/b.test.ts', status: 'failed', message: 'Cannot find module x\nmore', assertionResults: [] },
    { name: '/p/test/c.test.ts', status: 'passed', message: '', assertionResults: [{ status: 'passed', fullName: 'c' }] },
  ];
  expect(failures({ testResults }, '/p')).toEqual(['test/a.test.ts: adds: Error: 1 is not 2', 'test/b.test.ts: Cannot find module x']);
  expect(failures(null, '/p')).toEqual([]);
});

describe('the entries of threads', () => {
  test.each([
    ['worker', '/p/src-main/engine/entry-points.ts', '/p/src-workers/worker.ts'],
    ['worker', '/p/out/main/index.js', '/p/out/workers/worker.js'],
    ['worker', '/p/out/shared/entry-points.js', '/p/out/workers/worker.js'],
    ['sessionThread', '/p/src-main/engine/entry-points.ts', '/p/src-main/engine/session/thread.ts'],
    ['sessionThread', '/p/out/main/index.js', '/p/out/main/session-thread.js'],
    ['worker', '/p/outside/entry-points.ts', '/p/src-workers/worker.ts'],
  ] as const)('%s, seen from %s, is %s', (entry, here, file) => {
    expect(entryFile(entry, '/p', here)).toBe(file);
  });
});
