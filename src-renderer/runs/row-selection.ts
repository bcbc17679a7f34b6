/**
 * How clicks and keys change the selection of rows, as in any list of a desktop: a plain click takes
 * one, Ctrl (⌘) adds or takes away, Shift takes the range from the anchor. Pure: the order of the rows
 * shown, the selection and the press give the next selection.
 */

export interface RowSelection {
  readonly selected: readonly number[];
  /** The row with the cursor. */
  readonly focused: number | null;
  /** Where a range starts. */
  readonly anchor: number | null;
}

export interface Modifiers {
  readonly toggle: boolean;
  readonly range: boolean;
}

/** After a click on a row. */
export function afterClick(order: readonly number[], before: RowSelection, id: number, { toggle, range }: Modifiers): RowSelection {
  if (range) {
    const span = between(order, before.anchor ?? before.focused ?? id, id);
    return { selected: toggle ? union(before.selected, span) : span, focused: id, anchor: before.anchor ?? before.focused ?? id };
  }
  if (toggle) {
    const selected = before.selected.includes(id) ? before.selected.filter((other) => other !== id) : [...before.selected, id];
    return { selected, focused: id, anchor: id };
  }
  return { selected: [id], focused: id, anchor: id };
}

export interface RowKey {
  readonly key: string;
  readonly toggle: boolean;
  readonly range: boolean;
}

/**
 * After a key, or null if the key means nothing to the selection.
 * @param page rows a page holds
 */
export function afterKey(order: readonly number[], before: RowSelection, press: RowKey, page: number): RowSelection | null {
  if (press.key === 'a' && press.toggle) return { ...before, selected: [...order] };
  if (press.key === 'Escape') return before.selected.length === 0 ? null : { selected: [], focused: before.focused, anchor: null };
  const at = before.focused === null ? -1 : order.indexOf(before.focused);
  if (press.key === ' ') {
    return before.focused === null || at < 0 ? null : afterClick(order, before, before.focused, { toggle: true, range: false });
  }
  const target = targetOf(press.key, at, order.length, page);
  const id = target === null ? undefined : order[target];
  if (id === undefined) return null;
  if (press.range) return afterClick(order, before, id, { toggle: false, range: true });
  if (press.toggle) return { ...before, focused: id };
  return { selected: [id], focused: id, anchor: id };
}

function targetOf(key: string, at: number, length: number, page: number): number | null {
  if (length === 0) return null;
  const clamp = (index: number): number => Math.max(0, Math.min(length - 1, index));
  switch (key) {
    case 'ArrowDown':
      return clamp(at + 1);
    case 'ArrowUp':
      return clamp(at < 0 ? length - 1 : at - 1);
    case 'PageDown':
      return clamp(at + page);
    case 'PageUp':
      return clamp(at - page);
    case 'Home':
      return 0;
    case 'End':
      return length - 1;
    default:
      return null;
  }
}

/** Rows from one to another, inclusive, in the order from → to; only `to` if `from` is not shown. */
function between(order: readonly number[], from: number, to: number): readonly number[] {
  const a = order.indexOf(from);
  const b = order.indexOf(to);
  if (b < 0) return [];
  if (a < 0) return [to];
  return a <= b ? order.slice(a, b + 1) : order.slice(b, a + 1).toReversed();
}

function union(before: readonly number[], added: readonly number[]): readonly number[] {
  const have = new Set(before);
  return [...before, ...added.filter((id) => !have.has(id))];
}
