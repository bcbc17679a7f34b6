/**
 * `npm run test:distributed [-- redis|postgres|CHECK …] [--short]`: everything that must hold of runs on many machines,
 * on real servers, in its long form.
 */
import { join } from 'node:path';
import { examplesFolder } from '../../src-main/engine/entry-points.ts';
import { cancels, coordinatorLost, kills, LONG, refusals, restarts, resumes, SHORT, throughput, versions } from './checks.ts';
import { serverProgram, startServer } from './servers.ts';

const size = process.argv.includes('--short') ? SHORT : LONG;
const asked = process.argv.slice(2).filter((word) => !word.startsWith('-'));
const SERVERS = { redis: 'Redis', postgres: 'PostgreSQL' } as const;
const study = join(examplesFolder(), 'first-light.study.json');

let failed = 0;
let passed = 0;
for (const [word, name] of Object.entries(SERVERS) as ['redis' | 'postgres', 'Redis' | 'PostgreSQL'][]) {
  if (asked.some((one) => one in SERVERS) && !asked.includes(word)) continue;
  if (serverProgram(name) === null) {
    console.log(`${name}: not tested, since it is not installed`);
    failed++;
    continue;
  }
  const server = await startServer(name);
  const checks: Readonly<Record<string, () => Promise<string>>> = {
    refusals: () => refusals(server), versions: () => versions(server), cancels: () => cancels(server), resumes: () => resumes(server),
    restarts: () => restarts(server), coordinator: () => coordinatorLost(server, study), kills: () => kills(server, size),
    throughput: () => throughput(server, size),
  };
  try {
    for (const [check, run] of Object.entries(checks)) {
      if (asked.some((one) => one in checks) && !asked.includes(check)) continue;
      try {
        console.log(`ok     ${name}, ${check}: ${await run()}`);
        passed++;
      } catch (error) {
        console.log(`FAILED ${name}, ${check}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        failed++;
      }
    }
  } finally {
    await server.stop();
  }
}
console.log(`${passed} passed, ${failed} failed`);
// Clients of what was killed may still be waiting.
process.exit(failed === 0 ? 0 : 1);
