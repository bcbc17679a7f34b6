/**
 * From the options of `leibniz descend` to a descent's spec: the options given override the preset, or
 * the defaults for the program.
 */
import { DESCENT } from '../../src-science/descent/descent-settings.ts';
import type { DescentSpec } from '../../src-science/descent/descent-spec.ts';
import { EngineError } from '../engine/error-value.ts';
import type { ProblemOptions } from './problem-argument.ts';
import { fromOptions } from './setting-options.ts';

/** The options of the settings besides. */
export interface DescendOptions extends ProblemOptions {
  readonly scheme?: string;
  readonly preset?: string;
  readonly samples?: number;
  readonly evaluation?: string;
  readonly start?: unknown;
  readonly startAt?: string;
  readonly startModel?: string;
  readonly trajectory?: string;
  readonly multipliers?: string;
  readonly force?: boolean;
  readonly [setting: string]: unknown;
}

/**
 * @param base the preset or the defaults
 * @param startAt marginals of `--start-at`, already read
 * @param startModel the hash of the file of `--start-model`
 * @throws EngineError `usage` where options exclude each other
 */
export function descentSpecOf(
  base: DescentSpec, options: DescendOptions, startAt: readonly number[] | null, startModel: string | null = null,
): DescentSpec {
  if ([options.start !== undefined, startAt !== null, startModel !== null].filter(Boolean).length > 1) throw new EngineError(
    'usage',
    '--start, --start-at and --start-model exclude each other.',
    'Give one of them.',
  );
  const spec = fromOptions(DESCENT.settings, base, options);
  return {
    ...spec,
    // Who says how many samples means to sample.
    ...(options.samples !== undefined && options.evaluation === undefined ? { evaluation: 'sampled' as const } : {}),
    ...(startAt === null ? {} : { start: { kind: 'given' as const, xHat: startAt } }),
    ...(startModel === null ? {} : { start: { kind: 'model' as const, model: startModel } }),
    // The settings of a preset's scheme mean nothing to another scheme.
    ...(options.scheme !== undefined && spec.tuning === base.tuning ? { tuning: undefined } : {}),
  };
}
