/**
 * kill -9 while a session of an older version is being opened, copied and taken over by the migrations: the
 * file is not touched, a half-made copy is never offered as somebody's work, and the next opening has every row.
 */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { openDatabase } from '../../../src-main/engine/files/sqlite.ts';
import { createChecksums } from '../../../src-main/engine/session/checksums.ts';
import { migrate, newestVersion } from '../../../src-main/engine/session/migrations.ts';
import { listRecoverable } from '../../../src-main/engine/session/recovery.ts';
import { openHere } from '../../integration/session/children/open-here.ts';
import type { Attack } from '../attack.ts';
import { pause, startScript } from '../process.ts';
import { migrations } from '../whole-session.ts';

/** Trajectories of a few tens of megabytes, so that taking one over lasts. */
const CHUNKS = 4000;
const POINTS = 512;

const TABLES = ['problem', 'run', 'series_chunk', 'snapshot'] as const;
const rowsOf = (database: Database): readonly unknown[] =>
  TABLES.map((table) => database.prepare(`SELECT count(*) FROM ${table}`).pluck().get());

function writeOlder(path: string, version: number): void {
  const database = openDatabase(path);
  database.pragma('synchronous = OFF');
  migrate(database, migrations, version);
  database.exec(`
    INSERT INTO session VALUES (1, 1795468719930, 'Leibniz 0.1.0');
    INSERT INTO problem (hash, name, origin, added_at, sense, variables, rows, nonzeros, warnings, published_optimum, program)
      VALUES ('${'ab'.repeat(32)}', 'p', 'p.lp', 5, 'min', 1, 1, 1, '[]', 3, x'0102');
    INSERT INTO run (problem_id, kind, status, label, note, pinned, created_at, method, proven, spec, manifest, result)
      VALUES (1, 'descent', 'done', 'first', '', 0, 7, 'm', 0, '{}', '{}', '{}');
    INSERT INTO snapshot VALUES (1, 10, zeroblob(8));
    WITH RECURSIVE k (i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM k WHERE i + 1 < ${CHUNKS})
      INSERT INTO series_chunk SELECT 1, 'loss', i * ${POINTS}, ${POINTS}, 0, 1, randomblob(8 * ${POINTS}) FROM k;`);
  // From the version on that brought them, rows are under checksums; older ones get theirs when they are taken over.
  if (database.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'checksum'").pluck().get() === 1)
    createChecksums(database).sealAll();
  database.close();
}

export const attack: Attack = {
  name: 'killed-migrations',
  summary: 'A program is killed while it takes over a session of an older version; the file stays as it was, and opening it again gives every row.',
  async run({ form, random, folder, say }) {
    const kills = form === 'short' ? 3 : 200;
    const failed: string[] = [];
    const counts = { 'killed before the session was open': 0, 'killed after it': 0 };
    const versions = migrations.map(({ version }) => version).filter((version) => version < newestVersion(migrations));
    for (let k = 0; k < kills; k++) {
      const version = versions[Math.floor(random() * versions.length)] ?? 1;
      const place = join(folder, String(k));
      mkdirSync(place);
      const file = join(place, 'old.leibniz');
      writeOlder(file, version);
      const before = readFileSync(file);
      const data = join(place, 'data');
      const child = startScript('test/stress/children/opening-session.ts', [data, file]);
      if ((await child.line()) !== 'ready') {
        failed.push(`kill ${k}: the program did not start: ${(await child.ended).stderr}`);
        continue;
      }
      const after = 600 * random() ** 2;
      await pause(after);
      child.process.kill('SIGKILL');
      const ended = await child.ended;
      counts[ended.stdout.includes('open\n') ? 'killed after it' : 'killed before the session was open']++;
      const complaint = ended.stderr === '' ? await lookAt(file, before, place) : ended.stderr.slice(0, 300);
      if (complaint !== null) failed.push(`kill ${k}, version ${version}, after ${after.toFixed(0)} ms: ${complaint}`);
      if (k % 20 === 19) say(`${k + 1} kills, ${failed.length} failed`);
    }
    return { tried: kills, failed, counts };
  },
};

/** What is wrong after the kill, or null. */
async function lookAt(file: string, before: Buffer, place: string): Promise<string | null> {
  const data = join(place, 'data');
  const beside = readdirSync(place).filter((name) => name !== 'old.leibniz' && name !== 'data');
  if (beside.length > 0) return `${beside.join(', ')} stays beside the file`;
  if (!readFileSync(file).equals(before)) return 'the file was changed';
  const offered = await listRecoverable(data);
  if (offered.length > 0) return `a copy of what nobody changed is offered for recovery (${offered.length})`;
  try {
    const session = openHere({ kind: 'file', path: file }, data);
    await session.ask({ type: 'save', path: file, overwriteChanged: false });
    await session.close(false);
    if (session.errors.length > 0) return session.errors[0]?.message ?? 'an error';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const database = openDatabase(file, { readonly: true });
  try {
    const [damaged] = createChecksums(database).complaints();
    if (damaged !== undefined) return damaged;
    const rows = rowsOf(database);
    return JSON.stringify(rows) === JSON.stringify([1, 1, CHUNKS, 1]) ? null : `rows are missing: ${JSON.stringify(rows)}`;
  } finally {
    database.close();
  }
}
