/**
 * Text-mode LaTeX token by token: what TeX would see after its own rules of category codes. Every command
 * has to be one that OT1 and T1 both know without a package, every group and formula has to be closed, and
 * no character may stand that TeX acts on or that the fonts do not have.
 * @returns the text that is printed, formulas as their source
 * @throws Error naming what is not allowed
 */
const PRINTED: Readonly<Record<string, string>> = {
  textbackslash: '\\',
  textasciicircum: '^',
  textasciitilde: '~',
  textless: '<',
  textgreater: '>',
  textbar: '|',
  dots: '…',
  dag: '†',
  ddag: '‡',
  S: '§',
  P: '¶',
  copyright: '©',
  pounds: '£',
  ss: 'ß',
  ae: 'æ',
  AE: 'Æ',
  oe: 'œ',
  OE: 'Œ',
  o: 'ø',
  O: 'Ø',
  l: 'ł',
  L: 'Ł',
  i: 'ı',
  j: 'ȷ',
  allowbreak: '',
  ttfamily: '',
  strut: '',
  raggedright: '',
};
const ACCENTS: Readonly<Record<string, string>> = {
  '`': '\u0300',
  "'": '\u0301',
  '^': '\u0302',
  '~': '\u0303',
  '"': '\u0308',
  '=': '\u0304',
  u: '\u0306',
  '.': '\u0307',
  r: '\u030a',
  H: '\u030b',
  v: '\u030c',
  d: '\u0323',
  c: '\u0327',
  b: '\u0331',
};

export function printedText(code: string): string {
  let at = 0;
  const refuse = (what: string): never => {
    throw new Error(`${what} at character ${at} of ${JSON.stringify(code)}`);
  };
  const command = (): string => {
    at++;
    const word = /^[A-Za-z]+/.exec(code.slice(at))?.[0];
    if (word === undefined) return code.charAt(at++);
    at += word.length;
    return word;
  };
  const argument = (): string => {
    if (code[at] !== '{') refuse('an accent without its letter');
    at++;
    return until('}');
  };
  const until = (end: '}' | ''): string => {
    let shown = '';
    while (at < code.length) {
      const character = code.charAt(at);
      if (character === '}') {
        if (end !== '}') refuse('a group closed that was not opened');
        at++;
        return shown;
      }
      if (character === '{') {
        at++;
        shown += until('}');
      } else if (character === '$') {
        const close = code.indexOf('$', at + 1);
        if (close < 0) refuse('a formula without an end');
        const formula = code.slice(at + 1, close);
        if (!/^(-|\\[A-Za-z]+|\\\||\\hat\{x\}|\^\{(\d|\\circ|\\dag)\}|_\{\d\}|-?\d*(\.\d+)?(\\times10\^\{-?\d+\})?)$/.test(formula)) refuse(`the formula ${formula}`);
        shown += `$${formula}$`;
        at = close + 1;
      } else if (character === '\\') {
        const name = command();
        const accent = ACCENTS[name];
        if (name === 'char') {
          const number = /^\d+/.exec(code.slice(at))?.[0] ?? refuse('\\char without a number');
          at += number.length;
          shown += String.fromCodePoint(Number(number));
        } else if (PRINTED[name] !== undefined && /^[A-Za-z]+$/.test(name)) {
          // A command's name ends at what is no letter; `{}` keeps the blank behind it.
          shown += PRINTED[name];
          if (code.slice(at, at + 2) === '{}') at += 2;
        } else if (accent !== undefined) shown += `${argument()}${accent}`.replaceAll('ı', 'i').replaceAll('ȷ', 'j').normalize('NFC');
        else if ('{}$&#%_'.includes(name)) shown += name;
        else if (name === ',') shown += '\u202f';
        else refuse(`the command \\${name}`);
      } else if ('&#%_^'.includes(character)) refuse(`${character} that TeX acts on`);
      else if (character === '~') {
        shown += '\u00a0';
        at++;
      } else {
        const next = code[at + 1];
        // Two of these side by side print as one other character, but for dashes and quotation marks that were written so.
        if (
          (character === next && "`'-".includes(character) && !/^(``|''|--|---)\{\}/.test(code.slice(at))) ||
          (character === ',' && next === ',')
        ) refuse(`the ligature ${character}${next ?? ''}`);
        if (character === '[' && !code.startsWith('{[}', at - 1)) refuse('a bracket that \\\\ would take');
        if (character === '*' && !code.startsWith('{*}', at - 1)) refuse('a star that \\\\ would take');
        const number = character.codePointAt(0) ?? 0;
        if (number < 32 || number > 126) refuse(`character ${number}, which the fonts do not have`);
        if ('<>|"'.includes(character)) refuse(`${character}, which is another mark in OT1`);
        shown += character;
        at++;
      }
    }
    if (end === '}') refuse('a group without an end');
    return shown;
  };
  return until('');
}

/** A cell or caption without what the writer puts around text: spans, boxes, stacks of words. */
function insideOf(code: string): readonly string[] {
  const span = /^\\multicolumn\{2\}\{c\}\{(.*)\}$/s.exec(code)?.[1];
  if (span !== undefined) return insideOf(span);
  const box = /^\\parbox\[t\]\{\d+pt\}\{\\raggedright (.*)\\strut\}$/s.exec(code)?.[1];
  if (box !== undefined) return [box];
  const stack = /^\\shortstack\{(.*)\}$/s.exec(code)?.[1];
  return stack === undefined
    ? [code]
    : (stack.match(/\\\\|\\[^\\]|[^\\]/gs) ?? []).reduce<string[]>(
      (lines, token) => (token === '\\\\' ? [...lines, ''] : [...lines.slice(0, -1), `${lines.at(-1) ?? ''}${token}`]),
      [''],
    );
}

/** Cells of a line, apart where an & stands that is not behind a backslash. */
function cellsOf(line: string): readonly string[] {
  return line.split(/(?<!\\)&/).map((cell) => cell.trim());
}

/**
 * A file of tables line by line: comments, the commands that lay a table out, and rows of text-mode cells. No
 * other line may be there.
 * @returns the cells of all rows as they are printed, a line of a table each; captions among them
 * @throws Error naming the line
 */
export function readLatexTables(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  for (const line of text.split('\n').map((each) => each.trim())) {
    if (line === '' || line.startsWith('%')) continue;
    if (/^\\(begin|end)\{table\}(\[htbp\])?$|^\\(centering|toprule|midrule|bottomrule|clearpage)$|^\\end\{tabular\}$|^\\begin\{tabular\}\{[rl@{}]+\}$/.test(line)) continue;
    if (/^(\\(small|footnotesize|scriptsize))?\\setlength\{\\tabcolsep\}\{[\d.]+pt\}%$/.test(line) || line.startsWith('\\smallskip{\\footnotesize $')) continue;
    const caption = /^\\caption\{(.*)\}$/.exec(line)?.[1];
    if (caption !== undefined) rows.push([printedText(caption)]);
    else if (line.endsWith(' \\\\')) rows.push(cellsOf(line.slice(0, -3)).map((cell) => insideOf(cell).map(printedText).join(' ')));
    else throw new Error(`a line that is no row: ${JSON.stringify(line)}`);
  }
  return rows;
}
