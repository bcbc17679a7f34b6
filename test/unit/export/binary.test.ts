/** Tables as workbooks, as Parquet and as JSON: read back by readers of their own, with every value and its type. */
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { ExportTable } from '../../../src-contract/tables/export-table.ts';
import { tableToJson } from '../../../src-contract/tables/json-table.ts';
import { projectFolder } from '../../../src-main/engine/entry-points.ts';
import { BINARY_TABLES } from '../../../src-main/engine/export/binary-tables.ts';
import { writeTable } from '../../../src-main/engine/export/write-table.ts';
import { readBytes } from './strict-bytes.ts';

const COLUMNS: ExportTable['columns'] = [
  { key: 'name', label: 'method', numeric: false }, { key: 'value', label: 'objective', numeric: true, unit: 's', digits: 4 },
];

describe('formats of bytes', () => {
  const CELLS: ExportTable['rows'] = [
    ['=1+1', 1 / 3, 7, true], ['_x0041_ <a> & "b"', -1e-300, 9_007_199_254_740_991, null], [' blanks ', null, null, false],
    [null, 120_000, -1, true],
  ];
  const typedTable: ExportTable = {
    title: 'Runs', caption: 'made by Leibniz\n=evil', rows: CELLS, columns: [
      { key: 'name', label: 'method', numeric: false }, { key: 'v', label: 'objective', unit: 's', numeric: true },
      { key: 'n', label: 'seed', numeric: true, whole: true }, { key: 'ok', label: 'feasible', numeric: false },
    ],
    marks: [{ row: 0, column: 1, kind: 'infeasible' }, { row: 3, column: 1, kind: 'at-least' }],
  };
  const HEADER = ['method', 'objective (s)', 'seed', 'feasible'];
  it.each(['xlsx', 'parquet'] as const)('%s keeps every value and its type, and says what made it', async (format) => {
    const { rows, about } = await readBytes(format, await (await BINARY_TABLES[format]()).write(typedTable));
    expect(rows).toEqual([HEADER, ...CELLS]);
    expect(about).toEqual(['made by Leibniz', '=evil']);
  });
  it('Parquet has a type for each column, whatever its rows are', async () => {
    const { write } = await BINARY_TABLES.parquet();
    const types = async (rows: ExportTable['rows']) => (await readBytes('parquet', await write({ ...typedTable, rows }))).types;
    expect(await types(CELLS)).toEqual(['UTF8', 'DOUBLE', 'INT64', 'BOOLEAN']);
    expect(await types([['a', 1, 2, null]])).toEqual(['UTF8', 'DOUBLE', 'INT64', 'UTF8']);
    expect(await types([])).toEqual(['UTF8', 'DOUBLE', 'INT64', 'UTF8']);
    expect(await types([['a', 'no number', 0.5, true]])).toEqual(['UTF8', 'UTF8', 'DOUBLE', 'BOOLEAN']);
  });
  it('a workbook has words for what is no number, marks for what is no plain result, and a cut where a cell ends', async () => {
    const { write } = await BINARY_TABLES.xlsx();
    const bytes = await write({ ...typedTable, rows: [['x'.repeat(40_000), Number.NaN, Infinity, true], ...CELLS.slice(1)] });
    const { rows } = await readBytes('xlsx', bytes);
    expect(rows[1]).toEqual([`${'x'.repeat(32_766)}…`, 'not a number', 'infinite', true]);
    const styles = strFromU8(unzipSync(await write(typedTable))['xl/styles.xml'] ?? new Uint8Array());
    expect(styles).toContain('<strike');
    expect(styles).toContain('≥');
  });
  it('a table that is larger than a sheet is refused in words', async () => {
    const rows = Array.from({ length: 1_048_576 }, () => [] as null[]);
    await expect(writeTable({ ...typedTable, rows }, 'xlsx', join(projectFolder(), 'never.xlsx'), 'none')).rejects.toMatchObject({
      code: 'table-too-large', message: expect.stringContaining('1048575 rows') as string,
    });
  });
});

describe('JSON', () => {
  it('is an object a row beside what the table is, marks where there are some', () => {
    const text = tableToJson({
      title: 'Runs', caption: 'made', marks: [{ row: 1, column: 1, kind: 'infeasible' }], rows: [['a', Number.NaN], ['b', 1 / 3]],
      columns: COLUMNS,
    });
    expect(JSON.parse(text)).toEqual({
      leibnizData: 1, title: 'Runs', about: ['made'], rows: 2, columns: [
        { name: 'method', key: 'name', unit: null, numeric: false }, { name: 'objective (s)', key: 'value', unit: 's', numeric: true },
      ],
      data: [{ name: 'a', value: 'not a number' }, { name: 'b', value: 1 / 3, marks: { value: 'infeasible' } }],
    });
    expect(JSON.parse(tableToJson({ title: '', caption: '', rows: [], columns: COLUMNS }))).toMatchObject({ rows: 0, data: [] });
  });
});
