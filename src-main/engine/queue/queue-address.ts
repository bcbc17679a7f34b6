/**
 * The address of a queue as a user types it: redis://, rediss:// (TLS), postgres://, postgresql://. It may hold a
 * password, so that what is said of it names the server only.
 */
import { EngineError } from '../error-value.ts';

export interface QueueAddress {
  readonly server: 'Redis' | 'PostgreSQL';
  /** As given, with its password: for the clients, never for a message. */
  readonly url: string;
  /** What messages call it: scheme, host, port and database. */
  readonly shown: string;
  readonly encrypted: boolean;
}

const SCHEMES: Readonly<Record<string, QueueAddress['server']>> = {
  'redis:': 'Redis', 'rediss:': 'Redis', 'postgres:': 'PostgreSQL', 'postgresql:': 'PostgreSQL',
};

const FORMS = 'redis://HOST:6379, rediss://HOST:6379 (TLS) or postgres://USER@HOST:5432/DATABASE';

/** @throws EngineError `usage` that names what is wrong, and no password */
export function queueAddress(text: string): QueueAddress {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    // What was typed may hold a password: it is not repeated.
    throw new EngineError('usage', 'The address of the queue is no URL.', `Give ${FORMS}.`, { field: '--queue' });
  }
  const server = SCHEMES[url.protocol];
  if (server === undefined) throw new EngineError(
    'usage', `The address of the queue begins with “${url.protocol}//”, which is no queue that Leibniz can use.`, `Give ${FORMS}.`,
    { field: '--queue' },
  );
  if (url.hostname === '' && url.searchParams.get('host') === null) throw new EngineError(
    'usage', 'The address of the queue names no host.', `Give ${FORMS}.`, { field: '--queue' },
  );
  const port = url.port === '' ? (server === 'Redis' ? '6379' : '5432') : url.port;
  const mode = url.searchParams.get('sslmode');
  return {
    server,
    url: url.href,
    shown: `${url.protocol}//${url.hostname}:${port}${url.pathname === '/' ? '' : url.pathname}`,
    encrypted: url.protocol === 'rediss:' || (mode !== null && mode !== 'disable'),
  };
}
