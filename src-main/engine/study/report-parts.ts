/** Parts of a report that are made elsewhere or written by its user: pictures of the window, and notes, as HTML that does not act. */
import { markupText } from '../../../src-contract/export-text.ts';
import { noteBlocks } from '../../../src-contract/note-blocks.ts';
import type { NoteBlock, NoteSpan } from '../../../src-contract/note-blocks.ts';
import type { ReportPicture } from '../../../src-contract/report.ts';
import { EngineError } from '../error-value.ts';

/** What a picture may consist of. */
const TAGS = new Set(['svg', 'g', 'defs', 'clipPath', 'path', 'text', 'rect', 'circle', 'image']);

/** @throws EngineError `request-invalid` where a picture holds more than shapes and text */
export function picturesSection(pictures: readonly ReportPicture[]): string {
  if (pictures.length === 0) return '';
  const figures = pictures.map(({ title, svg, caption }) =>
    `<figure><h3>${markupText(title)}</h3>${svg === null ? '' : shapesOnly(svg)}` +
    `<figcaption class="about">${caption.map(markupText).join('<br>')}</figcaption></figure>`);
  return `<section><h2>Pictures</h2>${figures.join('\n')}</section>`;
}

function shapesOnly(svg: string): string {
  const tags = [...svg.matchAll(/<\/?([^\s>/]*)/g)].map(([, tag = '']) => tag);
  const acts = /\son[a-z]+\s*=|javascript:|\shref="(?!data:image\/png;base64,)|\sstyle=/i.test(svg.replaceAll(/>[^<]*</g, '><'));
  if (!svg.startsWith('<svg') || !tags.every((tag) => TAGS.has(tag)) || acts) throw new EngineError(
    'request-invalid', 'A picture of the report is not one of shapes and text.', 'Correct the field and try again.',
  );
  return svg;
}

/** A note as its Markdown means it; links show where they lead and lead nowhere. @returns empty where there is none */
export function noteHtml(note: string): string {
  return note.trim() === '' ? '' : `<div class="note-text">${noteBlocks(note).map(blockHtml).join('\n')}</div>`;
}

function blockHtml(block: NoteBlock): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level + 2}>${spansHtml(block.spans)}</h${block.level + 2}>`;
    case 'paragraph':
      return `<p>${spansHtml(block.spans)}</p>`;
    case 'code':
      return `<pre>${linesHtml(block.text)}</pre>`;
    case 'list': {
      const list = block.ordered ? 'ol' : 'ul';
      return `<${list}>${block.items.map((spans) => `<li>${spansHtml(spans)}</li>`).join('')}</${list}>`;
    }
  }
}

const linesHtml = (text: string): string => text.split('\n').map(markupText).join('\n');

function spansHtml(spans: readonly NoteSpan[]): string {
  return spans.map((span) => {
    switch (span.kind) {
      case 'text':
        return linesHtml(span.text);
      case 'code':
        return `<code>${linesHtml(span.text)}</code>`;
      case 'strong':
        return `<strong>${linesHtml(span.text)}</strong>`;
      case 'emphasis':
        return `<em>${linesHtml(span.text)}</em>`;
      case 'link':
        return `${markupText(span.text)} (${markupText(span.address)})`;
      case 'run':
        return `#${span.id}`;
      case 'problem':
        return markupText(span.name);
    }
  }).join('');
}
