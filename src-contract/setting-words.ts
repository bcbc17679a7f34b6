/**
 * What sets runs apart, in a few words: which settings differ among several, and each setting as a legend,
 * a table or a caption names it. A setting without words of its own is named by its path.
 */
import type { RunSettings, SettingValue } from './configuration.ts';

/** Choices whose parts mean nothing under another choice: where the choice differs, all of it is named. */
const CHOICES: Readonly<Record<string, string>> = {
  optimizer: 'optimizer.name', stepSchedule: 'stepSchedule.kind', mu: 'mu.kind', start: 'start.kind',
};

/**
 * Paths in which the settings are not all alike, in the order of the paths; a choice that differs stands
 * alone for its parts, as `mu`. Settings of different kinds of run are not compared path by path.
 */
export function differingSettings(all: readonly RunSettings[]): readonly string[] {
  const byKind = new Map<SettingValue | undefined, RunSettings[]>();
  for (const settings of all) byKind.set(settings.kind, [...(byKind.get(settings.kind) ?? []), settings]);
  const found = new Set<string>(byKind.size > 1 ? ['kind'] : []);
  for (const alike of byKind.values()) {
    const first = alike[0];
    if (first === undefined || alike.length < 2) continue;
    const paths = new Set(alike.flatMap((settings) => Object.keys(settings)));
    const differs = (path: string): boolean => alike.some((settings) => settings[path] !== first[path]);
    for (const path of paths) {
      if (!differs(path)) continue;
      const root = path.split('.')[0] ?? path;
      const tag = CHOICES[root];
      found.add(tag !== undefined && paths.has(tag) && differs(tag) ? root : path);
    }
  }
  return [...found].toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

/** The words of some settings of a run; a path the run does not have says nothing. */
export function settingWords(settings: RunSettings, paths: readonly string[]): readonly string[] {
  return paths.map((path) => wordsOf(settings, path)).filter((words) => words !== '');
}

/** A setting's name as a column's header. */
export function settingLabel(path: string): string {
  return LABELS[path] ?? path;
}

const amount =
  (value: SettingValue | undefined): string => (typeof value === 'number' ? String(Number(value.toPrecision(6))) : String(value ?? ''));
const count = amount;
const share = (value: SettingValue | undefined): string => (typeof value === 'number' ? `${amount(100 * value)} %` : '');
/** `33 values #0f3a12…` by eight digits of its digest. */
const vector = (value: SettingValue | undefined): string => String(value ?? '').replace(/(#[0-9a-f]{8})[0-9a-f]+/, '$1');

const OPTIMIZERS: Readonly<Record<string, string>> = { sgd: 'SGD', momentum: 'momentum', adam: 'Adam', 'mean-field': 'mean field' };
const SOLVERS: Readonly<Record<string, string>> = { glpk: 'GLPK', highs: 'HiGHS', enumerate: 'enumeration', race: 'race' };

type Words = (value: SettingValue, settings: RunSettings) => string;

/** In the order in which they are named. */
const WORDS: Readonly<Record<string, Words>> = {
  numerics: (value) => `numerics ${String(value)}`,
  kind: (value) => String(value),
  solver: (value) => SOLVERS[String(value)] ?? String(value),
  quantity: (value) => String(value),
  decoder: (value) => String(value),
  shape: (value) => (value === 'path' ? 'along a run' : 'at one x̂'),
  scheme: (value) => String(value),
  schemes: (value) => String(value),
  evaluation: (value) => (value === 'auto' ? 'auto evaluation' : String(value)),
  loss: (value) => (value === 'diffilo' ? 'DiffILO loss' : `${String(value)} loss`),
  optimizer: (_value, settings) => optimizerWords(settings),
  'optimizer.momentum': (value) => `momentum ${amount(value)}`,
  'optimizer.beta1': (value) => `β₁ ${amount(value)}`,
  'optimizer.beta2': (value) => `β₂ ${amount(value)}`,
  'optimizer.epsilon': (value) => `ε ${amount(value)}`,
  'optimizer.temperature': (value) => `T from ${amount(value)}`,
  'optimizer.finalTemperature': (value) => `T to ${amount(value)}`,
  step: (value) => `step ${amount(value)}`,
  stepSchedule: (_value, settings) => stepWords(settings),
  'stepSchedule.final': (value) => `step to ${share(value)}`,
  'stepSchedule.halfLife': (value) => `step half-life ${amount(value)}`,
  parametrization: (value) => String(value),
  mu: (value, settings) => muWords(settings, value),
  'mu.value': (value) => `μ ${amount(value)}`,
  'mu.from': (value) => `μ from ${amount(value)}`,
  'mu.to': (value) => `μ to ${amount(value)}`,
  'mu.shape': (value) => `μ ${String(value)}`,
  'mu.until': (value) => `μ until ${share(value)}`,
  'mu.hold': (value) => `μ held to ${share(value)}`,
  'mu.start': (value) => `μ from ${amount(value)}`,
  'mu.min': (value) => `μ at least ${amount(value)}`,
  'mu.max': (value) => `μ at most ${amount(value)}`,
  'mu.step': (value) => `μ rate ${amount(value)}`,
  'mu.sweeps': (value) => `at most ${count(value)} sweeps`,
  samples: (
    value, settings,
  ) => (settings.kind === 'descent' ? `K ${count(value)}` : `${typeof value === 'number' ? count(value) : vector(value)} samples`),
  iterations: (value) => `${count(value)} iterations`,
  restarts: (value) => (value === 1 ? 'one descent' : `${count(value)} descents in a row`),
  restartSpread: (value) => `spread ${amount(value)}`,
  start: (value, settings) => startWords(settings, value),
  'start.value': (value) => `start ${amount(value)}`,
  'start.center': (value) => `start around ${amount(value)}`,
  'start.spread': (value) => `start ± ${amount(value)}`,
  'start.xHat': (value) => `start ${vector(value)}`,
  'start.margin': (value) => `margin ${amount(value)}`,
  'start.otherwise': (value) =>
    value === null || value === undefined ? 'however long the relaxation takes' : `else start ${amount(value)}`,
  'tuning.temperature.start': (value) => `τ from ${amount(value)}`,
  'tuning.temperature.final': (value) => `τ to ${amount(value)}`,
  'tuning.temperature.halfLife': (value) => `τ half-life ${amount(value)}`,
  'tuning.differenceStep': (value) => `h ${amount(value)}`,
  'tuning.soft': (value) => `∂s ${String(value)}`,
  stopAtGradientNorm: (value) => (value === null ? 'no early stop' : `stop at ‖∇L‖ ${amount(value)}`),
  decoders: (value) => (value === 'none' ? 'not decoded' : `decoded by ${String(value)}`),
  searchWork: (value) => (value === null ? 'usual search work' : `search work ${count(value)}`),
  xHat: (value) => `x̂ ${vector(value)}`,
  points: (value) => vector(value),
  replications: (value) => `R ${count(value)}`,
  iteration: (value) => `at iteration ${count(value)}`,
  timeLimitSeconds: (value) => (value === null ? 'no time limit' : `at most ${amount(value)} s`),
  relativeGap: (value) => (value === 0 ? 'proof asked for' : `gap ${amount(value)} allowed`),
  ball: () => 'no ball',
  'ball.radius': (value) => `ball of ${count(value)}`,
  'ball.center': (value) => `ball around ${vector(value)}`,
  check: (value) => (value === true ? 'both to their end' : 'to the first proof'),
  feasibilityTolerance: (value) => (value === null ? 'rows met exactly' : `rows missed by at most ${amount(value)}`),
  recordEvery: (value) => `recorded every ${count(value)}`,
  snapshotEvery: (value) => (value === 0 ? 'no snapshots' : `snapshot every ${count(value)}`),
  checkpointEvery: (value) => (value === 0 ? 'no checkpoints' : `checkpoint every ${count(value)}`),
};

const LABELS: Readonly<Record<string, string>> = {
  numerics: 'Numerics', kind: 'Kind', solver: 'Solver', quantity: 'Quantity', decoder: 'Decoder', shape: 'Where', scheme: 'Scheme',
  schemes: 'Schemes', evaluation: 'Evaluation asked', loss: 'Loss kind',
  optimizer: 'Optimizer', 'optimizer.momentum': 'Momentum', 'optimizer.beta1': 'β₁', 'optimizer.beta2': 'β₂', 'optimizer.epsilon': 'ε',
  'optimizer.temperature': 'T from', 'optimizer.finalTemperature': 'T to',
  step: 'Step', stepSchedule: 'Step schedule', 'stepSchedule.final': 'Step to', 'stepSchedule.halfLife': 'Step half-life',
  parametrization: 'Parametrization',
  mu: 'μ asked', 'mu.value': 'μ asked', 'mu.from': 'μ from', 'mu.to': 'μ to', 'mu.shape': 'μ shape', 'mu.until': 'μ until',
  'mu.hold': 'μ held to', 'mu.start': 'μ from', 'mu.min': 'μ min', 'mu.max': 'μ max', 'mu.step': 'μ rate', 'mu.sweeps': 'Sweeps',
  samples: 'Samples asked', iterations: 'Iterations asked', restarts: 'Descents in a row', restartSpread: 'Spread', start: 'Start',
  'start.value': 'Start', 'start.center': 'Start around', 'start.spread': 'Start ±', 'start.xHat': 'Start', 'start.margin': 'Margin',
  'start.otherwise': 'Else start',
  'tuning.temperature.start': 'τ from', 'tuning.temperature.final': 'τ to', 'tuning.temperature.halfLife': 'τ half-life',
  'tuning.differenceStep': 'h', 'tuning.soft': '∂s',
  stopAtGradientNorm: 'Stop at ‖∇L‖', decoders: 'Decoders', searchWork: 'Search work', xHat: 'x̂', points: 'Points',
  replications: 'Replications', iteration: 'At iteration',
  timeLimitSeconds: 'Time limit', relativeGap: 'Gap allowed', ball: 'Ball', 'ball.radius': 'Ball', 'ball.center': 'Ball around',
  check: 'Race ends', feasibilityTolerance: 'Feasibility tolerance', recordEvery: 'Recorded every', snapshotEvery: 'Snapshot every',
  checkpointEvery: 'Checkpoint every',
};

const ORDER = Object.keys(WORDS);
const rank = (path: string): number => (ORDER.includes(path) ? ORDER.indexOf(path) : ORDER.length);

function wordsOf(settings: RunSettings, path: string): string {
  const value = settings[path];
  const isChoice = CHOICES[path] !== undefined && (value !== undefined || Object.keys(settings).some((key) => key.startsWith(`${path}.`)));
  if (value === undefined && !isChoice) return '';
  const words = WORDS[path];
  return words === undefined ? `${path} ${amount(value)}` : words(value ?? null, settings);
}

function optimizerWords(settings: RunSettings): string {
  const name = settings['optimizer.name'];
  const label = OPTIMIZERS[String(name)] ?? String(name);
  if (name === 'momentum') return `momentum ${amount(settings['optimizer.momentum'])}`;
  if (name === 'adam') return `Adam (${amount(settings['optimizer.beta1'])}, ${amount(settings['optimizer.beta2'])})`;
  return name === 'mean-field'
    ? `mean field T ${amount(settings['optimizer.temperature'])} → ${amount(settings['optimizer.finalTemperature'])}`
    : label;
}

function stepWords(settings: RunSettings): string {
  switch (settings['stepSchedule.kind']) {
    case 'constant':
      return 'constant step';
    case 'cosine':
      return `cosine to ${share(settings['stepSchedule.final'])}`;
    default:
      return `step half-life ${amount(settings['stepSchedule.halfLife'])}`;
  }
}

/** @param weight of an estimate or a decoding, where μ is one number or left to the program */
function muWords(settings: RunSettings, weight: SettingValue | undefined): string {
  switch (settings['mu.kind']) {
    case 'fixed':
      return `μ ${amount(settings['mu.value'])}`;
    case 'ramp':
      return `μ ${amount(settings['mu.from'])} → ${amount(settings['mu.to'])}`;
    case 'adaptive':
      return `μ adaptive from ${amount(settings['mu.start'])}`;
    case 'sequential':
      return 'a multiplier a row';
    default:
      return weight === null ? 'usual μ' : `μ ${amount(weight)}`;
  }
}

/** @param given start of an exact solve: a vector or none */
function startWords(settings: RunSettings, given: SettingValue | undefined): string {
  switch (settings['start.kind']) {
    case 'uniform':
      return `start ${amount(settings['start.value'])}`;
    case 'random':
      return `start ${amount(settings['start.center'])} ± ${amount(settings['start.spread'])}`;
    case 'lp-relaxation':
      return 'start at the linear relaxation';
    case 'given':
      return `start ${vector(settings['start.xHat'])}`;
    default:
      return given === null ? 'no start' : `start ${vector(given)}`;
  }
}
