import type { WrittenForm } from './format-table.ts';

/** What may be said of how a program is written; each format heeds what it has a place for. */
export interface WriteOptions {
  /** Of the program, in its own sense, where it is known: JSON. */
  readonly optimum?: number | null;
  /** Of those that the format has (`format-table.ts`). Default: as it is. */
  readonly form?: WrittenForm;
}
