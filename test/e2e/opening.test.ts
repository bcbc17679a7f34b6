/** The other ways in: files dropped on the window, files on the command line, recent sessions, files that are none. */
import { copyFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { projectRoot } from '../../scripts/set-up/places.mjs';
import { answerDialogs } from './dialogs.ts';
import { launch, type LaunchedProgram } from './harness.ts';
import { ask, choose, dropFiles, newSession, openProblem } from './steps.ts';

const problems = join(projectRoot, 'examples', 'problems');
let folder = '';
let program: LaunchedProgram;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'leibniz-opening-'));
  program = await launch();
  await answerDialogs(program.application, { button: 1 });
});
afterEach(async () => {
  await program.close();
  rmSync(folder, { recursive: true, force: true });
});

const names = async (): Promise<readonly string[]> => (await ask(program.page, { type: 'problem.list' })).map((problem) => problem.name);

it('opens problem files dropped on the window, and says which one it could not read', async () => {
  await newSession(program.application, program.page);
  const broken = join(folder, 'broken.lp');
  writeFileSync(broken, 'Minimize\n x +\nEnd');
  await dropFiles(program.page, [join(problems, 'lseu.mps.gz'), broken, join(problems, 'stein27.mps.gz')]);
  await expect.poll(names).toEqual(['LSEU', 'STEIN27']);
  await program.page.getByText(/broken\.lp/u).first().waitFor();
});

it('says that it reads a file that takes long, and stops at a word', async () => {
  const { page } = program;
  await newSession(program.application, page);
  const long = join(folder, 'long.lp');
  writeFileSync(long, Buffer.alloc(300 * 2 ** 20, '\\\n\n\n\n\n\n\n'));
  const dropped = dropFiles(page, [long]);
  const banner = page.getByRole('region', { name: 'Opening a problem' });
  await banner.getByText('Reading long.lp').waitFor();
  await program.screenshot('reading-long');
  await banner.getByRole('button', { name: 'Cancel' }).click();
  await banner.waitFor({ state: 'detached' });
  await dropped;
  expect(await names()).toEqual([]);
  expect(program.pageErrors()).toEqual([]);
});

it('selects what is opened, first of all what came with a warning, and opens it in the sense its comment means', async () => {
  const { application, page } = program;
  await newSession(application, page);
  const details = page.getByRole('region', { name: 'Details' });
  await answerDialogs(application, { open: [join(problems, 'stein27.mps.gz')], button: 1 });
  await openProblem(application, page);
  await details.getByRole('heading', { name: 'STEIN27' }).waitFor();
  await answerDialogs(application, {
    open: [join(problems, 'p0033.mps.gz'), join(projectRoot, 'test/cases/reading/sense-comment.mps')],
    button: 1,
  });
  await openProblem(application, page);
  await details.getByRole('heading', { name: 'kn' }).waitFor();
  await page.getByText('with warnings: see the inspector').waitFor();
  await choose(application, 'new-exact-run');
  await page.getByRole('dialog').waitFor();
  await page.getByText('with warnings: see the inspector').waitFor({ state: 'detached' });
  await page.keyboard.press('Escape');
  await details.getByRole('button', { name: 'Open as maximization' }).click();
  await details.getByText('maximize', { exact: true }).waitFor();
  expect((await ask(page, { type: 'problem.list' })).map(({ name, sense }) => `${name} ${sense}`)).toEqual(['STEIN27 min', 'P0033 min',
    'kn min', 'kn (2) max']);
  expect(await details.getByRole('button', { name: 'Open as maximization' }).count()).toBe(0);
  expect(program.pageErrors()).toEqual([]);
});

it('opens the files it is started with', async () => {
  await program.close();
  program = await launch({ args: [join(problems, 'p0201.mps.gz'), join(problems, 'enigma.mps.gz')] });
  await answerDialogs(program.application, { button: 1 });
  await expect.poll(async () => (await names()).length, { timeout: 10_000 }).toBe(2);
});

it('opens a session it is started with in its first window, with what else it is given', async () => {
  await program.close();
  const session = join(folder, 'given.leibniz');
  copyFileSync(join(projectRoot, 'out/examples/example.leibniz'), session);
  program = await launch({ args: [session, join(problems, 'enigma.mps.gz')] });
  await answerDialogs(program.application, { button: 1 });
  await expect.poll(async () => (await names()).length, { timeout: 10_000 }).toBe(4);
  expect((await ask(program.page, { type: 'session.state' })).name).toBe('given.leibniz');
  expect((await ask(program.page, { type: 'app.info' })).recent.map((entry) => entry.name)).toEqual(['given.leibniz']);
  expect(await program.application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  expect(await program.page.locator('[data-run]').count()).toBeGreaterThan(5);
});

it('says what is wrong with a session it is started with, in an empty window', async () => {
  await program.close();
  const session = join(folder, 'no-session.leibniz');
  writeFileSync(session, 'SQLite format 3\0 but not really');
  program = await launch({ args: [session] });
  await answerDialogs(program.application, { button: 1 });
  await program.page.getByText(/no-session\.leibniz/u).first().waitFor({ timeout: 10_000 });
  expect(await names()).toEqual([]);
  expect((await ask(program.page, { type: 'session.state' })).name).toBe('Untitled');
});

it('saves, offers the session among the recent ones and opens it again; refuses what is none and leaves it as it was', async () => {
  const { application, page } = program;
  const file = join(folder, 'keep.leibniz');
  await newSession(application, page);
  await answerDialogs(application, { open: [join(problems, 'p0033.mps.gz')], save: file, button: 1 });
  await openProblem(application, page);
  await choose(application, 'save-session');
  await expect.poll(async () => (await ask(page, { type: 'session.state' })).saved).toBe(true);
  const { recent } = await ask(page, { type: 'app.info' });
  expect(recent.map((entry) => entry.name)).toEqual(['keep.leibniz']);
  const id = recent[0]?.id ?? '';
  await program.close({ keepData: true });

  program = await launch({ dataFolder: program.dataFolder });
  await answerDialogs(program.application, { button: 1 });
  await ask(program.page, { type: 'session.open-recent', id });
  await expect.poll(names).toEqual(['P0033']);
  await expect.poll(() =>
    program.application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.getTitle()))
  ).toEqual(['keep.leibniz — Leibniz']);

  // A truncated copy and a foreign file: one sentence each, the open session untouched.
  const foreign = join(folder, 'foreign.leibniz');
  writeFileSync(foreign, 'SQLite format 3\0 but not really');
  const cut = join(folder, 'cut.leibniz');
  copyFileSync(file, cut);
  truncateSync(cut, 5000);
  for (const path of [foreign, cut, join(folder, 'absent.leibniz')]) {
    await answerDialogs(program.application, { open: [path], button: 1 });
    await choose(program.application, 'open-session');
    const message = program.page.getByText(new RegExp(`${path.split('/').at(-1)?.replace('.', '\\.') ?? ''}`, 'u')).first();
    await message.waitFor({ timeout: 10_000 });
    await program.page.getByRole('button', { name: 'Dismiss' }).first().click();
  }
  expect(await names()).toEqual(['P0033']);
  const { dataFolder } = program;
  await program.close();
  rmSync(dataFolder, { recursive: true, force: true });
});
