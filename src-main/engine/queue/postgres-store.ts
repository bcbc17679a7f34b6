/**
 * The store on PostgreSQL: tables of a schema of its own, messages by LISTEN and NOTIFY. Each statement may be sent
 * again after a lost connection and does nothing the second time.
 */
import type { Client, Pool, QueryResultRow } from 'pg';
import { joined, JOB_SECONDS, piecesOf, PROGRAM_SECONDS, sharedBytes } from './queue-store.ts';
import type { JobRecord, QueueStore, RecordPlace } from './queue-store.ts';

/** Also where the queue's own tables are. */
export const POSTGRES_SCHEMA = 'leibniz_queue';

const CANCELLED_CHANNEL = 'leibniz_cancelled';
const saidChannel = (owner: string): string => `leibniz_said_${owner.replaceAll(/\W/g, '')}`;

/** A statement each, in one transaction. */
export const POSTGRES_TABLES = [
  `CREATE TABLE IF NOT EXISTS leibniz_piece (
    key text, place integer, bytes bytea NOT NULL, until timestamptz NOT NULL, PRIMARY KEY (key, place))`,
  `CREATE TABLE IF NOT EXISTS leibniz_job (
    id text PRIMARY KEY, owner text NOT NULL, attempt integer NOT NULL DEFAULT 0, kept integer NOT NULL DEFAULT 0,
    taken_attempt integer NOT NULL DEFAULT 0, taken_index integer NOT NULL DEFAULT 0,
    over boolean NOT NULL DEFAULT false, cancelled boolean NOT NULL DEFAULT false, made timestamptz NOT NULL DEFAULT now())`,
  `CREATE TABLE IF NOT EXISTS leibniz_record (
    job text, attempt integer, index integer, bytes bytea NOT NULL, PRIMARY KEY (job, attempt, index))`,
  `CREATE TABLE IF NOT EXISTS leibniz_present (
    kind text, id text, text text NOT NULL, until timestamptz NOT NULL, PRIMARY KEY (kind, id))`,
] as const;

/** Where it is there, all are. */
export const LAST_TABLE = 'leibniz_present';

const taskKey = (id: string): string => `task:${id}`;
const checkpointKey = (id: string): string => `checkpoint:${id}`;

/** How a query is put to a server that may be starting again. */
export type Ask = <Row extends QueryResultRow>(text: string, values?: readonly unknown[]) => Promise<Row[]>;

/** A client that listens, made again whenever its connection is lost, with what it listens to. */
export interface PostgresListener {
  listen(channel: string, heard: (text: string) => void): Promise<void>;
  close(): Promise<void>;
}

export function createPostgresStore(pool: Pool, ask: Ask, transaction: Transaction, listener: PostgresListener): QueueStore {
  const piecesAt = async (key: string): Promise<Uint8Array[]> =>
    (await ask<{ bytes: Uint8Array }>('SELECT bytes FROM leibniz_piece WHERE key = $1 ORDER BY place', [key])).map(({ bytes }) => bytes);
  const inPieces = (query: Query, key: string, bytes: Uint8Array, seconds: number): Promise<void> => query(
    'DELETE FROM leibniz_piece WHERE key = $1', [key],
  ).then(async () => {
    for (const [place, piece] of piecesOf(bytes).entries()) {
      await query(
        'INSERT INTO leibniz_piece (key, place, bytes, until) VALUES ($1, $2, $3, now() + make_interval(secs => $4))',
        [key, place, bufferOf(piece), seconds],
      );
    }
  });

  return {
    async putProgram(hash, bytes) {
      const kept = await ask(
        'UPDATE leibniz_piece SET until = now() + make_interval(secs => $2) WHERE key = $1 RETURNING place', [`program:${hash}`, PROGRAM_SECONDS],
      );
      if (kept.length === piecesOf(bytes).length) return;
      await ask('DELETE FROM leibniz_piece WHERE until < now()');
      await ask('DELETE FROM leibniz_job WHERE made < now() - make_interval(secs => $1)', [JOB_SECONDS]);
      await ask('DELETE FROM leibniz_record WHERE job NOT IN (SELECT id FROM leibniz_job)');
      await transaction(async (query) => {
        // Two coordinators of one program write it one after the other.
        await query('SELECT pg_advisory_xact_lock(hashtext($1))', [`leibniz:program:${hash}`]);
        await inPieces(query, `program:${hash}`, bytes, PROGRAM_SECONDS);
      });
    },
    async program(hash) {
      const pieces = await piecesAt(`program:${hash}`);
      return pieces.length === 0 ? null : sharedBytes(pieces);
    },
    async createJob(id, owner, task) {
      await transaction(async (query) => {
        await inPieces(query, taskKey(id), task, JOB_SECONDS);
        await query('INSERT INTO leibniz_job (id, owner) VALUES ($1, $2) ON CONFLICT DO NOTHING', [id, owner]);
      });
    },
    async beginJob(id) {
      const [begun] = await ask<{ attempt: number; owner: string; kept: number; cancelled: boolean }>(
        'UPDATE leibniz_job SET attempt = attempt + 1 WHERE id = $1 AND NOT over RETURNING attempt, owner, kept, cancelled', [id],
      );
      if (begun === undefined) return 'over';
      const [task, checkpoint] = [await piecesAt(taskKey(id)), await piecesAt(checkpointKey(id))];
      if (task.length === 0) return 'over';
      return {
        attempt: begun.attempt, owner: begun.owner, lost: begun.attempt - 1 - begun.kept, task: joined(task),
        checkpoint: checkpoint.length === 0 ? null : joined(checkpoint), cancelled: begun.cancelled,
      };
    },
    async giveBackJob(id, attempt) {
      await ask('UPDATE leibniz_job SET kept = attempt WHERE id = $1 AND attempt = $2', [id, attempt]);
    },
    async append(id, { attempt, index, bytes, checkpoint, isEnd, owner }) {
      // The row's lock keeps the next attempt from beginning between its two halves.
      const update = `UPDATE leibniz_job SET over = over OR $3, kept = CASE WHEN $4 THEN attempt ELSE kept END
        WHERE id = $1 AND attempt = $2 RETURNING taken_attempt, taken_index`;
      const insert = 'INSERT INTO leibniz_record (job, attempt, index, bytes) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING';
      const values = [id, attempt, isEnd, checkpoint !== null] as const;
      let found: { taken_attempt: number; taken_index: number } | undefined;
      if (checkpoint === null) {
        // In one journey, which is what most records take.
        [found] = await ask<{ taken_attempt: number; taken_index: number }>(
          `WITH job AS (${update}), told AS (SELECT pg_notify($5, $1) FROM job),
            said AS (INSERT INTO leibniz_record (job, attempt, index, bytes) SELECT $1, $2, $6, $7 FROM job, told
              ON CONFLICT DO NOTHING)
           SELECT taken_attempt, taken_index FROM job`,
          [...values, saidChannel(owner), index, bufferOf(bytes)],
        );
      } else {
        await transaction(async (query) => {
          found = (await query(update, [...values]))[0] as typeof found;
          if (found === undefined) return;
          await query(insert, [id, attempt, index, bufferOf(bytes)]);
          await inPieces(query, checkpointKey(id), checkpoint, JOB_SECONDS);
          await query('SELECT pg_notify($1, $2)', [saidChannel(owner), id]);
        });
      }
      return found === undefined ? 'stale' : { attempt: found.taken_attempt, index: found.taken_index };
    },
    async taken(id) {
      const [found] = await ask<{ taken_attempt: number; taken_index: number }>(
        'SELECT taken_attempt, taken_index FROM leibniz_job WHERE id = $1', [id],
      );
      return found === undefined ? null : { attempt: found.taken_attempt, index: found.taken_index };
    },
    async read(id, { attempt, index }, most) {
      return ask<JobRecord & QueryResultRow>(
        `SELECT attempt, index, bytes FROM leibniz_record WHERE job = $1 AND (attempt, index) > ($2, $3)
         ORDER BY attempt, index LIMIT $4`,
        [id, attempt, index, most],
      );
    },
    async take(id, { attempt, index }: RecordPlace) {
      await ask(
        `WITH gone AS (DELETE FROM leibniz_record WHERE job = $1 AND (attempt, index) <= ($2, $3))
         UPDATE leibniz_job SET taken_attempt = $2, taken_index = $3 WHERE id = $1`,
        [id, attempt, index],
      );
    },
    async cancelJob(id) {
      await ask('WITH job AS (UPDATE leibniz_job SET cancelled = true WHERE id = $1) SELECT pg_notify($2, $1)', [id, CANCELLED_CHANNEL]);
    },
    async dropJobs(ids) {
      if (ids.length === 0) return;
      await ask(
        `WITH one AS (DELETE FROM leibniz_job WHERE id = ANY($1)), two AS (DELETE FROM leibniz_record WHERE job = ANY($1))
         DELETE FROM leibniz_piece WHERE key = ANY($2)`,
        [ids, ids.flatMap((id) => [taskKey(id), checkpointKey(id)])],
      );
    },
    async announce(kind, id, text, milliseconds) {
      await ask('DELETE FROM leibniz_present WHERE until < now() OR (kind = $1 AND id = $2 AND $3)', [kind, id, milliseconds === 0]);
      if (milliseconds > 0) await ask(
        `INSERT INTO leibniz_present (kind, id, text, until) VALUES ($1, $2, $3, now() + make_interval(secs => $4))
         ON CONFLICT (kind, id) DO UPDATE SET text = excluded.text, until = excluded.until`,
        [kind, id, text, milliseconds / 1000],
      );
    },
    async present(kind) {
      const found = await ask<{ id: string; text: string }>('SELECT id, text FROM leibniz_present WHERE kind = $1 AND until > now()', [kind]);
      return new Map(found.map(({ id, text }) => [id, text]));
    },
    onSaid: (owner, heard) => listener.listen(saidChannel(owner), heard),
    onCancelled: (heard) => listener.listen(CANCELLED_CHANNEL, heard),
    async close() {
      await listener.close();
      await pool.end();
    },
  };
}

type Query = (text: string, values?: readonly unknown[]) => Promise<unknown[]>;
/** Does work in one transaction, again from its start where its connection was lost. */
export type Transaction = (work: (query: Query) => Promise<void>) => Promise<void>;

/** @param connect gives a client that is connected */
export function createPostgresListener(connect: () => Promise<Client>, pause: (milliseconds: number) => Promise<void>): PostgresListener {
  const channels = new Map<string, (text: string) => void>();
  let client: Promise<Client> | null = null;
  let closed = false;
  const connected = (): Promise<Client> => {
    client ??= (async () => {
      for (;;) {
        try {
          const made = await connect();
          const lost = (): void => {
            client = null;
            made.removeAllListeners('notification');
            if (!closed) void connected();
          };
          made.once('error', lost);
          made.once('end', lost);
          made.on('notification', ({ channel, payload }) => channels.get(channel)?.(payload ?? ''));
          for (const channel of channels.keys()) await made.query(`LISTEN ${channel}`);
          return made;
        } catch (error) {
          if (closed) throw error;
          await pause(500);
        }
      }
    })();
    return client;
  };
  return {
    async listen(channel, heard) {
      channels.set(channel, heard);
      await (await connected()).query(`LISTEN ${channel}`);
    },
    async close() {
      closed = true;
      const made = await client?.catch(() => null);
      await made?.end().catch(() => undefined);
    },
  };
}

/** The same memory, as the client wants it. */
function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
