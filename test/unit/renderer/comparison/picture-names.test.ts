/** Names of methods in pictures: where they stand, and what of the selection a picture marks. */
import { describe, expect, it } from 'vitest';
import { comparedRuns } from '../../../../src-renderer/comparison/compared-runs.ts';
import { methodNamedAt } from '../../../../src-renderer/comparison/picture.ts';
import type { Hit, PictureInput } from '../../../../src-renderer/comparison/picture.ts';
import { PICTURE_NAMES, PICTURES } from '../../../../src-renderer/comparison/pictures.ts';
import { selectedIn } from '../../../../src-renderer/comparison/PictureSurface.tsx';
import { compare } from '../../../../src-science/statistics/comparison.ts';
import type { ProblemSummary } from '../../../../src-contract/session.ts';
import { makeRun } from '../make-run.ts';

const METHODS = 3;
const runs = Array.from({ length: 24 }, (_, k) => makeRun({
  id: k + 1, problemId: 1 + (Math.floor(k / METHODS) % 2), problemName: `p${1 + (Math.floor(k / METHODS) % 2)}`, label: `m${k % METHODS}`,
  seed: Math.floor(k / (2 * METHODS)), step: 0.1 * (1 + (k % METHODS)), seconds: 0.5 + k / 7, gap: (k % 5) / 100, feasible: true,
  objective: 100 + (k % 5),
}));
const problems = [1, 2].map((id) => ({
  id, name: `p${id}`, sense: 'min', variables: 10, reference: { objective: 100, basis: 'proven', runId: null },
} as unknown as ProblemSummary));
const compared = comparedRuns(runs, problems, 'name', null);
const asked = { by: 'gap', target: 0.02, baseline: 0 } as const;
const input: PictureInput = {
  compared, comparison: compare(compared.outcomes, METHODS, 2, asked), asked, improvements: null, scale: 'linear', budget: 'seconds',
  ranksOver: 'instances', x: 'seconds', y: 'gap',
};

describe.each(PICTURE_NAMES)('the picture %s', (name) => {
  it.each([[1200, 700], [420, 360]])('finds each method by its name where it is written, in %i × %i', (width, height) => {
    const picture = PICTURES[name].draw(input, { width, height });
    if (typeof picture === 'string') throw new Error(picture);
    expect(picture.names.map(({ methodKey }) => methodKey).toSorted()).toEqual(
      name === 'parallel' ? [] : compared.methods.map(({ key }) => key).toSorted(),
    );
    for (const { left, top, width: wide, height: high, methodKey } of picture.names) {
      expect(methodNamedAt(picture, left + wide / 2, top + high / 2)).toBe(methodKey);
      expect(top + high).toBeLessThanOrEqual(height + 1);
    }
    expect(methodNamedAt(picture, width + 50, 5)).toBeNull();
  });
});

describe('what of the selection a picture marks', () => {
  const hit = (id: number): Hit => ({ x: id, y: id, runIds: [id], methodKey: '', words: () => [] });
  const byRun = new Map(runs.map(({ id }) => [id, hit(id)]));
  const names = compared.methods.map(({ key }) => ({ left: 0, top: 0, width: 1, height: 1, methodKey: key }));
  const marked = (ids: readonly number[]) => {
    const { points, names: found } = selectedIn({ names }, byRun, compared, ids);
    return { points: points.length, names: found.map(({ methodKey }) => methodKey) };
  };
  const ofFirst = runs.filter((_, k) => k % METHODS === 0).map(({ id }) => id);
  it('are points of selected runs, and names of methods all of whose runs are', () => {
    expect(marked(ofFirst)).toEqual({ points: 8, names: [compared.methods[0]?.key] });
    expect(marked(ofFirst.slice(1))).toEqual({ points: 7, names: [] });
  });
  it('is nothing where nothing or all of it is selected, or what it does not draw', () => {
    expect(marked([])).toEqual({ points: 0, names: [] });
    expect(marked(runs.map(({ id }) => id))).toEqual({ points: 0, names: [] });
    expect(marked([999])).toEqual({ points: 0, names: [] });
  });
});
