/** A run summary for tests: a finished exact descent unless said otherwise. */
import { settingsKey } from '../../../src-contract/configuration.ts';
import type { RunSettings } from '../../../src-contract/configuration.ts';
import type { RunConfiguration, RunSummary } from '../../../src-contract/session.ts';

/** What the fields of a run say of its spec, as its settings. */
export function configurationOf(run: Partial<RunSummary>, more: RunSettings = {}): RunConfiguration {
  const { kind = 'descent', scheme, solver, evaluation, parametrization, optimizer, step, muFinal, samplesPerStep, iterations } = run;
  const fields = {
    kind,
    scheme,
    solver,
    evaluation,
    parametrization,
    'optimizer.name': optimizer,
    ...(optimizer === 'adam' ? { 'optimizer.beta1': 0.9, 'optimizer.beta2': 0.999 } : {}),
    step,
    'mu.kind': muFinal === null ? null : 'fixed',
    'mu.value': muFinal,
    samples: samplesPerStep,
    iterations,
    ...more,
  };
  const settings = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null)) as RunSettings;
  return { key: settingsKey(settings), settings, changed: ['step'] };
}

export function aRun(change: Partial<RunSummary> = {}): RunSummary {
  const run: RunSummary = {
    id: 1,
    problemId: 1,
    problemName: 'p0033',
    kind: 'descent',
    method: 'true-penalty',
    methodName: change.method ?? 'true-penalty',
    configuration: { key: '', settings: {}, changed: [] },
    origin: null,
    scheme: 'true-penalty',
    solver: null,
    evaluation: 'exact',
    parametrization: 'logit',
    optimizer: 'adam',
    step: 0.05,
    muFinal: 100,
    samplesPerStep: null,
    seed: 1,
    status: 'done',
    reason: null,
    exactStatus: null,
    settling: null,
    iterations: 1000,
    seconds: 1.25,
    loss: 3100.5,
    penalty: 0.01,
    objective: 3112,
    feasible: true,
    violation: 0,
    bound: null, provenGap: null, controls: null,
    gap: 23 / 3089,
    gapBasis: 'proven',
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
    createdAt: 1_700_000_000_000,
    finishedAt: 1_700_000_002_000,
    ...change,
  };
  return { ...run, configuration: change.configuration ?? configurationOf(run) };
}
