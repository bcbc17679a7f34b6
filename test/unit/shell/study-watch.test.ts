/** What Electron is asked while studies go: a bar of progress, and one notification when a long study ends behind other windows. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { StudySummary } from '../../../src-contract/session-study.ts';
import type { SessionWindow } from '../../../src-main/shell/session-windows.ts';

interface Shown {
  readonly title: string;
  readonly body: string;
}
const { notified, clicks } = vi.hoisted(() => ({ notified: [] as Shown[], clicks: [] as (() => void)[] }));
let supported = true;

vi.mock('electron', () => ({
  Notification: class {
    static isSupported = (): boolean => supported;
    private readonly shown: Shown;
    constructor(shown: Shown) {
      this.shown = shown;
    }
    on(_event: string, listener: () => void): void {
      clicks.push(listener);
    }
    show(): void {
      notified.push(this.shown);
    }
  },
}));
const { watchStudies } = await import('../../../src-main/shell/study-watch.ts');

type Part = Partial<Pick<StudySummary, 'id' | 'status' | 'runs' | 'title'>> & { readonly counts?: Partial<StudySummary['counts']> };
const study = ({ counts, ...part }: Part): StudySummary => ({
  id: 1, title: 'covers', status: 'going', runs: 10, ...part,
  counts: { done: 0, failed: 0, stopped: 0, missing: 0, queued: 0, running: 0, ...counts },
} as unknown as StudySummary);

let studies: readonly StudySummary[] = [];
let focused = false;
let destroyed = false;
const setProgressBar = vi.fn<(share: number, options?: { readonly mode: string }) => void>();
const focus = vi.fn<() => void>();

function aWindow(): SessionWindow {
  return {
    closing: false,
    window: { isDestroyed: () => destroyed, isFocused: () => focused, setProgressBar, focus },
    workspace: { answer: async () => studies },
  } as unknown as SessionWindow;
}
const pass = (seconds: number): Promise<unknown> => vi.advanceTimersByTimeAsync(1000 * seconds);

beforeEach(() => {
  vi.useFakeTimers();
  [focused, destroyed, supported, studies] = [false, false, true, []];
  notified.length = 0;
  clicks.length = 0;
  setProgressBar.mockReset();
  focus.mockReset();
});
afterEach(() => {
  vi.useRealTimers();
});

it('shows the share of all studies that go, whatever became of their runs, and takes the bar away at the end', async () => {
  studies = [study({ counts: { done: 2, failed: 1, stopped: 1 } }), study({ id: 2, runs: 30, counts: { done: 6 } })];
  watchStudies(aWindow());
  await pass(1);
  expect(setProgressBar).toHaveBeenLastCalledWith(0.25, { mode: 'normal' });
  studies = [study({ status: 'done', counts: { done: 10 } }), study({ id: 2, runs: 30, counts: { done: 15 } })];
  await pass(1);
  expect(setProgressBar).toHaveBeenLastCalledWith(0.5, { mode: 'normal' });
  studies = studies.map((each) => ({ ...each, status: 'done' as const }));
  await pass(1);
  expect(setProgressBar).toHaveBeenLastCalledWith(-1);
  const calls = setProgressBar.mock.calls.length;
  await pass(100);
  expect(setProgressBar).toHaveBeenCalledTimes(calls);
});

it('marks the bar where every study rests', async () => {
  studies = [study({ status: 'paused', counts: { done: 5 } })];
  watchStudies(aWindow());
  await pass(1);
  expect(setProgressBar).toHaveBeenLastCalledWith(0.5, { mode: 'paused' });
});

it('notifies once of a study of a minute or more that ends behind other windows, and a click brings the window', async () => {
  studies = [study({})];
  watchStudies(aWindow());
  await pass(61);
  studies = [study({ status: 'done', counts: { done: 9, failed: 1 } })];
  await pass(5);
  expect(notified).toEqual([{ title: '“covers” is done', body: '9 runs, 1 failed.' }]);
  clicks[0]?.();
  expect(focus).toHaveBeenCalledTimes(1);
});

it.each([
  ['in front', { focused: true, seconds: 90, status: 'done', supported: true }],
  ['short', { focused: false, seconds: 30, status: 'done', supported: true }],
  ['stopped by its user', { focused: false, seconds: 90, status: 'stopped', supported: true }],
  ['on a system without notifications', { focused: false, seconds: 90, status: 'done', supported: false }],
])('says nothing of a study that is %s', async (_words, given) => {
  studies = [study({})];
  watchStudies(aWindow());
  await pass(given.seconds);
  [focused, supported] = [given.focused, given.supported];
  studies = [study({ status: given.status as StudySummary['status'], counts: { done: 10 } })];
  await pass(5);
  expect(notified).toEqual([]);
});

it('looks no longer at a window that is gone', async () => {
  studies = [study({})];
  watchStudies(aWindow());
  await pass(2);
  destroyed = true;
  const calls = setProgressBar.mock.calls.length;
  await pass(10);
  expect(setProgressBar).toHaveBeenCalledTimes(calls);
});
