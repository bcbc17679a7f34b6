/** How a study is dealt out to n parts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ShardProgress } from '../../../src-contract/session-study.ts';
import { readShard, shardOf } from '../../../src-contract/study-shards.ts';
import { studyLine } from '../../../src-main/cli/study-lines.ts';

describe('the parts of a study', () => {
  it('have each run once, and differ by one run at most', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 40 }), (runs, n) => {
      const counts = new Array<number>(n).fill(0);
      for (let k = 0; k < runs; k++) {
        const shard = shardOf(k, n);
        expect(Number.isInteger(shard) && shard >= 1 && shard <= n).toBe(true);
        counts[shard - 1] = (counts[shard - 1] ?? 0) + 1;
      }
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }));
  });

  it('have every method where there are as many methods as parts', () => {
    const methods = new Map<number, Set<number>>();
    for (let k = 0; k < 64; k++) methods.set(shardOf(k, 4), (methods.get(shardOf(k, 4)) ?? new Set()).add(k % 4));
    expect([...methods.values()].map((of) => of.size)).toEqual([4, 4, 4, 4]);
  });

  it.each(['0/3', '4/3', '1/0', '1', '1/3/5', '-1/3', '1.5/3', '1/100000', 'a/b', ''])('are not said by “%s”', (text) => {
    expect(readShard(text)).toBeNull();
  });

  it('are said by i/n', () => {
    expect([readShard('1/1'), readShard('16/16')]).toEqual([{ index: 1, of: 1 }, { index: 16, of: 16 }]);
  });
});

describe('what is said of a study that is run in parts', () => {
  const of = (shard: number, change: Partial<ShardProgress>): ShardProgress =>
    ({ shard, runs: 3, done: 3, failed: 0, open: 0, missing: 0, ...change });
  const line = (shards: readonly ShardProgress[], untold: string | null = null): string => studyLine({
    study: {
      id: 1, title: 'T', createdAt: 0, state: 'going', status: 'open', problems: 1, methods: ['a'], runs: 9,
      counts: { missing: 4, queued: 0, running: 0, done: 5, failed: 0, stopped: 0 },
    },
    shards, untold,
  });

  it('names parts that are not here and parts that are not whole, a stopped one among these', () => {
    const text = line([of(1, {}), of(2, { done: 0, missing: 3 }), of(3, { done: 0, open: 2, missing: 1 }), of(4, { done: 2, open: 1 })]);
    expect(text).toBe(
      'study “T”: 5 of 9 runs are done, 4 are missing\n  not here: part 2/4\n' +
      '  not whole: part 3/4 with 0 of 3 runs ended, part 4/4 with 2 of 3 runs ended\n',
    );
  });

  it('names no parts of a whole one, nor where they cannot be told, which is said', () => {
    expect(line([of(1, {}), of(2, { failed: 1, done: 2 })])).not.toContain('part');
    expect(line([], 'A problem is gone.')).toContain('its parts cannot be told: A problem is gone.');
  });
});
