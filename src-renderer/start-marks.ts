/**
 * What of a start is noted for bench/start.bench.ts and test/e2e/start.test.ts: when the window can be worked with, and
 * what it asked before.
 */

const USABLE = 'leibniz:usable';
const ASKED = 'leibniz:asked';

export function isUsable(): boolean {
  return performance.getEntriesByName(USABLE).length > 0;
}

export function markUsable(): void {
  performance.mark(USABLE);
}

/** Notes a question to the main process: before the window can be worked with, each costs the start a round trip. */
export function markAsked(what: string): void {
  if (!isUsable()) performance.mark(ASKED, { detail: what });
}
