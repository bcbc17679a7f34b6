/**
 * Checksums of the rows of a session. Who writes a row seals it in the same transaction; who reads one has
 * it checked first, once per opening: opening itself reads none of them. A row that was found damaged is
 * never sealed again with what it holds, or a change of its label would make the damage look whole.
 */
import type { Database, Statement } from 'better-sqlite3';
import { z } from '../../../src-contract/zod.ts';
import { EngineError } from '../error-value.ts';
import { ROW_DIGEST } from '../files/row-digest.ts';
import { lazyCrypto } from '../lazy-node.ts';
import { STORED_RUN_COLUMNS, sqlName } from './run-row.ts';

interface PartShape {
  readonly table: string;
  /** Its name in the table of checksums, as SQL over the row `t`; so are the two below. */
  readonly part: string;
  readonly owner: string;
  readonly position: string;
  /** The columns by which one row is named, in the order of `seal`'s arguments. */
  readonly keys: readonly string[];
  /** The columns the checksum is taken over. */
  readonly columns: readonly string[];
  /** What a person is told it is, of the row's owner and position. */
  readonly words: (owner: string, position: number, part: string) => string;
}

const SERIES = 'series ';
const SERIES_PART = `'${SERIES}' || t.name`;

/** The rows of a session, each under one checksum; a run under two, since its texts may be long and its columns change often. */
const PARTS = {
  session: {
    table: 'session', part: "'session'", owner: 't.id', position: '0', keys: ['id'], 
    columns: ['id', 'created_at', 'application', 'note'],
    words: () => 'the session’s own row',
  },
  problem: {
    table: 'problem',
    part: "'problem'",
    owner: 't.id',
    position: '0',
    keys: ['id'],
    // The program has its hash.
    columns: [
      'id', 'hash', 'name', 'origin', 'added_at', 'sense', 'variables', 'rows', 'nonzeros', 'warnings', 'published_optimum',
      'typed_optimum', 'facts', 'removed_at',
    ],
    words: (owner) => `problem ${owner}: its row in the list`,
  },
  claim: {
    table: 'claim', part: "'claim'", owner: 't.id', position: '0', keys: ['id'],
    columns: ['id', 'verdict', 'settled_at', 'parameters', 'manifest', 'result'], words: (owner) => `claim ${owner}`,
  },
  run: {
    table: 'run', part: "'run'", owner: 't.id', position: '0', keys: ['id'], columns: STORED_RUN_COLUMNS.map(sqlName),
    words: (owner) => `run ${owner}: its row in the run table`,
  },
  study: {
    table: 'study', part: "'study'", owner: 't.id', position: '0', keys: ['id'],
    columns: ['id', 'title', 'spec', 'created_at', 'state', 'removed_at'], words: (owner) => `study ${owner}`,
  },
  'study-run': {
    table: 'study_run', part: "'study-run'", owner: 't.id', position: '0', keys: ['id'],
    columns: ['id', 'study_id', 'problem_id', 'method', 'seed', 'run_id'],
    words: (owner) => `which run of a study is that of its place ${owner}`,
  },
  texts: {
    table: 'run', part: "'texts'", owner: 't.id', position: '0', keys: ['id'], columns: ['id', 'spec', 'manifest', 'error', 'result'],
    words: (owner) => `run ${owner}: its settings and result`,
  },
  array: {
    table: 'run_array', part: "'array'", owner: 't.run_id', position: 't.position', keys: ['run_id', 'position'],
    columns: ['run_id', 'position', 'data'], words: (owner) => `run ${owner}: a vector of its result`,
  },
  solution: {
    table: 'solution', part: "'solution'", owner: 't.run_id', position: 't.position', keys: ['run_id', 'position'],
    columns: ['run_id', 'position', 'variables', 'bits'], words: (owner) => `run ${owner}: a solution of its result`,
  },
  series: {
    table: 'series_chunk',
    part: SERIES_PART,
    owner: 't.run_id',
    position: 't.first',
    keys: ['run_id', 'name', 'first'],
    columns: ['run_id', 'name', 'first', 'length', 'low', 'high', 'data'],
    words: (owner, position, part) => `run ${owner}: its recorded ${part.slice(SERIES.length)} from point ${position} on`,
  },
  snapshot: {
    table: 'snapshot', part: "'snapshot'", owner: 't.run_id', position: 't.iteration', keys: ['run_id', 'iteration'],
    columns: ['run_id', 'iteration', 'x_hat'], words: (owner, position) => `run ${owner}: its snapshot at iteration ${position}`,
  },
  checkpoint: {
    table: 'checkpoint',
    part: "'checkpoint'",
    owner: 't.run_id',
    position: '0',
    keys: ['run_id'],
    columns: ['run_id', 'version', 'iteration', 'seconds', 'samples', 'mu', 'vectors', 'data', 'findings'],
    words: (owner) => `run ${owner}: its checkpoint`,
  },
} as const satisfies Record<string, PartShape>;
export type Part = keyof typeof PARTS;
const PART_NAMES = Object.keys(PARTS) as Part[];
/** What belongs to a run besides its own row. */
export const PARTS_OF_RUN = (['array', 'solution', 'series', 'snapshot', 'checkpoint'] as const).map((part) => ({ ...PARTS[part], part }));

/** What all checksums of a saved file are under. */
const WHOLE = { part: 'whole', owner: 'session' } as const;

/** Tables of which rows can go missing without a trace in another row: how many there are is under a checksum too. */
const COUNTED = ['problem', 'run', 'claim', 'study', 'study_run'] as const;
export type Counted = (typeof COUNTED)[number];
const COUNT = 'count';
/** What a person is told they are. */
const COUNTED_WORDS: Readonly<Record<Counted, string>> = {
  problem: 'problems', run: 'runs', claim: 'claims', study: 'studies', study_run: 'runs of studies',
};
/** Tables that older files with checksums do not have: none of their rows need be counted while there is none. */
const COUNTED_LATER: ReadonlySet<Counted> = new Set(['study', 'study_run']);
/** Rows whose number is not that of a run, so that they stay when a run of the same number goes. */
const NOT_OF_RUNS = "('session', 'problem', 'claim', 'study', 'study-run')";

/** Rows that are shown as soon as a session is open. */
const LISTED: readonly Part[] = ['session', 'problem', 'claim', 'run', 'study', 'study-run'];

const MOST_KNOWN = 100_000;

type Key = readonly (string | number)[];

export interface Checksums {
  /** Takes the checksum of a row just written. */
  seal(part: Part, ...key: Key): void;
  /** Before columns of a row are changed. @returns whether it may be sealed afterwards */
  intact(part: Part, ...key: Key): boolean;
  /**
   * Reads rows of a list by their form. One that has another is left out and stays in the file as it is; `lists` and
   * `complaints` tell of it.
   */
  readable<Row>(part: Part, rows: Iterable<unknown>, form: z.ZodType<Row>): Iterable<Row>;
  /** Before a row is shown. @throws EngineError `row-damaged` */
  check(part: Part, ...key: Key): void;
  /** Forgets the checksums of a part's rows from a position on. */
  drop(part: Exclude<Part, 'series'>, owner: number, from: number): void;
  dropSeries(runId: number, name: string | null, from: number): void;
  /** Forgets everything that belongs to runs. */
  dropRuns(ids: readonly number[]): void;
  dropProblem(id: number): void;
  /** Forgets the checksum of a row that goes. */
  dropRow(part: 'study' | 'study-run', id: number): void;
  /** To be called when rows were added or removed. */
  count(table: Counted): void;
  /** Puts every row under a checksum, whatever it holds: for a session from before there were any. */
  sealAll(): void;
  /** Looks at the rows of the lists, one a step; ends with what is wrong. */
  lists(): Generator<void, readonly string[]>;
  /**
   * What is wrong with all rows, one sentence each. Reads everything.
   * @param whole whether the file's version has a checksum of them all
   */
  complaints(whole?: boolean): string[];
  /** What is wrong with a run and all that belongs to it, one sentence each. Reads everything of it. */
  complaintsOfRun(id: number): string[];
  /** What is wrong with the lists as such: rows left out by `readable`, rows that came or went. @param whole as above */
  complaintsOfLists(whole: boolean): string[];
}

const Found = z.object({
  part: z.string(), owner: z.union([z.string(), z.number()]), position: z.number(),
  intact: z.union([z.literal(0), z.literal(1)]).nullable(),
});
type Found = z.infer<typeof Found>;
const Named = z.object({ id: z.union([z.string(), z.number()]) });
const Sealed = z.tuple([z.union([z.string(), z.number()]), z.string(), z.number(), z.instanceof(Uint8Array)]);

/** @param what is damaged, in words: the run, problem or claim, and which row of it */
export function damagedRow(what: string): EngineError {
  return new EngineError(
    'row-damaged',
    `This figure of the session is damaged or was changed outside of Leibniz: ${what}.`,
    'Open a backup of the session, or do the run again; everything else in it can still be read. leibniz session verify lists all that is damaged.',
  );
}

function digestOf(columns: readonly string[]): string {
  return `${ROW_DIGEST}(${columns.map((column) => `'${column}', t.${column}`).join(', ')})`;
}

function insertAll({ table, part, owner, position, columns }: PartShape): string {
  return `INSERT OR REPLACE INTO checksum (part, owner, position, value) SELECT ${part}, ${owner}, ${position}, ${digestOf(columns)} FROM ${table} AS t`;
}

/**
 * `intact` is NULL where a row has no checksum. The signs before `owner` and `position` take their columns'
 * affinity away: `checksum.owner` has none, and SQLite searches no index where it would have to convert
 * what the index holds. Without them each row is sought among all checksums one by one.
 */
function selectFound({ table, part, owner, position, columns }: PartShape): string {
  const stated = `(SELECT value FROM checksum AS c WHERE c.part = ${part} AND c.owner = +${owner} AND c.position = +${position})`;
  return `SELECT ${part} AS part, ${owner} AS owner, ${position} AS position, ${digestOf(columns)} = ${stated} AS intact FROM ${table} AS t`;
}

/** Checksums whose row is gone. */
function selectLost({ table, part, owner, position }: PartShape): string {
  const ofPart = part === SERIES_PART ? `c.part LIKE '${SERIES}%'` : `c.part = ${part}`;
  return `SELECT c.part, c.owner, c.position, NULL AS intact FROM checksum AS c
    WHERE ${ofPart} AND NOT EXISTS (
      SELECT 1 FROM ${table} AS t WHERE ${owner} = c.owner AND ${position} = c.position AND ${part} = c.part
    )`;
}

/** The checksum of all others, in the order of their key. */
function wholeDigest(database: Database): Buffer {
  const hash = lazyCrypto().createHash('sha256');
  const rows = database.prepare('SELECT owner, part, position, value FROM checksum WHERE part <> ? ORDER BY owner, part, position').raw();
  for (const row of rows.iterate(WHOLE.part)) {
    const [owner, part, position, value] = Sealed.parse(row);
    hash.update(`${typeof owner} ${owner} ${part} ${position} `).update(value).update(';');
  }
  return hash.digest().subarray(0, 16);
}

/**
 * Puts all checksums of a file that is about to be a session's under one. While a session is worked on it stands for the
 * last save and is not looked at.
 */
export function sealWhole(database: Database): void {
  database.prepare('INSERT OR REPLACE INTO checksum (part, owner, position, value) VALUES (?, ?, 0, ?)')
    .run(WHOLE.part, WHOLE.owner, wholeDigest(database));
}

export function createChecksums(database: Database): Checksums {
  /** Rows that were sealed or found whole since the session was opened. */
  const known = new Set<string>();
  const damaged = new Set<string>();
  /** What is said of rows that have another form than they may. */
  const unreadable = new Map<string, string>();
  const statements = new Map<string, Statement>();
  const prepared = (sql: string): Statement => {
    let statement = statements.get(sql);
    if (statement === undefined) {
      statement = database.prepare(sql);
      statements.set(sql, statement);
    }
    return statement;
  };
  const named = (part: Part): string => PARTS[part].keys.map((key) => `${key} = ?`).join(' AND ');
  const nameOf = (part: Part, key: Key): string => `${part} ${key.join(' ')}`;
  const countSql = (table: Counted): string =>
    `SELECT ${ROW_DIGEST}('count', count(*), 'sum', sum(${table === 'claim' ? 'length(id)' : 'id'})) FROM ${table}`;

  const remember = (name: string): void => {
    // A run that goes on for days seals chunks without end; what is forgotten is checked once more.
    if (known.size >= MOST_KNOWN) known.clear();
    known.add(name);
  };
  const intact = (part: Part, ...key: Key): boolean => {
    const name = nameOf(part, key);
    if (known.has(name)) return true;
    if (damaged.has(name)) return false;
    const found = prepared(`${selectFound(PARTS[part])} WHERE ${named(part)}`).get(...key);
    // A row that is not there is its reader's to notice.
    if (found === undefined) return true;
    const whole = Found.parse(found).intact === 1;
    if (whole) remember(name);
    else damaged.add(name);
    return whole;
  };
  const count = (table: Counted): void => {
    prepared(`INSERT OR REPLACE INTO checksum (part, owner, position, value) VALUES ('${COUNT}', '${table}', 0, (${countSql(table)}))`)
      .run();
  };
  const words = (part: Part, { owner, position, part: stored }: Pick<Found, 'owner' | 'position' | 'part'>): string =>
    PARTS[part].words(String(owner), position, stored);
  const sentence = (part: Part, found: Found): string | null => {
    if (found.intact === 1) return null;
    return found.intact === null
      ? `${words(part, found)} was not written by Leibniz: it has no checksum`
      : `${words(part, found)} is not what Leibniz wrote: its checksum is another`;
  };
  const countComplaints = (): string[] =>
    COUNTED.flatMap((table) => {
      const same = prepared(
        `SELECT (${countSql(table)}) = (SELECT value FROM checksum WHERE part = '${COUNT}' AND owner = '${table}' AND position = 0)`,
      ).pluck().get();
      const uncounted = same === null && COUNTED_LATER.has(table) && prepared(`SELECT count(*) FROM ${table}`).pluck().get() === 0;
      return same === 1 || uncounted ? [] : [`the list of ${COUNTED_WORDS[table]} is not what Leibniz wrote: rows are missing or were added`];
    });

  const wholeComplaints = (): string[] => {
    const stated =
      prepared('SELECT value FROM checksum WHERE part = ? AND owner = ? AND position = 0').pluck().get(WHOLE.part, WHOLE.owner);
    return stated instanceof Uint8Array && wholeDigest(database).equals(stated)
      ? []
      : ['the checksums as a whole are not what Leibniz wrote: rows were removed or brought from another session together with theirs'];
  };

  const ofLists = (whole: boolean): string[] =>
    [...unreadable.values(), ...countComplaints(), ...(whole ? wholeComplaints() : [])];
  /** What is wrong with the rows of a part, those of one owner or all. */
  const ofRows = (part: Part, owner?: number): string[] => {
    const shape: PartShape = PARTS[part];
    const of = owner === undefined ? [] : [owner];
    const found = prepared(`${selectFound(shape)}${owner === undefined ? '' : ` WHERE ${shape.owner} = ?`}`);
    const complaints: string[] = [];
    for (const row of found.iterate(...of)) {
      const complaint = sentence(part, Found.parse(row));
      if (complaint !== null) complaints.push(complaint);
    }
    for (const row of prepared(`${selectLost(shape)}${owner === undefined ? '' : ' AND c.owner = ?'}`).iterate(...of)) {
      complaints.push(`${words(part, Found.parse(row))} is missing`);
    }
    return complaints;
  };

  return {
    seal(part, ...key) {
      prepared(`${insertAll(PARTS[part])} WHERE ${named(part)}`).run(...key);
      const name = nameOf(part, key);
      remember(name);
      damaged.delete(name);
    },
    intact,
    *readable(part, rows, form) {
      for (const stored of rows) {
        const read = form.safeParse(stored);
        if (read.success) {
          yield read.data;
          continue;
        }
        const { id } = Named.parse(stored);
        const [issue] = read.error.issues;
        const name = nameOf(part, [id]);
        damaged.add(name);
        unreadable.set(
          name, `${PARTS[part].words(String(id), 0, part)} cannot be read (${[...issue?.path ?? [], ''].join(': ')}${issue?.message ?? ''})`,
        );
      }
    },
    check(part, ...key) {
      if (intact(part, ...key)) return;
      const { keys } = PARTS[part];
      const position = key.length > 1 ? Number(key.at(-1)) : 0;
      const stored = keys.length === 3 ? `${SERIES}${String(key[1])}` : part;
      throw damagedRow(PARTS[part].words(String(key[0]), position, stored));
    },
    drop(part, owner, from) {
      prepared('DELETE FROM checksum WHERE owner = ? AND part = ? AND position >= ?').run(owner, part, from);
    },
    dropSeries(runId, name, from) {
      if (name === null) prepared(`DELETE FROM checksum WHERE owner = ? AND part LIKE '${SERIES}%' AND position >= ?`).run(runId, from);
      else prepared('DELETE FROM checksum WHERE owner = ? AND part = ? AND position >= ?').run(runId, SERIES + name, from);
    },
    dropRuns(ids) {
      const remove = prepared(`DELETE FROM checksum WHERE owner = ? AND part NOT IN ${NOT_OF_RUNS}`);
      for (const id of ids) remove.run(id);
    },
    dropProblem(id) {
      prepared("DELETE FROM checksum WHERE owner = ? AND part = 'problem'").run(id);
    },
    dropRow(part, id) {
      prepared('DELETE FROM checksum WHERE owner = ? AND part = ?').run(id, part);
    },
    count,
    sealAll() {
      const tables: ReadonlySet<unknown> =
        new Set(database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all());
      // A table that a later migration brings is not there yet.
      for (const part of PART_NAMES.filter((each) => tables.has(PARTS[each].table))) {
        // A column that a later migration brings is empty until then, and what is empty is in no checksum.
        const there = z.array(z.string()).parse(database.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(PARTS[part].table));
        database.exec(insertAll({ ...PARTS[part], columns: PARTS[part].columns.filter((column) => there.includes(column)) }));
      }
      for (const table of COUNTED) if (tables.has(table)) count(table);
    },
    *lists() {
      const complaints = ofLists(false);
      for (const part of LISTED) {
        const { keys, table } = PARTS[part];
        for (const row of database.prepare(`SELECT ${keys.join(', ')} FROM ${table}`).raw().all()) {
          yield;
          const key = z.array(z.union([z.string(), z.number()])).parse(row);
          if (!intact(part, ...key) && !unreadable.has(nameOf(part, key))) complaints.push(`${PARTS[part].words(String(key[0]), 0, part)} is not what Leibniz wrote`);
        }
      }
      return complaints;
    },
    complaints: (whole = false) => [...ofLists(whole), ...PART_NAMES.flatMap((part) => ofRows(part))],
    complaintsOfRun: (id) => (['run', 'texts', ...PARTS_OF_RUN.map(({ part }) => part)] as const).flatMap((part) => ofRows(part, id)),
    complaintsOfLists: ofLists,
  };
}
