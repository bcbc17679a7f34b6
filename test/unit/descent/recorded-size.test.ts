/** What a descent is said to keep is what it keeps. */
import { describe, expect, it } from 'vitest';
import { recordedSize, recordedSizeText, sizeText } from '../../../src-science/descent/recorded-size.ts';
import { descend } from '../../../src-science/descent/descend.ts';
import type { DescentSpec } from '../../../src-science/descent/descent-spec.ts';
import { normalForm } from '../../../src-science/program/normal-form.ts';
import { programOf } from '../exact/small-programs.ts';
import { aDescent } from '../../a-descent.ts';

const form =
  normalForm(programOf({ objective: [3, 2, 4], rows: [{ coefficients: [1, 1, 0], lower: 1 }, { coefficients: [0, 1, 1], lower: 1 }] }));
const base = aDescent({
  samples: 32, step: 0.05, mu: { kind: 'fixed', value: 5 }, iterations: 100, start: { kind: 'random', center: 0.5, spread: 0.1 },
  snapshotEvery: 10, checkpointEvery: 50, decoders: ['threshold'],
});

describe('the points and snapshots of a descent', () => {
  it.each<[string, Partial<DescentSpec>]>([
    ['every step and every tenth', {}],
    ['with strides that do not divide its length', { iterations: 101, recordEvery: 7, snapshotEvery: 9 }],
    ['with the first and last snapshot only', { snapshotEvery: 0 }],
    ['of one step', { iterations: 1, recordEvery: 5, snapshotEvery: 5 }],
    ['with a snapshot every step', { snapshotEvery: 1 }],
    ['with momentum', { optimizer: { name: 'momentum', momentum: 0.9 } }],
    ['by plain gradient steps', { optimizer: { name: 'sgd' } }],
    ['annealed', { optimizer: { name: 'mean-field', temperature: 5, finalTemperature: 0.1 } }],
  ])('%s', (_name, change) => {
    const spec = { ...base, ...change };
    let points = 0;
    let snapshots = 0;
    const result = descend(form, spec, { now: () => 0, onTrajectory: (chunk) => (points += chunk.length), onSnapshot: () => snapshots++ });
    const size = recordedSize(spec, 3);
    expect([size.points, size.snapshots]).toEqual([points, snapshots]);
    const vectors = snapshots + 1 + result.checkpoint.moments.length + 1;
    expect(size.bytes).toBe(8 * (11 * points + 3 * vectors) + result.decoded.length);
  });

  it('of several in a row are no more than said', () => {
    const spec = { ...base, restarts: 3 };
    let points = 0;
    let snapshots = 0;
    descend(form, spec, { now: () => 0, onTrajectory: (chunk) => (points += chunk.length), onSnapshot: () => snapshots++ });
    expect(points).toBeLessThanOrEqual(recordedSize(spec, 3).points);
    expect(snapshots).toBeLessThanOrEqual(recordedSize(spec, 3).snapshots);
  });
});

it('a size in words', () => {
  expect([0, 640, 999, 1000, 9949, 9950, 999_499, 999_500, 4.04e9, 1e18].map(sizeText)).toEqual(['0 bytes', '640 bytes', '999 bytes',
    '1.0 kB', '9.9 kB', '10 kB', '999 kB', '1.0 MB', '4.0 GB', '1000 PB']);
  expect(recordedSizeText(recordedSize({ ...base, iterations: 10_000, snapshotEvery: 1 }, 50_000), 50_000))
    .toBe('4.0 GB: 10\u2009001 snapshots of 400 kB and 10\u2009001 points');
});
