/** Working copies that survived a crash, for the shell: listed newest first, or thrown away. */
import type { RecoveryEntry } from '../../../src-contract/ipc.ts';
import { askSessionThread } from './client.ts';

/** Those that are not open in any running program and hold something unsaved. */
export function listRecoverable(dataFolder: string): Promise<RecoveryEntry[]> {
  return askSessionThread<'recovery.list'>({ type: 'recovery.list', dataFolder });
}

/** Removes one for good. @throws EngineError if it is gone or open elsewhere */
export async function discardRecoverable(dataFolder: string, id: string): Promise<void> {
  await askSessionThread<'recovery.discard'>({ type: 'recovery.discard', dataFolder, id });
}
