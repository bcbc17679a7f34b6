/** Reading one solve off at several times: what it had then, what holds, and what nobody knows. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAt, wayOf } from '../../../src-science/exact/solve-log.ts';
import type { SolveEnd } from '../../../src-science/exact/solve-log.ts';

const log = { seconds: [0, 2, 10, 40], incumbent: [Number.NaN, 90, 80, 75], bound: [10, 20, 30, 75] };
const finished: SolveEnd = { how: 'finished', seconds: 40.5, limit: null, objective: 75, bound: 75 };
const stopped: SolveEnd = { how: 'stopped', seconds: 40.5, limit: null, objective: 74, bound: 70 };

describe('a solve read off at a time', () => {
  it.each<[string, SolveEnd, number, object]>([
    ['between two points has the earlier one', finished, 9.9, { state: 'found', objective: 90, bound: 20, held: false }],
    ['at a point has that point', finished, 10, { state: 'found', objective: 80, bound: 30, held: false }],
    ['before its first solution has its bound alone', finished, 1, { state: 'none', objective: null, bound: 10, held: false }],
    ['after it has finished keeps its end', finished, 1000, { state: 'found', objective: 75, bound: 75, held: true }],
    ['after it was stopped says nothing', stopped, 1000, { state: 'not-reached', objective: null, bound: null, held: false }],
    ['at the limit that stopped it has its end, whichever way the clock rounds', { ...stopped, seconds: 99.98, limit: 100 }, 100, {
      state: 'found',
      objective: 74,
      bound: 70,
      held: false,
    }],
    ['a little under the limit that stopped it has its last point', { ...stopped, seconds: 99.98, limit: 100 }, 99.99, {
      state: 'found',
      objective: 75,
      bound: 75,
      held: false,
    }],
    ['a little over the limit, while it wound up, has its last point', { ...stopped, seconds: 100.2, limit: 100 }, 100.1, {
      state: 'found',
      objective: 75,
      bound: 75,
      held: false,
    }],
    ['far beyond the limit that stopped it says nothing', { ...stopped, seconds: 100.2, limit: 100 }, 1000, {
      state: 'not-reached',
      objective: null,
      bound: null,
      held: false,
    }],
    ['before it has gone so long is going', { ...stopped, how: 'going', seconds: 3 }, 10, {
      state: 'going',
      objective: null,
      bound: null,
      held: false,
    }],
    ['while it goes has what it had then', { ...stopped, how: 'going', seconds: 12 }, 10, {
      state: 'found',
      objective: 80,
      bound: 30,
      held: false,
    }],
    ['that proved that there is nothing has nothing, from then on', { ...finished, objective: null, bound: null }, 100, {
      state: 'none',
      objective: null,
      bound: null,
      held: true,
    }],
  ])('%s', (_name, end, at, reading) => {
    expect(readAt(log, end, at)).toEqual(reading);
  });

  it('that might miss rows says of each value how it meets them, and of no value nothing', () => {
    const missed = [Number.NaN, 0, 1e-9, Number.NaN];
    const metAt = (end: SolveEnd, at: number, known: readonly number[] | undefined = missed): unknown =>
      readAt({ ...log, ...(known === undefined ? {} : { missed: known }) }, end, at).met;
    const within: SolveEnd = { ...finished, met: 'within' };
    expect([1, 5, 20, 40.2, 100].map((at) => metAt(within, at))).toEqual([undefined, 'exactly', 'within', 'unknown', 'within']);
    // Of a run of before the column was kept nothing is known but its end.
    expect(readAt(log, within, 20).met).toBe('unknown');
    expect([5, 20, 100].map((at) => metAt(finished, at))).toEqual([undefined, undefined, undefined]);
    expect(metAt({ ...stopped, met: 'exactly', seconds: 100, limit: 100 }, 100)).toBe('exactly');
    expect(metAt({ ...stopped, how: 'going', met: null, seconds: 100 }, 20)).toBe('within');
  });

  it('never gets worse with time, and is the last point before it, for any log', () => {
    const points = fc.array(fc.tuple(fc.double({ min: 0, max: 100, noNaN: true }), fc.integer({ min: 0, max: 50 })), { maxLength: 30 });
    fc.assert(fc.property(points, fc.double({ min: 0.001, max: 120, noNaN: true }), (steps, at) => {
      const seconds = steps.map(([t]) => t).sort((a, b) => a - b);
      let value = 1000;
      const incumbent = steps.map(([, drop]) => (value -= drop));
      const reading = readAt({ seconds, incumbent, bound: incumbent }, {
        how: 'stopped',
        seconds: 200,
        limit: null,
        objective: -1,
        bound: -1,
      }, at);
      const last = seconds.filter((t) => t <= at).length - 1;
      expect(reading.objective).toBe(last < 0 ? null : incumbent[last]);
    }));
  });
});

it('tells how a solve began from what it was asked', () => {
  expect([wayOf({ start: null }), wayOf({ start: [0, 1], ball: null }), wayOf({ start: [0], ball: { radius: 1 } }),
    wayOf({ start: null, ball: { radius: 1 } })]).toEqual(['scratch', 'start', 'ball', 'ball']);
});
