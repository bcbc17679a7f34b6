/** Clicks and keys change the selection as in any list of a desktop. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterClick, afterKey } from '../../../../src-renderer/runs/row-selection.ts';
import type { RowSelection } from '../../../../src-renderer/runs/row-selection.ts';

const ORDER = [50, 40, 30, 20, 10];
const NONE: RowSelection = { selected: [], focused: null, anchor: null };
const PLAIN = { toggle: false, range: false };
const at = (id: number): RowSelection => ({ selected: [id], focused: id, anchor: id });
const key = (name: string, change: { toggle?: boolean; range?: boolean } = {}) => ({ key: name, toggle: false, range: false, ...change });

describe('a click', () => {
  it('takes one row', () => {
    expect(afterClick(ORDER, { selected: [50, 40], focused: 40, anchor: 50 }, 20, PLAIN)).toEqual(at(20));
  });
  it('with Ctrl adds a row, and takes it away again', () => {
    const added = afterClick(ORDER, at(50), 20, { toggle: true, range: false });
    expect(added.selected).toEqual([50, 20]);
    expect(afterClick(ORDER, added, 50, { toggle: true, range: false }).selected).toEqual([20]);
  });
  it('with Shift takes the range from the anchor, in either direction, and keeps the anchor', () => {
    const down = afterClick(ORDER, at(40), 20, { toggle: false, range: true });
    expect(down).toEqual({ selected: [40, 30, 20], focused: 20, anchor: 40 });
    expect(afterClick(ORDER, down, 50, { toggle: false, range: true })).toEqual({ selected: [40, 50], focused: 50, anchor: 40 });
  });
  it('with Ctrl and Shift adds the range without doubling', () => {
    expect(afterClick(ORDER, { selected: [10, 30], focused: 30, anchor: 40 }, 20, { toggle: true, range: true }).selected).toEqual([10, 30,
      40, 20]);
  });
  it('with Shift takes the one row if the anchor is filtered away', () => {
    expect(afterClick(ORDER, { selected: [99], focused: 99, anchor: 99 }, 30, { toggle: false, range: true }).selected).toEqual([30]);
  });
});

describe('a key', () => {
  it.each<[string, RowSelection, ReturnType<typeof key>, Partial<RowSelection>]>([
    ['down from nothing takes the first', NONE, key('ArrowDown'), { selected: [50], focused: 50 }],
    ['up from nothing takes the last', NONE, key('ArrowUp'), { selected: [10], focused: 10 }],
    ['down moves', at(50), key('ArrowDown'), { selected: [40], focused: 40 }],
    ['down stays on the last', at(10), key('ArrowDown'), { selected: [10], focused: 10 }],
    ['Shift+down extends', at(50), key('ArrowDown', { range: true }), { selected: [50, 40], focused: 40, anchor: 50 }],
    ['Ctrl+down moves the cursor alone', at(50), key('ArrowDown', { toggle: true }), { selected: [50], focused: 40 }],
    ['space takes the row with the cursor away', at(50), key(' '), { selected: [], focused: 50 }],
    ['End goes to the last', at(50), key('End'), { selected: [10] }],
    ['Home goes to the first', at(20), key('Home'), { selected: [50] }],
    ['Page Down goes a page', at(50), key('PageDown'), { selected: [30] }],
    ['Ctrl+A takes all shown', at(50), key('a', { toggle: true }), { selected: ORDER }],
    ['Escape clears', at(50), key('Escape'), { selected: [] }],
  ])('%s', (_name, before, press, after) => {
    expect(afterKey(ORDER, before, press, 2)).toMatchObject(after);
  });
  it('that means nothing changes nothing', () => {
    expect(afterKey(ORDER, at(50), key('x'), 2)).toBeNull();
    expect(afterKey(ORDER, NONE, key('Escape'), 2)).toBeNull();
    expect(afterKey([], NONE, key('ArrowDown'), 2)).toBeNull();
  });
  it('only ever selects rows that are shown, each once', () => {
    const press = fc.record({
      key: fc.constantFrom('ArrowDown', 'ArrowUp', 'Home', 'End', 'PageDown', 'PageUp', ' ', 'a'),
      toggle: fc.boolean(),
      range: fc.boolean(),
    });
    fc.assert(fc.property(fc.array(press, { maxLength: 30 }), (presses) => {
      let selection = NONE;
      for (const one of presses) selection = afterKey(ORDER, selection, one, 2) ?? selection;
      expect(selection.selected.every((id) => ORDER.includes(id))).toBe(true);
      expect(new Set(selection.selected).size).toBe(selection.selected.length);
    }));
  });
});
