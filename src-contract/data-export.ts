/**
 * What runs recorded, on its way out: trajectories in long form, and vectors. Menus, dialogs, endings, requests and the command
 * line read this list and no other; what writes each format stands in `src-main/engine/export`.
 */
import { z } from './zod.ts';

export interface DataFormat {
  /** In menus and dialogs. */
  readonly label: string;
  /** Of its files, without the dot. */
  readonly ending: string;
  /** Where it says what made the numbers. */
  readonly about: 'inside' | 'beside';
}

const FORMATS = {
  csv: { label: 'CSV', ending: 'csv', about: 'beside' },
  tsv: { label: 'tab-separated text', ending: 'tsv', about: 'beside' },
  parquet: { label: 'Parquet', ending: 'parquet', about: 'inside' },
  npz: { label: 'NumPy arrays', ending: 'npz', about: 'inside' },
} as const satisfies Record<string, DataFormat>;
export type DataFormatName = keyof typeof FORMATS;
export const DATA_FORMATS: Readonly<Record<DataFormatName, DataFormat>> = FORMATS;

/** What can be exported, and in which formats. */
export const DATA_EXPORTS = {
  trajectories: {
    label: 'Trajectories', help: 'One row for each recorded point of a run: iteration, time, loss and what else was recorded',
    formats: ['csv', 'tsv', 'parquet'],
  },
  vectors: {
    label: 'Vectors', help: 'The stored x̂ of descents and the solutions of all runs, each as an array',
    formats: ['npz', 'parquet'],
  },
} as const satisfies Record<string, { readonly label: string; readonly help: string; readonly formats: readonly DataFormatName[] }>;
export type DataExportName = keyof typeof DATA_EXPORTS;
export const DATA_EXPORT_NAMES = Object.keys(DATA_EXPORTS) as readonly DataExportName[];

/** The format of a file name’s ending. @param ending with its dot */
export function dataFormatOf(what: DataExportName, ending: string): DataFormatName | undefined {
  return formatsOf(what).find((format) => `.${DATA_FORMATS[format].ending}` === ending);
}

export function formatsOf(what: DataExportName): readonly DataFormatName[] {
  return DATA_EXPORTS[what].formats;
}

export const DataAsk = z.object({
  what: z.enum(DATA_EXPORT_NAMES),
  format: z.enum(Object.keys(FORMATS) as readonly DataFormatName[]),
  /** Runs by number, in the order wanted. */
  runs: z.array(z.number().int().positive()).min(1).max(100_000),
  title: z.string().max(300),
});
export type DataAsk = z.infer<typeof DataAsk>;

/** What was written. */
export const DataDone = z.object({
  /** Runs that had something to write, and those asked for that had nothing. */
  runs: z.number().int().nonnegative(), empty: z.number().int().nonnegative(),
  /** Points, or vectors. */
  rows: z.number().int().nonnegative(),
  /** Where the manifest stands that the file itself has no place for. */
  manifest: z.string().nullable(),
});
export type DataDone = z.infer<typeof DataDone>;
