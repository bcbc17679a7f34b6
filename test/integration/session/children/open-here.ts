/** Opens a session in this process, loading everything that is needed before any right is given up. */
import { migrationsFolder } from '../../../../src-main/engine/entry-points.ts';
import { readMigrations } from '../../../../src-main/engine/session/migrations.ts';
import { openSession } from '../../../../src-main/engine/session/open-session.ts';
import type { SessionCommand } from '../../../../src-main/engine/session/protocol.ts';
import { openDatabase } from '../../../../src-main/engine/files/sqlite.ts';

const migrations = readMigrations(migrationsFolder());
// Loads SQLite itself.
openDatabase(':memory:').close();

export interface HeldSession {
  ask(command: SessionCommand): Promise<unknown>;
  readonly errors: readonly { readonly code: string; readonly message: string }[];
  close(keep: boolean): Promise<void>;
}

export function openHere(source: Extract<SessionCommand, { type: 'open' }>['source'], dataFolder: string): HeldSession {
  const errors: { code: string; message: string }[] = [];
  const session = openSession({ type: 'open', source, dataFolder, application: 'Leibniz test' }, migrations, (event) => {
    if (event.type === 'error') errors.push(event.error);
  });
  return {
    ask: (command) => session.answer(command as Parameters<typeof session.answer>[0]),
    errors,
    close: (keep) => session.close(keep),
  };
}
