/** How far a study is, in a line or two. */
import type { ShardProgress, StudySummary } from '../../src-contract/session-study.ts';
import { shardText } from '../../src-contract/study-shards.ts';
import { toErrorValue } from '../engine/error-value.ts';
import { oneLine } from '../../src-science/program/one-line.ts';
import type { SessionThread } from '../engine/session/client.ts';

export interface StudyParts {
  readonly study: StudySummary;
  /** With their runs; empty where the study is run as a whole. */
  readonly shards: readonly ShardProgress[];
  /** Why the parts cannot be told. */
  readonly untold: string | null;
}

/** The studies of a session, and of those that are run in parts the parts. */
export async function studyParts(thread: Pick<SessionThread, 'call'>): Promise<readonly StudyParts[]> {
  const found: StudyParts[] = [];
  for (const study of await thread.call<'study.list'>({ type: 'study.list' })) {
    try {
      found.push({ study, shards: await thread.call<'study.shards'>({ type: 'study.shards', id: study.id }), untold: null });
    } catch (error) {
      // A problem of it was removed or cannot be read; the rest of what there is is told.
      found.push({ study, shards: [], untold: toErrorValue(error).message });
    }
  }
  return found;
}

export function studyPartsJson({ study: { title, runs, counts }, shards, untold }: StudyParts): object {
  return { title, runs, counts, shards, ...(untold === null ? {} : { untold }) };
}

/** Parts that are named one by one. */
const MOST_NAMED = 20;

export function studyLine({ study: { title, runs, counts }, shards, untold }: StudyParts): string {
  const { done, failed, missing, stopped, queued, running } = counts;
  const open = stopped + queued + running;
  const parts = [
    `${done} of ${runs} runs are done`, ...(failed === 0 ? [] : [`${failed} failed`]), ...(open === 0 ? [] : [`${open} did not end`]),
    ...(missing === 0 ? [] : [`${missing} ${missing === 1 ? 'is' : 'are'} missing`]),
  ];
  const of = shards.length;
  const named = (which: readonly ShardProgress[], words: (one: ShardProgress) => string): string =>
    which.slice(0, MOST_NAMED).map(words).join(', ') + (which.length > MOST_NAMED ? ` and ${which.length - MOST_NAMED} more` : '');
  const absent = shards.filter((shard) => shard.missing > 0 && shard.missing === shard.runs);
  const partly = shards.filter((shard) => shard.missing + shard.open > 0 && shard.missing < shard.runs);
  const text = ({ shard }: ShardProgress): string => shardText({ index: shard, of });
  return `study “${oneLine(title)}”: ${parts.join(', ')}\n` +
    (untold === null ? '' : `  its parts cannot be told: ${oneLine(untold)}\n`) +
    (absent.length === 0 ? '' : `  not here: ${absent.length === 1 ? 'part' : 'parts'} ${named(absent, text)}\n`) +
    (partly.length === 0 ? '' : `  not whole: ${named(partly, (one) => `part ${text(one)} with ${one.runs - one.missing - one.open} of ${one.runs} runs ended`)}\n`);
}
