import { availableParallelism } from 'node:os';
import { expect, it } from 'vitest';
import { createLazyExecutor } from '../../../src-main/engine/execution/lazy-executor.ts';
import { handExecutor, job } from './hand-executor.ts';

function lazy(size: number) {
  const made: ReturnType<typeof handExecutor>[] = [];
  const executor = createLazyExecutor(size, (workers) => {
    const hand = handExecutor(workers);
    made.push(hand);
    return hand.executor;
  });
  return { executor, made };
}

it('says how many workers there will be and starts none before the first job', async () => {
  const { executor, made } = lazy(3);
  expect(executor.size).toBe(3);
  expect(lazy(0).executor.size).toBe(availableParallelism());
  expect(made).toEqual([]);
  executor.start(job('a'), () => undefined);
  executor.start(job('b'), () => undefined);
  expect(made.map((hand) => hand.started)).toEqual([['a', 'b']]);
  await executor.close();
  expect(made[0]?.closed()).toBe(true);
});

it('starts them when it is told to, once, and not after its end', async () => {
  const { executor, made } = lazy(1);
  executor.warm();
  executor.warm();
  expect(made).toHaveLength(1);
  const unused = lazy(1);
  await unused.executor.close();
  unused.executor.warm();
  expect(unused.made).toEqual([]);
});
