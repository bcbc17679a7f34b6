/**
 * A result as lines: every Monte Carlo figure with its standard error, every exact figure said to be
 * exact, no status beyond what was proven.
 */
import { SOLVERS } from '../../src-science/exact/exact-settings.ts';
import { roundingSentence } from '../../src-science/decoding/rounding-words.ts';
import type { ExactResult, JobResult, QualityResultValue, RaceEntrant, SolutionValue } from '../../src-contract/job-event.ts';
import {
  ALL_AGREE,
  formatCount,
  formatDuration,
  formatEstimate,
  formatInterval,
  formatNumber,
  formatObjective,
  formatShare,
  fullPrecision,
} from '../format/index.ts';
import type { Line } from './describe-spec.ts';

const STOPPED = { iterations: 'all iterations done', 'gradient-norm': 'gradient small enough', cancelled: 'cancelled' } as const;

/** @param exact nothing was left to chance: an error of 0 is a proof */
function figure(mean: number, standardError: number, exact: boolean): string {
  return exact && standardError === 0 ? formatNumber(mean, { digits: 6 }) : formatEstimate(mean, standardError);
}

function digits(mean: number, standardError: number, exact: boolean): string {
  if (standardError > 0) return `${fullPrecision(mean)} ± ${fullPrecision(standardError)} (standard error)`;
  return `${fullPrecision(mean)}${exact ? ', exact' : `; ${ALL_AGREE}`}`;
}

/** How an interval was made, in words. */
const INTERVAL_WORDS = {
  'clopper-pearson': 'holds the probability with 95 % at least, also near 0 and 1 (Clopper–Pearson)',
  normal: 'mean ± 1.96 standard errors',
  'few-events': 'by the few samples that violate a row: their number is what is uncertain',
  'all-agree': 'all samples agree; what was not seen has a probability below about 3/n, and can carry the mean this far',
} as const;

function rowsMet({ met, tolerance, largestViolation }: NonNullable<ExactResult['feasibility']>): string {
  if (met === null) return 'no solution';
  return met === 'exactly' ? 'exactly' : `within ${formatNumber(tolerance)}, missed by up to ${formatNumber(largestViolation)}`;
}

export function describeResult(result: JobResult): readonly Line[] {
  switch (result.kind) {
    case 'exact': {
      const inBall = result.ball !== undefined;
      return [
        {
          label: 'Objective', value: formatObjective(result.objective, { digits: 8 }),
          help: 'Recomputed from the solution in our own arithmetic',
        },
        {
          label: 'Bound',
          value: formatNumber(result.bound, { digits: 8, missing: inBall ? 'none for the program' : 'the solver gives none' }),
          help: 'No solution is better than this',
        },
        {
          label: 'Solver gap',
          value: inBall ? `${formatShare(result.ball?.gap ?? null, 'unknown')} in the ball` : formatShare(result.gap, 'unknown'),
          help: '|objective − bound| / max(1, |objective|)',
        },
        ...(result.tolerance === undefined ? [] : [{ label: 'Solver tolerance', value: formatNumber(result.tolerance), help:
          'A vector better by up to this may have been overlooked: the solver cannot tell it apart, and asking again did not settle it' }]),
        ...(result.feasibility === undefined ? [] : [{
          label: 'Rows met', value: rowsMet(result.feasibility),
          help: 'Whether the solution meets every row exactly, or within the feasibility tolerance asked for only',
        }]),
        ...(result.start === undefined
          ? []
          : [
              { label: 'Start', value: result.start.feasible
                ? formatNumber(result.start.objective, { digits: 8 })
                : `infeasible, violation ${formatNumber(result.start.violation)}`, help: 'Objective of the start solution it was given' },
              ...(result.start.distance === null ? [] : [{
                label: 'Flips from start', value: formatCount(result.start.distance),
                help: 'Variables in which the solution differs from the start',
              }]),
            ]),
        ...(result.ball === undefined
          ? []
          : [
            {
              label: 'Bound in the ball', value: formatNumber(result.ball.bound, { digits: 8, missing: 'the solver gives none' }),
              help: `No solution within ${formatCount(result.ball.radius)} flips of the center is better; nothing is said of those farther away`,
            },
          ]),
        { label: 'Nodes', value: result.nodes === null ? 'unknown' : formatCount(result.nodes), help: 'Nodes of the branch-and-cut tree' },
        { label: 'Time', value: formatDuration(result.seconds) },
        ...(result.race === undefined
          ? [{ label: 'Solver', value: `${SOLVERS[result.solver].label} ${result.solverVersion}` }]
          : describeRace(result.race)),
      ];
    }
    case 'descent': {
      const { final } = result;
      const exact = (final.exact ?? result.evaluation === 'exact') || result.xHat.every((x) => x === 0 || x === 1);
      return [
        {
          label: 'Loss', value: figure(final.loss, final.lossStandardError, exact),
          help: `L(x̂) in the minimizing normal form: ${digits(final.loss, final.lossStandardError, exact)}`,
        },
        {
          label: 'cᵀx̂', value: formatNumber(final.objective, { digits: 6 }),
          help: `Objective part of the loss: ${fullPrecision(final.objective)}`,
        },
        {
          label: 'Penalty', value: figure(final.penalty, final.penaltyStandardError, exact),
          help: `Σᵢ E[max(aᵢᵀx − bᵢ, 0)], without μ: ${digits(final.penalty, final.penaltyStandardError, exact)}`,
        },
        { label: 'μ', value: formatNumber(final.mu) },
        { label: '‖∇L‖', value: formatNumber(final.gradientNorm), help: 'Norm of the scheme’s gradient in x̂ over the free variables' },
        ...(result.settling === undefined
          ? []
          : [{
            label: 'Stationarity gap', value: `${formatNumber(result.settling.gap)} (${formatShare(result.settling.gapShare, '')})`,
            help: 'How far the loss would fall along the scheme’s direction, to first order, and as a share of the loss; above 5 % a descent is called not settled',
          }]),
        ...(result.bound === undefined || result.bound === null ? [] : [{
          label: 'Bound', value: formatNumber(result.bound, { digits: 8 }),
          help: `Proven by multipliers of the rows: no feasible vector is better (${fullPrecision(result.bound)})`,
        }]),
        ...(result.provenGap === undefined || result.provenGap === null ? [] : [{
          label: 'Proven gap', value: formatShare(result.provenGap, 'unknown'),
          help: '|objective − bound| / max(1, |objective|) of the best feasible vector found, on the way or at the end',
        }]),
        ...(result.feasibleAtLeast === undefined || result.feasibleAtLeast === null
          ? []
          : [
            {
              label: 'P(feasible)', value: `≥ ${formatNumber(result.feasibleAtLeast, { digits: 4 })}`,
              help: 'Certified, without samples: the product of the rows’ own probabilities, by Harris’ inequality, since no variable helps one row and hurts another',
            },
          ]),
        ...(result.incumbent === undefined
          ? []
          : [
            {
              label: 'Best on the way',
              value: `${formatNumber(result.incumbent.solution.objective, { digits: 8 })} at iteration ${formatCount(result.incumbent.iteration)}`,
              help: 'The best feasible vector that x̂ rounded and repaired gave while the descent ran',
            },
          ]),
        { label: 'Stopped', value: `${STOPPED[result.stopped]}, after ${formatCount(result.iterations)}` },
        { label: 'Time', value: formatDuration(result.seconds) },
        ...(result.samples > 0 ? [{ label: 'Samples', value: formatCount(result.samples), help: 'Drawn in all' }] : []),
        ...describeRounding(result.solutions),
        ...describePrices(result.multipliers?.values),
      ];
    }
    case 'estimate': {
      const { estimate } = result;
      if (estimate.quantity === 'gradient') {
        return [
          { label: 'Coordinates', value: formatCount(estimate.penaltyGradient.length) },
          { label: 'Samples', value: formatCount(estimate.samples) },
          {
            label: 'Largest |z|', value: formatNumber(estimate.maxAbsZ, { missing: 'no exact value known' }),
            help: 'Over the coordinates: |mean − expectation| / standard error',
          },
          {
            label: 'Cosine to true', value: formatNumber(estimate.cosineToTrue, { missing: 'unknown' }),
            help: 'Cosine between the estimated direction and the exact gradient of the true penalty',
          },
          { label: 'Time', value: formatDuration(estimate.seconds) },
        ];
      }
      const { exact, interval } = estimate;
      const certain = interval !== undefined && interval.lower === interval.upper;
      return [
        {
          label: 'Mean', value: figure(estimate.mean, estimate.standardError, certain),
          help: digits(estimate.mean, estimate.standardError, certain),
        },
        {
          label: 'Standard error',
          value: estimate.standardError > 0 || certain ? formatNumber(estimate.standardError, { digits: 2 }) : 'not known',
          help: 'Standard deviation of the mean; not known where all samples agree',
        },
        ...(interval === undefined ? [] : [{
          label: '95 % interval', value: formatInterval(interval, estimate.quantity === 'feasibility'),
          help: certain ? 'Every sample is this number' : INTERVAL_WORDS[interval.method],
        }]),
        ...(interval?.short === true ? [{
          label: 'Interval', value: 'too short',
          help: 'The costs are rare in so few samples: it holds the value less often than with 95 %. Take more samples.',
        }] : []),
        ...(estimate.violatedSamples === null || estimate.violatedSamples === undefined
          ? []
          : [{ label: 'Violated', value: `${formatCount(estimate.violatedSamples)} of ${formatCount(estimate.samples)} samples` }]),
        {
          label: 'Exact value',
          value: exact !== null && exact.lower === exact.upper ? formatNumber(exact.value, { digits: 8 }) : 'not known',
          help: 'Computed without sampling, where the rows allow it',
        },
        ...(exact === null || exact.lower === exact.upper
          ? []
          : [{
            label: 'Certified bracket', value: `${formatNumber(exact.lower, { digits: 6 })} to ${formatNumber(exact.upper, { digits: 6 })}`,
            help:
              `The exact value lies in [${fullPrecision(exact.lower)}, ${fullPrecision(exact.upper)}] for certain; it is not known itself`,
          }]),
        { label: 'z', value: formatNumber(estimate.z, { digits: 3, missing: 'not defined' }), help: estimate.quantity === 'feasibility'
          ? '(share − p) / √(p(1 − p)/n) at the exact p; beyond about ±3 the two do not agree'
          : '(mean − exact) / standard error; beyond about ±3 the two do not agree' },
        { label: 'Samples', value: formatCount(estimate.samples) },
        { label: 'Time', value: formatDuration(estimate.seconds) },
      ];
    }
    case 'quality':
      return describeQuality(result.quality);
    case 'decode':
      return [
        { label: 'Objective', value: formatObjective(result.solution.objective, { digits: 8 }) },
        { label: 'Feasible', value: result.solution.feasible ? 'yes' : `no, violation ${formatNumber(result.solution.violation)}` },
        ...describeRounding([result.solution]),
        { label: 'Time', value: formatDuration(result.solution.seconds) },
      ];
  }
}

/** Where conditional expectation had no exact expectation, or its vector was not the one kept. */
function describeRounding(solutions: readonly SolutionValue[]): readonly Line[] {
  return solutions.flatMap(({ rounding }) => {
    const sentence = rounding === undefined ? null : roundingSentence(rounding);
    return sentence === null
      ? []
      : [
        {
          label: 'Rounding', value: sentence,
          help: 'Of the decoder conditional expectation. A row is judged approximately where it has too many large or real coefficients for an exact expectation.',
        },
      ];
  });
}

/** Who won, and what each had come to. */
function describeRace({ winner, entrants }: NonNullable<ExactResult['race']>): readonly Line[] {
  const won = winner === null ? 'nobody' : winner === 'together' ? 'both together' : SOLVERS[winner].label;
  return [
    {
      label: 'Won by', value: won,
      help: 'Whose proof came first. This depends on timing: in a rerun the other may win, and end at another of several optimal solutions. A proven objective does not change.',
    },
    ...entrants.map((entrant) => ({ label: `${SOLVERS[entrant.solver].label} ${entrant.version}`.trim(), ...describeEntrant(entrant) })),
  ];
}

function describeEntrant({ status, says, objective, missed, bound, seconds }: RaceEntrant): Omit<Line, 'label'> {
  if (status === 'not-begun') {
    return { value: 'not begun', help: 'On a small program GLPK begins a few milliseconds earlier, and it was done by then' };
  }
  const parts = [status === 'cancelled' ? 'stopped' : status.replace('-', ' ')];
  if (status !== 'infeasible') {
    parts.push(objective === null
      ? 'no solution'
      : `${formatObjective(objective, { digits: 6 })}${missed === undefined || missed === 0 ? '' : missed === null ? ' (rows not checked)' : ' (rows in tolerance)'}`);
    if (bound !== null) parts.push(`bound ${formatNumber(bound, { digits: 6 })}`);
  }
  return { value: [...parts, formatDuration(seconds)].join(', '), help: `It ${says}` };
}

function describeQuality(quality: QualityResultValue['quality']): readonly Line[] {
  const schemes = { label: 'Schemes', value: quality.schemes.map(({ scheme }) => scheme).join(', ') };
  const replications = {
    label: 'Replications', value: formatCount(quality.replications), help: 'Independent estimates behind every figure',
  };
  if (quality.shape === 'path') {
    return [
      schemes,
      { label: 'Points', value: formatCount(quality.points), help: 'Points of the trajectory that were measured' },
      { label: 'Samples', value: formatCount(quality.samples), help: 'Of each estimate' },
      replications,
      { label: 'Time', value: formatDuration(quality.seconds) },
    ];
  }
  const { trueGradient } = quality;
  return [
    schemes,
    { label: 'True gradient', value: `norm ${formatNumber(trueGradient.norm)}, ${trueGradient.basis}`, help: trueGradient.reason },
    { label: 'Sample counts', value: quality.samples.map((count) => formatCount(count)).join(', ') },
    replications,
    { label: 'Time', value: formatDuration(quality.seconds) },
  ];
}

/** The sentence that says what a result rests on, or null. */
export function resultSentence(result: JobResult): string | null {
  switch (result.kind) {
    case 'exact':
      return result.statusText;
    case 'descent':
      return result.endingText === undefined ? result.evaluationReason : `${result.endingText} ${result.evaluationReason}`;
    case 'estimate':
      return result.estimate.quantity === 'gradient' ? result.estimate.evaluationReason : null;
    case 'quality':
      return result.quality.shape === 'point' ? result.quality.trueGradient.reason : result.quality.reason;
    case 'decode':
      return null;
  }
}

function describePrices(values: Float64Array | undefined): readonly Line[] {
  if (values === undefined) return [];
  const priced = values.reduce((count, y) => count + Number(y !== 0), 0);
  const value = `${formatCount(priced)} of ${formatCount(values.length)}`;
  return [{ label: 'Rows with a price', value, help: 'Rows whose multiplier is not 0' }];
}
