/**
 * `npm run test:package`: makes the Linux packages twice, has Debian's own tools judge them, installs the .deb on this machine,
 * opens a session by the command line of its file association, runs the command, removes the package, and looks for what is left.
 * Outside `npm test`: it takes minutes, and root. What a machine lacks is said, and left out.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync, cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Page, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESKTOP_ENTRY, SESSION_TYPE } from '../../scripts/package/identity.mjs';
import { onPath } from '../../scripts/set-up/command.mjs';
import { projectRoot } from '../../scripts/set-up/places.mjs';
import { startVirtualScreen } from '../../scripts/set-up/virtual-screen.mjs';
import { migrate, readMigrations } from '../../src-main/engine/session/migrations.ts';
import { migrationsFolder } from '../../src-main/engine/entry-points.ts';
import { openDatabase } from '../../src-main/engine/files/sqlite.ts';
import { programTitle } from '../../src-contract/release.ts';
import { ask } from '../e2e/steps.ts';

const MOST_BYTES = 120e6;
const PORT = 9377;
const root = mkdtempSync(join(tmpdir(), 'leibniz-installed-'));
const isRoot = process.getuid?.() === 0;
const canMake = onPath('dpkg-deb') !== null;
const said = (what: string): void => void process.stderr.write(`test:package: ${what}\n`);
if (!canMake) said('left out entirely: dpkg-deb is not here');
else if (!isRoot) said('left out: installing, starting and removing the package, which only root can');

/** Makes all packages, quickly compressed. */
function made(folder: string): Record<string, string> {
  execFileSync(process.execPath, ['scripts/package.mjs', '--out', folder], {
    cwd: projectRoot, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, LEIBNIZ_PACKAGE_TRIAL: '1', INIT_CWD: projectRoot },
  });
  return hashed(folder);
}

function hashed(folder: string): Record<string, string> {
  return Object.fromEntries(readdirSync(folder).sort().map((name) =>
    [name, createHash('sha256').update(readFileSync(join(folder, name))).digest('hex')]));
}

/** @returns what a checker says, and whether it is content; null where it is not installed, which is said */
function judged(
  tool: string, args: readonly string[], environment: NodeJS.ProcessEnv = {},
): { readonly ok: boolean; readonly text: string } | null {
  if (onPath(tool) === null) {
    said(`left out: ${tool} is not installed here`);
    return null;
  }
  const env = { ...process.env, LC_ALL: 'C.UTF-8', ...environment };
  const { status, stdout, stderr } = spawnSync(tool, args, { encoding: 'utf8', env });
  return { ok: status === 0, text: `${stdout}${stderr}` };
}

describe.skipIf(!canMake)('the packages', () => {
  const [first, second] = [join(root, 'first'), join(root, 'second')];
  let hashes: Record<string, string> = {};
  let deb = '';
  beforeAll(() => {
    // Given ones are not made again: LEIBNIZ_PACKAGES=FOLDER … -t installed
    const given = process.env['LEIBNIZ_PACKAGES'];
    if (given !== undefined) cpSync(given, first, { recursive: true });
    hashes = given === undefined ? made(first) : hashed(first);
    deb = join(first, Object.keys(hashes).find((name) => name.endsWith('.deb')) ?? 'no .deb');
  });

  it('are the same to the byte when they are made again', () => {
    expect(Object.keys(hashes).length).toBeGreaterThan(3);
    expect(made(second)).toEqual(hashes);
    rmSync(second, { recursive: true });
  });

  it('say in their name that they are not for release, if their Electron is another than the declared one', () => {
    const declared = (JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
      devDependencies: Record<string, string>;
    }).devDependencies['electron'];
    const read = `dpkg-deb --fsys-tarfile '${deb}' | tar -xOf - ./usr/lib/leibniz/version`;
    const used = execFileSync('sh', ['-c', read], { encoding: 'utf8' });
    for (const name of Object.keys(hashes).filter((each) => /\.(?:deb|rpm|xz)$/u.test(each))) {
      expect(name.includes('-not-for-release')).toBe(used.trim().replace(/^v/u, '') !== declared);
    }
  });

  it(`are at most ${MOST_BYTES / 1e6} MB as a release compresses them`, () => {
    const bytes = Number(execFileSync('sh', ['-c', `dpkg-deb --fsys-tarfile '${deb}' | xz -9 -T1 | wc -c`], { encoding: 'utf8' }));
    said(`${(bytes / 1e6).toFixed(1)} MB compressed as for a release`);
    expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
  });

  it('leave nothing for Debian’s and the desktop’s own checkers to call an error', () => {
    const tree = join(root, 'tree');
    execFileSync('dpkg-deb', ['-x', deb, tree]);
    const share = join(tree, 'usr', 'share');
    const metainfo = readdirSync(join(share, 'metainfo')).map((name) => join(share, 'metainfo', name));
    const verdicts = {
      lintian: judged('lintian', ['--fail-on', 'error', '--allow-root', deb]),
      'desktop-file-validate': judged('desktop-file-validate', [join(share, 'applications', DESKTOP_ENTRY)]),
      appstreamcli: judged('appstreamcli', ['validate', '--no-net', ...metainfo]),
    };
    for (const [tool, verdict] of Object.entries(verdicts)) {
      if (verdict !== null) said(`${tool}: ${verdict.text.trim() === '' ? 'nothing' : `\n${verdict.text.trim()}`}`);
      expect(verdict?.ok ?? true, `${tool}: ${verdict?.text ?? ''}`).toBe(true);
    }
    rmSync(tree, { recursive: true });
  });

  describe.skipIf(!isRoot)('installed', () => {
    const home = join(root, 'home');
    const documents = join(home, 'Documents');
    const older = join(documents, 'An older session.leibniz');
    const settings = join(home, '.config', 'Leibniz', 'settings.json');
    const environment = { PATH: process.env['PATH'] ?? '', HOME: home, LC_ALL: 'C.UTF-8' };
    const version = (): string => execFileSync('leibniz', ['--version'], { env: environment, encoding: 'utf8' }).trim();
    let files: readonly string[] = [];

    beforeAll(() => {
      mkdirSync(documents, { recursive: true });
      mkdirSync(join(home, '.config', 'Leibniz'), { recursive: true });
      // As the first version wrote them: fewer settings, and the first schema with a problem and a run in it.
      writeFileSync(settings, JSON.stringify({
        version: 1, settings: { theme: 'light', poolSize: 1, layout: null, runColumns: null }, recent: [older], window: null,
      }));
      const database = openDatabase(older);
      migrate(database, readMigrations(migrationsFolder()).slice(0, 1));
      database.exec(`
        INSERT INTO session (id, created_at, application) VALUES (1, 1795468719930, 'Leibniz 0.1.0');
        INSERT INTO problem (hash, name, origin, added_at, sense, variables, rows, nonzeros, warnings, published_optimum, program)
          VALUES ('${'ab'.repeat(32)}', 'an-older-problem', 'p.mps', 5, 'min', 33, 16, 98, '[]', 3089, x'0102');`);
      database.close();
      execFileSync('dpkg', ['--install', deb], { stdio: 'ignore' });
      files = execFileSync('dpkg', ['--listfiles', 'leibniz'], { encoding: 'utf8' }).trim().split('\n');
    });
    afterAll(() => spawnSync('dpkg', ['--purge', 'leibniz']));

    it('has the command on the PATH, which solves, descends and knows its version without another Node', () => {
      const bare = { ...environment, PATH: '/usr/bin:/bin' };
      const answer = (...words: string[]): unknown =>
        JSON.parse(execFileSync('leibniz', [...words, '--json'], { env: bare, encoding: 'utf8' }));
      const p0033 = '/usr/share/doc/leibniz/examples/problems/p0033.mps.gz';
      expect(version()).toMatch(/^\d+\.\d+\.\d+/u);
      for (const solver of ['highs', 'glpk']) expect(answer('solve', p0033, '--solver', solver)).toMatchObject({ objective: 3089 });
      expect(answer('descend', p0033, '--scheme', 'true-penalty', '--iterations', '50', '--seed', '1')).toHaveProperty('iterations');
      expect(existsSync('/usr/share/bash-completion/completions/leibniz')).toBe(true);
      expect(files).toContain('/usr/share/man/man1/leibniz.1.gz');
    });

    it('opens a session of the first version by its file association, keeps settings, and runs jobs out of the package', async () => {
      const type = judged('xdg-mime', ['query', 'default', SESSION_TYPE]);
      if (type !== null) expect(type.text.trim()).toBe(DESKTOP_ENTRY);
      const entry = readFileSync(`/usr/share/applications/${DESKTOP_ENTRY}`, 'utf8');
      const [program = '', ...words] = (/^Exec=(.*)$/mu.exec(entry)?.[1] ?? '').replace('%F', older.replaceAll(' ', '\0')).split(' ')
        .map((word) => word.replaceAll('\0', ' '));
      const screen = await startVirtualScreen({ width: 1600, height: 1000 });
      const child = spawn(program, [...words, '--no-sandbox', '--disable-gpu', `--remote-debugging-port=${PORT}`], {
        env: { ...environment, ...screen.environment }, stdio: 'ignore',
      });
      try {
        const page = await pageOf(child);
        await expect.poll(async () => (await ask(page, { type: 'session.state' })).name, { timeout: 60_000 })
          .toBe('An older session.leibniz');
        expect((await ask(page, { type: 'problem.list' })).map(({ name }) => name)).toEqual(['an-older-problem']);
        expect(await ask(page, { type: 'app.settings' })).toMatchObject({ theme: 'light', poolSize: 1 });
        expect((await ask(page, { type: 'app.info' })).version).toBe(version());
        // The title bar's own words, and the class that the desktop entry names.
        const tree = judged('xwininfo', ['-root', '-tree'], screen.environment);
        if (tree !== null) expect(tree.text).toContain(`"An older session.leibniz — ${programTitle(version())}": ("leibniz" "Leibniz")`);
        const { id: problemId } = await ask(page, { type: 'problem.open-example', name: 'p0033' });
        const { specs } = await ask(page, { type: 'run.defaults', problemId });
        for (const spec of specs.filter(({ kind }) => kind === 'exact' || kind === 'descent')) {
          await ask(page, { type: 'run.start', problemId, spec, seeds: 1 });
        }
        await expect.poll(async () => (await ask(page, { type: 'run.list' })).map(({ status }) => status), { timeout: 120_000 })
          .toEqual(['done', 'done']);
        await ask(page, { type: 'session.save' });
      } finally {
        child.kill('SIGTERM');
        await new Promise((resolve) => child.once('close', resolve));
        await screen.stop();
      }
      expect(JSON.parse(readFileSync(settings, 'utf8'))).toMatchObject({ version: 1, settings: { theme: 'light' }, recent: [older] });
      const verified = spawnSync('leibniz', ['session', 'info', older], { env: environment, encoding: 'utf8' });
      expect(verified.stdout, verified.stderr).toContain('an-older-problem');
    });

    it('is removed without a trace but for what its person made', () => {
      const own = files.filter((file) => lstatSync(file, { throwIfNoEntry: false })?.isDirectory() === false || /leibniz/iu.test(file));
      expect(own.length).toBeGreaterThan(100);
      const kept = join(root, 'kept.leibniz');
      copyFileSync(older, kept);
      execFileSync('dpkg', ['--remove', 'leibniz'], { stdio: 'ignore' });
      expect(own.filter((file) => lstatSync(file, { throwIfNoEntry: false }) !== undefined)).toEqual([]);
      const left = execFileSync(
        'find', ['/usr', '/etc', '/opt', '/var/lib/dpkg', '-iname', '*leibniz*', '-not', '-path', '*/node_modules/*'],
        { encoding: 'utf8' },
      );
      expect(left.trim()).toBe('');
      expect(readFileSync(older).equals(readFileSync(kept))).toBe(true);
      expect(existsSync(settings)).toBe(true);
    });
  });
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

/** The window's page, through Chromium's own port: the fuses leave no other way in. */
async function pageOf(child: ChildProcess): Promise<Page> {
  for (const end = Date.now() + 120_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 500))) {
    if (child.exitCode !== null) throw new Error(`the program ended with ${child.exitCode}`);
    try {
      const browser = await chromium.connectOverCDP(`http://127.0.0.1:${PORT}`);
      const page = browser.contexts()[0]?.pages()[0];
      if (page !== undefined) {
        await page.waitForFunction(() => performance.getEntriesByName('leibniz:usable').length > 0, null, { timeout: 60_000 });
        return page;
      }
    } catch {
      // Not there yet.
    }
  }
  throw new Error('no window within two minutes');
}
