/** What the run table shows: which rows, which columns, which texts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { movedKey } from '../../../../src-renderer/runs/ColumnMenu.tsx';
import { toggledKeys } from '../../../../src-renderer/runs/ColumnChooser.tsx';
import { chosenColumns, fullText, rankedValue, RUN_COLUMNS, USUAL_COLUMNS } from '../../../../src-renderer/runs/run-columns.ts';
import { differingColumns, pinnedFirst } from '../../../../src-renderer/runs/run-filter.ts';
import { filterRuns } from '../../../../src-renderer/runs/run-query.ts';
import { tableToTsv } from '../../../../src-contract/tables/separated-table.ts';
import { runsAsTable } from '../../../../src-renderer/runs/runs-as-table.ts';
import { createColumnRooms, nextSorting, orderRuns } from '../../../../src-renderer/runs/run-order.ts';
import { aRun, configurationOf } from '../a-run.ts';

const plain = (text: string): string => text.replaceAll('\u202f', ' ');
const column = (key: string) => {
  const found = RUN_COLUMNS.find((one) => one.key === key);
  if (found === undefined) throw new Error(`no column ${key}`);
  return found;
};
const keysOf = (columns: readonly { key: string }[]): string[] => columns.map((one) => one.key);

describe('only what differs', () => {
  const runs = [aRun({ id: 1, seed: 1 }), aRun({ id: 2, seed: 2 }), aRun({ id: 3, seed: 3, objective: 3089, gap: 0 })];

  it('keeps the columns in which rows differ, and those that name the row', () => {
    expect(keysOf(differingColumns(runs, chosenColumns(null)))).toEqual(['id', 'status', 'objective', 'gap', 'seed']);
  });
  it('has a column for every setting of the specs that differs, chosen or not', () => {
    const apart = [aRun({ id: 1 }),
      aRun({ id: 2, configuration: configurationOf(aRun(), { 'optimizer.beta1': 0.5, 'start.kind': 'random', restarts: 6 }) })];
    const columns = differingColumns(apart, chosenColumns(null));
    expect(keysOf(columns)).toEqual(['id', 'status', 'setting:optimizer.beta1', 'setting:restarts', 'setting:start']);
    expect(columns.map((one) => one.label).slice(2)).toEqual(['β₁', 'Descents in a row', 'Start']);
    expect(columns[2]?.value(apart[1] ?? aRun())).toBe(0.5);
    expect(runsAsTable(apart, columns, '').columns.map((one) => one.key)).toContain('setting:restarts');
  });
  it('uses the table’s own column of a setting, and compares runs of one kind only', () => {
    const runs3 = [aRun({ id: 1, step: 1 }), aRun({ id: 2, step: 2 }),
      aRun({ id: 3, kind: 'exact', step: null, configuration: { key: 'x', settings: { kind: 'exact', solver: 'highs' }, changed: [] } })];
    expect(keysOf(differingColumns(runs3, chosenColumns(['id', 'method'])))).toEqual(['id', 'kind', 'step']);
  });
  it('keeps all columns for fewer than two rows, where nothing can differ', () => {
    expect(differingColumns(runs.slice(0, 1), chosenColumns(null))).toEqual(chosenColumns(null));
    expect(differingColumns([], chosenColumns(null))).toEqual(chosenColumns(null));
  });
  it('takes a missing value and a present one as different', () => {
    expect(keysOf(differingColumns([aRun({ objective: null, gap: null }), aRun({ id: 2 })], chosenColumns(['objective', 'gap', 'seed']))))
      .toEqual(['objective', 'gap']);
  });
  it('takes two values that are not numbers as alike', () => {
    expect(keysOf(differingColumns([aRun({ loss: Number.NaN }), aRun({ id: 2, loss: Number.NaN })], chosenColumns(['loss', 'id']))))
      .toEqual(['id']);
  });
  it('hides exactly the columns that have one value over all rows', () => {
    fc.assert(fc.property(
      fc.array(fc.record({ seed: fc.integer({ min: 0, max: 2 }), objective: fc.option(fc.integer({ min: 0, max: 1 }), { nil: null }) }), {
        minLength: 2,
        maxLength: 8,
      }),
      (changes) => {
        const shown = changes.map((change, k) => aRun({ id: k + 1, ...change }));
        const kept = new Set(keysOf(differingColumns(shown, chosenColumns(['seed', 'objective']))));
        expect(kept.has('seed')).toBe(new Set(changes.map((change) => change.seed)).size > 1);
        expect(kept.has('objective')).toBe(new Set(changes.map((change) => change.objective)).size > 1);
      }),
    );
  });
});

describe('the text filter', () => {
  const runs = [aRun({ id: 1 }), aRun({ id: 2, scheme: 'concrete', method: 'concrete', status: 'failed', seed: 12 }),
    aRun({ id: 12, kind: 'exact', method: 'HiGHS', solver: 'highs', exactStatus: 'optimal', label: 'Reference 5' })];
  it.each<[string, number[]]>([
    ['', [1, 2, 12]],
    ['   ', [1, 2, 12]],
    ['true-penalty', [1]],
    ['FAILED', [2]],
    ['failed concrete', [2]],
    ['failed highs', []],
    ['#12', [12]],
    ['id:12', [12]],
    ['seed=12', [2]],
    ['seed:12', [2]],
    ['seed:1', [1, 12]],
    ['seed:', [1, 2, 12]],
    ['concrete #', [2]],
    ['12', []],
    ['33', []],
    ['1', []],
    ['reference 5', [12]],
    ['reference 500', []],
    ['p0033 seed:12 failed', [2]],
    ['optimal', [12]],
    ['reference', [12]],
    ['p0033', [1, 2, 12]],
  ])('%j shows runs %j', (text, ids) => {
    expect(filterRuns(runs, text).map((run) => run.id)).toEqual(ids);
  });
});

describe('rows', () => {
  it('stand in their order, pinned ones first', () => {
    const rows = [aRun({ id: 3 }), aRun({ id: 1, pinned: true }), aRun({ id: 2 }), aRun({ id: 4, pinned: true })];
    expect(pinnedFirst(rows, (run) => run.pinned).map((run) => run.id)).toEqual([1, 4, 3, 2]);
  });
});

describe('ranking', () => {
  it('ranks no infeasible objective, and stands feasibility beside the objective', () => {
    expect(rankedValue(column('objective'), aRun({ objective: 3112 }))).toBe(3112);
    expect(rankedValue(column('objective'), aRun({ objective: 3, feasible: false }))).toBeUndefined();
    expect(rankedValue(column('objective'), aRun({ objective: null }))).toBeUndefined();
    expect(keysOf(chosenColumns(['id', 'feasible', 'seed', 'objective', 'gap']))).toEqual(['id', 'seed', 'objective', 'feasible', 'gap']);
    const keys = keysOf(chosenColumns(null));
    expect(keys.indexOf('feasible')).toBe(keys.indexOf('objective') + 1);
  });
  it('shows objective, feasibility and gap in the first 850 px, which a window of 1440 px has for the table beside its scroll bar', () => {
    const shown = chosenColumns(null);
    const upTo = shown.slice(0, shown.findIndex((one) => one.key === 'gap') + 1);
    expect(upTo.reduce((sum, one) => sum + one.width, 0)).toBeLessThan(850);
  });
});

describe('cells', () => {
  it.each<[string, Parameters<typeof aRun>[0], string]>([
    ['gap', { gap: 23 / 3089 }, '+0.74 %'],
    ['gap', { gap: -0.01 }, '−1.00 %'],
    ['gap', { gap: 0 }, '0 %'],
    ['gap', { gap: null }, ''],
    ['gap', { gap: 0, gapBasis: 'best-found', gapLow: 0 }, '≥ 0 %'],
    ['gap', { gap: 0.0074, gapBasis: 'best-found', gapLow: 0.0074 }, '≥ 0.74 %'],
    ['gap', { gap: 0, gapBasis: 'best-found', gapLow: 0, gapHigh: 0.039 }, '≤ 3.90 %'],
    ['gap', { gap: 0.0074, gapBasis: 'best-found', gapLow: 0.0074, gapHigh: 0.039 }, '0.74 – 3.90 %'],
    ['gap', { gap: 3, gapBasis: 'best-found', gapLow: 1 }, '? 300.0 %'],
    ['objective', { objective: 3112 }, '3 112'],
    ['objective', { objective: null }, ''],
    ['feasible', { feasible: false }, 'no'],
    ['feasible', { kind: 'exact', exactStatus: 'optimal-relaxed', feasible: false }, 'in tolerance'],
    ['feasible', { objective: null, feasible: null }, ''],
    ['feasible', { feasible: null }, 'not checked'],
    ['seconds', { seconds: 192 }, '3 min 12 s'],
    ['loss', { loss: Number.NaN }, 'not a number'],
    ['status', { kind: 'exact', exactStatus: 'optimal' }, 'optimal'],
    ['status', { kind: 'exact', exactStatus: 'time-limit' }, 'time limit'],
    ['status', { kind: 'descent' }, 'done'],
    ['status', { status: 'interrupted' }, 'interrupted'],
  ])('%s of %j is %j', (key, change, text) => {
    expect(plain(column(key).text(aRun(change)))).toBe(text);
  });
  it('never calls a run without a proof optimal', () => {
    for (const exactStatus of ['infeasible', 'time-limit', 'cancelled', 'failed', null] as const) {
      expect(column('status').text(aRun({ kind: 'exact', exactStatus }))).not.toBe('optimal');
    }
  });
  it('show every digit on hover where the text does not', () => {
    expect(fullText(column('objective'), aRun({ objective: 1234.56789 }))).toContain('1234.56789');
    expect(fullText(column('id'), aRun({ id: 7 }))).toBeUndefined();
    expect(fullText(column('method'), aRun())).toBeUndefined();
  });
  it('reserve the widest fraction of a column to the right of its point', () => {
    const rooms = createColumnRooms().of([aRun({ loss: 1 }), aRun({ id: 2, loss: 0.125 })], [column('loss'), column('method')], []);
    expect(rooms.get('loss')).toBeGreaterThan(3);
    expect(rooms.has('method')).toBe(false);
  });
});

describe('the room of columns', () => {
  const shown = [column('loss'), column('seed')];
  it('is the same map until a column needs more, and looks at changed runs only', () => {
    const rooms = createColumnRooms();
    const [one, two] = [aRun({ loss: 1 }), aRun({ id: 2, loss: 0.125 })];
    const before = rooms.of([one, two], shown, []);
    expect(rooms.of([one, aRun({ id: 2, loss: 0.5 })], shown, [])).toBe(before);
    const wider = rooms.of([aRun({ loss: 0.000125 }), two], shown, []);
    expect(wider.get('loss')).toBeGreaterThan(before.get('loss') ?? Infinity);
  });
  it('is reckoned anew where rows went or columns changed', () => {
    const rooms = createColumnRooms();
    const [one, two] = [aRun({ loss: 1 }), aRun({ id: 2, loss: 0.125 })];
    const both = rooms.of([one, two], shown, []).get('loss') ?? 0;
    expect(rooms.of([one], shown, []).get('loss')).toBeLessThan(both);
    expect([...rooms.of([one, two], [column('loss')], []).keys()]).toEqual(['loss']);
  });
});

describe('the room of columns of a long list', () => {
  const many = Array.from({ length: 20_000 }, (_, k) => aRun({ id: k + 1, loss: k === 1 ? 0.000125 : 1 }));
  const shown = [column('loss')];
  it('is that of some of its runs, and of every row that is drawn', () => {
    const rooms = createColumnRooms();
    const some = rooms.of(many, shown, []);
    expect(some.get('loss')).toBe(0);
    const drawn = rooms.of(many, shown, many.slice(0, 30));
    expect(drawn.get('loss')).toBeGreaterThan(5);
    expect(rooms.of(many, shown, many.slice(100, 130))).toBe(drawn);
  });
});

describe('the order of rows', () => {
  const rows = fc.array(
    fc.record({
      objective: fc.option(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(Number.NaN))),
      seed: fc.integer({ min: 0, max: 3 }),
      pinned: fc.boolean(),
      label: fc.constantFrom('b2', 'b10', 'a', ''),
    }),
    { maxLength: 30 },
  );
  const sorting = fc.array(fc.record({ id: fc.constantFrom('objective', 'seed', 'label', 'no such column'), desc: fc.boolean() }), {
    maxLength: 3,
  });
  it('is that of a plain comparison: pinned first, then column by column, empty cells last, ties as they were', () => {
    fc.assert(fc.property(rows, sorting, (values, by) => {
      const runs = values.map((value, k) => aRun({ ...value, id: k + 1, feasible: true }));
      const before = (a: ReturnType<typeof aRun>, b: ReturnType<typeof aRun>): number => {
        if (a.pinned !== b.pinned) return a.pinned ? -1 : 1;
        for (const { id, desc } of by) {
          const asked = RUN_COLUMNS.find(({ key }) => key === id);
          const [x, y] = asked === undefined ? [0, 0] : [rankedValue(asked, a), rankedValue(asked, b)];
          if (x === y) continue;
          if (x === undefined) return 1;
          if (y === undefined) return -1;
          const order = typeof x === 'number' && typeof y === 'number'
            ? x - y
            : String(x).localeCompare(String(y), 'en', { numeric: true });
          if (order !== 0) return desc ? -order : order;
        }
        return a.id - b.id;
      };
      expect(orderRuns(runs, RUN_COLUMNS, by).map(({ id }) => id)).toEqual(runs.toSorted(before).map(({ id }) => id));
    }));
  });
});

describe('the choice of columns', () => {
  it('passes over columns this version does not know, and falls back to the usual ones', () => {
    expect(keysOf(chosenColumns(['gap', 'from-the-future', 'id']))).toEqual(['gap', 'id']);
    expect(keysOf(chosenColumns(['from-the-future']))).toEqual(USUAL_COLUMNS);
  });
  it('puts a new column behind its usual neighbor, and never hides the last one', () => {
    expect(toggledKeys(['id', 'gap', 'seed'], 'status')).toEqual(['id', 'status', 'gap', 'seed']);
    expect(toggledKeys(['seed'], 'id')).toEqual(['id', 'seed']);
    expect(toggledKeys(['id', 'gap'], 'gap')).toEqual(['id']);
    expect(toggledKeys(['id'], 'id')).toEqual(['id']);
  });
  it('moves a column by one place within the ends', () => {
    expect(movedKey(['a', 'b', 'c'], 'b', -1)).toEqual(['b', 'a', 'c']);
    expect(movedKey(['a', 'b', 'c'], 'b', 1)).toEqual(['a', 'c', 'b']);
    expect(movedKey(['a', 'b', 'c'], 'a', -1)).toEqual(['a', 'b', 'c']);
  });
});

describe('copies and exports', () => {
  it('are tab-separated at full precision, with gaps in per cent', () => {
    const text = tableToTsv(runsAsTable([aRun({ objective: 1 / 3, gap: 0.005 })], [column('id'), column('objective'), column('gap')], ''));
    expect(text).toBe('run\tObjective\tFeasible\tGap (%)\tGap to\tGap at most (%)\n1\t0.3333333333333333\tTRUE\t0.5\tproven optimum\t\n');
  });
  it('have every fraction in per cent, as the table and its tooltips do', () => {
    const run = aRun({ provenGap: 0.25, gap: 0.005, gapHigh: 0.01 });
    const table = runsAsTable([run], RUN_COLUMNS, '');
    const percent = table.columns.flatMap((one, k) => (one.unit === '%' ? [[one.key, table.rows[0]?.[k]]] : []));
    expect(percent).toEqual([['gap', 0.5], ['gapHigh', 1], ['provenGap', 25]]);
    expect(column('provenGap').text(run)).toBe('25');
    expect(plain(fullText(column('gap'), aRun({ gap: 1 / 3 })) ?? '')).toContain(' %');
    expect(plain(fullText(column('provenGap'), aRun({ provenGap: 1 / 3 })) ?? '')).toContain(' %');
  });
  it('keep a name with tabs and line breaks in its cell', () => {
    expect(tableToTsv(runsAsTable([aRun({ problemName: 'a\tb\nc' })], [column('problem')], '')).split('\n')).toEqual(['Problem',
      'a\\tb\\nc', '']);
  });
  it('hand numbers over as numbers and missing values as null', () => {
    const table = runsAsTable([aRun({ gap: null })], [column('objective'), column('gap')], 'caption');
    expect(table.rows).toEqual([[3112, true, null, 'proven optimum', null]]);
    expect(table.columns.map((one) => [one.label, one.unit, one.numeric])).toEqual([
      ['Objective', undefined, true],
      ['Feasible', undefined, false],
      ['Gap', '%', true],
      ['Gap to', undefined, false],
      ['Gap at most', '%', true],
    ]);
  });
  it('mark a gap to the best found, and say that it is one', () => {
    const table = runsAsTable([aRun({ gap: 0, gapBasis: 'best-found', gapLow: 0, gapHigh: 0.04 })], [column('id'), column('gap')], '');
    expect(table.rows).toEqual([[1, 0, 'best found (no proof)', 4]]);
    expect(table.marks).toEqual([{ row: 0, column: 1, kind: 'at-least' }]);
  });
  it('mark an infeasible objective, which is no result', () => {
    const table = runsAsTable([aRun(), aRun({ id: 2, objective: 120_000, feasible: false, violation: 81 })], [column('id'),
      column('objective')], '');
    expect(table.rows).toEqual([[1, 3112, true], [2, 120_000, false]]);
    expect(table.marks).toEqual([{ row: 1, column: 1, kind: 'infeasible' }]);
  });
});

describe('a click on a head', () => {
  it('sorts by its column alone, the least first and the newest run first, and then the other way round', () => {
    const byGap = nextSorting([{ id: 'id', desc: true }], 'gap', false);
    expect(byGap).toEqual([{ id: 'gap', desc: false }]);
    expect(nextSorting(byGap, 'gap', false)).toEqual([{ id: 'gap', desc: true }]);
    expect(nextSorting(byGap, 'id', false)).toEqual([{ id: 'id', desc: true }]);
  });
  it('adds its column with the shift key, and turns it in its place', () => {
    const both = nextSorting([{ id: 'problem', desc: false }], 'gap', true);
    expect(both).toEqual([{ id: 'problem', desc: false }, { id: 'gap', desc: false }]);
    expect(nextSorting(both, 'problem', true)).toEqual([{ id: 'problem', desc: true }, { id: 'gap', desc: false }]);
  });
});
