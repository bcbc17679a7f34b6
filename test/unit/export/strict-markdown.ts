/**
 * A table of Markdown and nothing else: each line between pipes, as many cells as the header, and in a cell
 * plain text, where every character that CommonMark, GitHub or a reader of formulas would act on stands behind
 * a backslash.
 * @returns the cells as they are shown
 * @throws Error naming what is not of that kind
 */
export function readStrictMarkdown(text: string): readonly (readonly string[])[] {
  const lines = text.split('\n');
  if (lines.pop() !== '') throw new Error('the last line does not end');
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
  const cells = [''];
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    const last = cells.length - 1;
    if (character === '\\') {
      const next = line.charAt(at + 1);
      if (!/^[!-/:-@[-`{-~]$/.test(next)) throw new Error(`a backslash before ${JSON.stringify(next)} in ${line}`);
      cells[last] = `${cells[last] ?? ''}${next}`;
      at++;
    } else if (character === '|') {
      if (line.slice(at - 1, at + 2) !== ' | ') throw new Error(`a pipe in ${line}`);
      cells[last] = (cells[last] ?? '').slice(0, -1);
      cells.push('');
      at++;
    } else {
      if (/[`*_{}[\]<>#+!~&$^@]/.test(character)) throw new Error(`${character} that acts in ${line}`);
      if (line.startsWith('://', at) || (/^www\./i.test(line.slice(at)) && !/\w/.test(line.charAt(at - 1)))) throw new Error(`an address in ${line}`);
      cells[last] = `${cells[last] ?? ''}${character}`;
    }
  }
  return cells;
}
