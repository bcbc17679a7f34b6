/**
 * Two notes as one: what the second says and the first does not is put below it, piece by piece. A piece is what stands
 * between blank lines, fenced code whole. Joining the same note again changes nothing, and the order in which three are
 * joined changes only that of their pieces.
 */

/** @returns the first note where it holds all pieces of the second */
export function joinedNotes(first: string, second: string): string {
  const known = new Set(piecesOf(first));
  const added = piecesOf(second).filter((piece) => !known.has(piece));
  return added.length === 0 ? first : [...(first.trim() === '' ? [] : [first.trimEnd()]), ...new Set(added)].join('\n\n');
}

function piecesOf(note: string): string[] {
  const pieces: string[][] = [[]];
  let fenced = false;
  for (const line of note.split('\n')) {
    if (FENCE.test(line)) fenced = !fenced;
    if (line.trim() === '' && !fenced) pieces.push([]);
    else pieces.at(-1)?.push(line);
  }
  return pieces.filter((piece) => piece.length > 0).map((piece) => piece.join('\n').trimEnd());
}

const FENCE = /^ {0,3}```/;
/** `#12` is run 12, `[[p0033]]` a problem, as in `note-blocks.ts`; in code they are text. */
const CODE_OR_LINK = /`[^`\n]+`|\[\[([^[\]\n]{1,300})\]\]|(?<![\p{L}\p{N}#&])#(\d{1,9})(?![\p{L}\p{N}])/gu;

/**
 * A note of another session with its links leading to the same runs and problems here.
 * @param runOf a run's number here; null where it is not here: then it is named in words, with the session it is of
 * @param problemOf what a problem is called here
 */
export function translatedNote(
  note: string, from: string, runOf: (id: number) => number | null, problemOf: (name: string) => string,
): string {
  let fenced = false;
  return note.split('\n').map((line) => {
    if (FENCE.test(line)) fenced = !fenced;
    return fenced ? line : line.replaceAll(CODE_OR_LINK, (text: string, problem?: string, run?: string) => {
      if (problem !== undefined) return `[[${problemOf(problem)}]]`;
      if (run === undefined) return text;
      const id = runOf(Number(run));
      return id === null ? `run ${run} of ${from}` : `#${id}`;
    });
  }).join('\n');
}
