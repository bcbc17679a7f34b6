/**
 * Writes an export whole or not at all: to a temporary file beside the target, flushed, then put in its
 * place. A full disk or a missing right leaves the old file as it was and nothing behind. Links are followed,
 * as saves follow them.
 */
import { open, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { writeFailure } from './refusals.ts';
import { placeOf, removeLeftovers, requireAsSeen, seenAt, takePlace, temporaryBeside } from './target-place.ts';
import type { Seen } from './target-place.ts';

/** Takes the next piece of a file; done when it has been handed to the disk. */
export type WritePiece = (piece: string | Uint8Array) => Promise<void>;

/**
 * @param seen what stood there when whoever asks looked; left out: when the writing begins
 * @throws EngineError naming the file and what to do; also where something else stands there by now
 */
export async function writeFileAtomically(path: string, content: string | Uint8Array, seen?: Seen): Promise<void> {
  await put(path, seen, (file) => file.writeFile(content));
}

/**
 * The same for a file that comes in pieces and is never in memory as a whole.
 * @param fill writes one piece after another; where it throws, nothing is written
 * @returns what `fill` returns
 * @throws EngineError as `writeFileAtomically`, and whatever `fill` throws
 */
export function writeFileInPieces<T>(path: string, fill: (write: WritePiece) => Promise<T>, seen?: Seen): Promise<T> {
  return put(path, seen, (file) => fill(async (piece) => {
    // Of a file handle, `writeFile` goes on where the last one ended.
    if (piece.length > 0) await file.writeFile(piece);
  }));
}

async function put<T>(path: string, seen: Seen | undefined, write: (file: FileHandle) => Promise<T>): Promise<T> {
  let temporary: string | null = null;
  try {
    const place = placeOf(path);
    const before = seen === undefined ? seenAt(place) : seen;
    requireAsSeen(place, path, before);
    removeLeftovers(place, 'writing', false);
    temporary = temporaryBeside(place, 'writing');
    const file = await open(temporary, 'wx');
    let result: T;
    try {
      result = await write(file);
      await file.sync();
    } finally {
      await file.close();
    }
    takePlace(temporary, place, path, before);
    return result;
  } catch (error) {
    if (temporary !== null) await rm(temporary, { force: true });
    throw writeFailure(error, path);
  }
}
