/** Undo and redo: of the text that is being typed in, else of the session. */
import { request } from '../api/request.ts';
import { attempt, showNews } from '../common/notify.tsx';
import { useSelection } from '../state/selection.ts';

const TYPED = 'textarea, [contenteditable="true"], input:not([type="checkbox"], [type="radio"], [type="range"], [type="button"])';

/** True where a press of the keys is the view's own: of a text, or of a view that keeps steps itself. */
export function hasOwnUndo(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(`[data-own-undo], ${TYPED}`) !== null;
}

export function takeBack(which: 'undo' | 'redo', next: string | null): void {
  if (document.activeElement?.matches(TYPED) === true) {
    // The menu's entry, chosen while a text has the focus. Deprecated, and the only way to a text's own steps.
    // oxlint-disable-next-line typescript/no-deprecated
    document.execCommand(which);
    return;
  }
  if (next === null) {
    showNews(`There is nothing to ${which}.`, 'info');
    return;
  }
  attempt(async () => {
    const { words, runs } = await request({ type: `session.${which}` });
    if (runs.length > 0) useSelection.getState().selectRuns(runs);
    showNews(`${which === 'undo' ? 'Undone' : 'Redone'}: ${words}`);
  });
}
