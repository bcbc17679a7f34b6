/**
 * Tables of any length as Apache Parquet: row groups of bounded size, written as they fill. Cells that hold a vector are
 * lists (`LIST` of `DOUBLE`). What made the numbers stands in the metadata under `leibniz`.
 */
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { oneLine, plainJson } from '../../../src-science/program/one-line.ts';
import type { WritePiece } from '../files/write-file.ts';
import { isConstant, longHeading, numberAt } from './long-table.ts';
import type { LongCells, LongColumn, LongWriter } from './long-table.ts';
import { keepsZeros } from './signed-zero.ts';

type Schema = ConstructorParameters<typeof ParquetWriter>[0]['schema'];

/** A row group is written once it has so many cells: some 8 MB before they are packed. */
const GROUP_CELLS = 1_000_000;

export function parquetWriter(columns: readonly LongColumn[], put: WritePiece): LongWriter {
  const bytes = new ByteWriter();
  const file = new ParquetWriter({ writer: bytes, schema: schemaOf(columns), createdBy: 'Leibniz' });
  const names = columns.map(longHeading);
  let waiting = columns.map((): unknown[] => []);
  let numbers = 0;

  const drain = async (): Promise<void> => {
    // What the writer counts on is how much it wrote in all, which `offset` keeps.
    const piece = new Uint8Array(bytes.buffer.slice(0, bytes.index));
    bytes.index = 0;
    await put(piece);
  };
  const writeGroup = async (): Promise<void> => {
    const rows = waiting[0]?.length ?? 0;
    if (rows === 0) return;
    await file.write({ columnData: waiting.map((data, k) => ({ name: names[k] ?? '', data, ...keepsZeros(data) })), rowGroupSize: rows });
    waiting = columns.map(() => []);
    numbers = 0;
    await drain();
  };
  return {
    async write({ length, cells }) {
      for (const [k, column] of columns.entries()) {
        const target = waiting[k] ?? [];
        for (let row = 0; row < length; row++) {
          const value = valueOf(column, cells[k] ?? { all: null }, row);
          target.push(value);
          numbers += Array.isArray(value) ? value.length : 1;
        }
      }
      if (numbers >= GROUP_CELLS) await writeGroup();
    },
    async end(manifest) {
      await writeGroup();
      file.kvMetadata = [{ key: 'leibniz', value: plainJson(JSON.stringify(manifest)) }];
      await file.finish();
      await drain();
    },
  };
}

function valueOf({ type }: LongColumn, cells: LongCells, row: number): unknown {
  if (type === 'numbers') return Array.from((cells as readonly ArrayLike<number>[])[row] ?? []);
  const value = isConstant(cells) ? cells.all : numberAt(cells as ArrayLike<number>, row);
  if (value === null || (typeof value === 'number' && Number.isNaN(value))) return null;
  if (typeof value === 'string') return oneLine(value);
  return type === 'whole' && typeof value === 'number' ? BigInt(value) : value;
}

function schemaOf(columns: readonly LongColumn[]): Schema {
  const optional = { repetition_type: 'OPTIONAL' } as const;
  return [
    { name: 'root', num_children: columns.length },
    ...columns.flatMap((column): Schema => {
      const name = longHeading(column);
      switch (column.type) {
        case 'whole':
          return [{ name, type: 'INT64', ...optional }];
        case 'number':
          return [{ name, type: 'DOUBLE', ...optional }];
        case 'truth':
          return [{ name, type: 'BOOLEAN', ...optional }];
        case 'text':
          return [{ name, type: 'BYTE_ARRAY', converted_type: 'UTF8', ...optional }];
        case 'numbers':
          return [
            { name, converted_type: 'LIST', num_children: 1, repetition_type: 'REQUIRED' },
            { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
            { name: 'element', type: 'DOUBLE', repetition_type: 'REQUIRED' },
          ];
      }
    }),
  ];
}
