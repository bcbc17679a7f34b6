/**
 * Results of one descent, one estimate and one measurement of quality a scheme and evaluation, as hashes that were
 * recorded before the schemes became records: the same spec and seed give the same bits. A hash here changes only
 * together with NUMERICS.
 */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { descend } from '../../../src-science/descent/descend.ts';
import { TRAJECTORY_COLUMNS, type DescentSpec, type TrajectoryChunk } from '../../../src-science/descent/descent-spec.ts';
import { estimate } from '../../../src-science/estimation/estimate.ts';
import { SCHEME_NAMES, type SchemeName } from '../../../src-science/gradients/scheme.ts';
import { measureQuality } from '../../../src-science/quality/quality.ts';
import { randomForm, randomMarginals } from '../relaxation/enumeration.ts';
import { RECORDED } from './recorded-results.ts';

const now = (): number => 0;
const form = { ...randomForm(9, 8, 4711, ['integer', 'real', 'cover', 'packing', 'edge', 'decimal']), objective: Float64Array.from({ length: 9 }, (_, j) => j - 4) };
const xHat = [...randomMarginals(9, 5, false)];

/** First 16 hex digits of SHA-256 over every number of a result, bit by bit, and every word of it. */
function hashOf(value: unknown): string {
  const hash = createHash('sha256');
  const add = (part: unknown): void => {
    if (typeof part === 'number') hash.update(Float64Array.of(part));
    else if (part instanceof Float64Array || part instanceof Int32Array || part instanceof Uint8Array || part instanceof Int8Array) hash.update(Float64Array.from(part));
    else if (Array.isArray(part)) for (const each of part) add(each);
    else if (typeof part === 'object' && part !== null) {
      for (const [key, each] of Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
        hash.update(key);
        add(each);
      }
    } else hash.update(String(part));
  };
  add(value);
  return hash.digest('hex').slice(0, 16);
}

/** The result's hash; the refusal where there is none. */
function hashOrRefusal(compute: () => unknown): string {
  try {
    return hashOf(compute());
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function descended(scheme: SchemeName, change: Partial<DescentSpec>): unknown {
  const spec: DescentSpec = {
    scheme,
    evaluation: 'sampled',
    samples: 40,
    parametrization: 'logit',
    optimizer: { name: 'adam', beta1: 0.9, beta2: 0.99, epsilon: 1e-8 },
    step: 0.1,
    stepSchedule: { kind: 'constant' },
    mu: { kind: 'fixed', value: 3 },
    iterations: 12,
    seed: 11,
    start: { kind: 'random', center: 0.5, spread: 0.3 },
    stopAtGradientNorm: null,
    recordEvery: 1,
    snapshotEvery: 0,
    checkpointEvery: 0,
    decoders: ['conditional-expectation'],
    ...change,
  };
  const chunks: TrajectoryChunk[] = [];
  const result = descend(form, spec, { now, onTrajectory: (chunk) => chunks.push(chunk) });
  return [result, TRAJECTORY_COLUMNS.map((name) => chunks.flatMap((chunk) => [...chunk.columns[name]]))];
}

function results(scheme: SchemeName): Record<string, string> {
  const gradient = { quantity: 'gradient', scheme, xHat, mu: 2, samples: 600, seed: 3 } as const;
  const found: Record<string, string> = {};
  for (const evaluation of ['sampled', 'exact', 'auto'] as const) {
    found[`descent, ${evaluation}`] = hashOrRefusal(() => descended(scheme, { evaluation }));
    found[`estimate, ${evaluation}`] = hashOrRefusal(() => estimate(form, { ...gradient, evaluation }, { now }));
  }
  found['descent, projected'] = hashOrRefusal(() => descended(scheme, { parametrization: 'projected', step: 0.2 }));
  found['descent, DiffILO’s loss'] = hashOrRefusal(() => descended(scheme, { loss: 'diffilo', evaluation: 'auto' }));
  found['estimate at borders'] = hashOrRefusal(() => estimate(form, { ...gradient, evaluation: 'sampled', xHat: xHat.map((x, j) => (j === 2 ? 0 : j === 5 ? 1 : x)) }, { now }));
  found['quality at a point'] = hashOrRefusal(() => measureQuality(form, { shape: 'point', schemes: [scheme], xHat, samples: [4, 32], replications: 8, seed: 2 }, { now }));
  found['quality along a path'] = hashOrRefusal(() => measureQuality(form, { shape: 'path', runId: 1, schemes: [scheme], points: [{ iteration: 0, mu: 1, xHat }], samples: 8, replications: 8, seed: 2 }, { now }));
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
