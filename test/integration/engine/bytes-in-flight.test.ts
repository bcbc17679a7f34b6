/** A run that records faster than what it said is stored waits: in its worker, through the session thread, and in the queue of writes. */
import { join } from 'node:path';
import { mkdirSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { giveRoom, MOST_IN_FLIGHT, noBytesInFlight, weightOf } from '../../../src-contract/bytes-in-flight.ts';
import type { AppEvent } from '../../../src-contract/ipc.ts';
import type { JobEvent } from '../../../src-contract/job-event.ts';
import type { JobSpec } from '../../../src-contract/job-spec.ts';
import type { Executor } from '../../../src-main/engine/execution/executor.ts';
import { generateProgram } from '../../../src-main/engine/problems/generator-families.ts';
import { createPiscinaExecutor } from '../../../src-main/engine/execution/piscina-executor.ts';
import { encodeForJobs } from '../../../src-main/engine/problems/program-encoding.ts';
import { openWorkspace } from '../../../src-main/engine/workspace/workspace.ts';
import { DESCENT, temporaryFolder } from '../session/fixtures.ts';

const pools: Executor[] = [];
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});
function pool(): Executor {
  const made = createPiscinaExecutor({ size: 1 });
  pools.push(made);
  return made;
}

const VARIABLES = 20_000;
const FAMILY = { family: 'independent-set', parameters: { nodes: VARIABLES, affinity: 2 } } as const;
const PIECE = 8 * VARIABLES;
/** A snapshot every step: 160 kB each. */
const dense = (iterations: number): JobSpec => ({
  ...DESCENT,
  descent: { ...DESCENT.descent, evaluation: 'exact', iterations, snapshotEvery: 1, checkpointEvery: 0, decoders: [] },
});
const sum = (events: readonly JobEvent[]): number => events.reduce((bytes, event) => bytes + 1024 * weightOf(event), 0);
const quiet = async (count: () => number): Promise<void> => {
  for (let before = -1; before !== count(); ) {
    before = count();
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
};

describe('a worker whose words are not stored', () => {
  it('says as much as may be in flight, waits, and goes on as room is given', async () => {
    const events: JobEvent[] = [];
    const flight = noBytesInFlight();
    const program = encodeForJobs(generateProgram(FAMILY.family, FAMILY.parameters, 1));
    const job = pool().start({ id: 'job', spec: dense(1000), program, resumeFrom: null, flight }, (event) => events.push(event));
    await expect.poll(() => sum(events), { timeout: 60_000 }).toBeGreaterThan(MOST_IN_FLIGHT - 2 * PIECE);
    await quiet(() => events.length);
    expect(sum(events)).toBeLessThanOrEqual(MOST_IN_FLIGHT + 2 * PIECE);
    const before = events.length;
    giveRoom(flight, 10 * Math.ceil(PIECE / 1024));
    await expect.poll(() => events.length, { timeout: 20_000 }).toBeGreaterThan(before + 5);
    await quiet(() => events.length);
    expect(sum(events.slice(before))).toBeLessThanOrEqual(12 * PIECE);
    // Asked to stop while it waits, it stops and says where it was.
    const asked = Date.now();
    job.cancel();
    const outcome = await job.outcome;
    expect(outcome).toMatchObject({ status: 'cancelled', result: { kind: 'descent', stopped: 'cancelled' } });
    expect(Date.now() - asked).toBeLessThan(2000);
    // The clock of the run stood while it waited.
    if (outcome.status === 'cancelled' && outcome.result?.kind === 'descent')
      expect(outcome.result.seconds).toBeLessThan((Date.now() - asked) / 1000 + 60);
  });

  it('takes a piece larger than all the room where nothing else is in flight', async () => {
    const flight = noBytesInFlight();
    const { takeRoom } = await import('../../../src-contract/bytes-in-flight.ts');
    takeRoom(flight, MOST_IN_FLIGHT / 512, () => false);
    expect(new Int32Array(flight)[0]).toBe(MOST_IN_FLIGHT / 512);
    let looked = 0;
    takeRoom(flight, 1, () => ++looked > 2);
    expect(looked).toBeGreaterThan(2);
  });
});

describe('a run that records more than may be in flight', () => {
  it('is stored whole, with nothing left in flight and no vector sent to the window', async () => {
    const folder = temporaryFolder();
    const dataFolder = join(folder, 'data');
    mkdirSync(dataFolder);
    const events: AppEvent[] = [];
    const workspace = await openWorkspace({ kind: 'new' }, {
      dataFolder,
      executor: pool(),
      manifest: { application: 'test', runtime: 'Node' },
      onEvent: (event) => events.push(event),
    });
    try {
      const problem = await workspace.answer({
        type: 'problem.generate',
        ...FAMILY,
        parameters: { ...FAMILY.parameters },
        seed: 1,
        name: '',
      });
      const iterations = 260;
      expect(iterations * PIECE).toBeGreaterThan(MOST_IN_FLIGHT);
      const [run] = await workspace.answer({ type: 'run.start', problemId: problem.id, spec: dense(iterations), seeds: 1 });
      await workspace.idle();
      const detail = await workspace.answer({ type: 'run.detail', id: run?.id ?? 0 });
      expect(detail.summary.status).toBe('done');
      expect(detail.snapshotIterations).toEqual(Array.from({ length: iterations + 1 }, (_, k) => k));
      const sent = events.flatMap((
        event,
      ) => (event.type === 'run.event' && event.event.type === 'snapshot' ? [event.event.xHat.length] : []));
      expect(sent).toHaveLength(iterations + 1);
      expect(Math.max(...sent)).toBe(0);
    } finally {
      await workspace.close({ keepWorkingCopy: false });
    }
  });
});
