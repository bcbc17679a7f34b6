/** `leibniz study status`: how far the studies of a session file are, and which parts of one that is run in parts are missing. */
import { basename } from 'node:path';
import { lookingInto } from '../looked-at.ts';
import type { CommandReply } from '../output.ts';
import { studyLine, studyParts, studyPartsJson } from '../study-lines.ts';

export async function studyStatus(path: string): Promise<CommandReply> {
  const studies = await lookingInto(path, studyParts);
  return {
    json: studies.map(studyPartsJson),
    text: studies.length === 0
      ? `${basename(path)} has no study\n`
      : studies.map(studyLine).join(''),
    exitCode: studies.every(({ study: { runs, counts } }) => counts.done === runs) ? 0 : 1,
  };
}
