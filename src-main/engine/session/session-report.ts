/**
 * What the command line is told of a session file without opening it for work: what it holds, and, if
 * it is to be verified, whether every row can be read and says what it should. The file is read through
 * a throw-away copy, like any untrusted session.
 */
import { statSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import type { Manifest } from '../../../src-contract/session.ts';
import { z } from '../../../src-contract/zod.ts';
import { createChecksums } from './checksums.ts';
import { createClaimStore } from './claim-store.ts';
import { changedLists, changedRows, complaintsAbout } from './session-complaints.ts';
import { createProblemStore } from './problem-store.ts';
import type { SessionReport } from './protocol.ts';
import { createRunStore } from './run-store.ts';
import { createStandings } from './standings.ts';
import { createStudyStore } from './study-store.ts';

/** What the version of a file has: a checksum of every row, and one of them all. */
interface Sealing {
  readonly checksummed: boolean;
  readonly whole: boolean;
}

export function reportOn(
  database: Database, path: string, schemaVersion: number, { checksummed, whole }: Sealing, verify: boolean,
): SessionReport {
  const checksums = createChecksums(database);
  const problems = createProblemStore(database, checksums);
  const runs = createRunStore(database, checksums);
  const studies = createStudyStore(database, checksums);
  createClaimStore(database, checksums);
  // Before what a run is known by is made anew where it is of another form: that would mend an edit of it, unseen.
  const changed = verify ? changedRows(checksums, whole) : [];
  // Figures that somebody changed are not to be printed or exported without a word.
  const damaged = [...changedLists(checksums)];
  runs.identify((id) => problems.formOrNull(id));
  const standings = createStandings(problems.rows, runs.rows, (id) => studies.memberships(id));
  const count = (sql: string): number => z.number().parse(database.prepare(sql).pluck().get());
  const born = z.object({ created_at: z.number(), application: z.string() }).optional().parse(
    database.prepare('SELECT created_at, application FROM session').get(),
  );
  const manifests: Manifest[] = [];
  for (const id of runs.rows.keys()) {
    try {
      manifests.push(runs.manifest(id));
    } catch {
      damaged.push(`run ${id}: its manifest cannot be read`);
    }
  }
  return {
    path,
    bytes: statSync(path).size,
    schemaVersion,
    application: born?.application ?? null,
    createdAt: born?.created_at ?? null,
    problems: [...problems.rows.values()].map((row) => standings.problemSummary(row)),
    runs: [...runs.rows.values()].map((row) => standings.summary(row)),
    manifests,
    // Every column of a run has the same length: its longest says how many points there are.
    seriesPoints: count('SELECT coalesce(sum(points), 0) FROM (SELECT max(first + length) AS points FROM series_chunk GROUP BY run_id)'),
    snapshots: count('SELECT count(*) FROM snapshot'),
    checkpoints: count('SELECT count(*) FROM checkpoint'),
    checksummed,
    damaged,
    complaints: verify ? complaintsAbout(database, changed, checksums, problems, runs) : null,
  };
}
