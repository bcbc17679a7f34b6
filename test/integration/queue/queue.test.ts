/**
 * Runs on other machines, in the short form of test/distributed: real servers on the loopback interface, real worker
 * processes. Where a server is not installed, that is said and its checks are left out.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openQueue } from '../../../src-main/engine/queue/open-queue.ts';
import { queueAddress } from '../../../src-main/engine/queue/queue-address.ts';
import { cancels, kills, refusals, SHORT, versions } from '../../distributed/checks.ts';
import { serverProgram, startServer } from '../../distributed/servers.ts';
import type { TestServer } from '../../distributed/servers.ts';

const SERVERS = ['Redis', 'PostgreSQL'] as const;

for (const name of SERVERS) {
  const isThere = serverProgram(name) !== null;
  if (!isThere) console.log(`Queues on ${name} are not tested: it is not installed (npm run test:distributed installs it on Debian, as root).`);
  describe.skipIf(!isThere)(name, () => {
    let server: TestServer | null = null;
    const running = (): TestServer => {
      if (server === null) throw new Error('the server did not start');
      return server;
    };
    beforeAll(async () => {
      server = await startServer(name);
    });
    afterAll(async () => {
      await server?.stop();
    });

    test('refuses in sentences', async () => {
      expect(await refusals(running())).toContain('refused');
    });

    test('never mixes versions', async () => {
      expect(await versions(running())).toContain('both');
    });

    test('cancels within two seconds', async () => {
      expect(await cancels(running())).toContain('cancelled');
    });
  });
}

test.skipIf(serverProgram('Redis') === null)('no run is lost or doubled when workers are killed', async () => {
  const server = await startServer('Redis');
  try {
    expect(await kills(server, { ...SHORT, jobs: 12, kills: 1 })).toContain('0 lost, 0 doubled');
  } finally {
    await server.stop();
  }
});

test.skipIf(serverProgram('Redis') === null).each([
  ['maxmemory-policy allkeys-lru', /its maxmemory-policy is allkeys-lru/u],
  ['appendonly no', /its append-only file is off/u],
])('Redis with %s is refused', async (setting, expected) => {
  const server = await startServer('Redis', [setting]);
  try {
    await expect(openQueue(queueAddress(server.url), () => undefined)).rejects.toThrow(expected);
  } finally {
    await server.stop();
  }
});
