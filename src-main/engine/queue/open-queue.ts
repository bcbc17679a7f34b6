/**
 * Opens a queue by its address: connects, refuses in a sentence what would lose runs or cannot be used, and gives the
 * store and what BullMQ is given. Clients are loaded here, when a queue is first used.
 */
import type { Redis, RedisOptions } from 'ioredis';
import type { Client, Pool, PoolClient, PoolConfig, QueryResultRow } from 'pg';
import { EngineError } from '../error-value.ts';
import { migrateQueue, postgresFactory, requirePackage } from './job-queue.ts';
import type { QueueBackend } from './job-queue.ts';
import { createPostgresListener, createPostgresStore, LAST_TABLE, POSTGRES_SCHEMA, POSTGRES_TABLES } from './postgres-store.ts';
import type { Ask, Transaction } from './postgres-store.ts';
import type { QueueAddress } from './queue-address.ts';
import { isConnectionLost, isStarting, queueRefusal } from './queue-refusals.ts';
import type { QueueStore } from './queue-store.ts';
import { createRedisStore } from './redis-store.ts';

export interface OpenQueue {
  readonly address: QueueAddress;
  readonly store: QueueStore;
  readonly backend: QueueBackend;
}

/** For the first connection; later ones are tried again until they succeed. */
const CONNECT_MILLISECONDS = 8000;
const AGAIN_MILLISECONDS = 500;

/**
 * @param onTrouble told what later makes the server unreachable, each time it is tried; what is under way waits for it
 * @throws EngineError saying why the queue cannot be used
 */
export async function openQueue(address: QueueAddress, onTrouble: (error: unknown) => void): Promise<OpenQueue> {
  const until = performance.now() + CONNECT_MILLISECONDS;
  for (;;) {
    try {
      return await (address.server === 'Redis' ? openRedis(address, onTrouble) : openPostgres(address, onTrouble));
    } catch (error) {
      if (!isStarting(error) || performance.now() > until) throw queueRefusal(error, address);
      await pause(AGAIN_MILLISECONDS);
    }
  }
}

async function openRedis(address: QueueAddress, onTrouble: (error: unknown) => void): Promise<OpenQueue> {
  const { Redis: Made } = requirePackage('ioredis') as { readonly Redis: typeof Redis };
  const options = {
    // What is asked while the server is away waits for it.
    maxRetriesPerRequest: null, connectTimeout: CONNECT_MILLISECONDS, retryStrategy: () => AGAIN_MILLISECONDS,
  } satisfies RedisOptions;
  const once = {
    connectTimeout: CONNECT_MILLISECONDS, maxRetriesPerRequest: 0, retryStrategy: () => null, lazyConnect: true, enableOfflineQueue: false,
  } satisfies RedisOptions;
  const first = new Made(address.url, once);
  let said: unknown = null;
  first.on('error', (error) => (said ??= error));
  try {
    await first.connect();
    await checkRedis(first, address);
  } catch (error) {
    throw error instanceof EngineError ? error : (said ?? error);
  } finally {
    first.disconnect();
  }
  const made = (): Redis => {
    const client = new Made(address.url, options);
    client.on('error', onTrouble);
    return client;
  };
  return { address, store: createRedisStore(made(), made()), backend: { connection: { url: address.url, ...options }, factory: null } };
}

/** A server that may forget or throw away what it holds would lose runs. */
async function checkRedis(client: Redis, { shown }: QueueAddress): Promise<void> {
  const info = await client.info();
  const value = (name: string): string | undefined => new RegExp(`^${name}:(.*)$`, 'mu').exec(info)?.[1]?.trim();
  const [major = 0, minor = 0] = (value('redis_version') ?? '0').split('.').map(Number);
  if (major < 6 || (major === 6 && minor < 2)) throw new EngineError(
    'queue-unsafe', `The queue at ${shown} is Redis ${major}.${minor}; Leibniz needs 6.2 or newer, or Valkey.`, 'Use a newer server.',
    { field: '--queue' },
  );
  const policy = value('maxmemory_policy');
  if (policy !== undefined && policy !== 'noeviction') throw new EngineError(
    'queue-unsafe', `The queue at ${shown} may throw runs away when its memory is full: its maxmemory-policy is ${policy}.`,
    'Set maxmemory-policy noeviction at the server.', { field: '--queue' },
  );
  if (value('aof_enabled') === '0') throw new EngineError(
    'queue-unsafe', `The queue at ${shown} forgets its runs when it is restarted: its append-only file is off.`,
    'Set appendonly yes at the server.', { field: '--queue' },
  );
}

async function openPostgres(address: QueueAddress, onTrouble: (error: unknown) => void): Promise<OpenQueue> {
  const pg = requirePackage('pg') as { readonly Client: typeof Client; readonly Pool: typeof Pool };
  const config: PoolConfig = {
    connectionString: address.url, options: `-c search_path=${POSTGRES_SCHEMA}`, application_name: 'leibniz', keepAlive: true,
    connectionTimeoutMillis: CONNECT_MILLISECONDS,
  };
  await preparePostgres(new pg.Client(config));
  const pool: Pool = new pg.Pool({ ...config, max: 4 });
  pool.on('error', onTrouble);
  // One that is in use says it here, and would end the program if nobody listened.
  pool.on('connect', (client) => void client.on('error', onTrouble));
  let closed = false;
  const closing = pool.end.bind(pool);
  pool.end = async () => {
    closed = true;
    await closing();
  };
  const untilThere = async <T>(work: () => Promise<T>): Promise<T> => {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (closed || !isConnectionLost(error)) throw error;
        onTrouble(error);
        await pause(AGAIN_MILLISECONDS);
      }
    }
  };
  const ask: Ask = <Row extends QueryResultRow>(text: string, values: readonly unknown[] = []) =>
    untilThere(async () => (await pool.query<Row>(text, [...values])).rows);
  const transaction: Transaction = (work) => untilThere(async () => {
    const client: PoolClient = await pool.connect();
    let failed: unknown = null;
    try {
      await client.query('BEGIN');
      await work(async (text, values = []) => (await client.query<QueryResultRow>(text, [...values])).rows);
      await client.query('COMMIT');
    } catch (error) {
      failed = error;
      if (!isConnectionLost(error)) await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    } finally {
      client.release(failed !== null && isConnectionLost(failed));
    }
  });
  const listener = createPostgresListener(async () => {
    const client: Client = new pg.Client(config);
    client.on('error', onTrouble);
    await client.connect();
    return client;
  }, pause);
  return {
    address,
    store: createPostgresStore(pool, ask, transaction, listener),
    backend: {
      connection: { connectionString: address.url, application_name: 'leibniz', keepAlive: true, max: 3, schema: POSTGRES_SCHEMA },
      factory: postgresFactory(),
    },
  };
}

/** What the program keeps in a database: a schema of its own, made once. */
async function preparePostgres(client: Client): Promise<void> {
  // What a server that stops says of a client that is done with it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('BEGIN');
    // Machines that come for the first time do this one after the other.
    await client.query('SELECT pg_advisory_xact_lock(hashtext($1))', [POSTGRES_SCHEMA]);
    // Asked first: to make what is there already takes rights that not every user has.
    const { rows: [there] } =
      await client.query<{ schema: boolean; tables: boolean }>(
        'SELECT to_regnamespace($1) IS NOT NULL AS schema, to_regclass($2) IS NOT NULL AS tables',
        [POSTGRES_SCHEMA, `${POSTGRES_SCHEMA}.${LAST_TABLE}`],
      );
    if (there?.schema !== true) await client.query(`CREATE SCHEMA ${POSTGRES_SCHEMA}`);
    if (there?.tables !== true) for (const table of POSTGRES_TABLES) await client.query(table);
    await client.query('COMMIT');
    await migrateQueue(client, POSTGRES_SCHEMA);
  } finally {
    await client.end();
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
