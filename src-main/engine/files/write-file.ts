/**
 * Writes an export whole or not at all: to a temporary file beside the target, flushed, then put in its
 * place. A full disk or a missing right leaves the old file as it was and nothing behind. Links are followed,
 * as saves follow them.
 */
import { open, rm } from 'node:fs/promises';
import { writeFailure } from './refusals.ts';
import { placeOf, removeLeftovers, requireAsSeen, seenAt, takePlace, temporaryBeside } from './target-place.ts';
import type { Seen } from './target-place.ts';

/**
 * @param seen what stood there when whoever asks looked; left out: when the writing begins
 * @throws EngineError naming the file and what to do; also where something else stands there by now
 */
export async function writeFileAtomically(path: string, content: string | Uint8Array, seen?: Seen): Promise<void> {
  let temporary: string | null = null;
  try {
    const place = placeOf(path);
    const before = seen === undefined ? seenAt(place) : seen;
    requireAsSeen(place, path, before);
    removeLeftovers(place, 'writing', false);
    temporary = temporaryBeside(place, 'writing');
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    takePlace(temporary, place, path, before);
  } catch (error) {
    if (temporary !== null) await rm(temporary, { force: true });
    throw writeFailure(error, path);
  }
}
