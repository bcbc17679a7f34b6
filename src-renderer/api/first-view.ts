/**
 * What the window shows first, put where the views look for it before they are drawn: so the window is
 * drawn once, with its lists in it, and asks for nothing meanwhile. A session that takes long to open is
 * not waited for; the views then ask for themselves.
 */
import type { QueryClient } from '@tanstack/react-query';
import type { FirstView, Reply } from '../../src-contract/ipc.ts';
import { keys } from './keys.ts';

/** How long an empty window may stand before it is drawn without its lists, ms. */
const PATIENCE = 250;

/** Fills the cache with what is known; what was left out is asked for by whoever shows it. */
export function keepFirstView(client: QueryClient, view: FirstView): void {
  client.setQueryData(keys.settings, view.settings);
  client.setQueryData(keys.appInfo, view.info);
  client.setQueryData(keys.session, view.session);
  client.setQueryData(keys.problems, view.problems);
  client.setQueryData(keys.pool, view.pool);
  if (view.allRuns) client.setQueryData(keys.runs, view.runs);
  if (view.recovery !== null) client.setQueryData(keys.recovery, view.recovery);
}

/** Resolves once the first view is kept, or cannot be, or is not to be waited for any longer. */
export async function awaitFirstView(client: QueryClient, asked: Promise<Reply<'window.first-view'>>): Promise<void> {
  let late = false;
  const kept = asked.then(
    (reply) => {
      // Too late it would undo what has happened since.
      if (reply.ok && !late) keepFirstView(client, reply.value);
    },
    // Whoever shows it asks again, and says what is wrong.
    () => undefined,
  );
  await Promise.race([kept, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  late = true;
}
