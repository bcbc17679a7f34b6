/** What runs recorded, in every format, with names of methods and problems as hostile as they come. */
import { parquetWriter } from '../../../src-main/engine/export/long-parquet.ts';
import { separatedWriter } from '../../../src-main/engine/export/long-table.ts';
import type { LongColumn, LongWriter } from '../../../src-main/engine/export/long-table.ts';
import { plainJson } from '../../../src-science/program/one-line.ts';
import type { WritePiece } from '../../../src-main/engine/files/write-file.ts';
import { at, guarded, refuseFormulas, tabSeparatedRows } from './exports.ts';
import type { NamedExport } from './exports.ts';
import { readBytes } from './strict-bytes.ts';
import { readStrictCsv } from './strict-csv.ts';

const COLUMNS: readonly LongColumn[] = [
  { key: 'method', type: 'text' }, { key: 'step', type: 'whole' }, { key: 'seconds', unit: 's', type: 'number' },
];

/** One row a name. */
async function written(names: readonly string[], writer: (put: WritePiece) => LongWriter): Promise<Buffer> {
  const pieces: Buffer[] = [];
  const writing = writer(async (piece) => void pieces.push(Buffer.from(piece)));
  for (const [k, name] of names.entries()) {
    await writing.write({ length: 1, cells: [{ all: name }, [k], Float64Array.of(k % 2 === 0 ? Number.NaN : k / 3)] });
  }
  await writing.end({ about: [at(names, 0)] });
  return Buffer.concat(pieces);
}

const FROM = ['src-main/engine/session/data-writing.ts'];
const firsts = (rows: readonly (readonly string[])[]): readonly string[] => rows.map(([name]) => name ?? '');

export const RECORDED_EXPORTS: readonly NamedExport[] = [
  {
    what: 'trajectories as CSV', from: FROM, layout: '\r\n', found: (line) => (line.includes(';') ? null : guarded(line)),
    made: async (names) => (await written(names, (put) => separatedWriter(COLUMNS, ',', put))).toString('utf8'),
    read(text) {
      const names = firsts(readStrictCsv(text).rows);
      refuseFormulas(names);
      return names;
    },
  },
  {
    what: 'trajectories as tab-separated text', from: FROM, layout: '\t\n', found: (line) => (/[;,]/.test(line) ? null : guarded(line)),
    made: async (names) => (await written(names, (put) => separatedWriter(COLUMNS, '\t', put))).toString('utf8'),
    read(text) {
      const names = firsts(tabSeparatedRows(text).slice(1));
      refuseFormulas(names, [';', ',']);
      return names;
    },
  },
  {
    what: 'trajectories as Parquet', from: FROM, layout: '',
    async made(names) {
      const { rows, about } = await readBytes('parquet', await written(names, (put) => parquetWriter(COLUMNS, put)));
      return plainJson(JSON.stringify([rows, about]));
    },
    read: (text) => firsts((JSON.parse(text) as [string[][]])[0].slice(1)),
  },
];
