/**
 * How far the studies of a window are, where it is seen without looking at it: in the dock or task bar while they go, and in
 * a notification when a long one ends behind other windows.
 */
import { Notification } from 'electron';
import type { StudySummary } from '../../src-contract/session-study.ts';
import type { SessionWindow } from './session-windows.ts';

const LOOK_MILLISECONDS = 1000;
/** A study that took less is not worth a notification. */
const LONG_MILLISECONDS = 60_000;

const watched = new WeakSet<SessionWindow>();

/** Looks at the studies of a window until none is going. */
export function watchStudies(target: SessionWindow): void {
  if (watched.has(target)) return;
  watched.add(target);
  const since = new Map<number, number>();
  const over = (): void => {
    watched.delete(target);
    if (!target.window.isDestroyed()) target.window.setProgressBar(-1);
  };
  const look = async (): Promise<void> => {
    if (target.window.isDestroyed() || target.closing) return over();
    const studies = await target.workspace.answer({ type: 'study.list' });
    const going = studies.filter(({ status }) => status === 'going' || status === 'paused');
    for (const { id } of going) if (!since.has(id)) since.set(id, Date.now());
    for (const study of studies) {
      const begun = since.get(study.id);
      if (begun === undefined || going.includes(study)) continue;
      since.delete(study.id);
      if (study.status === 'done' && Date.now() - begun >= LONG_MILLISECONDS && !target.window.isFocused()) notify(target, study);
    }
    if (going.length === 0) return over();
    target.window.setProgressBar(shareDone(going), { mode: going.every(({ status }) => status === 'paused') ? 'paused' : 'normal' });
    setTimeout(() => void look().catch(over), LOOK_MILLISECONDS);
  };
  // The first runs are made meanwhile; before them nothing is going.
  setTimeout(() => void look().catch(over), LOOK_MILLISECONDS);
}

/** Share of the runs of some studies that are over. */
function shareDone(studies: readonly Pick<StudySummary, 'runs' | 'counts'>[]): number {
  const runs = studies.reduce((sum, study) => sum + study.runs, 0);
  const done = studies.reduce((sum, { counts }) => sum + counts.done + counts.failed + counts.stopped, 0);
  return runs === 0 ? 0 : done / runs;
}

function notify(target: SessionWindow, { title, counts }: StudySummary): void {
  if (!Notification.isSupported()) return;
  const failed = counts.failed === 0 ? '' : `, ${counts.failed} failed`;
  const notification = new Notification({ title: `“${title}” is done`, body: `${counts.done} runs${failed}.` });
  notification.on('click', () => {
    if (!target.window.isDestroyed()) target.window.focus();
  });
  notification.show();
}
