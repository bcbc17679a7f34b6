/**
 * Gradient quality as tables: the columns on screen and the tables that are exported, which hold every
 * stored figure with its standard error. Pure.
 */
import type { ExportTable } from '../../src-contract/tables/export-table.ts';
import type { RunSummary } from '../../src-contract/session.ts';
import type { SchemeName } from '../../src-science/gradients/scheme.ts';
import { cellFigures } from '../../src-science/quality/derived-figures.ts';
import type { CellFigures, Figure } from '../../src-science/quality/derived-figures.ts';
import type { DenseColumn } from '../table/DenseTable.tsx';
import { ALL_AGREE, formatCount, formatDuration, formatEstimate, formatNumber, fullPrecision } from '../format/index.ts';
import { AXIS_TERMS, PATH_TERMS, POINT_TERMS } from './plots.ts';
import type { PathQualityValue, PointQualityValue } from './plots.ts';

/** One scheme at one sample count. */
export interface PointRow {
  readonly key: string;
  readonly scheme: SchemeName;
  readonly samples: number;
  readonly level: number;
  readonly figures: CellFigures;
  readonly quality: PointQualityValue['schemes'][number];
}

/** Rows of the schemes shown, those that were measured. */
export function pointRows(quality: PointQualityValue, shown: ReadonlySet<SchemeName>): PointRow[] {
  return quality.schemes
    .filter(({ scheme }) => shown.has(scheme))
    .flatMap((scheme) =>
      quality.samples.flatMap((samples, level) =>
        Number.isNaN(scheme.rmse[level] ?? Number.NaN) ? [] : [{
          key: `${scheme.scheme} ${samples}`, scheme: scheme.scheme, samples, level, figures: cellFigures(quality, scheme, level),
          quality: scheme,
        }],
      ),
    );
}

const known =
  (value: number | null | undefined): number | null => (value === null || value === undefined || Number.isNaN(value) ? null : value);
const estimate = (
  { value, standardError, exact }: Figure,
): string => (Number.isNaN(value) ? 'none' : exact ? formatNumber(value) : formatEstimate(value, standardError));
const full = ({ value, standardError, exact }: Figure): string => (Number.isNaN(value)
  ? ''
  : `${fullPrecision(value)}${standardError > 0 ? ` ± ${fullPrecision(standardError)}` : exact ? ', exact' : `; ${ALL_AGREE}`}`);
const probability = (p: number): string => (p < 1e-4 ? '< 0.0001' : formatNumber(p, { digits: 2 }));

function figureColumn(key: string, label: string, help: string, pick: (row: PointRow) => Figure): DenseColumn<PointRow> {
  return {
    kind: 'number', key, label, help, width: 'minmax(104px, 1fr)', value: (row) => known(pick(row).value),
    text: (row) => estimate(pick(row)), full: (row) => full(pick(row)),
  };
}

export const POINT_COLUMNS: readonly DenseColumn<PointRow>[] = [
  { kind: 'text', key: 'scheme', label: 'scheme', width: 'minmax(150px, 1.1fr)', text: (row) => row.scheme },
  {
    kind: 'number', key: 'samples', label: 'samples', width: '84px', help: AXIS_TERMS.samples.help, value: (row) => row.samples,
    text: (row) => formatCount(row.samples),
  },
  {
    kind: 'number', key: 'z', label: 'z', width: '72px', help: POINT_TERMS.z.help,
    value: (row) => known(row.quality.biasZ[row.level]),
    text: (row) => formatNumber(known(row.quality.biasZ[row.level]), { digits: 3, signed: true }),
    full: (row) => (known(row.quality.biasP[row.level]) === null
      ? (row.quality.expectationNote ?? '')
      : `chance of an honest scheme: ${probability(row.quality.biasP[row.level] ?? 1)}`),
  },
  {
    kind: 'number', key: 'largestT', label: 'largest |t|', width: '88px',
    help: 'Of a single variable, against its exact expectation; on hover its chance after Šidák’s correction for the variables tested',
    value: (row) => known(row.quality.largestT[row.level]),
    text: (row) => formatNumber(known(row.quality.largestT[row.level]), { digits: 3 }),
    full: (
      row,
    ) => (known(row.quality.coordinateP[row.level]) === null
      ? ''
      : `chance ${probability(row.quality.coordinateP[row.level] ?? 1)}, ${formatCount(row.quality.testedCoordinates[row.level])} variables tested`),
  },
  figureColumn('bias', 'bias', POINT_TERMS.bias.help, (row) => row.figures.bias),
  figureColumn('deviation', 'deviation', POINT_TERMS.deviation.help, (row) => row.figures.deviation),
  figureColumn('rmse', 'rms error', POINT_TERMS.rmse.help, (row) => row.figures.rmse),
  figureColumn('cosine', 'cosine', POINT_TERMS.cosine.help, (row) => row.figures.cosine),
  {
    kind: 'number', key: 'nonzeros', label: 'nonzeros', width: '96px', help: AXIS_TERMS.nonzeros.help, value: (row) => row.figures.nonzeros,
    text: (row) => formatCount(Math.round(row.figures.nonzeros)), full: (row) => fullPrecision(row.figures.nonzeros),
  },
  {
    kind: 'number', key: 'seconds', label: 'time', width: '84px', help: AXIS_TERMS.seconds.help,
    value: (row) => known(row.quality.secondsPerEstimate[row.level]),
    text: (row) => formatDuration(known(row.quality.secondsPerEstimate[row.level])),
    full: (row) => `${fullPrecision(row.quality.secondsPerEstimate[row.level])} s`,
  },
  {
    kind: 'number', key: 'work', label: 'variance × work', width: '118px',
    help: 'Relative variance times nonzeros read: what the same work leaves of the noise, whatever K. Of two unbiased schemes the smaller is the better.',
    value: (row) => known(row.figures.workVariance), text: (row) => formatNumber(known(row.figures.workVariance)),
    full: (row) => fullPrecision(row.figures.workVariance),
  },
];

const numberColumn = (
  key: string, label: string, unit?: string,
): ExportTable['columns'][number] => ({ key, label, numeric: true, digits: 6, ...(unit === undefined ? {} : { unit }) });

/** What was measured, in lines: for the captions of charts and tables. */
export function qualityCaption(run: RunSummary, quality: PointQualityValue | PathQualityValue): string[] {
  const reason = quality.shape === 'point' ? quality.trueGradient.reason : quality.reason;
  const what = quality.shape === 'point'
    ? `norm of the true gradient ${formatNumber(quality.trueGradient.norm)}`
    : `${formatCount(quality.samples)} samples an estimate, ${formatCount(quality.points)} points`;
  return [
    `${run.problemName}: ${run.method}, ${what}, ${formatCount(quality.replications)} replications${run.seed === null ? '' : `, seed ${run.seed}`}.`,
    `True gradient: ${reason}`,
  ];
}

export function pointTable(run: RunSummary, quality: PointQualityValue, rows: readonly PointRow[]): ExportTable {
  return {
    title: `${run.problemName} gradient quality`,
    columns: [
      { key: 'scheme', label: 'scheme', numeric: false },
      numberColumn('samples', 'samples'), numberColumn('biasZ', 'z'), numberColumn('biasP', 'p of z'),
      numberColumn('largestT', 'largest |t|'), numberColumn('coordinateP', 'p of |t|'), numberColumn('tested', 'variables tested'),
      numberColumn('exactBias', 'exact bias'), numberColumn('squaredBias', 'squared bias'), numberColumn('squaredBiasError', 'its error'),
      numberColumn('variance', 'variance'), numberColumn('varianceError', 'its error'),
      numberColumn('sampleVariance', 'variance of a sample'),
      numberColumn('rmse', 'rms error'), numberColumn('rmseError', 'its error'),
      numberColumn('exactCosine', 'exact cosine'), numberColumn('cosine', 'cosine'), numberColumn('cosineError', 'its error'),
      numberColumn('zeroShare', 'zero estimates'),
      numberColumn('nonzeros', 'nonzeros read'), numberColumn('seconds', 'time', 's'), numberColumn('work', 'variance x work'),
      numberColumn('timed', 'variance x time'),
    ],
    rows: rows.map(({ scheme, samples, level, figures, quality: one }) => [
      scheme, samples,
      ...[one.biasZ, one.biasP, one.largestT, one.coordinateP, one.testedCoordinates].map((values) => known(values[level])),
      one.exactBias,
      ...[one.squaredBias, one.squaredBiasStandardError, one.variance, one.varianceStandardError].map((values) => known(values[level])),
      one.sampleVariance,
      ...[one.rmse, one.rmseStandardError].map((values) => known(values[level])),
      one.exactCosine,
      ...[one.cosine, one.cosineStandardError, one.zeroShare].map((values) => known(values[level])),
      figures.nonzeros, known(one.secondsPerEstimate[level]), known(figures.workVariance), known(figures.timeVariance),
    ]),
    caption: [
      ...qualityCaption(run, quality),
      'Biases, variances and errors as they are; variance x work and variance x time relative to the squared norm of the true gradient.',
    ].join('\n'),
  };
}

/** One scheme at one point of a trajectory. */
export interface PathRow {
  readonly key: string;
  readonly scheme: SchemeName;
  readonly iteration: number;
  readonly mu: number;
  readonly index: number;
  readonly path: PathQualityValue['schemes'][number];
}

export function pathRows(quality: PathQualityValue, shown: ReadonlySet<SchemeName>): PathRow[] {
  return Array.from({ length: quality.points }, (_, index) => index).flatMap((index) =>
    quality.schemes
      .filter(({ scheme }) => shown.has(scheme))
      .map((path) => ({
        key: `${index} ${path.scheme}`, scheme: path.scheme, iteration: quality.iteration[index] ?? 0, mu: quality.mu[index] ?? Number.NaN,
        index, path,
      })),
  );
}

function exactColumn(key: 'lossCosine' | 'penaltyCosine' | 'lossNormRatio' | 'penaltyNormRatio', label: string): DenseColumn<PathRow> {
  return {
    kind: 'number', key, label, width: 'minmax(96px, 1fr)', help: `${PATH_TERMS[key].help} Of the exact expectation.`,
    value: (row) => known(row.path[key][row.index]), text: (row) => formatNumber(known(row.path[key][row.index])),
    full: (row) => fullPrecision(row.path[key][row.index]),
  };
}

function sampledColumn(key: 'lossCosine' | 'penaltyCosine', label: string): DenseColumn<PathRow> {
  const pick = ({ path, index }: PathRow): Figure =>
    key === 'lossCosine'
      ? {
        value: path.sampledLossCosine[index] ?? Number.NaN, standardError: path.sampledLossCosineStandardError[index] ?? Number.NaN,
        exact: false,
      }
      : {
        value: path.sampledPenaltyCosine[index] ?? Number.NaN, standardError: path.sampledPenaltyCosineStandardError[index] ?? Number.NaN,
        exact: false,
      };
  return {
    kind: 'number', key: `${key}Sampled`, label, width: 'minmax(112px, 1fr)', help: `${PATH_TERMS[key].help} Mean over the estimates.`,
    value: (row) => known(pick(row).value), text: (row) => estimate(pick(row)), full: (row) => full(pick(row)),
  };
}

export const PATH_COLUMNS: readonly DenseColumn<PathRow>[] = [
  {
    kind: 'number', key: 'iteration', label: 'iteration', width: '88px', value: (row) => row.iteration,
    text: (row) => formatCount(row.iteration),
  },
  { kind: 'text', key: 'scheme', label: 'scheme', width: 'minmax(150px, 1.1fr)', text: (row) => row.scheme },
  {
    kind: 'number', key: 'mu', label: 'μ', width: '84px', help: 'Weight of the penalty at this point', value: (row) => row.mu,
    text: (row) => formatNumber(row.mu), full: (row) => fullPrecision(row.mu),
  },
  exactColumn('lossCosine', 'cosine, loss'),
  sampledColumn('lossCosine', 'by estimates'),
  exactColumn('penaltyCosine', 'cosine, penalty'),
  sampledColumn('penaltyCosine', 'by estimates'),
  exactColumn('lossNormRatio', 'norms, loss'),
  exactColumn('penaltyNormRatio', 'norms, penalty'),
];

const PATH_EXPORT = [
  ['lossCosine', 'cosine of loss'], ['lossNormRatio', 'norm ratio of loss'], ['penaltyCosine', 'cosine of penalty'],
  ['penaltyNormRatio', 'norm ratio of penalty'],
  ['sampledLossCosine', 'cosine of loss, estimates'], ['sampledLossCosineStandardError', 'its error'],
  ['sampledLossNormRatio', 'norm ratio of loss, estimates'],
  ['sampledPenaltyCosine', 'cosine of penalty, estimates'], ['sampledPenaltyCosineStandardError', 'its error'],
  ['sampledPenaltyNormRatio', 'norm ratio of penalty, estimates'],
] as const;

export function pathTable(run: RunSummary, quality: PathQualityValue, rows: readonly PathRow[]): ExportTable {
  return {
    title: `${run.problemName} ${run.method}`,
    columns: [
      numberColumn('iteration', 'iteration'), { key: 'scheme', label: 'scheme', numeric: false }, numberColumn('mu', 'μ'),
      ...PATH_EXPORT.map(([key, label]) => numberColumn(key, label)),
    ],
    rows:
      rows.map(({ iteration, scheme, mu, index, path }) => [iteration, scheme, mu, ...PATH_EXPORT.map(([key]) => known(path[key][index]))]),
    caption: qualityCaption(run, quality).join('\n'),
  };
}
