/**
 * A file attached to a PDF, by an incremental update (ISO 32000-1, 7.5.6, 7.11.4): the bytes of the document stay as they are,
 * and objects are added behind them. Of PDFs as Chromium writes them: one cross-reference table, a plain catalog without names.
 * Readers list it among the attachments. Pure.
 */
import { plainJson } from '../../../src-science/program/one-line.ts';

/**
 * @param name of the attached file, ASCII
 * @param about written as JSON
 * @returns the document with the file; as it was where it is of another form
 */
export function withAttachment(pdf: Uint8Array, name: string, about: object): Uint8Array {
  const text = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('latin1');
  const [, size, rest = '', before] = /trailer\s*<<\s*\/Size (\d+)([^]*?)>>\s*startxref\s*(\d+)\s*%%EOF\s*$/.exec(text) ?? [];
  const root = /\/Root (\d+) 0 R/.exec(rest)?.[1];
  if (size === undefined || root === undefined) return pdf;
  const catalog = new RegExp(String.raw`(?:^|\n)${root} 0 obj\s*<<([^]*?)>>\s*endobj`).exec(text)?.[1];
  if (catalog === undefined || /\/(?:Names|AF)\b/.test(catalog)) return pdf;
  const content = Buffer.from(plainJson(JSON.stringify(about, null, 2)), 'utf8');
  const file = Number(size);
  const spec = file + 1;
  const pieces: Buffer[] = [];
  const places: number[] = [];
  let at = pdf.byteLength;
  const put = (piece: Buffer): void => {
    pieces.push(piece);
    at += piece.length;
  };
  const object = (number: number | string, ...parts: readonly (string | Buffer)[]): void => {
    put(Buffer.from('\n'));
    places.push(at);
    put(Buffer.from(`${number} 0 obj\n`));
    for (const part of parts) put(typeof part === 'string' ? Buffer.from(part, 'latin1') : part);
    put(Buffer.from('\nendobj'));
  };
  object(root, `<<${catalog}/Names <</EmbeddedFiles <</Names [(${name}) ${spec} 0 R]>>>>\n/AF [${spec} 0 R]>>`);
  object(
    file, `<</Type /EmbeddedFile /Subtype /application#2Fjson /Params <</Size ${content.length}>> /Length ${content.length}>>\nstream\n`,
    content, '\nendstream',
  );
  object(
    spec, `<</Type /Filespec /F (${name}) /UF (${name}) /Desc (What made this document) /AFRelationship /Data `,
    `/EF <</F ${file} 0 R /UF ${file} 0 R>>>>`,
  );
  put(Buffer.from('\n'));
  const line = (place: number | undefined): string => `${String(place ?? 0).padStart(10, '0')} 00000 n \n`;
  const table = `xref\n${root} 1\n${line(places[0])}${file} 2\n${line(places[1])}${line(places[2])}`;
  put(Buffer.from(`${table}trailer\n<</Size ${spec + 1}${rest}/Prev ${before}>>\nstartxref\n${at}\n%%EOF\n`, 'latin1'));
  return Buffer.concat([pdf, ...pieces]);
}
