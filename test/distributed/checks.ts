/**
 * What must hold of a queue, each a check on a server: it throws where it does not hold, and says in a line what it
 * measured. The same checks run on Redis and on PostgreSQL, short in `npm test`, long in `npm run test:distributed`.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPiscinaExecutor } from '../../src-main/engine/execution/piscina-executor.ts';
import { compatibilityHere } from '../../src-main/engine/queue/compatibility.ts';
import { openQueue } from '../../src-main/engine/queue/open-queue.ts';
import { queueAddress } from '../../src-main/engine/queue/queue-address.ts';
import { serveQueue } from '../../src-main/engine/queue/serve-queue.ts';
import { startLeibniz } from '../integration/cli/leibniz-process.ts';
import { coordinatorAt, descents, repeatable, runAll, slotsAt, startWorker, until } from './machines.ts';
import type { TestJob, Told, WorkerProcess } from './machines.ts';
import type { TestServer } from './servers.ts';

export interface Size {
  readonly jobs: number;
  readonly workers: number;
  readonly kills: number;
  /** Of the throughput's jobs, of about a second each. */
  readonly seconds: number;
}

export const SHORT: Size = { jobs: 40, workers: 2, kills: 2, seconds: 4 };
export const LONG: Size = { jobs: 1000, workers: 4, kills: 50, seconds: 40 };

/** A lost run goes on within so many seconds of its worker's loss. */
const GOES_ON_SECONDS = 60;
const CANCEL_SECONDS = 2;

async function local(jobs: readonly TestJob[], size = 2): Promise<Told[]> {
  const executor = createPiscinaExecutor({ size });
  try {
    return await runAll(executor, jobs);
  } finally {
    await executor.close();
  }
}

/** None lost, none doubled, and byte for byte what one machine computes. */
function assertSame(told: readonly Told[], expected: readonly Told[]): void {
  assert.equal(told.length, expected.length);
  told.forEach((one, k) => {
    const other = expected[k];
    assert.ok(other !== undefined);
    assert.deepEqual(one.outcome.status, other.outcome.status, `job ${k}: ${JSON.stringify(one.outcome).slice(0, 300)}`);
    assert.ok(repeatable(one).equals(repeatable(other)), `job ${k} came to something else than on one machine`);
  });
}

async function gone(workers: readonly WorkerProcess[]): Promise<void> {
  await Promise.all(workers.map((worker) => worker.kill()));
}

/** Jobs on several worker processes, of which some are killed at random moments and replaced. */
export async function kills({ url }: TestServer, { jobs: count, workers: processes, kills: wanted }: Size): Promise<string> {
  const jobs = descents(count, 1500);
  const expected = await local(jobs);
  const executor = await coordinatorAt(url);
  let workers = Array.from({ length: processes }, () => startWorker(url, 1));
  let killed = 0;
  let over = 0;
  const from = performance.now();
  try {
    await slotsAt(executor, processes);
    const all = runAll(executor, jobs, (done) => (over = done));
    // At moments spread over the work, of a worker drawn by a fixed sequence.
    const random = linear(17);
    while (killed < wanted && over < count) {
      await until('the next moment to kill', 600, () => over >= (killed + random()) * count / (wanted + 1));
      const [lost] = workers.splice(Math.floor(random() * workers.length), 1);
      await lost?.kill();
      killed++;
      workers = [...workers, startWorker(url, 1)];
    }
    const told = await all;
    assertSame(told, expected);
    assert.equal(killed, wanted);
    const again = told.filter(({ begun }) => begun > 1).length;
    return `${count} jobs, ${processes} workers, ${killed} kills: 0 lost, 0 doubled, all as on one machine; ${again} taken up again; ${seconds(from)}`;
  } finally {
    await executor.close();
    await gone(workers);
  }
}

/** A long descent whose worker is killed goes on from its checkpoint on another one. */
export async function resumes({ url }: TestServer): Promise<string> {
  const jobs = descents(1, 20_000, { snapshotEvery: 5000, checkpointEvery: 200 }, 200);
  const [expected] = await local(jobs, 1);
  assert.ok(expected?.outcome.status === 'done');
  const executor = await coordinatorAt(url);
  const first = startWorker(url, 1);
  const second: WorkerProcess[] = [];
  try {
    await slotsAt(executor, 1);
    let checkpoint = 0;
    let killedAt: number | null = null;
    let wentOnAt: number | null = null;
    let firstIteration: number | null = null;
    const [job] = jobs;
    assert.ok(job !== undefined);
    const events: Told['events'][number][] = [];
    let begun = 0;
    const running = executor.start({ id: 'long', ...job, resumeFrom: null }, (event) => {
      events.push(event);
      if (event.type === 'checkpoint') checkpoint = event.checkpoint.iteration;
      if (begun === 2 && event.type === 'series') {
        firstIteration ??= event.chunk.columns.iteration?.[0] ?? null;
        wentOnAt ??= performance.now();
      }
    }, () => begun++);
    await until('half of the descent', 120, () => checkpoint >= 8000);
    await first.kill();
    killedAt = performance.now();
    second.push(startWorker(url, 1));
    const outcome = await running.outcome;
    const secondAttempt = performance.now() - (wentOnAt ?? NaN);
    assertSame([{ outcome, events, begun, seconds: 0 }], [expected]);
    assert.equal(begun, 2);
    const wait = ((wentOnAt ?? NaN) - killedAt) / 1000;
    assert.ok(wait <= GOES_ON_SECONDS, `it went on after ${wait.toFixed(1)} s`);
    // From the start it would have taken the whole time again.
    assert.ok(outcome.status === 'done' && outcome.result.kind === 'descent');
    assert.ok(secondAttempt < 0.9 * 1000 * outcome.result.seconds, 'it did not go on from its checkpoint');
    return `a lost descent went on from its checkpoint after ${wait.toFixed(1)} s (at point ${firstIteration})`;
  } finally {
    await executor.close();
    await gone([first, ...second]);
  }
}

/** Every run under way and waiting is cancelled; those under way keep what they had. */
export async function cancels({ url }: TestServer): Promise<string> {
  const executor = await coordinatorAt(url);
  const worker = startWorker(url, 2);
  try {
    await slotsAt(executor, 2);
    const jobs = descents(4, 1_000_000, { snapshotEvery: 0 }, 200);
    let begun = 0;
    const running = jobs.map((job, k) => executor.start({ id: `c${k}`, ...job, resumeFrom: null }, () => undefined, () => begun++));
    await until('two to begin', 60, () => begun === 2);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const from = performance.now();
    running.forEach((job) => job.cancel());
    const outcomes = await Promise.all(running.map((job) => job.outcome));
    const took = (performance.now() - from) / 1000;
    assert.ok(outcomes.every(({ status }) => status === 'cancelled'));
    assert.equal(outcomes.filter((outcome) => outcome.status === 'cancelled' && outcome.result !== null).length, 2);
    assert.ok(took <= CANCEL_SECONDS, `cancelling took ${took.toFixed(2)} s`);
    return `4 runs cancelled in ${took.toFixed(2)} s, 2 of them under way`;
  } finally {
    await executor.close();
    await gone([worker]);
  }
}

/** The server crashes and comes back with what it had written. */
export async function restarts(server: TestServer): Promise<string> {
  const jobs = descents(30, 3000);
  const expected = await local(jobs);
  const executor = await coordinatorAt(server.url);
  const worker = startWorker(server.url, 2);
  try {
    await slotsAt(executor, 2);
    let over = 0;
    const all = runAll(executor, jobs, (done) => (over = done));
    await until('a few jobs', 60, () => over >= 5);
    const from = performance.now();
    await server.restart(2000);
    assertSame(await all, expected);
    return `the server crashed and was away for 2 s: ${jobs.length} runs as on one machine; the rest took ${seconds(from)}`;
  } finally {
    await executor.close();
    await gone([worker]);
  }
}

/** A study whose coordinator is killed is gone on with by --resume, and its table is that of one machine. */
export async function coordinatorLost({ url }: TestServer, study: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'leibniz-study-'));
  const environment = { XDG_STATE_HOME: join(folder, 'state'), LEIBNIZ_QUEUE: url };
  const worker = startWorker(url, 2);
  const words = (name: string): string[] => ['study', 'run', study, '--session', join(folder, name), '--json'];
  try {
    const first = startLeibniz([...words('a.leibniz'), '--queue', '-'], environment);
    await new Promise((resolve) => setTimeout(resolve, 6000));
    first.process.kill('SIGKILL');
    await first.ended;
    const second = await startLeibniz([...words('a.leibniz'), '--queue', '-', '--resume'], environment).ended;
    assert.equal(second.code, 0, second.stderr);
    const alone = await startLeibniz(words('b.leibniz'), environment).ended;
    assert.deepEqual(comparable(second.stdout), comparable(alone.stdout));
    const verified = await startLeibniz(['session', 'verify', join(folder, 'a.leibniz')]).ended;
    assert.equal(verified.code, 0, verified.stdout);
    return `a study whose coordinator was killed was gone on with: ${comparable(alone.stdout).length} runs as on one machine`;
  } finally {
    await gone([worker]);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What of a study's document does not depend on when and where its runs ran. */
function comparable(stdout: string): unknown[] {
  const { runs } = JSON.parse(stdout) as { readonly runs: Record<string, unknown>[] };
  return runs.map(({ problem, method, seed, objective, feasible, gap, status, settling }) =>
    ({ problem, method, seed, objective, feasible, gap, status, settling }));
}

/** Against the local pool, on the same cores, of jobs of about a second; alternating, so that both meet the same machine. */
export async function throughput({ url }: TestServer, { seconds: count }: Size, cores = 2): Promise<string> {
  const iterations = await aSecond();
  const jobs = descents(count, iterations, { recordEvery: 100, snapshotEvery: 0, checkpointEvery: 2000 }, 200);
  const executor = await coordinatorAt(url);
  const worker = startWorker(url, cores);
  const pool = createPiscinaExecutor({ size: cores });
  try {
    await slotsAt(executor, cores);
    // Both warm.
    await Promise.all([runAll(executor, jobs.slice(0, cores)), runAll(pool, jobs.slice(0, cores))]);
    const times = { queue: 0, pool: 0 };
    for (const part of [jobs.slice(0, count / 2), jobs.slice(count / 2)]) {
      for (const [name, one] of [['pool', pool], ['queue', executor]] as const) {
        const from = performance.now();
        await runAll(one, part);
        times[name] += performance.now() - from;
      }
    }
    const ratio = times.pool / times.queue;
    const overhead = (times.queue - times.pool) / count * cores;
    return `${count} jobs of ${(times.pool / count * cores / 1000).toFixed(2)} s on ${cores} cores: ${ratio.toFixed(3)} of the local pool's throughput, ${overhead.toFixed(0)} ms more a job`;
  } finally {
    await executor.close();
    await pool.close();
    await gone([worker]);
  }
}

async function aSecond(): Promise<number> {
  const [told] = await local(descents(1, 4000, { recordEvery: 100, snapshotEvery: 0, checkpointEvery: 2000 }, 200), 1);
  return Math.round(4000 / Math.max(0.05, told?.seconds ?? 1));
}

/** Machines of other numerics are left alone in words on both sides, and a task of theirs that arrives is refused. */
export async function versions({ url }: TestServer): Promise<string> {
  const here = compatibilityHere();
  const other = { ...here, numerics: here.numerics + 1 };
  const news: { worker: string[]; coordinator: string[] } = { worker: [], coordinator: [] };
  const serving = await serveQueue(await openQueue(queueAddress(url), () => undefined), {
    slots: 1, manifest: { application: 'Leibniz test', runtime: 'Node' }, versions: other, onNews: (text) => news.worker.push(text),
  });
  const executor = await coordinatorAt(url, (text) => news.coordinator.push(text));
  try {
    const [job] = descents(1, 100);
    assert.ok(job !== undefined);
    const running = executor.start({ id: 'v', ...job, resumeFrom: null }, () => undefined);
    await until('both to say so', 30, () => news.worker.length > 0 && news.coordinator.length > 1);
    assert.match(news.worker.join('\n'), new RegExp(`need numerics ${here.numerics}; this worker has numerics ${other.numerics}`, 'u'));
    assert.match(news.coordinator.join('\n'), new RegExp(`has numerics ${other.numerics} and takes no runs of this machine, which has numerics ${here.numerics}`, 'u'));
    running.cancel();
    assert.equal((await running.outcome).status, 'cancelled');
  } finally {
    await executor.close();
    await serving.close();
  }
  return 'workers of other numerics leave runs alone and say both numbers, on both sides';
}

/** What cannot be used is refused in one sentence, without the password. */
export async function refusals(server: TestServer): Promise<string> {
  const wrong = server.url.replace(/:[0-9a-f]{18}@/u, ':wrong-secret@');
  const nobody = server.url.replace(/127\.0\.0\.1:\d+/u, '127.0.0.1:9');
  for (const [url, expected] of [[wrong, /refuses the user or the password/u], [nobody, /nothing listens there/u]] as const) {
    const said = await openQueue(queueAddress(url), () => undefined).then(() => '', (error: unknown) => String(error));
    assert.match(said, expected);
    assert.doesNotMatch(said, /secret|[0-9a-f]{18}/u);
  }
  return 'a wrong password and a server that is not there are refused in a sentence';
}

/** @returns numbers in [0, 1), the same in every run */
function linear(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function seconds(from: number): string {
  return `${((performance.now() - from) / 1000).toFixed(1)} s`;
}
