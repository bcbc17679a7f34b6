/**
 * The programs on which the Monte Carlo kernels are measured (docs/benchmarks.md, “Monte Carlo kernels”): made of
 * the program's own random numbers, so that every reference in another language can be given the same ones.
 */
import type { NormalForm } from '../src-science/program/normal-form.ts';
import { createRandomStream, positionStream, uniform } from '../src-science/random/bit-planes.ts';

type Row = { readonly columns: readonly number[]; readonly weights: readonly number[]; readonly b: number };

export interface KernelInstance {
  /** SC, IS or KN. */
  readonly key: string;
  readonly name: string;
  readonly form: NormalForm;
  /** Length d: marginals at which rows are violated often enough to cost something. */
  readonly xHat: Float64Array;
}

function formOf(d: number, rows: readonly Row[]): NormalForm {
  const start = new Int32Array(rows.length + 1);
  rows.forEach((row, i) => {
    start[i + 1] = (start[i] ?? 0) + row.columns.length;
  });
  return {
    variableCount: d,
    rowCount: rows.length,
    objective: new Float64Array(d).fill(1),
    objectiveConstant: 0,
    start,
    column: Int32Array.from(rows.flatMap((row) => row.columns)),
    value: Float64Array.from(rows.flatMap((row) => row.weights)),
    rhs: Float64Array.from(rows, (row) => row.b),
    sourceRow: Int32Array.from(rows.keys()),
    sourceSign: new Int8Array(rows.length).fill(1),
    fixed: new Int8Array(d).fill(-1),
    objectiveSign: 1,
  };
}

interface Draws {
  readonly random: () => number;
  /** k of 0 … d − 1, ascending. */
  readonly distinct: (d: number, k: number) => number[];
  /** Marginals in mean · [½, 3/2). */
  readonly around: (d: number, mean: number) => Float64Array;
}

function createDraws(series: number): Draws {
  const stream = createRandomStream();
  positionStream(stream, 20_26, 7, series);
  let drawn = 0;
  const random = (): number => uniform(stream, 0, drawn++);
  return {
    random,
    distinct(d, k) {
      const chosen = new Set<number>();
      while (chosen.size < k) chosen.add(Math.floor(random() * d));
      return [...chosen].sort((a, b) => a - b);
    },
    around: (d, mean) => Float64Array.from({ length: d }, () => mean * (0.5 + random())),
  };
}

const everyColumn = (d: number): number[] => Array.from({ length: d }, (_, j) => j);

/**
 * SC: 500 covers of 50 of 1000 variables. IS: 8000 pairs of 2000. KN: 50 dense rows of 500 reals.
 * Cost: some milliseconds.
 */
export function kernelInstances(): readonly KernelInstance[] {
  const { random, distinct, around } = createDraws(0);
  const covers = Array.from({ length: 500 }, (): Row => {
    const columns = distinct(1000, 50);
    return { columns, weights: columns.map(() => -1), b: -1 };
  });
  const pairs = Array.from({ length: 8000 }, (): Row => ({ columns: distinct(2000, 2), weights: [1, 1], b: 1 }));
  const dense = Array.from({ length: 50 }, (): Row => {
    const weights = everyColumn(500).map(() => random());
    return { columns: everyColumn(500), weights, b: 0.3 * weights.reduce((s, w) => s + w, 0) };
  });
  return [
    { key: 'SC', name: 'SC: covers, d = 1000, m = 500, 50 a row', form: formOf(1000, covers), xHat: around(1000, 0.05) },
    { key: 'IS', name: 'IS: pairs, d = 2000, m = 8000', form: formOf(2000, pairs), xHat: around(2000, 0.3) },
    { key: 'KN', name: 'KN: dense real rows, d = 500, m = 50', form: formOf(500, dense), xHat: around(500, 0.3) },
  ];
}

/**
 * Weighted rows of several kinds, dense and scattered, long and short; an auction's with budgets of the
 * bidders over half of the bids. Integer weights to 100, bounds at 0.3 of their sum, where half of the
 * samples are violated at marginals about 0.3.
 */
export function weightedInstances(): readonly KernelInstance[] {
  const { random, distinct, around } = createDraws(3);
  const weightedRow = (columns: readonly number[]): Row => {
    const weights = columns.map(() => 1 + Math.floor(100 * random()));
    return { columns, weights, b: Math.round(0.3 * weights.reduce((s, w) => s + w, 0)) };
  };
  const instance = (
    key: string, name: string, d: number, rows: readonly Row[],
  ): KernelInstance => ({ key, name, form: formOf(d, rows), xHat: around(d, 0.3) });
  const many =
    (m: number, columns: (i: number) => readonly number[]): Row[] => Array.from({ length: m }, (_, i) => weightedRow(columns(i)));
  const items = Array.from({ length: 60 }, (): Row => ({ columns: distinct(300, 12), weights: new Array<number>(12).fill(1), b: 1 }));
  return [
    ...kernelInstances().filter(({ key }) => key === 'KN'),
    instance('MK', 'multi-knapsack, 5 rows of 100', 100, many(5, () => everyColumn(100))),
    instance('one', 'one knapsack row of 500', 500, many(1, () => everyColumn(500))),
    instance('half', '100 rows of 100 of 200', 200, many(100, () => distinct(200, 100))),
    instance('GAP', 'assignment, 20 rows of their own 50 of 1000', 1000, many(20, (i) => everyColumn(50).map((n) => 20 * n + i))),
    instance('scattered', '100 rows of 50 of 1000', 1000, many(100, () => distinct(1000, 50))),
    instance('short', '500 rows of 4 of 300', 300, many(500, () => distinct(300, 4))),
    instance('auction', 'auction, 60 items and 6 budgets, 300 bids', 300, [...items, ...many(6, () => distinct(300, 150))]),
  ];
}

/** Knapsack rows of integers, for exact expectations. */
export function exactInstances(): readonly KernelInstance[] {
  const { random, around } = createDraws(1);
  const knapsack = (d: number, largest: number): Row => {
    const weights = everyColumn(d).map(() => 1 + Math.floor(largest * random()));
    return { columns: everyColumn(d), weights, b: Math.round(weights.reduce((s, w) => s + w, 0) / 2) };
  };
  return [
    { key: 'K100', name: 'one knapsack row, d=100, weights to 1000', form: formOf(100, [knapsack(100, 1000)]), xHat: around(100, 0.5) },
    {
      key: 'K250', name: '50 knapsack rows of 250, weights to 100', form: formOf(250, Array.from({ length: 50 }, () => knapsack(250, 100))),
      xHat: around(250, 0.5),
    },
  ];
}

/** Variables without rows: to sample it is to draw bits, and nothing else. */
export function onlyVariables(): KernelInstance {
  const { around } = createDraws(2);
  return { key: 'bits', name: '1000 variables without rows', form: formOf(1000, []), xHat: around(1000, 0.3) };
}
