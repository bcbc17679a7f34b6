/** Groups of the run table, what their heads say, and runs beside each other. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunSummary } from '../../../../src-contract/session.ts';
import { keptFirst, RUN_COLUMNS } from '../../../../src-renderer/runs/run-columns.ts';
import { GROUPING_NAMES, groupsOf, headCell, tableRows } from '../../../../src-renderer/runs/run-grouping.ts';
import { orderRuns } from '../../../../src-renderer/runs/run-order.ts';
import { chosenRuns, transposedRows, transposedTable } from '../../../../src-renderer/runs/transposed.ts';
import { aRun, configurationOf } from '../a-run.ts';

const column = (key: string) => {
  const found = RUN_COLUMNS.find((one) => one.key === key);
  if (found === undefined) throw new Error(`no column ${key}`);
  return found;
};
const plain = (text: string | undefined): string | undefined => text?.replaceAll(/[\u202f\u2009]/g, ' ').replaceAll('−', '-');
const min = (): 'min' | 'max' => 'min';
const max = (): 'min' | 'max' => 'max';

const anyRun: fc.Arbitrary<Partial<RunSummary>> = fc.record({
  problemName: fc.constantFrom('a', 'b'), problemId: fc.constantFrom(1, 2), method: fc.constantFrom('x', 'y'), seed: fc.nat(3),
  tags: fc.subarray(['p', 'q']), label: fc.constantFrom('', 'l'), pinned: fc.boolean(), status: fc.constantFrom('done', 'failed'),
});

describe('groups', () => {
  it('hold every row once, in the order of the table, and each row beside those of its key only', () => {
    fc.assert(fc.property(fc.array(anyRun, { maxLength: 20 }), fc.constantFrom(...GROUPING_NAMES), (changes, by) => {
      const order = orderRuns(changes.map((change, k) => aRun({ id: k + 1, ...change })), RUN_COLUMNS, [{ id: 'seed', desc: false }]);
      const groups = groupsOf(order, by);
      const members = groups.flatMap(({ runs }) => runs);
      expect(new Set(members.map(({ id }) => id)).size).toBe(order.length);
      for (const { runs } of groups) {
        const places = runs.map((run) => order.indexOf(run));
        expect(places).toEqual(places.toSorted((a, b) => a - b));
      }
      const firsts = groups.map(({ runs }) => (runs[0] === undefined ? -1 : order.indexOf(runs[0])));
      expect(firsts).toEqual(firsts.toSorted((a, b) => a - b));
      expect(new Set(groups.map(({ key }) => key)).size).toBe(groups.length);
    }));
  });
  it('fold: a folded one keeps its head', () => {
    const order = [aRun({ id: 1, problemName: 'a' }), aRun({ id: 2, problemName: 'b' }), aRun({ id: 3, problemName: 'a' })];
    const groups = groupsOf(order, 'problem');
    expect(groups.map(({ title, runs }) => [title, runs.map(({ id }) => id)])).toEqual([['a', [1, 3]], ['b', [2]]]);
    const rows = tableRows(order, groups, new Set(['a']));
    expect(rows.map((row) => (row.kind === 'run' ? row.run.id : row.group.title))).toEqual(['a', 'b', 2]);
    expect(tableRows(order, null, new Set(['a']))).toHaveLength(3);
  });
});

describe('the head of a group', () => {
  const runs = [aRun({ id: 1, objective: 20, gap: 0.1, seed: 1 }), aRun({ id: 2, objective: 18, gap: 0, seed: 2 }),
    aRun({ id: 3, objective: 5, feasible: false, gap: null, seed: 3 }), aRun({ id: 4, objective: null, gap: null, seed: 4 })];
  const cell = (key: string, figure: 'mean' | 'median' | 'best' = 'mean', sense = min) => headCell(column(key), runs, figure, sense);
  it('takes objectives of feasible solutions only, and says of how many and what is left out', () => {
    expect(cell('objective')).toEqual({ text: '19', help: 'Mean of 2 runs, from 18 to 20; 2 without a feasible solution are left out' });
    expect(plain(cell('gap')?.text)).toBe('+5.00 %');
    expect(plain(cell('gap')?.help)).toBe('Mean of 2 runs, from 0 % to +10.00 %; 2 without a value are left out');
  });
  it('calls best what the sense says, and nothing where no order is better', () => {
    expect(cell('objective', 'best')?.text).toBe('18');
    expect(cell('objective', 'best', max)?.text).toBe('20');
    expect(cell('loss', 'best')).toBeNull();
    expect(plain(cell('gap', 'best')?.text)).toBe('0 %');
    expect(cell('objective', 'median')?.text).toBe('19');
  });
  it('says nothing of seeds and numbers, nor of objectives of several problems', () => {
    expect(cell('seed')).toBeNull();
    expect(cell('id')).toBeNull();
    const two = [...runs, aRun({ id: 5, problemId: 2, objective: 1 })];
    expect(headCell(column('objective'), two, 'mean', min)).toBeNull();
    expect(headCell(column('gap'), two, 'mean', min)).not.toBeNull();
  });
  it('repeats a word or a setting that all have', () => {
    expect(cell('problem')?.text).toBe('p0033');
    expect(headCell(column('step'), [aRun({ step: 0.1 }), aRun({ step: 0.2 })], 'mean', min)).toBeNull();
    expect(headCell(column('step'), [aRun({ step: 0.1 }), aRun({ step: 0.1 })], 'mean', min)?.text).toBe('0.1');
  });
  it('has the mean whatever the order of the rows', () => {
    const some = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 20 });
    fc.assert(fc.property(some, (values) => {
      const made = values.map((loss, k) => aRun({ id: k + 1, loss }));
      const [there, back] = [made, made.toReversed()].map((list) => headCell(column('loss'), list, 'mean', min)?.text);
      expect(there).toBe(back);
    }));
  });
});

describe('runs beside each other', () => {
  const first = aRun({ id: 7, seed: 1 });
  const second = aRun({ id: 3, seed: 2, objective: 3100, configuration: configurationOf(aRun(), { 'optimizer.beta1': 0.5 }) });
  it('have what differs first, facts before settings, and every setting of their specs', () => {
    const rows = transposedRows([first, second]);
    const differing = rows.filter(({ differs }) => differs);
    expect(rows.slice(0, differing.length)).toEqual(differing);
    expect(differing.map(({ key }) => key)).toEqual(['objective', 'seed', 'setting:optimizer.beta1']);
    const paths = new Set([first, second].flatMap(({ configuration }) => Object.keys(configuration.settings)));
    expect(rows.filter(({ part }) => part === 'setting').map(({ key }) => key.slice('setting:'.length)).sort()).toEqual([...paths].sort());
    for (const { cells } of rows) expect(cells).toHaveLength(2);
  });
  it('leave the window as a table of the same cells', () => {
    const rows = transposedRows([first, second]);
    const table = transposedTable([first, second], rows, 'two');
    expect(table.columns.map(({ label }) => label)).toEqual(['what', 'run 7', 'run 3']);
    expect(table.rows).toHaveLength(rows.length);
    expect(table.rows[0]).toEqual([rows[0]?.label, ...(rows[0]?.cells ?? [])]);
  });
  it('are the selected ones, in the order they were selected', () => {
    expect(chosenRuns([second, first], [7, 99, 3]).map(({ id }) => id)).toEqual([7, 3]);
  });
});

it('columns that stay in sight are the first', () => {
  const all = RUN_COLUMNS.slice(0, 4);
  expect(keptFirst(all, ['id'])).toBe(all);
  expect(keptFirst(all, ['method', 'id']).map(({ key }) => key)).toEqual(['id', 'method', 'status', 'problem']);
});
