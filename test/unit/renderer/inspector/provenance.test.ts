/** Which run's x̂ came from which: chains, children, what was removed, and records that no program wrote. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ancestryOf, descendantsOf, howItBegins, lineageOf, provenanceRows, railsOf,
} from '../../../../src-renderer/inspector/provenance.ts';
import type { ProvenanceRow } from '../../../../src-renderer/inspector/provenance.ts';
import type { RunSummary } from '../../../../src-contract/session.ts';
import { aRun } from '../a-run.ts';

const from = (id: number, runId: number | null, more: Partial<RunSummary> = {}): RunSummary =>
  aRun({ id, origin: runId === null ? null : { runId, iteration: null }, ...more });
const find = (runs: readonly RunSummary[], id: number): RunSummary => {
  const run = runs.find((each) => each.id === id);
  if (run === undefined) throw new Error(`no run ${id}`);
  return run;
};
const rowsOf = (runs: readonly RunSummary[], id: number, opened: readonly string[] = []): readonly ProvenanceRow[] =>
  provenanceRows(lineageOf(runs), find(runs, id), new Set(opened));
const said = (rows: readonly ProvenanceRow[]): readonly string[] => rows.map((row) => {
  const indent = '  '.repeat(row.level);
  if (row.kind === 'run') return `${indent}${row.place} ${row.run.id}${row.open === null ? '' : row.open ? ' −' : ` +${row.children}`}`;
  return `${indent}${row.kind}`;
});

describe('the tree of a run', () => {
  const runs = [from(1, null), from(2, 1), from(3, 2), from(4, 3), from(5, 3), from(6, 5), from(7, 1)];
  it('has what came before it, itself, and what came of it', () => {
    expect(said(rowsOf(runs, 3))).toEqual(['before 1', 'before 2', 'self 3', '  after 4', '  after 5 +1']);
    expect(said(rowsOf(runs, 3, ['after 5']))).toEqual(
      ['before 1', 'before 2', 'self 3', '  after 4', '  after 5 −', '    after 6'],
    );
    expect(said(rowsOf(runs, 7))).toEqual(['before 1', 'self 7']);
    expect(said(rowsOf([from(8, null)], 8))).toEqual(['self 8']);
  });
  it('says what stands before the first: a run that was removed, or a file', () => {
    expect(said(rowsOf([from(2, 1)], 2))).toEqual(['removed', 'self 2']);
    expect(said(rowsOf([aRun({ id: 2, origin: { file: 'best.sol' } })], 2))).toEqual(['file', 'self 2']);
  });
  it('passes over the middle of a long chain until that is asked for', () => {
    const chain = Array.from({ length: 500 }, (_, k) => from(k + 1, k === 0 ? null : k));
    expect(said(rowsOf(chain, 500))).toEqual([
      'before 1', 'before 2', 'before 3', 'before 4', 'between', 'before 496', 'before 497', 'before 498', 'before 499', 'self 500',
    ]);
    expect(rowsOf(chain, 500).find(({ kind }) => kind === 'between')).toMatchObject({ count: 491 });
    expect(rowsOf(chain, 500, ['between'])).toHaveLength(500);
  });
  it('lists twelve of many children and offers all of them', () => {
    const many = [from(1, null), ...Array.from({ length: 2000 }, (_, k) => from(k + 2, 1))];
    const rows = rowsOf(many, 1);
    expect(rows).toHaveLength(14);
    expect(rows.at(-1)).toMatchObject({ kind: 'more', ids: expect.objectContaining({ length: 2000 }) });
  });
  it('ends where a file names runs that came of each other', () => {
    const round = [from(1, 3), from(2, 1), from(3, 2), from(4, 4)];
    expect(said(rowsOf(round, 2, ['after 1', 'after 2', 'after 3']))).toEqual(['before 3', 'before 1', 'self 2']);
    expect(said(rowsOf(round, 4, ['after 4']))).toEqual(['self 4']);
    expect(descendantsOf(lineageOf(round), 2)).toEqual([3, 1]);
  });
});

describe('how a run begins', () => {
  it('names the kind of use and the point', () => {
    expect(howItBegins(from(2, 1, { kind: 'decode' }))).toBe('decodes its x̂');
    expect(howItBegins(from(2, 1, { origin: { runId: 1, iteration: 1400 } }))).toBe('descends from its x̂ at iteration 1\u202f400');
    expect(howItBegins(from(2, 1, { kind: 'exact', origin: { runId: 1, iteration: null, solution: 'threshold' } })))
      .toBe('solves from its solution threshold');
    expect(howItBegins(aRun({ kind: 'exact', origin: null }))).toBe('');
  });
});

const forest = fc.array(fc.nat(), { minLength: 1, maxLength: 40 }).map(
  (draws) => draws.map((draw, k) => from(k + 1, draw % (k + 2) === 0 ? null : Math.max(1, draw % (k + 2)))),
);

describe('lineages', () => {
  it('lead back: a run is among the descendants of every run before it, and of no other', () => {
    fc.assert(fc.property(forest, (runs) => {
      const lineage = lineageOf(runs);
      for (const run of runs) {
        const before = new Set(ancestryOf(lineage, run).runs.map(({ id }) => id));
        for (const other of runs) {
          if (other.id === run.id) continue;
          expect(descendantsOf(lineage, other.id).includes(run.id)).toBe(before.has(other.id));
        }
      }
    }));
  });
});

describe('the lines between rows', () => {
  const drawn = (levels: readonly number[]): readonly string[] =>
    railsOf(levels.map((level) => ({ level }))).map((rails) => rails.map(({ level, part }) => `${level}${part[0]}`).toSorted().join(' '));
  it('join each row with the one it begins with, past what came of its elder siblings', () => {
    expect(drawn([0, 0, 1, 1])).toEqual(['0l', '0l 0u', '0a 0l 0u', '0a 0u']);
    expect(drawn([0, 1, 2, 1])).toEqual(['0l', '0a 0l 0u 1l', '0l 0u 1a 1u', '0a 0u']);
    expect(drawn([0])).toEqual(['']);
  });
  it('meet: what leaves a row below arrives at the next above', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: -3, max: 1 }), { maxLength: 30 }), (steps) => {
      const levels = [0];
      for (const step of steps) levels.push(Math.max(1, (levels.at(-1) ?? 0) + step));
      const rails = railsOf(levels.map((level) => ({ level })));
      rails.forEach((own, k) => {
        const below = own.filter(({ part }) => part === 'lower').map(({ level }) => level).toSorted((a, b) => a - b);
        const above = (rails[k + 1] ?? []).filter(({ part }) => part === 'upper').map(({ level }) => level).toSorted((a, b) => a - b);
        expect(below).toEqual(above);
      });
    }));
  });
});
