import { expect, it } from 'vitest';
import { createResizableExecutor } from '../../../src-main/engine/execution/resizable-executor.ts';
import { createScheduler } from '../../../src-main/engine/execution/scheduler.ts';
import { handExecutor, job } from './hand-executor.ts';

function resizable(size: number) {
  const made: ReturnType<typeof handExecutor>[] = [];
  const executor = createResizableExecutor((wanted) => {
    const hand = handExecutor(wanted);
    made.push(hand);
    return hand.executor;
  }, size);
  return { executor, made };
}

it('starts waiting jobs at once when it grows, and lets the old pool end with its last job', async () => {
  const { executor, made } = resizable(1);
  const scheduler = createScheduler(executor);
  for (const id of ['a', 'b', 'c']) scheduler.submit({ job: job(id), onEvent: () => undefined });
  expect(made[0]?.started).toEqual(['a']);
  executor.resize(2);
  expect(scheduler.state()).toMatchObject({ size: 2, running: 2, queued: 1 });
  expect(made[1]?.started).toEqual(['b']);
  expect(made[0]?.closed()).toBe(false);
  await made[0]?.end('a');
  expect(made[0]?.closed()).toBe(true);
  expect(made[1]?.started).toEqual(['b', 'c']);
});

it('starts nothing beyond a smaller size, and makes no new pool for the same one', async () => {
  const { executor, made } = resizable(3);
  const scheduler = createScheduler(executor);
  for (const id of ['a', 'b', 'c', 'd']) scheduler.submit({ job: job(id), onEvent: () => undefined });
  executor.resize(1);
  executor.resize(1);
  expect(made).toHaveLength(2);
  await made[0]?.end('a');
  await made[0]?.end('b');
  expect(made[1]?.started).toEqual([]);
  await made[0]?.end('c');
  expect(made[1]?.started).toEqual(['d']);
});

it('closes an idle pool as it is replaced, and every pool at the end', async () => {
  const { executor, made } = resizable(1);
  executor.resize(2);
  expect(made[0]?.closed()).toBe(true);
  await executor.close();
  expect(made[1]?.closed()).toBe(true);
});

it('tells a scheduler nothing after it has let go', () => {
  const { executor } = resizable(1);
  let told = 0;
  const scheduler = createScheduler(executor, () => told++);
  executor.resize(2);
  expect(told).toBe(1);
  scheduler.release();
  executor.resize(3);
  expect(told).toBe(1);
});
