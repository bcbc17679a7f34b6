/**
 * The formats that tables are written in. Menus, dialogs, endings, the clipboard and the command line read this list
 * and no other. Its entries are words only: what writes a format is loaded when something is written in it, so that the
 * window and the command line start without it. Formats of bytes are written by libraries, which the engine loads
 * (`src-main/engine/export/binary-tables.ts`).
 */
import type { TableWriter } from './export-table.ts';

export interface TableFormat {
  /** In menus and dialogs. */
  readonly label: string;
  /** Of its files, without the dot. */
  readonly ending: string;
  /** Offered for the clipboard too. */
  readonly copied: boolean;
  /** Where it says what made the numbers: in itself, or in a file beside it, because its readers take comments for data. */
  readonly about: 'inside' | 'beside';
  /** What writes it as text; null of a format of bytes. */
  readonly load: (() => Promise<{ readonly write: TableWriter }>) | null;
  /** Rows, the header not counted, and columns that a file of it holds at most. */
  readonly most?: { readonly rows: number; readonly columns: number };
}

export const TABLE_FORMATS = {
  csv: {
    label: 'CSV', ending: 'csv', copied: false, about: 'beside',
    load: async () => ({ write: (await import('./separated-table.ts')).tableToCsv }),
  },
  tsv: {
    label: 'tab-separated text', ending: 'tsv', copied: true, about: 'beside',
    load: async () => ({ write: (await import('./separated-table.ts')).tableToTsv }),
  },
  latex: {
    label: 'LaTeX', ending: 'tex', copied: true, about: 'inside',
    load: async () => ({ write: (await import('./latex-table.ts')).tableToLatex }),
  },
  markdown: {
    label: 'Markdown', ending: 'md', copied: true, about: 'inside',
    load: async () => ({ write: (await import('./markdown-table.ts')).tableToMarkdown }),
  },
  json: {
    label: 'JSON', ending: 'json', copied: false, about: 'inside',
    load: async () => ({ write: (await import('./json-table.ts')).tableToJson }),
  },
  xlsx: { label: 'Excel workbook', ending: 'xlsx', copied: false, about: 'inside', load: null, most: { rows: 1_048_575, columns: 16_384 } },
  parquet: { label: 'Parquet', ending: 'parquet', copied: false, about: 'inside', load: null },
} as const satisfies Record<string, TableFormat>;

export type TableFormatName = keyof typeof TABLE_FORMATS;

/** Of the formats that are text. */
export type TextTableFormatName =
  { [Name in TableFormatName]: (typeof TABLE_FORMATS)[Name]['load'] extends null ? never : Name }[TableFormatName];
export type BinaryTableFormatName = Exclude<TableFormatName, TextTableFormatName>;

export function isTextFormat(name: TableFormatName): name is TextTableFormatName {
  return TABLE_FORMATS[name].load !== null;
}

/** In the order of the menus. */
export const TABLE_FORMAT_NAMES = Object.keys(TABLE_FORMATS) as readonly TableFormatName[];

export const TEXT_TABLE_FORMAT_NAMES = TABLE_FORMAT_NAMES.filter(isTextFormat);

/** `.csv`, `.tsv`, … */
export const TABLE_ENDINGS: readonly string[] = TABLE_FORMAT_NAMES.map((name) => `.${TABLE_FORMATS[name].ending}`);

/** Of the formats that do not say themselves what made the numbers. */
export const ENDINGS_WITH_MANIFEST: readonly string[] =
  TABLE_FORMAT_NAMES.filter((name) => TABLE_FORMATS[name].about === 'beside').map((name) => `.${TABLE_FORMATS[name].ending}`);

/** @param ending with its dot; undefined where no format has it */
export function tableFormatOf(ending: string): TableFormatName | undefined {
  return TABLE_FORMAT_NAMES.find((name) => `.${TABLE_FORMATS[name].ending}` === ending);
}
