/** LaTeX tables with siunitx: each number as it is, each column with room for its widest, everything else in braces. */
import { expect, it } from 'vitest';
import fc from 'fast-check';
import type { ExportTable } from '../../../src-contract/tables/export-table.ts';
import { tableToLatex } from '../../../src-contract/tables/latex-table.ts';
import { EVERY_ATTACK } from './hostile-names.ts';

const DIGITS = 6;
type Marks = NonNullable<ExportTable['marks']>;
const tableOf = (values: readonly (number | null)[], names: readonly string[], marks: Marks = []): ExportTable => ({
  title: 'T', caption: '', marks,
  columns: [{ key: 'name', label: 'name', numeric: false }, { key: 'x', label: 'x_1 & y', numeric: true, digits: DIGITS }],
  rows: values.map((value, k) => [names[k % names.length] ?? '', value]),
});

/** Columns and the cells of the second one. @throws where a line is no row of two cells */
function read(code: string): { readonly format: string; readonly head: string; readonly cells: readonly string[] } {
  const [, format] = /\\begin\{tabular\}\{lS\[(table-format=[^]*?)\]\}/.exec(code) ?? [];
  if (format === undefined) throw new Error('no column of siunitx');
  const rows = code.split('\n').filter((line) => line.endsWith(String.raw` \\`)).map((line) => {
    const cell = / & (.*) \\\\$/.exec(line)?.[1];
    if (cell === undefined) throw new Error(`no row of two cells: ${line}`);
    return cell;
  });
  return { format, head: rows[0] ?? '', cells: rows.slice(1) };
}

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:e(-?)(\d+))?$/;

it('gives each number as it is, and says how much room its column needs', () => {
  fc.assert(fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 6 }), (values) => {
    const { format, cells, head } = read(tableToLatex(tableOf(values, ['a']), { siunitx: true }));
    const [, sign, whole, fraction, negativePower = '', power = '0'] = /^table-format=(-?)(\d+)\.(\d+)(?:e(-?)(\d+))?$/.exec(format) ?? [];
    expect(head).toMatch(/^\{.*\}$/);
    cells.forEach((cell, k) => {
      const [, minus = '', digits = '', decimals = '', minusPower = '', exponent = ''] = NUMBER.exec(cell) ?? [];
      const value = values[k] ?? 0;
      expect(Number(cell)).toBe(Number.isSafeInteger(value) ? value + 0 : Number(value.toPrecision(DIGITS)));
      expect([minus === '' || sign === '-', minusPower === '' || negativePower === '-']).toEqual([true, true]);
      expect(digits.length).toBeLessThanOrEqual(Number(whole));
      expect(decimals.length).toBeLessThanOrEqual(Number(fraction));
      expect(exponent.length).toBeLessThanOrEqual(Number(power));
    });
  }), { seed: 20261201 });
});

it('marks what is no plain result, and puts what is no number in braces', () => {
  const marks = [{ row: 0, column: 1, kind: 'infeasible' as const }, { row: 1, column: 1, kind: 'at-least' as const }];
  const code = tableToLatex(tableOf([1.5, 0.25, null, Infinity], ['a'], marks), { siunitx: true });
  expect(code.startsWith(String.raw`% \usepackage{booktabs,siunitx}`)).toBe(true);
  const { format, cells } = read(code);
  expect(format).toContain(String.raw`table-space-text-pre={$\ge$},table-space-text-post={$^{\dag}$}`);
  expect(cells).toEqual([String.raw`1.50000 {$^{\dag}$}`, String.raw`{$\ge$} 0.250000`, '{-{}-{}}', String.raw`{$\infty$}`]);
});

it('is otherwise the table without it, with any name', () => {
  for (let from = 0; from < EVERY_ATTACK.length; from += 5) {
    const table = tableOf([1, 2.5, -3, 4e9, 1e-9], EVERY_ATTACK.slice(from, from + 5));
    const rows = (code: string): string[] => code.split('\n').filter((line) => line.includes(' & '));
    const names = (code: string): string[] => rows(code).map((line) => line.split(' & ')[0] ?? '');
    expect(names(tableToLatex(table, { siunitx: true }))).toEqual(names(tableToLatex(table)));
  }
});
