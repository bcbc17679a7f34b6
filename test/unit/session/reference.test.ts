/** Which value gaps are measured against, what it rests on, what contradicts it, and the gaps. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseReference, gapTo } from '../../../src-main/engine/session/reference.ts';
import type { ReferenceCandidate } from '../../../src-main/engine/session/reference.ts';
import { referenceSource } from '../../../src-contract/reference-words.ts';
import { descend } from '../../../src-science/descent/descend.ts';
import { defaultDescentSpec } from '../../../src-science/descent/presets.ts';
import { normalForm } from '../../../src-science/program/normal-form.ts';
import { draws, randomProgram } from '../bounds/random-programs.ts';
import { gapLimits, gapStatement, relativeGap } from '../../../src-science/exact/optimality-gap.ts';

const run = (id: number, objective: number | null, change: Partial<ReferenceCandidate> = {}): ReferenceCandidate => ({
  id,
  method: 'HiGHS',
  objective,
  proven: false,
  feasible: true,
  bound: null,
  certified: false,
  ...change,
});
const proof = (id: number, objective: number): ReferenceCandidate => run(id, objective, { proven: true, bound: objective });
const NOTHING = { typed: null, file: null };

describe('the reference of a problem', () => {
  it('is the proven optimum of this session before anything else, and names the run and its solver', () => {
    expect(chooseReference('min', { typed: 100, file: 100 }, [run(1, 105), proof(2, 100)])).toEqual({
      reference: { objective: 100, basis: 'proven', runId: 2, method: 'HiGHS', bound: null },
      note: null,
    });
  });
  it('is what was typed in before what came with the file, where nothing is proven here', () => {
    expect(chooseReference('min', { typed: 79, file: 80 }, [run(1, 80)])).toMatchObject({
      reference: { objective: 79, basis: 'typed', runId: null },
      note: null,
    });
    expect(chooseReference('min', { typed: null, file: 80 }, [run(1, 80)])).toMatchObject({
      reference: { objective: 80, basis: 'published', runId: null },
      note: null,
    });
  });
  it('is the best found where nothing is known, by the sense of the problem', () => {
    const runs = [run(1, 80), run(2, 95), run(3, 70, { feasible: false }), run(4, null)];
    expect(chooseReference('min', NOTHING, runs).reference).toMatchObject({ objective: 80, basis: 'best-found', runId: 1 });
    expect(chooseReference('max', NOTHING, runs).reference).toMatchObject({ objective: 95, basis: 'best-found', runId: 2 });
  });
  it('is nothing where no run has a feasible solution', () => {
    expect(chooseReference('min', NOTHING, [run(1, 3, { feasible: false }), run(2, null)]).reference).toBeNull();
  });
  it('carries the tightest bound that an unfinished solve proved', () => {
    const { reference } = chooseReference('min', NOTHING, [run(1, 80, { method: 'true-penalty' }), run(2, 90, { bound: 60 }),
      run(3, null, { bound: 70 }), run(4, null, { bound: 65 })]);
    expect(reference).toMatchObject({ objective: 80, basis: 'best-found', bound: { objective: 70, runId: 3 } });
  });
  it('takes no bound that a solution has refuted', () => {
    expect(chooseReference('min', NOTHING, [run(1, 80), run(2, null, { bound: 85 })]).reference?.bound).toBeNull();
  });
});

describe('a descent’s certified bound', () => {
  const bounded = (id: number, objective: number | null, bound: number, change: Partial<ReferenceCandidate> = {}): ReferenceCandidate =>
    run(id, objective, { method: 'annealed', bound, certified: true, ...change });

  it('proves the solution it meets, of the same run or of another, and says whose bound it is', () => {
    const own = chooseReference('min', NOTHING, [bounded(1, 80, 80)]).reference;
    expect(own).toEqual({
      objective: 80, basis: 'proven', runId: 1, method: 'annealed', bound: { objective: 80, runId: 1, method: 'annealed' },
    });
    expect(referenceSource(own!)).toBe('proven here by run 1 with annealed');
    const other = chooseReference('max', { typed: 70, file: 90 }, [bounded(1, 75, 80), run(2, 80)]);
    expect(other.reference).toMatchObject({ objective: 80, basis: 'proven', runId: 2, bound: { runId: 1 } });
    expect(referenceSource(other.reference!)).toBe('found by run 2 with HiGHS, proven by the bound of run 1 with annealed');
    // Both stated optima are contradicted, the better one by the bound.
    expect(other.note).toMatch(/70 .*found 80.* 90 .*proved that the optimum is 80/);
    expect(gapTo(other.reference, 'max', 75, true)).toMatchObject({ gap: 5 / 80, gapBasis: 'proven', gapLow: 5 / 80, gapHigh: 5 / 80 });
  });
  it.each<[string, ReferenceCandidate[]]>([
    ['it leaves room, however little', [bounded(1, 80, 80 - 1e-9)]],
    ['it is a solver’s word', [run(1, 80, { bound: 80 })]],
    ['a solution lies beyond it, so that it was no bound', [bounded(1, 80, 80.5)]],
    ['the only vector that meets it is infeasible', [bounded(1, 80, 80, { feasible: false }), run(2, 81)]],
    ['nothing was found', [bounded(1, null, 80)]],
    ['a proof is refuted besides', [proof(1, 100), run(2, 80), bounded(3, null, 80)]],
  ])('proves nothing where %s', (_, runs) => {
    expect(chooseReference('min', NOTHING, runs).reference?.basis).not.toBe('proven');
  });
  it('may be off by the rounding of two sums and no more', () => {
    expect(chooseReference('min', NOTHING, [bounded(1, 0.1 + 0.2, 0.3)]).reference?.basis).toBe('proven');
    expect(chooseReference('min', NOTHING, [bounded(1, 0.3 + 1e-11, 0.3)]).reference?.basis).toBe('best-found');
  });
  it('gives way to an exact run that proves the same', () => {
    expect(chooseReference('min', NOTHING, [bounded(1, 80, 80), proof(2, 80)]).reference)
      .toEqual({ objective: 80, basis: 'proven', runId: 2, method: 'HiGHS', bound: null });
  });
  it('calls nothing proven that enumeration does not, on 200 programs of both senses', () => {
    const random = draws(2026);
    let proven = 0;
    for (let n = 0; n < 200; n++) {
      const { program, optimum } = randomProgram(random, n % 3);
      const form = normalForm(program);
      const { decoded, incumbent, bound } = descend(form, { ...defaultDescentSpec(form), iterations: 40, seed: n }, { now: () => 0 });
      const runs = [...decoded, ...(incumbent === null ? [] : [{ ...incumbent, feasible: true }])].map(
        ({ objective, feasible }, k) => run(k + 1, objective, { feasible, bound, certified: true }),
      );
      const { reference } = chooseReference(program.sense, NOTHING, runs);
      if (reference?.basis !== 'proven') continue;
      proven++;
      expect(reference.objective, `program ${n}`).toBeCloseTo(optimum ?? Number.NaN, 9);
    }
    expect(proven).toBeGreaterThan(30);
  });
});

describe('what was said of the optimum and is not so', () => {
  it.each<[string, 'min' | 'max', { typed: number | null; file: number | null }, ReferenceCandidate[], string, number, string | null]>([
    ['a better solution was found', 'min', { typed: 90, file: null }, [run(3, 85)], 'best-found', 85, 'The optimum 90 that was typed in is not used: run 3 (HiGHS) found 85, which is better.'],
    ['a better solution was found, maximizing', 'max', { typed: 90, file: null }, [run(3, 95)], 'best-found', 95, 'The optimum 90 that was typed in is not used: run 3 (HiGHS) found 95, which is better.'],
    ['another optimum is proven', 'min', { typed: 90, file: null }, [proof(2, 100)], 'proven', 100, 'The optimum 90 that was typed in is not used: run 2 (HiGHS) proved that the optimum is 100.'],
    ['a bound is proven beyond it', 'min', { typed: 90, file: null }, [run(4, 120, { bound: 95 })], 'best-found', 120, 'The optimum 90 that was typed in is not used: run 4 (HiGHS) proved that no solution is better than 95.'],
    ['what was typed in is not so, but the file’s may be', 'min', { typed: 90, file: 80 }, [run(3, 85)], 'published', 80, 'The optimum 90 that was typed in is not used: run 3 (HiGHS) found 85, which is better.'],
    ['the file’s is not so', 'min', { typed: null, file: 90 }, [run(3, 85)], 'best-found', 85, 'The optimum 90 that came with the file is not used: run 3 (HiGHS) found 85, which is better.'],
    ['a proof is refuted', 'min', NOTHING, [proof(1, 100), run(2, 90, { method: 'annealed' })], 'best-found', 90, 'Run 1 (HiGHS) says that 100 is optimal, but run 2 (annealed) found 90, which is better: nothing counts as proven.'],
    ['only rounding differs', 'min', { typed: 0.3, file: null }, [run(1, 0.1 + 0.2 - 1e-12)], 'typed', 0.3, null],
    ['an infeasible solution is better', 'min', { typed: 90, file: null }, [run(1, 80, { feasible: false })], 'typed', 90, null],
  ])('is told in a sentence where %s', (_, sense, stated, runs, basis, objective, note) => {
    const chosen = chooseReference(sense, stated, runs);
    expect(chosen.reference).toMatchObject({ basis, objective });
    expect(chosen.note).toBe(note);
  });
});

describe('a gap', () => {
  const reference = { objective: 200, basis: 'proven', runId: 1 } as const;
  it('is positive where worse, in either sense', () => {
    expect(gapTo(reference, 'min', 210, true).gap).toBeCloseTo(0.05, 12);
    expect(gapTo(reference, 'max', 190, true).gap).toBeCloseTo(0.05, 12);
  });
  it('is 0, not −0, where equal', () => {
    expect(Object.is(gapTo(reference, 'max', 200, true).gap, 0)).toBe(true);
    expect(Object.is(gapTo({ ...reference, objective: -5 }, 'min', -5, true).gap, 0)).toBe(true);
  });
  it('is nothing without a reference or a feasible solution', () => {
    for (const measured of [gapTo(null, 'min', 1, true), gapTo(reference, 'min', 1, false), gapTo(reference, 'min', null, null)]) {
      expect(measured).toEqual({ gap: null, gapBasis: null, gapLow: null, gapHigh: null });
    }
  });
  it('does not divide by an optimum of 0', () => {
    expect(gapTo({ ...reference, objective: 0 }, 'min', 2, true).gap).toBeCloseTo(2e9, 3);
  });
  it('to a stated optimum is that, but nothing proven', () => {
    expect(gapTo({ ...reference, basis: 'typed' }, 'min', 210, true)).toEqual({
      gap: 0.05,
      gapBasis: 'typed',
      gapLow: null,
      gapHigh: null,
    });
    expect(gapTo(reference, 'min', 210, true)).toEqual({ gap: 0.05, gapBasis: 'proven', gapLow: 0.05, gapHigh: 0.05 });
  });
  it('to the best found is a lower limit, and has an upper one where a bound is proven', () => {
    const found = { objective: 200, basis: 'best-found', runId: 1 } as const;
    expect(gapTo(found, 'min', 200, true)).toEqual({ gap: 0, gapBasis: 'best-found', gapLow: 0, gapHigh: null });
    const bounded = gapTo({ ...found, bound: { objective: 160, runId: 2, method: 'HiGHS' } }, 'min', 210, true);
    expect(bounded.gapLow).toBeCloseTo(0.05, 12);
    expect(bounded.gapHigh).toBeCloseTo(50 / 160, 12);
  });
});

describe('the limits of a gap whose optimum is not known', () => {
  const objectives = fc.integer({ min: -60, max: 60 });
  it('hold whatever the optimum turns out to be, with and without a bound', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('min' as const, 'max' as const),
        objectives,
        fc.nat(40),
        fc.nat(40),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        (sense, best, worse, room, where, bounded) => {
          const sign = sense === 'min' ? 1 : -1;
          const objective = best + sign * worse;
          const bound = best - sign * room;
          // Without a bound the optimum may lie anywhere beyond.
          const optimum = bounded ? best - sign * room * where : best - sign * 1000 * room * where;
          const { low, high } = gapLimits(sense, objective, best, bounded ? bound : null);
          const gap = relativeGap(sense, objective, optimum);
          expect(gap).toBeGreaterThanOrEqual(low - 1e-9 * Math.max(1, Math.abs(low)));
          if (high !== null) expect(gap).toBeLessThanOrEqual(high + 1e-9 * Math.max(1, Math.abs(high)));
        },
      ),
      { numRuns: 3000 },
    );
  });
  it('are reached: they are no looser than they have to be', () => {
    expect(gapLimits('min', 210, 200, 160)).toEqual({ low: 10 / 200, high: 50 / 160 });
    expect(gapLimits('max', -210, -200, -160)).toEqual({ low: 10 / 200, high: 50 / 160 });
    // The optimum may be negative: a gap of more than 100 % to a positive best found is no lower limit.
    expect(gapLimits('min', 40, 10, null)).toEqual({ low: 1, high: null });
    expect(gapLimits('min', 40, 10, -5)).toEqual({ low: 3, high: null });
  });
  it.each([
    [{ gap: 0.01, gapBasis: 'proven' }, { kind: 'gap', gap: 0.01 }],
    [{ gap: 0.01, gapBasis: 'typed' }, { kind: 'gap', gap: 0.01 }],
    [{ gap: 0, gapBasis: 'best-found', gapLow: 0, gapHigh: null }, { kind: 'at-least', gap: 0 }],
    [{ gap: 3, gapBasis: 'best-found', gapLow: 1, gapHigh: null }, { kind: 'best-found', gap: 3 }],
    [{ gap: 0, gapBasis: 'best-found', gapLow: 0, gapHigh: 0.04 }, { kind: 'at-most', high: 0.04 }],
    [{ gap: 0.01, gapBasis: 'best-found', gapLow: 0.01, gapHigh: 0.05 }, { kind: 'between', low: 0.01, high: 0.05 }],
    [{ gap: 0, gapBasis: 'best-found', gapLow: 0, gapHigh: 0 }, { kind: 'gap', gap: 0 }],
    [{ gap: null }, null],
  ])('are said: %j is %j', (measured, statement) => {
    expect(gapStatement(measured)).toEqual(statement);
  });
});
