/**
 * How set-up speaks: one line for each step, and a failure that says what happened and what to do.
 */

/** A failure a person can act on; printed without a stack. */
export class SetUpFailure extends Error {
  /**
   * @param {string} message what happened
   * @param {string} hint what to do about it
   */
  constructor(message, hint) {
    super(message);
    this.name = 'SetUpFailure';
    this.hint = hint;
  }
}

/**
 * Set-up speaks on stderr, so that a command's own output stays clean.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`set-up: ${line}\n`);
}

/**
 * Prints a failure and its hint; anything unexpected keeps its stack, because then the stack is the hint.
 * @param {unknown} error
 */
export function sayFailure(error) {
  if (error instanceof SetUpFailure) process.stderr.write(`\nset-up failed: ${error.message}\nWhat to do: ${error.hint}\n`);
  else process.stderr.write(`\nset-up failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}
