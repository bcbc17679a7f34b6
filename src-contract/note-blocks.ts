/**
 * A note read as Markdown, into blocks and spans that whoever shows it draws with its own means: never as HTML. Of Markdown
 * it has headings, paragraphs, lists of one level, fenced code, `code`, **strong**, *emphasis* and links; and two of its own:
 * `#12` is run 12, `[[p0033]]` the problem of that name. What is none of these is text. Never fails; cost: O(length).
 */

export type NoteSpan =
  | { readonly kind: 'text' | 'code' | 'strong' | 'emphasis'; readonly text: string }
  | { readonly kind: 'run'; readonly id: number }
  | { readonly kind: 'problem'; readonly name: string }
  /** Shown with its address, and not followed: a session may come from anyone. */
  | { readonly kind: 'link'; readonly text: string; readonly address: string };

export type NoteBlock =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly spans: readonly NoteSpan[] }
  | { readonly kind: 'paragraph'; readonly spans: readonly NoteSpan[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly NoteSpan[])[] }
  | { readonly kind: 'code'; readonly text: string };

const HEADING = /^(#{1,3}) +(.+)$/;
const BULLET = /^ {0,3}[-*+] +(.*)$/;
const NUMBERED = /^ {0,3}\d{1,9}[.)] +(.*)$/;
const FENCE = /^ {0,3}```/;

export function noteBlocks(note: string): readonly NoteBlock[] {
  const blocks: NoteBlock[] = [];
  const lines = note.split('\n');
  let paragraph: string[] = [];
  const endParagraph = (): void => {
    if (paragraph.length > 0) blocks.push({ kind: 'paragraph', spans: noteSpans(paragraph.join('\n')) });
    paragraph = [];
  };
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const heading = HEADING.exec(line);
    const ordered = NUMBERED.test(line);
    if (FENCE.test(line)) {
      endParagraph();
      const end = lines.findIndex((other, k) => k > at && FENCE.test(other));
      const last = end < 0 ? lines.length : end;
      blocks.push({ kind: 'code', text: lines.slice(at + 1, last).join('\n') });
      at = last;
    } else if (heading !== null) {
      endParagraph();
      blocks.push({ kind: 'heading', level: levelOf(heading[1] ?? ''), spans: noteSpans(heading[2] ?? '') });
    } else if (ordered || BULLET.test(line)) {
      endParagraph();
      const item = ordered ? NUMBERED : BULLET;
      const items: (readonly NoteSpan[])[] = [];
      for (; at < lines.length && item.test(lines[at] ?? ''); at++) items.push(noteSpans(item.exec(lines[at] ?? '')?.[1] ?? ''));
      at--;
      blocks.push({ kind: 'list', ordered, items });
    } else if (line.trim() === '') endParagraph();
    else paragraph.push(line);
  }
  endParagraph();
  return blocks;
}

function levelOf(marks: string): 1 | 2 | 3 {
  return marks.length === 1 ? 1 : marks.length === 2 ? 2 : 3;
}

/** Each part is bounded in length or ends at a character that it may not hold, so that no text takes long. */
const SPAN = new RegExp([
  '`([^`\\n]+)`', '\\*\\*([^*\\n]+)\\*\\*', '\\*([^*\\s](?:[^*\\n]*[^*\\s])?)\\*', '\\[\\[([^\\[\\]\\n]{1,300})\\]\\]',
  '\\[([^\\[\\]\\n]{1,300})\\]\\((https?://[^\\s()]{1,2000})\\)', '(?<![\\p{L}\\p{N}#&])#(\\d{1,9})(?![\\p{L}\\p{N}])',
].join('|'), 'gu');

export function noteSpans(text: string): readonly NoteSpan[] {
  const spans: NoteSpan[] = [];
  let last = 0;
  for (const match of text.matchAll(SPAN)) {
    if (match.index > last) spans.push({ kind: 'text', text: text.slice(last, match.index) });
    last = match.index + match[0].length;
    const [, code, strong, emphasis, problem, label, address, run] = match;
    if (code !== undefined) spans.push({ kind: 'code', text: code });
    else if (strong !== undefined) spans.push({ kind: 'strong', text: strong });
    else if (emphasis !== undefined) spans.push({ kind: 'emphasis', text: emphasis });
    else if (problem !== undefined) spans.push({ kind: 'problem', name: problem });
    else if (label !== undefined && address !== undefined) spans.push({ kind: 'link', text: label, address });
    else spans.push({ kind: 'run', id: Number(run) });
  }
  if (last < text.length) spans.push({ kind: 'text', text: text.slice(last) });
  return spans;
}
