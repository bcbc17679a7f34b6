/**
 * The formats that tables are written in. Menus, dialogs, endings, the clipboard and the command line read this list
 * and no other. Its entries are words only: what writes a format is loaded when something is written in it, so that the
 * window and the command line start without it.
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
  readonly load: () => Promise<{ readonly write: TableWriter }>;
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
} as const satisfies Record<string, TableFormat>;

export type TableFormatName = keyof typeof TABLE_FORMATS;

/** In the order of the menus. */
export const TABLE_FORMAT_NAMES = Object.keys(TABLE_FORMATS) as readonly TableFormatName[];

/** `.csv`, `.tsv`, … */
export const TABLE_ENDINGS: readonly string[] = TABLE_FORMAT_NAMES.map((name) => `.${TABLE_FORMATS[name].ending}`);

/** Of the formats that do not say themselves what made the numbers. */
export const ENDINGS_WITH_MANIFEST: readonly string[] =
  TABLE_FORMAT_NAMES.filter((name) => TABLE_FORMATS[name].about === 'beside').map((name) => `.${TABLE_FORMATS[name].ending}`);

/** @param ending with its dot; undefined where no format has it */
export function tableFormatOf(ending: string): TableFormatName | undefined {
  return TABLE_FORMAT_NAMES.find((name) => `.${TABLE_FORMATS[name].ending}` === ending);
}
