/**
 * The session thread: owns better-sqlite3, holds at most one open session, answers one command after
 * another and says what changed. Commands are parsed on arrival. It ends by itself after `close`; it is
 * never terminated, because that may happen in the middle of a write.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { z } from '../../../src-contract/zod.ts';
import { EngineError, toErrorValue } from '../error-value.ts';
import { assertLittleEndian } from './bits.ts';
import { readMigrations } from './migrations.ts';
import { countsOf, openSession, reportOnFile } from './open-session.ts';
import { SessionCommand } from './protocol.ts';
import type { SessionEvent, SessionMessage, ThreadMessage } from './protocol.ts';
import type { OpenSession } from './session.ts';
import { listRecoverable, takeWorkingCopy } from './working-copy.ts';

const port = parentPort;
if (port === null) throw new Error('the session thread must be started as a worker thread');
assertLittleEndian();
const { migrationsFolder } = z.object({ migrationsFolder: z.string() }).parse(workerData);
const migrations = readMigrations(migrationsFolder);

const say = (message: ThreadMessage): void => port.postMessage(message);
const tell = (event: SessionEvent): void => say({ kind: 'event', event });
let session: OpenSession | null = null;

function answer(command: SessionCommand): unknown {
  switch (command.type) {
    case 'open': {
      if (session !== null) throw new Error('this thread has a session already');
      session = openSession(command, migrations, tell);
      return null;
    }
    case 'close': {
      const closing = session?.close(command.keepWorkingCopy) ?? Promise.resolve();
      session = null;
      return closing.then(() => null);
    }
    case 'recovery.list':
      return listRecoverable(command.dataFolder, (path) => countsOf(path, migrations));
    case 'recovery.discard':
      takeWorkingCopy(command.dataFolder, command.id).release({ keep: false });
      return null;
    case 'report':
      return reportOnFile(command, migrations);
    default:
      if (session === null) throw new EngineError('session-closed', 'No session is open.', 'Open it again.');
      return session.answer(command);
  }
}

async function receive({ id, command }: SessionMessage): Promise<void> {
  try {
    const parsed = SessionCommand.parse(command);
    const value = await answer(parsed);
    if (id !== null) say({ kind: 'answer', id, ok: true, value });
  } catch (error) {
    const value = toErrorValue(error);
    if (id === null) tell({ type: 'error', error: value });
    else say({ kind: 'answer', id, ok: false, error: value });
  } finally {
    // With its port closed nothing keeps the thread: it ends when the last write is done.
    if (command.type === 'close') port?.close();
  }
}

port.on('message', (message: SessionMessage) => void receive(message));
