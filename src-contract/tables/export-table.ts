/** A table on its way out of the program: the one model that every format of tables is written from. */
import { linesOf } from '../../src-science/program/one-line.ts';
import { z } from '../zod.ts';

/** Numbers stay numbers so that each format can print them as it should. */
const TableCell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type TableCell = z.infer<typeof TableCell>;

const TableColumn = z.object({
  key: z.string(), label: z.string(), unit: z.string().optional(), numeric: z.boolean(), digits: z.number().int().min(1).max(17).optional(),
  /** Its numbers are counts or names: formats with types write them as integers. */
  whole: z.boolean().optional(),
});
export type TableColumn = z.infer<typeof TableColumn>;

/** `infeasible`: the objective of an infeasible solution; `at-least`: a gap that only bounds the gap to the optimum from below. */
const CellMark = z.enum(['infeasible', 'at-least']);
export type CellMark = z.infer<typeof CellMark>;

export const ExportTable = z.object({
  title: z.string().max(300),
  columns: z.array(TableColumn).min(1).max(2000),
  rows: z.array(z.array(TableCell)).max(2_000_000),
  /** What made the numbers, line by line. */
  caption: z.string().max(5000),
  /** Numbers that must not be read as plain results, by their place in `rows`. */
  marks: z.array(z.object({ row: z.number().int().nonnegative(), column: z.number().int().nonnegative(), kind: CellMark })).max(2_000_000)
    .optional(),
});
export type ExportTable = z.infer<typeof ExportTable>;

export interface WritingOptions {
  /** Of formats whose readers know no comments: title and caption as lines beginning with `# ` all the same. */
  readonly comments: boolean;
  /** Of LaTeX: numbers in columns of siunitx. */
  readonly siunitx?: boolean;
}

/** Writes a table whole. Pure. */
export type TableWriter = (table: ExportTable, options: WritingOptions) => string;

export function heading(column: TableColumn): string {
  return column.unit === undefined ? column.label : `${column.label} (${column.unit})`;
}

/** The headings, each there once: readers name columns by them. */
export function headings(table: ExportTable): string[] {
  const taken = new Set<string>();
  return table.columns.map((column) => {
    const text = heading(column);
    let unique = text;
    for (let k = 2; taken.has(unique); k++) unique = `${text} ${k}`;
    taken.add(unique);
    return unique;
  });
}

/** The lines of the caption that say something. */
export function aboutLines(table: ExportTable): string[] {
  return linesOf(table.caption).filter((line) => line.trim() !== '');
}

/** Title and caption, line by line. */
export function captionLines(table: ExportTable): string[] {
  return [...(table.title.trim() === '' ? [] : [table.title]), ...aboutLines(table)];
}

/** The mark of each cell, by row and column. */
export function marksOf(table: ExportTable): (row: number, column: number) => CellMark | null {
  const columns = table.columns.length;
  const kinds = new Map((table.marks ?? []).map(({ row, column, kind }) => [row * columns + column, kind]));
  return (row, column) => kinds.get(row * columns + column) ?? null;
}

/** What the table is, which programs made it and what its columns hold. */
export function tableAbout(table: ExportTable): object {
  return {
    title: table.title,
    about: aboutLines(table),
    rows: table.rows.length,
    columns: headings(table).map((
      name, k,
    ) => ({ name, key: table.columns[k]?.key ?? '', unit: table.columns[k]?.unit ?? null, numeric: table.columns[k]?.numeric ?? false })),
  };
}

/** What `tableAbout` says, as the document that goes with a table. */
export function tableManifest(table: ExportTable): object {
  return { leibnizTable: 1, ...tableAbout(table) };
}

/** What each mark means, in plain words. */
export const MARK_WORDS: Readonly<Record<CellMark, string>> = {
  infeasible: 'infeasible, no result', 'at-least': 'against the best found, not a proven optimum',
};

/** A number that a format's numbers do not hold, in words; null of any other. */
export function oddNumber(value: number): string | null {
  if (Number.isNaN(value)) return 'not a number';
  return Number.isFinite(value) ? null : value > 0 ? 'infinite' : '-infinite';
}
