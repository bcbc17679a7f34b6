/**
 * Texts that cross a boundary on one line: whatever a file, a session of an older version or a person put
 * into a name, label or message, those behind the boundary get it without line breaks, control characters and
 * marks that mislead (`src-science/program/one-line.ts`).
 */
import { keptLines, linesOf, oneLine } from '../src-science/program/one-line.ts';
import { z } from './zod.ts';

export { oneLine } from '../src-science/program/one-line.ts';

export const OneLine = z.string().transform(oneLine);
/** A name that a person gives. */
export const GivenName = z.string().max(200).transform(oneLine);
/** A tag: one line without space around it, that is there. */
export const Tag = z.string().max(60).transform((text) => oneLine(text).trim())
  .refine((text) => text !== '', 'a tag has a letter at least');
/** A note, which may have several lines; they end in a line feed. */
export const Note = z.string().transform((text) => keptLines(linesOf(text).join('\n')));
