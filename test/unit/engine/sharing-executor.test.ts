import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Executor, Job, RunningJob, SharedWork } from '../../../src-main/engine/execution/executor.ts';
import { createSharingExecutor, spareVerdict } from '../../../src-main/engine/execution/sharing-executor.ts';
import { handExecutor, job } from './hand-executor.ts';

const whole = { ended: false, assistants: 0, leaving: 0, room: 0 };
const open = { ...whole, room: 3 };

describe('the verdict on spare workers', () => {
  it('puts a worker without a job on the shared job that has the fewest', () => {
    expect(spareVerdict(2, [open])).toEqual({ kind: 'join', job: 0 });
    expect(spareVerdict(4, [whole, open])).toEqual({ kind: 'join', job: 1 });
    expect(spareVerdict(8, [{ ...open, assistants: 2 }, { ...open, assistants: 1 }, { ...open, assistants: 1 }])).toEqual({
      kind: 'join',
      job: 1,
    });
  });

  it('rests where no worker is spare, no job is shared or none has room', () => {
    expect(spareVerdict(2, [])).toEqual({ kind: 'rest' });
    expect(spareVerdict(1, [open])).toEqual({ kind: 'rest' });
    expect(spareVerdict(2, [{ ...open, assistants: 1 }])).toEqual({ kind: 'rest' });
    expect(spareVerdict(4, [whole, whole])).toEqual({ kind: 'rest' });
    expect(spareVerdict(8, [{ ...open, assistants: 3, room: 0 }])).toEqual({ kind: 'rest' });
  });

  it('wants one assistant back for each job that has no worker, from the job with the most', () => {
    expect(spareVerdict(2, [{ ...open, assistants: 1 }, whole])).toEqual({ kind: 'leave', job: 0 });
    expect(spareVerdict(4, [{ ...open, assistants: 1 }, { ...open, assistants: 2 }, whole])).toEqual({ kind: 'leave', job: 1 });
    expect(spareVerdict(4, [{ ...open, assistants: 2, leaving: 1 }, { ...open, assistants: 2 }, whole])).toEqual({ kind: 'leave', job: 1 });
  });

  it('wants no more back than are wanted, and none where there are none', () => {
    expect(spareVerdict(2, [{ ...open, assistants: 1, leaving: 1 }, whole])).toEqual({ kind: 'rest' });
    expect(spareVerdict(1, [whole, whole, whole])).toEqual({ kind: 'rest' });
    expect(spareVerdict(1, [{ ...open, assistants: 1, leaving: 1 }, whole])).toEqual({ kind: 'rest' });
  });

  it('evens out what differs by more than one, one after the other', () => {
    const poor = { ...open, assistants: 0 };
    expect(spareVerdict(4, [{ ...open, assistants: 2 }, poor])).toEqual({ kind: 'leave', job: 0 });
    expect(spareVerdict(4, [{ ...open, assistants: 2, leaving: 1 }, poor])).toEqual({ kind: 'rest' });
    expect(spareVerdict(3, [{ ...open, assistants: 1 }, poor])).toEqual({ kind: 'rest' });
    expect(spareVerdict(4, [{ ...open, assistants: 2 }, whole])).toEqual({ kind: 'rest' });
  });

  it('comes to rest in a few steps from anywhere, with every worker busy that can be', () => {
    const jobs = fc.array(fc.record({ ended: fc.boolean(), assistants: fc.nat(6), most: fc.nat(6) }), { maxLength: 6 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), jobs, (size, begun) => {
        const state = begun.map(({ ended, assistants, most }) => ({
          ended,
          assistants: Math.min(assistants, most),
          leaving: 0,
          room: ended ? 0 : most - Math.min(assistants, most),
        }));
        for (let steps = 0;; steps++) {
          expect(steps).toBeLessThan(200);
          const verdict = spareVerdict(size, state);
          if (verdict.kind === 'rest') break;
          const chosen = state[verdict.job]!;
          chosen.assistants += verdict.kind === 'join' ? 1 : -1;
          chosen.room -= chosen.ended ? 0 : verdict.kind === 'join' ? 1 : -1;
        }
        const workers = state.reduce((sum, job) => sum + (job.ended ? 0 : 1) + job.assistants, 0);
        const assistants = state.reduce((sum, job) => sum + job.assistants, 0);
        if (workers > size) expect(assistants).toBe(0);
        if (workers < size) expect(state.every(({ room }) => room <= 0)).toBe(true);
      }),
      { seed: 17 },
    );
  });

  it('counts the workers still on a job that has ended', () => {
    expect(spareVerdict(2, [{ ended: true, assistants: 1, leaving: 1, room: 0 }, open])).toEqual({ kind: 'rest' });
    expect(spareVerdict(3, [{ ended: true, assistants: 1, leaving: 1, room: 0 }, open])).toEqual({ kind: 'join', job: 1 });
  });
});

/** Jobs called "shared …" can be shared by up to three workers; assistants leave when told to by the test, or by themselves. */
function sharing(size: number) {
  const hand = handExecutor(size);
  let workers = size;
  let resized: () => void = () => undefined;
  const assistants: { job: string; asked: boolean; leave: () => Promise<void> }[] = [];
  const inner: Executor = {
    ...hand.executor,
    get size() {
      return workers;
    },
    start(given, onEvent, onStarted) {
      const running: RunningJob = hand.executor.start(given, onEvent, onStarted);
      return given.id.startsWith('shared') ? { ...running, shared: workOf(given) } : running;
    },
    assist(work) {
      let settle: () => void = () => undefined;
      const ended = new Promise<void>((resolve) => (settle = resolve));
      const assistant = {
        job: work.task.jobId,
        asked: false,
        async leave() {
          assistants.splice(assistants.indexOf(assistant), 1);
          settle();
          await new Promise((resolve) => setImmediate(resolve));
        },
      };
      assistants.push(assistant);
      return { ended, leave: () => (assistant.asked = true) };
    },
    onResized(listener) {
      resized = listener;
      return () => (resized = () => undefined);
    },
  };
  const executor = createSharingExecutor(inner);
  return {
    executor,
    hand,
    start: (id: string) => executor.start(job(id), () => undefined),
    assisted: () => assistants.map((assistant) => `${assistant.job}${assistant.asked ? ', asked to leave' : ''}`),
    leave: (at = 0) => assistants[at]?.leave(),
    resize(next: number) {
      workers = next;
      resized();
    },
  };
}

function workOf(given: Job): SharedWork {
  const memory = new SharedArrayBuffer(4);
  return {
    most: 3,
    task: { jobId: given.id, spec: given.spec, programHash: '', program: memory, cancelFlag: memory, share: memory },
    introduce: () => () => undefined,
  };
}

describe('the executor that shares jobs', () => {
  it('puts spare workers on a shared job, as many as can have a part, and none on others', () => {
    const { start, assisted, hand } = sharing(5);
    start('alone');
    expect(assisted()).toEqual([]);
    start('shared');
    expect(assisted()).toEqual(['shared', 'shared']);
    expect(hand.started).toEqual(['alone', 'shared']);
  });

  it('starts a job at once and asks an assistant to make room; others are left', async () => {
    const { start, assisted, leave, hand } = sharing(3);
    start('shared');
    start('a');
    expect(hand.started).toEqual(['shared', 'a']);
    expect(assisted()).toEqual(['shared, asked to leave', 'shared']);
    await leave();
    expect(assisted()).toEqual(['shared']);
    start('b');
    expect(assisted()).toEqual(['shared, asked to leave']);
  });

  it('puts the worker back on it when the other job has ended', async () => {
    const { start, assisted, leave, hand } = sharing(2);
    start('shared');
    start('a');
    await leave();
    expect(assisted()).toEqual([]);
    await hand.end('a');
    expect(assisted()).toEqual(['shared']);
  });

  it('shares the spare workers evenly among jobs', async () => {
    const { start, assisted, leave } = sharing(4);
    start('shared 1');
    start('shared 2');
    expect(assisted()).toEqual(['shared 1, asked to leave', 'shared 1']);
    await leave();
    expect(assisted()).toEqual(['shared 1', 'shared 2']);
  });

  it('does not come back to a job whose assistant left by itself', async () => {
    const { start, assisted, leave, hand } = sharing(3);
    start('a');
    start('shared');
    expect(assisted()).toEqual(['shared']);
    await leave();
    await hand.end('a');
    expect(assisted()).toEqual([]);
  });

  it('lets the assistants of a job go when it ends, and gives their workers to the next only then', async () => {
    const { start, assisted, leave, hand } = sharing(2);
    start('shared 1');
    await hand.end('shared 1');
    expect(assisted()).toEqual(['shared 1, asked to leave']);
    start('shared 2');
    expect(assisted()).toEqual(['shared 1, asked to leave']);
    await leave();
    expect(assisted()).toEqual(['shared 2']);
  });

  it('follows the size of the pool', async () => {
    const { start, assisted, leave, resize, executor } = sharing(1);
    start('shared');
    resize(2);
    expect(executor.size).toBe(2);
    expect(assisted()).toEqual(['shared']);
    resize(1);
    expect(assisted()).toEqual(['shared, asked to leave']);
    await leave();
    expect(assisted()).toEqual([]);
  });

  it('counts claims as jobs, and does nothing where jobs cannot be shared', async () => {
    const { executor, assisted, start } = sharing(2);
    executor.startClaim({ id: 'claim', spec: { version: 1, kind: 'claim', id: 'theorem', parameters: {} } });
    start('shared');
    expect(assisted()).toEqual([]);
    const hand = handExecutor(2);
    const plain = createSharingExecutor(hand.executor);
    plain.start(job('shared'), () => undefined);
    expect(hand.started).toEqual(['shared']);
    await plain.close();
    expect(hand.closed()).toBe(true);
  });
});
