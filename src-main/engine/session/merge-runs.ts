/**
 * Runs of another session, taken one by one. A run that is here already, of the same problem, settings, numerics, seed and
 * bits, is that one: of several equal ones the first is the first, the second the second. Any other is written with all that
 * belongs to it, removed as in the bin until the merge is over, so that a merge that is cut off leaves nothing to be seen.
 */
import type { Database } from 'better-sqlite3';
import { settingsKey } from '../../../src-contract/configuration.ts';
import { methodOf } from '../../../src-contract/tables/run-facts.ts';
import { Bytes, z } from '../../../src-contract/zod.ts';
import { PARTS_OF_RUN } from './checksums.ts';
import type { Checksums } from './checksums.ts';
import type { Findings } from './merge-findings.ts';
import type { MergeSource } from './merge-source.ts';
import { joinedEdit } from './merge-user-edits.ts';
import { createRunBits, settledStatus } from './run-bits.ts';
import { identityOf } from './run-identity.ts';
import { sqlName, STORED_RUN_COLUMNS } from './run-row.ts';
import type { RunRow } from './run-row.ts';
import type { RunEdit, RunStore } from './run-store.ts';

export interface RunsMerge {
  /** Takes a run of the source whose problem is here. @returns bytes that were copied */
  take(row: RunRow, problem: { readonly id: number; readonly name: string }): number;
  /** The number here of a run of the source; null where it is not here. */
  readonly here: (id: number) => number | null;
  /** Rows written, in the order of their numbers. */
  readonly adopted: readonly RunRow[];
  /** Of each run of the source that is here: what makes it seen, and what its user gave it. @param translate a note's links */
  edits(translate: (note: string) => string): RunEdit[];
  readonly counts: { added: number; same: number; leftOut: number };
}

interface Here {
  readonly database: Database;
  readonly checksums: Checksums;
  readonly runs: RunStore;
}

const Texts = z.tuple([z.string(), z.string(), z.string().nullable(), z.string().nullable()]);
const OriginRun = z.looseObject({ runId: z.number() });

/** @param removedAt what rows are written with until they are seen */
export function createRunsMerge(
  source: Pick<MergeSource, 'database' | 'checksums' | 'runs'>, { database, checksums, runs }: Here, removedAt: number, findings: Findings,
): RunsMerge {
  const counts = { added: 0, same: 0, leftOut: 0 };
  const hereOf = new Map<number, number>();
  const aboutOf = new Map<number, string>();
  const lost = new Map<number, number>();
  const adopted: RunRow[] = [];
  /** Runs here of the same question that no run of the source is yet. */
  const known = new Map<string, RunRow[]>();
  const numericsOf = new Map<string, Set<string>>();
  for (const row of [...runs.rows.values(), ...runs.bin.values()]) {
    const { key, ofSettings, numerics } = questionOf(row, row.problemId);
    push(known, key, row);
    if (row.removedAt === null) numericsOf.set(ofSettings, (numericsOf.get(ofSettings) ?? new Set()).add(numerics));
  }
  const asked = new Map([...known].map(([key, rows]) => [key, rows.filter(({ removedAt: gone }) => gone === null)]));
  const bitsThere = createRunBits(source.database);
  const bitsHere = createRunBits(database);
  const digests = new Map<number, string>();
  const digestHere = (row: RunRow): string => {
    const digest = digests.get(row.id) ?? bitsHere(row);
    digests.set(row.id, digest);
    return digest;
  };

  const readTexts = source.database.prepare('SELECT spec, manifest, error, result FROM run WHERE id = ?').raw();
  const columns = STORED_RUN_COLUMNS.filter((column) => column !== 'id');
  const insert = database.prepare(
    `INSERT INTO run (${columns.map(sqlName).join(', ')}, spec, manifest, error, result)
      VALUES (${columns.map((column) => `@${column}`).join(', ')}, @spec, @manifest, @error, @result)`,
  );
  const parts = PARTS_OF_RUN.map(({ part, table, keys, columns: all }) => {
    const own = all.filter((column) => column !== 'run_id');
    return {
      part, keys: keys.filter((key) => key !== 'run_id').map((key) => (own as readonly string[]).indexOf(key)),
      read: source.database.prepare(`SELECT ${own.join(', ')} FROM ${table} WHERE run_id = ?`).raw(),
      write: database.prepare(`INSERT INTO ${table} (run_id, ${own.join(', ')}) VALUES (?${', ?'.repeat(own.length)})`),
    };
  });
  const lastNumber = database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'run'").pluck();
  const firstNumber = database.prepare("INSERT INTO sqlite_sequence (name, seq) VALUES ('run', 1)");
  const nextNumber = database.prepare("UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = 'run'");

  /** A run that is not here keeps a number that no run has: what came from it goes on to say so, and names no other. */
  const numberOf = (id: number): number => {
    let number = hereOf.get(id) ?? lost.get(id);
    if (number === undefined) {
      if (nextNumber.run().changes === 0) firstNumber.run();
      number = Number(lastNumber.get());
      lost.set(id, number);
    }
    return number;
  };
  const origin = (value: unknown): unknown => {
    const read = OriginRun.safeParse(value);
    return read.success ? { ...read.data, runId: numberOf(read.data.runId) } : value;
  };
  /** A spec whose origin is numbered as here. The text stays as it is where it has none. */
  const specHere = (text: string): string => {
    const spec = z.looseObject({ kind: z.string() }).parse(JSON.parse(text));
    const body = spec[spec.kind];
    const ofBody = OriginRun.safeParse(body).success;
    if (spec['origin'] === undefined && !ofBody) return text;
    return JSON.stringify({
      ...spec, ...(spec['origin'] === undefined ? {} : { origin: origin(spec['origin']) }),
      ...(ofBody ? { [spec.kind]: origin(body) } : {}),
    });
  };

  const adopt = (row: RunRow, problemId: number): number => {
    const [spec, manifest, error, result] = Texts.parse(readTexts.get(row.id));
    const status = settledStatus(row.status);
    const fresh: RunRow = {
      ...row, problemId, status, note: '', removedAt,
      origin: row.origin === null ? null : JSON.stringify(origin(JSON.parse(row.origin))),
      // A solver's incumbent was never rechecked, and its vector is gone with its process.
      ...(status === row.status ? {} : { objective: null, feasible: null, violation: null, bound: null }),
    };
    const { lastInsertRowid } = insert.run({
      ...Object.fromEntries(columns.map((column) => [column, fresh[column]])), spec: specHere(spec), manifest, error, result,
    });
    const id = Number(lastInsertRowid);
    checksums.seal('run', id);
    checksums.seal('texts', id);
    let bytes = spec.length + (result?.length ?? 0);
    for (const { part, keys, read, write } of parts) {
      for (const stored of read.iterate(row.id)) {
        const values = z.array(z.union([z.string(), z.number(), Bytes]).nullable()).parse(stored);
        write.run(id, ...values);
        checksums.seal(part, id, ...keys.map((at) => z.union([z.string(), z.number()]).parse(values[at])));
        for (const value of values) if (value instanceof Uint8Array) bytes += value.length;
      }
    }
    adopted.push({ ...fresh, id });
    hereOf.set(row.id, id);
    counts.added++;
    return bytes;
  };

  /** What is to be said of a run that is not the one here. */
  const tellOfOthers = (row: RunRow, others: readonly RunRow[], about: string, question: Question): void => {
    const [other] = others;
    if (other !== undefined) {
      const [there, now] = [settledStatus(row.status), settledStatus(other.status)];
      if (there !== 'done' || now !== 'done') {
        if (there !== now) findings.addRun('unfinished', about, row.id, `run ${row.id} of the file is ${there}, run ${other.id} here ${now}; both are kept`);
        return;
      }
      const byTiming = row.kind === 'exact' &&
        [row, other].some(({ solver, exactStatus }) => solver === 'race' || exactStatus === 'time-limit');
      findings.addRun(
        byTiming ? 'timing' : 'result', about, row.id,
        `run ${row.id} of the file has the settings and seed of run ${other.id} here and another result${byTiming ? ', as a race or a time limit may give' : ''}; both are kept`,
      );
      return;
    }
    const others2 = [...(numericsOf.get(question.ofSettings) ?? [])];
    if (others2.length > 0) findings.addRun(
      'numerics', about, row.id,
      `run ${row.id} of the file was computed with numerics ${question.numerics}, runs of the same settings and seed here with ${others2.join(', ')}; both are kept`,
    );
  };

  return {
    counts,
    adopted,
    here: (id) => hereOf.get(id) ?? null,
    take(row, problem) {
      const complaints = source.checksums.complaintsOfRun(row.id);
      const { configuration, methodName } = identityOf(row.id, row.kind, row.method, row.identity);
      const about = `${problem.name}, ${methodOf({ label: row.label, studyMethod: null, methodName })}`;
      aboutOf.set(row.id, about);
      // Its settings cannot be read where it is known by its number only.
      if (row.identity === null && complaints.length === 0) complaints.push(`run ${row.id}: its settings cannot be read (${configuration.key})`);
      if (complaints.length > 0) {
        for (const complaint of complaints) findings.add('damaged', about, `${complaint}; run ${row.id} of the file is left out`);
        counts.leftOut++;
        return 0;
      }
      const question = questionOf(row, problem.id);
      const candidates = known.get(question.key) ?? [];
      if (candidates.length > 0 || (asked.get(question.key)?.length ?? 0) > 0) {
        const digest = bitsThere(row);
        const at = candidates.findIndex((candidate) => digestHere(candidate) === digest);
        const [same] = at < 0 ? [] : candidates.splice(at, 1);
        if (same !== undefined) {
          hereOf.set(row.id, same.id);
          counts.same++;
          return 0;
        }
        const others = asked.get(question.key) ?? [];
        if (!others.some((other) => digestHere(other) === digest)) tellOfOthers(row, others, about, question);
      } else tellOfOthers(row, [], about, question);
      return adopt(row, problem.id);
    },
    edits: (translate) => [...hereOf].flatMap(([there, id]) => {
      const theirs = source.runs.rows.get(there);
      const ours = runs.rows.get(id) ?? runs.bin.get(id);
      if (theirs === undefined || ours === undefined) return [];
      return joinedEdit(theirs, ours, translate(theirs.note), aboutOf.get(there) ?? '', findings) ?? [];
    }),
  };
}

/** What a run was asked, so that equal ones have one key; and the same without the numerics. */
interface Question {
  readonly key: string;
  readonly ofSettings: string;
  readonly numerics: string;
}

function questionOf(row: RunRow, problemId: number): Question {
  const { configuration: { key, settings } } = identityOf(row.id, row.kind, row.method, row.identity);
  const { numerics = null, ...ofSettings } = settings;
  return {
    key: `${problemId} ${key} ${row.seed}`, ofSettings: `${problemId} ${settingsKey(ofSettings)} ${row.seed}`,
    numerics: numerics === null ? 'that are not known' : String(numerics),
  };
}

function push<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
