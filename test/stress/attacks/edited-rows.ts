/** Rows of a session file edited by hand, with a tool for SQLite databases. */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { openDatabase } from '../../../src-main/engine/files/sqlite.ts';
import type { Attack } from '../attack.ts';
import { verified } from '../verified.ts';
import { writeWholeSession } from '../whole-session.ts';

/** One statement that alters one thing. */
interface Edit {
  readonly words: string;
  readonly sql: string;
}

/** A column of a row set to something else of its kind that its table may hold. */
function columnEdits(database: Database, table: string): Edit[] {
  const columns = database.prepare('SELECT name, type FROM pragma_table_info(?)').all(table) as readonly {
    readonly name: string;
    readonly type: string;
  }[];
  const rows = database.prepare(`SELECT ${table === 'checksum' ? "owner || ' ' || part || ' ' || position" : 'rowid'} AS r FROM "${table}"`)
    .pluck().all();
  const where = table === 'checksum' ? "owner || ' ' || part || ' ' || position" : 'rowid';
  return rows.flatMap((row) =>
    columns.flatMap(({ name, type }) => {
      const at = `WHERE ${where} = ${typeof row === 'number' ? row : `'${String(row)}'`}`;
      const value: unknown = database.prepare(`SELECT "${name}" FROM "${table}" ${at}`).pluck().get();
      const words = `${table}.${name} of row ${String(row)}`;
      const set = (to: string): Edit => ({ words, sql: `UPDATE "${table}" SET "${name}" = ${to} ${at}` });
      if (value === null) return type === 'REAL' ? [set('0.5')] : [];
      if (value instanceof Uint8Array) return [
          set(`CAST(x'${Buffer.from(value.map((byte, k) => (k === value.length - 1 ? byte ^ 1 : byte))).toString('hex')}' AS BLOB)`),
        ];
      if (typeof value === 'number') return [
          set(name === 'pinned' || name === 'proven' || name === 'feasible' ? `1 - "${name}"` : `"${name}" + 1`),
        ];
      // The last digit of a text, or a letter more.
      if (typeof value !== 'string') return [];
      const edited = /\d(?=\D*$)/.test(value) ? value.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10)) : `${value}x`;
      return [set(`'${edited.replaceAll("'", "''")}'`)];
    }),
  );
}

function rowEdits(table: string): Edit[] {
  const edits = [{ words: `a row of ${table} removed`, sql: `DELETE FROM "${table}" WHERE rowid = (SELECT max(rowid) FROM "${table}")` }];
  return table === 'checksum' || table === 'session' ? [] : edits;
}

const BY_HAND: readonly Edit[] = [
  { words: 'a run removed with all that is its own', sql: 'PRAGMA foreign_keys = ON; DELETE FROM run WHERE id = 2' },
  { words: 'a run removed with its checksums', sql: 'PRAGMA foreign_keys = ON; DELETE FROM run WHERE id = 2; DELETE FROM checksum WHERE owner = 2' },
  { words: 'a claim removed with its checksum', sql: "DELETE FROM claim; DELETE FROM checksum WHERE part = 'claim'" },
  { words: 'two snapshots exchanged', sql: 'UPDATE snapshot SET iteration = -iteration; UPDATE snapshot SET iteration = 100 - iteration * 0 WHERE iteration = -200; UPDATE snapshot SET iteration = 200 WHERE iteration = -100; UPDATE snapshot SET iteration = 0 WHERE iteration < 0' },
  { words: 'two columns of a trajectory exchanged', sql: "UPDATE series_chunk SET name = CASE name WHEN 'loss' THEN 'penalty ' ELSE 'loss ' END WHERE name IN ('loss', 'penalty'); UPDATE series_chunk SET name = trim(name)" },
  { words: 'a run given to another seed everywhere', sql: 'UPDATE run SET seed = 2, spec = replace(spec, \'"seed":1\', \'"seed":2\') WHERE id = 1' },
  { words: 'a better objective everywhere', sql: "UPDATE run SET objective = objective - 1, result = replace(result, '\"objective\":', '\"objective\":-') WHERE id = 2" },
  { words: 'an objective called proven', sql: "UPDATE run SET exact_status = 'time-limit', proven = 0 WHERE id = 2" },
  { words: 'no checksums any more', sql: 'DELETE FROM checksum' },
];

/** @returns null where a constraint of the schema does not allow it, else whether anything is another than it was */
function execute(database: Database, sql: string): boolean | null {
  const changes = (): unknown => database.prepare('SELECT total_changes()').pluck().get();
  const before = changes();
  try {
    database.exec(sql);
    return changes() !== before;
  } catch (error) {
    if (error instanceof Error && String(Reflect.get(error, 'code')).startsWith('SQLITE_CONSTRAINT')) return null;
    throw error;
  }
}

export const attack: Attack = {
  name: 'edited-rows',
  summary: 'Every column of every row of a session file is edited by hand, rows are removed and exchanged; session verify must find each edit.',
  async run({ form, random, folder, say }) {
    const good = join(folder, 'good.leibniz');
    const edited = join(folder, 'edited.leibniz');
    await writeWholeSession(good, join(folder, 'data'), 300);
    const database = openDatabase(good, { readonly: true });
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name").pluck().all() as string[];
    const all = [...BY_HAND, ...tables.flatMap(rowEdits), ...tables.flatMap((table) => columnEdits(database, table))];
    database.close();
    // Edits of a kind are many; the short form takes some of them, always the same number.
    const edits = form === 'long' ? all : all.filter((_, k) => k < BY_HAND.length + tables.length || random() < 0.15);
    const failed: string[] = [];
    const counts = { refused: 0, complained: 0, 'impossible by a constraint': 0 };
    if (verified(good).kind !== 'passed') failed.push(`the session that was not touched: ${JSON.stringify(verified(good))}`);
    for (const { words, sql } of edits) {
      copyFileSync(good, edited);
      const target = openDatabase(edited);
      target.unsafeMode(true);
      target.pragma('foreign_keys = OFF');
      target.pragma('ignore_check_constraints = ON');
      const possible = execute(target, sql);
      target.close();
      if (possible === null) {
        counts['impossible by a constraint']++;
        continue;
      }
      const verdict = verified(edited);
      if (!possible) failed.push(`${words}: the session has nothing of the kind`);
      else if (verdict.kind === 'passed') failed.push(`${words} passed`);
      else if (verdict.kind === 'threw') failed.push(`${words}: ${verdict.says}`);
      else counts[verdict.kind]++;
    }
    say(`${all.length} edits there are`);
    return { tried: edits.length, failed, counts };
  },
};
