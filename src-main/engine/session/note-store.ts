/** The notes of the session as a whole. */
import type { Database } from 'better-sqlite3';
import { Note } from '../../../src-contract/one-line.ts';
import { z } from '../../../src-contract/zod.ts';
import type { Checksums } from './checksums.ts';

export interface NoteStore {
  /** @throws EngineError `row-damaged` */
  read(): string;
  /** Counts up with every change, so that whoever shows it knows of a newer one. */
  readonly edition: number;
  /** What edits it back, and what makes the change seen, as of runs (`RunStore.edit`). */
  edit(note: string): { readonly back: string; readonly settle: () => void };
}

export function createNoteStore(database: Database, checksums: Checksums): NoteStore {
  const readNote = database.prepare('SELECT note FROM session WHERE id = 1').pluck();
  const writeNote = database.prepare('UPDATE session SET note = ? WHERE id = 1');
  const stored = (): string => Note.parse(z.string().nullable().parse(readNote.get() ?? null) ?? '');
  let edition = 0;
  return {
    read() {
      checksums.check('session', 1);
      return stored();
    },
    get edition() {
      return edition;
    },
    edit(note) {
      const back = stored();
      const intact = checksums.intact('session', 1);
      writeNote.run(note === '' ? null : note);
      if (intact) checksums.seal('session', 1);
      return { back, settle: () => void edition++ };
    },
  };
}
