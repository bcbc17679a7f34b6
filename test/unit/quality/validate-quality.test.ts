/** Every wrong field of a quality spec is told in one sentence, and nothing is measured. */
import { describe, expect, it } from 'vitest';
import { defaultLadder } from '../../../src-science/quality/default-ladder.ts';
import { measureQuality } from '../../../src-science/quality/quality.ts';
import type { PathQualitySpec, PointQualitySpec } from '../../../src-science/quality/quality-settings.ts';
import { qualityComplaints } from '../../../src-science/quality/validate-quality.ts';
import { formOf } from '../relaxation/enumeration.ts';

const form = formOf(2, [{ a: [1, 1], b: 1 }]);
const point: PointQualitySpec = { shape: 'point', schemes: ['true-penalty'], xHat: [0.5, 0.5], samples: [1, 8], replications: 8, seed: 0 };
const path: PathQualitySpec = {
  shape: 'path',
  schemes: ['true-penalty'],
  points: [{ iteration: 0, mu: 1, xHat: [0.5, 0.5] }],
  samples: 8,
  replications: 8,
  seed: 0,
  runId: null,
};

const wrongPoints: readonly [Partial<PointQualitySpec>, string, string][] = [
  [{ schemes: [] }, 'schemes', 'Choose at least one scheme.'],
  [{ schemes: ['concrete', 'concrete'] }, 'schemes', 'The scheme concrete is named twice.'],
  [{ replications: 4 }, 'replications', 'Replications must be a whole number from 8 to 512, not 4.'],
  [{ samples: [] }, 'samples', 'Sample counts: give one to 64 of them.'],
  [{ samples: [8, 4] }, 'samples', 'Sample counts must ascend, each once.'],
  [{ samples: [0.5] }, 'samples', 'Sample counts must each be a whole number from 1 to 16777216, not 0.5.'],
  [{ schemes: ['score-function'], samples: [1] }, 'samples', 'score-function needs at least 2 samples.'],
  [{ seed: -1 }, 'seed', 'The seed must be a whole number of at least 0, not -1.'],
  [{ xHat: [0.5] }, 'xHat', 'The point x̂ has 1 values, the program has 2 variables.'],
  [{ xHat: [0.5, 1.5] }, 'xHat', 'Value 2 of the point x̂ is 1.5, not a number from 0 to 1.'],
  [{ tuning: { differenceStep: 0.9 } }, 'tuning.differenceStep', 'The difference step must be a number above 0 and of at most 0.5, not 0.9.'],
  [{ iteration: -1 }, 'iteration', 'The iteration must be a whole number of at least 0, not -1.'],
];

const wrongPaths: readonly [Partial<PathQualitySpec>, string][] = [
  [{ points: [] }, 'The trajectory has no point; choose a run with stored snapshots.'],
  [{ points: [...path.points, ...path.points] }, 'The iterations of the points must ascend from 0.'],
  [{ points: [{ iteration: 0, mu: Infinity, xHat: [0, 1] }] }, 'The weight μ of a point must be a finite number of at least 0, not Infinity.'],
  [{ points: [{ iteration: 0, mu: 1, xHat: [0] }] }, 'The point x̂ has 1 values, the program has 2 variables.'],
];

describe('a spec of gradient quality', () => {
  it.each(wrongPoints)('at a point: %j is a complaint about %s', (change, field, message) => {
    expect(qualityComplaints(form, { ...point, ...change })).toContainEqual({ field, message });
    expect(() => measureQuality(form, { ...point, ...change }, { now: () => 0 })).toThrow(RangeError);
  });

  it.each(wrongPaths)('along a path: %j is a complaint', (change, message) => {
    expect(qualityComplaints(form, { ...path, ...change })).toContainEqual({ field: 'points', message });
  });

  it('has no complaint where it is good', () => {
    expect([...qualityComplaints(form, point), ...qualityComplaints(form, path)]).toEqual([]);
  });

  it('refuses replications that would not fit into memory, with how many would', () => {
    const d = 40_000;
    const wide = formOf(d, []);
    const [complaint] = qualityComplaints(wide, { ...point, replications: 512, xHat: new Array<number>(d).fill(0.5) });
    expect(complaint?.message).toBe('512 replications of 40000 variables take too much memory; choose at most 250.');
  });

  it('begins with powers of two up to 2¹⁴, fewer on a program with many nonzeros', () => {
    expect(defaultLadder(form)).toEqual(Array.from({ length: 15 }, (_, k) => 2 ** k));
    const dense = formOf(500, Array.from({ length: 40 }, () => ({ a: new Array<number>(500).fill(1), b: 100 })));
    expect(defaultLadder(dense).at(-1)).toBe(256);
  });
});
