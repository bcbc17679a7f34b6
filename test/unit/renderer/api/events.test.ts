/** Events of the main process keep the cache up to date, gathered by frame. */
import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AppEvent } from '../../../../src-contract/ipc.ts';
import type { RunSummary } from '../../../../src-contract/session.ts';
import { receiveEvents } from '../../../../src-renderer/api/events.ts';
import type { EventReceivers } from '../../../../src-renderer/api/events.ts';
import { keys } from '../../../../src-renderer/api/keys.ts';
import { liveRun } from '../../../../src-renderer/api/live-runs.ts';
import { applyRunChanges } from '../../../../src-renderer/api/run-list.ts';
import { aRun } from '../a-run.ts';

describe('the list of runs', () => {
  it('stays ordered, keeps unchanged rows as they are and drops removed ones', () => {
    const [one, two, three] = [aRun({ id: 1 }), aRun({ id: 2 }), aRun({ id: 3 })];
    const changed = aRun({ id: 2, label: 'new' });
    const next = applyRunChanges([one, two, three], new Map([[5, aRun({ id: 5 })], [4, aRun({ id: 4 })], [2, changed]]), new Set([3]));
    expect(next.map((run) => run.id)).toEqual([1, 2, 4, 5]);
    expect(next[0]).toBe(one);
    expect(next[1]).toBe(changed);
  });
  it('does not bring back a run that was removed', () => {
    expect(applyRunChanges([], new Map([[1, aRun({ id: 1 })]]), new Set([1]))).toEqual([]);
  });
});

describe('events', () => {
  let frames: (() => void)[] = [];
  let send: (event: AppEvent) => void = () => undefined;
  let client = new QueryClient();
  const receivers = {
    onCommand: vi.fn<EventReceivers['onCommand']>(),
    onError: vi.fn<EventReceivers['onError']>(),
    onOpened: vi.fn<EventReceivers['onOpened']>(),
    onReplaced: vi.fn<EventReceivers['onReplaced']>(),
    onRunsRemoved: vi.fn<EventReceivers['onRunsRemoved']>(),
    onRunsEnded: vi.fn<EventReceivers['onRunsEnded']>(),
  };
  const frame = (): void => {
    const due = frames;
    frames = [];
    for (const one of due) one();
  };
  const runs = (): readonly RunSummary[] => client.getQueryData<RunSummary[]>(keys.runs) ?? [];

  beforeEach(() => {
    frames = [];
    vi.stubGlobal('requestAnimationFrame', (callback: () => void) => frames.push(callback));
    vi.resetAllMocks();
    client = new QueryClient();
    client.setQueryData(keys.runs, [aRun({ id: 1, status: 'running' })]);
    receiveEvents(client, (listener) => {
      send = listener;
      return () => undefined;
    }, receivers);
  });
  afterEach(() => vi.unstubAllGlobals());

  it('of one frame change the list once', () => {
    const before = runs();
    for (let id = 2; id <= 100; id++) send({ type: 'runs.changed', runs: [aRun({ id, status: 'queued' })] });
    expect(runs()).toBe(before);
    frame();
    expect(runs()).toHaveLength(100);
  });
  it('tell that a run has ended, once', () => {
    send({ type: 'runs.changed', runs: [aRun({ id: 1, status: 'failed' })] });
    frame();
    send({ type: 'runs.changed', runs: [aRun({ id: 1, status: 'failed', note: 'x' })] });
    frame();
    expect(receivers.onRunsEnded).toHaveBeenCalledTimes(1);
  });
  it('tell of many runs that end together in one message', () => {
    client.setQueryData(keys.runs, [1, 2, 3].map((id) => aRun({ id, status: 'running' })));
    for (const id of [1, 2, 3]) send({ type: 'runs.changed', runs: [aRun({ id, status: 'failed' })] });
    frame();
    expect(receivers.onRunsEnded.mock.calls.map(([ended]) => ended.map((run) => run.id))).toEqual([[1, 2, 3]]);
  });
  it('keep the live part of a run until its stored series is asked for anew', async () => {
    send({
      type: 'run.event',
      id: 1,
      event: { type: 'progress', fraction: 0.5, done: 5, unit: 'iterations', seconds: 1, incumbent: null, bound: null },
    });
    expect(liveRun(1)?.progress?.fraction).toBe(0.5);
    send({ type: 'runs.changed', runs: [aRun({ id: 1, status: 'done' })] });
    frame();
    await vi.waitFor(() => expect(liveRun(1)).toBeNull());
  });
  it('of another session drop everything of the old one', () => {
    client.setQueryData(keys.detail(1), { old: true });
    send({ type: 'runs.changed', runs: [aRun({ id: 9 })] });
    const state = { name: 'b', saved: true, unsavedChanges: false, savedAt: 1, recovered: false, problems: 0, runs: 0, example: false,
    undo: null, redo: null, removed: 0, noteEdition: 0 };
    send({ type: 'session.replaced', state });
    frame();
    expect(client.getQueryData(keys.runs)).toBeUndefined();
    expect(client.getQueryData(keys.detail(1))).toBeUndefined();
    expect(runs().some((run) => run.id === 9)).toBe(false);
    expect(client.getQueryData(keys.session)).toEqual(state);
    expect(receivers.onReplaced).toHaveBeenCalledOnce();
  });
});
