/**
 * Gradient quality as plots: which figures there are to see, what each is called and explained, and its
 * curves. Pure; figures are those of science's `derived-figures.ts`.
 */
import type { QualityResultValue } from '../../src-contract/job-event.ts';
import type { SchemeName } from '../../src-science/gradients/scheme.ts';
import { cellFigures } from '../../src-science/quality/derived-figures.ts';
import type { CellFigures, Figure } from '../../src-science/quality/derived-figures.ts';
import { formatEstimate, formatNumber } from '../format/index.ts';
import type { ScaleKind } from '../plot/axis-scale.ts';
import type { Curve, Plot } from './multiples.ts';

type Quality = QualityResultValue['quality'];
export type PointQualityValue = Extract<Quality, { shape: 'point' }>;
export type PathQualityValue = Extract<Quality, { shape: 'path' }>;
type SchemeQualityValue = PointQualityValue['schemes'][number];
type SchemePathValue = PathQualityValue['schemes'][number];

export interface FigureTerm {
  readonly label: string;
  readonly help: string;
}

export const POINT_FIGURES = ['bias', 'deviation', 'rmse', 'cosine', 'z'] as const;
export type PointFigure = (typeof POINT_FIGURES)[number];

export const POINT_TERMS: Readonly<Record<PointFigure, FigureTerm>> = {
  bias: {
    label: 'Bias to the true gradient',
    help: '‖E[estimate] − ∇E[φ̃]‖ / ‖∇E[φ̃]‖. Measured from the estimates, without the share that noise has in it, and dashed without sampling where the expectation is exact. A bias does not fall with more samples.',
  },
  deviation: {
    label: 'Standard deviation',
    help: '√(trace of the estimates’ covariance) / ‖∇E[φ̃]‖; the variance is its square. Falls with the square root of the samples.',
  },
  rmse: { label: 'Root mean square error', help: '√E‖estimate − ∇E[φ̃]‖² / ‖∇E[φ̃]‖: bias and deviation together.' },
  cosine: {
    label: 'Cosine to the true gradient',
    help: 'Expected cosine between an estimate and ∇E[φ̃]: 1 points where it should, 0 is no direction at all. An estimate that is zero in every variable counts as 0. Dashed: of the exact expectation.',
  },
  z: {
    label: 'z of the mean',
    help: 'Omnibus test of the mean of the estimates against the scheme’s own exact expectation (Box’s F), as the z of a standard normal: below about 3 for a scheme that computes what it says.',
  },
};

export const POINT_AXES = ['samples', 'nonzeros', 'seconds'] as const;
export type PointAxis = (typeof POINT_AXES)[number];
export const AXIS_TERMS: Readonly<Record<PointAxis, FigureTerm>> = {
  samples: { label: 'samples', help: 'Samples K an estimate is made of' },
  nonzeros: { label: 'nonzeros read', help: 'Nonzeros that an estimate reads: counted, the same on every machine' },
  seconds: { label: 'seconds', help: 'Seconds of an estimate on the machine that measured it' },
};

/** z beyond which a mean is called off, with a chance of about one in a thousand for an honest scheme. */
const SUSPECT_Z = 3.09;

/** What a log axis leaves out of a bias that is exactly zero is no loss: it has no curve. */
function exactCurve(scheme: SchemeQualityValue, x: Float64Array, value: number | null): Curve[] {
  return value === null || x.length === 0
    ? []
    : [{ scheme: scheme.scheme, basis: 'exact', x: Float64Array.of(x[0] ?? 0, x.at(-1) ?? 0), y: Float64Array.of(value, value) }];
}

/** Standard errors that a squared bias must be above 0 to be drawn as one. */
const SEEN = 2;

/**
 * The bias that estimates show. Where it is not told from none it stands at 0, the foot of a log axis,
 * and is called by what it may be at most: a band down to nothing would bury the curves that mean something.
 */
function measuredBias(quality: PointQualityValue, scheme: SchemeQualityValue, x: Float64Array): Curve {
  const { norm } = quality.trueGradient;
  const cells = quality.samples.map((_samples, level) => cellFigures(quality, scheme, level).measuredBias);
  const squared = (level: number): readonly [number, number] =>
    [scheme.squaredBias[level] ?? Number.NaN, scheme.squaredBiasStandardError[level] ?? Number.NaN];
  const seen = cells.map((_cell, level) => {
    const [value, error] = squared(level);
    return value > 0 && value >= SEEN * error;
  });
  return {
    scheme: scheme.scheme,
    basis: 'estimate',
    x,
    y: cells.map(({ value }, level) => (Number.isNaN(value) || seen[level] === true ? value : 0)),
    error: cells.map(({ standardError }, level) => (seen[level] === true ? standardError : Number.NaN)),
    words(level) {
      const cell = cells[level];
      const [value, error] = squared(level);
      if (cell === undefined || Number.isNaN(cell.value)) return 'none';
      if (seen[level] === true) return formatEstimate(cell.value, cell.standardError);
      return `none seen, below ${formatNumber(Math.sqrt(Math.max(0, value + SEEN * error)) / norm, { digits: 2 })}`;
    },
  };
}

function xOf(quality: PointQualityValue, scheme: SchemeQualityValue, axis: PointAxis): Float64Array {
  return Float64Array.from(quality.samples, (samples, level) => (axis === 'samples'
    ? samples
    : axis === 'nonzeros'
    ? samples * scheme.nonzerosPerSample
    : (scheme.secondsPerEstimate[level] ?? Number.NaN)));
}

/**
 * The plots of a measurement at a point.
 * @param shown schemes that are drawn
 * @param scale of bias, deviation and error; cosine and z are always linear
 */
export function pointPlots(
  quality: PointQualityValue, figures: readonly PointFigure[], shown: ReadonlySet<SchemeName>, axis: PointAxis, scale: ScaleKind,
): Plot[] {
  const schemes = quality.schemes.filter(({ scheme }) => shown.has(scheme));
  const { norm } = quality.trueGradient;
  const measured = (pick: (cell: CellFigures, scheme: SchemeQualityValue, level: number) => Figure): Curve[] =>
    schemes.map((scheme) => {
      const cells = quality.samples.map((_samples, level) => pick(cellFigures(quality, scheme, level), scheme, level));
      return {
        scheme: scheme.scheme, basis: 'estimate', x: xOf(quality, scheme, axis), y: cells.map(({ value }) => value),
        error: cells.map(({ standardError }) => standardError),
      };
    });
  return figures.map((key): Plot => {
    const title = POINT_TERMS[key].label;
    switch (key) {
      case 'bias':
        return { key, title, scale, footWords: 'no bias seen', curves: [...schemes.flatMap((scheme) => exactCurve(
          scheme, xOf(quality, scheme, axis),
          scheme.exactBias === null || !(norm > 0) || (scale === 'log' && !(scheme.exactBias > 0)) ? null : scheme.exactBias / norm,
        )), ...schemes.map((scheme) => measuredBias(quality, scheme, xOf(quality, scheme, axis)))] };
      case 'deviation':
        return { key, title, scale, curves: measured((cell) => cell.deviation) };
      case 'rmse':
        return { key, title, scale, curves: measured((cell) => cell.rmse) };
      case 'cosine':
        return { key, title, scale: 'linear', least: { min: 0, max: 1 }, curves: [
          ...schemes.flatMap((scheme) => exactCurve(scheme, xOf(quality, scheme, axis), scheme.exactCosine)),
          ...measured((cell) => cell.cosine),
        ] };
      case 'z':
        return { key, title, scale: 'linear', least: { min: 0, max: 4 }, reference: { at: SUSPECT_Z, label: '1 in 1000 above' }, curves:
          measured((_cell, scheme, level) => ({ value: scheme.biasZ[level] ?? Number.NaN, standardError: Number.NaN, exact: false })) };
    }
  });
}

export const PATH_FIGURES = ['lossCosine', 'penaltyCosine', 'lossNormRatio', 'penaltyNormRatio'] as const;
export type PathFigure = (typeof PATH_FIGURES)[number];

export const PATH_TERMS: Readonly<Record<PathFigure, FigureTerm>> = {
  lossCosine: {
    label: 'Cosine, gradient of the loss',
    help: 'Between c + μ · the scheme’s penalty part and c + μ∇E[φ̃]: the direction that is descended against the one that should be.',
  },
  penaltyCosine: { label: 'Cosine, penalty part', help: 'Between the scheme’s penalty part and ∇E[φ̃], without the objective.' },
  lossNormRatio: { label: 'Ratio of norms, loss', help: '‖c + μ · penalty part‖ / ‖c + μ∇E[φ̃]‖: 1 is the right length.' },
  penaltyNormRatio: { label: 'Ratio of norms, penalty', help: '‖penalty part‖ / ‖∇E[φ̃]‖: 1 is the right length.' },
};

const SAMPLED: Readonly<Record<PathFigure, { readonly value: keyof SchemePathValue; readonly error?: keyof SchemePathValue }>> = {
  lossCosine: { value: 'sampledLossCosine', error: 'sampledLossCosineStandardError' },
  penaltyCosine: { value: 'sampledPenaltyCosine', error: 'sampledPenaltyCosineStandardError' },
  lossNormRatio: { value: 'sampledLossNormRatio' },
  penaltyNormRatio: { value: 'sampledPenaltyNormRatio' },
};

const numbers =
  (value: SchemePathValue[keyof SchemePathValue]): Float64Array => (value instanceof Float64Array ? value : new Float64Array());

/** The plots of a measurement along a trajectory, against the iteration. */
export function pathPlots(quality: PathQualityValue, figures: readonly PathFigure[], shown: ReadonlySet<SchemeName>): Plot[] {
  const schemes = quality.schemes.filter(({ scheme }) => shown.has(scheme));
  return figures.map((key): Plot => {
    const cosine = key === 'lossCosine' || key === 'penaltyCosine';
    const { value, error } = SAMPLED[key];
    const curves = schemes.flatMap((scheme): Curve[] => {
      const exact = scheme[key];
      const known = exact.some((y) => !Number.isNaN(y));
      return [
        ...(known ? [{ scheme: scheme.scheme, basis: 'exact' as const, x: quality.iteration, y: exact }] : []),
        {
          scheme: scheme.scheme, basis: 'estimate', x: quality.iteration, y: numbers(scheme[value]),
          ...(error === undefined ? {} : { error: numbers(scheme[error]) }),
        },
      ];
    });
    return cosine
      ? { key, title: PATH_TERMS[key].label, scale: 'linear', least: { min: 0, max: 1 }, curves }
      : { key, title: PATH_TERMS[key].label, scale: 'log', reference: { at: 1, label: 'right length' }, curves };
  });
}
