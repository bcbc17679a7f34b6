/**
 * What kind of program a program is, by what most of its rows are: enough to say which descent to begin with
 * (`descent/proposal.ts`), and no more than that.
 */
import type { Program } from './program.ts';
import { classifyProgramRow } from './row-class.ts';
import type { RowClass } from './row-class.ts';

/** In the order in which they are looked for: the first that half of the rows belong to, else mixed. */
export const PROGRAM_CLASSES = {
  partitions: { label: 'partitions and equalities', rows: ['partition', 'equality', 'range'] },
  covers: { label: 'covers', rows: ['cover'] },
  packings: { label: 'packings and edges', rows: ['packing', 'edge'] },
  knapsacks: { label: 'knapsacks', rows: ['knapsack', 'general'] },
  mixed: { label: 'of several kinds', rows: [] },
} as const satisfies Readonly<Record<string, { readonly label: string; readonly rows: readonly RowClass[] }>>;
export type ProgramClass = keyof typeof PROGRAM_CLASSES;
export const PROGRAM_CLASS_NAMES = Object.keys(PROGRAM_CLASSES) as [ProgramClass, ...ProgramClass[]];

/** Rows that say nothing of a program's kind. */
const NO_KIND: readonly RowClass[] = ['fixing', 'redundant', 'infeasible'];

/**
 * The class of a program: rows that fix their variables, cut nothing off or cut everything off do not count.
 * Cost: O(nnz).
 */
export function programClass(program: Program): ProgramClass {
  const counts = new Map<RowClass, number>();
  let rows = 0;
  for (let i = 0; i < program.rowLower.length; i++) {
    const rowClass = classifyProgramRow(program, i);
    if (NO_KIND.includes(rowClass)) continue;
    counts.set(rowClass, (counts.get(rowClass) ?? 0) + 1);
    rows++;
  }
  const shareOf = (classes: readonly RowClass[]): number => classes.reduce((sum, each) => sum + (counts.get(each) ?? 0), 0) / rows;
  return PROGRAM_CLASS_NAMES.find((name) => shareOf(PROGRAM_CLASSES[name].rows) >= 0.5) ?? 'mixed';
}
