/** A spec as lines a reader takes in at once: what was asked for, in the field's terms. */
import type { DescentSpec } from '../../src-science/descent/descent-spec.ts';
import type { SchemeName } from '../../src-science/gradients/scheme.ts';
import { DEFAULT_DIFFERENCE_STEP, DEFAULT_TEMPERATURE, TUNED_SCHEMES } from '../../src-science/gradients/scheme-tuning.ts';
import type { SchemeTuning } from '../../src-science/gradients/scheme-tuning.ts';
import type { QualitySpec } from '../../src-science/quality/quality-spec.ts';
import type { JobSpec } from '../../src-contract/job-spec.ts';
import { formatCount, formatNumber } from '../format/index.ts';
import { DECODER_TERMS, EVALUATIONS, field, SOLVERS } from '../parts/run-terms.ts';

export interface Line {
  readonly label: string;
  readonly value: string;
  readonly help?: string;
}

const line = (path: string, value: string): Line => ({ label: field(path).label, value, help: field(path).help });
const plain = (value: number): string => formatNumber(value, { digits: 6 });
const every = (n: number): string => (n === 0 ? 'first and last only' : n === 1 ? 'every iteration' : `every ${formatCount(n)} iterations`);

/** "0.5 for all 33", "33 values". */
export function marginalsWords(xHat: readonly number[]): string {
  const first = xHat[0];
  if (first === undefined) return 'no variables';
  return xHat.every((value) => value === first)
    ? `${plain(first)} for all ${formatCount(xHat.length)}`
    : `${formatCount(xHat.length)} values`;
}

const sameVector = (a: readonly number[], b: readonly number[]): boolean => a.length === b.length && a.every((value, j) => value === b[j]);

const decoderLabel = (name: string): string => DECODER_TERMS.find((term) => term.name === name)?.label ?? name;

export function describeSpec(spec: JobSpec): readonly Line[] {
  switch (spec.kind) {
    case 'exact': {
      const { solver, timeLimitSeconds, relativeGap, start, ball, check, feasibilityTolerance } = spec.exact;
      return [
        line('exact.solver', SOLVERS[solver].label),
        ...(solver === 'race' ? [line('exact.check', check === true ? 'when both have' : 'at the first proof')] : []),
        line('exact.timeLimitSeconds', timeLimitSeconds === null ? 'none' : `${plain(timeLimitSeconds)} s`),
        line('exact.relativeGap', relativeGap === 0 ? '0, a proof is asked for' : plain(relativeGap)),
        ...(feasibilityTolerance === undefined ? [] : [line('exact.feasibilityTolerance', plain(feasibilityTolerance))]),
        line('exact.start', start === null ? 'none' : 'given'),
        ...(ball === null || ball === undefined
          ? []
          : [
            line(
              'exact.ball.radius',
              `up to ${formatCount(ball.radius)} flips from ${start === null || sameVector(ball.center, start) ? 'the start solution' : 'a center of its own'}`,
            ),
          ]),
      ];
    }
    case 'descent':
      return describeDescent(spec.descent);
    case 'estimate': {
      const { estimate } = spec;
      return [
        line('estimate.quantity', estimate.quantity),
        ...(estimate.quantity === 'gradient' ? [
          line('estimate.scheme', estimate.scheme), ...tuningLines('estimate', estimate.scheme, estimate.tuning),
          line('estimate.evaluation', EVALUATIONS[estimate.evaluation].label.toLowerCase()),
        ] : []),
        ...(estimate.quantity === 'loss' ? [line('estimate.mu', plain(estimate.mu))] : []),
        line('estimate.samples', formatCount(estimate.samples)),
        line('estimate.seed', formatCount(estimate.seed)),
        line('estimate.xHat', marginalsWords(estimate.xHat)),
      ];
    }
    case 'quality':
      return describeQuality(spec.quality);
    case 'decode': {
      const { decoder, xHat, mu, samples, seed } = spec.decode;
      return [
        line('decode.decoder', decoderLabel(decoder)),
        line('decode.xHat', marginalsWords(xHat)),
        line('decode.mu', mu === null ? 'safe default of the problem' : plain(mu)),
        ...(decoder === 'best-of-samples' ? [line('decode.samples', formatCount(samples)), line('decode.seed', formatCount(seed))] : []),
      ];
    }
  }
}

function describeQuality(spec: QualitySpec): readonly Line[] {
  const common = [
    line('quality.schemes', spec.schemes.join(', ')), line('quality.replications', formatCount(spec.replications)),
    line('quality.seed', formatCount(spec.seed)),
  ];
  if (spec.shape === 'point') return [
    line('quality.xHat', marginalsWords(spec.xHat)), line('quality.samples', spec.samples.map((count) => formatCount(count)).join(', ')),
    ...common,
  ];
  const origin = spec.runId === null ? 'given points' : `run ${spec.runId}`;
  return [
    line('quality.points', `${formatCount(spec.points.length)} of ${origin}`), line('quality.pathSamples', formatCount(spec.samples)),
    ...common,
  ];
}

function describeDescent(spec: DescentSpec): readonly Line[] {
  return [
    line('descent.scheme', spec.scheme),
    ...tuningLines('descent', spec.scheme, spec.tuning),
    line('descent.evaluation', EVALUATIONS[spec.evaluation].label.toLowerCase()),
    ...(spec.evaluation === 'exact' ? [] : [line('descent.samples', formatCount(spec.samples))]),
    ...(spec.loss === 'diffilo' ? [line('descent.loss', 'DiffILO’s, normalized')] : []),
    line('descent.mu', muWords(spec.mu)),
    line('descent.parametrization', spec.parametrization),
    line('descent.optimizer', optimizerWords(spec.optimizer)),
    line('descent.step', `${plain(spec.step)}${stepWords(spec.stepSchedule)}`),
    line('descent.iterations', formatCount(spec.iterations)),
    ...(spec.restarts === undefined || spec.restarts === 1 ? [] : [line('descent.restarts', formatCount(spec.restarts))]),
    ...(spec.restartSpread === undefined || (spec.restarts ?? 1) === 1 ? [] : [line('descent.restartSpread', plain(spec.restartSpread))]),
    ...(spec.stopAtGradientNorm === null ? [] : [line('descent.stopAtGradientNorm', plain(spec.stopAtGradientNorm))]),
    line('descent.start', startWords(spec.start)),
    line('descent.seed', formatCount(spec.seed)),
    line('descent.decoders', spec.decoders.length === 0 ? 'none' : spec.decoders.map(decoderLabel).join(', ')),
    line('descent.recordEvery', every(spec.recordEvery)),
    line('descent.snapshotEvery', every(spec.snapshotEvery)),
    line('descent.checkpointEvery', spec.checkpointEvery === 0 ? 'never' : every(spec.checkpointEvery)),
  ];
}

/** What the scheme was tuned to, defaults too: they are part of what was computed. */
function tuningLines(kind: 'descent' | 'estimate', scheme: SchemeName, tuning: SchemeTuning | undefined): readonly Line[] {
  if (scheme === TUNED_SCHEMES.temperature) {
    const { start, final, halfLife } = tuning?.temperature ?? DEFAULT_TEMPERATURE;
    return [line(
      `${kind}.tuning.temperature.start`,
      kind === 'estimate' ? plain(start) : `${plain(start)} → ${plain(final)}, half-life ${plain(halfLife)} iterations`,
    )];
  }
  if (scheme === TUNED_SCHEMES.differenceStep) {
    return [line(`${kind}.tuning.differenceStep`, plain(tuning?.differenceStep ?? DEFAULT_DIFFERENCE_STEP))];
  }
  if (scheme === TUNED_SCHEMES.soft && tuning?.soft === 'averaged') return [line(`${kind}.tuning.soft`, 'averaged given the sample')];
  return [];
}

function muWords(mu: DescentSpec['mu']): string {
  switch (mu.kind) {
    case 'fixed':
      return plain(mu.value);
    case 'ramp':
      return `${plain(mu.from)} → ${plain(mu.to)}, ${mu.shape}, ${mu.hold === undefined ? '' : `from ${plain(mu.hold * 100)} % on, `}reached at ${plain(mu.until * 100)} %`;
    case 'adaptive':
      return `adaptive from ${plain(mu.start)}, in [${plain(mu.min)}, ${plain(mu.max)}], rate ${plain(mu.step)}`;
    case 'sequential':
      return `a multiplier a row, at most ${plain(mu.sweeps)} sweeps an iteration`;
  }
}

function optimizerWords(optimizer: DescentSpec['optimizer']): string {
  switch (optimizer.name) {
    case 'sgd':
      return 'SGD';
    case 'momentum':
      return `momentum ${plain(optimizer.momentum)}`;
    case 'adam':
      return `Adam (β₁ ${plain(optimizer.beta1)}, β₂ ${plain(optimizer.beta2)}, ε ${plain(optimizer.epsilon)})`;
    case 'mean-field':
      return `mean field, T ${plain(optimizer.temperature)} → ${plain(optimizer.finalTemperature)}`;
  }
}

function stepWords(schedule: DescentSpec['stepSchedule']): string {
  switch (schedule.kind) {
    case 'constant':
      return '';
    case 'cosine':
      return `, cosine to ${plain(schedule.final * 100)} %`;
    case 'inverse':
      return `, halved after ${plain(schedule.halfLife)} iterations`;
  }
}

function startWords(start: DescentSpec['start']): string {
  switch (start.kind) {
    case 'uniform':
      return `${plain(start.value)} for all`;
    case 'random':
      return `random in ${plain(start.center)} ± ${plain(start.spread)}`;
    case 'given':
      return marginalsWords(start.xHat);
    case 'lp-relaxation':
      return start.otherwise === undefined
        ? `linear relaxation, drawn in by ${plain(start.margin)}`
        : `linear relaxation, drawn in by ${plain(start.margin)}; ${plain(start.otherwise)} for all where it is not solved in time`;
  }
}
