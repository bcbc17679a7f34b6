/** Notes read as Markdown: what each form comes to, that nothing of the text is lost, and that no text takes long. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noteBlocks, noteSpans } from '../../../src-contract/note-blocks.ts';
import type { NoteSpan } from '../../../src-contract/note-blocks.ts';

const text = (of: string) => ({ kind: 'text', text: of });

describe('spans', () => {
  it.each<[string, readonly object[]]>([
    ['see #12, not a#12 or #12b', [text('see '), { kind: 'run', id: 12 }, text(', not a#12 or #12b')]],
    ['**best** of *all*: `a*b*`', [
      { kind: 'strong', text: 'best' }, text(' of '), { kind: 'emphasis', text: 'all' }, text(': '), { kind: 'code', text: 'a*b*' },
    ]],
    ['on [[set cover 120 x 300]]', [text('on '), { kind: 'problem', name: 'set cover 120 x 300' }]],
    ['[paper](https://a.b/c)', [{ kind: 'link', text: 'paper', address: 'https://a.b/c' }]],
    ['[x](javascript:alert(1))', [text('[x](javascript:alert(1))')]],
    ['<script>alert(1)</script> &#12;', [text('<script>alert(1)</script> &#12;')]],
    ['2 * 3 * 4', [text('2 * 3 * 4')]],
  ])('of %j', (of, spans) => {
    expect(noteSpans(of)).toEqual(spans);
  });

  it('hold all of the text but the marks', () => {
    const written = (span: NoteSpan): string => {
      switch (span.kind) {
        case 'text': return span.text;
        case 'code': return `\`${span.text}\``;
        case 'strong': return `**${span.text}**`;
        case 'emphasis': return `*${span.text}*`;
        case 'problem': return `[[${span.name}]]`;
        case 'link': return `[${span.text}](${span.address})`;
        case 'run': return `#${span.id}`;
      }
    };
    const part = fc.constantFrom('*', '**', '`', '[', ']', '[[', ']]', '(', ')', '#', '1', 'a', ' ', 'https://a', '\n', 'é');
    fc.assert(fc.property(fc.oneof(fc.string(), fc.array(part).map((parts) => parts.join(''))), (of) => {
      // A number with zeros in front is the same run.
      fc.pre(!/#0/.test(of));
      expect(noteSpans(of).map(written).join('')).toBe(of);
    }));
  });

  it('are found in time that grows with the length only', () => {
    for (const of of ['*', '[', '`', '**a', '[[', '[a](', '#']) {
      const started = performance.now();
      noteSpans(of.repeat(100_000 / of.length));
      expect(performance.now() - started, of).toBeLessThan(2000);
    }
  });
});

it('headings have three levels, and more marks are text', () => {
  const levels = noteBlocks('# a\n## b\n### c\n#### d').map((block) => (block.kind === 'heading' ? block.level : block.kind));
  expect(levels).toEqual([1, 2, 3, 'paragraph']);
});

it('blocks are headings, lists, code and paragraphs', () => {
  expect(noteBlocks('# Seen\nfirst\nline\n\n- a\n- #3\n1. one\n```\n# no heading\n```\nlast')).toEqual([
    { kind: 'heading', level: 1, spans: [text('Seen')] },
    { kind: 'paragraph', spans: [text('first\nline')] },
    { kind: 'list', ordered: false, items: [[text('a')], [{ kind: 'run', id: 3 }]] },
    { kind: 'list', ordered: true, items: [[text('one')]] },
    { kind: 'code', text: '# no heading' },
    { kind: 'paragraph', spans: [text('last')] },
  ]);
  expect(noteBlocks('')).toEqual([]);
  expect(noteBlocks('```\nopen')).toEqual([{ kind: 'code', text: 'open' }]);
});
