/** Why a queue cannot be used, a sentence each: what a server, its client or the network said, in a user's words. */
import { oneLine } from '../../../src-science/program/one-line.ts';
import { EngineError } from '../error-value.ts';
import type { QueueAddress } from './queue-address.ts';

/** What a client reports of the way to a server, not of what was asked there. */
const LOST = new Set([
  'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN', 'ECONNABORTED',
  // PostgreSQL: shut down, crashed, starting, too many connections for a moment.
  '57P01', '57P02', '57P03', '08000', '08003', '08006', '53300',
]);

const LOST_WORDS = new RegExp([
  String.raw`connection (?:terminated|is closed|closed)`,
  'timeout exceeded when trying to connect',
  'client has encountered a connection error',
].join('|'), 'iu');

/** Whether it is worth asking again in a moment. */
export function isConnectionLost(error: unknown): boolean {
  const code = codeOf(error);
  return LOST.has(code) || LOST_WORDS.test(textOf(error));
}

/** The server is there and reads what it holds. */
export function isStarting(error: unknown): boolean {
  return codeOf(error) === '57P03' || textOf(error).startsWith('LOADING');
}

export function queueRefusal(error: unknown, address: QueueAddress): EngineError {
  if (error instanceof EngineError) return error;
  const [what, hint] = reasonOf(error, address);
  return new EngineError('queue-unreachable', `The queue at ${address.shown} ${what}.`, hint, { field: '--queue' }, error);
}

function reasonOf(error: unknown, { server }: QueueAddress): readonly [what: string, hint: string] {
  const code = codeOf(error);
  const text = textOf(error);
  if (code === 'ECONNREFUSED') return ['does not answer: nothing listens there', `Start ${server} there, or correct the address.`];
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return ['cannot be found: its host is unknown', 'Correct the name of the host.'];
  if (/WRONGPASS|NOAUTH|invalid password/iu.test(text) || code === '28P01' || code === '28000' || /SASL|password must be/iu.test(text)) {
    return ['refuses the user or the password', 'Give the address with USER:PASSWORD@ before the host, special characters as %XX.'];
  }
  if (/NOPERM/u.test(text) || code === '42501') return ['does not let this user do what Leibniz needs', 'docs/many-machines.md lists the rights that a user of the queue has to have.'];
  if (code === '3D000') return ['has no such database', 'Create it, or correct the name behind the host.'];
  if (/CERT|certificate|self.signed|ALTNAME/iu.test(`${code} ${text}`)) {
    return ['shows a certificate that is not trusted here', 'Name the file of its authority in NODE_EXTRA_CA_CERTS, or correct the name of the host.'];
  }
  if (/SSL|TLS|wrong version number|EPROTO/iu.test(`${code} ${text}`)) {
    return ['does not speak TLS as the address asks', 'Begin the address with redis:// or leave out sslmode, or turn TLS on at the server.'];
  }
  if (isConnectionLost(error) || /time/iu.test(text)) return ['does not answer', 'See that the server runs and that no firewall stands between.'];
  return [`cannot be used: ${oneLine(text).replace(/\.$/u, '')}`, 'docs/many-machines.md says what the server has to be.'];
}

function codeOf(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  if (typeof code === 'string' && code !== '') return code;
  // Where a host has several addresses, the first reason stands for all.
  return error instanceof AggregateError ? codeOf(error.errors[0]) : '';
}

function textOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return textOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}
