/** Strict readers of the formats of tables that are bytes: an Excel workbook and a Parquet file. */
import { parquetMetadata, parquetReadObjects, parquetSchema } from 'hyparquet';
import readXlsx from 'read-excel-file/node';
import { strFromU8, unzipSync } from 'fflate';
import type { BinaryTableFormatName } from '../../../src-contract/tables/table-formats.ts';

export interface ReadTable {
  /** The header first. */
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
  /** What the file says of itself. */
  readonly about: readonly string[];
  /** Types of the columns, of Parquet. */
  readonly types: readonly string[];
}

export function readBytes(format: BinaryTableFormatName, bytes: Uint8Array): Promise<ReadTable> {
  return format === 'xlsx' ? workbook(bytes) : parquet(bytes);
}

/** @throws where a part of the workbook is not XML, holds a formula, a link or a macro, or its header is not frozen */
async function workbook(bytes: Uint8Array): Promise<ReadTable> {
  const parts = unzipSync(bytes);
  for (const [name, content] of Object.entries(parts)) {
    const text = strFromU8(content);
    if (!/\.(xml|rels)$/.test(name)) throw new Error(`a part that is no XML: ${name}`);
    if (/<f[ >]|<hyperlink|externalLink|vbaProject|ddeLink/.test(text)) throw new Error(`${name} holds what acts`);
    // eslint-disable-next-line no-control-regex
    if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text)) throw new Error(`${name} is no XML: a control character`);
  }
  if (!/<pane[^>]*ySplit="1"[^>]*state="frozen"/.test(strFromU8(parts['xl/worksheets/sheet1.xml'] ?? new Uint8Array()))) {
    throw new Error('the header is not frozen');
  }
  const sheets = await readXlsx(Buffer.from(bytes), { trim: false });
  const [table, manifest] = sheets;
  if (sheets.map(({ sheet }) => sheet).join() !== 'table,manifest' || table === undefined || manifest === undefined) {
    throw new Error('not the two sheets');
  }
  const plain = (cell: unknown): string | number | boolean | null =>
    cell === null || typeof cell === 'number' || typeof cell === 'boolean' || typeof cell === 'string' ? cell : JSON.stringify(cell);
  return {
    rows: table.data.map((row) => row.map(plain)),
    about: manifest.data.filter(([what]) => what === 'made by').map((row) => String(plain(row[1]))),
    types: [],
  };
}

async function parquet(bytes: Uint8Array): Promise<ReadTable> {
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const metadata = parquetMetadata(file);
  const columns = parquetSchema(metadata).children.map(({ element }) => element);
  const objects = await parquetReadObjects({ file, metadata });
  const manifest = metadata.key_value_metadata?.find(({ key }) => key === 'leibniz')?.value;
  if (manifest === undefined) throw new Error('the file does not say what made it');
  const cell = (value: unknown): string | number | boolean | null =>
    typeof value === 'bigint' ? Number(value) : ((value ?? null) as string | number | boolean | null);
  return {
    rows: [columns.map(({ name }) => name), ...objects.map((row) => columns.map(({ name }) => cell(row[name])))],
    about: (JSON.parse(manifest) as { about: string[] }).about,
    types: columns.map(({ type, converted_type: converted }) => converted ?? type ?? ''),
  };
}
