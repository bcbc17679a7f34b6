/** The filter of the run table: its grammar, its mistakes, what it offers; against a second evaluator that knows no grammar. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunSummary } from '../../../../src-contract/session.ts';
import { RUN_FACT_NAMES } from '../../../../src-contract/tables/run-facts.ts';
import { completionsOf } from '../../../../src-renderer/runs/query-completion.ts';
import { QUERY_KEYS, queryKey } from '../../../../src-renderer/runs/query-keys.ts';
import { quoted } from '../../../../src-renderer/runs/query-tokens.ts';
import { RUN_COLUMNS } from '../../../../src-renderer/runs/run-columns.ts';
import { filterRuns, parseQuery } from '../../../../src-renderer/runs/run-query.ts';
import { aRun } from '../a-run.ts';

const RUNS = [
  aRun({ id: 1, problemName: 'set cover 120 x 300', gap: 0.0556, objective: 482.25, seed: 1, tags: ['paper', 'first try'], seconds: 90 }),
  aRun({ id: 2, problemName: 'stein27', gap: 0, objective: 18, seed: 2, method: 'HiGHS', kind: 'exact', exactStatus: 'optimal',
    seconds: 0.5 }),
  aRun({ id: 3, problemName: 'recovery', gap: null, objective: null, feasible: null, status: 'failed', seed: 12, tags: ['paperback'] }),
  aRun({ id: 4, problemName: 'discover', gap: -0.01, objective: 10, seed: 3, createdAt: new Date(2026, 10, 23, 14, 2).getTime() }),
];

describe('a filter', () => {
  it.each<[string, number[]]>([
    ['gap<1', [2, 4]],
    ['gap<6%', [1, 2, 4]],
    ['gap:5.56', [1]],
    ['gap=5.56', [1]],
    ['gap:5.5', []],
    ['gap:6', [1]],
    ['gap:none', [3]],
    ['gap!=none', [1, 2, 4]],
    ['-gap<1', [1, 3]],
    ['objective>=10 objective<=18', [2, 4]],
    ['objective:482', [1]],
    ['objective=482', []],
    ['objective:10..20', [2, 4]],
    ['objective:100..', [1]],
    ['seed:1..3', [1, 2, 4]],
    ['seed:1,12', [1, 3]],
    ['time>1min', [1]],
    ['seconds<=1', [2]],
    ['problem:cover', [1]],
    ['problem~cover', [1, 3, 4]],
    ['problem="set cover 120 x 300"', [1]],
    ['problem:"cover 120"', [1]],
    ['problem:stein,reco', [2, 3]],
    ['problem:"stein27",discover', [2, 4]],
    ['-problem~cover', [2]],
    ['tag:paper', [1, 3]],
    ['tag=paper', [1]],
    ['tag:try', [1]],
    ['tag:none', [2, 4]],
    ['tag="first try"', [1]],
    ['paper', [1, 3]],
    ['"first try"', [1]],
    ['-failed', [1, 2, 4]],
    ['status:failed', [3]],
    ['status=optimal', [2]],
    ['status:done', [1, 2, 4]],
    ['scheme:penalty kind:descent', [1, 3, 4]],
    ['#2', [2]],
    ['-#2', [1, 3, 4]],
    ['created:2026-11-23', [4]],
    ['created>=2026-11-23T14:03 #4', []],
    ['created>=2026-11-23T14:02 #4', [4]],
    ['muFinal>0 MU>0 μ>0', [1, 2, 3, 4]],
    ['mu_final>0', [1, 2, 3, 4]],
    ['GAP<1 gap:', [2, 4]],
    ['seed!=12,1', [2, 4]],
  ])('%j shows runs %j', (text, ids) => {
    expect(parseQuery(text).mistakes).toEqual([]);
    expect(filterRuns(RUNS, text).map((run) => run.id)).toEqual(ids);
  });

  it.each<[string, string, RegExp]>([
    ['failed gapp<1', 'gapp<1', /no column “gapp”; is it “gap”\?/],
    ['zzzzzz:1', 'zzzzzz:1', /no column “zzzzzz”\. A word with “:” in it is put in quotes/],
    ['gap<small', 'gap<small', /“small” is no number: write gap<1, in percent/],
    ['-seed:x', '-seed:x', /“x” is no number: write seed:10/],
    ['time<5%', 'time<5%', /no number: write seconds<60/],
    ['problem<a', 'problem<a', /“problem” has words.*problem:a or problem~a/],
    ['created>yesterday', 'created>yesterday', /no date: write created>2026-12-01/],
    ['seed:1..x', 'seed:1..x', /no number/],
  ])('says of %j what is wrong, and where', (text, place, sentence) => {
    const { mistakes, test } = parseQuery(text);
    expect(mistakes).toHaveLength(1);
    expect(text.slice(mistakes[0]?.from, mistakes[0]?.to)).toBe(place);
    expect(mistakes[0]?.message).toMatch(sentence);
    // The rest of the filter holds.
    expect(RUNS.filter(test).map((run) => run.id)).toEqual(text.startsWith('failed') ? [3] : [1, 2, 3, 4]);
  });

  it('takes settings of the specs by their path', () => {
    const [run] = RUNS;
    const path = Object.keys(run?.configuration.settings ?? {}).find((each) => typeof run?.configuration.settings[each] === 'number');
    expect(filterRuns(RUNS, `${path}:${String(run?.configuration.settings[path ?? ''])}`)).toContain(run);
    expect(parseQuery('optimizer.beta1>0.5').mistakes).toEqual([]);
  });

  it('knows every column and every fact of a run', () => {
    for (const { key, label } of RUN_COLUMNS) expect([key, queryKey(key)?.label]).toEqual([key, label]);
    const unknown = RUN_FACT_NAMES.filter((name) => queryKey(name) === null);
    expect(unknown).toEqual(['apart', 'group']);
    expect(new Set(QUERY_KEYS.map(({ name }) => name)).size).toBe(QUERY_KEYS.length);
  });

  it('never fails, whatever is typed', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const { from, to } of parseQuery(text).mistakes) expect(from < to && to <= text.length).toBe(true);
      filterRuns(RUNS, text);
      completionsOf(text, text.length, RUNS);
    }));
    const part = fc.constantFrom('gap', 'seed', 'tag', '<', ':', '"', ',', '..', '-', '#', ' ', '1', 'é', '\\', '=');
    fc.assert(fc.property(fc.array(part), (parts) => {
      expect(filterRuns(RUNS, parts.join('')).length).toBeLessThanOrEqual(RUNS.length);
    }));
  });
});

/** A term as it is meant, which the second evaluator reads. */
interface Meant {
  readonly negated: boolean;
  readonly key: 'gap' | 'seed' | 'objective' | 'problem' | 'tag';
  readonly operator: ':' | '=' | '!=' | '~' | '<' | '<=' | '>' | '>=';
  readonly values: readonly (string | number)[];
}

/** Written without the parser: cells from the run itself, and each operator as its definition says. */
function naively(run: RunSummary, { negated, key, operator, values }: Meant): boolean {
  const cells: readonly (string | number | null)[] = {
    gap: [run.gap], seed: [run.seed], objective: [run.objective], problem: [run.problemName], tag: [...run.tags],
  }[key];
  const there = cells.filter((cell) => cell !== null);
  const one = (cell: string | number, value: string | number): boolean => {
    if (typeof value === 'string') {
      const [text, part] = [String(cell).toLowerCase(), value.toLowerCase()];
      if (operator === '~') return text.includes(part);
      if (operator === '=' || operator === '!=') return text === part;
      return new RegExp(`(?<![\\p{L}\\p{N}])${part.replaceAll('"', '\\x22')}`, 'u').test(text);
    }
    const wanted = key === 'gap' ? value * 0.01 : value;
    const number = Number(cell);
    switch (operator) {
      case '<': return number < wanted;
      case '<=': return number <= wanted;
      case '>': return number > wanted;
      case '>=': return number >= wanted;
      case ':': return number === wanted || Math.abs(number - wanted) < (key === 'gap' ? 0.005 : 0.5);
      default: return number === wanted;
    }
  };
  const holds = there.some((cell) => values.some((value) => one(cell, value)));
  return (operator === '!=' ? !holds : holds) !== negated;
}

const word = fc.constantFrom('cover', 'set', 'stein27', 'over', 'a', 'b c', 'x"y', 'α', '120');
const number = fc.integer({ min: -3, max: 12 });
const meant: fc.Arbitrary<Meant> = fc.oneof(
  fc.record({
    negated: fc.boolean(), key: fc.constantFrom('gap', 'seed', 'objective'), operator: fc.constantFrom('<', '<=', '>', '>='),
    values: fc.array(number, { minLength: 1, maxLength: 1 }),
  }) as fc.Arbitrary<Meant>,
  fc.record({
    negated: fc.boolean(), key: fc.constantFrom('gap', 'seed', 'objective'), operator: fc.constantFrom(':', '=', '!='),
    values: fc.array(number, { minLength: 1, maxLength: 3 }),
  }) as fc.Arbitrary<Meant>,
  fc.record({
    negated: fc.boolean(), key: fc.constantFrom('problem', 'tag'), operator: fc.constantFrom(':', '=', '!=', '~'),
    values: fc.array(word, { minLength: 1, maxLength: 3 }),
  }) as fc.Arbitrary<Meant>,
);
const anyRun: fc.Arbitrary<RunSummary> = fc.record({
  gap: fc.option(fc.integer({ min: -30, max: 120 }).map((share) => share / 1000), { nil: null }),
  seed: fc.option(number, { nil: null }),
  objective: fc.option(fc.integer({ min: -6, max: 24 }).map((twice) => twice / 2), { nil: null }),
  problemName: fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' ')),
  tags: fc.uniqueArray(word, { maxLength: 2 }),
}).map((change) => aRun(change));

describe('terms', () => {
  it('hold of the runs that a second evaluator finds', () => {
    fc.assert(fc.property(fc.array(meant, { minLength: 1, maxLength: 4 }), fc.array(anyRun, { maxLength: 12 }), (terms, runs) => {
      const text = terms.map(({ negated, key, operator, values }) =>
        `${negated ? '-' : ''}${key}${operator}${values.map((value) => quoted(String(value))).join(',')}`
      ).join(' ');
      expect(parseQuery(text).mistakes).toEqual([]);
      expect(filterRuns(runs, text)).toEqual(runs.filter((run) => terms.every((term) => naively(run, term))));
    }), { numRuns: 1000 });
  });
});

describe('completion', () => {
  const labels = (text: string, caret = text.length) => completionsOf(text, caret, RUNS).map(({ label }) => label);
  const applied = (text: string, label: string): string => {
    const found = completionsOf(text, text.length, RUNS).find((each) => each.label === label);
    if (found === undefined) throw new Error(`${label} is not offered`);
    return text.slice(0, found.from) + found.text + text.slice(found.to);
  };
  it('offers columns by name and label, those that begin so first', () => {
    expect(labels('ga').slice(0, 3)).toEqual(['gap', 'gap-basis', 'gap-high']);
    expect(labels('failed -obj')).toContain('objective');
    expect(applied('failed -obj', 'objective')).toBe('failed -objective<');
    expect(labels('')).toEqual([]);
    expect(labels('gap<1 ')).toEqual([]);
  });
  it('offers the values that runs have, in quotes where they need them, and none that is there', () => {
    expect(labels('tag:')).toEqual(['paper', 'first try', 'paperback']);
    expect(applied('tag:fi', 'first try')).toBe('tag:"first try"');
    expect(applied('tag:paper,pa', 'paperback')).toBe('tag:paper,paperback');
    expect(filterRuns(RUNS, applied('problem:set', 'set cover 120 x 300')).map(({ id }) => id)).toEqual([1]);
    expect(labels('tag:paperback')).toEqual([]);
    expect(labels('gap<')).toEqual([]);
  });
});
