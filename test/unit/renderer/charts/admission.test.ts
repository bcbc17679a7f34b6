/** What is taken into a drawing at once: counted work a frame, whatever the clock says. */
import { describe, expect, it } from 'vitest';
import { admit } from '../../../../src-renderer/charts/admission.ts';

interface Tile {
  readonly run: number;
  readonly values: number;
}

const BUDGET = 150_000;
const valuesOf = ({ values }: Tile): number => values;
/** A tile of two quantities over a panel of 800 px. */
const tile = (run: number, values = 3 * 16_384): Tile => ({ run, values });

/** Frames until everything offered is taken in: what each of them took. */
function frames(before: readonly (Tile | undefined)[], offered: readonly (Tile | undefined)[]): Tile[][] {
  const took: Tile[][] = [];
  for (let taken = before; ; ) {
    const next = admit(taken, offered, valuesOf, BUDGET);
    if (next === taken) return took;
    const had = new Set(taken);
    took.push(next.filter((entry) => entry !== undefined && !had.has(entry)) as Tile[]);
    taken = next;
  }
}

describe('tiles that arrive together', () => {
  it('are taken in over several frames, none of which has more work than its budget', () => {
    const offered = Array.from({ length: 10 }, (_, run) => tile(run));
    const took = frames([], offered);
    expect(took.map((each) => each.length)).toEqual([3, 3, 3, 1]);
    for (const each of took) expect(each.reduce((sum, { values }) => sum + values, 0)).toBeLessThanOrEqual(BUDGET);
    expect(took.flat()).toEqual(offered);
  });

  it('leave what was there in its place until they are taken in', () => {
    const old = Array.from({ length: 10 }, (_, run) => tile(run));
    const next = admit(old, old.map(({ run }) => tile(run)), valuesOf, BUDGET);
    expect(next.slice(3)).toEqual(old.slice(3));
    expect(next.slice(3).every((entry, k) => entry === old[k + 3])).toBe(true);
  });

  it('get in however large they are, one a frame', () => {
    const offered = [tile(0, 10 * BUDGET), tile(1, 10 * BUDGET), tile(2, 1)];
    expect(frames([], offered)).toEqual([[offered[0]], [offered[1]], [offered[2]]]);
  });

  it('go at once where there is nothing any more', () => {
    const old = Array.from({ length: 10 }, (_, run) => tile(run));
    expect(admit(old, old.map(() => undefined), valuesOf, BUDGET)).toEqual(old.map(() => undefined));
    expect(admit(old, old.slice(0, 4), valuesOf, BUDGET)).toEqual(old.slice(0, 4));
  });

  it('change nothing once they are in', () => {
    const offered = [tile(0), undefined, tile(2)];
    expect(admit(offered, [...offered], valuesOf, BUDGET)).toBe(offered);
  });
});
