/** Tables as CSV and LaTeX: read back by an independent reader, and harmless whatever the strings are. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { ExportTable } from '../../../src-contract/ipc.ts';
import { latexNumber, latexText, tableToCsv, tableToLatex } from '../../../src-main/engine/export/table.ts';
import { tableFromRuns, tableFromSeries, tableFromSolutions } from '../../../src-main/engine/export/session-tables.ts';

/** RFC 4180 by its grammar, one character after another. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let quoted = false;
  for (let k = 0; k < text.length; k++) {
    const character = text[k];
    if (quoted) {
      if (character !== '"') field += character;
      else if (text[k + 1] === '"') {
        field += '"';
        k++;
      } else quoted = false;
    } else if (character === '"' && field === '') quoted = true;
    else if (character === ',') {
      row.push(field);
      field = '';
    } else if (character === '\r' && text[k + 1] === '\n') {
      rows.push([...row, field]);
      row = [];
      field = '';
      k++;
    } else field += character;
  }
  return rows;
}

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

describe('CSV', () => {
  it('brings back any strings through a reader of RFC 4180, guarded where they would be formulas', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', '=', '+', '-', '@', '\t', ' ', 'é') }), { minLength: 1, maxLength: 8 }), (names) => {
        const [, ...back] = readCsv(tableToCsv(table(names.map((name) => [name, 1]))));
        back.forEach(([name], k) => {
          const written = names[k] ?? '';
          expect(name).toBe(/^[=+\-@\t\r]/.test(written) ? `'${written}` : written);
        });
      }),
    );
  });
  it('writes numbers with every digit, and negative ones as numbers', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        const [, row] = readCsv(tableToCsv(table([['x', value]])));
        expect(Number(row?.[1])).toBe(value === 0 ? 0 : value);
      }),
    );
  });
  it('leaves a missing value empty', () => {
    expect(tableToCsv(table([['a', null]]))).toBe('method,objective (s)\r\na,\r\n');
  });
  it('writes a comment as one cell whatever is in it, and never one that begins like a formula', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '=', '+', '\t', '#') }), (caption) => {
        const rows = readCsv(tableToCsv(table([], { caption })));
        for (const row of rows.slice(0, -1)) {
          expect(row.length).toBe(1);
          expect(row[0]).toMatch(/^# /);
        }
      }),
    );
  });
  it('guards headings and comments too', () => {
    const text = tableToCsv(table([], { columns: [{ key: 'x', label: '=cmd()', numeric: false }], caption: 'made by\n=evil' }));
    expect(text).toBe("# Runs\r\n# made by\r\n# =evil\r\n'=cmd()\r\n");
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
  it('escapes everything LaTeX would act on', () => {
    expect(latexText('50% of $x_1 & {y}^2 ~ #3 \\input')).toBe('50\\% of \\$x\\_1 \\& \\{y\\}\\textasciicircum{}2 \\textasciitilde{} \\#3 \\textbackslash{}input');
    expect(latexText('μ ≤ x̂')).toBe('$\\mu$ $\\le$ $\\hat{x}$');
  });
  it('leaves no active character of any string unescaped', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const rest = latexText(text).replaceAll(/\\text[a-z]+\{\}|\\[{}$&#%_]|\$\\[a-z]+(\{x\})?\$|\$-\$|\\dots\{\}/g, '');
        expect(rest).not.toMatch(/[\\{}$&#%_^~]/);
      }),
    );
  });
  it('has one cell a column in every line, two where numbers are aligned', () => {
    const text = tableToLatex(table([['HiGHS', 3089], ['a & b', null], ['c', 2.5]]));
    const lines = text.split('\n').filter((line) => line.endsWith('\\\\'));
    expect(text).toContain('\\begin{tabular}{lr@{}l}');
    expect(text).toContain('\\caption{Runs}');
    for (const rule of ['\\toprule', '\\midrule', '\\bottomrule']) expect(text).toContain(rule);
    expect(lines).toEqual([
      '    method & \\multicolumn{2}{c}{objective (s)} \\\\',
      '    HiGHS & $3089$ &  \\\\',
      '    a \\& b & \\multicolumn{2}{c}{--} \\\\',
      '    c & $2$ & $.500$ \\\\',
    ]);
  });
  it('cannot be left through a comment', () => {
    const text = tableToLatex(table([], { caption: 'first\n\\input{evil}\u2028\\write18' }));
    for (const line of text.split('\n')) if (/evil|write18/.test(line)) expect(line.startsWith('% ')).toBe(true);
  });
});

describe('tables of a session', () => {
  const summary = {
    id: 3, problemId: 1, problemName: 'p0033', kind: 'exact', method: 'HiGHS', scheme: null, solver: 'highs', evaluation: null, parametrization: null, optimizer: null, step: null, muFinal: null,
    samplesPerStep: null, seed: null, status: 'done', exactStatus: 'optimal', iterations: 5, seconds: 0.25, loss: null, penalty: null, objective: 3089, feasible: true, violation: 0, bound: 3089, gap: 0,
    quantity: null, mean: null, standardError: null, z: null, samples: null, pinned: false, label: '', note: '', createdAt: 1, finishedAt: 2,
  } as const;
  it('leave out the columns that no run has a value for', () => {
    const { columns, rows } = tableFromRuns('Runs', [summary]);
    expect(columns.map((column) => column.key)).toEqual(['id', 'problemName', 'kind', 'method', 'status', 'iterations', 'seconds', 'objective', 'feasible', 'violation', 'bound', 'gap']);
    expect(rows).toEqual([[3, 'p0033', 'exact', 'HiGHS', 'optimal', 5, 0.25, 3089, true, 0, 3089, 0]]);
  });
  it('show solutions side by side by variable', () => {
    const solution = { runId: 3, source: 'HiGHS', objective: 5, violation: 0, feasible: true, seconds: 1, x: new Uint8Array([1, 0]), violatedRows: [] };
    expect(tableFromSolutions('Solutions', ['x1', 'x2'], [solution, { ...solution, runId: 4, x: new Uint8Array([0, 0]) }]).rows.slice(-2)).toEqual([
      ['x1', 1, 0],
      ['x2', 0, 0],
    ]);
  });
  it('leave a value that was not computed empty', () => {
    const series = { runId: 3, stored: 2, complete: true, columns: { iteration: new Float64Array([0, 1]), feasibleShare: new Float64Array([Number.NaN, 0.5]) } };
    expect(tableFromSeries('Series', series).rows).toEqual([
      [0, null],
      [1, 0.5],
    ]);
  });
});
