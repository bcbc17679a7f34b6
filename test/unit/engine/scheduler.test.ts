import { describe, expect, it } from 'vitest';
import type { PoolState } from '../../../src-contract/ipc.ts';
import { jobMemory, memoryForJobs } from '../../../src-main/engine/execution/job-memory.ts';
import { createScheduler } from '../../../src-main/engine/execution/scheduler.ts';
import { handExecutor, job } from './hand-executor.ts';

const submit = (scheduler: ReturnType<typeof createScheduler>, id: string, group?: string) =>
  scheduler.submit({ job: job(id), onEvent: () => undefined, ...(group === undefined ? {} : { group }) });

describe('the scheduler', () => {
  it('starts as many jobs as there are workers and the next as one ends', async () => {
    const { executor, started, end } = handExecutor(2);
    const scheduler = createScheduler(executor);
    for (const id of ['a', 'b', 'c', 'd']) submit(scheduler, id);
    expect(started).toEqual(['a', 'b']);
    expect(scheduler.state()).toEqual({ size: 2, running: 2, queued: 2, paused: false });
    await end('b');
    expect(started).toEqual(['a', 'b', 'c']);
  });

  it('gives claims their turns among the runs, and drops one that is cancelled while it waits', async () => {
    const { executor, started, end } = handExecutor(1);
    const scheduler = createScheduler(executor);
    const claim = (id: string) =>
      scheduler.submitClaim({ job: { id, spec: { version: 1, kind: 'claim', id: 'theorem', parameters: {} } }, group: 'claims' });
    submit(scheduler, 'run 1', 'runs');
    const [first, second] = [claim('claim 1'), claim('claim 2')];
    submit(scheduler, 'run 2', 'runs');
    second.cancel();
    expect(await second.outcome).toEqual({ status: 'cancelled', result: null });
    for (const id of ['run 1', 'claim 1', 'run 2']) await end(id);
    expect(started).toEqual(['run 1', 'claim 1', 'run 2']);
    expect((await first.outcome).status).toBe('cancelled');
    expect(scheduler.state()).toEqual({ size: 1, running: 0, queued: 0, paused: false });
  });

  it('lets groups take turns, so that one run does not wait for a batch of many', async () => {
    const { executor, started, end } = handExecutor(1);
    const scheduler = createScheduler(executor);
    for (const id of ['s1', 's2', 's3', 's4']) submit(scheduler, id, 'seeds');
    submit(scheduler, 'single');
    submit(scheduler, 't1', 'other seeds');
    submit(scheduler, 't2', 'other seeds');
    for (const id of ['s1', 's2', 'single', 't1', 's3', 't2']) await end(id);
    expect(started).toEqual(['s1', 's2', 'single', 't1', 's3', 't2', 's4']);
  });

  it('lets a job wait that may need more memory than the running ones leave, is not kept from it by small ones, and runs one alone however large', async () => {
    const { executor, started, end } = handExecutor(4);
    const withBytes = (id: string, bytes: number) => ({ ...job(id), program: { hash: id, bytes: new SharedArrayBuffer(bytes) } });
    const need = jobMemory(withBytes('', 1000));
    const scheduler = createScheduler(executor, () => undefined, 2.5 * need);
    const queue = (id: string, bytes: number) => scheduler.submit({ job: withBytes(id, bytes), onEvent: () => undefined });
    for (const id of ['a', 'b', 'c']) queue(id, 1000);
    queue('huge', 100_000);
    queue('small', 1);
    expect(started).toEqual(['a', 'b']);
    await end('a');
    expect(started).toEqual(['a', 'b', 'c']);
    await end('b');
    await end('c');
    expect(started).toEqual(['a', 'b', 'c', 'huge']);
    expect(scheduler.state()).toMatchObject({ running: 1, queued: 1 });
    await end('huge');
    expect(started).toEqual(['a', 'b', 'c', 'huge', 'small']);
  });

  it('counts on the memory of the machine, or on what the system allows the program', () => {
    expect(memoryForJobs(16e9, 0)).toBe(12e9);
    expect(memoryForJobs(16e9, 4e9)).toBe(3e9);
    // Where nothing is limited, the system names a number larger than any memory.
    expect(memoryForJobs(16e9, 2 ** 63)).toBe(12e9);
  });

  it('starts nothing while paused and goes on when resumed', async () => {
    const { executor, started, end } = handExecutor(1);
    const scheduler = createScheduler(executor);
    submit(scheduler, 'a');
    scheduler.pause(true);
    submit(scheduler, 'b');
    await end('a');
    expect(started).toEqual(['a']);
    expect(scheduler.state()).toEqual({ size: 1, running: 0, queued: 1, paused: true });
    scheduler.pause(false);
    expect(started).toEqual(['a', 'b']);
  });

  it('ends a waiting job without result when it is cancelled, and never starts it', async () => {
    const { executor, started, end } = handExecutor(1);
    const scheduler = createScheduler(executor);
    submit(scheduler, 'a');
    const waiting = submit(scheduler, 'b');
    waiting.cancel();
    expect(await waiting.outcome).toEqual({ status: 'cancelled', result: null });
    waiting.cancel();
    await end('a');
    expect(started).toEqual(['a']);
    expect(scheduler.state()).toMatchObject({ running: 0, queued: 0 });
  });

  it('passes the cancel of a running job on to the executor', async () => {
    const { executor } = handExecutor(1);
    const scheduler = createScheduler(executor);
    const running = submit(scheduler, 'a');
    running.cancel();
    expect(await running.outcome).toEqual({ status: 'cancelled', result: null });
  });

  it('tells each change of its state, the last of them idle', async () => {
    const { executor, end } = handExecutor(1);
    const states: PoolState[] = [];
    const scheduler = createScheduler(executor, (state) => states.push(state));
    submit(scheduler, 'a');
    submit(scheduler, 'b');
    await end('a');
    await end('b');
    expect(states.map(({ running, queued }) => `${running}+${queued}`)).toEqual(['1+0', '1+1', '1+0', '0+0']);
  });

  it('resolves idle once the last job has ended, and at once when there is none', async () => {
    const { executor, end } = handExecutor(1);
    const scheduler = createScheduler(executor);
    await scheduler.idle();
    submit(scheduler, 'a');
    submit(scheduler, 'b');
    let idle = false;
    void scheduler.idle().then(() => (idle = true));
    await end('a');
    expect(idle).toBe(false);
    await end('b');
    expect(idle).toBe(true);
  });

  it('cancels waiting and running jobs together', async () => {
    const { executor, started } = handExecutor(1);
    const scheduler = createScheduler(executor);
    const jobs = ['a', 'b', 'c'].map((id) => submit(scheduler, id, 'batch'));
    await scheduler.cancelAll();
    expect(await Promise.all(jobs.map((entry) => entry.outcome))).toEqual(jobs.map(() => ({ status: 'cancelled', result: null })));
    expect(started).toEqual(['a']);
  });
});
