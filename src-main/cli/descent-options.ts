/**
 * From the options of `leibniz descend` to a descent's spec: the options given override the preset, or
 * the defaults for the program.
 */
import type { DecoderName } from '../../src-science/decoding/decoder.ts';
import type {
  DescentSpec, DescentStart, LossName, MuSchedule, OptimizerSpec, Parametrization, StepSchedule,
} from '../../src-science/descent/descent-spec.ts';
import type { EvaluationName, SchemeName } from '../../src-science/gradients/scheme.ts';
import type { SchemeTuning, SoftForm, TemperatureSchedule } from '../../src-science/gradients/scheme-tuning.ts';
import { EngineError } from '../engine/error-value.ts';
import type { ProblemOptions } from './problem-argument.ts';

export interface DescendOptions extends ProblemOptions {
  readonly scheme?: SchemeName;
  readonly preset?: string;
  readonly evaluation?: EvaluationName;
  readonly samples?: number;
  readonly mu?: number;
  readonly muRamp?: Omit<Extract<MuSchedule, { kind: 'ramp' }>, 'kind'>;
  readonly muAdaptive?: Omit<Extract<MuSchedule, { kind: 'adaptive' }>, 'kind'>;
  readonly muSequential?: number;
  readonly iterations?: number;
  readonly step?: number;
  readonly stepSchedule?: StepSchedule;
  readonly optimizer?: OptimizerSpec['name'];
  readonly momentum?: number;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
  readonly anneal?: Omit<Extract<OptimizerSpec, { name: 'mean-field' }>, 'name'>;
  readonly parametrization?: Parametrization;
  readonly seed?: number;
  readonly start?: Exclude<DescentStart, { kind: 'given' }>;
  readonly startAt?: string;
  readonly stopAtGradientNorm?: number;
  readonly recordEvery?: number;
  readonly decode?: readonly DecoderName[];
  readonly trajectory?: string;
  readonly multipliers?: string;
  readonly restarts?: number;
  readonly restartSpread?: number;
  readonly loss?: LossName;
  readonly searchWork?: number;
  readonly temperature?: TemperatureSchedule;
  readonly differenceStep?: number;
  readonly soft?: SoftForm;
}

/**
 * @param base the preset or the defaults
 * @param startAt marginals of `--start-at`, already read
 * @throws EngineError `usage` where options exclude each other
 */
export function descentSpecOf(base: DescentSpec, options: DescendOptions, startAt: readonly number[] | null): DescentSpec {
  const weights = [options.mu, options.muRamp, options.muAdaptive, options.muSequential].filter((given) => given !== undefined);
  if (weights.length > 1) throw usage('--mu, --mu-ramp, --mu-adaptive and --mu-sequential exclude each other', 'Give one of them.');
  if (options.start !== undefined && startAt !== null) throw usage('--start and --start-at exclude each other', 'Give one of them.');
  return {
    scheme: options.scheme ?? base.scheme,
    // Who says how many samples means to sample.
    evaluation: options.evaluation ?? (options.samples === undefined ? base.evaluation : 'sampled'),
    samples: options.samples ?? base.samples,
    parametrization: options.parametrization ?? base.parametrization,
    optimizer: optimizerOf(base.optimizer, options),
    step: options.step ?? base.step,
    stepSchedule: options.stepSchedule ?? base.stepSchedule,
    mu: muOf(base.mu, options),
    iterations: options.iterations ?? base.iterations,
    seed: options.seed ?? base.seed,
    start: startAt !== null ? { kind: 'given', xHat: startAt } : (options.start ?? base.start),
    stopAtGradientNorm: options.stopAtGradientNorm ?? base.stopAtGradientNorm,
    recordEvery: options.recordEvery ?? base.recordEvery,
    // Nothing reads these from a command: snapshots and checkpoints belong to sessions.
    snapshotEvery: 0,
    checkpointEvery: 0,
    decoders: options.decode ?? base.decoders,
    loss: options.loss ?? base.loss,
    restarts: options.restarts ?? base.restarts,
    restartSpread: options.restartSpread ?? base.restartSpread,
    searchWork: options.searchWork ?? base.searchWork,
    tuning: tuningOfOptions(options) ?? (options.scheme === undefined ? base.tuning : undefined),
  };
}

/** The settings given for single schemes, or nothing; whether the scheme reads them is judged with the spec. */
export function tuningOfOptions({ temperature, differenceStep, soft }: {
  readonly temperature?: TemperatureSchedule; readonly differenceStep?: number; readonly soft?: SoftForm
}): SchemeTuning | undefined {
  return temperature === undefined && differenceStep === undefined && soft === undefined
    ? undefined
    : { temperature, differenceStep, soft };
}

function muOf(base: MuSchedule, options: DescendOptions): MuSchedule {
  if (options.mu !== undefined) return { kind: 'fixed', value: options.mu };
  if (options.muRamp !== undefined) return { kind: 'ramp', ...options.muRamp };
  if (options.muAdaptive !== undefined) return { kind: 'adaptive', ...options.muAdaptive };
  if (options.muSequential !== undefined) return { kind: 'sequential', sweeps: options.muSequential };
  return base;
}

function optimizerOf(base: OptimizerSpec, options: DescendOptions): OptimizerSpec {
  const name = options.optimizer ?? base.name;
  const refuse = (option: string, given: unknown): void => {
    if (given !== undefined) {
      throw usage(`${option} means nothing to the optimizer ${name}`, 'Leave it out, or choose another --optimizer.');
    }
  };
  if (name !== 'momentum') refuse('--momentum', options.momentum);
  if (name !== 'adam') {
    refuse('--beta1', options.beta1);
    refuse('--beta2', options.beta2);
    refuse('--epsilon', options.epsilon);
  }
  if (name !== 'mean-field') refuse('--anneal', options.anneal);
  switch (name) {
    case 'sgd':
      return { name };
    case 'momentum':
      return { name, momentum: options.momentum ?? (base.name === 'momentum' ? base.momentum : 0.9) };
    case 'adam': {
      const known = base.name === 'adam' ? base : { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
      return { name, beta1: options.beta1 ?? known.beta1, beta2: options.beta2 ?? known.beta2, epsilon: options.epsilon ?? known.epsilon };
    }
    case 'mean-field':
      if (options.anneal !== undefined) return { name, ...options.anneal };
      if (base.name === 'mean-field') return base;
      throw usage('The optimizer mean-field needs its temperatures', 'Give them with --anneal FROM:TO, or begin with --preset annealed');
  }
}

function usage(message: string, hint: string): EngineError {
  return new EngineError('usage', `${message}.`, hint);
}
