import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { nowAndThen } from '../../../src-main/cli/now-and-then.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('leaves out what a long save held up, instead of queueing it, and waits for the one that goes on', async () => {
  let saves = 0;
  let ends = (): void => undefined;
  const work = new Promise<void>((resolve) => (ends = resolve));
  const save = async (): Promise<void> => {
    saves++;
    await new Promise((resolve) => setTimeout(resolve, 35_000));
    throw new Error('the disk is full');
  };
  let over = false;
  const waiting = nowAndThen(10_000, save, () => work).then(() => (over = true));
  await vi.advanceTimersByTimeAsync(9_000);
  expect(saves).toBe(0);
  // They begin at 10, 50 and 90 s; each takes 35 s.
  await vi.advanceTimersByTimeAsync(91_000);
  expect(saves).toBe(3);
  ends();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(over).toBe(false);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(over).toBe(true);
  await waiting;
  expect(saves).toBe(3);
});
