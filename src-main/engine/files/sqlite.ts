/**
 * How this program opens SQLite: the one place that imports better-sqlite3, with the settings that make
 * an untrusted file harmless (SQLite, "Defense Against The Dark Arts"). DEFENSIVE and extension loading
 * off are better-sqlite3's own defaults.
 */
import { createRequire } from 'node:module';
import type BetterSqliteModule from 'better-sqlite3';
import type { Database } from 'better-sqlite3';
import { defineRowDigest } from './row-digest.ts';

// Required, not imported: it is CommonJS, and for an import Node first loads a parser of its own to find its names.
const BetterSqlite = createRequire(import.meta.url)('better-sqlite3') as typeof BetterSqliteModule;

export interface OpenSettings {
  readonly readonly?: boolean;
  readonly mustExist?: boolean;
  /** Milliseconds to wait for a lock. */
  readonly timeout?: number;
}

export function openDatabase(path: string, settings: OpenSettings = {}): Database {
  const database = new BetterSqlite(path, {
    readonly: settings.readonly ?? false,
    fileMustExist: settings.mustExist ?? false,
    timeout: settings.timeout ?? 5000,
  });
  try {
    // Functions and virtual tables named by a schema we did not write must not run.
    database.pragma('trusted_schema = OFF');
    // Damaged pages are noticed before their content is followed.
    database.pragma('cell_size_check = ON');
    // A file cut off by someone else must not become a signal in our memory.
    database.pragma('mmap_size = 0');
    database.pragma('foreign_keys = ON');
    defineRowDigest(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** "ok", or the first complaint of SQLite's structural check. Rows that hold what they may not are their readers' to name. */
export function quickCheck(database: Database): string {
  database.pragma('ignore_check_constraints = ON');
  const answer: unknown = database.pragma('quick_check(1)', { simple: true });
  database.pragma('ignore_check_constraints = OFF');
  return typeof answer === 'string' ? answer : 'no answer';
}
