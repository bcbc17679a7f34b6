/**
 * A Markdown document of a title, one table and lines of plain text below it, and nothing else. In the table each line
 * stands between pipes, with as many cells as the header. All text is plain: every character that CommonMark, GitHub or
 * a reader of formulas would act on stands behind a backslash, and no line begins a list, a heading, a rule or code.
 * @returns the cells as they are shown; a number struck through or behind ≥ as it stands
 * @throws Error naming what is not of that kind
 */
export function readStrictMarkdown(text: string): readonly (readonly string[])[] {
  if (!text.endsWith('\n')) throw new Error('the last line does not end');
  const blocks = text.slice(0, -1).split('\n\n').map((block) => block.split('\n'));
  const tables = blocks.filter((lines) => lines[0]?.startsWith('| ') === true);
  const [table] = tables;
  if (table === undefined || tables.length > 1) throw new Error(`${tables.length} tables`);
  const at = blocks.indexOf(table);
  if (at > 1) throw new Error('more than a title above the table');
  for (const lines of blocks.slice(0, at)) {
    const title = /^\*\*(?=\S)(.*\S)\*\*$/.exec(lines[0] ?? '')?.[1];
    if (title === undefined || lines.length > 1) throw new Error(`no title: ${lines.join('\n')}`);
    shown(title);
  }
  for (const lines of blocks.slice(at + 1)) {
    const [line = ''] = lines;
    if (lines.length > 1 || line === '' || line !== line.trim()) throw new Error(`no line of text: ${JSON.stringify(lines)}`);
    if (/^(?:[-=]|\d+[.)])/.test(line)) throw new Error(`a list or a heading begins in ${line}`);
    shown(line.replace(/^~~Struck through~~/, ''));
  }
  return rowsOf(table);
}

function rowsOf(lines: readonly string[]): readonly (readonly string[])[] {
  const rows = lines.map((line) => {
    if (!line.startsWith('| ') || !line.endsWith(' |')) throw new Error(`a line outside of the table: ${JSON.stringify(line)}`);
    return cellsOf(line.slice(2, -2));
  });
  const [header, rule, ...others] = rows;
  if (header === undefined || rule?.some((cell) => !/^---:?$/.test(cell)) !== false) throw new Error('no header');
  for (const row of rows) if (row.length !== header.length) throw new Error(`${row.length} cells under ${header.length}`);
  return [header, ...others];
}

function cellsOf(line: string): string[] {
  const cells: string[] = [];
  let from = 0;
  for (let at = 0; at <= line.length; at++) {
    if (line.charAt(at) === '\\') at++;
    else if (at === line.length || line.charAt(at) === '|') {
      if (at < line.length && line.slice(at - 1, at + 2) !== ' | ') throw new Error(`a pipe in ${line}`);
      const cell = line.slice(from, at === line.length ? at : at - 1);
      cells.push(/^~~-?[\d.]+(?:e-?\d+)?~~$/.test(cell) ? cell : shown(cell));
      from = at + 2;
    }
  }
  return cells;
}

/** Plain text as it is shown. @throws Error where something in it acts */
function shown(text: string): string {
  let plain = '';
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '\\') {
      at++;
      if (!/^[!-/:-@[-`{-~]$/.test(text.charAt(at))) throw new Error(`a backslash before ${JSON.stringify(text.charAt(at))} in ${text}`);
    } else if (/[`*_{}[\]<>#+!|~&$^@]/.test(character)) throw new Error(`${character} that acts in ${text}`);
    else if (text.startsWith('://', at) || (/^www\./i.test(text.slice(at)) && !/\w/.test(text.charAt(at - 1))))
      throw new Error(`an address in ${text}`);
    plain += text.charAt(at);
  }
  return plain;
}
