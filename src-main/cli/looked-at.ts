/** A session file opened for questions through a copy that is thrown away again; the file is not changed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSessionThread } from '../engine/session/client.ts';
import type { SessionThread } from '../engine/session/client.ts';
import { looksFolder } from './state-folder.ts';

/** @throws EngineError as opening it does */
export async function lookingInto<T>(path: string, work: (thread: SessionThread) => Promise<T>): Promise<T> {
  const looks = looksFolder();
  const dataFolder = looks ?? (await mkdtemp(join(tmpdir(), 'leibniz-look-')));
  const thread = startSessionThread();
  try {
    await thread.call<'open'>({ type: 'open', source: { kind: 'file', path }, dataFolder, application: 'leibniz' });
    return await work(thread);
  } finally {
    await thread.close(false);
    if (looks === undefined) await rm(dataFolder, { recursive: true, force: true });
  }
}
