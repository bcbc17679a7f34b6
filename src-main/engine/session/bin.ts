/**
 * The bin: rows of problems, runs and studies that were removed and are still whole, with everything that belongs to them. They are in
 * no list; undo or the bin's dialog brings them back, until the session is closed. A crash keeps them with the working copy; a
 * saved file holds none.
 */
import type { Database } from 'better-sqlite3';
import { z } from '../../../src-contract/zod.ts';
import { createChecksums } from './checksums.ts';
import type { Checksums } from './checksums.ts';

interface Binnable {
  readonly id: number;
  readonly removedAt: number | null;
}

/** Puts rows that were changed where they belong; those that are there stay in the order of their numbers. */
export function settleBin<Row extends Binnable>(rows: Map<number, Row>, bin: Map<number, Row>, changed: readonly Row[]): void {
  let restored = false;
  for (const row of changed) {
    const there = row.removedAt === null;
    if (there && !rows.has(row.id)) restored = true;
    (there ? bin : rows).delete(row.id);
    (there ? rows : bin).set(row.id, row);
  }
  if (!restored) return;
  const ordered = [...rows.values()].sort((a, b) => a.id - b.id);
  rows.clear();
  for (const row of ordered) rows.set(row.id, row);
}

const Ids = z.array(z.number());

/**
 * Deletes what is in the bin, with all that belongs to it and its checksums: of the copy that is about to be a session's file.
 * Cost: that of what is in the bin.
 */
export function emptyBin(copy: Database): void {
  const problems = Ids.parse(copy.prepare('SELECT id FROM problem WHERE removed_at IS NOT NULL').pluck().all());
  const runs = Ids.parse(copy.prepare(
    `SELECT id FROM run WHERE removed_at IS NOT NULL
      UNION SELECT id FROM run WHERE problem_id IN (SELECT id FROM problem WHERE removed_at IS NOT NULL)`,
  ).pluck().all());
  const studies = Ids.parse(copy.prepare('SELECT id FROM study WHERE removed_at IS NOT NULL').pluck().all());
  if (problems.length + runs.length + studies.length === 0) return;
  dropRows(copy, createChecksums(copy), { problems, runs, studies });
}

/** Deletes rows with all that belongs to them and its checksums. Numbers of none are passed over. */
export function dropRows(
  database: Database, checksums: Checksums,
  { problems, runs, studies }: Readonly<Record<'problems' | 'runs' | 'studies', readonly number[]>>,
): void {
  const removeRun = database.prepare('DELETE FROM run WHERE id = ?');
  const removeProblem = database.prepare('DELETE FROM problem WHERE id = ?');
  const removeStudy = database.prepare('DELETE FROM study WHERE id = ?');
  const placesOf = database.prepare('SELECT id FROM study_run WHERE study_id = ?').pluck();
  database.transaction(() => {
    for (const id of runs) removeRun.run(id);
    checksums.dropRuns(runs);
    for (const id of problems) {
      removeProblem.run(id);
      checksums.dropProblem(id);
    }
    for (const id of studies) {
      for (const place of Ids.parse(placesOf.all(id))) checksums.dropRow('study-run', place);
      removeStudy.run(id);
      checksums.dropRow('study', id);
    }
    checksums.count('study');
    checksums.count('study_run');
    checksums.count('run');
    checksums.count('problem');
  })();
}
