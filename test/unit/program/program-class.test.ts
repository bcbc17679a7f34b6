/** The class of a program is the kind of most of its rows, and rows that say nothing do not count. */
import { describe, expect, test } from 'vitest';
import { programClass } from '../../../src-science/program/program-class.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { generate } from '../../../src-science/program/generate.ts';
import { GeneratedRows } from '../../../src-science/program/generators/assemble.ts';

const ROWS = {
  cover: [1, Infinity, [1, 1, 1]],
  packing: [-Infinity, 1, [1, 1, 1]],
  edge: [-Infinity, 1, [1, 1]],
  partition: [1, 1, [1, 1, 1]],
  equality: [5, 5, [2, 3, 4]],
  knapsack: [-Infinity, 5, [2, 3, 4]],
  general: [-Infinity, 1.5, [Math.PI / 3, Math.E / 3, Math.SQRT2]],
  cardinality: [-Infinity, 2, [1, 1, 1, 1]],
  redundant: [-Infinity, 3, [1, 1, 1]],
  fixing: [-Infinity, 0, [1, 1, 1]],
} as const satisfies Record<string, readonly [number, number, readonly number[]]>;

function programOf(counts: Partial<Record<keyof typeof ROWS, number>>): Program {
  const rows = new GeneratedRows();
  for (const [kind, count] of Object.entries(counts) as [keyof typeof ROWS, number][]) {
    for (let n = 0; n < count; n++) {
      const [lower, upper, values] = ROWS[kind];
      rows.begin(`${kind}${n}`, lower, upper);
      values.forEach((value, j) => rows.entry(j, value));
    }
  }
  return rows.program({ name: 'p', sense: 'min', objectiveName: 'cost', objective: new Float64Array(4).fill(1), prefix: 'x' });
}

describe('the class of a program', () => {
  test.each([
    [{ partition: 2, knapsack: 2 }, 'partitions'],
    [{ partition: 1, equality: 1, cover: 2 }, 'partitions'],
    [{ partition: 1, knapsack: 2 }, 'knapsacks'],
    [{ cover: 3, packing: 2 }, 'covers'],
    [{ packing: 1, edge: 1, cover: 1 }, 'packings'],
    [{ knapsack: 1, general: 1, cover: 1 }, 'knapsacks'],
    [{ cover: 1, packing: 1, cardinality: 1 }, 'mixed'],
    [{ cardinality: 3 }, 'mixed'],
    // Rows that cut nothing off, or leave one value only, say nothing.
    [{ cover: 1, redundant: 5, fixing: 5 }, 'covers'],
    [{ redundant: 5 }, 'mixed'],
    [{}, 'mixed'],
  ] as const)('%j is %s', (counts, expected) => {
    expect(programClass(programOf(counts))).toBe(expected);
  });

  test.each([
    ['set-cover', {}, 'covers'],
    ['independent-set', {}, 'packings'],
    ['combinatorial-auction', {}, 'packings'],
    ['knapsack', {}, 'knapsacks'],
  ] as const)('of the family %s it is %s', (family, parameters, expected) => {
    for (const seed of [1, 2, 3]) expect(programClass(generate(family, parameters, seed))).toBe(expected);
  });
});
