/**
 * RFC 4180 to the letter, as a reader that nobody told anything takes a file: lines end in CR LF, a field is
 * plain or wholly quoted, every line has as many fields as the first, and no line is a comment.
 * @throws Error naming the place, where the text is not of the grammar
 */
export function readStrictCsv(text: string): { readonly header: readonly string[]; readonly rows: readonly (readonly string[])[] } {
  const records: string[][] = [];
  let at = 0;
  const refuse = (what: string): never => {
    throw new Error(`${what} at character ${at}`);
  };
  const field = (): string => {
    if (text[at] !== '"') {
      const from = at;
      while (at < text.length && !',\r\n"'.includes(text.charAt(at))) at++;
      if (text[at] === '"') refuse('a quotation mark inside a plain field');
      return text.slice(from, at);
    }
    let value = '';
    for (at++; ; at++) {
      if (at >= text.length) refuse('a quoted field without an end');
      if (text[at] !== '"') value += text.charAt(at);
      else if (text[at + 1] === '"') {
        value += '"';
        at++;
      } else break;
    }
    at++;
    return value;
  };
  while (at < text.length) {
    const record = [field()];
    while (text[at] === ',') {
      at++;
      record.push(field());
    }
    if (text.slice(at, at + 2) !== '\r\n') refuse('a line that does not end in CR LF');
    at += 2;
    if (records[0] !== undefined && record.length !== records[0].length) refuse(`a line of ${record.length} fields under a header of ${records[0].length}`);
    records.push(record);
  }
  const [header, ...rows] = records;
  if (header === undefined) throw new Error('no header');
  if (header[0]?.startsWith('#') === true) throw new Error('the header is a comment to most readers');
  if (new Set(header).size < header.length) throw new Error('two columns have one name');
  return { header, rows };
}
