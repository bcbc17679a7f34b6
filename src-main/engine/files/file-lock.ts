/**
 * A lock that the operating system holds: an open exclusive transaction on an empty SQLite file. It is dropped
 * when its process dies, however it dies, so no lock outlives its owner and no process id is ever mistaken
 * for another's.
 */
import type { Database } from 'better-sqlite3';
import { codeOf } from './refusals.ts';
import { openDatabase } from './sqlite.ts';

/**
 * @param timeout milliseconds to wait for another owner
 * @returns null if another connection holds it
 * @throws what SQLite says where the file cannot be made
 */
export function takeLock(path: string, timeout: number): Database | null {
  let lock: Database | undefined;
  try {
    lock = openDatabase(path, { timeout });
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock?.close();
    if (codeOf(error).startsWith('SQLITE_BUSY')) return null;
    throw error;
  }
}
