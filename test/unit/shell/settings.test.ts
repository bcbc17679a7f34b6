import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { filesFromArguments } from '../../../src-main/shell/launch-arguments.ts';
import { openSettings } from '../../../src-main/shell/settings-file.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'leibniz-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
const file = () => join(folder, 'deep', 'settings.json');

it('calls only the very first start a first start', () => {
  expect(openSettings(file()).firstStart).toBe(true);
  expect(openSettings(file()).firstStart).toBe(false);
});

it('keeps what was changed and leaves the rest alone', () => {
  openSettings(file()).change({ theme: 'dark', poolSize: undefined });
  const settings = openSettings(file()).settings();
  expect(settings.theme).toBe('dark');
  expect(settings.poolSize).toBe(0);
});

it('keeps recent files unique, latest first, and few', () => {
  const store = openSettings(file());
  for (let i = 0; i < 20; i++) store.remember(`/s/${i}.leibniz`);
  store.remember('/s/15.leibniz');
  expect(store.recent().slice(0, 3)).toEqual(['/s/15.leibniz', '/s/19.leibniz', '/s/18.leibniz']);
  expect(store.recent()).toHaveLength(12);
  store.forget('/s/15.leibniz');
  expect(openSettings(file()).recent()[0]).toBe('/s/19.leibniz');
});

it.each(['', '{', '[]', '{"version":1,"settings":{"theme":"pink"}}', '{"version":99}'])('starts with the defaults and sets the damaged file %j aside', (content) => {
  openSettings(file());
  writeFileSync(file(), content);
  const store = openSettings(file());
  expect(store.settings().theme).toBe('system');
  expect(store.firstStart).toBe(false);
  expect(readFileSync(`${file()}.damaged`, 'utf8')).toBe(content);
});

it('leaves no temporary files behind', () => {
  openSettings(file()).change({ theme: 'light' });
  expect(readdirSync(join(folder, 'deep'))).toEqual(['settings.json']);
});

it('opens the files of a command line and nothing else', () => {
  expect(filesFromArguments(['electron', '--no-sandbox', '.', 'a.mps.gz', '--x=b.lp', '/abs/s.leibniz', 'notes.txt'], '/home/a')).toEqual([
    '/home/a/a.mps.gz',
    '/abs/s.leibniz',
  ]);
});

it('keeps the settings of each kind of run as they were last used, and takes settings from before there were any', () => {
  const descent = { preset: 'annealed', seeds: '5', texts: { 'descent.step': '0.5' } };
  openSettings(file()).change({ runDrafts: { descent } });
  expect(openSettings(file()).settings().runDrafts).toEqual({ descent });
  const { runDrafts: _runDrafts, ...before } = openSettings(file()).settings();
  writeFileSync(file(), JSON.stringify({ version: 1, settings: before, recent: [], window: null }));
  expect(openSettings(file()).settings().runDrafts).toBeUndefined();
  expect(readdirSync(join(folder, 'deep'))).not.toContain('settings.json.damaged');
});
