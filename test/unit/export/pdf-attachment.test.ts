/** What is attached to a PDF: found there by a reader that goes by its cross-reference tables, and nothing else changed. */
import { expect, it } from 'vitest';
import { withAttachment } from '../../../src-main/engine/export/pdf-attachment.ts';

/** As Chromium writes them, with one page. */
function aPdf(): Buffer {
  const objects = [
    '<</Creator (Test)\n/Producer (Test)>>', '<</Type /Catalog\n/Pages 3 0 R\n/ViewerPreferences <</DisplayDocTitle true>>>>',
    '<</Type /Pages\n/Count 1\n/Kids [4 0 R]>>', '<</Type /Page\n/Parent 3 0 R\n/MediaBox [0 0 100 100]>>',
  ];
  let text = '%PDF-1.4\n';
  const places = objects.map((object, k) => {
    const at = text.length;
    text += `${k + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = places.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const start = text.length;
  const trailer = '<</Size 5\n/Root 2 0 R\n/Info 1 0 R>>';
  return Buffer.from(`${text}xref\n0 5\n0000000000 65535 f \n${table}trailer\n${trailer}\nstartxref\n${start}\n%%EOF\n`);
}

/**
 * Objects by number as a reader finds them: through the last table, and those before it.
 * @throws where a place is not that of its object
 */
function objectsOf(pdf: Buffer): ReadonlyMap<number, string> {
  const text = pdf.toString('latin1');
  const found = new Map<number, string>();
  let table: string | undefined = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(text)?.[1];
  while (table !== undefined) {
    const section = /^xref\n([^]*?)trailer\n<<([^]*?)>>\nstartxref/.exec(text.slice(Number(table)));
    if (section === null) throw new Error(`no table at ${table}`);
    for (const [, first, lines = ''] of (section[1] ?? '').matchAll(/(\d+) \d+\n((?:\d{10} \d{5} [fn] \n)+)/g)) {
      for (const [k, line] of lines.trimEnd().split('\n').entries()) {
        const number = Number(first) + k;
        if (line.includes('f') || found.has(number)) continue;
        const object = new RegExp(`^${number} 0 obj\n([^]*?)\nendobj`).exec(text.slice(Number(line.slice(0, 10))));
        if (object === null) throw new Error(`object ${number} is not where the table says`);
        found.set(number, object[1] ?? '');
      }
    }
    table = /\/Prev (\d+)/.exec(section[2] ?? '')?.[1];
  }
  return found;
}

it('holds the file, and everything that it held', () => {
  const before = aPdf();
  const after = Buffer.from(withAttachment(before, 'manifest.json', { about: ['µ ≤ 3', 'a ) b (', '\u202e'] }));
  expect(after.subarray(0, before.length).equals(before)).toBe(true);
  const objects = objectsOf(after);
  const catalog = objects.get(2) ?? '';
  expect(catalog).toContain('/Pages 3 0 R');
  const spec = Number(/\/Names \[\(manifest\.json\) (\d+) 0 R\]/.exec(catalog)?.[1]);
  const stream = objects.get(Number(/\/EF <<\/F (\d+) 0 R/.exec(objects.get(spec) ?? '')?.[1])) ?? '';
  const content = /stream\n([^]*)\nendstream$/.exec(stream)?.[1] ?? '';
  expect(content.length).toBe(Number(/\/Length (\d+)/.exec(stream)?.[1]));
  expect(JSON.parse(Buffer.from(content, 'latin1').toString('utf8'))).toEqual({ about: ['µ ≤ 3', 'a ) b (', '\u202e'] });
  expect([1, 3, 4].map((number) => objects.get(number))).toEqual([1, 3, 4].map((number) => objectsOf(before).get(number)));
});

it('leaves a document of another form alone', () => {
  for (const other of ['%PDF-1.7\nno table', aPdf().toString('latin1').replace('/Pages 3 0 R', '/Pages 3 0 R\n/Names 9 0 R')]) {
    const pdf = Buffer.from(other, 'latin1');
    expect(withAttachment(pdf, 'manifest.json', {})).toBe(pdf);
  }
});
