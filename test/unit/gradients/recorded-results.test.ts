/**
 * Results of one descent, one estimate and one measurement of quality a scheme and evaluation, as hashes that were
 * recorded before the schemes became records: the same spec and seed give the same bits. A hash here changes only
 * together with NUMERICS.
 */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { descend } from '../../../src-science/descent/descend.ts';
import { TRAJECTORY_COLUMNS, type TrajectoryChunk } from '../../../src-science/descent/descent-control.ts';
import type { DescentSpec } from '../../../src-science/descent/descent-spec.ts';
import { estimate } from '../../../src-science/estimation/estimate.ts';
import type { GradientEstimateSpec } from '../../../src-science/estimation/estimate-settings.ts';
import { SCHEME_NAMES, type SchemeName } from '../../../src-science/gradients/scheme.ts';
import type { QualitySpec } from '../../../src-science/quality/quality-settings.ts';
import { measureQuality } from '../../../src-science/quality/quality.ts';
import { randomForm, randomMarginals } from '../relaxation/enumeration.ts';
import { RECORDED } from './recorded-results.ts';
import { aDescent } from '../../a-descent.ts';

const now = (): number => 0;
/** Seconds differ; what is found on the way is no figure of a scheme, and came after these were recorded. */
const UNRECORDED: readonly string[] = ['seconds', 'incumbent', 'bound'];
const form = {
  ...randomForm(9, 8, 4711, ['integer', 'real', 'cover', 'packing', 'edge', 'decimal']),
  objective: Float64Array.from({ length: 9 }, (_, j) => j - 4),
};
const xHat = [...randomMarginals(9, 5, false)];

/** First 16 hex digits of SHA-256 over numbers, bit by bit, in order; null is a number of its own. */
function hashOf(parts: readonly (number | ArrayLike<number> | null)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) {
    hash.update(part === null ? 'null' : typeof part === 'number' ? Float64Array.of(part) : Float64Array.from(part));
  }
  return hash.digest('hex').slice(0, 16);
}

/** The result's hash; the refusal where there is none. */
function hashOrRefusal(compute: () => readonly (number | ArrayLike<number> | null)[]): string {
  try {
    return hashOf(compute());
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function descended(scheme: SchemeName, change: Partial<DescentSpec>): (number | ArrayLike<number>)[] {
  const spec = aDescent({
    scheme, evaluation: 'sampled', samples: 40, optimizer: { name: 'adam', beta1: 0.9, beta2: 0.99, epsilon: 1e-8 },
    iterations: 12, seed: 11, start: { kind: 'random', center: 0.5, spread: 0.3 }, decoders: ['conditional-expectation'],
    ...change,
  });
  const chunks: TrajectoryChunk[] = [];
  const { iterations, samples, final, xHat: end, decoded, settling } = descend(form, spec, {
    now,
    onTrajectory: (chunk) => chunks.push(chunk),
  });
  const { loss, objective, penalty, mu, gradientNorm, lossStandardError, penaltyStandardError } = final;
  return [
    [iterations, samples, loss, objective, penalty, mu, gradientNorm, lossStandardError, penaltyStandardError, settling.gap],
    end,
    ...decoded.map(({ x }) => x),
    ...TRAJECTORY_COLUMNS.filter((name) => !UNRECORDED.includes(name)).map((name) => chunks.flatMap((chunk) => [...chunk.columns[name]])),
  ];
}

function estimated(spec: GradientEstimateSpec): (number | ArrayLike<number> | null)[] {
  const found = estimate(form, spec, { now });
  if (found.quantity !== 'gradient') throw new TypeError('no gradient');
  return [found.samples, found.penaltyGradient, found.standardError, found.exact, found.maxAbsZ, found.trueGradient, found.cosineToTrue];
}

function measured(spec: QualitySpec): (number | ArrayLike<number> | null)[] {
  const found = measureQuality(form, spec, { now });
  if (found === null) throw new TypeError('nothing was measured');
  return found.shape === 'point'
    ? found.schemes.flatMap((
      one,
    ) => [one.expectation, one.exactBias, one.exactCosine, one.sampleVariance, one.nonzerosPerSample, one.biasZ, one.squaredBias,
      one.variance, one.cosine, one.rmse]
    )
    : found.schemes.flatMap((
      one,
    ) => [one.penaltyCosine, one.penaltyNormRatio, one.lossCosine, one.lossNormRatio, one.sampledPenaltyCosine, one.sampledLossCosine]);
}

function results(scheme: SchemeName): Record<string, string> {
  const gradient = { quantity: 'gradient', scheme, xHat, mu: 2, samples: 600, seed: 3 } as const;
  const found: Record<string, string> = {};
  for (const evaluation of ['sampled', 'exact', 'auto'] as const) {
    found[`descent, ${evaluation}`] = hashOrRefusal(() => descended(scheme, { evaluation }));
    found[`estimate, ${evaluation}`] = hashOrRefusal(() => estimated({ ...gradient, evaluation }));
  }
  found['descent, projected'] = hashOrRefusal(() => descended(scheme, { parametrization: 'projected', step: 0.2 }));
  found['descent, DiffILO’s loss'] = hashOrRefusal(() => descended(scheme, { loss: 'diffilo', evaluation: 'auto' }));
  found['estimate at borders'] = hashOrRefusal(() =>
    estimated({ ...gradient, evaluation: 'sampled', xHat: xHat.map((x, j) => (j === 2 ? 0 : j === 5 ? 1 : x)) })
  );
  found['quality at a point'] = hashOrRefusal(() =>
    measured({ shape: 'point', schemes: [scheme], xHat, samples: [4, 32], replications: 8, seed: 2 })
  );
  found['quality along a path'] = hashOrRefusal(() =>
    measured({ shape: 'path', runId: 1, schemes: [scheme], points: [{ iteration: 0, mu: 1, xHat }], samples: 8, replications: 8, seed: 2 })
  );
  return found;
}

const TUNED = {
  'surrogate-interchange': { soft: 'averaged' },
  concrete: { temperature: { start: 0.7, final: 0.2, halfLife: 5 } },
  'finite-difference': { differenceStep: 0.2 },
} as const;

describe('results are the recorded ones', () => {
  it('of every scheme that was there', () => {
    expect(SCHEME_NAMES).toEqual(expect.arrayContaining(Object.keys(RECORDED)));
  });

  it.each(SCHEME_NAMES.filter((scheme) => scheme in RECORDED))('of %s', (scheme) => {
    const tuning = Object.entries(TUNED).find(([name]) => name === scheme)?.[1];
    const tuned = tuning === undefined ? {} : { 'descent, tuned': hashOrRefusal(() => descended(scheme, { tuning })) };
    expect({ ...results(scheme), ...tuned }).toEqual(RECORDED[scheme]);
  });
});
