/**
 * What can stop a descent other than its own end: a spec that does not fit the program, a checkpoint
 * that does not fit the spec, and numbers that ran away. `code` and `hint` are what a border turns into
 * the user's message.
 */
export type DescentErrorCode = 'spec-invalid' | 'checkpoint-mismatch' | 'descent-diverged';

export class DescentError extends Error {
  readonly code: DescentErrorCode;
  /** What to do about it. */
  readonly hint: string;
  /** The spec's field, as a path, where one is to blame. */
  readonly field: string | null;

  constructor(code: DescentErrorCode, message: string, hint: string, field: string | null = null) {
    super(message);
    this.name = 'DescentError';
    this.code = code;
    this.hint = hint;
    this.field = field;
  }
}
