/** What users gave one run in two sessions, put together: neither side loses a note, a tag or a pin. */
import type { Findings } from './merge-findings.ts';
import { joinedNotes } from './note-union.ts';
import type { RunRow } from './run-row.ts';
import type { RunEdit } from './run-store.ts';
import { changedTags, tagsOf } from './run-tags.ts';

type Given = Pick<RunRow, 'id' | 'label' | 'note' | 'pinned' | 'tags' | 'removedAt'>;

/** Of one run; a longer one is not put there. */
const LONGEST_NOTE = 100_000;

/**
 * @param note theirs, with its links leading here
 * @param about the run's problem and method
 * @returns what changes in ours, that it is seen among it; null where nothing does
 */
export function joinedEdit(theirs: Given, ours: Given, note: string, about: string, findings: Findings): RunEdit | null {
  const tell = (kind: 'note' | 'tags' | 'label', text: string): void => findings.addRun(kind, about, theirs.id, text);
  const joined = joinedNotes(ours.note, note);
  const tooLong = joined.length > LONGEST_NOTE;
  if (joined !== ours.note && ours.note.trim() !== '') {
    tell('note', `run ${ours.id} has a note here and another one in the file (run ${theirs.id}); ${tooLong ? 'both would be too long, and the one here stays' : 'the file’s stands below'}`);
  }
  if (ours.label !== '' && theirs.label !== '' && ours.label !== theirs.label) {
    tell('label', `run ${ours.id} is called “${ours.label}” here and “${theirs.label}” in the file; it keeps its label`);
  }
  let { tags } = ours;
  try {
    tags = changedTags(ours.tags, tagsOf(theirs.tags), []);
  } catch {
    tell('tags', `the tags of run ${ours.id} here and of run ${theirs.id} in the file are too many for one run; it keeps those it has here`);
  }
  const change: RunEdit['change'] = {
    ...(joined === ours.note || tooLong ? {} : { note: joined }),
    ...(tags === ours.tags ? {} : { tags }),
    ...(ours.label === '' && theirs.label !== '' ? { label: theirs.label } : {}),
    ...(ours.pinned === 0 && theirs.pinned === 1 ? { pinned: 1 as const } : {}),
    ...(ours.removedAt === null ? {} : { removedAt: null }),
  };
  return Object.keys(change).length === 0 ? null : { id: ours.id, change };
}
