/** Keeps the settings of a kind of run with the person's settings, for the next time its form is opened. */
import type { JobKind } from '../../src-contract/job-kinds.ts';
import type { RunDraft, Settings } from '../../src-contract/settings.ts';
import { queryClient } from '../api/query-client.ts';
import { keys } from '../api/keys.ts';
import { request } from '../api/request.ts';
import { attempt } from '../common/notify.tsx';

export function rememberRun(kind: JobKind, draft: RunDraft): void {
  const settings = queryClient.getQueryData<Settings>(keys.settings);
  if (settings === undefined) return;
  const runDrafts = { ...settings.runDrafts, [kind]: draft };
  queryClient.setQueryData(keys.settings, { ...settings, runDrafts });
  attempt(() => request({ type: 'app.change-settings', change: { runDrafts } }));
}
