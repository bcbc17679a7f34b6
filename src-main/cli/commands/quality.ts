/**
 * `leibniz quality`: how good the estimates of the gradient schemes are at a point x̂, against the sample
 * count. Norms in the text are relative to that of the true gradient; --json has them as they are.
 */
import type { PointQuality } from '../../../src-science/quality/quality-spec.ts';
import { cellFigures, type Figure } from '../../../src-science/quality/derived-figures.ts';
import { defaultLadder } from '../../../src-science/quality/default-ladder.ts';
import { qualityComplaints } from '../../../src-science/quality/validate-quality.ts';
import { SCHEME_NAMES, type SchemeName } from '../../../src-science/gradients/scheme.ts';
import { normalForm } from '../../../src-science/program/normal-form.ts';
import { EngineError, errorOf } from '../../engine/error-value.ts';
import { readMarginals } from '../marginals-argument.ts';
import { estimateText, factLines, numberText, secondsText, tableText } from '../number-text.ts';
import type { CommandReply } from '../output.ts';
import { problemOf } from '../problem-argument.ts';
import type { ProblemOptions } from '../problem-argument.ts';
import { runJob } from '../run-job.ts';
import { oneLine } from '../../../src-science/program/one-line.ts';

export interface QualityOptions extends ProblemOptions {
  readonly at: string;
  readonly schemes?: readonly SchemeName[];
  readonly samples?: readonly number[];
  readonly replications: number;
  readonly iteration?: number;
  readonly seed: number;
}

export async function quality(path: string, options: QualityOptions): Promise<CommandReply> {
  const program = await problemOf(path, options);
  const xHat = await readMarginals('--at', options.at, program);
  const form = normalForm(program);
  const { seed, iteration } = options;
  const spec = {
    shape: 'point' as const,
    schemes: options.schemes ?? SCHEME_NAMES,
    xHat,
    samples: options.samples ?? defaultLadder(form),
    replications: options.replications,
    seed,
    ...(iteration === undefined ? {} : { iteration }),
  };
  const [complaint] = qualityComplaints(form, spec);
  if (complaint !== undefined) {
    throw new EngineError('usage', complaint.message, 'leibniz quality --help tells the options.', { field: `--${complaint.field}` });
  }
  const outcome = await runJob(program, { version: 1, kind: 'quality', quality: spec });
  if (outcome.status === 'failed') throw errorOf(outcome.error);
  const found = outcome.result?.kind === 'quality' ? outcome.result.quality : null;
  if (found?.shape !== 'point') {
    throw new EngineError('cancelled', 'The measurement was cancelled before its first figures.', 'Start it again.');
  }
  const { shape: _shape, ...json } = found;
  return { json: { ...json, seed, iteration: iteration ?? 0 }, text: qualityText(found), exitCode: outcome.status === 'cancelled' ? 1 : 0 };
}

function qualityText(found: PointQuality): string {
  const { trueGradient } = found;
  const facts = factLines([
    ['true gradient', oneLine(trueGradient.reason)],
    ['its norm', numberText(trueGradient.norm)],
    ['replications', String(found.replications)],
    ['seconds', secondsText(found.seconds)],
  ]);
  const notes = found.schemes.flatMap(
    ({ expectationNote }) => (expectationNote === null || expectationNote === trueGradient.reason ? [] : [`${oneLine(expectationNote)}\n`]),
  );
  const table = figureTable(found);
  const unknown = table.includes('(?)') ? '(?) All estimates are the same number; their spread says nothing of the error.\n' : '';
  const legend =
    'z: of the mean against the scheme\'s own expectation. bias, deviation and rmse: against the true gradient, as shares of its norm.\n';
  return `${facts}\n${table}\n${[...new Set(notes)].join('')}${unknown}${legend}`;
}

const COLUMNS = [
  { label: 'scheme', numeric: false },
  { label: 'samples', numeric: true },
  { label: 'z', numeric: true },
  { label: 'bias', numeric: true },
  { label: 'deviation', numeric: true },
  { label: 'rmse', numeric: true },
  { label: 'cosine', numeric: true },
  { label: 'nonzeros', numeric: true },
  { label: 'time', numeric: true },
] as const;

function figureTable(found: PointQuality): string {
  const rows = found.schemes.flatMap((scheme) =>
    found.samples.flatMap((samples, level) => {
      const { bias, deviation, rmse, cosine, nonzeros } = cellFigures(found, scheme, level);
      // Not measured: too few samples for the scheme, or cancelled before.
      if (Number.isNaN(scheme.rmse[level])) return [];
      const figure = ({ value, standardError, exact }: Figure): string => {
        if (Number.isNaN(value)) return 'none';
        return standardError === 0
          ? `${numberText(Number(value.toPrecision(4)))}${exact ? '' : '(?)'}`
          : estimateText(value, standardError);
      };
      return [
        [
          scheme.scheme,
          String(samples),
          Number.isNaN(scheme.biasZ[level]) ? 'none' : (scheme.biasZ[level] ?? Number.NaN).toFixed(2),
          figure(bias),
          figure(deviation),
          figure(rmse),
          figure(cosine),
          numberText(Math.round(nonzeros)),
          secondsText(scheme.secondsPerEstimate[level] ?? Number.NaN),
        ],
      ];
    }),
  );
  return tableText(COLUMNS, rows);
}
