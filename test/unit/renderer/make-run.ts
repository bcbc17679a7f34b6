/** Runs and series for the tests of the charts, built in a line. */
import type { RunSummary } from '../../../src-contract/session.ts';
import { configurationOf } from './a-run.ts';
import { runStyles } from '../../../src-renderer/charts/run-style.ts';
import type { ChartSettings, RunPoints } from '../../../src-renderer/charts/trajectory-curves.ts';

export function makeRun(part: Partial<RunSummary> & { readonly id: number }): RunSummary {
  const run: Omit<RunSummary, 'configuration'> = {
    methodName: part.method ?? part.scheme ?? 'true-penalty',
    origin: null,
    problemId: 1,
    problemName: 'p0033',
    kind: 'descent',
    method: part.scheme ?? 'true-penalty',
    scheme: 'true-penalty',
    solver: null,
    evaluation: 'sampled',
    parametrization: 'logit',
    optimizer: 'adam',
    step: 0.1,
    muFinal: 10,
    samplesPerStep: 16,
    seed: 1,
    status: 'done',
    exactStatus: null,
    reason: null,
    settling: null,
    iterations: 100,
    seconds: 1,
    loss: null,
    penalty: null,
    objective: null,
    feasible: null,
    violation: null,
    bound: null,
    provenGap: null,
    controls: null,
    gap: null,
    gapBasis: part.gap === undefined ? null : 'proven',
    gapLow: null,
    gapHigh: null,
    quantity: null,
    mean: null,
    standardError: null,
    z: null,
    samples: null,
    pinned: false,
    label: '',
    studies: [],
    studyMethod: null,
    machine: null,
    note: '',
    tags: [],
    createdAt: 0,
    finishedAt: 1,
    ...part,
  };
  return { ...run, configuration: part.configuration ?? configurationOf(run) };
}

export function makeExactRun(part: Partial<RunSummary> & { readonly id: number }): RunSummary {
  return makeRun({
    kind: 'exact',
    method: 'HiGHS',
    scheme: null,
    solver: 'highs',
    evaluation: null,
    parametrization: null,
    optimizer: null,
    step: null,
    muFinal: null,
    samplesPerStep: null,
    seed: null,
    ...part,
  });
}

export function pointsOf(
  run: RunSummary,
  columns: Readonly<Record<string, readonly number[]>>,
  others: readonly RunSummary[] = [],
): RunPoints {
  const style = runStyles([run, ...others]).get(run.id);
  if (style === undefined) throw new Error('a run has a style');
  const typed = Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, Float64Array.from(values)]));
  return { run, style, columns: typed, stored: Object.values(columns)[0]?.length ?? 0 };
}

export const SETTINGS: ChartSettings = {
  quantities: ['objective'],
  x: 'iteration',
  xScale: 'linear',
  yScale: { loss: 'linear', objective: 'linear', penalty: 'log', gradientNorm: 'log', feasibleShare: 'linear', mu: 'linear' },
  smoothing: { method: 'exponential', points: 1 },
  seeds: 'lines',
};
