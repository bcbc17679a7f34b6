/** The time left is said once the rate is stable, and never before. */
import { describe, expect, it } from 'vitest';
import { advanceProgress, secondsLeft } from '../../../../src-renderer/api/progress.ts';
import type { Progress, ProgressReport } from '../../../../src-renderer/api/progress.ts';
import { poolProgress } from '../../../../src-renderer/window/pool-progress.ts';
import { EMPTY_SERIES } from '../../../../src-renderer/api/live-series.ts';
import { roughTimeLeft, timeLeftWords, wholePercent } from '../../../../src-renderer/common/time-left.ts';
import { aRun } from '../a-run.ts';

const report = (seconds: number, fraction: number | null, done = (fraction ?? 0) * 1000): ProgressReport => ({
  type: 'progress',
  fraction,
  done,
  unit: 'iterations',
  seconds,
  incumbent: null,
  bound: null,
});
const follow = (reports: readonly ProgressReport[]): Progress | null => reports.reduce<Progress | null>(advanceProgress, null);
const steady = (until: number, perSecond: number): ProgressReport[] =>
  Array.from({ length: Math.round(until * 10) + 1 }, (_, k) => report(k / 10, (k / 10) * perSecond));

describe('the time left', () => {
  it('of a steady run is what remains at its rate', () => {
    expect(follow(steady(4, 0.1))?.secondsLeft).toBeCloseTo(6, 6);
    expect(follow(steady(4, 0.1))?.rate).toBeCloseTo(100, 6);
  });
  it('is not said in the first two seconds', () => {
    expect(follow(steady(1.9, 0.1))?.secondsLeft).toBeNull();
  });
  it('is not said while the rate changes by more than a quarter', () => {
    const slowing = Array.from({ length: 41 }, (_, k) => report(k / 10, 1 - Math.exp(-k / 10)));
    expect(follow(slowing)?.secondsLeft).toBeNull();
  });
  it('follows the last ten seconds, not the whole run', () => {
    const change = [...steady(10, 0.01), ...Array.from({ length: 150 }, (_, k) => report(10 + (k + 1) / 10, 0.1 + ((k + 1) / 10) * 0.04))];
    expect(follow(change)?.secondsLeft).toBeCloseTo((1 - 0.7) / 0.04, 6);
  });
  it('is 0 at the end, and unknown where the end cannot be foreseen', () => {
    expect(secondsLeft([{ seconds: 0, done: 0, fraction: 0 }, { seconds: 5, done: 10, fraction: 1 }])).toBe(0);
    expect(follow([report(0, null), report(3, null), report(6, null)])?.secondsLeft).toBeNull();
    expect(secondsLeft([])).toBeNull();
  });
  it('is not said of a run that stands still', () => {
    expect(follow([report(0, 0.5), report(2, 0.5), report(4, 0.5)])?.secondsLeft).toBeNull();
  });
  it('starts anew where a resumed run counts its seconds from before', () => {
    expect(follow([...steady(4, 0.1), report(1, 0.5)])?.samples).toHaveLength(10 + 1);
  });
  it.each<[number, string]>([
    [0.2, '1 s left'],
    [8.2, '9 s left'],
    [192.4, '3 min 12 s left'],
  ])('of %d seconds is written %j', (seconds, words) => {
    expect(timeLeftWords(seconds).replaceAll('\u202f', ' ')).toBe(words);
  });
});

it.each<[number, string]>([
  [0.2, '1 s left'],
  [59.5, '60 s left'],
  [77, '2 min left'],
  [5399, '90 min left'],
  [5400, '2 h left'],
  [200_000, '3 d left'],
])('%d seconds are roughly %j', (seconds, words) => {
  expect(roughTimeLeft(seconds).replaceAll('\u202f', ' ')).toBe(words);
});

it('says 100 % at the end alone', () => {
  expect(wholePercent(0.9999).replaceAll('\u202f', ' ')).toBe('99 %');
  expect(wholePercent(1).replaceAll('\u202f', ' ')).toBe('100 %');
});

describe('the pool', () => {
  const live = (id: number, progress: Progress | null) => [id, { id, progress, series: EMPTY_SERIES, snapshots: [] }] as const;
  const progressed = follow(steady(4, 0.1));
  it('is as far as its running runs on average, and done with the slowest', () => {
    const slow = follow(steady(4, 0.05));
    const state = poolProgress(
      [aRun({ id: 1, status: 'running' }), aRun({ id: 2, status: 'running' }), aRun({ id: 3 })],
      new Map([live(1, progressed), live(2, slow)]),
    );
    expect(state.fraction).toBeCloseTo(0.3, 6);
    expect(state.secondsLeft).toBeCloseTo(16, 6);
  });
  it('says no time left while runs wait or one is not stable', () => {
    expect(poolProgress([aRun({ id: 1, status: 'running' }), aRun({ id: 2, status: 'queued' })], new Map([live(1, progressed)]))
      .secondsLeft).toBeNull();
    expect(poolProgress([aRun({ id: 1, status: 'running' }), aRun({ id: 2, status: 'running' })], new Map([live(1, progressed)]))
      .secondsLeft).toBeNull();
  });
  it('has nothing to say when nothing runs', () => {
    expect(poolProgress([aRun()], new Map())).toEqual({ fraction: null, secondsLeft: null });
  });
});
