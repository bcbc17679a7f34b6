/**
 * Real servers for tests of queues: redis-server (or valkey-server) and PostgreSQL, each on the loopback interface, on a
 * free port, in a folder of its own, with a password. They can be stopped and started again with what they hold.
 */
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

export interface TestServer {
  readonly name: 'Redis' | 'PostgreSQL';
  /** With user and password. */
  readonly url: string;
  /** Ends it at once, as a crash does, and starts it again after some milliseconds. */
  restart(away: number): Promise<void>;
  stop(): Promise<void>;
}

/** The program of a server, or null where it is not installed. */
export function serverProgram(name: TestServer['name']): string | null {
  if (name === 'Redis') return onPath('redis-server') ?? onPath('valkey-server');
  const installed = '/usr/lib/postgresql';
  const versions = existsSync(installed) ? readdirSync(installed).toSorted((a, b) => Number(b) - Number(a)) : [];
  const found = versions.map((version) => join(installed, version, 'bin')).find((folder) => existsSync(join(folder, 'initdb')));
  if (found !== undefined) return join(found, 'postgres');
  const other = onPath('postgres');
  return other !== null && onPath('initdb') !== null ? other : null;
}

function onPath(program: string): string | null {
  return (process.env['PATH'] ?? '').split(delimiter).concat('/usr/bin', '/usr/local/bin').map((folder) => join(folder, program))
    .find((file) => existsSync(file)) ?? null;
}

export async function startServer(name: TestServer['name'], settings: readonly string[] = []): Promise<TestServer> {
  const program = serverProgram(name);
  if (program === null) throw new Error(`${name} is not installed`);
  const folder = mkdtempSync(join(tmpdir(), 'leibniz-queue-'));
  const port = await freePort();
  const password = randomBytes(9).toString('hex');
  const server = name === 'Redis' ? redis(program, folder, port, password, settings) : postgres(program, folder, port, password);
  let child = server.start();
  await answers(port, child);
  const end = async (): Promise<void> => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    if (child.exitCode === null && child.signalCode === null) {
      // PostgreSQL's children outlive a parent that is killed; it is stopped at once instead, and recovers all the same.
      child.kill(name === 'Redis' ? 'SIGKILL' : 'SIGQUIT');
      await ended;
    }
  };
  return {
    name,
    url: server.url,
    async restart(away) {
      // What was written within the last second may be lost by a crash; that is another test's matter.
      await new Promise((resolve) => setTimeout(resolve, 0));
      await end();
      await new Promise((resolve) => setTimeout(resolve, away));
      child = server.start();
      await answers(port, child);
    },
    async stop() {
      await end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Startable {
  readonly url: string;
  readonly start: () => ChildProcess;
}

function redis(program: string, folder: string, port: number, password: string, settings: readonly string[]): Startable {
  const file = join(folder, 'redis.conf');
  writeFileSync(file, [
    `port ${port}`, 'bind 127.0.0.1', `dir ${folder}`, 'appendonly yes', `requirepass ${password}`, ...settings, '',
  ].join('\n'), { mode: 0o600 });
  return { url: `redis://:${password}@127.0.0.1:${port}`, start: () => spawn(program, [file], { stdio: 'ignore' }) };
}

function postgres(program: string, folder: string, port: number, password: string): Startable {
  const data = join(folder, 'data');
  // It refuses to run as root.
  const user = process.getuid?.() === 0 ? userIds('postgres') ?? userIds('nobody') : null;
  const as = user === null ? {} : { uid: user.uid, gid: user.gid };
  mkdirSync(data, { mode: 0o700 });
  const secret = join(folder, 'password');
  writeFileSync(secret, password);
  if (user !== null) for (const place of [folder, data, secret]) chownSync(place, user.uid, user.gid);
  const made = spawnSync(
    join(program, '..', 'initdb'),
    ['-D', data, '-U', 'leibniz', '--auth=scram-sha-256', `--pwfile=${secret}`, '-E', 'UTF8', '--locale=C', '-N'],
    { encoding: 'utf8', cwd: folder, ...as },
  );
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
  return {
    url: `postgres://leibniz:${password}@127.0.0.1:${port}/postgres`,
    start: () => spawn(
      program, ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${folder}`],
      { stdio: 'ignore', cwd: folder, ...as },
    ),
  };
}

function userIds(name: string): { readonly uid: number; readonly gid: number } | null {
  const [uid, gid] = ['-u', '-g'].map((option) => Number(spawnSync('id', [option, name], { encoding: 'utf8' }).stdout.trim()));
  return uid === undefined || gid === undefined || !(uid > 0) ? null : { uid, gid };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** Until its port takes connections. */
async function answers(port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
    const open = await new Promise<boolean>((resolve) => {
      const socket = createConnection({ port, host: '127.0.0.1' });
      socket.once('connect', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the server does not answer');
}
