/** What writes the formats of tables that are bytes, loaded when something is written in them. */
import type { ExportTable } from '../../../src-contract/tables/export-table.ts';
import type { BinaryTableFormatName } from '../../../src-contract/tables/table-formats.ts';

type BytesWriter = (table: ExportTable) => Promise<Uint8Array> | Uint8Array;

export const BINARY_TABLES: Readonly<Record<BinaryTableFormatName, () => Promise<{ readonly write: BytesWriter }>>> = {
  xlsx: async () => ({ write: (await import('./xlsx-table.ts')).tableToXlsx }),
  parquet: async () => ({ write: (await import('./parquet-table.ts')).tableToParquet }),
};
