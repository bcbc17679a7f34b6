/** Whether the session is saved, in words. */
import type { SessionState } from '../../src-contract/session.ts';

export function savedWords(state: SessionState): string {
  const time = state.savedAt === null
    ? null
    : new Date(state.savedAt).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  if (!state.saved) return state.unsavedChanges ? 'not saved yet' : 'new';
  if (state.unsavedChanges) return time === null ? 'unsaved changes' : `unsaved changes since ${time}`;
  return time === null ? 'saved' : `saved ${time}`;
}
