/** When a session is saved by itself, and when not. */
import { describe, expect, it } from 'vitest';
import type { SessionState } from '../../../src-contract/session.ts';
import { autosaveDue, createAutosave } from '../../../src-main/shell/autosave.ts';

const MINUTE = 60_000;
const state = { saved: true, unsavedChanges: true, savedAt: 0 };
const fresh = { triedAt: null, failedAt: undefined };

describe('a save is', () => {
  it.each<[string, boolean, Partial<typeof state>, number, number]>([
    ['due after the minutes', true, {}, 5, 5 * MINUTE],
    ['not due before', false, {}, 5, 5 * MINUTE - 1],
    ['never due where it is off', false, {}, 0, 1e12],
    ['not due without changes', false, { unsavedChanges: false }, 5, 1e12],
    ['not due without a file of its own', false, { saved: false }, 5, 1e12],
  ])('%s', (_, due, change, minutes, now) => {
    expect(autosaveDue({ ...state, ...change }, fresh, minutes, now)).toBe(due);
  });
  it('not tried again after a failure, until it was saved by hand', () => {
    const failed = { triedAt: 5 * MINUTE, failedAt: 0 };
    expect(autosaveDue(state, failed, 5, 100 * MINUTE)).toBe(false);
    expect(autosaveDue({ ...state, savedAt: 90 * MINUTE }, failed, 5, 100 * MINUTE)).toBe(true);
  });
});

describe('looking', () => {
  it('saves what is due, says a failure once, and does not look while it saves', async () => {
    let now = 10 * MINUTE;
    const windows = ['a', 'b'].map((name) => ({ name, workspace: { state: () => state as SessionState } }));
    const asked: string[] = [];
    const failures: string[] = [];
    let release = (): void => undefined;
    const look = createAutosave({
      windows: () => windows, minutes: () => 5, now: () => now,
      save: ({ name }) => {
        asked.push(name);
        return name === 'a' ? new Promise<void>((resolve) => (release = resolve)) : Promise.reject(new Error('changed on disk'));
      },
      failed: ({ name }) => failures.push(name),
    });
    const first = look();
    await look();
    expect(asked).toEqual(['a']);
    release();
    await first;
    expect([asked, failures]).toEqual([['a', 'b'], ['b']]);
    now += 6 * MINUTE;
    const second = look();
    release();
    await second;
    expect([asked, failures]).toEqual([['a', 'b', 'a'], ['b']]);
  });
});
