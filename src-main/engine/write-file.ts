/**
 * Writes an export whole or not at all: to a temporary file beside the target, flushed, then renamed
 * over it. A full disk or a missing right leaves the old file as it was and nothing behind.
 */
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { lazyCrypto } from './lazy-node.ts';
import { writeFailure } from './session/refusals.ts';

/** @throws EngineError naming the file and what to do */
export async function writeFileAtomically(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${lazyCrypto().randomBytes(6).toString('hex')}.writing`);
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw writeFailure(error, path);
  }
}
