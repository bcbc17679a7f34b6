/** The tables of DiffILO's families: pairs, provenance and edges in words. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { edgeWords, familyTables, gapOf, provenance, type Outcome } from '../../../bench/diffilo-report.ts';
import type { BestKnown } from '../../../bench/diffilo-instances.ts';
import { projectRoot } from '../../../scripts/set-up/places.mjs';

const known = (value: number, by: string, highsBound: number): BestKnown => ({ value, by, highs: null, highsBound, highsSeconds: 1 });

describe('what is said below a table', () => {
  it('who found the best known values, seed by seed, and how far from proven they are', () => {
    const words = provenance({ 1: known(88, 'local search', 80), 2: known(84, 'HiGHS', 80), 3: known(80, 'local search', 80) }, 'min');
    expect(words).toContain('own on 2 of 3 instances (seeds 1, 3); HiGHS’s on the others (seed 2).');
    expect(words).toContain('5.0 % on average');
    expect(provenance({ 1: known(88, 'HiGHS', 90) }, 'max')).toContain('None of the best known values is the local search’s own.');
  });

  it('which tuned settings lie at the edge of their grid', () => {
    expect(edgeWords({ true: [0.03, 0.03], interchange: [0.1, 0.3] }, [0.03, 0.1, 0.3], [0.003, 0.03, 0.3])).toBe(
      'Tuned: true penalty step 0.03 (least of its grid), first μ 0.03; interchange step 0.1, first μ 0.3 (largest of its grid).',
    );
  });
});

describe('the table of a family', () => {
  const outcome = (method: string, seed: number, objective: number, feasible = true): Outcome => ({
    family: 'SC',
    seed,
    method,
    numerics: 7,
    seconds: 1,
    decoded: [
      { decoder: 'best-of-samples', objective, feasible: false, seconds: 0.1 },
      { decoder: 'greedy-repair', objective, feasible, seconds: 0.25 },
      { decoder: 'local-search', objective: 100, feasible: true, seconds: 0.5 },
    ],
  });
  const best = { 1: known(100, 'local search', 90), 2: known(100, 'HiGHS', 90) };
  const text = familyTables(
    [outcome('true penalty, exact', 1, 104), outcome('true penalty, exact', 2, 106), outcome('interchange, exact, tuned', 1, 101),
      outcome('interchange, exact, tuned', 2, 105), outcome('half', 1, 103), outcome('half', 2, 9, false)],
    best,
    'min',
  );
  const line = (start: string): string => text.split('\n').find((one) => one.startsWith(`| ${start} |`)) ?? '';

  it('has means with intervals, says what is equal on each, infeasible, or single', () => {
    expect(line('true penalty, exact')).toBe('| true penalty, exact | none feasible | 5.00 ± 12.71 % | 1.25 | 0.00 % on each | 1.50 |');
    expect(line('half')).toContain('3.00 % (1 feasible)');
    expect(text).toContain('local search †');
  });

  it('compares pairs instance by instance', () => {
    expect(line('interchange, exact, tuned | true penalty, exact')).toBe('| interchange, exact, tuned | true penalty, exact | −2.00 ± 12.71 points | 2 of 2 |');
  });

  it('counts a gap in the sense of the program', () => {
    expect([gapOf('min', 110, 100), gapOf('max', 110, 100), gapOf('max', 90, -100)]).toEqual([10, -10, -190]);
  });
});

describe('docs/benchmarks.md', () => {
  const page = readFileSync(join(projectRoot, 'docs', 'benchmarks.md'), 'utf8');

  it.each(['SC', 'IS', 'CA'])('gives %s with intervals, provenance and edges', (family) => {
    const section = new RegExp(`<!-- bench:diffilo-${family} -->([\\s\\S]*?)<!-- /bench`, 'u').exec(page)?.[1] ?? '';
    expect(section.match(/ ± /gu)?.length ?? 0).toBeGreaterThan(15);
    expect(section).toContain('value is the local search’s own on');
    expect(section).toMatch(/of its grid\)/u);
  });
});
