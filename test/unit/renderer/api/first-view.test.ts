/** The first answer of the main process: in the cache before the window is drawn, or not at all. */
import { QueryClient } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import type { FirstView, Reply } from '../../../../src-contract/ipc.ts';
import { awaitFirstView, keepFirstView } from '../../../../src-renderer/api/first-view.ts';
import { keys } from '../../../../src-renderer/api/keys.ts';
import { aRun } from '../a-run.ts';

const view: FirstView = {
  info: {
    version: '1',
    platform: 'linux',
    versions: { electron: '', chrome: '', node: '', glpk: '', highs: '', sqlite: '', packages: { glpk: '', highs: '' } },
    recent: [],
  },
  settings: { theme: 'dark', poolSize: 0, layout: null, runColumns: null },
  session: { name: 'Untitled', saved: false, savedAt: null, unsavedChanges: false, recovered: false, problems: 0, runs: 1, example: false,
    undo: null, redo: null, removed: 0, noteEdition: 0 },
  problems: [],
  runs: [aRun()],
  allRuns: true,
  pool: { size: 2, running: 0, queued: 0, paused: false },
  recovery: [],
};
const answered = (value: FirstView): Promise<Reply<'window.first-view'>> => Promise.resolve({ ok: true, value });

it('is found by every view of a window that opens, so that none asks', async () => {
  const client = new QueryClient();
  await awaitFirstView(client, answered(view));
  expect([keys.settings, keys.appInfo, keys.session, keys.problems, keys.runs, keys.pool, keys.recovery].map((key) =>
    client.getQueryData(key)
  )).toEqual([view.settings, view.info, view.session, [], view.runs, view.pool, []]);
});

it('leaves out what it does not have whole: a longer list of runs, and survivors of a crash', () => {
  const client = new QueryClient();
  keepFirstView(client, { ...view, allRuns: false, recovery: null });
  expect(client.getQueryData(keys.runs)).toBeUndefined();
  expect(client.getQueryData(keys.recovery)).toBeUndefined();
  expect(client.getQueryData(keys.problems)).toEqual([]);
});

it('is not waited for where it cannot be had, and the views ask for themselves', async () => {
  const client = new QueryClient();
  await awaitFirstView(client, Promise.resolve({ ok: false, error: { code: 'x', message: 'No.', hint: '' } }));
  await awaitFirstView(client, Promise.reject(new Error('gone')));
  expect(client.getQueryCache().getAll()).toEqual([]);
});

it('changes nothing if it comes too late, when the views have newer answers', async () => {
  const client = new QueryClient();
  let answer: (reply: Reply<'window.first-view'>) => void = () => undefined;
  const asked = new Promise<Reply<'window.first-view'>>((resolve) => {
    answer = resolve;
  });
  await awaitFirstView(client, asked);
  client.setQueryData(keys.runs, []);
  answer({ ok: true, value: view });
  await asked;
  expect(client.getQueryData(keys.runs)).toEqual([]);
  expect(client.getQueryData(keys.settings)).toBeUndefined();
});
