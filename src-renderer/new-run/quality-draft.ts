/**
 * The part of the new-run form that asks for gradient quality: the texts of its fields and the spec they
 * make. The points of a trajectory are no text: they come from a run, or as they came with a spec.
 */
import { QUALITY } from '../../src-science/quality/quality-settings.ts';
import type { PathPoint } from '../../src-science/settings/setting.ts';
import type { QualitySpec } from '../../src-science/quality/quality-settings.ts';
import { isWithin, limitsInWords } from '../../src-science/settings/number-limits.ts';
import { parseNumber } from '../form/parse-number.ts';

const { point, path } = QUALITY.cases;

export const QUALITY_TEXTS: Readonly<Record<string, string>> = {
  'quality.shape': QUALITY.choice.default,
  'quality.schemes': point.schemes.default.join(','),
  'quality.iteration': '',
  'quality.samples': point.samples.default.join(', '),
  'quality.points.source': 'run',
  'quality.points.run': '',
  'quality.points.most': '40',
  'quality.pathSamples': String(path.samples.default),
  'quality.replications': String(point.replications.default),
  'quality.seed': String(point.seed.default),
};

/** A trajectory's points and where they come from; null while they are on their way. */
export interface RunPath {
  readonly points: readonly PathPoint[];
  readonly tuning?: QualitySpec['tuning'];
}

/** What of a spec has no field: kept as it came. */
export interface KeptQuality {
  readonly points?: readonly PathPoint[];
  readonly runId?: number | null;
  readonly tuning?: QualitySpec['tuning'];
}

/** The texts of a spec's fields but x̂, and what has none. */
export function qualityTexts(spec: QualitySpec): { readonly texts: Readonly<Record<string, string>>; readonly kept: KeptQuality } {
  const tuning = spec.tuning === undefined ? {} : { tuning: spec.tuning };
  const common = {
    'quality.shape': spec.shape, 'quality.schemes': spec.schemes.join(','), 'quality.replications': String(spec.replications),
    'quality.seed': String(spec.seed),
  };
  if (spec.shape === 'point') {
    return { texts: {
      ...common, 'quality.samples': spec.samples.join(', '),
      'quality.iteration': spec.iteration === undefined ? '' : String(spec.iteration),
    }, kept: tuning };
  }
  return {
    texts: { ...common, 'quality.pathSamples': String(spec.samples), 'quality.points.source': 'kept' },
    kept: { points: spec.points, runId: spec.runId, ...tuning },
  };
}

/** How the form reads its fields; complaints are tied to them by path. */
interface QualityReader {
  readonly text: (path: string) => string;
  readonly number: (path: string) => number;
  readonly marginals: (path: string) => readonly number[];
  readonly complain: (path: string, message: string) => void;
  /** Called where the spec must wait for what a run is asked for. */
  readonly wait: () => void;
}

/** The body of a spec; checked by its schema afterwards. */
export function qualityBody(reader: QualityReader, kept: KeptQuality, runPath: RunPath | null): object {
  const { text, number } = reader;
  const schemes = text('quality.schemes').split(',').filter((name) => name !== '');
  if (schemes.length === 0) reader.complain('quality.schemes', 'Choose at least one scheme');
  const common = { schemes, replications: number('quality.replications'), seed: number('quality.seed') };
  if (text('quality.shape') === 'point') {
    const iteration = text('quality.iteration').trim() === '' ? {} : { iteration: number('quality.iteration') };
    return {
      shape: 'point', ...common, ...(kept.tuning === undefined ? {} : { tuning: kept.tuning }), xHat: reader.marginals('quality.xHat'),
      samples: sampleCounts(reader), ...iteration,
    };
  }
  const samples = number('quality.pathSamples');
  if (text('quality.points.source') === 'kept') {
    return {
      shape: 'path', ...common, samples, points: kept.points ?? [], runId: kept.runId ?? null,
      ...(kept.tuning === undefined ? {} : { tuning: kept.tuning }),
    };
  }
  const run = text('quality.points.run');
  if (run === '') reader.complain('quality.points.run', 'Choose the run whose trajectory is measured');
  number('quality.points.most');
  if (runPath === null) reader.wait();
  return {
    shape: 'path', ...common, samples, points: runPath?.points ?? [], runId: Number(run),
    ...(runPath?.tuning === undefined ? {} : { tuning: runPath.tuning }),
  };
}

function sampleCounts(reader: QualityReader): number[] {
  const words = reader.text('quality.samples').split(/[\s,;]+/).filter((word) => word !== '');
  const counts = words.map((word) => parseNumber(word));
  const odd = words.find((_word, n) => !isCount(counts[n] ?? null));
  if (words.length === 0) reader.complain('quality.samples', 'Give at least one sample count');
  else if (odd !== undefined) reader.complain('quality.samples', `“${odd}” is no sample count: ${limitsInWords(point.samples.limits)} each, ascending`);
  else if (
    counts.some((count, n) => n > 0 && (count ?? 0) <= (counts[n - 1] ?? 0))
  ) reader.complain('quality.samples', 'Sample counts must ascend, each once');
  return counts.map((count) => count ?? 0);
}

function isCount(count: number | null): boolean {
  return count !== null && isWithin(count, point.samples.limits);
}

/**
 * At most `most` of a run's snapshots, evenly over its iterations, the first and the last among them.
 * @param iterations of the snapshots, ascending
 */
export function spreadIterations(iterations: readonly number[], most: number): number[] {
  if (iterations.length <= most) return [...iterations];
  const chosen = new Set(Array.from(
    { length: Math.max(1, most) }, (_, n) => iterations[Math.round((n * (iterations.length - 1)) / Math.max(1, most - 1))] ?? 0,
  ));
  return [...chosen];
}
