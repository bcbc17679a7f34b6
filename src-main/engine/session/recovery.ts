/** Working copies that survived a crash, for the shell: listed newest first, or thrown away. */
import type { RecoveryEntry } from '../../../src-contract/ipc.ts';
import { askSessionThread } from './client.ts';
import { hasWorkingCopies } from './copies-folder.ts';

/** Those that are not open in any running program and hold something unsaved. */
export async function listRecoverable(dataFolder: string): Promise<RecoveryEntry[]> {
  // Nothing there, as at most starts: no thread is started to look.
  if (!hasWorkingCopies(dataFolder)) return [];
  return askSessionThread<'recovery.list'>({ type: 'recovery.list', dataFolder });
}

/** Removes one for good. @throws EngineError if it is gone or open elsewhere */
export async function discardRecoverable(dataFolder: string, id: string): Promise<void> {
  await askSessionThread<'recovery.discard'>({ type: 'recovery.discard', dataFolder, id });
}
