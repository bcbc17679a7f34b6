/** What waits for a thread's end: it waits while the thread ends, and not longer for one that does not. */
import { expect, it } from 'vitest';
import { endInTime, threadUnended } from '../../../src-main/engine/end-in-time.ts';

it('waits for an end that comes, and remembers one that does not', async () => {
  let ended = false;
  await endInTime(
    new Promise((resolve) =>
      setTimeout(() => {
        ended = true;
        resolve(0);
      }, 20),
    ),
  );
  expect(ended).toBe(true);
  expect(threadUnended()).toBe(false);
  await endInTime(new Promise(() => undefined), 20);
  expect(threadUnended()).toBe(true);
  // It stays so: that thread is still there.
  await endInTime(Promise.resolve());
  expect(threadUnended()).toBe(true);
});

it('passes on why an end failed', async () => {
  await expect(endInTime(Promise.reject(new Error('no end')))).rejects.toThrow('no end');
});
