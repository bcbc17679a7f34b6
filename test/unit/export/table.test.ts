/** Tables in each format: read back by an independent reader, and harmless whatever the strings are. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { tableManifest } from '../../../src-contract/tables/export-table.ts';
import type { ExportTable } from '../../../src-contract/tables/export-table.ts';
import { latexText, separatedText } from '../../../src-contract/export-text.ts';
import { latexNumber, tableToLatex } from '../../../src-contract/tables/latex-table.ts';
import { tableToMarkdown } from '../../../src-contract/tables/markdown-table.ts';
import { tableToCsv, tableToTsv } from '../../../src-contract/tables/separated-table.ts';
import { TABLE_ENDINGS, TABLE_FORMAT_NAMES, TABLE_FORMATS, tableFormatOf } from '../../../src-contract/tables/table-formats.ts';
import { tableFromRuns, tableFromSeries } from '../../../src-main/engine/export/session-tables.ts';
import { projectFolder } from '../../../src-main/engine/entry-points.ts';
import { readStrictCsv } from './strict-csv.ts';
import { writtenText } from './exports.ts';
import { printedText } from './strict-latex.ts';

const table = (rows: ExportTable['rows'], change: Partial<ExportTable> = {}): ExportTable => ({
  title: 'Runs',
  columns: [
    { key: 'name', label: 'method', numeric: false },
    { key: 'value', label: 'objective', numeric: true, unit: 's', digits: 4 },
  ],
  rows,
  caption: '',
  ...change,
});

/** Names as problem files and users may have them. */
const NAMES = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...Array.from('a1 ,;"\'\n\r=+-@\t#\\{}$&%_^~<>|[]*`?!éßμ−≤łŐị中🙂\u0301\u202e\u2028\u00a0')),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
  maxLength: 12,
});

describe('CSV', () => {
  it('is RFC 4180 to the letter with a plain header, whatever the names and the caption are', () => {
    fc.assert(
      fc.property(fc.array(NAMES, { maxLength: 6 }), NAMES, NAMES, (names, caption, label) => {
        const { header, rows } =
          readStrictCsv(tableToCsv(table(names.map((name) => [name, 1]), {
            caption: `made by ${caption}`,
            columns: [{ key: 'run', label: 'run', numeric: false }, { key: 'v', label: label === '' ? 'v' : label, numeric: true }],
          })));
        expect(header[0]).toBe('run');
        expect(rows.length).toBe(names.length);
      }),
      { numRuns: 300 },
    );
  });
  it.each([
    ['plain text', 'a b', 'a b'],
    ['a formula', '=1+1', "'=1+1"],
    ['a formula behind blanks', '  @x', "'  @x"],
    ['a full-width formula', '＝1', "'＝1"],
    ['a formula where the locale separates by semicolons', 'a; =cmd()', "a;' =cmd()"],
    ['a line break', 'a\r\nb', 'a\\r\\nb'],
    ['a tab, which would start a cell', 'a\t=b', 'a\\t=b'],
    ['a bell and a mark that turns the writing', 'a\u0007\u202eb', 'a\\x07\\u202eb'],
    ['half of a character', 'a\ud800', 'a\\ud800'],
  ])('writes %s so that it stays one cell of text', (_, name, written) => {
    expect(readStrictCsv(tableToCsv(table([[name, 1]]))).rows[0]?.[0]).toBe(written);
  });
  it('guards no cell twice and leaves none that a spreadsheet would run, in any of its locales', () => {
    fc.assert(
      fc.property(NAMES, (name) => {
        const cell = readStrictCsv(tableToCsv(table([[name, 1]]))).rows[0]?.[0] ?? '';
        for (const part of [...cell.split(';'), ...cell.split('\t')]) expect(part).not.toMatch(/^\s*[=+\-@＝＋－＠]/u);
        expect(separatedText(name, '\t')).not.toMatch(/[\t\n\r]/);
      }),
      { numRuns: 300 },
    );
  });
  it('writes numbers with every digit, and negative ones as numbers', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        const [row] = readStrictCsv(tableToCsv(table([['x', value]]))).rows;
        expect(Number(row?.[1])).toBe(value === 0 ? 0 : value);
      }),
    );
  });
  it('leaves a missing value empty', () => {
    expect(tableToCsv(table([['a', null]]))).toBe('method,objective (s)\r\na,\r\n');
  });
  it('writes truth values as R takes them', () => {
    const columns = [{ key: 'f', label: 'f', numeric: false }];
    const flags: ExportTable = { title: '', caption: '', columns, rows: [[true], [false], [null]] };
    expect(tableToCsv(flags)).toBe('f\r\nTRUE\r\nFALSE\r\n\r\n');
    expect(tableToTsv(flags)).toBe('f\nTRUE\nFALSE\n\n');
  });

  it('gives no two columns one name', () => {
    const error = { key: 'e', label: 'its error', numeric: true };
    expect(readStrictCsv(tableToCsv(table([], { columns: [error, { ...error, key: 'f' }, { ...error, key: 'g' }] }))).header).toEqual([
      'its error',
      'its error 2',
      'its error 3',
    ]);
  });
  it('says what made it in a manifest, and above the table only where that is asked for', () => {
    const made = table([['a', 1]], { caption: 'Leibniz 1, numerics 6\n=evil, "x"' });
    expect(tableToCsv(made).split('\r\n')[0]).toBe('method,objective (s)');
    expect(tableToCsv(made, { comments: true }).split('\r\n').slice(0, 4)).toEqual(['# Runs', '# Leibniz 1  numerics 6', "# =evil  'x'",
      'method,objective (s)']);
    expect(tableManifest(made)).toMatchObject({
      leibnizTable: 1,
      title: 'Runs',
      about: ['Leibniz 1, numerics 6', '=evil, "x"'],
      rows: 1,
      columns: [{ name: 'method', unit: null }, { name: 'objective (s)', unit: 's' }],
    });
  });
  it('writes a comment as one cell whatever is in it', () => {
    fc.assert(
      fc.property(NAMES, (caption) => {
        const lines = tableToCsv(table([], { caption }), { comments: true }).split('\r\n').slice(0, -2);
        for (const line of lines) expect(line).toMatch(/^# [^,;"\t\r\n]*$/);
      }),
    );
  });
});

describe('tab-separated text', () => {
  it('is one line a row, with every digit, and commas as they are', () => {
    expect(tableToTsv(table([['a, b', 1 / 3], ['=c', null]]))).toBe("method\tobjective (s)\na, b\t0.3333333333333333\n'=c\t\n");
  });
});

describe('Markdown', () => {
  it('is a title, the table, what its marks mean and what made its numbers', () => {
    const marks = [{ row: 0, column: 1, kind: 'infeasible' as const }, { row: 1, column: 1, kind: 'at-least' as const }];
    expect(tableToMarkdown(table([['a|b & <i>$c$</i>', 1 / 3], ['=1+1\nx', -1e-7], ['ü', null], ['z', Number.NaN]], {
      marks,
      caption: '- made by\n\n1. Leibniz',
    }))).toBe([
      '**Runs**',
      '',
      '| method | objective (s) |',
      '| --- | ---: |',
      '| a\\|b \\& \\<i\\>\\$c\\$\\</i\\> | ~~0.3333~~ |',
      '| =1\\+1\\\\nx | ≥ -1e-7 |',
      '| ü |  |',
      '| z | not a number |',
      '',
      '~~Struck through~~: infeasible, no result.',
      '',
      '≥: against the best found, not a proven optimum.',
      '',
      '\\- made by',
      '',
      '1\\. Leibniz',
      '',
    ].join('\n'));
  });
  it('is the table alone where nothing else is to be said', () => {
    expect(tableToMarkdown(table([['a', -Infinity]], { title: '' }))).toBe('| method | objective (s) |\n| --- | ---: |\n| a | -infinite |\n');
  });
});

describe('the list of formats', () => {
  it('has an ending and a label for each, no two the same', () => {
    const endings = TABLE_FORMAT_NAMES.map((name) => TABLE_FORMATS[name].ending);
    expect(new Set(endings).size).toBe(endings.length);
    expect(new Set(TABLE_FORMAT_NAMES.map((name) => TABLE_FORMATS[name].label.toLowerCase())).size).toBe(endings.length);
    for (const ending of endings) expect(ending).toMatch(/^[a-z0-9]+$/);
    expect(TABLE_ENDINGS.map(tableFormatOf)).toEqual(TABLE_FORMAT_NAMES);
    expect(tableFormatOf('.txt')).toBeUndefined();
  });
  it.each(TABLE_FORMAT_NAMES)('%s is described in docs/formats.md', (name) => {
    const section =
      readFileSync(join(projectFolder(), 'docs', 'formats.md'), 'utf8').split('\n## Exported tables\n')[1]?.split('\n## ')[0] ?? '';
    expect(section.toLowerCase()).toContain(`**${TABLE_FORMATS[name].label.toLowerCase()}**`);
  });
  it.each(TABLE_FORMAT_NAMES)('%s has a writer of its own', async (name) => {
    const made = table([['one method', 0.25]], { caption: 'made by Leibniz' });
    const texts = await Promise.all(TABLE_FORMAT_NAMES.map((each) => writtenText(each, made)));
    const own = texts[TABLE_FORMAT_NAMES.indexOf(name)] ?? '';
    expect(texts.filter((text) => text === own)).toHaveLength(1);
    expect(own).toContain('one method');
    // Said in the table, or left to the file beside it.
    expect(own.includes('made by Leibniz')).toBe(TABLE_FORMATS[name].about === 'inside');
  });
});

describe('LaTeX', () => {
  it('aligns numbers on their decimal point with the digits asked for', () => {
    expect(latexNumber(3.14159, 4)).toEqual(['$3$', '$.142$']);
    expect(latexNumber(-1234.5678, 6)).toEqual(['$-1234$', '$.57$']);
    expect(latexNumber(1.5e-9, 3)).toEqual(['$1$', '$.50\\times10^{-9}$']);
    expect(latexNumber(123456789, 3)).toEqual(['$123456789$', '']);
    expect(latexNumber(Infinity, 3)).toEqual(['$\\infty$', '']);
  });
  it.each([
    ['50% of $x_1 & {y}^2 ~ #3 \\input', '50\\% of \\$x\\_1 \\& \\{y\\}\\textasciicircum{}2 \\textasciitilde{} \\#3 \\textbackslash{}input'],
    ['μ ≤ x̂', '$\\mu$ $\\le$ $\\hat{x}$'],
    ['[a]*', '{[}a]{*}'],
    ['"q"', '{\\ttfamily\\char34}q{\\ttfamily\\char34}'],
    ['é ß Ł ị ñ', "\\'{e} \\ss{} \\L{} \\d{\\i} \\~{n}"],
    ['中🙂', '\\textless{}U+4E2D\\textgreater{}\\textless{}U+1F642\\textgreater{}'],
    ['a--b', 'a-{}-{}b'],
    ['a\nb', 'a\\textbackslash{}nb'],
  ])('writes %j as %j', (text, code) => {
    expect(latexText(text)).toBe(code);
  });
  it('prints any text by commands that OT1 and T1 both have, and prints plain ASCII as it is', () => {
    fc.assert(fc.property(NAMES, (text) => void printedText(latexText(text))), { numRuns: 500 });
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        expect(printedText(latexText(text))).toBe(text);
      }),
      { numRuns: 300 },
    );
  });
  it('has one cell a column in every line, two where numbers are aligned', () => {
    const text = tableToLatex(table([['HiGHS', 3089], ['a & b', null], ['c', 2.5]]));
    const lines = text.split('\n').filter((line) => line.endsWith('\\\\'));
    expect(text).toContain('\\begin{tabular}{lr@{}l}');
    expect(text).toContain('\\caption{Runs}');
    for (const rule of ['\\toprule', '\\midrule', '\\bottomrule']) expect(text).toContain(rule);
    expect(lines).toEqual([
      '    method & \\multicolumn{2}{c}{\\shortstack{objective\\\\(s)}} \\\\',
      '    HiGHS & $3089$ &  \\\\',
      '    a \\& b & \\multicolumn{2}{c}{-{}-{}} \\\\',
      '    c & $2$ & $.500$ \\\\',
    ]);
  });
  it('marks an infeasible objective and a gap to the best found, and says what the marks mean', () => {
    const text =
      tableToLatex(table([['a', 120_000], ['b', 0.5]], {
        marks: [{ row: 0, column: 1, kind: 'infeasible' }, { row: 1, column: 1, kind: 'at-least' }],
      }));
    expect(text).toContain('a & $120000$ & $^{\\dag}$ \\\\');
    expect(text).toContain('b & $\\ge$$0$ & $.5000$ \\\\');
    expect(text).toContain('$^{\\dag}$ infeasible: no result; $\\ge$: against the best found, not a proven optimum');
    expect(tableToLatex(table([['a', 1]]))).not.toContain('infeasible');
  });
  it('sets a wide table small, then in parts that name their rows, and a long one in several tables', () => {
    const columns = Array.from({ length: 27 }, (_, k) => ({ key: `c${k}`, label: k === 0 ? 'run' : `quantity ${k}`, numeric: true }));
    const wide = tableToLatex({ title: 'Wide', caption: '', columns, rows: [columns.map((_, k) => k * 1111.1111)] });
    expect(wide).toContain('\\scriptsize');
    const parts = wide.split('\\begin{tabular}').slice(1);
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect(part).toContain('\\multicolumn{2}{c}{run}');
    for (let k = 1; k < 27; k++) expect(wide.split(`\\shortstack{quantity\\\\${k}}`).length, `column ${k}`).toBe(2);
    const long = tableToLatex(table(Array.from({ length: 200 }, (_, k) => [`m${k}`, k])));
    expect(long.split('\\end{tabular}').length).toBeGreaterThan(4);
    for (let k = 0; k < 200; k++) expect(long.split(`m${k} &`).length).toBe(2);
  });
  it('sets a long name in lines that may end anywhere', () => {
    expect(tableToLatex(table([['x'.repeat(90), 1]]))).toMatch(/\\parbox\[t\]\{\d+pt\}\{\\raggedright (x\\allowbreak\{\}){90}\\strut\}/);
  });
  it('breaks a word at its hyphens where that is enough', () => {
    const text = tableToLatex(table([['surrogate-interchange, step 0.1, projected, decoded by threshold', 1]]));
    expect(text).toMatch(/\\parbox/);
    expect(text).not.toContain('allowbreak');
  });
  it('cannot be left through a comment', () => {
    const text = tableToLatex(table([], { caption: 'first\n\\input{evil}\u2028\\write18' }));
    for (const line of text.split('\n')) if (/evil|write18/.test(line)) expect(line.startsWith('% ')).toBe(true);
  });
});

describe('tables of a session', () => {
  const summary = {
    id: 3,
    problemId: 1,
    problemName: 'p0033',
    kind: 'exact',
    method: 'HiGHS',
    methodName: 'HiGHS, at most 10 s',
    configuration: { key: 'k', settings: { kind: 'exact' }, changed: ['timeLimitSeconds'] },
    origin: null,
    scheme: null,
    solver: 'highs',
    evaluation: null,
    parametrization: null,
    optimizer: null,
    step: null,
    muFinal: null,
    samplesPerStep: null,
    seed: null,
    status: 'done',
    exactStatus: 'optimal',
    reason: null,
    settling: null,
    iterations: 5,
    seconds: 0.25,
    loss: null,
    penalty: null,
    objective: 3089,
    feasible: true,
    violation: 0,
    bound: 3089,
    provenGap: null,
    controls: null,
    gap: 0,
    gapBasis: 'proven',
    gapLow: 0,
    gapHigh: 0,
    quantity: null,
    mean: null,
    standardError: null,
    z: null,
    samples: null,
    pinned: false,
    label: '',
    studies: [],
    studyMethod: null,
    machine: null,
    note: '',
    tags: [],
    createdAt: 1,
    finishedAt: 2,
  } as const;
  it('leave out the columns that no run has a value for', () => {
    const { columns, rows } = tableFromRuns('Runs', [summary]);
    expect(columns.map((column) => column.key)).toEqual(['run', 'problemName', 'kind', 'method', 'methodName', 'group', 'status',
      'iterations', 'seconds', 'objective', 'feasible', 'violation', 'bound', 'gap', 'gapBasis', 'gapHigh']);
    expect(rows).toEqual([[3, 'p0033', 'exact', 'HiGHS', 'HiGHS, at most 10 s', 'k', 'optimal', 5, 0.25, 3089, true, 0, 3089, 0,
      'proven optimum', 0]]);
  });
  it('say what differs in the specs of the runs of a kind, and which run gave a vector, also when that is gone', () => {
    const settings = (timeLimitSeconds: number) => ({
      key: String(timeLimitSeconds),
      settings: { kind: 'exact', solver: 'highs', timeLimitSeconds },
      changed: [],
    });
    const { columns, rows } = tableFromRuns('Runs', [
      { ...summary, configuration: settings(10), origin: { runId: 4, iteration: null, solution: 'threshold' } },
      { ...summary, id: 4, configuration: settings(60), label: 'mine', origin: { runId: 9, iteration: 50 } },
      { ...summary, id: 5, configuration: settings(60), origin: { file: 'best.sol' } },
    ]);
    const cell = (row: number, key: string) => rows[row]?.[columns.findIndex((column) => column.key === key)];
    expect([cell(0, 'apart'), cell(1, 'apart')]).toEqual(['at most 10 s', 'at most 60 s']);
    expect([cell(0, 'methodName'), cell(1, 'methodName')]).toEqual(['HiGHS, at most 10 s', 'mine']);
    expect([0, 1, 2].map((row) => cell(row, 'origin'))).toEqual(['run 4, threshold', 'run 9, iteration 50 (removed)', 'file best.sol']);
  });
  it('leave a value that was not computed empty', () => {
    const series = {
      runId: 3,
      stored: 2,
      complete: true,
      columns: { iteration: new Float64Array([0, 1]), feasibleShare: new Float64Array([Number.NaN, 0.5]) },
    };
    expect(tableFromSeries('Series', series).rows).toEqual([
      [0, null],
      [1, 0.5],
    ]);
  });
});
