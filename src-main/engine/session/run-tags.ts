/** Tags of runs as they are stored: a JSON list, sorted, each once; null where there are none. */
import { MOST_TAGS } from '../../../src-contract/session-request.ts';
import { Tag } from '../../../src-contract/one-line.ts';
import { z } from '../../../src-contract/zod.ts';
import { EngineError } from '../error-value.ts';

const Tags = z.array(Tag);
const NONE: readonly string[] = [];
/** Few texts stand in many rows; each is read once. */
const known = new Map<string, readonly string[]>();
const MOST_KNOWN = 1000;

/** @param text from the file, which is not trusted: what is no list of tags is none */
export function tagsOf(text: string | null): readonly string[] {
  if (text === null) return NONE;
  let tags = known.get(text);
  if (tags === undefined) {
    if (known.size >= MOST_KNOWN) known.clear();
    tags = readTags(text);
    known.set(text, tags);
  }
  return tags;
}

function readTags(text: string): readonly string[] {
  try {
    return Tags.parse(JSON.parse(text));
  } catch {
    return NONE;
  }
}

/** @throws EngineError `too-many-tags` */
export function changedTags(before: string | null, added: readonly string[], removed: readonly string[]): string | null {
  const gone = new Set(removed);
  const tags = [...new Set([...tagsOf(before).filter((tag) => !gone.has(tag)), ...added])].sort();
  if (tags.length > MOST_TAGS) throw new EngineError('too-many-tags', `A run has at most ${MOST_TAGS} tags.`, 'Take some away first.');
  return tags.length === 0 ? null : JSON.stringify(tags);
}
