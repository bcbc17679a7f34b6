/** What may be said of how a program is written; each format heeds what it has a place for. */
export interface WriteOptions {
  /** Of the program, in its own sense, where it is known: JSON. */
  readonly optimum?: number | null;
  /** The form that every reader takes alike (`portable.ts`): MPS and LP. */
  readonly portable?: boolean;
}
